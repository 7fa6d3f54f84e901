"""A catalogue full of hostile text: on every page, in every place, it is text and nothing more."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from build_once import Once
from lxml import html
from projects import content_of, parsed, site_of, write

from pathgen.files import read_tree
from pathgen.site.build import build
from pathgen.site.charts.concept_map import NARROW, WIDE
from pathgen.site.engine import ENGINES
from pathgen.site.render import render

HOSTILE = (
    # what takes two units in UTF-16, and so two escapes in JSON
    "\U0001f525 \U00020bb7 \U0001d53d",
    # HTML
    "<script>alert(1)</script>",
    '"onmouseover="alert(1)',
    "' onload='alert(1)",
    "<img src=x onerror=alert(1)>",
    "</p></div></li></ol></article><h1>out</h1>",
    "</title></head><body onload=alert(1)>",
    "<style>*{display:none}</style>",
    '<iframe src="//example.org"></iframe><base href="//example.org">',
    "<svg/onload=alert(1)>",
    "<div markdown> *x* </div>",
    "<!-- never closed",
    "--> <!-- resources -->",
    "<![CDATA[ x ]]>",
    "<?php x ?>",
    "&lt;b&gt; &amp; &#60;i&#62; &copy",
    # Markdown
    "# Heading",
    "Setext\n======",
    "## Heading {: #top onclick=alert(1) }",
    "{: onclick=alert(1) .x #top }",
    "[x](javascript:alert(1)) ![x](//example.org/x.png) <https://example.org>",
    "[ref]: https://example.org 'x'",
    "[x][ref] [ref]",
    "*[the]: an abbreviation",
    "[^1]: a footnote",
    "a footnote[^1]",
    "one\n\n# two\n\n    three\n\n</p></div>\n\n*four*",
    "- item",
    "1. item",
    "> quote",
    "    code",
    "```js\ncode\n```",
    "~~~",
    "`code` **bold** _it_ __it__ ~~x~~ ==x== ^^x^^",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    ": a definition",
    '!!! note "x"',
    '??? note "x"',
    '=== "tab"',
    "[TOC]",
    ":smile: :material-account:",
    "\\<b\\> \\*x\\* \\",
    "$x$ \\(x\\)",
    # what is written between the engines' parts
    "---",
    "---\ntitle: x\n---",
    "{{ 7*7 }} {% raw %} {# x #}",
    "{% include 'x' %}",
    "--8<-- 'x'",
    "wzxhzdk:0 klzzwxh:0000",
    "%s %(x)s {0} {x!r} ${x}",
    "null",
    # letters
    "\u202eturned\u202c \u200f\u00a0",
    "中文 עברית é",
    "x" * 2000,
)
SPACE = re.compile(r"\s+")

Say = Callable[[str], str]
"""Gives what to write for a hostile text."""


def harmless(text: str) -> str:
    """Give text of the same shape that means nothing: the words as long and as wide, so that lines break alike."""
    return re.sub(r"\S", lambda sign: "i" if sign[0] in NARROW else "m" if sign[0] in WIDE else "x", text)


class Texts:
    """Gives the texts of a catalogue one by one, each with a number behind it, and remembers them."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.written: list[str] = []
        self.numbers = count(1000)

    def __call__(self, text: str) -> str:
        self.written.append(f"{self.say(text)} {next(self.numbers)}")
        return self.written[-1]


