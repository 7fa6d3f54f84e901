from __future__ import annotations

from snippets import diagnose

LIST = """
topics:
  - id: basics
    title: Basics
    resources:
      - {title: A, url: "https://example.org/a", tags: [neural networks, C]}
      - {title: B, url: "https://example.org/b", tags: [neural networks, C++, iOS]}
      - {title: C, url: "https://example.org/c", tags: [Neural-Network, class]}
"""


def test_a_rarer_spelling_of_a_tag_is_reported_and_other_tags_are_not() -> None:
    [found] = diagnose("similar-tags", LIST)
    assert (found.severity, found.span.line, found.span.column) == ("warning", 7, 57)
    assert found.message == "the tag 'Neural-Network' is also spelt 'neural networks'"
    assert found.help == "write neural networks"


def test_one_spelling_is_fine() -> None:
    assert diagnose("similar-tags", LIST.replace("Neural-Network", "neural networks")) == []
