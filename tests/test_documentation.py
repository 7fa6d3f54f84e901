"""The documentation is true: what is made from the code equals it, and each example does what is said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "docs"))
from generate import generated  # noqa: E402 - a script beside the documentation

PAGES = [
    page for page in sorted((ROOT / "content" / "documentation").glob("*.md")) if "```sh" in page.read_text("utf-8")
]
FENCE = re.compile(r"^```(?P<kind>\w+)(?: title=\"(?P<name>[^\"]+)\")?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
LISTS = {
    "resources.yaml": "path: {title: My path}\ntopics:\n  - id: reading\n    title: Reading\n    resources:\n"
    "      - {title: A book, url: 'https://example.org/book', kind: book}\n",
    "README.md": "# Bread\n\n## Flour\n\n- [Of flour](https://example.org/flour)\n",
    "bookmarks.html": "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='https://example.org/a'>A page</A></DL>\n",
    "papers.bib": "@article{a, title = {A paper}, url = {https://example.org/paper}, year = {2020}}\n",
}
"""What the readers of the page on lists have in their folder."""
ENDS_WITH = re.compile(r"# ends with (\d)$")


def test_what_is_made_from_the_code_equals_it() -> None:
    for path, text in generated().items():
        assert path.read_text(encoding="utf-8") == text, f"{path} is old: run `python docs/generate.py`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_example_does_what_is_said(tmp_path: Path, page: Path) -> None:
    """Files are written, commands are run in their order, and what is said to be shown is in what they show."""
    begin(tmp_path, page.name)
    folder, shown, ran = tmp_path, "", 0
    for fence in FENCE.finditer(page.read_text("utf-8")):
        if fence["name"]:
            (folder / fence["name"]).parent.mkdir(exist_ok=True)
            (folder / fence["name"]).write_text(fence["text"], encoding="utf-8")
        elif fence["kind"] == "sh":
            shown = ""
            for line in fence["text"].splitlines():
                if line.startswith("cd "):
                    folder = folder / line.removeprefix("cd ")
                    continue
                done = run(line, folder)
                wanted = ENDS_WITH.search(line)
                assert done.returncode == (int(wanted[1]) if wanted else 0), f"{line}\n{done.stdout}{done.stderr}"
                shown += done.stdout + done.stderr
                ran += 1
        elif fence["kind"] == "text":
            assert fence["text"].strip() in shown, f"{page}: {shown}"
    assert ran


def run(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a shell does, with the pathgen that is tested."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", line],  # noqa: S607 - the shell of the machine
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def begin(folder: Path, page: str) -> None:
    """Give a page what its reader has: a repository with a catalogue, or lists."""
    if page == "exchange.md":
        for name, text in LISTS.items():
            (folder / name).write_text(text, encoding="utf-8")
    if page == "check-links.md":
        (folder / "resources.yaml").write_text("path: {title: My path}\n", encoding="utf-8")
        for words in (
            ["init", "-q", "-b", "main"],
            ["add", "."],
            ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-qm", "A"],
        ):
            subprocess.run(["git", *words], cwd=folder, check=True)  # noqa: S607 - the git of the machine
