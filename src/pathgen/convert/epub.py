"""A path as a book: EPUB 3.3 (https://www.w3.org/TR/epub-33/).

Written with `zipfile`, lxml and templates: a book is a dozen small files in a zip, and the library for it in Python
would be larger than this, is under the AGPL, and leaves the order and the times of the files to chance.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from uuid import NAMESPACE_URL, uuid5

from jinja2 import Environment
from lxml import etree, html
from markupsafe import Markup

from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.convert.export_context import ExportContext
from pathgen.convert.pictures import Picture, picture_of
from pathgen.convert.zipped import zipped
from pathgen.escape import is_outside, xml
from pathgen.i18n.messages import messages_of
from pathgen.markdown import MarkdownReader, markdown_reader
from pathgen.site.credits import works_by_creator
from pathgen.site.link_health import LinkHealth, health_of
from pathgen.site.page_urls import page_of
from pathgen.site.pages import asked_before
from pathgen.site.print_html import PrintPages, Selection, on_paper
from pathgen.site.render import checked_prose, visible_files
from pathgen.site.template_mistakes import telling_mistakes
from pathgen.site.templating import environment
from pathgen.site.variants import editions_of
from pathgen.today import day_of_build

_MEDIA_TYPE = b"application/epub+zip"
_CONTAINER = b"""\
<?xml version="1.0" encoding="UTF-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles><rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_.-]")
_KEPT_IN_AN_ADDRESS = "!#$%&'()*+,/:;=?@[]~"
_OF_PROSE = "prose_"
"""Begins the ids of prose; no id of a catalogue has an underscore, so none is met twice."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A file of the book, and the page of the site that it corresponds to."""

    page: str
    file: str
    title: str
    body: etree._Element


@dataclass(slots=True)
class _Pictures:
    """The pictures of the project, and those of them that the prose shows, each with its name in the book."""

    of_the_project: Mapping[str, bytes]
    shown: dict[str, Picture] = field(default_factory=dict)

    def name_of(self, path: str) -> str:
        """Return the name of a picture in the book, or "" if not every e-reader can show it."""
        if path not in self.shown:
            found = picture_of(self.of_the_project.get(path, b""))
            if found is None:
                return ""
            self.shown[path] = found
        return f"pictures/{[*self.shown].index(path) + 1}.{self.shown[path].suffix}"


def write(given: ExportContext) -> bytes:
    """Write the book for the reader it is given, with the project's prose and templates."""
    project = given.project
    templates = project.templates if project.templates.is_dir() else None
    with telling_mistakes(templates):
        jinja = environment(templates, given.catalogue.path.language)
        health = health_of(given.catalogue, project.history)
        markdown = markdown_reader(project.config, is_trusted=True)
        content = checked_prose(visible_files(project.content))
        return book(given.selection, health, content, jinja, markdown, day=day_of_build())


def book(
    selection: Selection,
    health: LinkHealth,
    content: Mapping[str, bytes],
    jinja: Environment,
    markdown: MarkdownReader,
    *,
    day: date,
) -> bytes:
    """Write the book of an edition and a track.

    ``content`` is what is below ``content/``: ``{path: bytes}``; ``day`` is when the book is made. The same input makes
    the same bytes.
    """
    catalogue, (edition, *_), track = selection.catalogue, selection.editions, selection.track
    pictures = _Pictures({path: data for path, data in content.items() if not path.endswith(".md")})
    chapters = _chapters(selection, health, content, pictures, jinja=jinja, markdown=markdown)
    _join(chapters, {pictures.name_of(path) for path in pictures.shown})
    texts = messages_of(catalogue.path.language)
    others = [catalogue.edition[edition].title] if edition != editions_of(catalogue)[0] else []
    others += [catalogue.track_title(track)] if track else []
    in_book = {pictures.name_of(path): picture for path, picture in pictures.shown.items()}
    about = {
        "path": catalogue.path,
        "title": f"{catalogue.path.title} ({', '.join(others)})" if others else catalogue.path.title,
        "identifier": uuid5(NAMESPACE_URL, repr((catalogue.path.title, edition, track))),
        "language": catalogue.path.language,
        "direction": texts.direction,
        "modified": day.isoformat(),
        "chapters": chapters,
        "pictures": in_book,
        "all_described": all(image.get("alt") for chapter in chapters for image in chapter.body.iter("img")),
    }
    files = {
        "META-INF/container.xml": _CONTAINER,
        "book/package.opf": _file(jinja, "package.opf.j2", about),
        "book/contents.xhtml": _file(jinja, "contents.xhtml.j2", about),
        "book/style.css": _file(jinja, "style.css.j2", about),
    }
    for chapter in chapters:
        body = "".join(etree.tostring(element, encoding="unicode") for element in chapter.body)
        shown = {**about, "chapter": chapter, "body": Markup(body)}  # noqa: S704 - serialised here
        files[f"book/{chapter.file}"] = _file(jinja, "chapter.xhtml.j2", shown)
    files |= {f"book/{name}": picture.data for name, picture in in_book.items()}
    return zipped({"mimetype": _MEDIA_TYPE, **files}, day, stored=("mimetype",))


def _file(jinja: Environment, template: str, about: Mapping[str, Any]) -> bytes:
    return xml(jinja.get_template(f"epub/{template}").render(about)).encode()


# --- the chapters ------------------------------------------------------------------------------------------------


