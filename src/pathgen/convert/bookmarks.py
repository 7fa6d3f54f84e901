"""Bookmarks as browsers export them: the Netscape bookmark file, nested lists in HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree
from markupsafe import escape

from pathgen.catalogue.resolve import Section
from pathgen.convert.export_context import ExportContext
from pathgen.convert.given_values import split_tags
from pathgen.convert.import_list import (
    DEEPEST,
    LONGEST_WORDS,
    NO_PAGE,
    ImportedGroup,
    ImportedLink,
    ImportedList,
    line,
    pieces_of,
)
from pathgen.convert.link_titles import Titles, title_of
from pathgen.diagnostics import Severity

_HEAD = """\
<!DOCTYPE NETSCAPE-Bookmark-file-1>
<!-- This is an automatically generated file. -->
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>{title}</TITLE>
<H1>{title}</H1>
<DL><p>
"""

_TAG = r"(?i:<(?:a|h[13])(?=[\s>]))"
"""The start of the tags whose offset is needed."""


def write(given: ExportContext) -> bytes:
    """Return a file with a folder for each step, topic and subtopic."""
    lines = [_HEAD.format(title=escape(line(given.catalogue.path.title)))]
    for top in given.catalogue.tops:
        lines += _folder(given, top, "    ")
    return ("".join(lines) + "</DL><p>\n").encode()


def _folder(given: ExportContext, section: Section, indent: str) -> Iterator[str]:
    yield f"{indent}<DT><H3>{escape(line(section.part.title))}</H3>\n{indent}<DL><p>\n"
    for entry in given.entries(section):
        yield f'{indent}    <DT><A HREF="{escape(entry.url)}">{escape(line(entry.title))}</A>\n'
        if entry.why:
            yield f"{indent}    <DD>{escape(line(entry.why))}\n"
    for below in section.sections:
        yield from _folder(given, below, f"{indent}    ")
    yield f"{indent}</DL><p>\n"


def read(imported: ImportedList) -> None:
    """Read folders as topics and bookmarks as entries; each tag is fed to the parser separately, to know its offset."""
    reader = _Reader(imported)
    parser = etree.HTMLParser(target=reader, encoding="utf-8")
    for reader.at, text in pieces_of(imported, _TAG):
        parser.feed(text.encode("utf-8", "replace"))
    try:
        parser.close()
    except etree.XMLSyntaxError:
        imported.report(0, "this is not a bookmark file", severity=Severity.ERROR)


class _Reader:
    """The target of lxml's parser: it is called for each tag and text."""

    def __init__(self, imported: ImportedList) -> None:
        self.imported = imported
        self.at = 0
        self.stack = [imported.top]
        self.depth = 0
        self.next: ImportedGroup | None = None
        self.into: str = ""
        self.last: ImportedLink | None = None
        self.heading = ""
        self.names = [""]
        """What the folders around the current place are called by their owner; a folder of the browser has no name."""
        self.is_of_browser = False
        self.titles = Titles()

    def start(self, tag: Any, attributes: Mapping[Any, Any]) -> None:
        if tag in ("h1", "h3"):
            self.into = tag
            self.is_of_browser = any(str(name).endswith("_folder") for name in attributes)
            self.next = ImportedGroup("", self.at)
            self.imported.count(self.at)
        elif tag == "dl":
            self.begin_folder()
        elif tag == "a":
            self.begin_link(attributes)
        elif tag == "dd":
            self.into = "dd" if self.last else ""
        elif tag == "dt":
            self.into, self.last = "", None

    def begin_folder(self) -> None:
        if not self.depth:
            self.imported.top.title = self.imported.top.title or self.heading
        if self.next is None or not self.depth or self.depth > DEEPEST:
            self.stack.append(self.stack[-1])
            self.names.append(self.names[-1])
        else:
            self.stack[-1].groups.append(self.next)
            self.stack.append(self.next)
            self.names.append("" if self.is_of_browser else line(self.next.title))
        self.depth += 1
        self.next, self.into, self.last = None, "", None

    def begin_link(self, attributes: Mapping[Any, Any]) -> None:
        url = attributes.get("href", "").strip()
        self.into, self.last = "", None
        if not url.lower().startswith(("http:", "https:")):
            self.imported.report(self.at, NO_PAGE.format(url[:60] or "an empty address"))
            return
        tags = split_tags(attributes.get("tags", ""))
        self.into, self.last = "a", ImportedLink("", url, self.at, fields={"tags": tags} if any(tags) else {})
        self.imported.put(self.last, self.stack[-1])

    def end_link(self) -> None:
        """Name a bookmark after its folder where its text names nothing by itself."""
        if self.last and self.into == "a":
            self.last.title = text = line(self.last.title)
            above = ("", self.names[-1])
            if text:
                self.last.title = title_of(text, "", above, in_row=False)[0]
            if text and self.last.title == text:
                self.titles.add(self.last, "", above, in_row=False)

    def end(self, tag: Any) -> None:
        if tag == "dl" and len(self.stack) > 1:
            self.stack.pop()
            self.names.pop()
            self.depth -= 1
        if tag == "a":
            self.end_link()
        if tag in ("h1", "h3", "a"):
            if tag == "h1" and self.next:
                self.heading, self.next = line(self.next.title), None
            self.into = ""

    def data(self, data: Any) -> None:
        if self.into in ("h1", "h3") and self.next and len(self.next.title) < LONGEST_WORDS:
            self.next.title += data
        elif self.into == "a" and self.last and len(self.last.title) < LONGEST_WORDS:
            self.last.title += data
        elif self.into == "dd" and self.last and len(self.last.words) < LONGEST_WORDS:
            self.last.words += data

    def comment(self, text: Any) -> None:
        """Do nothing: comments are ignored."""

    def close(self) -> None:
        """Name the bookmarks whose texts repeat; the list is complete."""
        self.titles.finish()
