from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from snippets import diagnose, messages

from pathgen.catalogue.rules import bad_url
from pathgen.http.request_url import to_request_url

ENTRY = """
topics:
  - id: basics
    title: Basics
    resources:
      - title: A page
        url: '{}'
"""
NO_SCHEME = "the address does not start with https:// or http://"
START = "write an address that starts with https:// or http://"
PORT = "delete it and its colon, or write a number from 1 to 65535"
USER = "the address contains a user name or a password, which everyone could read"
ENCODE = "delete it, or percent-encode it if it belongs to the address"
COLUMN = len("        url: '") + 1
"""The column of an address's first character in the entry above."""


@pytest.mark.parametrize(
    ("url", "at", "message", "help_"),
    [
        ("example.org/a", 1, NO_SCHEME, "write https://example.org/a"),
        ("www.example.org", 1, NO_SCHEME, "write https://www.example.org"),
        ("example.org:8080/a", 1, NO_SCHEME, "write https://example.org:8080/a"),
        ("//example.org/a", 1, NO_SCHEME, "write https://example.org/a"),
        ("\u201chttps://example.org/a\u201d", 1, NO_SCHEME, "write https://example.org/a"),
        ("\u201cexample\u201d", 1, NO_SCHEME, "write all of it"),
        ("/a/b", 1, NO_SCHEME, "write all of it"),
        ("ada@example.org", 1, NO_SCHEME, "write all of it"),
        ("htps://example.org/", 1, "an address that starts with 'htps:' is not a web page", "did you mean `https`?"),
        (
            "javascript:alert(1)",
            1,
            "an address that starts with 'javascript:' is not a web page",
            START,
        ),
        (
            "data:text/html,x",
            1,
            "an address that starts with 'data:' is not a web page",
            START,
        ),
        (
            "ftp://example.org/a",
            1,
            "an address that starts with 'ftp:' is not a web page",
            START,
        ),
        ("https://example.org/a b", 22, "the address contains a space", "write https://example.org/a%20b"),
        (
            "https://example.org/a (PDF)",
            22,
            "words follow the address",
            "write https://example.org/a, and the words after it in another field",
        ),
        (
            "https://example.org/a, https://example.org/b",
            22,
            "more than one address is here",
            bad_url.HOW_TO_WRITE_SEVERAL,
        ),
        (
            "https://example.org/a and https://example.org/b",
            22,
            "more than one address is here",
            bad_url.HOW_TO_WRITE_SEVERAL,
        ),
        (" https://example.org/a", 1, "the address contains a space", "write https://example.org/a"),
        ("https://example.org/a ", 22, "the address contains a space", "write https://example.org/a"),
        (
            "https://example.org/\u200ba",
            21,
            "the address contains the character U+200B",
            "write https://example.org/a",
        ),
        ("<https://example.org/a>", 1, "the address contains the character '<'", "write https://example.org/a"),
        (
            "https://example.org/\\a",
            21,
            r"the address contains the character '\\'",
            ENCODE,
        ),
        (
            "https://ada:secret@example.org/a",
            9,
            USER,
            "write https://example.org/a",
        ),
        (
            "https://example.org@evil.example/a",
            9,
            USER,
            "write https://evil.example/a",
        ),
        ("https:///a", 1, "the address has no host", "write https://a"),
        ("https://", 1, "the address has no host", "write it as https://host/page"),
        ("http://:80/a", 1, "the address has no host", "write it as https://host/page"),
        ("https:/example.org/a", 1, "the address has no host", "write https://example.org/a"),
        ("https:example.org/a", 1, "the address has no host", "write https://example.org/a"),
        ("https://exa!mple.org/", 9, "'exa!mple.org' is not a valid host name", "check its spelling"),
        ("https://example..org/", 9, "'example..org' is not a valid host name", "check its spelling"),
        ("https://[::1/a", 9, "'[::1' is not a valid host name", "check its spelling"),
        ("https://[::g]/a", 9, "'[::g]' is not a valid host name", "check its spelling"),
        (
            "https://example.org:http/a",
            20,
            "'http' is not a port",
            PORT,
        ),
        (
            "https://example.org:65536/a",
            20,
            "'65536' is not a port",
            PORT,
        ),
        (
            "https://example.org:/a",
            20,
            "there is no port after the `:`",
            PORT,
        ),
        ("http://https://example.org/a", 13, "there is no port after the `:`", "write https://example.org/a"),
        (
            "https://example.org/a.",
            22,
            "the address ends in '.'",
            "write https://example.org/a; if the end belongs to the address, write it as %2E",
        ),
        (
            "https://example.org/a).",
            22,
            "the address ends in ').'",
            "write https://example.org/a; if the end belongs to the address, write it as %29%2E",
        ),
        (
            "https://example.org/a_(b)),",
            26,
            "the address ends in '),'",
            "write https://example.org/a_(b); if the end belongs to the address, write it as %29%2C",
        ),
    ],
)
def test_each_fault_is_reported_with_its_place_and_the_way_out(url: str, at: int, message: str, help_: str) -> None:
    [found] = diagnose("bad-url", ENTRY.format(url))
    assert (found.span.line, found.span.column - COLUMN + 1) == (6, at)
    assert (found.message, found.help) == (message, help_)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org/",
        "HTTPS://Example.ORG/A",
        "https://example.org:8443/a?b=c&d#e",
        "https://localhost/a",
        "http://192.0.2.1/a",
        "https://[2001:db8::1]:8080/a",
        "https://müller.example/straße",
        "https://例え.テスト/ページ",
        "https://example.org/\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "https://en.wikipedia.org/wiki/Pruning_(decision_trees)",
        "https://en.wikipedia.org/wiki/Apple_Inc%2E",
        "https://medium.com/@nomadic_mind/three-mistakes-73258b3848a4#.lih061l3l",
        "https://web.archive.org/web/2016/http://example.org/a",
        "https://example.org/a?next=https://user:pass@example.org",
        "https://example.org/#!/a:b",
        "https://example.org/a{b}|c^d",
        "https://example.org./a",
    ],
)
def test_good_addresses_are_left_alone(url: str) -> None:
    assert messages("bad-url", ENTRY.format(url)) == []


