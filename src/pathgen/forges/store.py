"""Store the facts about repositories in a small JSON file next to the catalogue, with the time of each check.

``{"schema": 1, "repositories": {"github.com/keras-team/keras": {"name", "archived", "changed", "licence", "stars",
"checked", "etag"}}, "gone": ["github.com/ada/lost"]}``. ``gone`` lists the repositories that their host no longer has;
it is left out if there are none. The file may come with a pull request, so it is read as untrusted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationError

from pathgen.errors import ChangedMeanwhileError, PathgenError
from pathgen.files import MAX_BYTES, FileChange, read_bytes, replace
from pathgen.urls import split

FILE = "repositories.json"
"""The file name; the file is next to the catalogue."""
NAME = r"^[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)+$"
"""The path of a repository on its host: GitHub's has two parts, GitLab's two or more."""
MOST_STARS = 10**12
"""More than any repository has; a larger number in the file is invalid."""
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class RepositoryFacts(BaseModel):
    """What a host says about a repository."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=NAME, max_length=500)]
    """Its present path on its host, as the host writes it."""
    archived: StrictBool
    """Whether its owner made it read-only."""
    changed: Annotated[str, Field(pattern=_DAY)] | None
    """The day of the last push (GitHub) or activity (GitLab)."""
    licence: Annotated[str, Field(pattern=r"^[A-Za-z0-9.+-]{1,64}$")] | None
    """The SPDX identifier of its licence; ``None`` if the host found none."""
    stars: Annotated[int, Field(strict=True, ge=0, le=MOST_STARS)]
    checked: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
    """When the host was asked (UTC)."""
    etag: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,200}$")] | None = None
    """The entity tag of the answer, to ask only for changes (RFC 9110 §8.8.3)."""

    @property
    def day(self) -> str:
        """The day on which the host was asked (``YYYY-MM-DD``)."""
        return self.checked[:10]

    @property
    def age_seconds(self) -> float:
        """The seconds since the host was asked; infinite if the time is invalid."""
        now = datetime.now().astimezone()
        try:
            return (now - datetime.fromisoformat(self.checked)).total_seconds()
        except ValueError:  # a day such as the 31st of February, or an hour such as 99
            return float("inf")


Kept = Mapping[str, RepositoryFacts]
"""Facts by the host and path of each repository in lower case: ``github.com/keras-team/keras``."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Annotated[Literal[1], Field(alias="schema")]
    repositories: dict[str, RepositoryFacts]
    gone: frozenset[str] = frozenset()


def read(path: Path) -> dict[str, RepositoryFacts]:
    """Return the facts in a file; empty if there is no file.

    Raises:
        PathgenError: the file cannot be read or is invalid.
    """
    return read_with_gone(path)[0]


def read_with_gone(path: Path) -> tuple[dict[str, RepositoryFacts], frozenset[str]]:
    """Return the facts in a file, and the keys of the repositories that their hosts did not have at the last check.

    Raises:
        PathgenError: the file cannot be read or is invalid.
    """
    file = _parse(path, _bytes(path))
    return file.repositories, file.gone


def _bytes(path: Path) -> bytes | None:
    return read_bytes(path, MAX_BYTES) if path.exists() else None


def _parse(path: Path, data: bytes | None) -> _File:
    if data is None:
        return _File.model_validate({"schema": 1, "repositories": {}})
    try:
        return _File.model_validate_json(data if len(data) <= MAX_BYTES else b"")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise PathgenError(
            f"{path} is not valid ({place[:100]}: {first['msg'][:100]}); delete it and run `pathgen refresh`"
        ) from error


class FactsFile:
    """The file as a run found it, and has to change it: what other runs wrote into it meanwhile is kept."""

    def __init__(self, path: Path) -> None:
        """Read the file.

        Raises:
            PathgenError: it cannot be read or is invalid.
        """
        self.path = path
        self.found, self.found_gone = read_with_gone(path)

    def keep(self, kept: Kept, gone: Collection[str]) -> None:
        """Write the facts of this run and those that are new since it began; of two about one repository, the newer.

        Raises:
            PathgenError: the file cannot be read or written, or is no longer valid.
        """
        while True:
            before = _bytes(self.path)
            now = _parse(self.path, before)
            new = {key: facts for key, facts in now.repositories.items() if facts != self.found.get(key)}
            merged = {**kept, **new}
            merged |= {
                key: max(kept[key], new[key], key=lambda facts: facts.checked) for key in kept.keys() & new.keys()
            }
            change = FileChange(before, written(merged, {*gone, *(now.gone - self.found_gone)}))
            try:
                replace(self.path, change)
            except ChangedMeanwhileError:  # by another run, so that it is made again from what that one wrote
                continue
            return


def written(kept: Kept, gone: Collection[str] = ()) -> bytes:
    """Return the file's content, sorted so that a commit shows only what changed."""
    repositories = {key: facts.model_dump() for key, facts in sorted(kept.items())}
    document = {"schema": 1, "repositories": repositories, **({"gone": sorted(gone)} if gone else {})}
    return (json.dumps(document, indent=2) + "\n").encode()


def facts_for(url: str | None, kept: Kept) -> RepositoryFacts | None:
    """Return the facts about the repository at an address, or that the address is inside; ``None`` if unknown."""
    parts = split(url or "")
    segments = parts.path.strip("/").split("/")
    host = (parts.authority or "").lower().removeprefix("www.")
    for count in range(2, len(segments) + 1):
        name = "/".join(segments[:count]).lower().removesuffix(".git")
        if f"{host}/{name}" in kept:
            return kept[f"{host}/{name}"]
    return None
