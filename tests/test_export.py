"""``pathgen export``, as a curator runs it."""

from __future__ import annotations

from pathlib import Path

import pytest
from command import pathgen
from epub_reader import Book

ASKED = r"""path: {title: "Bread:: how"}
editions: [{id: today, title: Today}, {id: old, title: Old}]
steps:
  - id: one
    title: One
    resources: [{title: A page, url: "https://example.org/a"}]
    self_check:
      - {question: "Is <b>it</b> \"done\"?", answer: "Yes,\n [sound:a.mp3] \\(x\\)"}
      - {question: And now?, editions: old}
"""
CATALOGUE = """\
path: {title: My path}
editions: [{id: today, title: Today}, {id: old, title: Old}]
tracks: [{id: keras, title: Keras}]
steps: [{id: one, title: One, resources: [{title: A page, url: "https://example.org/a"}]}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return tmp_path


def test_it_writes_a_book_beside_anything_that_was_there(folder: Path) -> None:
    (folder / "path.epub").write_bytes(b"an older one")
    done = pathgen("export", "--format", "epub", "--output", "path.epub", cwd=folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "The path is in path.epub.\n")
    assert Book((folder / "path.epub").read_bytes()).faults() == []
    assert sorted(path.name for path in folder.iterdir()) == ["path.epub", "resources.yaml"]


def test_another_catalogue_can_be_named(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = pathgen("export", str(folder / "resources.yaml"), "--format=epub", "--output=new/path.epub", cwd=elsewhere)
    assert done.returncode == 0, done.stderr
    assert Book((elsewhere / "new" / "path.epub").read_bytes()).values("dc:title") == ["My path"]


def test_a_catalogue_with_errors_is_told_and_leaves_the_book_that_was_there(folder: Path) -> None:
    (folder / "resources.yaml").write_text(CATALOGUE + "nonsense: 1\n", encoding="utf-8")
    (folder / "path.epub").write_bytes(b"an older one")
    done = pathgen("export", "--format", "epub", "--output", "path.epub", cwd=folder)
    assert done.returncode == 1
    assert "resources.yaml:5:1: error[unknown-field]" in done.stderr
    assert (folder / "path.epub").read_bytes() == b"an older one"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--output", "resources.yaml/path.epub"], "cannot write resources.yaml"),
        (["--output", "path.epub", "--edition", "todya"], "there is no edition 'todya'; did you mean `today`?"),
        (["--output", "path.epub", "--edition", "x"], "there is no edition 'x'; there are today, old"),
        (["--output", "path.epub", "--track", "kears"], "there is no track 'kears'; did you mean `keras`?"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(folder: Path, arguments: list[str], message: str) -> None:
    done = pathgen("export", "--format", "epub", *arguments, cwd=folder)
    assert done.returncode == 2
    assert done.stderr.startswith(f"pathgen: {message}"), done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in folder.iterdir()] == ["resources.yaml"]


def test_a_form_that_is_not_known_is_a_matter_of_usage(folder: Path) -> None:
    done = pathgen("export", "--format", "pdf", "--output", "path.pdf", cwd=folder)
    assert done.returncode == 2
    assert "'pdf' is not one of" in done.stderr


@pytest.mark.parametrize(("more", "count"), [([], 2), (["--edition", "today"], 1)])
def test_anki_gets_a_note_for_each_question_and_no_command(folder: Path, more: list[str], count: int) -> None:
    (folder / "resources.yaml").write_text(ASKED, encoding="utf-8")
    done = pathgen("export", "--format", "anki", *more, cwd=folder)
    lines = done.stdout.splitlines()
    assert lines[:5] == ["#separator:tab", "#html:true", "#deck:Bread: how", "#guid column:1", "#tags column:4"]
    notes = [line.split("\t") for line in lines[5:]]
    question = "Is &lt;b&gt;it&lt;/b&gt; &#34;done&#34;?"
    assert notes[0][1:] == [question, "Yes, &#91;sound:a.mp3] &#92;(x&#92;)", "one"]
    assert [note[2:] for note in notes[1:]] == [["", "one"]] * (count - 1)
    assert len({id_ for id_, *_ in notes}) == count
