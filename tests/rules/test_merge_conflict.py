from __future__ import annotations

from pathlib import Path

import pytest
from command import pathgen
from snippets import diagnose, messages

from pathgen.catalogue.load import load, parse
from pathgen.diagnostics import Diagnostic
from pathgen.site.check_project import project_problems

BOTH = "a merge conflict: lines {} to {} have both versions of what two people changed"
LEFT = "a line that git left for a merge conflict is still here"
START = "path: {title: T}\ntopics:\n"
OURS = "  - {id: bread, title: Bread}\n"
THEIRS = "  - {id: cheese, title: Cheese}\n"
OLD = "  - {id: milk, title: Milk}\n"


@pytest.mark.parametrize(
    ("written", "says", "help_"),
    [
        (
            f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}>>>>>>> cheese\n",
            f"3:1 {BOTH.format(3, 7)}",
            "keep what you need of both versions, then delete lines 3, 5 and 7",
        ),
        (
            f"<<<<<<< HEAD\n{OURS}||||||| 1234567\n{OLD}=======\n{THEIRS}>>>>>>> cheese\n",
            f"3:1 {BOTH.format(3, 9)}",
            "then delete lines 3, 5, 7 and 9 and the old version between lines 5 and 7",
        ),
        (f"<<<<<<<\n{OURS}=======\n{THEIRS}>>>>>>>\n", f"3:1 {BOTH.format(3, 7)}", "delete lines 3, 5 and 7"),
        (f"<<< a\n{OURS}===\n{THEIRS}>>> b\n", f"3:1 {BOTH.format(3, 7)}", "delete lines 3, 5 and 7"),
        (f"{'<' * 20} a\n{OURS}{'=' * 20}\n{'>' * 20} b\n", f"3:1 {BOTH.format(3, 6)}", "delete lines 3, 5 and 6"),
        (
            f"  <<<<<<< a\n{OURS}  =======\n{THEIRS}  >>>>>>> b\n",
            f"3:1 {BOTH.format(3, 7)}",
            "delete lines 3, 5 and 7",
        ),
        (
            f"{OURS}=======\n{THEIRS}",
            f"4:1 {LEFT}",
            "delete this line; then check whether anything near it is there twice",
        ),
        (f"{OURS}{THEIRS}>>>>>>> b\n", f"5:1 {LEFT}", "delete this line"),
        (f"<<<<<<< HEAD\n{OURS}", f"3:1 {LEFT}", "delete this line"),
        (f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}", f"3:1 {LEFT}", "delete lines 3, 5; then check"),
        (f"{OURS}||||||| 1234567\n", f"4:1 {LEFT}", "delete this line"),
        (f"<<<<<<< HEAD: bread\n{OURS}=======\n>>>>>>> x: y\n", f"3:1 {BOTH.format(3, 6)}", "lines 3, 5 and 6"),
        (
            f"<<<<<<< a\n{OURS}||||||| b\n<<<<<<<<< c\n{OLD}=========\n>>>>>>>>> d\n=======\n{THEIRS}>>>>>>> e\n",
            f"3:1 {BOTH.format(3, 12)}",
            "delete lines 3, 5, 10 and 12 and the old version between lines 5 and 10",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_git_leaves_is_explained(written: str, says: str, help_: str, end: str) -> None:
    text = (START + written).replace("\n", end)
    found = parse("resources.yaml", text.encode()).diagnostics
    [conflict] = found
    assert f"{conflict.span.location.line}:{conflict.span.location.column} {conflict.message}" == says
    assert help_ in conflict.help


def test_lines_that_git_took_out_of_both_versions_belong_into_each() -> None:
    ours, theirs = "  - id: bread\n    title: Bread\n", "  - id: cheese\n    title: Cheese\n"
    conflict = f"{START}<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> cheese\n"
    [folded] = parse("resources.yaml", f"{conflict}    summary: Food\n".encode()).diagnostics
    assert folded.help.endswith(
        "; both go on in line 10: if you keep both, write the lines from there into the first, too"
    )
    [whole] = parse("resources.yaml", f"{conflict}{OLD}".encode()).diagnostics
    assert whole.help.endswith("then delete lines 3, 6 and 9")


def test_each_conflict_is_reported_and_the_rest_is_checked() -> None:
    conflict = f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}>>>>>>> cheese\n"
    text = f"{START}{conflict}  - {{id: milk, titel: Milk}}\nconcepts:\n{conflict}"
    found = parse("resources.yaml", text.encode()).diagnostics
    assert [(item.code, item.span.location.line) for item in found] == [
        ("merge-conflict", 3),
        ("unknown-field", 8),
        ("merge-conflict", 10),
    ]


def test_its_parts_are_named() -> None:
    [found] = diagnose("merge-conflict", f"{START}<<<<<<< a\n{OURS}=======\n{THEIRS}>>>>>>> b")
    assert [(span.line, words) for span, words in found.related] == [
        (5, "the second version starts here"),
        (7, "the second version ends here"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "topics:\n  - {id: a, title: A, summary: a <<<<<<< b}",
        "topics:\n  - id: a\n    title: A\n    summary: |\n      ===\n      text",
        "topics:\n  - id: a\n    title: A\n    summary: >\n      text\n      ====",
        "# =======\ntopics: []",
    ],
)
def test_a_text_with_such_signs_is_not_a_conflict(text: str) -> None:
    assert messages("merge-conflict", text) == []


def conflict_in(ours: str, theirs: str, old: str = "") -> str:
    between = f"||||||| 1234567\n{old}" if old else ""
    return f"<<<<<<< HEAD\n{ours}{between}=======\n{theirs}>>>>>>> cheese\n"


CONFLICT = conflict_in("Flour\n", "Milk\n")
SHOWN = f"```text\n{CONFLICT}```\n"
"""A page about git shows a conflict."""


@pytest.mark.parametrize(
    ("written", "says", "help_"),
    [
        (conflict_in("Flour\n", "Milk\n"), f"1 {BOTH.format(1, 5)}", "then delete lines 1, 3 and 5"),
        (f"Bread\n\n{CONFLICT}", f"3 {BOTH.format(3, 7)}", "then delete lines 3, 5 and 7"),
        (conflict_in("Flour\n", "Milk\n", "Rye\n"), f"1 {BOTH.format(1, 7)}", "the old version between lines 3 and 5"),
        (conflict_in("```sh\nls\n", "```sh\ncd\n"), f"1 {BOTH.format(1, 7)}", "then delete lines 1, 4 and 7"),
        (conflict_in("Flours\n=======\nRye\n", "Milk\n"), f"1 {BOTH.format(1, 7)}", "then delete lines 1, 5 and 7"),
        (f"{SHOWN}{CONFLICT}", f"8 {BOTH.format(8, 12)}", "delete lines 8, 10 and 12"),
        (f"~~~\n```\n~~~\n{CONFLICT}", f"4 {BOTH.format(4, 8)}", "delete lines 4, 6 and 8"),
        ("Flour\n<<<<<<< HEAD\nMilk\n=======\n", f"2 {LEFT}", "delete this line"),
        ("Flour\n>>>>>>> cheese\nMilk\n", f"2 {LEFT}", "delete this line"),
    ],
)
@pytest.mark.parametrize("page", ["index.md", "steps/bread.md", "notes/deep/draft.md"])
def test_prose_has_conflicts_too(tmp_path: Path, page: str, written: str, says: str, help_: str) -> None:
    (tmp_path / "resources.yaml").write_text("path: {title: T}\nsteps: [{id: bread, title: Bread}]\n", "utf-8")
    (tmp_path / "content" / page).parent.mkdir(parents=True, exist_ok=True)
    for end in ("\n", "\r\n"):
        (tmp_path / "content" / page).write_bytes(written.replace("\n", end).encode())
        [found] = [found for found in problems_in(tmp_path) if found.code == "merge-conflict"]
        assert found.span.file == str(tmp_path / "content" / page)
        assert f"{found.span.line} {found.message}" == says
        assert help_ in found.help


def problems_in(project: Path) -> list[Diagnostic]:
    catalogue = project / "resources.yaml"
    return [*project_problems(catalogue, load(catalogue))]


@pytest.mark.parametrize(
    "written",
    [
        SHOWN,
        SHOWN.replace("```", "~~~~"),
        "Bread\n=======\n\nFlour\n\nRecipes\n=======\n",
        "A quote:\n\n> > > > > > > deep\n",
        "Indented:\n\n    <<<<<<< HEAD\n    =======\n    >>>>>>> b\n",
        "The signs <<<<<<< and >>>>>>> in a line.\n",
        "| a |\n|---|\n| b |\n",
    ],
)
def test_prose_may_show_a_conflict_and_underline_headings(tmp_path: Path, written: str) -> None:
    (tmp_path / "resources.yaml").write_text("path: {title: T}\n", "utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text(written, "utf-8")
    assert [found.message for found in problems_in(tmp_path) if found.code == "merge-conflict"] == []


def test_the_command_reports_conflicts_of_the_catalogue_its_parts_and_its_prose(tmp_path: Path) -> None:
    conflict = f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}>>>>>>> cheese\n"
    (tmp_path / "resources.yaml").write_text("path: {title: T}\ninclude: more.yaml\n", "utf-8")
    (tmp_path / "more.yaml").write_text(f"topics:\n{conflict}", "utf-8")
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "index.md").write_text(f"Hello\n\n{CONFLICT}", "utf-8")
    done = pathgen("validate", cwd=tmp_path)
    assert done.returncode == 1
    assert "more.yaml:2:1: error[merge-conflict]" in done.stdout
    assert "content/index.md:3:1: error[merge-conflict]" in done.stdout.replace("\\", "/")
    (tmp_path / "more.yaml").write_text(f"topics:\n{OURS}", "utf-8")
    refused = pathgen("render", cwd=tmp_path)
    assert refused.returncode == 2
    assert "content/index.md:3: a merge conflict: lines 3 to 7" in refused.stderr
    assert [*(tmp_path / "build").rglob("index.md")] == []
