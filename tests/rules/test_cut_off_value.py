from __future__ import annotations

import pytest
from snippets import diagnose

from pathgen.catalogue.field_order import field_order
from pathgen.yamldoc.format import formatted

BEFORE = """\
topics:
  - id: basics
    title: Basics
    resources:
      - url: https://example.org/a#b
"""
AS_COMMENT = "; if it is a comment, put a space after the #"


@pytest.mark.parametrize(
    ("lines", "at", "lost", "whole"),
    [
        ("        title: Lecture #1 of two", (6, 24), "#1 of two", "Lecture #1 of two"),
        ("        title: Lecture   ##1", (6, 26), "##1", "Lecture ##1"),
        ("        title: Colours such as #fff", (6, 32), "#fff", "Colours such as #fff"),
        ("        title: Lecture #1 of two # and a note", (6, 24), "#1 of two", "Lecture #1 of two"),
        ('        title: The "best" #1', (6, 27), "#1", 'The \\"best\\" #1'),
        ("        title: A\n        why: It goes\n          on with #2", (8, 19), "#2", "It goes on with #2"),
        ("        title: A\n        creators:\n          - Ada #1", (8, 17), "#1", "Ada #1"),
    ],
)
def test_text_that_is_taken_for_a_comment_is_reported_where_it_starts(
    lines: str, at: tuple[int, int], lost: str, whole: str
) -> None:
    for end in ("\n", "\r\n"):
        [found] = diagnose("cut-off-value", (BEFORE + lines + "\n").replace("\n", end))
        assert (found.span.line, found.span.column, found.severity) == (*at, "warning")
        assert found.message == f"the value ends before '{lost}', which is read as a comment"
        assert found.help == f'write "{whole}"{AS_COMMENT}'


@pytest.mark.parametrize(
    ("title", "column", "lost", "whole"),
    [('"Good"# and short', 22, "# and short", "Good # and short"), ("'Good'#1", 22, "#1", "Good #1")],
)
def test_a_comment_behind_a_quote_without_a_space_is_reported(title: str, column: int, lost: str, whole: str) -> None:
    text = f"{BEFORE}        title: {title}\n"
    [found] = diagnose("cut-off-value", text)
    assert (found.span.line, found.span.column) == (6, column)
    assert found.message == f"the value ends before '{lost}', which is read as a comment"
    assert found.help == f'write "{whole}"; if it is a comment, put a space before the #'
    assert title.encode() in formatted("a.yaml", text.encode(), field_order)


def test_inside_brackets_it_is_not_clear_how_far_the_value_goes() -> None:
    [found] = diagnose("cut-off-value", BEFORE + "        title: A\n        creators: [Ada #1, Bob\n          ]\n")
    assert found.help == f"put the whole value in quotes, with the text after the #{AS_COMMENT}"


@pytest.mark.parametrize(
    "lines",
    [
        "        title: A # a note",
        "        title: A  #",
        "        title: A  ####",
        "        title: A  #### a part ####",
        '        title: "Lecture #1 of two"',
        "        title: 'Lecture #1 of two'  # see #2",
        "        title: C#1",
        '        title: "#hashtag"',
        "        title: A\n        #why: switched off",
        "        title: A\n        why: |\n          Text #1\n          #2",
        "        title: A\n        why: >-\n          Text #1\n          #2",
        "        title: A\n        creators: [Ada, Bob] #todo",
        "        title: A\n        creators: #todo\n          - Ada",
    ],
)
def test_a_comment_and_a_hash_inside_a_value_are_not(lines: str) -> None:
    assert diagnose("cut-off-value", BEFORE + lines + "\n") == []


def test_a_value_that_is_all_cut_off_is_missing_and_says_so() -> None:
    text = BEFORE + "        title: #1 of two\n"
    assert diagnose("cut-off-value", text) == []
    [found] = diagnose("missing-value", text)
    assert (found.span.line, found.help) == (6, f'write "#1 of two"{AS_COMMENT}')


def test_two_titles_that_are_alike_because_they_are_cut_off_say_so() -> None:
    text = """
        topics:
          - id: basics
            title: Basics
            resources:
              - {title: A, url: "https://example.org/a"}
              - title: Lecture #1 of two
                url: https://example.org/1
              - title: Lecture #2 of two
                url: https://example.org/2
              - title: "A"
                url: https://example.org/b
    """
    cut, whole = diagnose("duplicate-id", text)
    assert cut.help == f'the title is cut off at the #; write "Lecture #2 of two"{AS_COMMENT}'
    assert whole.help == "add an `id` to this entry, or at line 5 if that one is new"


def test_a_text_that_starts_after_such_a_comment_is_cut_off_too() -> None:
    text = """
        topics:
          - id: basics
            title: Basics
            summary: #1 of the list
              and more
            resources:
              - title: A  # a note
                url: https://example.org/a
    """
    [found] = diagnose("cut-off-value", text)
    assert found.message == "the value starts after '#1 of the list', which is read as a comment"
    assert found.help == f'write "#1 of the list and more"{AS_COMMENT}'


def test_fmt_leaves_such_a_line_as_it_is() -> None:
    lines = """\
path: {title: P}
topics:
  - id: basics
    title: Basics
    resources:
      - title: Lecture #1  of two
        url: https://example.org/a
        creators:
          - 'Ada'
          - Bob   #2
        why: 'It is short'   # a note
"""
    after = formatted("resources.yaml", lines.encode(), field_order).decode()
    for line in ("      - title: Lecture #1  of two", "          - Bob   #2", "        why: It is short  # a note"):
        assert line in after.split("\n")
    assert formatted("resources.yaml", after.encode(), field_order).decode() == after
