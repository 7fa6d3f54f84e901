from __future__ import annotations

import pytest
from snippets import diagnose, messages

CATALOGUE = """\
editions: [{{id: new, title: New}}, {{id: old, title: Old}}]
concepts:
  - {{id: before, title: Before{home}}}
  - {{id: after, title: After, requires: before}}
preparation:
  id: start
  title: Start
  resources:
    - {{title: Zero, url: "https://example.org/0"{zero}}}
steps:
  - id: first
    title: First
    resources:
      - {{title: One, url: "https://example.org/1"{first}}}
      - {{title: Two, url: "https://example.org/2", teaches: after}}
topics:
  - {{id: t, title: T, resources: [{{title: Three, url: "https://example.org/3"{three}}}]}}
"""
TEACHES = ", teaches: before"
UNMET = "4:41 'after' requires 'before', which no essential entry teaches in the edition"


def found(home: str = "", zero: str = "", first: str = "", three: str = "") -> list[str]:
    return messages("untaught-concept", CATALOGUE.format(home=home, zero=zero, first=first, three=three))


def test_a_concept_that_nothing_teaches_is_reported_once() -> None:
    assert found() == ["3:10 no entry teaches 'before'"]
    [problem] = diagnose("untaught-concept", CATALOGUE.format(home="", zero="", first="", three=""))
    assert (problem.help, problem.severity) == ("write `teaches: before` for an entry that teaches it", "warning")


@pytest.mark.parametrize(
    ("first", "editions"),
    [
        (f"{TEACHES}, role: optional", "s 'new' and 'old'"),
        (f"{TEACHES}, role: alternative", "s 'new' and 'old'"),
        (f"{TEACHES}, editions: new", " 'old'"),
        (f"{TEACHES}, editions: old", " 'new'"),
    ],
)
def test_a_requirement_that_no_essential_meets_is_reported_with_the_editions(first: str, editions: str) -> None:
    assert found(first=first) == [UNMET + editions]


def test_a_topic_is_not_on_the_way_of_a_reader() -> None:
    assert found(three=TEACHES) == [f"{UNMET}s 'new' and 'old'"]


def test_what_an_essential_or_the_preparation_teaches_is_known() -> None:
    assert found(first=TEACHES) == []
    assert found(zero=f"{TEACHES}, role: optional") == []
    assert found(home=", step: start", three=TEACHES) == []
    assert found(zero=f"{TEACHES}, editions: old", first=f"{TEACHES}, editions: new") == []


def test_what_only_an_optional_entry_builds_on_is_not_needed() -> None:
    text = CATALOGUE.format(home="", zero="", first=f"{TEACHES}, role: optional", three="")
    assert diagnose("untaught-concept", text.replace("teaches: after", "teaches: after, role: optional")) == []


def test_without_editions_there_is_one_reader() -> None:
    text = CATALOGUE.format(home="", zero="", first=f"{TEACHES}, role: optional", three="")
    [problem] = diagnose("untaught-concept", text.partition("\n")[2])
    assert problem.message == "'after' requires 'before', which no essential entry teaches"
    assert [span.line for span, _ in problem.related] == [14]


def test_it_waits_until_every_file_can_be_read() -> None:
    text = CATALOGUE.format(home="", zero="", first="", three="")
    assert diagnose("untaught-concept", f"include: nowhere.yaml\n{text}") == []
