from __future__ import annotations

from snippets import diagnose, messages


def test_the_second_is_reported_with_the_first() -> None:
    [found] = diagnose(
        "duplicate-key",
        """
        topics:
          - id: basics
            title: Basics
            resources: []
            title: The basics
        """,
    )
    assert (found.span.line, found.span.column) == (5, 5)
    assert found.message == "the key `title` is already used at line 3"
    assert found.help == "keep one of the two: only the first is used"
    assert [(place.line, word) for place, word in found.related] == [(3, "first used here")]


def test_lists_and_mappings_count_too() -> None:
    assert messages("duplicate-key", "topics: []\nsteps: []\ntopics: {}\n") == [
        "3:1 the key `topics` is already used at line 1"
    ]


def test_the_same_key_in_two_places_is_fine() -> None:
    assert messages("duplicate-key", "topics: [{id: a, title: A}, {id: b, title: B}]") == []


def test_a_setting_turns_it_down_and_off() -> None:
    twice = "topics: []\ntopics: []\n"
    [found] = diagnose("duplicate-key", twice + "rules: {duplicate-key: warning}")
    assert found.severity == "warning"
    assert diagnose("duplicate-key", twice + "rules: {duplicate-key: off}") == []
