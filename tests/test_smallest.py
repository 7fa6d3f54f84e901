from __future__ import annotations

from pathlib import Path

from command import pathgen

SMALLEST = """\
path: {title: My path}
topics:
  - id: basics
    title: Basics
    resources:
      - {title: A page, url: "https://example.org/a"}
"""


def test_the_smallest_catalogue_is_valid(tmp_path: Path) -> None:
    (tmp_path / "resources.yaml").write_text(SMALLEST, encoding="utf-8")
    done = pathgen("validate", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "resources.yaml: no problems\n")
