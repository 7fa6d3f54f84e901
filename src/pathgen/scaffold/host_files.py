"""The files of a project that pathgen keeps up to date: what its host needs, and its settings."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from pathgen.catalogue import json_schema
from pathgen.catalogue.resolve import Catalogue
from pathgen.errors import PathgenError
from pathgen.files import read_bytes, read_tree
from pathgen.scaffold.suggestion_form import FORM, suggestion_form

STARTER = Path(__file__).parent / "starter"
_HOSTS = Path(__file__).parent / "hosts"
HOSTS = ("github", "gitlab", "codeberg", "netlify", "cloudflare", "none")
SCHEMA = "schema/resources.schema.json"
RECORD = ".pathgen.json"
_BEFORE_RECORDS = Path(__file__).parent / "before_records.json"
"""What the starter was at times before projects had a record, the newest first: it counts where nothing is alike."""
_HIDDEN = ("forgejo/", "github/", "gitattributes", "gitignore", "gitlab", "python-version", "woodpecker/")
"""Files that are hidden in a project, but not in this package, where git would use them."""
_SHARED = {
    "cloudflare": {"content/_headers": "netlify/content/_headers"},
    "codeberg": {
        ".forgejo/ISSUE_TEMPLATE/broken-entry.yml": "github/github/ISSUE_TEMPLATE/broken-entry.yml",
        ".forgejo/issue": "gitlab/gitlab/issue",
        ".forgejo/propose": "gitlab/gitlab/propose",
    },
}
"""Files that a host takes from another: Forgejo reads GitHub's forms."""
_SETTINGS = (".gitattributes", ".gitignore", "mkdocs.yml")
_PULL_REQUEST = ".github/pull_request_template.md"
_LICENCE = b"LICENCE"
_PIN = re.compile(rb"(?P<action>uses: *[\w./-]+)@(?P<commit>[0-9a-f]{40})(?: # v(?P<version>[0-9.]+))?")
"""A pinned action, which a bot may renew without changing what the workflow does."""


class Record(NamedTuple):
    """What a project had from pathgen last: its host, and the digest of each file (`.pathgen.json`)."""

    host: str
    files: Mapping[str, str]

    def dumps(self) -> bytes:
        """Return it as the text of its file."""
        comment = "Written by pathgen: what it made, so that `pathgen upgrade` knows which files people edited."
        return (json.dumps({"comment": comment, **self._asdict()}, indent=1, sort_keys=True) + "\n").encode()


def read_record(folder: Path) -> Record:
    """Return the record of a project, or what stands for it in one that is older than records.

    Raises:
        PathgenError: it cannot be read.
    """
    path = folder / RECORD
    try:
        read = json.loads(read_bytes(path)) if path.exists() else _most_like(folder)
        host, files = str(read["host"]), {str(name): str(digest) for name, digest in read["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        host, files = "", {}
    if host not in HOSTS:
        raise PathgenError(f"{path} cannot be read: take back an earlier version of it")
    return Record(host, files)


def _most_like(folder: Path) -> Any:
    """Return what a project without a record had from pathgen: the starter of which it still has most."""

    def has(name: str, known: str) -> bool:
        with suppress(PathgenError):  # it cannot be read
            return (folder / name).is_file() and digest(read_bytes(folder / name)) == known
        return False

    records = json.loads(read_bytes(_BEFORE_RECORDS))
    return max(records, key=lambda record: sum(has(name, known) for name, known in record["files"].items()))


def shown(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return files of this package by their names in a project."""
    return {f".{name}" if name.startswith(_HIDDEN) else name: data for name, data in files.items()}


def instructions(host: str, language: str) -> bytes:
    """Return the end of a project's README, in one of the languages of the starter: how to publish it there."""
    return (_HOSTS / host / ("README.md" if language == "en" else f"README.{language}.md")).read_bytes()


def host_files(host: str, catalogue: Catalogue) -> dict[str, bytes]:
    """Return what a project at a host has from pathgen and may edit, made for its catalogue."""
    files = {name: data for name, data in shown(read_tree(_HOSTS / host)).items() if not name.startswith("README.")}
    files |= {name: (_HOSTS / source).read_bytes() for name, source in _SHARED.get(host, {}).items()}
    files |= {name: data for name, data in shown(read_tree(STARTER)).items() if name in _SETTINGS}
    if FORM in files:
        files[FORM] = suggestion_form(files[FORM], catalogue)
    if _PULL_REQUEST in files:
        licence = (catalogue.path.licence or "").encode()
        lines = files[_PULL_REQUEST].splitlines(keepends=True)
        files[_PULL_REQUEST] = b"".join(
            line.replace(_LICENCE, licence) for line in lines if licence or _LICENCE not in line
        )
    return files


def schema() -> bytes:
    """Return the JSON Schema of catalogues, for editors."""
    return json_schema.dumps().encode()


def digest(data: bytes) -> str:
    """Return a hash of a file that is the same with other ends of lines, and with other commits of actions."""
    return hashlib.sha256(_PIN.sub(rb"\g<action>", data.replace(b"\r\n", b"\n"))).hexdigest()


def with_newer_pins(data: bytes, theirs: bytes) -> bytes:
    """Return a workflow with the commits of actions that a project has already, where they are of later versions."""
    known = {found["action"]: found for found in _PIN.finditer(theirs)}

    def newer(ours: re.Match[bytes]) -> bytes:
        other = known.get(ours["action"], ours)
        return other[0] if _numbers(other["version"]) > _numbers(ours["version"]) else ours[0]

    return _PIN.sub(newer, data)


def _numbers(version: bytes | None) -> list[int]:
    return [int(number) for number in re.findall(rb"[0-9]{1,9}", version or b"")]
