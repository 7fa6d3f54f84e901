"""From a catalogue and its prose to the pages of the site, as Markdown, and their place in the navigation."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyromark
import yaml
from jinja2 import Environment
from markupsafe import Markup

from pathgen.catalogue.model import Library
from pathgen.catalogue.resolve import Catalogue, Entry, Section
from pathgen.catalogue.rules import RULES
from pathgen.errors import PathgenError
from pathgen.forges.store import Kept, RepositoryFacts, facts_for
from pathgen.i18n.messages import messages_of
from pathgen.markdown import MarkdownReader, split_front_matter
from pathgen.site.changes_page import Revision, places_of
from pathgen.site.charts.concept_map import concept_map
from pathgen.site.charts.library_timeline import library_timeline
from pathgen.site.concept_paths import ConceptPaths
from pathgen.site.credits import former_addresses, works_by_creator
from pathgen.site.link_health import LinkHealth
from pathgen.site.page_urls import address, page_of, place, way_up
from pathgen.site.plan_page import plan_page
from pathgen.site.print_html import PrintPages, Selection, on_paper
from pathgen.site.prose import HERE_GO_THE_RESOURCES, relocate, source_of
from pathgen.site.suggestions import Suggestions
from pathgen.site.translations import Translation, Translations
from pathgen.site.variants import editions_of

_MADE = frozenset(
    {"404.md", "all.md", "changes.md", "concepts.md", "credits.md", "health.md", "libraries.md", "plan.md"}
    | {"print.md", "progress.md", "rules.md", "topics.md"}
)

_FOLDERS = frozenset({"steps", "topics"})
"""The folders of ``content/`` whose files are parts of pages that are made."""
_ATTRIBUTES = re.compile(r"\s*\{:?[ ]?[#.][^{}]*\}\s*\Z")
"""The id or class of a heading in Markdown."""
_NOT_FOR_PAGES = {
    "search": "the search of the site finds every page",
    "tags": "pages of prose have no tags",
}
"""What front matter cannot set, and why."""
_ID = re.compile(r'<[^<>]*\sid="([^"]*)"')

Nav = list[tuple[str, "str | Nav"]]
"""Titles with a page's path, or with a section's own entries."""


@dataclass(frozen=True)
class Site:
    """The pages (by their path below ``docs/``) and the navigation that leads to each of them."""

    pages: dict[str, bytes] = field(default_factory=dict)
    nav: Nav = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    """The files of the project that pages are written in, by the path of the page."""


def pages(
    catalogue: Catalogue,
    health: LinkHealth,
    prose: Mapping[str, str],
    pictures: Collection[str],
    jinja: Environment,
    *,
    kept: Kept = MappingProxyType({}),
    changes: Sequence[Revision] = (),
    changes_feed: str = "",
    markdown: MarkdownReader,
    suggest: Suggestions | None = None,
    translated: Translations = MappingProxyType({}),
    folder: str = "",
) -> Site:
    """Render every page; ``prose`` is ``{path below content/: Markdown}``, ``pictures`` the other files there.

    ``kept`` is what is known of repositories, ``changes`` what the newest commits changed, and ``changes_feed`` the
    name of the feed of these, where there is one. ``markdown`` converts the prose of the page that is printed, and
    ``suggest`` is where a reader suggests changes. ``translated`` has the pages that are in other languages too, and
    ``folder`` is the path's address below its site's.

    Raises:
        PathgenError: a page of ``content/`` takes the address of one that is made, or a template is wrong.
    """
    refuse_front_matter(prose, prose_pages(catalogue, prose))
    site = Site(files={name: f"content/{name}" for name in prose if name == "index.md"})
    writer = _Writer(
        site,
        jinja,
        catalogue,
        health,
        prose=prose,
        pictures=pictures,
        markdown=markdown,
        suggest=suggest,
        translated=translated,
        folder=folder,
    )
    write, say = writer.write, writer.say
    home = write("index.md", "home.md.j2", body=writer.prose_at("index.md", "index.md"))
    journey: Nav = [(say("frame.nav.overview"), home)]
    for number, section in enumerate(catalogue.stages):
        around = {
            "previous": catalogue.stages[number - 1] if number else None,
            "following": catalogue.stages[number + 1] if number + 1 < len(catalogue.stages) else None,
        }
        path = writer.write_section(section, "step.md.j2", **around)
        title = section.part.title
        if section.number:
            title = say("frame.nav.step", number=section.number, title=title)
        journey.append((title, path))
    if any(section.entries for section in catalogue.stages):
        journey.append((say("plan.title"), write("plan.md", "plan.md.j2", **plan_page(catalogue))))
    if catalogue.tops:
        journey.append((say("progress.title"), write("progress.md", "progress.md.j2")))
    site.nav.append((say("frame.nav.path"), journey))
    if catalogue.libraries:
        site.nav.append((say("libraries.title"), writer.write_libraries(kept)))
    if catalogue.topics:
        subjects: Nav = [(say("frame.nav.all_topics"), write("topics/index.md", "topics.md.j2"))]
        subjects += writer.write_list()
        for section in catalogue.topics:
            subjects.append((section.part.title, writer.write_section(section, "topic.md.j2")))
        site.nav.append((say("frame.nav.topics"), subjects))
    if catalogue.concepts:
        chart = concept_map(catalogue, say)
        ways = ConceptPaths(catalogue, {line.url for line in health.lost})
        page = write("concepts.md", "concepts.md.j2", map=chart, ways=ways)
        site.nav.append((say("concepts.title"), page))
    site.nav.extend(_own_part(folder, paths, writer) for folder, paths in writer.own_parts.items())
    about = _about(catalogue, health, writer)
    if changes:
        about.append((say("changes.title"), writer.write_changes(changes, changes_feed)))
    site.nav.append((say("frame.nav.about"), about))
    return site


def _own_part(folder: str, paths: list[str], writer: _Writer) -> tuple[str, Nav]:
    """Write a part of the site that the curator added: a folder of pages, the first of which has the part's title."""
    pages: Nav = []
    pages += (writer.write_prose(path) for path in paths)
    return (pages[0][0] if paths[0] == f"{folder}/index.md" else _name_of(folder)), pages


