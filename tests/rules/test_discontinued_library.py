from __future__ import annotations

import pytest
from snippets import diagnose, messages

EDITIONS = """
editions: [{id: "2016", title: Then}, {id: today, title: Today, default: yes}]
"""
LIBRARIES = """
tracks: [{id: theano, title: Theano, library: theano}, {id: torch, title: Torch, library: torch}]
libraries:
  - {id: theano, name: Theano, url: "https://theano.example/", status: discontinued 2017, successor: aesara}
  - {id: aesara, name: Aesara, url: "https://aesara.example/", status: archived 2023, successor: [theano, pytensor]}
  - {id: pytensor, name: PyTensor, url: "https://pytensor.example/", status: active 2026}
  - {id: torch, name: Torch, url: "https://torch.example/", status: maintenance}
  - {id: lush, name: Lush, url: "https://lush.example/", status: discontinued}
"""
STEP = """
steps:
  - id: practice
    title: Practice
    resources:
      - {}
"""
TOPIC = STEP.replace("steps", "topics")
INSTEAD = "instead, or move this to an older edition with `editions`"


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{ref: theano, editions: today}", "15:15 'Theano' (discontinued 2017) is recommended here"),
        (
            "{ref: aesara, editions: ['2016', today], role: optional}",
            "15:15 'Aesara' (archived 2023) is recommended here",
        ),
        (
            "{title: A, url: 'https://a.example', track: theano, editions: today}",
            "15:53 'Theano' (discontinued 2017) is the library of the track 'theano', to which this entry belongs",
        ),
        (
            "{title: A, url: 'https://a.example', track: theano}",
            "15:53 'Theano' (discontinued 2017) is the library of the track 'theano', to which this entry belongs",
        ),
    ],
)
def test_what_the_default_edition_recommends_in_a_step_is_to_be_alive(entry: str, expected: str) -> None:
    assert messages("discontinued-library", EDITIONS + LIBRARIES + STEP.replace("{}", entry)) == [expected]


@pytest.mark.parametrize(
    "entry",
    [
        "{ref: theano, editions: '2016'}",
        "{ref: theano, editions: today, role: reference}",
        "{ref: theano}",
        "{ref: torch, editions: today}",
        "{ref: pytensor, editions: today}",
        "{title: A, url: 'https://a.example', track: theano, editions: '2016'}",
        "{title: A, url: 'https://a.example', track: theano, role: reference}",
        "{title: A, url: 'https://a.example', track: torch}",
        "{title: A, url: 'https://a.example', track: unknown}",
    ],
)
def test_history_references_and_living_libraries_are_left_alone(entry: str) -> None:
    assert messages("discontinued-library", EDITIONS + LIBRARIES + STEP.replace("{}", entry)) == []


def test_the_successor_that_lives_is_named() -> None:
    [found] = diagnose(
        "discontinued-library", EDITIONS + LIBRARIES + STEP.replace("{}", "{ref: theano, editions: today}")
    )
    assert found.help == f"list PyTensor (`pytensor`) {INSTEAD}"
    assert [(place.line, place.column, word) for place, word in found.related] == [(5, 72, "its status")]
    [found] = diagnose(
        "discontinued-library", EDITIONS + LIBRARIES + STEP.replace("{}", "{ref: lush, editions: today}")
    )
    assert found.help == f"list a library that is maintained {INSTEAD}"


def test_a_library_to_use_instead_is_named_before_a_successor() -> None:
    libraries = LIBRARIES.replace("successor: aesara", "successor: aesara, use_instead: [lush, torch]")
    [found] = diagnose(
        "discontinued-library", EDITIONS + libraries + STEP.replace("{}", "{ref: theano, editions: today}")
    )
    assert found.help == f"list Torch (`torch`) {INSTEAD}"


def test_a_library_that_names_the_default_edition_itself_is_reported_once() -> None:
    libraries = LIBRARIES.replace("name: Lush,", "name: Lush, editions: ['2016', today],")
    assert messages("discontinued-library", EDITIONS + libraries + STEP.replace("{}", "ref: lush")) == [
        "9:47 'Lush' (discontinued) belongs to the edition 'today'"
    ]


def test_an_edition_that_flows_down_counts() -> None:
    step = STEP.replace("title: Practice", "title: Practice\n    defaults: {track: theano, editions: today}")
    assert messages("discontinued-library", EDITIONS + LIBRARIES + step.replace("{}", "ref: lush")) == [
        "16:14 'Lush' (discontinued) is recommended here"
    ]
    entry = "{title: A page, url: 'https://a.example'}"
    assert messages("discontinued-library", EDITIONS + LIBRARIES + step.replace("{}", entry)) == [
        "16:17 'Theano' (discontinued 2017) is the library of the track 'theano', to which this entry belongs"
    ]


def test_a_topic_is_looked_at_where_it_names_the_edition() -> None:
    tracked = "{title: A, url: 'https://a.example', track: theano%s}"
    assert messages("discontinued-library", EDITIONS + LIBRARIES + TOPIC.replace("{}", tracked % "")) == []
    assert messages(
        "discontinued-library", EDITIONS + LIBRARIES + TOPIC.replace("{}", tracked % ", editions: today")
    ) == ["15:53 'Theano' (discontinued 2017) is the library of the track 'theano', to which this entry belongs"]


def test_without_editions_the_core_of_the_steps_is_looked_at() -> None:
    assert messages("discontinued-library", LIBRARIES + STEP.replace("{}", "ref: theano")) == [
        "13:14 'Theano' (discontinued 2017) is recommended here"
    ]
    assert messages("discontinued-library", LIBRARIES + STEP.replace("{}", "{ref: theano, role: optional}")) == []
    assert messages("discontinued-library", LIBRARIES + TOPIC.replace("{}", "ref: theano")) == []


def test_successors_in_a_circle_end() -> None:
    snippet = """
        libraries:
          - {id: a, name: A, url: "https://a.example", status: archived, successor: b}
          - {id: b, name: B, url: "https://b.example", status: archived, successor: [a, nowhere]}
        steps: [{id: s, title: S, resources: [{ref: a}]}]
        """
    [found] = diagnose("discontinued-library", snippet)
    assert found.help == f"list a library that is maintained {INSTEAD}"
