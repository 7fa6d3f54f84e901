"""The scripts of the site that need no browser, tested by Node's own runner (``tests/javascript/``)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "javascript"
NODE = shutil.which("node")


@pytest.mark.skipif(not NODE and not os.environ.get("CI"), reason="needs Node.js; CI has it")
def test_the_scripts_pass_their_own_tests() -> None:
    assert NODE, "Node.js is needed to test the scripts"
    run = subprocess.run([NODE, "--test"], cwd=FOLDER, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    passed = re.search(r"^\W+ pass (\d+)$", run.stdout, re.MULTILINE)
    assert passed, run.stdout
    assert int(passed[1]) >= len([*FOLDER.glob("*.test.js")])
