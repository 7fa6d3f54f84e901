from __future__ import annotations

import pytest
from snippets import diagnose, messages

TWO = """
topics:
  - id: basics
    title: Basics
    resources:
      - {{id: one, title: One, url: '{}'}}
      - {{id: two, title: Two, url: '{}'}}
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://example.org/a", "https://example.org/a"),
        ("https://example.org/a", "http://example.org/a"),
        ("https://example.org/a", "https://www.example.org/a"),
        ("https://example.org/a", "HTTPS://Example.Org/a"),
        ("https://example.org/a", "https://example.org:443/a"),
        ("https://example.org/a", "http://example.org:80/a"),
        ("https://example.org/a", "https://example.org/a/"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/a", "https://example.org/a#"),
        ("https://example.org/a", "https://example.org/a?"),
        ("https://example.org/a", "https://example.org/a?utm_source=x&gclid=y"),
        ("https://example.org/a?b=1", "https://example.org/a/?utm_source=x&b=1"),
        ("https://example.org/%c3%a9", "https://example.org/%C3%A9"),
    ],
)
def test_two_ways_to_write_one_address_are_reported(first: str, second: str) -> None:
    assert messages("duplicate-url", TWO.format(first, second)) == [
        "6:36 this address is already listed at line 5, as 'One'"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a#1", "https://example.org/a#2"),
        ("https://example.org/a", "https://example.org/a#1"),
        ("https://example.org/a?b=1", "https://example.org/a?b=2"),
        ("https://example.org/a", "https://docs.example.org/a"),
        ("https://example.org/", "https://wwwexample.org/"),
        ("https://example.org/a", "https://example.org:8443/a"),
        ("https://example.org/a", "http://example.org:443/a"),
        ("https://example.org/a", "https://example.org/a/index.html"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
    ],
)
def test_two_addresses_are_left_alone(first: str, second: str) -> None:
    assert messages("duplicate-url", TWO.format(first, second)) == []


def test_the_help_says_how_to_refer_to_the_first() -> None:
    [found] = diagnose("duplicate-url", TWO.format("https://example.org/a", "https://example.org/a"))
    assert found.help == "write `ref: one` here instead of the title and address; its `part` and `why` can stay"
    [(place, word)] = found.related
    assert (str(place), word) == ("resources.yaml:5:36", "first listed here")


def test_libraries_and_entries_are_compared_with_each_other() -> None:
    found = diagnose(
        "duplicate-url",
        """
        steps:
          - id: first
            title: First
            resources:
              - {title: Theano, url: "https://theano.example/"}
              - {title: Caffe, url: "https://caffe.example/"}
        libraries:
          - {id: theano, name: Theano, url: "https://theano.example"}
          - {id: aesara, name: Aesara, url: "https://theano.example"}
          - {id: torch, name: Torch, url: "https://torch.example"}
          - {id: pytorch, name: PyTorch, url: "http://torch.example"}
        topics:
          - id: basics
            title: Basics
            resources:
              - {title: PyTorch, url: "https://torch.example"}
              - ref: torch
        """,
    )
    assert [(problem.span.line, problem.related[0][0].line, problem.help) for problem in found] == [
        (8, 5, "write `ref: theano` at line 5, and keep the library"),
        (9, 5, "write `ref: aesara` at line 5, and keep the library"),
        (11, 10, "write a different address for each library"),
        (16, 10, "write `ref: torch` here instead of the title and address; its `part` and `why` can stay"),
    ]
