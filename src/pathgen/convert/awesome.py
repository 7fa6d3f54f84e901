"""Awesome lists (https://github.com/sindresorhus/awesome): write one from a path; ``markdown_list`` reads them."""

from __future__ import annotations

import re

from pathgen.catalogue.resolve import Entry
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import DEEPEST, line
from pathgen.convert.markdown import link
from pathgen.escape import plain_markdown
from pathgen.urls import same_page

_TOP = 2
"""The level of a step's heading, below that of the list."""
_OTHER_HEADINGS = {"Contents", "Contributing", "Footnotes", "Related Lists"}
"""Headings that have a special meaning for awesome-lint, so no topic may use them."""
BADGE = "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re)"
"""What every list that is exported has in its first line."""
_SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"}
_NOT_IN_AN_ANCHOR = re.compile(r"[^\w\- ]")
"""The characters that GitHub leaves out of a heading's anchor."""


def write(given: ExportContext) -> bytes:
    """Return a list that passes awesome-lint: a heading for each step and topic, each page once, with its ``why``."""
    path = given.catalogue.path
    heads = _headings(given)
    lines = [
        f"# {plain_markdown(_in_title_case(path.title))} {BADGE}",
        "",
    ]
    lines += [f"> {_sentence(path.summary)}", ""] if path.summary else []
    lines += ["## Contents", ""]
    lines += [f"- [{plain_markdown(title)}](#{anchor})" for title, anchor, level, _ in heads if level == _TOP]
    seen: set[str] = set()
    for title, _, level, entries in heads:
        fresh = {url: entry for entry in reversed(entries) if (url := same_page(entry.url)) not in seen}
        seen |= fresh.keys()
        lines += ["", f"{'#' * level} {plain_markdown(title)}"]
        lines += ["", *(_item(entry) for entry in reversed(fresh.values()))] if fresh else []
    return ("\n".join(lines) + "\n").encode()


def _headings(given: ExportContext) -> list[tuple[str, str, int, list[Entry]]]:
    """Return the title, anchor, level and entries of each section that has entries in it or below it.

    Punctuation at the end of a title is removed, as awesome-lint refuses it. Where two titles have the same anchor, the
    later ones end in a number, as on GitHub.
    """
    found, anchors = [], dict[str, int]()
    for section, titles in given.sections():
        if not any(given.entries(below) for below in section.walk()):
            continue
        title = line(section.part.title).rstrip(".,;:!?") or section.part.id
        title = f"{title} (list)" if title in _OTHER_HEADINGS else title
        slug = _NOT_IN_AN_ANCHOR.sub("", title.lower()).replace(" ", "-")
        count = anchors[slug] = anchors.get(slug, -1) + 1
        level = min(len(titles) + 1, DEEPEST)
        found.append((title, f"{slug}-{count}" if count else slug, level, given.entries(section)))
    return found


def _in_title_case(text: str) -> str:
    """Return a title with a capital for each word except small words in the middle: awesome-lint asks for it."""
    words = line(text).split(" ")
    return " ".join(
        word if 0 < index < len(words) - 1 and word in _SMALL_WORDS else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    )


def _item(entry: Entry) -> str:
    """Return the list item of an entry; its ``why`` starts with a capital and ends with a full stop."""
    shown = link(line(entry.title), entry.url)
    return f"- {shown} - {_sentence(entry.why)}" if entry.why else f"- {shown}"


def _sentence(text: str) -> str:
    text = line(text)
    text = text if text.endswith((".", "!", "?", "…")) else f"{text}."
    return plain_markdown(text[:1].upper() + text[1:])
