from __future__ import annotations

import pytest
from snippets import diagnose, messages

KNOWN = """
editions:
  - {id: today, title: Today}
tracks:
  - {id: pytorch, title: PyTorch, library: pytorch}
concepts:
  - {id: derivative, title: Derivative, aliases: differentiation}
libraries:
  - {id: pytorch, name: PyTorch, url: "https://pytorch.example/"}
steps:
  - id: first
    title: First
    aliases: beginning
    resources:
      - {id: intro, title: Intro, url: "https://example.org/a", aliases: [introduction]}
      - {title: A page, url: "https://example.org/b"}
"""


@pytest.mark.parametrize(
    ("written", "expected", "help_"),
    [
        (
            "topics: [{id: t, title: T, resources: [{ref: intor}]}]",
            "16:46 there is no entry or library 'intor'",
            "did you mean `intro`?",
        ),
        (
            "topics: [{id: t, title: T, resources: [{ref: introduction}]}]",
            "16:46 the entry or library 'introduction' has a new id",
            "write intro",
        ),
        (
            "topics: [{id: t, title: T, resources: [{ref: xyz}]}]",
            "16:46 there is no entry or library 'xyz'",
            "the catalogue has pytorch, introduction, intro, first-a-page",
        ),
        (
            'topics: [{id: t, title: T, resources: [{title: A, url: "https://a.example", replaced_by: first-a-pag}]}]',
            "16:90 there is no entry or library 'first-a-pag'",
            "did you mean `first-a-page`?",
        ),
        (
            'topics: [{id: t, title: T, resources: [{title: A, url: "https://a.example", track: torch}]}]',
            "16:84 there is no track 'torch'",
            "did you mean `pytorch`?",
        ),
        (
            'topics: [{id: t, title: T, resources: [{title: A, url: "https://a.example", editions: [today, x]}]}]',
            "16:95 there is no edition 'x'",
            "the catalogue has today",
        ),
        (
            "topics: [{id: t, title: T, resources: [{ref: intro, teaches: [derivative, intro]}]}]",
            "16:75 there is no concept 'intro'",
            "intro exists, but as something else: entry or library",
        ),
        (
            "topics: [{id: t, title: T, resources: [{ref: intro, teaches: differentiation}]}]",
            "16:62 the concept 'differentiation' has a new id",
            "write derivative",
        ),
        (
            "topics: [{id: t, title: T, defaults: {editions: yesterday}}]",
            "16:49 there is no edition 'yesterday'",
            "the catalogue has today",
        ),
        (
            "topics: [{id: t, title: T, subtopics: [{id: u, title: U, defaults: {track: theano}}]}]",
            "16:76 there is no track 'theano'",
            "the catalogue has pytorch",
        ),
        (
            "topics: [{id: t, title: T, prose: topics/x.md}]",
            "16:35 there is no page below content/ 'topics/x.md'",
            "did you mean `topics/t.md`?",
        ),
        (
            "topics: [{id: t, title: T, prose: ../content/topics/t.md}]",
            "16:35 there is no page below content/ '../content/topics/t.md'",
            "did you mean `topics/t.md`?",
        ),
        (
            "preparation: {id: p, title: P, goals: [Knead, {text: Bake, editions: past}]}",
            "16:70 there is no edition 'past'",
            "the catalogue has today",
        ),
        (
            "preparation: {id: p, title: P, self_check: [{question: Why?, see: [intro, intor]}]}",
            "16:75 there is no entry or library 'intor'",
            "did you mean `intro`?",
        ),
        (
            "preparation: {id: p, title: P, self_check: [{question: Why?, editions: past}]}",
            "16:72 there is no edition 'past'",
            "the catalogue has today",
        ),
        ("rules: {bad-ulr: off}", "16:9 there is no rule 'bad-ulr'", "did you mean `bad-url`?"),
        ("rules: {nonsense: off}", "16:9 there is no rule 'nonsense'", "`pathgen rules` lists the rules"),
    ],
)
def test_what_leads_nowhere_is_reported_with_what_may_be_meant(written: str, expected: str, help_: str) -> None:
    [found] = diagnose("dangling-reference", KNOWN + written.replace("\n", ""), prose=("topics/t.md",))
    assert (f"{found.span.line - 1}:{found.span.column} {found.message}", found.help) == (
        expected.replace("16:", "15:"),
        help_,
    )


