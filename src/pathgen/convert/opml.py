"""OPML 2.0 (http://opml.org/spec2.opml): nested outlines, the exchange format of feed readers and outliners."""

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
    """Return a document with an outline for each step, topic and subtopic, and a link for each entry."""
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
    "ERR_ATTRIBUTE_NOT_STARTED": "a value has no quotes",
    "ERR_ATTRIBUTE_REDEFINED": "an attribute is repeated",
    "ERR_COMMENT_NOT_FINISHED": "a comment is not closed",
    "ERR_DOCUMENT_EMPTY": "there is no tag here",
    "ERR_ENTITYREF_SEMICOL_MISSING": "this `&` should be `&amp;`",
    "ERR_INVALID_CHAR": "this character is not allowed in XML",
    "ERR_LT_IN_ATTRIBUTE": "this `<` should be `&lt;`, or a quote is not closed",
    "ERR_NAME_REQUIRED": "this `&` should be `&amp;`",
    "ERR_RESOURCE_LIMIT": "this is too long, or an entity expands to too much text",
    "ERR_TAG_NAME_MISMATCH": "this end tag does not match the last open tag",
    "ERR_TAG_NOT_FINISHED": "a tag is not closed",
    "ERR_UNDECLARED_ENTITY": "the entity between this `&` and the `;` is not defined",
}
"""The message for each of the most common errors, by libxml's name for it."""


def read(imported: ImportedList) -> None:
    """Read outlines with an address as entries, and those without as topics.

    No external entity is resolved, nothing is fetched and no tree is built.
    """
    reader = _Reader(imported)
    parser = etree.XMLParser(target=reader, recover=True, no_network=True, load_dtd=False, encoding="utf-8")
    try:
        for reader.at, text in pieces_of(imported, "<outline"):
            parser.feed(text.encode("utf-8", "replace"))
        parser.close()
    except etree.XMLSyntaxError:
        imported.report(reader.at, "this is not OPML", severity=Severity.ERROR)
        return
    except UnicodeDecodeError:  # lxml cannot decode a lone surrogate
        imported.report(
            reader.at, "a character reference such as `&#xD800;` is not a valid character", "delete it", Severity.ERROR
        )
        return
    first = next(iter(parser.feed_error_log), None)
    if first is not None:
        at = LineOffsets(imported.source.text).start(first.line)
        problem = _WRONG.get(first.type_name, "this is not well-formed")
        imported.report(
            at, f"{problem}; only a part of the file could be read", "save it as OPML again, and import that"
        )


class _Reader:
    """The target of lxml's parser. ``is_topic`` says, for each open outline, whether it is a topic or an entry."""

    def __init__(self, imported: ImportedList) -> None:
        self.imported = imported
        self.at = 0
        self.groups = [imported.top]
        self.is_topic: list[bool] = []
        self.is_in_title = False

    def start(self, tag: Any, attributes: Mapping[Any, Any]) -> None:
        self.is_in_title = tag == "title" and not self.is_topic and not self.imported.top.title
        if tag != "outline":
            return
        title = line(attributes.get("text") or attributes.get("title") or "")
        url = attributes.get("htmlUrl") or attributes.get("url") or attributes.get("xmlUrl") or ""
        is_topic = not url and len(self.groups) <= DEEPEST
        self.is_topic.append(is_topic)
        if url:
            words = line(attributes.get("description") or attributes.get("_note") or "")
            self.imported.put(ImportedLink(title, url, self.at, words), self.groups[-1])
        elif is_topic:
            group = ImportedGroup(title, self.at)
            self.imported.put(group, self.groups[-1])
            self.groups.append(group)
        else:
            self.imported.count(self.at)

    def end(self, tag: Any) -> None:
        self.is_in_title = False
        if tag == "outline" and self.is_topic.pop():
            self.groups.pop()

    def data(self, data: Any) -> None:
        if self.is_in_title and len(self.imported.top.title) < LONGEST_WORDS:
            self.imported.top.title += data

    def comment(self, text: Any) -> None:
        """Do nothing: comments are ignored."""

    def close(self) -> None:
        """Do nothing: the list is complete."""