def refuse_front_matter(prose: Mapping[str, str], alone: Collection[str]) -> None:
    """Refuse what front matter cannot set; ``alone`` are the pages that consist of prose alone.

    Raises:
        PathgenError: says where, and what to do instead.
    """
    for path, text in prose.items():
        front, _ = split_front_matter(text, f"content/{path}")
        if front and path not in alone:
            reason = "the catalogue says what this page is called; only a page of its own has front matter; delete it"
            raise PathgenError(f"content/{path}:1: {reason}")
        for name in front.keys() & _NOT_FOR_PAGES.keys():
            raise PathgenError(f"content/{path}:{line_of(name, text)}: {_NOT_FOR_PAGES[name]}; delete `{name}`")


def line_of(name: str, text: str) -> int:
    """Return the line of a text whose front matter sets a name, also in quotes or braces."""
    key = re.search(rf"^\W*{name}\b", text, re.MULTILINE)
    return text[: key.end() if key else 0].count("\n") + 1


def title_of(text: str, path: str) -> str:
    """Return the title in the front matter of a page of prose, else its first heading, else one made from its name."""
    front, body = split_front_matter(text, f"content/{path}")
    headings = _headings(body)
    heading = next((words for level, words in headings if level == 1), headings[0][1] if headings else "")
    return " ".join(str(front.get("title") or heading).split()) or _name_of(path)


def _headings(text: str) -> list[tuple[int, str]]:
    """Return the levels and words of the headings of a Markdown text, as it is read and not as it is written."""
    headings: list[tuple[int, str]] = []
    words: list[str] | None = None
    for event in pyromark.events(text):
        match event:
            case {"Start": {"Heading": _}}:
                words = []
            case {"End": {"Heading": level}} if words is not None:
                headings.append((int(level[1:]), _ATTRIBUTES.sub("", "".join(words)).strip()))
                words = None
            case {"Text": str(said)} | {"Code": str(said)} if words is not None:
                words.append(said)
            case "SoftBreak" if words is not None:
                words.append(" ")
    return headings


