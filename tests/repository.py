"""Git repositories of catalogues, with commits on days of January 2026 by someone whose words mean no good."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

AUTHOR = "<img src=x onerror=window.pwned=10>"
ADDRESS = "mallory@example.org"
SUBJECT = "\x1b[31m ##[error] `x` <script>window.pwned=11</script> {{ 7*7 }}"

KIND = re.compile(r"""("?kind"?: "?)(book|tutorial|article)\b(?!-)("?)""")
"""A kind in a catalogue, in YAML or JSON."""


def git(folder: Path, *arguments: str, day: int = 1) -> str:
    moment = f"2026-01-{day:02}T12:00:00Z"
    environment = {**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment}
    command = ["git", "-C", str(folder), "-c", f"user.name={AUTHOR}", "-c", f"user.email={ADDRESS}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60, env=environment).stdout


def commit(folder: Path, text: str, day: int, name: str = "resources.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", f"--message={SUBJECT}", day=day)
    return git(folder, "rev-parse", "--short=10", "HEAD").strip()


def remember_changes(project: Path, text: str) -> None:
    """Write a history of the catalogue: some kinds were others, then one more is, so that the site has its page."""
    git(project, "init", "--quiet")
    for day, count in enumerate((12, 1, 0), 1):
        commit(project, KIND.sub(r"\1paper\3", text, count=count) if count else text, day)
