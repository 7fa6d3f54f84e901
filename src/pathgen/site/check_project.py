"""What a build would refuse about the files beside a catalogue, as far as it can be known without building."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, cached_property, partial
from pathlib import Path
from urllib.parse import unquote

from jinja2 import Environment, TemplateSyntaxError
from markdown.extensions.toc import slugify

from pathgen.catalogue import ignored
from pathgen.catalogue.did_you_mean import did_you_mean
from pathgen.catalogue.load import Loaded
from pathgen.catalogue.resolve import Catalogue, Section
from pathgen.catalogue.rules import placeholder
from pathgen.diagnostics import Diagnostic, Location, Severity, Source, Span, quote
from pathgen.errors import PathgenError
from pathgen.files import read_bytes
from pathgen.i18n.messages import messages_of, use_overrides
from pathgen.i18n.overrides import read_overrides
from pathgen.markdown import MarkdownReader, markdown_reader, our_reader, split_front_matter
from pathgen.site import client_data, search_records, variants
from pathgen.site.data import catalogue_json, llms
from pathgen.site.engine_settings import may_run_code, settings_faults
from pathgen.site.link_health import health_of
from pathgen.site.pages import known_pages, line_of, pages, prose_pages, refuse_front_matter
from pathgen.site.prose import ProseLink, links_within, source_of
from pathgen.site.render import Project, checked_prose, visible_files
from pathgen.site.template_mistakes import in_words, refuse_broken, refuse_unknown, unusable
from pathgen.site.templating import environment
from pathgen.yamldoc.conflicts import conflicts_in_prose, explain

_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
_DOCUMENTS = (".pdf", ".zip", ".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods", ".ipynb", ".mp3", ".mp4", ".webm")
"""Files that a page may lead to, and that no build makes."""
_REFERENCE = re.compile(r"""(?:href|src)=["']([^"']*)["']""")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_DEEP = re.compile(r"^[ \t>*+-]{300}", re.MULTILINE)
"""Without a line like this, no list or quotation is nested too deeply to be converted."""
_OF_PAGES = frozenset({"top", "picks", "resources", "self-check"})
"""The anchors of our headings; one that is made from words avoids them."""
_ANCHOR = re.compile(r"""(?:id|name)=["']([^"']*)["']""")


def project_problems(catalogue: Path, loaded: Loaded) -> Iterator[Diagnostic]:
    """Yield what is wrong with the files beside a catalogue, and beside the other paths of its site."""
    project = Project(catalogue)
    yield from loaded.as_set(_of_settings(project))
    yield from loaded.as_set(_of_content(project, loaded))
    for path, below in project.paths(loaded):
        yield from below.as_set(_of_content(path, below))


def _bad(file: Path | str, message: str, line: int = 1, column: int = 1) -> Diagnostic:
    help_ = "correct it, as `pathgen build` stops at it"
    return Diagnostic("bad-site-file", Severity.ERROR, Location(str(file), line, column, line, column), message, help_)


def _refused(file: Path, check: Callable[[], object]) -> Iterator[Diagnostic]:
    """Run a check of the build, and yield what it refuses, at the place that its message starts with."""
    try:
        check()
    except PathgenError as error:
        place = re.match(rf"{re.escape(str(file))}(?::(\d+))?(?::(\d+))?: ?", str(error))
        message = str(error)[place.end() :] if place else str(error)
        line, column = (int(number or 1) for number in place.groups()) if place else (1, 1)
        yield _bad(file, message, line, column)


def _of_settings(project: Project) -> Iterator[Diagnostic]:
    """Yield what is wrong with the settings of the engine, the texts, and the project's versions of our files."""
    if project.config.exists():
        read_bytes(project.config)  # which stops the run, as nobody knows what it says
        faults: list[tuple[int, int, str]] = []
        yield from _refused(project.config, lambda: faults.extend(settings_faults(project.config)))
        for line, column, reason in faults:
            yield _bad(project.config, reason, line, column)
    texts = [name for name in visible_files(project.languages) if re.fullmatch(r"[^/]+\.yaml", name)]
    for file in (project.languages / name for name in texts):
        yield from _refused(file, partial(_read_texts, file))
    refuse = partial(refuse_broken, project.overrides, is_all_known=not may_run_code(project.config))
    for name, data in visible_files(project.overrides).items():
        yield from _refused(project.overrides / name, partial(refuse, {name: data}))
    ours = environment()
    jinja = environment(project.templates) if project.templates.is_dir() else ours
    for name, data in visible_files(project.templates).items():
        yield from _of_template(project.templates / name, data, jinja, ours)


def _read_texts(file: Path) -> None:
    """Read the texts of one file of ``languages/`` as a build does."""
    [override] = read_overrides(file.parent, file.name)
    with use_overrides((override,)):
        messages_of(override.language)


def _of_template(file: Path, data: bytes, jinja: Environment, ours: Environment) -> Iterator[Diagnostic]:
    try:
        jinja.compile(data.decode("utf-8"))
        if file.suffix == ".j2":
            yield from (_bad(file, message, line) for line, message in unusable(data.decode("utf-8"), jinja, ours))
    except TemplateSyntaxError as error:  # an unknown filter or test is one, too
        yield _bad(file, in_words(error, jinja), error.lineno)
    except UnicodeDecodeError as error:
        yield _bad(file, in_words(error))


