from __future__ import annotations

import pytest
from snippets import diagnose, messages

ENTRY = """
topics:
  - id: basics
    title: Basics
    resources:
      - url: https://example.org/a
        title: "{}"
        why: "{}"
"""


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("**Notes** on bread", "Notes on bread"),
        ("Bread, *not* cake", "Bread, not cake"),
        ("A ***very*** good (*old*) book", "A very good (old) book"),
        ("_Never again_ and __at any time__", "Never again and at any time"),
        ("What *is* it? *This is it.*", "What is it? This is it."),
        ("Run `2 * 3 * 4`, *then* stop", "Run `2 * 3 * 4`, then stop"),
    ],
)
def test_emphasis_is_shown_as_it_is_written(written: str, plain: str) -> None:
    in_title = diagnose("markdown-as-text", ENTRY.format(written, "Short"))
    in_why = diagnose("markdown-as-text", ENTRY.format("Bread", written))
    assert [found.help for found in (*in_title, *in_why)] == [f"write: {plain}"] * 2


def test_the_place_and_the_signs_are_named() -> None:
    [found] = messages("markdown-as-text", ENTRY.format("Bread", "It is *short*."))
    assert found == "7:21 `why` is shown as it is written, with the signs of '*short*'"


def test_a_link_in_a_reason_is_reported_and_one_in_a_title_by_its_rule() -> None:
    [found] = diagnose("markdown-as-text", ENTRY.format("Bread", "See [the *old* notes](https://example.org/b) *too*"))
    assert found.help == "write: See the old notes too"
    link = ENTRY.format("See [the notes](https://example.org/b)", "Short")
    assert messages("markdown-as-text", link) == []
    assert len(messages("title-hygiene", link)) == 1


@pytest.mark.parametrize("place", ["ref", "library"])
def test_every_reason_is_read(place: str) -> None:
    text = ENTRY.format("Bread", "Short").replace("url:", "id: a\n        url:")
    if place == "ref":
        text += "      - {ref: a, why: It is *short*.}\n"
    else:
        text += 'libraries:\n  - {id: b, name: B, url: "https://example.org/b", why: It is *short*.}\n'
    assert len(messages("markdown-as-text", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "C* and A* search",
        "A*, B* and C*",
        "2 * 3 * 4",
        "2*3*4",
        "*args and **kwargs",
        "f(*args, **kwargs)",
        "snake_case and more_of_it",
        "__init__ and __main__",
        "_private_ names",
        "*.py and *.md",
        "*.tar.*",
        "`*code*` and ``a `*b*` c``",
        "** and *",
        "5 stars: *****",
        "Footnote* and another*",
        "a[i](x) and b[j](y)",
        "[Video] Bread (in French)",
        "M*A*S*H",
        "char *a, *b",
    ],
)
def test_signs_that_are_no_markdown_are_fine(text: str) -> None:
    assert messages("markdown-as-text", ENTRY.format(text, text)) == []
