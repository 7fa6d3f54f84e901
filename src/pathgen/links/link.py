"""An address to be checked, and the places where it is written."""

from __future__ import annotations

from dataclasses import dataclass

from pathgen.diagnostics import Location, Span


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place where an address is written.

    ``id`` is the entry's or library's, or the path of a Markdown file below ``content/``; ``field`` is the name for it
    in the catalogue (``url``, ``archived``, ``also``, ``repository``, ``sources``) or ``prose``. ``copy`` is the
    archived copy that the same entry names for a dead ``url``, ``year`` the year of the work, if they are known.
    """

    id: str
    field: str
    span: Span | Location
    """Its place in the text, or of a use in another run's report, where only the location is known."""
    title: str = ""
    year: int | None = None
    copy: str | None = None
    creators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A distinct address, as it is written, with every place where it is used (one at least)."""

    url: str
    uses: tuple[Occurrence, ...]
    skipped: str = ""
    """Why it is not to be checked (the code of a reason); nothing where it is."""
    detail: str = ""
    """The curator's words on that."""
    request: str = ""
    """What is asked for it: the same for every way to write one address."""
