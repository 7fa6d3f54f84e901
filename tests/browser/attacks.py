"""A catalogue whose every text tries to become something else: a script, an attribute, Markdown, a template."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from pathgen.catalogue.rules import RULES

ATTACK = (
    "<script>window.pwned=1</script> \"onmouseover=\"window.pwned=2 'onfocus='window.pwned=3 "
    "<img src=x onerror=window.pwned=4> </li></ol></dl></svg> --> ]]> **bold** _it_ `code` ![x](javascript:pwned) "
    "[x](javascript:window.pwned=5) {{ 7*7 }} {% raw %} {: #taken onclick=window.pwned=6 } &#123; &lt;b&gt; *[x]: y"
)
BEGINNINGS = ("", "``` ", "# ", "- ", "1. ", "    ", "!!! note ", "??? tip ", "::: x ", "| a | b |", "~~~ ", "<!-- ")
"""How a line of Markdown begins when it is not a paragraph."""

ADDRESS = 'javascript:window.pwned=7//"onmouseover="window.pwned=8\'<script>window.pwned=9</script>'


def hostile_catalogue() -> str:
    """Write the catalogue, with every rule off that can be; JSON is YAML as well."""
    numbers = count()

    def text() -> str:
        at = next(numbers)
        return f"{BEGINNINGS[at % len(BEGINNINGS)]}t{at} {ATTACK}"

    def entry(name: str, **more: Any) -> dict[str, Any]:
        addresses = {"url": ADDRESS + name, "archived": ADDRESS + name, "formerly": [ADDRESS + name + "old"]}
        texts = {"title": text(), "creators": [text(), text()], "part": text(), "why": text()}
        return {"id": name, **addresses, **texts, "year": "2016", "kind": "book", "minutes": "20", **more}

    step = {
        "title": text(),
        "summary": text(),
        "goals": [text(), text()],
        "self_check": [{"question": text(), "answer": text()}, text()],
    }
    library = {"languages": [text()], "licence": text(), "origin": [text()], "why": text(), "gpu": "yes"}
    catalogue = {
        "path": {
            **{name: text() for name in ("title", "summary", "audience", "licence")},
            "assumes": [text(), text()],
            "outcomes": [text(), text()],
            "sources": [
                {"title": text(), "url": ADDRESS, "creators": [text()], "licence": text(), "note": text()},
                {"title": text()},
            ],
        },
        "rules": {rule.code: "off" for rule in RULES if not rule.fatal},
        "editions": [{"id": edition, "title": text(), "summary": text()} for edition in ("new", "old")],
        "tracks": [{"id": "track", "title": text()}],
        "concepts": [
            {"id": "low", "title": text(), "summary": text(), "step": "one"},
            {"id": "high", "title": text(), "requires": [{"id": "low", "because": text()}]},
        ],
        "preparation": {"id": "before", **step, "resources": [entry("e0")]},
        "steps": [
            {
                "id": "one",
                **step,
                "title": text(),
                "resources": [
                    entry("e1", start="yes", track="track", teaches=["high"], status="gone 2019", replaced_by="e3"),
                    entry("e2", role="alternative", editions=["old"], status="historic 2018", access="paid"),
                    {"ref": "l1", "why": text(), "part": text()},
                    {"ref": "e3", "why": text()},
                ],
            }
        ],
        "libraries": [
            {"id": "l1", "name": text(), "url": ADDRESS, "repository": ADDRESS + "r", "released": "2010", **library}
            | {"status": "discontinued 2017", "successor": ["l2"], "parent": "l2"},
            {"id": "l2", "name": text(), "url": ADDRESS + "2", "released": "2015", **library, "status": "active 2026"},
        ],
        "topics": [
            {
                "id": "topic",
                "title": text(),
                "summary": text(),
                "resources": [entry("e3")],
                "subtopics": [{"id": "sub", "title": text(), "summary": text(), "resources": [entry("e4")]}],
            }
        ],
    }
    return json.dumps(catalogue)
