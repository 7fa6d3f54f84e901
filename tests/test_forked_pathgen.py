"""The command in a fork does what it does in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command import pathgen_process, quick_pathgen

CATALOGUE = (
    "path: {title: Nétz}\ntopics:\n  - {id: a, title: A, resources: [{title: B, url: 'https://example.org/'}]}\n"
)
COMMANDS = {"validate": 0, "validate bad.yaml": 1, "validate no.yaml": 2, "stats": 0, "export --format json": 0}


@pytest.mark.skipif(sys.platform == "win32", reason="it cannot fork")
@pytest.mark.parametrize(("command", "status"), COMMANDS.items())
def test_status_and_output_are_those_of_a_process(tmp_path: Path, command: str, status: int) -> None:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    (tmp_path / "bad.yaml").write_text("path: {titel: x}\n", encoding="utf-8")
    script = ["sh", "-c", f"{quick_pathgen()} {command}"]
    done = subprocess.run(script, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False)
    process = pathgen_process(*command.split(), cwd=tmp_path)
    assert done.returncode == status
    assert (done.returncode, done.stdout, done.stderr) == (process.returncode, process.stdout, process.stderr)
