"""A project with what the installed version brings: all but what a person edited, and what that would have become."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import Distribution
from pathlib import Path

from pathgen.catalogue.resolve import Catalogue
from pathgen.errors import PathgenError
from pathgen.files import FileChange, part_of, read_bytes
from pathgen.scaffold.host_files import (
    RECORD,
    SCHEMA,
    Record,
    digest,
    host_files,
    read_record,
    schema,
    with_newer_pins,
)
from pathgen.scaffold.requirements import CONSTRAINTS, REQUIREMENTS, UNKNOWN, constraints, requirement

_OURS = re.compile(r"(?:pathgen @ )?(?P<source>git\+https://\S+)@[^@\s]+|(?P<name>[\w.-]+)==\S+", re.ASCII)
"""A line of a requirements file that may name pathgen: its repository and a commit, or its version on the index."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What brings a project to the installed version."""

    changed: dict[str, FileChange] = field(default_factory=dict)
    """The files to write, by name; the record is the last."""
    gone: dict[str, bytes] = field(default_factory=dict)
    """The files to delete, with their bytes: pathgen offered them, and no longer needs them."""
    left: list[str] = field(default_factory=list)
    """What stays as it is, and why."""
    wanted: dict[str, FileChange] = field(default_factory=dict)
    """What the edited files among them would become."""


def upgrade(folder: Path, catalogue: Catalogue, found: Distribution | None, keep: Iterable[str] = ()) -> Upgrade:
    """Return what brings a project to the pathgen that was found; ``keep``: folders in which nothing is changed.

    A file is edited if its digest is not the one that the record has. What is left is recorded too, and so is reported
    only once.

    Raises:
        PathgenError: the folder is not a project of `pathgen new`, or something in it cannot be read.
    """
    if _read(folder, REQUIREMENTS) is None:
        raise PathgenError(f"{folder} was not made by `pathgen new`: it has no {REQUIREMENTS}")
    record = read_record(folder)
    offered = host_files(record.host, catalogue)
    result, digests = Upgrade(), {}
    for name in sorted(offered.keys() | record.files.keys()):
        if any(name.startswith(f"{kept.rstrip('/')}/") for kept in keep):
            if name in record.files:
                digests[name] = record.files[name]
            _compare(result, folder, name, offered.get(name), record.files.get(name), is_kept=True)
        else:
            if name in offered:
                digests[name] = digest(offered[name])
            _compare(result, folder, name, offered.get(name), record.files.get(name))
    _write(result, folder, SCHEMA, schema())
    _require(result, folder, found)
    _write(result, folder, RECORD, Record(record.host, digests).dumps())
    return result


def _compare(
    result: Upgrade, folder: Path, name: str, offered: bytes | None, recorded: str | None, *, is_kept: bool = False
) -> None:
    """Decide on one file: what it is now, what pathgen makes, and the digest of what pathgen offered before."""
    there = _read(folder, name)
    if offered is not None and there is not None:
        offered = with_newer_pins(offered, there)
    if (offered and digest(offered)) in (recorded, there and digest(there)):
        return  # there is nothing new in it
    if is_kept:
        result.left.append(f"{name} is older than this version; `pathgen upgrade` without --keep changes it")
    elif there is None and recorded is None and offered is not None:
        result.changed[name] = FileChange(None, offered)
    elif there is not None and digest(there) == recorded:
        if offered is None:
            result.gone[name] = there
        else:
            result.changed[name] = FileChange(there, offered)
    elif offered is None:
        if there is not None:
            result.left.append(f"{name} was edited; pathgen does not need it any more")
    elif there is None:
        result.left.append(f"{name} was deleted; it has changed in this version")
    else:
        result.left.append(f"{name} was edited; the difference above shows what this version changes")
        result.wanted[name] = FileChange(there, offered)


def _require(result: Upgrade, folder: Path, found: Distribution | None) -> None:
    """Name the installed version in the requirements, and the versions of what it depends on."""
    line = requirement(found)
    if found is None or line == UNKNOWN:
        result.left.append(f"{REQUIREMENTS}: pathgen could not find out where it was installed from")
        return
    before = _read(folder, REQUIREMENTS) or b""
    lines = before.decode("utf-8", "replace").splitlines(keepends=True)
    source = line.rpartition("@")[0].removesuffix(".git")
    ours = [number for number, text in enumerate(lines) if _is_ours(text.strip(), source, found.name)]
    if not ours:
        result.left.append(f"{REQUIREMENTS} names pathgen in another way; this version is {line.strip()}")
        return
    lines[ours[0]] = line
    if not any(text.startswith("-c ") for text in lines):
        lines.insert(ours[0], f"-c {CONSTRAINTS}\n")
    _write(result, folder, REQUIREMENTS, "".join(lines).encode())
    _write(result, folder, CONSTRAINTS, constraints(found).encode())


def _is_ours(line: str, source: str, name: str) -> bool:
    found = _OURS.fullmatch(line)
    if not found:
        return False
    repository = (found["source"] or "").removesuffix(".git")
    return found["name"] == name or bool(repository and (repository == source or repository.endswith("/pathgen")))


def _write(result: Upgrade, folder: Path, name: str, data: bytes) -> None:
    there = _read(folder, name)
    if there is None or there.replace(b"\r\n", b"\n") != data:
        result.changed[name] = FileChange(there, data)


def _read(folder: Path, name: str) -> bytes | None:
    path = part_of(folder, name)
    return read_bytes(path) if path.exists() else None