def _chapters(
    selection: Selection,
    health: LinkHealth,
    content: Mapping[str, bytes],
    pictures: _Pictures,
    *,
    jinja: Environment,
    markdown: MarkdownReader,
) -> list[Chapter]:
    """Return the chapters: each step, or each topic of a path without steps, and what comes before and after them."""
    catalogue = selection.catalogue
    texts = messages_of(catalogue.path.language)
    parts = {page_of(catalogue, section): section for section in catalogue.stages or catalogue.topics}
    below = [section for part in parts.values() for section in part.walk()]
    lists = [entries for section in below for _, entries in selection.lists_of(section)]
    listed = {entry.id for entries in lists for group in selection.groups(entries) for entry in group.entries}
    people = _makers(catalogue, listed | catalogue.library.keys())
    plan = [("index.md", "opening", catalogue.path.title)]
    kind = "step" if catalogue.stages else "topic"
    plan += [(page, kind, _name(section, texts)) for page, section in parts.items()]
    plan += [("libraries.md", "libraries", texts("libraries.title"))] if catalogue.libraries else []
    plan += [("concepts.md", "concepts", texts("print.concepts"))] if catalogue.concepts else []
    if people or catalogue.path.sources or catalogue.path.licence:
        plan.append(("credits.md", "credits", texts("epub.credits")))
    files = {page: f"{number:02}-{template}.xhtml" for number, (page, template, _) in enumerate(plan)}

    def link(to: str, anchor: str = "") -> str:
        return f"{files[to]}#{anchor}" if to in files and anchor else files.get(to, "")

    def leads(to: str, anchor: str) -> str:
        return link(to, anchor) or pictures.name_of(to)

    def paper_of(path: str, page: str) -> tuple[Markup, Markup]:
        known = {*files, *pictures.of_the_project}
        sheet = PrintPages(top=1, name=_OF_PROSE, known=known, leads=leads, markdown=markdown)
        return on_paper(content.get(path, b"").decode(), path, page, sheet)

    common = {
        "catalogue": catalogue,
        "path": catalogue.path,
        "health": health,
        "selection": selection,
        "anchored": True,
        "link": link,
        "page_of": lambda part: page_of(catalogue, part),
        "living": lambda library: [successor.id for successor in catalogue.living_replacements(library)],
        "paper_of": paper_of,
        "people": people,
    }
    chapters = []
    for page, template, title in plan:
        page_template = jinja.get_template(f"epub/{template}.html.j2")
        text = page_template.render(common, title=title, page=page, section=parts.get(page), again=asked_before())
        body = html.fragment_fromstring(xml(text), create_parent="div")
        chapters.append(Chapter(page, files[page], title, body))
    return chapters


def _name(section: Section, texts: Any) -> str:
    title = section.part.title
    return texts("step.name", number=section.number, title=title) if section.number else title


def _makers(catalogue: Catalogue, listed: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the credits of what the book lists."""
    people = [(name, [work for work in works if work[0] in listed]) for name, works in works_by_creator(catalogue)]
    return [(name, works) for name, works in people if works]


# --- for the whole book ------------------------------------------------------------------------------------------


def _join(chapters: list[Chapter], pictures: set[str]) -> None:
    """Make every id a name in XML and every link lead into the book or out of it; a link to nothing becomes text."""
    for chapter in chapters:
        _name_ids(chapter.body)
    ids = {chapter.file: {element.get("id") for element in chapter.body.iter("*")} for chapter in chapters}
    for chapter in chapters:
        for element in list(chapter.body.iter("*")):
            for name in [name for name in element.attrib if str(name).startswith("data-")]:
                del element.attrib[name]
            if element.tag == "a":
                _set(element, "href", _target(element.get("href", ""), chapter.file, ids))
            if (element.tag == "a" and "href" not in element.attrib) or (
                element.tag == "img" and element.get("src") not in pictures
            ):
                element.tag, element.text = "span", element.text or element.get("alt", "")
                element.attrib.clear()


def _name_ids(body: etree._Element) -> None:
    seen = set()
    for element in body.iter("*"):
        if "id" in element.attrib:
            name = _as_name(element.get("id", ""))
            _set(element, "id", "" if name in seen else name)
            seen.add(name)


def _as_name(anchor: str) -> str:
    """Return an id as a name in XML, which starts with a letter and has no colon."""
    return "i-" + _NOT_IN_A_NAME.sub("_", anchor)


def _set(element: etree._Element, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    elif name in element.attrib:
        del element.attrib[name]


def _target(url: str, own_file: str, ids: Mapping[str, set[str | None]]) -> str:
    if is_outside(url) or url.startswith("mailto:"):
        return _address(url)
    file, _, anchor = url.partition("#")
    file = file or own_file
    if file not in ids:
        return ""
    for name in map(_as_name, (unquote(anchor), _OF_PROSE + unquote(anchor))):
        if name in ids[file]:
            return f"{file}#{name}"
    return file if file != own_file else ""


def _address(url: str) -> str:
    """Return an address without what a URL cannot have, or "" if it is not a URL: EPUB accepts only valid ones."""
    try:
        parts = urlsplit(url)
        valid = parts.scheme == "mailto" or (parts.hostname and (parts.port or 1))
    except ValueError:
        return ""
    return quote(url, safe=_KEPT_IN_AN_ADDRESS) if valid else ""
