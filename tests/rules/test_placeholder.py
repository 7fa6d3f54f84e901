from __future__ import annotations

from pathlib import Path

import pytest
from snippets import messages

from pathgen.catalogue.load import load
from pathgen.scaffold.project import create, new_project
from pathgen.site.check_project import project_problems

STEP = """
path: {{title: Bread, summary: "{}"}}
steps:
  - id: dough
    title: Dough
    goals: [Bake, "{}"]
    resources: [{{title: "{}", url: "https://example.org/a", why: "{}"}}]
"""
OF_STARTER = (
    "What a reader can do at the end, in one sentence.",
    "Explain to someone else what it is about",
    "An example to try",
    "What readers get from it here, in your own words.",
)


def test_a_text_of_the_starter_is_reported_once_for_each_part() -> None:
    assert messages("placeholder", STEP.format(*OF_STARTER)) == [
        "1:31 the text of the starter is still here: `summary`",
        "5:12 the text of the starter is still here: `goals`",
        "6:25 the text of the starter is still here: `title`, `why`",
    ]


def test_texts_that_somebody_wrote_are_not() -> None:
    assert not messages(
        "placeholder", STEP.format("Bake a loaf.", "Explain what it is", "Further reading", "It tells.")
    )


@pytest.mark.parametrize(("setting", "expected"), [("warning", ["index.md", "first-step.md"]), ("off", [])])
def test_a_page_of_the_starter_is_reported_as_the_catalogue_sets_it(
    tmp_path: Path, setting: str, expected: list[str]
) -> None:
    create(tmp_path / "new", new_project("Bread", "en"))
    file = tmp_path / "new" / "resources.yaml"
    file.write_text(f"rules: {{placeholder: {setting}}}\n{file.read_text('utf-8')}", "utf-8")
    found = project_problems(file, load(file))
    assert [Path(problem.span.file).name for problem in found if problem.code == "placeholder"] == expected