# --- prose -------------------------------------------------------------------------------------------------------


def _of_content(project: Project, loaded: Loaded) -> Iterator[Diagnostic]:
    """Yield what is wrong with the prose of one path; its links only where its catalogue can be read."""
    files = visible_files(project.content)
    yield from _conflicts(project, files)
    catalogue = loaded.catalogue
    if catalogue is None:
        return
    try:
        content = checked_prose(files)
        prose = {name: data.decode() for name, data in content.items() if name.endswith(".md")}
        known, alone = known_pages(catalogue, prose), prose_pages(catalogue, prose)
        refuse_front_matter(prose, alone)
    except PathgenError as error:
        place, _, message = str(error).partition(": ")
        name, *numbers = place.split(":")
        yield _bad(project.folder / name, message or name, *map(int, numbers))
        return
    pictures = content.keys() - prose.keys()
    taken = {source_of(page).removesuffix(".md") + ".html" for page in known} | _ALWAYS_WRITTEN
    for name in sorted(pictures & taken):
        yield _bad(project.content / name, "the site has a file of that name; rename yours")
    checker = _Links(project, catalogue, prose, known=known, alone=alone, pictures=pictures)
    for name, text in prose.items():
        file, is_used = (project.content / name).as_posix(), _is_shown(name, catalogue, alone)
        if is_used:
            yield from _refused_by_engine(project.content / name, text, project, checker)
            yield from checker.of_page(name)
            yield from _taken_anchors(name, catalogue, checker)
            yield from placeholder.of_page(file, name, text)
        yield from ignored.faults_in_prose(file, is_used=is_used)


def _refused_by_engine(file: Path, text: str, project: Project, checker: _Links) -> Iterator[Diagnostic]:
    """Yield why a page cannot be converted, where that may be, and the template that nobody has."""
    reader = checker.reader
    if reader is not None and (reader is not our_reader() or _DEEP.search(text)):
        yield from _refused(file, partial(reader.to_html, text, str(file)))
    front, _ = split_front_matter(text, str(file))
    template = front.get("template")
    if template:
        place = f"{file}:{line_of('template', text)}"
        yield from _refused(file, partial(refuse_unknown, str(template), project.overrides, place))


_ALWAYS_WRITTEN = {catalogue_json.FILE, llms.FILE, client_data.FILE, search_records.FILE, variants.FILE}