def test_all_faults_of_an_address_are_reported() -> None:
    url = "https://ada@example.org:0/a b,"
    assert [message.partition(" ")[2] for message in messages("bad-url", ENTRY.format(url))] == [
        USER,
        "'0' is not a port",
        "the address contains a space",
        "the address ends in ','",
    ]


def test_every_address_of_the_catalogue_is_looked_at() -> None:
    assert messages(
        "bad-url",
        """
        path:
          title: My path
          sources:
            - {title: A list, url: 1.example.org}
        libraries:
          - id: theano
            name: Theano
            url: 2.example.org
            repository: 3.example.org
            archived: 4.example.org
            formerly: 5.example.org
        topics:
          - id: basics
            title: Basics
            resources:
              - ref: theano
              - title: A page
                url: 6.example.org
                archived: 7.example.org
                formerly: ["https://example.org/", 8.example.org]
        """,
    ) == [
        f"{place} the address does not start with https:// or http://"
        for place in ("4:28", "8:10", "9:17", "10:15", "11:15", "18:14", "19:19", "20:44")
    ]


def test_what_was_once_the_address_may_end_as_it_did() -> None:
    assert (
        messages(
            "bad-url", ENTRY.format("https://example.org/a") + "        formerly: https://example.org/b),?utm_source=x."
        )
        == []
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://en.wikipedia.org/wiki/Warner_Bros.",
        "https://en.wikipedia.org/wiki/Martin_Luther_King_Jr.",
        "https://en.wikipedia.org/wiki/Film_in_the_U.S.",
        "https://example.org/Hinton_et_al.",
        "https://ru.wikipedia.org/wiki/%D0%9E%D0%9E%D0%9E_%D0%98%D0%BC.",
    ],
)
def test_the_full_stop_of_a_name_belongs_to_the_address(url: str) -> None:
    assert messages("bad-url", ENTRY.format(url)) == []
    [found] = diagnose("bad-url", ENTRY.format(url + ","))
    assert found.help.startswith(f"write {url};")


@pytest.mark.parametrize(
    "url", ["https://example.org/page.", "https://example.org/a_name.", "https://example.org/?a=B."]
)
def test_the_full_stop_of_a_sentence_does_not(url: str) -> None:
    assert len(messages("bad-url", ENTRY.format(url))) == 1


def test_the_place_is_the_whole_value_where_quoting_hides_the_part() -> None:
    snippet = ENTRY.replace("'{}'", r'"https://example.org/\u00e9."')
    assert messages("bad-url", snippet) == ["6:14 the address ends in '.'"]


@pytest.mark.parametrize(
    "host",
    [
        "1.2.3.999",
        "example.1",
        "1.2.3.4.5",
        "0x7f.1",
        "xn--a-\u0303.example",
        "\u2f00\ufffd.example",
        "a\u0301\u200b.example",
        ".".join(["a" * 60] * 5),
    ],
)
def test_a_host_that_no_browser_can_look_up_is_refused(host: str) -> None:
    assert bad_url.url_problems(f"https://{host}/a")


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "1.example", "fa\xdf.example", "\u4f8b\u3048.jp", "[2001:db8::1]", "a_b.example"]
)
def test_a_host_that_looks_alike_is_accepted(host: str) -> None:
    assert bad_url.url_problems(f"https://{host}/a") == []


@given(st.text() | st.from_regex(r"(?i)https?:/{0,3}[@:\[\]%.()a-z0-9\u0430-\u0450\u4e00-\u4f00\u0300]*"))
def test_a_request_can_be_made_for_every_address_that_is_accepted(text: str) -> None:
    if not bad_url.url_problems(text):
        to_request_url(text)


@given(st.text() | st.from_regex(r"(?i)(https?|[a-z]*):?/{0,3}[@:\[\]%.()a-z0-9]*"))
def test_no_text_makes_it_raise_and_a_corrected_address_is_good(text: str) -> None:
    for fault in bad_url.url_problems(text):
        assert 0 <= fault.start < fault.end <= len(text) or not text
    mended = bad_url._corrected(text)
    assert not mended or not bad_url.url_problems(mended)


@pytest.mark.parametrize(
    "text", ["https://a/" + ")" * 10**5, "a." * 10**5, "https:" * 10**5, "https://a/" + "." * 10**5]
)
def test_time_does_not_grow_with_the_square(text: str) -> None:
    assert bad_url.url_problems(text)
    bad_url._corrected(text)
