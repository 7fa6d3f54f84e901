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
"""
COLUMN = len('        title: "') + 1
"""The column of a title's first character in the entry above."""


@pytest.mark.parametrize(
    ("title", "at", "message"),
    [
        ("HOW TO TRAIN A NETWORK", 1, "the title is all in capitals"),
        ("LSTM: ALL YOU NEED", 1, "the title is all in capitals"),
        ("Networks explained.", 19, "the title ends in a full stop"),
        ("An introduction to Node.", 24, "the title ends in a full stop"),
        ("A <b>bold</b> title", 3, "the title contains the HTML tag '<b>'"),
        ("Line<br/>break", 5, "the title contains the HTML tag '<br/>'"),
        ("<a href='x'>A page", 1, "the title contains the HTML tag \"<a href='x'>\""),
        ("Support &amp; vectors", 9, "the title contains the HTML entity '&amp;'"),
        ("It&#39;s a page", 3, "the title contains the HTML entity '&#39;'"),
        (
            "See [a page](https://example.org/)",
            5,
            "the title contains the Markdown link '[a page](https://example.org/)'",
        ),
        ("![](a.png)", 2, "the title contains the Markdown link '[](a.png)'"),
        ("For the slides click here", 1, "'For the slides click here' does not say where the link leads"),
        ("Here", 1, "'Here' does not say where the link leads"),
        ("This link", 1, "'This link' does not say where the link leads"),
        ("Networks 🚀 explained", 10, "the title contains the emoji '🚀'"),
        ("Deep ★ learning", 6, "the title contains the emoji '★'"),
        ("Zero\u200bwidth", 5, r"the title contains the invisible character '\u200b'"),
        ("Right\u202eleft", 6, r"the title contains the invisible character '\u202e'"),
        ("https://example.org/a", 1, "the title is an address"),
        ("www.example.org/b", 1, "the title is an address"),
    ],
)
def test_what_is_no_title_is_a_warning(title: str, at: int, message: str) -> None:
    [found] = diagnose("title-hygiene", ENTRY.format(title))
    column = COLUMN + at - 1
    assert (found.severity, found.span.line, found.span.column) == ("warning", 6, column)
    assert found.message == message
    assert found.help


@pytest.mark.parametrize(
    "title",
    [
        "LSTM",
        "SVM AND LDA",
        "PCA, LDA, SVM and k-NN",
        "1.10",
        "深度学习 CNN RNN LSTM GRU",
        "Networks, trees, etc.",
        "Deep Learning, vol. 2, 3rd ed.",
        "Programming in the U.S.A.",
        "A page by Skymind Inc.",
        "What else? I wonder...",
        "What else…",
        "Why networks?",
        "Torch, e.g.",
        "Mocha.jl",
        "a < b and c > d",
        "std::vector<int> for beginners",
        "R & Python; an overview",
        "AT&T; a history",
        "[Tutorial] (2015) networks",
        "Arrays: a[i](x) and b[j](y)",
        "How to click, here and there",
        "Here be dragons",
        "F♯ in practice",
        "x → y",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "deeplearning.net",
        "fast.ai",
        "What happens at https://example.org/",
    ],
)
def test_titles_as_their_makers_wrote_them_are_left_alone(title: str) -> None:
    assert messages("title-hygiene", ENTRY.format(title)) == []


def test_all_titles_are_looked_at_and_references_are_not() -> None:
    assert messages(
        "title-hygiene",
        """
        path: {title: One.}
        concepts: [{id: a, title: Two.}]
        libraries: [{id: b, name: Three., url: "https://example.org/b"}]
        steps:
          - id: c
            title: Four.
            resources:
              - {id: d, title: Five., url: "https://example.org/d"}
              - ref: d
              - ref: b
        topics: [{id: e, title: Six., subtopics: [{id: f, title: Seven.}]}]
        """,
    ) == [
        f"{place} the title ends in a full stop" for place in ("1:18", "2:30", "3:32", "6:16", "8:28", "11:28", "11:63")
    ]


def test_a_missing_path_is_no_trouble() -> None:
    assert messages("title-hygiene", "topics: []\npath:") == []