def catalogue_of(texts: Texts) -> dict[str, Any]:
    """Make a catalogue with a text in every field that takes one, and each hostile text in each kind of place."""
    everything = " ".join(HOSTILE[:-1])

    def entries(page: str) -> Iterator[dict[str, Any]]:
        for number, text in enumerate(HOSTILE):
            yield {
                "id": f"{page}-{number}",
                "url": f"https://example.org/{page}/{number}",
                **{field: texts(text) for field in ("title", "part", "why")},
                "creators": [texts(text), texts(text)],
            }

    def step(number: str) -> dict[str, Any]:
        return {"id": f"step-{number}", **{field: texts(everything) for field in ("title", "summary")}}

    return {
        "path": {
            **{field: texts(everything) for field in ("title", "summary", "audience", "licence")},
            **{field: [texts(text) for text in HOSTILE] for field in ("assumes", "outcomes")},
            "sources": [
                {**{field: texts(text) for field in ("title", "licence", "note")}, "creators": texts(text)}
                for text in HOSTILE
            ],
        },
        "rules": dict.fromkeys(("title-hygiene", "creator-hygiene", "bad-url"), "off"),
        "editions": [{"id": f"e{number}", "title": texts(everything), "summary": texts(everything)} for number in "12"],
        "tracks": [{"id": "track", "title": texts(everything)}],
        "concepts": [{"id": "concept", "title": texts(everything)}]
        + [
            {
                "id": f"concept-{number}",
                "title": texts(text),
                "summary": texts(text),
                "requires": [{"id": "concept", "because": texts(text)}],
            }
            for number, text in enumerate(HOSTILE)
        ],
        "steps": [
            {
                **step("a"),
                "goals": [texts(text) for text in HOSTILE],
                "self_check": [{"question": texts(text), "answer": texts(text)} for text in HOSTILE],
                "resources": list(entries("a")),
            },
            {
                **step("b"),
                "resources": [
                    {"title": texts("x " * 4_990), "id": "long", "url": "https://example.org", "track": "track"},
                    {"title": texts(everything), "id": "gone", "url": "https://example.org/b", "role": "alternative"}
                    | {"status": "gone 2019", "replaced_by": "long", "teaches": "concept", "editions": "e2"},
                ],
            },
        ],
        "libraries": [
            {
                "id": f"library-{number}",
                "url": f"https://example.org/library/{number}",
                "released": 2010,
                "status": "discontinued 2015",
                **{field: texts(text) for field in ("name", "licence", "why")},
                **{field: [texts(text), texts(text)] for field in ("languages", "origin")},
            }
            for number, text in enumerate(HOSTILE)
        ],
        "topics": [
            {
                "id": "topic",
                **{field: texts(everything) for field in ("title", "summary")},
                "resources": list(entries("topic")),
                "subtopics": [
                    {"id": f"topic-sub-{number}", "title": texts(text), "summary": texts(text)}
                    for number, text in enumerate(HOSTILE)
                ],
            }
        ],
    }


def hostile_site(once: Once, engine: str, say: Say = str) -> tuple[Path, list[str]]:
    """Build the catalogue with an engine, once for all tests: return its site and the texts in it."""
    texts = Texts(say)
    catalogue = json.dumps(catalogue_of(texts), ensure_ascii=False, indent=1)

    def make(folder: Path) -> None:
        project = write(folder, {"resources.yaml": catalogue})
        loaded, _ = build(project, site_of(project), engine)
        assert {problem.code for problem in loaded.diagnostics} <= {
            "empty-section",
            "markdown-as-text",
            "untaught-concept",
        }

    return once(f"hostile-{engine}-{say.__name__}", make) / "site", texts.written


def pages_of(site: Path) -> list[str]:
    return [name for name in read_tree(site) if name.endswith(".html")]


def folded(text: str) -> str:
    return SPACE.sub(" ", text)