def _name_of(path: str) -> str:
    """Return a title made from a file's name."""
    return posixpath.basename(path).removesuffix(".md").replace("-", " ").capitalize()


def _about(catalogue: Catalogue, health: LinkHealth, writer: _Writer) -> Nav:
    """Write the pages that the curator added, and those about the catalogue itself."""
    write, say = writer.write, writer.say
    people, moved = works_by_creator(catalogue), former_addresses(catalogue)
    credited = write("credits.md", "credits.md.j2", people=people, moved=moved)
    about: Nav = [(say("credits.title"), credited)]
    if catalogue.path.show_rules:
        about.append((say("rules.title"), write("rules.md", "rules.md.j2", rules=RULES)))
    if catalogue.stages:
        about.insert(0, (say("print.title"), writer.write_for_paper()))
    if health.last_check:
        about.insert(0, (say("health.title"), write("health.md", "health.md.j2")))
    written: Nav = []
    written += (writer.write_prose(path) for path in writer.own_pages)
    return [*written, *about]


def _own_pages(catalogue: Catalogue, prose: Mapping[str, str]) -> list[str]:
    """Return the pages that the curator added: Markdown at the top of ``content/`` that is not part of another page."""
    shown = {section.part.prose for section in catalogue.tops}
    paths = sorted(path for path in prose if "/" not in path and path != "index.md" and path not in shown)
    for path in (name for name in paths if name.lower() in _MADE):  # on some systems capitals do not count
        raise PathgenError(f"content/{path}: pathgen writes a page of that name; rename yours")
    return paths


