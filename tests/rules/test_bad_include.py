"""What a catalogue cannot include, each reported at its place."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pathgen import load
from pathgen.catalogue import includes
from pathgen.diagnostics import Diagnostic

STEP = "steps:\n  - {id: one, title: One}\n"


def problems(folder: Path, patterns: str, **files: str | bytes) -> list[Diagnostic]:
    """Write a catalogue that includes something, and files beside it (``a__b`` for ``a/b.yaml``), and read it.

    That a step or topic of them has no entries yet is left out.
    """
    main = folder / "resources.yaml"
    main.write_text(f"path: {{title: My path}}\ninclude: {patterns}\n", encoding="utf-8")
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [problem for problem in load(main).diagnostics if problem.code != "empty-section"]


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("../*.yaml", "leads out of the folder"),
        ("steps/../../x.yaml", "leads out of the folder"),
        ("/etc/passwd", "is a place of one machine"),
        ("~/x.yaml", "is a place of one machine"),
        ("C:/x.yaml", "is a place of one machine"),
        ("steps\\x.yaml", "has a backslash"),
        ("**/*.yaml", "looks through all folders"),
        (".", "names no file"),
        ("*/" * 200 + "x.yaml", "goes through more than 20 folders"),
        ("*/" * 19 + "x.yaml", "no file is called"),
        ("nothing/*.yaml", "no file is called"),
        ("[", "no file is called"),
    ],
)
def test_a_pattern_stays_in_the_folder_and_leads_somewhere(tmp_path: Path, pattern: str, says: str) -> None:
    (tmp_path / "x.yaml").write_text(STEP, encoding="utf-8")
    project = tmp_path / "project"
    project.mkdir()
    [found] = problems(project, f"'{pattern}'")
    assert (found.code, found.span.line, found.span.column) == ("bad-include", 2, 10)
    assert says in found.message
    assert found.help


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right that few have there")
def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "outside.yaml").write_text(STEP, encoding="utf-8")
    (project / "file.yaml").symlink_to(tmp_path / "outside.yaml")
    (project / "folder").symlink_to(tmp_path)
    found = problems(project, "[file.yaml, folder/outside.yaml]")
    assert ["is a link that leads out" in problem.message for problem in found] == [True, True]
    (project / "loop.yaml").symlink_to("loop.yaml")
    [found_loop] = problems(project, "loop.yaml")
    assert found_loop.code == "bad-include"


def test_a_file_is_included_once(tmp_path: Path) -> None:
    [found] = problems(tmp_path, "[a.yaml, '*.yaml']", a=STEP)[:1]
    assert found.message == "'a.yaml' is included twice: it is named by 'a.yaml'"
    assert found.span.column == 19


def test_a_catalogue_does_not_include_itself(tmp_path: Path) -> None:
    [found] = problems(tmp_path, "'*.yaml'")
    assert found.message == "'resources.yaml' is included twice: it is the catalogue itself"


@pytest.mark.parametrize("key", ["include", "rules"])
def test_what_speaks_of_the_whole_stands_in_its_own_file(tmp_path: Path, key: str) -> None:
    [found] = problems(tmp_path, "a.yaml", a=f"{STEP}{key}: {{title: x}}\n")
    assert (found.code, Path(found.span.file).name, found.span.line) == ("bad-include", "a.yaml", 3)
    assert found.message == f"`{key}` is not allowed in an included file"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (b"steps: []\ntopicz: []\n", "unknown-field", 2),
        (b"steps:\n", "missing-value", 1),
        (b"steps: 5\n", "bad-value", 1),
        (b"steps: {id: one, title: One}\n", "bad-value", 1),
        (b"- a\n", "not-a-catalogue", 1),
        (b"", "not-a-catalogue", 1),
        (b"steps:\n  - {id: one, title: \xff}\n", "encoding", 2),
        (b"steps:\n  - {id: one, title: One\n", "yaml-syntax", 2),
        (b"steps:\n  - 5\n", "bad-value", 2),
        (b"steps:\n  - {id: one}\n", "missing-field", 2),
        (b"preparation: {id: one}\n", "missing-field", 1),
        (b"topics: [{id: t, title: T, resources: [{id: e, title: E, url: no}]}]\n", "bad-url", 1),
    ],
)
def test_what_is_wrong_in_an_included_file_is_reported_there(tmp_path: Path, text: bytes, code: str, line: int) -> None:
    found = problems(tmp_path, "a.yaml", a=text)
    assert [(problem.code, Path(problem.span.file).name, problem.span.line) for problem in found] == [
        (code, "a.yaml", line)
    ]
    assert found[0].help


def test_what_needs_a_name_gets_another_in_each_file(tmp_path: Path) -> None:
    bad = "topics:\n  - {id: X, title: T}\n"
    found = problems(tmp_path, "[a.yaml, b.yaml]", a=bad, b=bad)
    assert [(problem.code, Path(problem.span.file).name) for problem in found] == [
        ("bad-value", "a.yaml"),
        ("bad-value", "b.yaml"),
    ]


def test_preparation_is_one(tmp_path: Path) -> None:
    preparation = "preparation: {id: %s, title: Before}\n"
    [found] = problems(tmp_path, "[a.yaml, b.yaml]", a=preparation % "one", b=preparation % "two")
    assert found.code == "duplicate-key"
    assert found.message.startswith("the key `preparation` is already used at line 1 of ")


def test_the_files_are_limited_in_number_size_and_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(includes, "MAX_FILES", 1)
    [found] = problems(tmp_path, "[a.yaml, b.yaml]", a=STEP, b=STEP.replace("one", "two"))
    assert (found.code, found.message) == ("too-large", "the catalogue has more than 1 files")
    monkeypatch.setattr(includes, "MAX_FILES", 10)
    monkeypatch.setattr(includes, "MAX_VALUES", 8)
    [found] = problems(tmp_path, "[a.yaml, b.yaml]")
    assert found.message == "the included files contain more than 8 values"
    monkeypatch.setattr(includes, "MAX_BYTES", 50)
    [found] = problems(tmp_path, "[a.yaml, b.yaml]")
    assert found.message.startswith("the included files are larger than")
