from __future__ import annotations

import pytest
from snippets import diagnose

PATH = """\
steps:
  - {id: dough, title: Dough}
  - {id: bake, title: Bake, aliases: oven}
  - {id: eat, title: Eat, prose: meals.md}
topics:
  - {id: rye, title: Rye, subtopics: [{id: dark, title: Dark}]}
"""


@pytest.mark.parametrize(
    ("page", "help_"),
    [
        (
            "steps/dought.md",
            "did you mean `content/steps/dough.md`? Rename it, or write `prose: steps/dought.md` in that step",
        ),
        ("steps/zzz.md", "name it after the id of its step, or write `prose: steps/zzz.md` there"),
        ("steps/eat.md", "name it after the id of its step, or write `prose: steps/eat.md` there"),
        ("topics/dark.md", "'dark' is a subtopic: write its text in the page of its topic"),
    ],
)  # fmt: skip
def test_a_page_that_nothing_uses_is_found_with_what_it_may_belong_to(page: str, help_: str) -> None:
    [found] = diagnose("unused-prose", PATH, (page, "meals.md", "about.md"))
    assert (found.span.location.file, found.span.line) == (f"content/{page}", 1)
    assert found.message == f"no {page.partition('s/')[0]} uses this page, so no reader sees it"
    assert found.help == help_


def test_pages_of_ids_of_former_ids_and_elsewhere_are_used() -> None:
    used = ("steps/dough.md", "steps/oven.md", "topics/rye.md", "meals.md", "about.md", "notes/steps/a.md")
    assert diagnose("unused-prose", PATH, used) == []


def test_the_page_of_a_former_id_is_left_behind_once_there_is_one_of_the_id() -> None:
    [found] = diagnose("unused-prose", PATH, ("steps/bake.md", "steps/oven.md", "meals.md"))
    assert found.span.location.file == "content/steps/oven.md"
