"""What ``pathgen add`` learns from a page, and asks a person about."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from ipaddress import ip_network
from pathlib import Path
from time import monotonic

import pytest
from command import pathgen
from handlers import always, by_path, hang, status
from pypdf import PdfWriter
from servers import PROSE, LoopbackServers, Response, redirect

from pathgen.add.fetch_page import FetchedPage, fetch_page
from pathgen.add.html_metadata import hints_of_oembed, hints_of_page
from pathgen.add.metadata import Hint, best, clean, hint, reading_time
from pathgen.http.network_guard import NetworkGuard
from pathgen.links.settings import Settings

OPEN = ("--allow-private", "127.0.0.0/8")
CATALOGUE = """\
path: {title: T}
steps:
  - id: first
    title: The first step
    resources:
      - {id: a-page, title: A page, url: "https://example.org/a"}
"""
HEAD = """<!doctype html><html lang="de-AT"><head><title>Plain title | The site</title>
<meta property="og:site_name" content="The site"><meta name="author" content="Ada Example and Ben Example">
"""
ARTICLE = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebSite", "name": "The site"},
        {
            "@type": ["BlogPosting"],
            "headline": "A &amp; B",
            "author": [{"@type": "Person", "name": "Carl Example"}, {"@type": "Person", "name": "Dora Example"}],
            "datePublished": "2019-02-03T00:00:00Z",
            "isAccessibleForFree": False,
        },
    ],
}


@pytest.fixture(name="servers")
def _servers() -> Iterator[LoopbackServers]:
    with LoopbackServers() as servers:
        yield servers


def hints(head: str, body: str = "") -> dict[str, str]:
    """Return the best hint for each field of a page with this head."""
    found, _ = hints_of_page(f"{head}</head><body>{body}</body></html>".encode(), "text/html", "https://a.example/b/")
    return {name: suggestion.shown for name, (suggestion, *_) in best(found).items()}


def json_ld(said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (HEAD, {"title": "Plain title", "creators": "Ada Example; Ben Example", "language": "de"}),
        (
            HEAD + json_ld(ARTICLE),
            {
                "title": "A & B",
                "creators": "Carl Example; Dora Example",
                "year": "2019",
                "kind": "article",
                "language": "de",
                "access": "paid",
            },
        ),
        (
            """<meta name="citation_title" content="On nets"><meta name="citation_author" content="Example, Ada">
            <meta name="citation_author" content="Ben Example"><meta name="citation_date" content="2012/07/03">
            <meta name="citation_arxiv_id" content="1207.0580"><meta property="og:title" content="Other">""",
            {"title": "On nets", "creators": "Ada Example; Ben Example", "year": "2012", "kind": "paper"},
        ),
        (
            """<meta name="DC.title" content="Core"><meta name="DC.creator" content="A B">
            <meta name="DCTERMS.issued" content="2001-05"><meta name="DC.language" content="fr">""",
            {"title": "Core", "creators": "A B", "year": "2001", "language": "fr"},
        ),
        (
            """<meta property="og:title" content="Film"><meta property="og:type" content="video.other">
            <meta property="og:video:duration" content="610"><meta property="og:locale" content="pt_BR">""",
            {"title": "Film", "kind": "video", "minutes": "11", "language": "pt"},
        ),
        (
            json_ld({"@type": "VideoObject", "name": "F", "duration": "PT1H2M3S", "uploadDate": "2020-01-01"}),
            {"title": "F", "kind": "video", "minutes": "63", "year": "2020"},
        ),
        (
            json_ld({"@type": "Course", "name": "C", "timeRequired": "P1D", "inLanguage": {"@value": "zh-Hans-CN"}}),
            {"title": "C", "kind": "course", "minutes": "1440", "language": "zh-Hans"},
        ),
        ('<meta property="article:author" content="https://example.org/ada"><meta name=author content="@ada">', {}),
    ],
)
def test_a_page_says_what_it_is_in_many_dialects(head: str, expected: dict[str, str]) -> None:
    assert hints(head) == expected


def test_the_time_to_read_is_that_of_slow_and_fast_readers() -> None:
    assert hints("", f"<p>{'word ' * 3000}")["minutes"] == "10-20"
    assert reading_time(60_000) == "200-345"
    assert reading_time(100) == ""  # a video's page


def test_an_oembed_answer_says_who_and_how_long() -> None:
    said = {"type": "video", "title": "T", "author_name": "A", "duration": 61, "version": "1.0"}
    found = {suggestion.field: suggestion.value for suggestion in hints_of_oembed(json.dumps(said).encode())}
    assert found == {"title": "T", "creators": ("A",), "kind": "video", "minutes": "2"}
    assert hints_of_oembed(b"[" * 100_000) == hints_of_oembed(b"\xff") == hints_of_oembed(b"[1]") == []


@pytest.mark.parametrize(
    "said",
    [
        "not an object",
        [[[[{"@graph": [{"@graph": {"@type": "Article", "name": ["T"]}}]}]]]],
        {"@type": {"@type": 1}, "name": {"@value": {"a": []}}},
        {"@type": "Article", "name": {"@value": 3}, "author": {"name": {"name": "x"}}, "datePublished": [[]]},
        {"@type": "Article", "duration": "PT99999999999999H", "inLanguage": ["x" * 10_000], "author": [None, 1, {}]},
        {"@type": "Article", "author": [{"name": f"A{number}"} for number in range(100_000)]},
    ],
)
def test_odd_json_ld_does_no_harm(said: object) -> None:
    found = hints(json_ld(said))
    assert len(found.get("creators", "")) < 2_000


@pytest.mark.parametrize(
    "page",
    [
        f"<title>{'x' * 10_000_000}</title>",
        "<title><script>alert(1)</script>\x1b[2J\u202e\u0000A</title>",
        '<script type="application/ld+json">' + "[" * 400_000,
        '<script type="application/ld+json">' + '{"@graph":[' * 30_000,
        "<div>" * 100_000,
        "<meta name=author content=x>" * 200_000,
        "<html lang='" + "x" * 100_000 + "'>",
    ],
)
def test_a_hostile_page_does_no_harm(page: str) -> None:
    found, _ = hints_of_page(page.encode(), "text/html", "https://a.example/")
    for hint_found in found:
        assert hint_found.shown.isprintable()
        assert len(hint_found.shown) <= 200


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\n\tb  c", "a b c"),
        ("\u202ea\u2066b\x00\x1b[0m", "ab[0m"),
        ("a \u202e b", "a b"),
        ("a&lt;b&amp;", "a<b&"),
        ("\u0646\u0645\u06cc\u200c\u062f", "\u0646\u0645\u06cc\u200c\u062f"),
    ],
)
def test_a_text_is_cleaned(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_the_same_said_twice_is_shown_once() -> None:
    found = best([*hint("title", "A", "x"), *hint("title", "a", "y"), *hint("title", "B", "z")])
    assert found == {"title": [Hint("title", "A", "x"), Hint("title", "B", "z")]}


# --- real servers ------------------------------------------------------------------------------------------------


def seen(url: str, timeout: float = 5.0) -> FetchedPage:
    return fetch_page(url, Settings(timeout=timeout, guard=NetworkGuard((ip_network("127.0.0.0/8"),))))


def found_at(url: str) -> dict[str, str]:
    return {name: suggestion.shown for name, (suggestion, *_) in best(seen(url).hints).items()}


def html(head: str) -> Response:
    return Response(200, f"{head}</head><body>{PROSE}</body></html>")


def test_redirects_and_oembed_are_followed(servers: LoopbackServers) -> None:
    said = json.dumps({"type": "video", "title": "Film", "author_name": "Ada", "duration": 130})
    link = '<link rel="alternate" type="application/json+oembed" href="/oembed?url=x&amp;format=json">'
    server = servers.add(
        "film",
        lambda request: {
            "/old": redirect(301, "/new"),
            "/new": html(link),
            "/oembed?url=x&format=json": Response(200, said, {"Content-Type": "application/json"}),
        }.get(request.target, Response(404)),
    )
    expected = {"url": f"{server.url}/new", "title": "Film", "creators": "Ada", "kind": "video", "minutes": "3"}
    assert found_at(f"{server.url}/old") == expected


def test_an_oembed_address_on_a_private_network_is_not_asked(servers: LoopbackServers) -> None:
    secret = servers.add("secret", always(Response(200, '{"title": "Secret"}')))
    link = f'<link type="application/json+oembed" href="{secret.url}/"><title>A</title>'
    server = servers.add("page", always(html(link)))
    assert secret.host != server.host
    opened = Settings(guard=NetworkGuard((ip_network(f"{server.host}/32"),)))
    assert [
        suggestion.value for suggestion in fetch_page(f"{server.url}/", opened).hints if suggestion.field == "title"
    ] == ["A"]
    assert secret.requests == []


def pdf(**about: str) -> bytes:
    writer, buffer = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.add_metadata({f"/{name}": value for name, value in about.items()})
    writer.write(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            pdf(Title="On nets", Author="Ada Example; Ben Example", CreationDate="D:20120703120000"),
            {"title": "On nets", "creators": "Ada Example; Ben Example", "year": "2012"},
        ),
        (pdf(Title="Microsoft Word - draft.doc", CreationDate="nonsense"), {}),
        (b"%PDF-1.7\n" + b"\xff" * 1000, {}),
        (b"%PDF-1.7\ntrailer << /Root 1 0 R /Prev 0 >>\nstartxref\n9\n%%EOF" * 100, {}),
    ],
)
def test_a_pdf_says_what_it_is_or_nothing(servers: LoopbackServers, body: bytes, expected: dict[str, str]) -> None:
    server = servers.add("pdf", always(Response(200, body, {"Content-Type": "application/pdf"})))
    assert found_at(f"{server.url}/a.pdf") == expected


def test_a_bomb_is_unpacked_no_further_than_what_is_read(servers: LoopbackServers) -> None:
    bomb = gzip.compress(b"<title>B</title>" + b"<p>" * 20_000_000, 1)
    server = servers.add("bomb", always(Response(200, bomb, {"Content-Encoding": "gzip"})))
    assert found_at(f"{server.url}/").get("title") == "B"


@pytest.mark.parametrize("handler", [lambda _: hang, status(404), status(500), always(Response(200, b"\0" * 5000))])
def test_a_page_that_cannot_be_had_says_nothing(servers: LoopbackServers, handler: object) -> None:
    server = servers.add("odd", handler)  # type: ignore[arg-type]
    assert seen(f"{server.url}/a", timeout=0.5).hints == []


# --- the command -------------------------------------------------------------------------------------------------


def text(folder: Path) -> str:
    return (folder / "resources.yaml").read_text(encoding="utf-8")


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def test_yes_takes_what_the_page_suggests_and_options_win(folder: Path, servers: LoopbackServers) -> None:
    server = servers.add("page", always(html(HEAD + json_ld(ARTICLE))))
    done = pathgen("add", f"{server.url}/x", "--to", "1", "--yes", "--year", "2001", *OPEN, cwd=folder)
    assert done.returncode == 0, done.stderr
    entry = (
        f"{{id: a-b, title: A & B, url: {server.url}/x, creators: [Carl Example, Dora Example], year: 2001, "
        f"kind: article, language: de, access: paid, added: {datetime.now(UTC):%Y-%m-%d}}}"
    )
    assert text(folder) == f"{CATALOGUE}      - {entry}\n"


@pytest.mark.parametrize("options", [("--yes", "--offline"), ("--no-input",), ()])
def test_no_page_is_asked_for_where_nobody_wants_it(
    folder: Path, servers: LoopbackServers, options: tuple[str, ...]
) -> None:
    server = servers.add("page", always(html(HEAD)))
    done = pathgen("add", f"{server.url}/x", "--to=1", "--title=N", *options, *OPEN, cwd=folder)
    assert (done.returncode, server.requests) == (0, [])


def test_a_page_that_moved_to_one_that_is_listed_is_not_added(folder: Path, servers: LoopbackServers) -> None:
    server = servers.add("page", by_path(a=redirect(301, "/b"), b=html(HEAD)))
    (folder / "resources.yaml").write_text(CATALOGUE.replace("https://example.org/a", f"{server.url}/b"))
    before = text(folder)
    done = pathgen("add", f"{server.url}/a", "--to=1", "--yes", *OPEN, cwd=folder)
    assert (done.returncode, text(folder)) == (1, before)
    assert "`a-page` (A page) has this address" in done.stderr


if sys.platform != "win32":
    import pty

    class Terminal:
        """A command on a pseudo-terminal, as a person sees it."""

        def __init__(self, *arguments: str, cwd: Path) -> None:
            ours, theirs = pty.openpty()
            command = [sys.executable, "-m", "pathgen", *arguments]
            environment = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "PYTHONUTF8": "1"}
            self.process = subprocess.Popen(
                command, cwd=cwd, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, close_fds=True
            )
            os.close(theirs)
            self.ours = ours
            self.shown = ""

        def read(self, until: str) -> str:
            """Read what is shown until a text comes, or the end."""
            fresh = ""
            end = monotonic() + 60
            while until not in fresh and monotonic() < end:
                try:
                    piece = os.read(self.ours, 4096).decode()
                except OSError:  # the other side is closed
                    break
                fresh += piece
            self.shown += fresh
            return fresh

        def answer(self, question: str, answer: str) -> None:
            assert question in self.read(until=question), self.shown
            os.write(self.ours, f"{answer}\n".encode())

        def end(self) -> int:
            self.read(until="\0")
            os.close(self.ours)
            return self.process.wait(timeout=60)

    def test_a_person_is_asked_for_what_is_missing(folder: Path, servers: LoopbackServers) -> None:
        server = servers.add("page", always(html(HEAD + json_ld(ARTICLE))))
        terminal = Terminal("add", f"{server.url}/x", *OPEN, "--minutes", "20", cwd=folder)
        terminal.answer("Where on the path?", "frist")
        terminal.answer("Where on the path?", "1")
        terminal.answer("Title [A & B]:", "")
        terminal.answer("Creators, with ; between them [Carl Example; Dora Example]:", "Carl Example")
        terminal.answer("Year [2019]:", "nineteen")
        terminal.answer("Year [2019]:", "")
        terminal.answer("Kind, such as article, paper, video [article]:", "notes")
        terminal.answer("Role:", "optional")
        terminal.answer("Language [de]:", "-")
        terminal.answer("Level:", "beginner")
        terminal.answer("Access:", "")
        terminal.answer("Concepts", "")
        terminal.answer("Why?", "It shows how.")
        terminal.answer("Id, which is permanent [a-b]:", "")
        terminal.answer("Write this? [Y/n]:", "y")
        assert terminal.end() == 0, terminal.shown
        assert "did you mean `first`?" in terminal.shown
        assert "A & B  (JSON-LD (BlogPosting))" in terminal.shown
        assert "Plain title  (<title>)" in terminal.shown
        entry = (
            f"{{id: a-b, title: A & B, url: {server.url}/x, creators: Carl Example, year: 2019, kind: notes, "
            "role: optional, minutes: 20, level: beginner, access: paid, why: It shows how., "
            f"added: {datetime.now(UTC):%Y-%m-%d}}}"
        )
        assert text(folder) == f"{CATALOGUE}      - {entry}\n"

    def test_a_person_may_change_their_mind(folder: Path) -> None:
        terminal = Terminal("add", "https://n.example/", "--offline", "--title", "a PAGE", "--to=1", cwd=folder)
        terminal.answer("Add it anyway? [y/N]:", "")
        assert (terminal.end(), text(folder)) == (1, CATALOGUE)