def _conflicts(project: Project, files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Yield the merge conflicts in prose, also in prose that the site does not use yet."""
    for name, data in files.items():
        if not name.endswith(".md"):
            continue
        text = data.decode("utf-8-sig", errors="replace")
        source = Source(str(project.content / name), text)
        for conflict in conflicts_in_prose(text):
            message, help_ = explain(text, conflict)
            yield Diagnostic("merge-conflict", Severity.ERROR, Span(source, *conflict.markers[0]), message, help_)


def _is_shown(name: str, catalogue: Catalogue, alone: Collection[str]) -> bool:
    """Whether prose is a part of the site: that of a step which no longer exists is not."""
    return name == "index.md" or name in alone or any(name in (top.part.prose, top.page) for top in catalogue.tops)


def _taken_anchors(name: str, catalogue: Catalogue, checker: _Links) -> Iterator[Diagnostic]:
    """Yield the anchors in the prose of a step or topic that its page uses for something else."""
    top = next((top for top in catalogue.tops if name in (top.part.prose, top.page)), None)
    if top is None:
        return
    taken = _ids_on_page(top, catalogue)
    text = checker.prose[name]
    source = Source(str(checker.project.content / name), text)
    for anchor in dict.fromkeys(_ANCHOR.findall(checker.html(name) or "")):
        start, end, is_explicit = _anchor_place(text, anchor)
        if anchor in taken or (is_explicit and anchor in _OF_PAGES):
            message = f"the anchor {quote(anchor)} is already used by the page"
            help_ = f"write a different one here, such as {{: #about-{anchor} }}"
            yield Diagnostic("taken-anchor", Severity.ERROR, Span(source, start, end), message, help_)


def _ids_on_page(top: Section, catalogue: Catalogue) -> set[str]:
    """Return the ids of what the page of a step or topic shows, and the former ones."""
    shown = [*(entry.id for entry in top.all_entries), *(below.part.id for below in top.walk() if below is not top)]
    return {id_ for each in shown for id_ in (each, *catalogue.former_ids.get(each, ()))}


def _anchor_place(text: str, anchor: str) -> tuple[int, int, bool]:
    """Return where prose has an anchor (offsets), and whether it is written there rather than made from a heading."""
    written = re.search(rf"""#{re.escape(anchor)}(?=[ }}])|\b(?:id|name)=["']{re.escape(anchor)}["']""", text)
    if written:
        return *written.span(), True
    headings = (found.span(1) for found in _HEADING.finditer(text) if slugify(found[1], "-") == anchor)
    return *next(headings, (0, 0)), False


class _Links:
    """Finds the links in prose that lead nowhere."""

    def __init__(
        self,
        project: Project,
        catalogue: Catalogue,
        prose: Mapping[str, str],
        *,
        known: Collection[str],
        alone: Collection[str],
        pictures: Collection[str],
    ) -> None:
        self.project = project
        self.catalogue = catalogue
        self.prose = prose
        self.known, self.alone, self.pictures = known, alone, pictures
        self.html = cache(self._html)

    def of_page(self, name: str) -> Iterator[Diagnostic]:
        """Yield the links of a page that lead nowhere."""
        source = Source(str(self.project.content / name), self.prose[name])
        for link in links_within(source.text):
            found = self._fault_of_html(name, link) if link.is_html else self._fault(name, link)
            if found and self._is_link(name, link):
                message, help_ = found
                span = Span(source, link.start, link.end)
                yield Diagnostic("broken-link", Severity.ERROR, span, message, help_)

    def _fault(self, name: str, link: ProseLink) -> tuple[str, str] | None:
        """Return what is wrong with a link and how to fix it."""
        if link.path.startswith("/"):
            return (
                "an address that starts with `/` is right on some hosts only",
                "write the path as seen from this file",
            )
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(link.path))) if link.path else name
        if target in self.known:
            return self._fault_of_anchor(target, link)
        if target.endswith(".md"):
            nearest = did_you_mean(target, sorted(self.known))
            return f"the site has no page {quote(target)}", nearest or "write the path as seen from this file"
        return self._fault_of_file(target, "write the path as seen from this file")

    def _fault_of_html(self, name: str, link: ProseLink) -> tuple[str, str] | None:
        """Return what is wrong with an address in HTML: it is read as seen from the address of the page."""
        if link.path.endswith(".md"):
            return "in HTML, a page has the address of a folder", "write a link of Markdown: `[words](page.md)`"
        if link.path.startswith("/"):
            return None
        folder = posixpath.dirname(source_of(name))
        target = posixpath.normpath(posixpath.join(folder, unquote(link.path)))
        way = posixpath.relpath(posixpath.dirname(name) or ".", folder or ".")
        return self._fault_of_file(
            target, f"write the path as seen from the address of the page, which starts with {way}/"
        )

    def _fault_of_file(self, target: str, otherwise: str) -> tuple[str, str] | None:
        kind = "picture" if target.lower().endswith(_PICTURES) else "file"
        is_made = target in self.pictures or target.startswith("assets/")
        if is_made or not target.lower().endswith((*_PICTURES, *_DOCUMENTS)):
            return None
        nearest = did_you_mean(target, sorted(self.pictures))
        return f"there is no {kind} content/{target}", nearest or otherwise

    def _fault_of_anchor(self, target: str, link: ProseLink) -> tuple[str, str] | None:
        anchor = unquote(link.anchor)
        if not anchor or anchor == "top" or self._is_entry(target, anchor):
            return None
        html = self.html(target) if target in self.alone else self._made(target)
        if html is None:
            return None
        anchors = _ANCHOR.findall(html)
        if anchor in anchors:
            return None
        place = "heading" if target in self.alone else "heading or entry"
        nearest = did_you_mean(anchor, anchors)
        return f"{target} has no {place} {quote(anchor)}", nearest or f"write the id of a {place}"

    def _is_entry(self, target: str, anchor: str) -> bool:
        return any(top.page == target and anchor in _ids_on_page(top, self.catalogue) for top in self.catalogue.tops)

    def _made(self, target: str) -> str | None:
        """Return a page that is made, as HTML; ``None`` if it depends on what a build alone runs or knows."""
        page = self._pages.get(source_of(target))
        return None if page is None else self._to_html(page.decode(), target)

    @cached_property
    def _pages(self) -> Mapping[str, bytes]:
        """The pages as our templates make them; none where the project has templates, which are code."""
        project, catalogue = self.project, self.catalogue
        if self.reader is None or project.templates.is_dir():
            return {}
        health = health_of(catalogue, project.history)
        jinja = environment(None, catalogue.path.language)
        try:
            with use_overrides(read_overrides(project.languages)):
                return pages(catalogue, health, self.prose, self.pictures, jinja, markdown=self.reader).pages
        except PathgenError:
            return {}

    def _is_link(self, name: str, link: ProseLink) -> bool:
        """Whether a link is not in a block of code or a comment: Markdown decides."""
        html = self.html(name)
        return html is None or any(link.target == _plain(target) for target in _REFERENCE.findall(html))

    def _html(self, name: str) -> str | None:
        return self._to_html(self.prose[name], name)

    def _to_html(self, text: str, name: str) -> str | None:
        try:
            return self.reader.to_html(text, name) if self.reader else None
        except PathgenError:
            return None  # it is reported for the page

    @cached_property
    def reader(self) -> MarkdownReader | None:
        """What turns Markdown into HTML; ``None`` where the settings name code, which a build alone runs."""
        try:
            return markdown_reader(self.project.config, is_trusted=False)
        except PathgenError:
            return None


def _plain(target: str) -> str:
    return target.replace("&amp;", "&")
