"""What the workflows of a project install: this pathgen, from where it came from, with the packages it runs with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, entry_points
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from pathgen.errors import PathgenError
from pathgen.git import git

REQUIREMENTS = "requirements.txt"
CONSTRAINTS = "constraints.txt"
UNKNOWN = """\
# pathgen could not find out where it was installed from, or that commit is not pushed yet. Complete the line below, and
# delete the # in front: ADDRESS is the address of the repository from which you have pathgen, COMMIT the commit to use.
# git+https://ADDRESS@COMMIT
"""
"""The requirement if the source is unknown: nothing that pip could take from another project."""
_CONSTRAINTS = """\
# The versions of the packages that pathgen runs with. Written by pathgen: `pathgen upgrade` replaces the whole file.
"""
_PUBLIC = re.compile(r"https://[A-Za-z0-9.-]+(?::[0-9]+)?/[A-Za-z0-9._/~-]+")
"""An address without a password, and without signs that have a meaning in a requirements file."""
_BY_SSH = re.compile(r"(?:[^@/:]+@)?((?:[\w-]+\.)+[\w-]+):/?([^/].*)", re.ASCII)
"""The short form of an address for SSH, ``git@host.example:owner/name`` (gitglossary: scp-like)."""


def installed() -> Distribution | None:
    """Return the distribution that this pathgen belongs to, found by its command; ``None`` if it is not installed."""
    for command in entry_points(group="console_scripts", name="pathgen"):
        if command.module.partition(".")[0] == "pathgen":
            return command.dist
    return None


def requirement(found: Distribution | None) -> str:
    """Return the line that has pip install the same pathgen, by pip's note on where it came from (PEP 610).

    That is a pushed commit of its repository or of the clone that it runs from, or its version on the index.
    """
    if found is None:
        return UNKNOWN
    note = found.read_text("direct_url.json")
    if note is None:  # from an index, if an installer says that it was installed at all (PEP 627)
        return f"{found.name}=={found.version}\n" if found.read_text("INSTALLER") else UNKNOWN
    origin = json.loads(note)
    address, commit = origin["url"], origin.get("vcs_info", {}).get("commit_id", "")
    if "dir_info" in origin:
        folder = url2pathname(urlsplit(address).path)
        address, commit = _git(folder, "remote", "get-url", "origin"), _git(folder, "rev-parse", "HEAD")
        if not _git(folder, "for-each-ref", "--contains", "HEAD", "refs/remotes/origin"):
            return UNKNOWN
    address = https(address)
    return f"git+{address}@{commit}\n" if _PUBLIC.fullmatch(address) and commit else UNKNOWN


def https(address: str) -> str:
    """Return the https address of a repository that is written with a user name, or for SSH; others as they are."""
    if by_ssh := _BY_SSH.fullmatch(address):
        return f"https://{by_ssh[1]}/{by_ssh[2]}"
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port and parts.scheme == "https" else ""
    except ValueError:  # no address: a port that is a word, a bracket that stays open
        return address
    is_secure = parts.scheme.removeprefix("git+") in ("ssh", "https") and parts.hostname
    return f"https://{parts.hostname}{port}{parts.path}" if is_secure else address


def constraints(found: Distribution | None) -> str:
    """Return the file that names the installed version of every package that a pathgen depends on."""
    versions = dict(_dependencies(found, set())) if found else {}
    return _CONSTRAINTS + "".join(f"{name}=={versions[name]}\n" for name in sorted(versions))


def _dependencies(found: Distribution, seen: set[tuple[str, str]], extra: str = "") -> Iterator[tuple[str, str]]:
    """Yield name and version of what a distribution needs on this machine, and of what these need."""
    for wanted in map(Requirement, found.requires or ()):
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        for asked in ("", *sorted(wanted.extras)):
            if (key := (canonicalize_name(wanted.name), asked)) in seen:
                continue
            seen.add(key)
            try:
                needed = distribution(wanted.name)
            except PackageNotFoundError:  # pip was asked to leave it out
                continue
            yield key[0], Version(needed.version).public
            yield from _dependencies(needed, seen, asked)


def _git(folder: str, *arguments: str) -> str:
    """Return what git prints about a folder; ``""`` without git, a repository or an answer."""
    try:
        return (git(Path(folder), *arguments) or b"").decode(errors="replace").strip()
    except PathgenError:
        return ""
