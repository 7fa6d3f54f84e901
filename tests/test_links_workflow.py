"""The weekly check: what its one issue says where the report is longer than GitHub takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PATHGEN = """\
#!/bin/sh
# Stands in for the checks: a report of so many dead links, in rows of letters that take two bytes each.
yes "| ääääääääääääääääääääääääääääääääääääääääääääääää |" | head -n "$ROWS" > issue.md
exit 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the workflow runs on Linux")
@pytest.mark.parametrize("rows", [3, 2_000])
def test_the_issue_holds_whole_rows_and_says_where_the_rest_is(root: Path, tmp_path: Path, rows: int) -> None:
    workflow = yaml.safe_load((root / ".github/workflows/links.yml").read_text(encoding="utf-8"))
    script = workflow["jobs"]["report"]["steps"][-1]["run"]
    for name, text in {"gh": "#!/bin/sh\n", "pathgen": PATHGEN}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    environment = {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "TITLE": "Links that need a look",
        "ROWS": str(rows),
    }
    command = ["bash", "-e", "-c", script]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True)
    whole, body = ((tmp_path / name).read_text(encoding="utf-8") for name in ("summary", "body.md"))
    assert whole.count("\n") == rows
    if rows == 3:
        assert body == whole
        return
    shown, end = body.split("\n\n")
    assert whole.startswith(f"{shown}\n")
    assert end == "… and more: see the summary of the last run.\n"
    assert 59_000 < len(body.encode()) < 61_000
