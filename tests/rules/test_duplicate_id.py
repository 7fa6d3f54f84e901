from __future__ import annotations

from snippets import diagnose, messages


def test_an_id_used_twice_is_reported_with_both_places() -> None:
    [found] = diagnose(
        "duplicate-id",
        """
        topics:
          - id: basics
            title: Basics
            resources:
              - {id: intro, title: A page, url: "https://example.org/a"}
              - {id: intro, title: Another, url: "https://example.org/b"}
        """,
    )
    assert str(found.span) == "resources.yaml:6:14"
    assert found.message == "the id 'intro' is already used at line 5"
    assert found.help == "write a different id here, or at line 5 if that one is new"
    [(place, word)] = found.related
    assert (str(place), word) == ("resources.yaml:5:14", "first used here")


def test_steps_topics_libraries_entries_and_what_they_were_called_share_their_ids() -> None:
    assert messages(
        "duplicate-id",
        """
        libraries:
          - {id: one, name: One, url: "https://example.org/1", aliases: two}
        preparation: {id: one, title: Preparation}
        steps:
          - {id: two, title: Two}
          - {id: three, title: Three, aliases: [two, one]}
        topics:
          - id: three
            title: Three
            subtopics:
              - {id: one, title: One}
            resources:
              - {id: four, title: Four, url: "https://example.org/4", aliases: one}
        """,
    ) == [
        "3:19 the id 'one' is already used at line 2",
        "5:10 the id 'two' is already used at line 2",
        "6:41 the id 'two' is already used at line 2",
        "6:46 the id 'one' is already used at line 2",
        "8:9 the id 'three' is already used at line 6",
        "11:14 the id 'one' is already used at line 2",
        "13:72 the id 'one' is already used at line 2",
    ]


def test_the_id_of_a_step_or_topic_is_an_alias_where_it_had_another_address() -> None:
    moved = """
        steps: [{id: step, title: Step, aliases: step}]
        topics: [{id: topic, title: Topic, aliases: topic, subtopics: [{id: sub, title: Sub, aliases: sub}]}]
        """
    assert messages("duplicate-id", moved) == []
    library = """
        libraries: [{id: same, name: Library, url: "https://example.org/", aliases: same}]
        """
    assert messages("duplicate-id", library) == ["1:77 the id 'same' is already used at line 1"]


def test_the_first_is_the_first_of_the_file() -> None:
    assert messages(
        "duplicate-id",
        """
        topics: [{id: same, title: Topic}]
        libraries: [{id: same, name: Library, url: "https://example.org/"}]
        steps: [{id: same, title: Step}]
        """,
    ) == ["2:18 the id 'same' is already used at line 1", "3:14 the id 'same' is already used at line 1"]


def test_an_id_derived_from_a_title_is_fixed_by_one_of_its_own() -> None:
    first, second = diagnose(
        "duplicate-id",
        """
        topics:
          - id: basics
            title: Basics
            resources:
              - {title: "Back-propagation", url: "https://example.org/a"}
              - {title: Back propagation!, url: "https://example.org/b"}
              - {id: basics-back-propagation, title: C, url: "https://example.org/c"}
        """,
    )
    assert str(first.span) == "resources.yaml:6:17"
    assert first.message == "the id 'basics-back-propagation', made from the title, is already used at line 5"
    assert first.help == "add an `id` to this entry, or at line 5 if that one is new"
    assert first.related[0][1] == "first made from this title"
    assert second.help == "write a different id here, or at line 5 if that one is new"


def test_concepts_editions_and_tracks_have_ids_of_their_own() -> None:
    same = """
        concepts: [{id: same, title: Concept}]
        editions: [{id: same, title: Edition}]
        tracks: [{id: same, title: Track}]
        steps: [{id: same, title: Step}]
        """
    assert messages("duplicate-id", same) == []


def test_they_clash_among_themselves() -> None:
    assert messages(
        "duplicate-id",
        """
        concepts: [{id: a, title: A}, {id: b, title: B, aliases: a}]
        editions: [{id: a, title: A}, {id: a, title: B}]
        tracks: [{id: a, title: A}, {id: a, title: B}]
        """,
    ) == [
        "1:58 the id 'a' is already used at line 1",
        "2:36 the id 'a' is already used at line 2",
        "3:34 the id 'a' is already used at line 3",
    ]


def test_references_and_equal_titles_in_two_topics_are_no_clash() -> None:
    assert (
        messages(
            "duplicate-id",
            """
            topics:
              - id: one
                title: One
                resources:
                  - {title: A page, url: "https://example.org/a"}
                  - ref: one-a-page
              - id: two
                title: Two
                resources:
                  - {title: A page, url: "https://example.org/b"}
                  - ref: one-a-page
            """,
        )
        == []
    )


def test_two_ids_that_a_number_sign_cuts_off_say_so() -> None:
    text = "topics:\n  - id: part #1\n    title: A\n  - id: {}\n    title: B\n"
    [found] = diagnose("duplicate-id", text.format("part #2"))
    assert found.help.startswith("the id is cut off at the #, which starts a comment; write a different id here")
    [other] = diagnose("duplicate-id", text.format("part # the second"))
    assert other.help == "write a different id here, or at line 2 if that one is new"