def test_names_outside_the_lists_are_looked_up_too() -> None:
    assert messages(
        "dangling-reference",
        """
        path: {title: My path, defaults: {track: a, editions: b}}
        tracks:
          - {id: c, title: C, library: d}
        concepts:
          - {id: e, title: E, step: f, requires: g}
          - {id: h, title: H, requires: [i, {id: j, because: of it}]}
        libraries:
          - {id: k, name: K, url: "https://example.org/", parent: l, successor: m, use_instead: t, editions: n}
        preparation: {id: o, title: O, defaults: {track: p}}
        steps: [{id: q, title: Q, defaults: {editions: [r]}, resources: [{ref: s}]}]
        """,
    ) == [
        "1:42 there is no track 'a'",
        "1:55 there is no edition 'b'",
        "3:32 there is no library 'd'",
        "5:29 there is no step 'f'",
        "5:42 there is no concept 'g'",
        "6:34 there is no concept 'i'",
        "6:42 there is no concept 'j'",
        "8:59 there is no library 'l'",
        "8:73 there is no library 'm'",
        "8:89 there is no library 't'",
        "8:102 there is no edition 'n'",
        "9:50 there is no track 'p'",
        "10:49 there is no edition 'r'",
        "10:72 there is no entry or library 's'",
    ]


def test_what_is_there_is_found() -> None:
    snippet = (
        KNOWN
        + """
preparation:
  id: before
  title: Before
  prose: steps/before.md
  defaults: {track: pytorch, editions: today}
  resources:
    - {ref: pytorch, teaches: derivative}
    - ref: first-a-page
    - {title: B, url: "https://example.org/c", replaced_by: pytorch}
    - {title: C, url: "https://example.org/d", replaced_by: intro}
topics: []
rules: {dangling-reference: error, unknown-field: warning}
"""
    )
    assert messages("dangling-reference", snippet, prose=("steps/before.md",)) == []


def test_a_concept_may_belong_to_the_preparation() -> None:
    snippet = "preparation: {id: before, title: Before}\nconcepts: [{id: a, title: A, step: before}]"
    assert messages("dangling-reference", snippet) == []


def test_a_field_without_a_value_is_reported_once_and_by_another_rule() -> None:
    snippet = (
        "steps: [{id: a, title: A, resources: [{ref: }]}]\nconcepts: [{id: a, title: A, requires: [{because: b}]}]"
    )
    assert messages("dangling-reference", snippet) == []
    assert len(messages("missing-value", snippet)) == len(messages("missing-field", snippet)) == 1


def test_a_rule_that_nothing_can_be_read_past_cannot_be_set() -> None:
    assert messages("bad-value", "rules:\n  yaml-syntax: off") == [
        "2:3 the rule 'yaml-syntax' cannot be set, as nothing can be read past it"
    ]


def test_thousands_of_misspelt_ids_are_reported_in_good_time() -> None:
    entries = "\n".join(f"      - {{id: entry-{n}, title: T, url: 'https://example.org/{n}'}}" for n in range(900))
    references = "\n".join(f"      - ref: entrie-{n}" for n in range(900))
    found = diagnose("dangling-reference", f"topics:\n  - id: t\n    title: T\n    resources:\n{entries}\n{references}")
    assert len(found) == 900
    assert found[0].help == "did you mean `entry-0`?"
    assert found[-1].help == "add it, or correct `ref` here"
