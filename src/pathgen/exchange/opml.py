"""OPML 2.0 (http://opml.org/spec2.opml): outlines within outlines, as feed readers and outliners exchange them."""

from __future__ import annotations

from io import BytesIO

from lxml import etree

from pathgen.catalogue.resolve import Section
from pathgen.diagnostics import Severity
from pathgen.exchange.given import Given
from pathgen.exchange.imported import DEEPEST, Group, Imported, Lines, Link, line
from pathgen.site.machines.elements import Element, document, element


def write(given: Given) -> bytes:
    """Write an outline for each step, topic and subtopic, and a link for each entry."""
    head = element("head", element("title", given.catalogue.path.title), element("docs", "http://opml.org/spec2.opml"))
    body = element("body", *(_outline(given, top) for top in given.catalogue.tops))
    return document(element("opml", head, body, version="2.0")) + b"\n"


def _outline(given: Given, section: Section) -> Element:
    links = (
        element("outline", text=entry.title, type="link", url=entry.url, description=entry.why)
        for entry in given.entries(section)
    )
    return element("outline", *links, *(_outline(given, below) for below in section.sections), text=section.part.title)


def read(made: Imported) -> None:
    """Read outlines with an address as entries, and those without as topics.

    No entity is resolved and nothing is fetched; each outline is let go of as it ends.
    """
    reader = _Reader(made)
    events = etree.iterparse(
        BytesIO(made.source.text.encode("utf-8", "replace")),
        ("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        encoding="utf-8",
    )
    try:
        for event, one in events:
            (reader.start if event == "start" else reader.end)(one)
    except etree.XMLSyntaxError as error:
        made.tell(reader.lines.at, f"from here on it is no OPML: {error.msg}", severity=Severity.ERROR)
        return
    first = next(iter(events.error_log), None)
    if first is not None:
        at = Lines(made.source.text).start(first.line)
        made.tell(at, f"this is not well-formed: {first.message}; what can be read of it is taken")


class _Reader:
    """Holds the outlines that are open: for each, whether it is a topic."""

    def __init__(self, made: Imported) -> None:
        self.made = made
        self.lines = Lines(made.source.text)
        self.groups = [made.top]
        self.is_topic: list[bool] = []

    def start(self, one: Element) -> None:
        if one.tag != "outline":
            return
        title = line(one.get("text") or one.get("title") or "")
        at = self.lines.start(one.sourceline if isinstance(one.sourceline, int) else 1)
        url = one.get("htmlUrl") or one.get("url") or one.get("xmlUrl") or ""
        is_topic = not url and len(self.groups) <= DEEPEST
        self.is_topic.append(is_topic)
        if url:
            words = line(one.get("description") or one.get("_note") or "")
            self.groups[-1].links.append(Link(title, url, at, words))
        elif is_topic:
            group = Group(title, at)
            self.groups[-1].groups.append(group)
            self.groups.append(group)

    def end(self, one: Element) -> None:
        if one.tag == "outline" and self.is_topic.pop():
            self.groups.pop()
        if one.tag == "title" and not self.is_topic:
            self.made.top.title = self.made.top.title or line(one.text or "")
        if one.tag != "head":
            one.clear()
