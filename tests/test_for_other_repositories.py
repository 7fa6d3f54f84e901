"""What other repositories use of this one: the hooks for pre-commit, and the action for their workflows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
STEPS = yaml.safe_load((ROOT / ".github/actions/check/action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
GOOD = "path:\n  title: My path\n"
BAD = "path:\n  name: My path\n"


def run(command: str, folder: Path, **variables: str) -> Any:
    environment = {
        **os.environ,
        **variables,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    words = ["bash", "-e", "-c", command]
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(GOOD, encoding="utf-8")
    done = run("git init -q && git add . && git -c user.name=A -c user.email=a@b.example commit -qm A", tmp_path)
    assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_passes_what_is_good_and_stops_what_is_not(folder: Path, hook: dict[str, Any]) -> None:
    done = run(hook["entry"], folder)
    assert done.returncode == 0, done.stderr
    (folder / "resources.yaml").write_text(BAD, encoding="utf-8")
    assert run(hook["entry"], folder).returncode in (1, 2)
    assert (folder / "resources.yaml").read_text(encoding="utf-8") == BAD


def test_the_action_names_lines_and_puts_no_input_into_a_shell(folder: Path) -> None:
    ours = [step for step in STEPS if "run" in step]
    assert not [step["name"] for step in ours if "${{" in step["run"]]
    (folder / "own list.yaml").write_text(BAD, encoding="utf-8")
    done = run(ours[1]["run"], folder, CATALOGUE="own list.yaml")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=own list.yaml,line=")
    done = run(ours[2]["run"], folder, CATALOGUE="resources.yaml", BASE="HEAD")
    assert done.returncode == 0, done.stderr
    assert run(ours[1]["run"], folder, CATALOGUE="$(touch pwned)").returncode == 2
    assert not (folder / "pwned").exists()
