"""Every outside address of a catalogue and its prose, each once, with all places where it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

from pathgen.catalogue.model import Library, LinkPolicy, Resource
from pathgen.catalogue.resolve import Catalogue
from pathgen.catalogue.shared_entries import FILE, beside
from pathgen.diagnostics import Location, Source, Span
from pathgen.errors import PathgenError
from pathgen.files import MAX_BYTES, read_bytes
from pathgen.http.request_url import SCHEMES, BadAddressError, scheme_of, to_request_url
from pathgen.links.link import Link, Occurrence
from pathgen.links.policy import ignoring, policies_of
from pathgen.markdown import MarkdownReader, markdown_reader
from pathgen.urls import split

_SETTINGS = "mkdocs.yml"
"""The project's own settings of the site, which may add extensions of Markdown."""
_ENDS = r"(?=[\s)>\"'\]|*]|$)"


def collect(catalogue: Catalogue, content: Path, settings: Path | None = None) -> list[Link]:
    """Return the links of a catalogue and of the Markdown below ``content``, in the order in which they are written.

    Those of the other paths of its site follow, with the folder of the path before the id. ``settings`` is the folder
    of the project's ``mkdocs.yml``, by default the one with ``content`` in it.

    Raises:
        PathgenError: a Markdown file or ``mkdocs.yml`` cannot be read, or an extension cannot be used.
    """
    found: dict[str, list[Occurrence]] = {}
    gone: set[str] = set()
    for url, use, is_gone in _of_site(catalogue, content, settings or content.parent):
        uses = found.setdefault(url, [])
        uses.append(use)
        if not is_gone:
            gone.discard(url)
        elif len(uses) == 1:
            gone.add(url)
    policies = policies_of(catalogue)
    return [
        Link(url, tuple(uses), *_skipped(url, is_gone=url in gone, policies=policies), _request(url))
        for url, uses in found.items()
    ]


def _request(url: str) -> str:
    """Return what is the same for all spellings of an address: the URL of its request, with the fragment."""
    try:
        return f"{to_request_url(url)}#{split(url).fragment or ''}"
    except BadAddressError:
        return url


def _skipped(url: str, *, is_gone: bool, policies: tuple[LinkPolicy, ...]) -> tuple[str, str]:
    """Return why a link is not checked: a reason's code and the curator's words; both are empty if it is checked."""
    policy = ignoring(url, policies)
    if policy:
        return "ignored", policy.ignore or ""
    return ("known-gone", "") if is_gone else ("", "")


def _of_site(catalogue: Catalogue, content: Path, settings: Path) -> Iterator[tuple[str, Occurrence, bool]]:
    """Yield the uses in every path of a site; what is written once, such as a shared entry, counts once."""
    seen: set[tuple[str, Span | Location]] = set()
    for scope, path in catalogue.whole.items():
        found = [*_of_catalogue(path)]
        if path.prose:
            file = settings / scope / _SETTINGS
            reader = markdown_reader(file if file.exists() else beside(settings / FILE, _SETTINGS), is_trusted=False)
            found += _of_prose(path, content.parent / scope / content.name, reader)
        for url, use, is_gone in found:
            if (url, use.span) not in seen:
                seen.add((url, use.span))
                yield url, replace(use, id=scope + use.id), is_gone


def _of_catalogue(catalogue: Catalogue) -> Iterator[tuple[str, Occurrence, bool]]:
    for source in catalogue.path.sources:
        if source.url:
            yield source.url, Occurrence("path", "sources", source.span("url"), source.title, source.year), False
    for library in catalogue.libraries:
        yield from _of_library(library)
    for entry in catalogue.entries:
        resource = entry.target
        if entry.is_reference or not isinstance(resource, Resource):
            continue
        is_gone = resource.status is not None and resource.status.state == "gone"
        use = Occurrence(
            *(entry.id, "url", resource.span("url"), resource.title, resource.year, resource.archived),
            creators=tuple(resource.creators),
        )
        yield resource.url, use, is_gone
        if resource.archived:
            yield (
                resource.archived,
                Occurrence(entry.id, "archived", resource.span("archived"), "", resource.year),
                False,
            )
        for name, index, url in resource.also.addresses if resource.also else ():
            yield url, Occurrence(entry.id, "also", resource.span("also", name, index), "", resource.year), False


def _of_library(library: Library) -> Iterator[tuple[str, Occurrence, bool]]:
    use = Occurrence(library.id, "url", library.span("url"), library.name, library.released, library.archived)
    yield library.url, use, False
    if library.archived:
        yield (
            library.archived,
            Occurrence(library.id, "archived", library.span("archived"), "", library.released),
            False,
        )
    if library.repository and library.repository != library.url:
        place = library.span("repository")
        yield library.repository, Occurrence(library.id, "repository", place, library.name, library.released), False


def _of_prose(catalogue: Catalogue, content: Path, reader: MarkdownReader) -> Iterator[tuple[str, Occurrence, bool]]:
    for name in sorted(catalogue.prose):
        path = content / name
        try:
            text = read_bytes(path, MAX_BYTES).decode("utf-8-sig")  # so that offsets fit the file's characters
        except UnicodeDecodeError as error:
            raise PathgenError(f"content/{name}: cannot be read as UTF-8 text: {error}") from error
        source = Source(str(path), text)
        for url in _outside(reader.to_html(text, f"content/{name}")):
            for start, end in _places(text, url):
                yield url, Occurrence(f"content/{name}", "prose", Span(source, start, end)), False


def _outside(html: str) -> list[str]:
    """List the outside addresses that HTML leads to or shows, each once."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return list(dict.fromkeys(url.strip() for url in reader.found if scheme_of(url) in SCHEMES))


class _Reader(HTMLParser):
    """Collects the addresses in HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the addresses of a tag."""
        del tag
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def _places(text: str, url: str) -> list[tuple[int, int]]:
    """Return where an address is written in Markdown, with ``&`` or ``&amp;``; if nowhere, the start of the text."""
    for written in (url, escape(url, quote=False)):
        found = [match.span() for match in re.finditer(re.escape(written) + _ENDS, text)]
        if found:
            return found
    return [(0, 0)]
