"""OPML 2.0 (http://opml.org/spec2.opml): outlines within outlines, as feed readers and outliners exchange them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from pathgen.catalogue.resolve import Section
from pathgen.convert.export_context import ExportContext
from pathgen.convert.import_list import (
    DEEPEST,
    LONGEST_WORDS,
    ImportedGroup,
    ImportedLink,
    ImportedList,
    LineOffsets,
    line,
    pieces_of,
)
from pathgen.diagnostics import Severity
from pathgen.site.data.elements import Element, document, element


def write(given: ExportContext) -> bytes:
    """Write an outline for each step, topic and subtopic, and a link for each entry."""
    head = element("head", element("title", given.catalogue.path.title), element("docs", "http://opml.org/spec2.opml"))
    body = element("body", *(_outline(given, top) for top in given.catalogue.tops))
    return document(element("opml", head, body, version="2.0")) + b"\n"


def _outline(given: ExportContext, section: Section) -> Element:
    links = (
        element("outline", text=entry.title, type="link", url=entry.url, description=entry.why)
        for entry in given.entries(section)
    )
    return element("outline", *links, *(_outline(given, below) for below in section.sections), text=section.part.title)


_WRONG = {
    "ERR_ATTRIBUTE_NOT_FINISHED": "a quote is not closed",
    "ERR_ATTRIBUTE_NOT_STARTED": "a value stands without quotes",
    "ERR_ATTRIBUTE_REDEFINED": "an attribute is there twice",
    "ERR_COMMENT_NOT_FINISHED": "a comment is not closed",
    "ERR_DOCUMENT_EMPTY": "no tag stands here",
    "ERR_ENTITYREF_SEMICOL_MISSING": "this `&` should be `&amp;`",
    "ERR_INVALID_CHAR": "XML cannot hold this character",
    "ERR_LT_IN_ATTRIBUTE": "this `<` should be `&lt;`, or a quote is not closed",
    "ERR_NAME_REQUIRED": "this `&` should be `&amp;`",
    "ERR_RESOURCE_LIMIT": "this is too long, or stands for too much, to be read on",
    "ERR_TAG_NAME_MISMATCH": "this closes another tag than the last that was opened",
    "ERR_TAG_NOT_FINISHED": "a tag is not closed",
    "ERR_UNDECLARED_ENTITY": "what stands between this `&` and the `;` is not known",
}
"""What libxml calls the slips that it meets most often, and what to say of them."""


def read(made: ImportedList) -> None:
    """Read outlines with an address as entries, and those without as topics.

    No outside entity is resolved, nothing is fetched and no tree is built.
    """
    reader = _Reader(made)
    parser = etree.XMLParser(target=reader, recover=True, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        for reader.at, text in pieces_of(made, "<outline"):
            parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    except etree.XMLSyntaxError:
        made.report(reader.at, "this is no OPML", severity=Severity.ERROR)
        return
    except UnicodeDecodeError:  # lxml cannot make a text of the number of half a character
        made.report(reader.at, "a number here names no character, such as `&#xD800;`", "delete it", Severity.ERROR)
        return
    first = next(iter(parser.feed_error_log), None)
    if first is not None:
        at = LineOffsets(made.source.text).start(first.line)
        what = _WRONG.get(first.type_name, "this is not well-formed")
        made.report(at, f"{what}; what can be read of the file is taken", "save it anew as OPML, and import that")


class _Reader:
    """What lxml tells of each tag and text; of the outlines that are open it is known whether they are topics."""

    def __init__(self, made: ImportedList) -> None:
        self.made = made
        self.at = 0
        self.groups = [made.top]
        self.is_topic: list[bool] = []
        self.is_in_title = False

    def start(self, tag: Any, attributes: Mapping[Any, Any]) -> None:
        self.is_in_title = tag == "title" and not self.is_topic and not self.made.top.title
        if tag != "outline":
            return
        title = line(attributes.get("text") or attributes.get("title") or "")
        url = attributes.get("htmlUrl") or attributes.get("url") or attributes.get("xmlUrl") or ""
        is_topic = not url and len(self.groups) <= DEEPEST
        self.is_topic.append(is_topic)
        if url:
            words = line(attributes.get("description") or attributes.get("_note") or "")
            self.made.put(ImportedLink(title, url, self.at, words), self.groups[-1])
        elif is_topic:
            group = ImportedGroup(title, self.at)
            self.made.put(group, self.groups[-1])
            self.groups.append(group)
        else:
            self.made.count(self.at)

    def end(self, tag: Any) -> None:
        self.is_in_title = False
        if tag == "outline" and self.is_topic.pop():
            self.groups.pop()

    def data(self, data: Any) -> None:
        if self.is_in_title and len(self.made.top.title) < LONGEST_WORDS:
            self.made.top.title += data

    def comment(self, text: Any) -> None:
        """Pass over a comment."""

    def close(self) -> None:
        """Nothing is left to do."""
