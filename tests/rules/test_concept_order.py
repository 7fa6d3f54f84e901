from __future__ import annotations

import pytest
from snippets import diagnose, messages

STEPS = """
steps:
  - id: first
    title: First
  - id: second
    title: Second
"""


def test_a_concept_of_an_earlier_step_than_one_it_requires_is_reported() -> None:
    [found] = diagnose(
        "concept-order",
        """
        concepts:
          - {id: chain-rule, title: Chain rule, step: first, requires: [x, {id: derivative, because: of it}]}
          - {id: derivative, title: Derivative, step: second}
        steps:
          - {id: first, title: First}
          - {id: second, title: The second step}
        """,
    )
    assert (found.span.line, found.span.column) == (2, 73)
    assert found.message == "'chain-rule' requires 'derivative', which comes later, in the step 'The second step'"
    assert found.help == "move derivative to an earlier step or chain-rule to a later one, or delete the requirement"
    assert [(str(place), word) for place, word in found.related] == [
        ("resources.yaml:2:47", "chain-rule comes here"),
        ("resources.yaml:3:47", "derivative comes here"),
    ]


@pytest.mark.parametrize(
    ("chain_rule", "derivative"),
    [("first", "first"), ("second", "first"), ("first", "before"), ("elsewhere", "second")],
)
def test_steps_in_order_and_unknown_steps_are_left_alone(chain_rule: str, derivative: str) -> None:
    concepts = f"""
concepts:
  - {{id: chain-rule, title: Chain rule, step: {chain_rule}, requires: derivative}}
  - {{id: derivative, title: Derivative, step: {derivative}}}
preparation: {{id: before, title: Before}}
"""
    assert messages("concept-order", STEPS + concepts) == []


TAUGHT = """
concepts:
  - {id: chain-rule, title: Chain rule, requires: derivative}
  - {id: derivative, title: Derivative}
steps:
  - id: first
    title: First
    resources:
      - {id: a, title: A, url: "https://example.org/a", teaches: chain-rule}
  - id: second
    title: Second
    resources:
      - {id: b, title: B, url: "https://example.org/b", teaches: [derivative, chain-rule]}
"""


def test_without_a_step_of_its_own_a_concept_comes_where_it_is_first_taught() -> None:
    [found] = diagnose("concept-order", TAUGHT)
    assert (found.span.line, found.span.column) == (2, 51)
    assert found.message == "'chain-rule' requires 'derivative', which comes later, in the step 'Second'"
    assert [place.line for place, _ in found.related] == [8, 12]


def test_a_step_of_its_own_counts_more_than_where_it_is_taught() -> None:
    assert messages("concept-order", TAUGHT.replace("title: Chain rule,", "title: Chain rule, step: second,")) == []


def test_a_concept_of_an_unknown_step_has_no_place() -> None:
    assert messages("concept-order", TAUGHT.replace("title: Chain rule,", "title: Chain rule, step: elsewhere,")) == []


def test_only_the_entries_of_the_step_are_compared() -> None:
    snippet = """
        concepts:
          - {id: chain-rule, title: Chain rule, step: second, requires: derivative}
          - {id: derivative, title: Derivative, step: second}
        steps:
          - id: first
            title: First
            resources:
              - {id: a, title: A, url: "https://example.org/a", teaches: chain-rule}
          - id: second
            title: Second
            resources:
              - {title: B, url: "https://example.org/b"}
              - {title: C, url: "https://example.org/c", teaches: derivative}
              - {ref: a, teaches: chain-rule}
        """
    assert messages("concept-order", snippet) == []


def test_a_reference_that_teaches_counts() -> None:
    preparation = "preparation: {id: before, title: Before, resources: [{ref: b, teaches: derivative}]}"
    assert messages("concept-order", TAUGHT + preparation) == []


def test_topics_are_no_part_of_the_order() -> None:
    assert messages("concept-order", TAUGHT.replace("steps:", "topics:")) == []


def test_what_is_taught_nowhere_has_no_place() -> None:
    assert messages("concept-order", TAUGHT.replace("[derivative, chain-rule]", "chain-rule")) == []


WITHIN = """
concepts:
  - {{id: chain-rule, title: Chain rule, requires: derivative}}
  - {{id: derivative, title: Derivative}}
editions: [{{id: today, title: Today}}, {{id: "2016", title: Then}}]
steps:
  - id: first
    title: First
    resources:
      - {{title: A, url: "https://example.org/a", teaches: {}}}
      - {{title: B, url: "https://example.org/b", teaches: {}}}
      - {{title: C, url: "https://example.org/c", teaches: {}}}
"""


@pytest.mark.parametrize(
    ("a", "b", "c", "edition"),
    [
        ("chain-rule", "derivative", "x", "today"),
        ("chain-rule", "x", "derivative", "today"),
        ("chain-rule", "derivative, editions: '2016'", "x", "2016"),
        ("chain-rule", "derivative, editions: '2016'", "derivative, editions: today", "today"),
        ("[chain-rule], editions: '2016'", "derivative", "chain-rule", "2016"),
        ("chain-rule, editions: today", "derivative, editions: '2016'", "derivative, editions: today", "today"),
    ],
)
def test_entries_of_a_step_are_compared_edition_by_edition(a: str, b: str, c: str, edition: str) -> None:
    [found] = diagnose("concept-order", WITHIN.format(a, b, c))
    assert (found.span.line, found.span.column) == (2, 51)
    assert found.message == f"'chain-rule' requires 'derivative', which is taught after it in the edition {edition!r}"
    assert found.help == "list the entry that teaches derivative before 'A', or delete the requirement"
    assert found.related[0][0].line == 9


@pytest.mark.parametrize(
    ("a", "b", "c"),
    [
        ("derivative", "chain-rule", "derivative"),
        ("[chain-rule, derivative]", "x", "x"),
        ("chain-rule, editions: '2016'", "derivative, editions: today", "x"),
        ("chain-rule, editions: '2016'", "derivative, editions: today", "chain-rule"),
        ("chain-rule", "x", "x"),
    ],
)
def test_entries_in_order_and_of_different_editions_are_left_alone(a: str, b: str, c: str) -> None:
    assert messages("concept-order", WITHIN.format(a, b, c)) == []


def test_without_editions_there_is_one_order() -> None:
    snippet = WITHIN.format("chain-rule", "derivative", "x").replace("editions:", "tracks:")
    assert messages("concept-order", snippet) == ["2:51 'chain-rule' requires 'derivative', which is taught after it"]