def _own_parts(catalogue: Catalogue, prose: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the folders of pages that the curator added: ``{folder: paths}``, in the order of the folder's index."""
    shown = {section.part.prose for section in catalogue.tops}
    parts: dict[str, list[str]] = {}
    for path in sorted(prose):
        folder, _, name = path.partition("/")
        if name and "/" not in name and folder not in _FOLDERS and path not in shown:
            parts.setdefault(folder, []).append(path)
    for folder, paths in parts.items():
        if f"{folder}.md".lower() in _MADE or f"{folder}.md" in prose:
            raise PathgenError(f"content/{folder}/: there is a page at that address; rename the folder")
        index = prose.get(f"{folder}/index.md", "")
        mentions = {path: index.find(f"]({posixpath.basename(path)}") for path in paths}
        paths.sort(key=lambda path: (path != f"{folder}/index.md", mentions[path] < 0, mentions[path], path))
    return parts


def known_pages(catalogue: Catalogue, prose: Mapping[str, str]) -> frozenset[str]:
    """Return the pages that prose may link to, as a curator knows them: ``libraries.md``, ``steps/a.md``.

    Raises:
        PathgenError: a page of ``content/`` takes the address of one that is made.
    """
    sections = (section.page for section in catalogue.tops)
    always = {"index.md", "topics/index.md", *_MADE} - _not_made(catalogue)
    return frozenset({*always, *prose_pages(catalogue, prose), *sections})


def has_list(catalogue: Catalogue) -> bool:
    """Whether a site has a page with the entries of all its pages: a single topic is such a list already."""
    return bool(catalogue.topics) and len(catalogue.tops) > 1


def _not_made(catalogue: Catalogue) -> set[str]:
    """Return the pages that a catalogue needs none of; those on links and changes depend on what a build knows."""
    needed: dict[str, object] = {
        "all.md": has_list(catalogue),
        "concepts.md": catalogue.concepts,
        "libraries.md": catalogue.libraries,
        "plan.md": any(section.entries for section in catalogue.stages),
        "print.md": catalogue.stages,
        "progress.md": catalogue.tops,
        "rules.md": catalogue.path.show_rules,
        "topics.md": catalogue.topics,
        "topics/index.md": catalogue.topics,
    }
    return {page for page, content in needed.items() if not content}


def prose_pages(catalogue: Catalogue, prose: Mapping[str, str]) -> frozenset[str]:
    """Return the pages that consist of the curator's prose alone.

    Raises:
        PathgenError: one of them takes the address of a page that is made.
    """
    parts = (path for paths in _own_parts(catalogue, prose).values() for path in paths)
    return frozenset({*_own_pages(catalogue, prose), *parts})


def asked_before() -> Callable[[str], bool]:
    """Return a function that returns whether it was called with an id before, to find repeated entries of a page."""
    asked: set[str] = set()

    def again(id_: str) -> bool:
        if id_ in asked:
            return True
        asked.add(id_)
        return False

    return again


class _Writer:
    """Renders one template to one page, with the values that every page can use."""

    def __init__(
        self,
        site: Site,
        jinja: Environment,
        catalogue: Catalogue,
        health: LinkHealth,
        *,
        prose: Mapping[str, str],
        pictures: Collection[str],
        markdown: MarkdownReader,
        suggest: Suggestions | None,
        translated: Translations,
        folder: str,
    ) -> None:
        self.jinja = jinja
        self.markdown = markdown
        self.suggest = suggest
        self.translated = translated
        self.folder = folder
        self.site = site
        self.prose = prose
        self.pictures = pictures
        self.catalogue = catalogue
        self.say = messages_of(catalogue.path.language)
        self.own_pages = _own_pages(catalogue, prose)
        self.own_parts = _own_parts(catalogue, prose)
        self.known = known_pages(catalogue, prose)
        self.common = {
            "catalogue": catalogue,
            "health": health,
            "suggest": suggest,
            "has_list": has_list(catalogue),
            "path": catalogue.path,
            "living": lambda library: [successor.id for successor in catalogue.living_replacements(library)],
            "path_rules": {code: str(setting) for code, setting in catalogue.rules.items()},
            "page_of": self.page_of,
            "prose_of": self._prose_of,
            "paper_of": self._paper_of,
        }

    def write(self, path: str, template: str, **context: Any) -> str:
        """Render the page called ``path``; return the path of its Markdown."""
        folder_of_page = address(path) or "."

        @cache
        def folder(to: str) -> str:
            relative = posixpath.relpath(address(to) or ".", folder_of_page)
            return f"{relative}/" if relative != "." else "./"

        def link(to: str, anchor: str = "") -> str:
            if not anchor:
                return folder(to)
            return f"#{anchor}" if to == path else f"{folder(to)}#{anchor}"

        source = source_of(path)
        common = {"taken": frozenset(), **self.common, **context, "link": link}
        page = self.jinja.get_template(template).render(common, again=asked_before())
        foot = self.jinja.get_template("_foot.html.j2").render(
            common, changed_in=self._changed_in(path, context), languages=self._languages(path)
        )
        self.site.pages[source] = (page + foot).encode()
        return source

    def _languages(self, path: str) -> list[tuple[Translation, str]]:
        """Return the other languages in which a page is, each with the page's address as seen from this one."""
        spoken = self.catalogue.path.language
        others = self.translated.get(place(path), ())
        up = way_up(self.folder + place(path))
        return [(other, up + other.address) for other in others if other.language != spoken]

    def _changed_in(self, path: str, context: Mapping[str, Any]) -> str:
        """Return the address at which a change to a page is suggested; empty where none is known."""
        if not self.suggest:
            return ""
        section: Section | None = context.get("section")
        prose, shown = (self._source(section), section.part) if section else (path, self.catalogue.path)
        return self.suggest.page(prose, shown.span())

    def write_prose(self, path: str) -> tuple[str, str]:
        """Render a page of the curator's prose alone; return its title and the path of its Markdown.

        What its front matter says besides its title and description is for the theme, such as ``hide``.
        """
        text = self.prose[path]
        front, _ = split_front_matter(text, f"content/{path}")
        title, description = title_of(text, path), str(front.pop("description", ""))
        front.pop("title", None)
        more = Markup(yaml.safe_dump(front, allow_unicode=True)) if front else ""  # noqa: S704 - YAML made here
        body = self.prose_at(path, path)
        source = self.write(path, "prose.md.j2", title=title, description=description, front=more, body=body)
        self.site.files[source] = f"content/{path}"
        return title, source

    def write_section(self, section: Section, template: str, **around: Section | None) -> str:
        """Render the page of a step or topic."""
        taken = self._anchors_of_prose(section)
        source = self.write(self.page_of(section), template, section=section, taken=taken, **around)
        prose = section.prose_among(self.prose)
        self.site.files[source] = f"content/{prose}" if prose else str(Path(section.part.span().file).absolute())
        return source

    def _anchors_of_prose(self, section: Section) -> frozenset[str]:
        """Return the anchors in the prose of a section, where there are former ids that may be the same."""
        former = self.catalogue.former_ids
        parts = [below.part for below in section.walk()]
        if not any(part.aliases for part in parts) and not any(entry.id in former for entry in section.all_entries):
            return frozenset()
        path = self._source(section)
        return frozenset(_ID.findall(self.markdown.to_html(self.prose.get(path, ""), f"content/{path}")))

    def write_list(self) -> Nav:
        """Render the page of all entries, each once, if there is one; return its place in the navigation."""
        if not has_list(self.catalogue):
            return []
        again = asked_before()
        listed = [(entry, top) for top in self.catalogue.tops for entry in top.all_entries if not again(entry.id)]
        return [(self.say("all.title"), self.write("all.md", "all.md.j2", listed=listed))]

    def write_libraries(self, kept: Kept) -> str:
        """Render the page of the libraries, with what is known of their repositories."""

        def repository(library: Library) -> RepositoryFacts | None:
            return facts_for(library.repository, kept) or facts_for(library.url, kept)

        return self.write(
            "libraries.md", "libraries.md.j2", lives=library_timeline(self.catalogue), repository=repository
        )

    def write_changes(self, changes: Sequence[Revision], feed: str) -> str:
        """Render the page of what the newest commits changed."""
        places = places_of(self.catalogue)
        return self.write("changes.md", "changes.md.j2", changes=changes, feed=feed, places=places)

    def write_for_paper(self) -> str:
        """Render the whole path as one page."""
        selection = Selection(self.catalogue, tuple(editions_of(self.catalogue)))
        return self.write("print.md", "print.md.j2", selection=selection, anchored=False)

    def page_of(self, item: Entry | Section | Library | str) -> str:
        """Return the page on which an entry, step, topic or library is shown; an id names an entry or a library."""
        return page_of(self.catalogue, item)

    def _prose_of(self, section: Section) -> tuple[Markup, Markup]:
        """Return the prose before a section's entries, and after them."""
        page = self.page_of(section)
        before, _, behind = self.prose_at(self._source(section), page).partition(HERE_GO_THE_RESOURCES)
        return before.strip(), behind.strip()

    def _paper_of(self, section: Section, link: Callable[[str, str], str]) -> tuple[Markup, Markup]:
        """Return the same as HTML for a page that has the prose of other sections too."""

        def leads(to: str, anchor: str) -> str:
            return link(to, anchor) if to in self.known else link("index.md", "") + to

        known = self.known.union(self.pictures)
        sheet = PrintPages(top=2, name=f"p{section.number}_", known=known, leads=leads, markdown=self.markdown)
        path = self._source(section)
        return on_paper(self.prose.get(path, ""), path, self.page_of(section), sheet)

    def _source(self, section: Section) -> str:
        return section.prose_among(self.prose) or section.page

    def prose_at(self, path: str, page: str) -> Markup:
        """Return the prose at a path below ``content/``, with its links relative to ``page``; empty if none."""
        _, text = split_front_matter(self.prose.get(path, ""), f"content/{path}")
        return Markup(relocate(text, path, page, self.known, self.pictures))  # noqa: S704 - prose is Markdown, and the project's own
