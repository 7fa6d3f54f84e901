"""What a page is read to say, whatever its author wrote."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathgen.http.page import Page


def read(html: str) -> Page:
    return Page(html.encode())


def test_title_headings_and_words_are_those_that_a_reader_sees() -> None:
    page = read(
        "<!doctype html><head><title> A &amp; B\n</title><style>p {}</style></head><body><h1>One <b>big</b> thing</h1>"
        "<svg><title>Icon</title></svg><script>'<h1>404</h1>'</script><noscript>Turn it on</noscript>"
        "<p>Three words here</p><textarea>draft</textarea><h2 id=x>Two</h2></body>"
    )
    assert page.title == "A & B"
    assert page.headings == ("One big thing", "Two")
    assert page.beginning == "One big thing Three words here Two"
    assert page.words == 7
    assert page.is_scripted
    assert page.is_read


@pytest.mark.parametrize(
    "html", ["", "  ", "text", "<", "<!--", "<title>", "<html", "\0", "<h1>a", "</p>", "&#x110000;"]
)
def test_what_is_hardly_a_page_is_read_all_the_same(html: str) -> None:
    page = read(html)
    assert page.title == ""
    assert len(page.headings) <= 1


def test_places_are_found_behind_many_elements_that_are_never_closed() -> None:
    page = read("<font>" * 600 + "<a name=here></a>There")
    assert page.anchors == {"here"}
    assert page.is_read
    assert page.places == {"here"}


def test_a_page_that_is_deeper_than_any_is_not_taken_as_read() -> None:
    page = read("<div>" * 5_000 + "<a name=here></a>")
    assert not page.is_read


SIZE = 256 * 1024
PLAIN = "<div class=a id=b><p>some <b>words here</b> and <a href=/c>some more</a></p></div>"


def cost(html: str) -> float:
    """Give the seconds of processor time that reading a page takes."""
    start = process_time()
    page = read(html)
    assert isinstance(page.title + page.beginning + str(page.headings) + str(page.anchors), str)
    return process_time() - start


@pytest.mark.parametrize(
    "pieces",
    [
        *(("<h1>",), ("<title>",), ("<div>",), ("<a name=x><b><i>",), ("<",), ("<!--",), ("<script>",), ("&",)),
        *(("<table><tr><td>",), ("</p>",), ("<p a=b ",), ("<select><option>",), ("<div>", "</font>")),
    ],
)
def test_a_page_made_to_be_slow_costs_little_more_than_another(pieces: tuple[str, ...]) -> None:
    """What is read in squares costs thousands of times as much."""
    share = SIZE // len(pieces)
    html = "".join((piece * share)[:share] for piece in pieces)
    assert cost(html) < 30 * max(cost((PLAIN * SIZE)[:SIZE]) for _ in range(2))


@given(st.binary(max_size=400), st.text(max_size=30))
def test_no_bytes_are_too_strange(body: bytes, content_type: str) -> None:
    page = Page(body, content_type)
    assert isinstance(page.title + page.beginning, str)
    assert page.words >= 0


@given(st.text(alphabet="<>/abhi1 =\"'!-&;title script", max_size=300))
def test_no_markup_is_too_strange(html: str) -> None:
    page = read(html)
    assert all(isinstance(text, str) for text in (*page.headings, *page.anchors, *page.scripts, *page.frames))


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("koi8-r", "koi8-r"),
        ("Windows-1251", "cp1251"),
        ("iso-8859-5", "iso8859-5"),
        ("utf-16le", "utf-16-le"),
        ("gb2312", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("euc-kr", "cp949"),
    ],
)
def test_an_encoding_that_browsers_know_is_read(label: str, encoding: str) -> None:
    assert Page("Как".encode(encoding), f"text/html; charset={label}").html == "Как"


def test_windows_1252_is_read_for_latin_1() -> None:
    assert Page(b"\x93a\x94", "text/html; charset=iso-8859-1").html == "“a”"


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "utf-7", "unicode_escape", "raw-unicode-escape", "cp037", "undefined", "rot13", "hex"]
)
def test_an_encoding_that_only_python_knows_is_not_used(label: str) -> None:
    """A megabyte of punycode would take minutes: its decoder inserts each character into all of those before."""
    body = b"a-\\u0041+AEE-" + b"9" * 500_000
    assert Page(body, f"text/html; charset={label}").html == body.decode()
