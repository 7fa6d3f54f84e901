"""Where a reader can suggest a change: the addresses of files and forms on the host of the project's repository."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

from pathgen.catalogue.resolve import Entry
from pathgen.diagnostics import Span
from pathgen.escape import is_outside

FORM = "broken-entry.yml"
"""GitHub's form about an entry, which `pathgen new` writes; a field's id in the address fills it in."""

_FILES = {
    "github": "/blob/HEAD/{file}",
    "gitlab": "/-/blob/HEAD/{file}",
    "bitbucket": "/src/HEAD/{file}",
    "codeberg": "/src/branch/HEAD/{file}",
    "forgejo": "/src/branch/HEAD/{file}",
    "gitea": "/src/branch/HEAD/{file}",
}
"""Below a repository's address, a file of its default branch; by the word in the host's name that says what it runs."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A repository on a host: its address without a ``/`` at the end, and the folder that it is checked out in."""

    url: str
    top: Path
    content: Path
    has_form: bool

    def entry(self, entry: Entry) -> str:
        """Return the address of the form about an entry, filled in, or of its lines in the catalogue."""
        return self.about(entry.id) if self.has_form else self.written(entry.span())

    def about(self, id_: str) -> str:
        """Return the address of a new issue about an entry or a library, or of the repository."""
        if self.has_form:
            return f"{self.url}/issues/new?template={FORM}&title={quote(f'Entry: {id_}')}&entry={quote(id_)}"
        return self.url

    def page(self, prose: str, span: Span) -> str:
        """Return the address of a page's prose, ``steps/a.md``, or of what the page shows where it has none."""
        return self.file(self.content / prose) if (self.content / prose).is_file() else self.written(span)

    def written(self, span: Span) -> str:
        """Return the address of a place in a file of the catalogue."""
        sign = "lines-" if "bitbucket" in _host(self.url) else "L"
        return self.file(Path(span.file), f"#{sign}{span.line}")

    def file(self, path: Path, line: str = "") -> str:
        """Return the address of a file on the host; that of the repository where the host is not one we know."""
        below = os.path.relpath(path.resolve(), self.top)
        form = next((form for word, form in _FILES.items() if word in _host(self.url)), "")
        if not form or below.startswith(".."):
            return self.url
        return self.url + form.format(file=quote(Path(below).as_posix())) + line


def suggestions(repository: str, content: Path) -> Suggestions | None:
    """Return where changes to a project are suggested; ``None`` if its repository has no address for browsers.

    ``repository`` is the address that the settings name, and ``content`` is the folder of the project's prose.
    """
    parts = urlsplit(repository)
    if not is_outside(repository) or not parts.hostname or parts.username is not None:
        return None
    folder = content.resolve().parent
    top = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
    has_form = "github" in _host(repository) and (top / ".github/ISSUE_TEMPLATE" / FORM).is_file()
    return Suggestions(repository.rstrip("/").removesuffix(".git"), top, content, has_form)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
