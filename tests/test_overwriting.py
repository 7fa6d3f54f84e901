"""No option that names a file to write can name one that a project keeps: every command's options are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from command import pathgen

from pathgen.cli import COMMANDS, main
from pathgen.files import read_tree
from pathgen.links.history import FILE

CATALOGUE = """\
include: [topics/*.yaml, below/resources.yaml]
path: {title: T}
topics:
  - id: topic
    title: A topic
    resources:
      - {title: First, url: "https://example.org/1"}
"""
INCLUDED = 'topics: [{id: other, title: Other, resources: [{title: Second, url: "https://example.org/2"}]}]\n'
KEPT = (
    "resources.yaml",
    "stray.yaml",
    "workflow.YML",
    "topics/a.yaml",
    "content/a.md",
    "content/new.md",
    "mkdocs.yml",
    "below/content/b.md",
    "README.md",
    "CONTRIBUTING.md",
    "schema/resources.schema.json",
    "requirements.txt",
    ".pathgen.json",
    ".gitattributes",
    ".git/config",
    FILE,
)
WRITTEN = {
    "export --output": ["export", "--format", "json", "--output", "{}"],
    "check-links --format": ["check-links", "--offline", "--format", "json:{}"],
    "check-links --history": ["check-links", "--offline", "--history", "{}"],
    "archive --history": ["archive", "--history", "{}"],
    "merge-reports --format": ["merge-reports", "../report.json", "--format", "json:{}"],
    "merge-reports --history": ["merge-reports", "../report.json", "--history", "{}"],
    "import --catalogue": ["import", "../list.csv", "--catalogue", "{}"],
}
"""Every option that names a file to write, and a command with it."""
FOLDERS = {"new folder", "build --output", "serve --output"}
"""Every option that names a folder to write; tests/site/ refuses those of others."""
READ = {
    *("catalogue", "catalogues", "file", "files", "form", "from_awesome", "done", "ca_file", "before", "history"),
    *("base", "ours", "theirs"),
}
"""The parameters that name a file to read; git names those of ``merge``, and the entry of ``add`` belongs into its."""


def options(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    """Yield each parameter that names a file: ``("export --output", "output")``."""
    for parameter in command.params:
        shown = next((word for word in parameter.opts if word.startswith("--")), str(parameter.name))
        if isinstance(parameter.type, click.Path) or parameter.name == "outputs":
            yield f"{name} {shown}", str(parameter.name)
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from options(below, f"{name} {below.name}")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    texts = {
        "resources.yaml": CATALOGUE,
        "topics/a.yaml": INCLUDED,
        "mkdocs.yml": "",
        "content/a.md": "",
        "README.md": "By hand",
    }
    texts |= {"stray.yaml": "path: {title: S}", "workflow.YML": "", "README.md": "By hand"}
    below = CATALOGUE.partition("\n")[2].replace("T}", "B}")
    for name, text in {**texts, "below/resources.yaml": below, "below/content/b.md": ""}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    (tmp_path / "list.csv").write_bytes(b"title,url\nThird,https://example.org/3\n")
    pathgen("check-links", "--offline", "--format", "json:../report.json", cwd=folder)  # which begins a history, too
    return folder


def test_every_option_that_names_a_file_is_known_here() -> None:
    group = main
    found = [pair for name in COMMANDS for pair in options(group.get_command(click.Context(group), name), name)]  # type: ignore[arg-type]
    assert {where for where, name in found if name not in READ or where in WRITTEN} >= {*WRITTEN, *FOLDERS}
    assert {where for where, name in found if name not in READ} <= {*WRITTEN, *FOLDERS}


@pytest.mark.parametrize("where", WRITTEN)
def test_no_file_that_a_project_keeps_is_written(project: Path, where: str) -> None:
    before = read_tree(project)
    for kept in KEPT:
        if kept == FILE and where.endswith("--history"):
            continue
        done = pathgen(*(word.format(kept) for word in WRITTEN[where]), cwd=project)
        assert (done.returncode, done.stdout) == (2, ""), (kept, done.stderr)
        assert "would be overwritten" in done.stderr or "already exists" in done.stderr
        assert read_tree(project) == before, kept


@pytest.mark.parametrize("where", WRITTEN)
def test_any_other_file_is_written(project: Path, where: str) -> None:
    before = read_tree(project)
    done = pathgen(*(word.format("other.out") for word in WRITTEN[where]), cwd=project)
    assert done.returncode == 0, done.stderr
    added = {name for name in read_tree(project).keys() - before.keys() if not name.startswith(FILE)}
    assert added == (set() if where == "archive --history" else {"other.out"})  # which saves nothing here


def test_a_list_for_github_is_written_again(project: Path) -> None:
    (project / "README.md").unlink()
    for _ in range(2):
        done = pathgen("export", "--format", "awesome", "--output", "README.md", cwd=project)
        assert done.returncode == 0, done.stderr


def test_a_report_takes_neither_the_place_of_its_input_nor_of_another(project: Path) -> None:
    before = read_tree(project.parent)
    for arguments, why in (
        (["merge-reports", "../report.json", "--format", "json:../report.json"], "would be overwritten"),
        (["check-links", "--offline", "--format", "json:a", "--format", "junit:./a"], "two reports have the same file"),
    ):
        done = pathgen(*arguments, cwd=project)
        assert done.returncode == 2
        assert why in done.stderr
    assert read_tree(project.parent) == before
