"""How git comes to use ``pathgen merge``: a driver in the settings of a clone, and an attribute of the files.

The attribute is a line of ``.gitattributes``, which is part of a repository. The driver is a command, so git takes it
only from the settings of each clone, never from a repository; without it, git merges such files line by line.
"""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

from pathgen.errors import PathgenError
from pathgen.files import part_of, read_bytes, write
from pathgen.git import git

ATTRIBUTES = {"resources.yaml": "*.yaml merge=pathgen", "part.yml": "*.yml merge=pathgen"}
"""Lines of ``.gitattributes``, each for files such as this; `gitattributes(5)`, "Defining a custom merge driver"."""
_NAME = "catalogues, entry by entry (pathgen)"
_LABELS = "-L ours -L base -L theirs"
_FAILED = 129
"""The least status by which a driver says that it could not merge, which is not a conflict."""


def driver() -> str:
    """Return the command for git's settings.

    Where pathgen is gone or fails, git would take that for a conflict with our version as its text, and theirs would be
    lost: a file without markers is merged as text then.
    """
    python = shlex.quote(Path(sys.executable).as_posix())
    ours = f"{python} -P -m pathgen merge --marker-size %L %O %A %B %P"
    text = f"git merge-file --marker-size=%L {_LABELS} %A %O %B"
    return f"{ours} || {{ ! grep -q '^<<<<<<<' %A && {text}; }}"


def install(folder: Path) -> list[str]:
    """Set the driver in the settings of the repository around a folder, and the attribute; return what was done.

    Raises:
        PathgenError: there is no repository, or something cannot be written.
    """
    if git(folder, "rev-parse", "--git-dir") is None:
        raise PathgenError(f"{folder} is not in a git repository; run `git init` first")
    for key, value in (("name", _NAME), ("driver", driver())):
        if git(folder, "config", f"merge.pathgen.{key}", value) is None:
            raise PathgenError("git cannot write its settings; is another git command running?")
    done = ["git merges catalogues entry by entry in this clone from now on."]
    missing = [line for file, line in ATTRIBUTES.items() if not _is_ours(folder, file)]
    if missing:
        file, added = part_of(folder, ".gitattributes"), "".join(f"{line}\n" for line in missing)
        before = read_bytes(file) if file.exists() else b""
        line_end = b"" if before.endswith(b"\n") or not before else b"\n"
        write(file, before + line_end + added.encode())
        done.append(f"Added {' and '.join(f'`{line}`' for line in missing)} to {file}: commit it.")
    return done


def _is_ours(folder: Path, file: str) -> bool:
    """Return whether git has an attribute that merges such a file with pathgen."""
    return (git(folder, "check-attr", "merge", file) or b"").rstrip().endswith(b": pathgen")


def merge_as_text(base: Path, ours: Path, theirs: Path, marker_size: int) -> int:
    """Merge as git does without a driver, into ``ours``; return the status for git: 0, or 1 with conflicts.

    Raises:
        PathgenError: git cannot be run.
    """
    command = ["git", "merge-file", f"--marker-size={marker_size}", *_LABELS.split()]
    try:
        done = subprocess.run([*command, str(ours), str(base), str(theirs)], check=False)
    except OSError as error:
        raise PathgenError(f"git cannot be run: {error}") from error
    return min(done.returncode, 1) if 0 <= done.returncode < _FAILED else _FAILED