def shape(page: html.HtmlElement) -> Counter[tuple[object, ...]]:
    """Count the elements of a page, each with its attributes' names and what of their values is no one's text."""
    kept = ("class", "href", "id", "rel", "src", "style")
    return Counter(
        (
            element.tag,
            tuple(sorted(map(str, element.attrib))),
            # The id of a question is made from its words.
            *(element.get(name) for name in kept if name != "id" or "data-check" not in element.attrib),
        )
        for element in page.iter()
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_text_makes_no_element_and_no_attribute(once: Once, engine: str) -> None:
    tame, _ = hostile_site(once, engine, harmless)
    wild, _ = hostile_site(once, engine)
    assert pages_of(wild) == pages_of(tame)
    for page in pages_of(tame):
        expected, found = shape(parsed(tame / page)), shape(parsed(wild / page))
        assert (found - expected, expected - found) == (Counter(), Counter()), page


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_text_is_read_as_it_was_written(once: Once, engine: str) -> None:
    site, written = hostile_site(once, engine)
    shown = folded(" ".join(content_of(site / page).text_content() for page in pages_of(site)))
    assert [text for text in written if folded(text) not in shown] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_text_stands_as_text_in_titles_descriptions_and_navigation(once: Once, engine: str) -> None:
    site, _ = hostile_site(once, engine)
    catalogue = catalogue_of(Texts(str))
    path, step = catalogue["path"], catalogue["steps"][0]
    page = parsed(site / "steps/step-a/index.html")
    assert folded(page.findtext(".//title")) == folded(f"Step 1. {step['title']} - {path['title']}")
    assert [folded(text) for text in page.xpath("//meta[@name = 'description']/@content")] == [folded(step["summary"])]
    assert folded(f"1. {step['title']}") in [folded(link.text_content()).strip() for link in page.xpath("//nav//a")]
    assert folded(parsed(site / "index.html").findtext(".//title")).startswith(folded(path["title"]))


URLS = (
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://example.org",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "//example.org",
    "/etc/passwd",
    "../../x",
    "#top",
    "file:///etc/passwd",
    'https://example.org/"onmouseover="alert(1)',
    "https://example.org/' onload='alert(1)",
    "https://example.org/<script>alert(1)</script>",
    "https://example.org/ {{ 7*7 }} {: onclick=x }",
    "http://[",
    "https:",
    "https://",
)


def listing(urls: tuple[str, ...]) -> str:
    """Make a catalogue with each address in every field that takes one."""
    entries = [
        {"id": f"e{number}", "title": f"Entry {number}", "url": url, "archived": url, "formerly": [url, url + "/old"]}
        for number, url in enumerate(urls)
    ]
    libraries = [
        {"id": f"l{number}", "name": f"L {number}", "url": url, "archived": url, "repository": url + "?x"}
        for number, url in enumerate(urls)
    ]
    return json.dumps(
        {
            "path": {"title": "Addresses", "sources": [{"title": "Source", "url": url} for url in urls]},
            "rules": dict.fromkeys(("bad-url", "duplicate-url"), "off"),
            "steps": [{"id": "step", "title": "Step", "resources": entries}],
            "libraries": libraries,
            "topics": [{"id": "topic", "title": "Topic", "resources": [{"ref": "e0"}, {"ref": "l0"}]}],
        }
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_only_an_address_on_the_web_becomes_a_link(tmp_path: Path, engine: str) -> None:
    project = write(tmp_path, {"resources.yaml": listing(URLS)})
    loaded, _ = build(project, site_of(project), engine)
    assert loaded.is_valid
    site = site_of(project)
    for page in pages_of(site):
        links = content_of(site / page).xpath(".//a[@rel = 'noopener']")
        assert {link.get("href").partition("://")[0] for link in links} <= {"http", "https"}, page
        attributes = {str(name) for link in parsed(site / page).iter("a") for name in link.attrib}
        assert not {name for name in attributes if name.startswith("on")}, page
    shown = content_of(site / "steps/step/index.html").text_content()
    assert [url for url in URLS if folded(url).strip() not in folded(shown) and not url.startswith("http")] == []


def test_a_chain_of_as_many_concepts_as_one_likes_is_drawn(tmp_path: Path) -> None:
    chain = "".join(f"  - {{id: c{n}, title: C{n}, requires: [c{n - 1}]}}\n" for n in range(1, 600))
    text = f"path: {{title: P}}\nconcepts:\n  - {{id: c0, title: C0}}\n{chain}"
    project = write(tmp_path, {"resources.yaml": text + "steps: [{id: s, title: S, resources: []}]\n"})
    render(project)
    assert "C599" in (project.build / "docs" / "concepts" / "index.md").read_text(encoding="utf-8")
