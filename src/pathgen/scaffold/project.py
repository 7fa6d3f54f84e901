"""A new project: ``starter/`` with its own title, language and workflows, written whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from pathgen.catalogue import json_schema
from pathgen.catalogue.edit import FieldEdit, add_field, set_value
from pathgen.catalogue.field_order import field_order
from pathgen.catalogue.load import parse
from pathgen.catalogue.model import Part
from pathgen.errors import PathgenError
from pathgen.escape import plain_markdown
from pathgen.files import read_tree, sync
from pathgen.yamldoc.edit import Document
from pathgen.yamldoc.format import formatted

STARTER = Path(__file__).parent / "starter"
CATALOGUE = "resources.yaml"
REQUIREMENTS = "requirements.txt"
UNKNOWN = """\
# It could not be told where this pathgen was installed from. Write it below, without the # in front: the address of the
# repository that you have pathgen from for ADDRESS, and the commit that you mean for COMMIT.
# pathgen @ git+https://ADDRESS@COMMIT
"""
"""What a list of requirements says instead: nothing that pip would look for in vain, or take from another project."""

_HIDDEN = ("github/", "gitignore")
"""What is hidden in a project but not in the package, in whose folder git would heed it."""
_PUBLIC = re.compile(r"https://[A-Za-z0-9.-]+/[A-Za-z0-9._/~-]+")
"""An address without a password, and without anything that means something in a list of requirements."""


def new_project(title: str | None, language: str, listed: bytes | None = None) -> dict[str, bytes]:
    """Make the files of a project: ``{relative path: bytes}``; the catalogue in them has no diagnostics.

    ``listed`` is a catalogue made of a list that someone had, which takes the place of the example; it keeps its title
    where none is given, and may have warnings of its own.

    Raises:
        PathgenError: the title or the language would make the catalogue wrong.
    """
    files = {f".{name}" if name.startswith(_HIDDEN) else name: data for name, data in read_tree(STARTER).items()}
    if listed is not None:
        del files["content/steps/first-step.md"]
        head = files[CATALOGUE].partition(b"path:")[0]  # the comments at the top, which are true of any
        files[CATALOGUE] = head + listed
    files[CATALOGUE], title = _catalogue(files, title, language, severity="warning" if listed is None else "error")
    files["README.md"] = files["README.md"].replace(b"# My path", f"# {plain_markdown(title)}".encode(), 1)
    files[REQUIREMENTS] += requirement(_installed_from()).encode()
    files["schema/resources.schema.json"] = json_schema.dumps().encode()
    return files


def _catalogue(files: Mapping[str, bytes], title: str | None, language: str, *, severity: str) -> tuple[bytes, str]:
    """Give the catalogue its title and language; also give the title that it has."""
    prose = frozenset(name.removeprefix("content/") for name in files if name.startswith("content/"))
    read = parse(CATALOGUE, files[CATALOGUE], prose).catalogue
    assert read, "the starter is tested, and what an importer made was read"  # noqa: S101 - for mypy
    path = read.path
    title = path.title if title is None else title
    document = Document(CATALOGUE, files[CATALOGUE], field_order)
    document.apply(set_value(path, "title", title), _in_language(path, language))
    made = document.result()
    for found in parse(CATALOGUE, made, prose).diagnostics:
        if found.severity in ("error", severity):
            raise PathgenError(f"this would be wrong in {CATALOGUE}: {found.message}; {found.help}")
    return formatted(CATALOGUE, made, field_order), title


def _in_language(path: Part, language: str) -> FieldEdit:
    if "language" in path.model_fields_set:
        return set_value(path, "language", language)
    return add_field(path, "title", "language", language)


def _installed_from() -> str | None:
    """Read what pip noted of where this very pathgen came from; ``None`` where it noted nothing."""
    try:
        return distribution("pathgen").read_text("direct_url.json")
    except PackageNotFoundError:  # run from a tree that nobody installed
        return None


def requirement(note: str | None) -> str:
    """Tell pip where to take pathgen from: the repository that its note names (PEP 610), or that of the noted clone."""
    told = json.loads(note) if note else {}
    url, revision = told.get("url", ""), told.get("vcs_info", {}).get("commit_id", "")
    if "dir_info" in told:
        folder = url2pathname(urlsplit(url).path)
        url, revision = _git(folder, "remote", "get-url", "origin"), _git(folder, "rev-parse", "HEAD")
    return f"pathgen @ git+{url}@{revision}\n" if _PUBLIC.fullmatch(url) and revision else UNKNOWN


def _git(folder: str, *arguments: str) -> str:
    """Ask git something about a folder; ``""`` where there is no git, no repository or no answer."""
    command = ["git", "-C", folder, *arguments]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def create(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a project into a folder that is empty or not there yet: all of it, or nothing.

    Raises:
        PathgenError: something is in the folder, or it cannot be written; it is as it was.
    """
    try:
        found = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise PathgenError(f"cannot write into {folder}: {(error.strerror or str(error)).lower()}") from error
    if found:
        raise PathgenError(f"{folder} is not empty: {found[0].name} is there; name a new folder")
    new = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        sync(folder, files)
    except BaseException:
        for one in new[-1:] or folder.iterdir():
            shutil.rmtree(one) if one.is_dir() else one.unlink(missing_ok=True)
        raise
