"""Select the links to check in a run, and sort them by urgency."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from pathgen.catalogue.at_revision import included_at
from pathgen.catalogue.load import load
from pathgen.git import commit_of, names_at, reading, write_out
from pathgen.http.request_url import BadAddressError, to_request_url
from pathgen.links.collect import collect
from pathgen.links.history_rows import LinkRecord
from pathgen.links.link import Link
from pathgen.links.offers import waits_for_second_look
from pathgen.links.verdict import Verdict

_UNITS = {"s": 1.0, "m": 60.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
_DURATION = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ?([smhdw]?)")


@dataclass(frozen=True, slots=True)
class LinkSelection:
    """Which links to check in a run; the others are skipped, each with a reason."""

    max_age: float = 86_400.0
    """The seconds for which a link that was ok is not checked again."""
    only: tuple[str, ...] = ()
    """Ids of entries, or patterns of addresses in which ``*`` matches anything; empty for all links."""
    exclude: tuple[str, ...] = ()
    """Patterns of addresses."""
    changed: frozenset[str] | None = None
    """The addresses that were added or changed; ``None`` for all links."""
    shard: tuple[int, int] | None = None
    """The number of this shard, counted from 1, and how many there are."""

    def skip_reason(self, link: Link) -> str:
        """Return why a link is skipped, as the code of a reason; empty if it is checked."""
        names = {link.url, *(use.id for use in link.uses)}
        if self.only and not any(_matches(name, pattern) for pattern in self.only for name in names):
            return "excluded"
        if any(_matches(link.url, pattern) for pattern in self.exclude):
            return "excluded"
        if self.changed is not None and link.url not in self.changed:
            return "unchanged"
        if self.shard is not None and not in_shard(link.url, *self.shard):
            return "other-shard"
        return ""


def _matches(name: str, pattern: str) -> bool:
    """Whether a pattern matches a name. Equal ones always match, as an address may contain brackets."""
    return name == pattern or fnmatchcase(name, pattern)


def in_shard(url: str, number: int, count: int) -> bool:
    """Whether a link belongs to a shard; all links of a server are in the same one, so that its rate limit applies."""
    try:
        site = to_request_url(url).site
    except BadAddressError:
        site = url
    return int.from_bytes(sha256(site.encode()).digest()[:8]) % count == number - 1


def is_fresh(past: LinkRecord | None, max_age: float, now: datetime) -> bool:
    """Whether a link was ok or moved, and checked within the last ``max_age`` seconds.

    A move that only one look saw is fresh for a day: by then it takes a second look to offer the new address.
    """
    if past is None or past.result.checked_at is None or past.result.verdict not in (Verdict.OK, Verdict.MOVED):
        return False
    if waits_for_second_look(past, now):
        return False
    age = now - datetime.fromisoformat(past.result.checked_at)
    return timedelta(0) <= age < timedelta(seconds=max_age)


def by_urgency(links: Iterable[Link], past: Mapping[str, LinkRecord]) -> list[Link]:
    """Return links sorted by urgency: never checked, then failing or unknown, then by last check and number of uses."""

    def urgency(link: Link) -> tuple[int, str, int]:
        known = past.get(link.url)
        if known is None:
            return 0, "", -len(link.uses)
        is_failing = known.result.verdict in (Verdict.FAILING, Verdict.UNKNOWN)
        return 1 if is_failing else 2, known.result.checked_at or "", -len(link.uses)

    return sorted(links, key=urgency)


def seconds_of(written: str) -> float:
    """Parse a duration and return its seconds: ``90s``, ``20m``, ``36h``, ``1d``, ``2w``, or seconds without a unit.

    Raises:
        ValueError: the text is not a valid duration; the message says how to write one.
    """
    match = _DURATION.fullmatch(written.strip())
    if match is None:
        raise ValueError(f"{written!r} is not a valid duration; use 90s, 20m, 36h, 1d or 2w")
    return float(match[1]) * _UNITS[match[2] or "s"]


def changed_since(revision: str, catalogue: Path, links: Sequence[Link]) -> frozenset[str]:
    """Return the addresses that the catalogue or its prose did not use in the same field at a git revision.

    Raises:
        PathgenError: git is not installed, or there is no repository or no such revision.
    """
    folder = catalogue.resolve().parent
    before = _uses_at(commit_of(folder, revision), folder, catalogue.name)
    return frozenset(link.url for link in links if not _uses(link) <= before)


def _uses(link: Link) -> set[tuple[str, str, str]]:
    return {(use.id, use.field, link.url) for use in link.uses}


def _uses_at(commit: str, folder: Path, name: str) -> set[tuple[str, str, str]]:
    """Return the uses of all links at a commit (id, field, address); none if there was no catalogue yet."""
    with TemporaryDirectory() as temporary, reading(folder) as read:
        included = included_at(folder, read, commit, name) or []
        prose = [file for file in names_at(folder, commit) if "content/" in file and file.endswith(".md")]
        write_out(Path(temporary), read, commit, [name, *included, *prose])
        if not Path(temporary, name).is_file():
            return set()
        catalogue = load(Path(temporary, name)).catalogue
        links = collect(catalogue, Path(temporary, "content"), folder) if catalogue else []
    return set().union(*map(_uses, links))
