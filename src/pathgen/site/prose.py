"""The prose of a project: its links are written relative to its file, and read relative to its page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from typing import NamedTuple

HERE_GO_THE_RESOURCES = "<!-- resources -->"
"""The line of a step's prose at which its entries are put; without one they follow the prose."""

# The target of an inline link or image, or of a reference's definition at the start of a line (CommonMark §4.7, §6.3).
_TARGET = re.compile(
    r"(?P<before>\]\(<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?)(?P<path>[^\s()<>#?:]+)(?=[#?)>\s\"']|$)", re.MULTILINE
)


_WITHIN = re.compile(
    r"(?:\]\(<?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?|(?P<html><(?:a|img)\s(?:[^<>]*\s)?(?:href|src)=[\"']))"
    r"(?P<target>(?P<path>(?(html)[^\s<>#?:\"']*|[^\s()<>#?:]*))(?:\?[^\s()<>#]*)?"
    r"(?:#(?P<anchor>(?(html)[^\s<>\"']*|[^\s()<>]*)))?)"
    r"(?=[)>\s\"']|$)",
    re.MULTILINE,
)


class ProseLink(NamedTuple):
    """A link within the site as it is written, and where in the text: offsets count from 0, the end is exclusive."""

    target: str
    path: str
    anchor: str
    start: int
    end: int
    is_html: bool = False


def links_within(text: str) -> Iterator[ProseLink]:
    """Yield what looks like a link within the site; some of it may be in a block of code."""
    for match in _WITHIN.finditer(text):
        if match["target"] and not match["path"].startswith("//"):
            is_html = bool(match["html"])
            yield ProseLink(match["target"], match["path"], match["anchor"] or "", *match.span("target"), is_html)


def source_of(path: str) -> str:
    """Return where the Markdown of a page is written: each in a folder of its own, which is also its address.

    So a relative address in HTML is the same seen from the file and from the page: MkDocs leaves it alone, Zensical
    moves it from the one to the other.
    """
    stem = path.removesuffix(".md")
    return path if posixpath.basename(stem) == "index" else f"{stem}/index.md"


def relocate(text: str, path: str, page: str, pages: Container[str], pictures: Container[str]) -> str:
    """Turn the links of the prose at ``path`` (below ``content/``), shown on ``page``, that lead within the site.

    ``pages`` and ``pictures`` are paths as a curator knows them: ``libraries.md``, ``steps/a.md``, ``steps/net.png``.
    """
    folder = posixpath.dirname(path)
    page_folder = posixpath.dirname(source_of(page))

    def turned(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match["path"]))
        if target in pages:
            target = source_of(target)
        elif target not in pictures:
            return match[0]
        return match["before"] + posixpath.relpath(target, page_folder or ".")

    return _TARGET.sub(turned, text)
