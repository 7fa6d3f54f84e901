from __future__ import annotations

import pytest
from snippets import diagnose, messages

from pathgen.catalogue.load import parse

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
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/%7Eann/a%2Db", "https://example.org/~ann/a-b"),
        ("https://example.org/a/./b", "https://example.org/a/b"),
        ("https://example.org/a/../b", "https://example.org/b"),
        ("https://example.org/a/%2e%2E/b", "https://example.org/b"),
        ("https://example.org/a/.", "https://example.org/a/"),
        ("https://youtu.be/aircAruvnKk", "https://www.youtube.com/watch?v=aircAruvnKk"),
        ("https://youtu.be/aircAruvnKk?si=x", "https://m.youtube.com/watch?v=aircAruvnKk&feature=share"),
        ("https://youtu.be/aircAruvnKk?t=90", "https://www.youtube.com/watch?v=aircAruvnKk&t=90s"),
        ("https://www.youtube.com/embed/aircAruvnKk", "https://www.youtube.com/shorts/aircAruvnKk"),
        ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/pdf/1706.03762v7.pdf"),
        ("https://arxiv.org/abs/1706.03762v1", "http://export.arxiv.org/pdf/1706.03762"),
        ("https://arxiv.org/abs/hep-th/9901001", "https://arxiv.org/pdf/hep-th/9901001v3"),
        ("https://doi.org/10.48550/arXiv.1706.03762", "https://arxiv.org/abs/1706.03762"),
        ("https://doi.org/10.1000/ABC.1", "http://dx.doi.org/10.1000/abc.1"),
        ("https://github.com/Owner/Name", "https://github.com/owner/name.git"),
        ("https://github.com/Owner/Name/tree/main/A", "https://github.com/owner/name/tree/main/A"),
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
        ("https://example.org/.a", "https://example.org/a"),
        ("https://en.wikipedia.org/wiki/Warner_Bros.", "https://en.wikipedia.org/wiki/Warner_Bros"),
        ("https://youtu.be/aircAruvnKk", "https://youtu.be/AircAruvnKk"),
        ("https://youtu.be/aircAruvnKk", "https://youtu.be/aircAruvnKk?t=90"),
        ("https://youtu.be/aircAruvnKk", "https://example.org/watch?v=aircAruvnKk"),
        ("https://www.youtube.com/abcdefghijk", "https://youtu.be/abcdefghijk"),
        ("https://www.youtube.com/watch?v=aircAruvnKk", "https://www.youtube.com/watch?v=aircAruvnKk&list=PL1"),
        ("https://arxiv.org/abs/1706.03762", "https://arxiv.org/abs/1706.03763"),
        ("https://arxiv.org/list/cs.LG/new", "https://arxiv.org/list/cs.LG/recent"),
        ("https://doi.org/10.1000/1", "https://doi.org/10.1000/2"),
        ("https://github.com/owner/name/blob/main/a", "https://github.com/owner/name/blob/main/A"),
        ("https://github.com/owner/name", "https://github.com/owner/name2"),
        ("https://gitlab.example/Owner/Name", "https://gitlab.example/owner/name"),
    ],
)
def test_two_addresses_are_left_alone(first: str, second: str) -> None:
    assert messages("duplicate-url", TWO.format(first, second)) == []


def test_the_help_says_how_to_refer_to_the_first() -> None:
    [found] = diagnose("duplicate-url", TWO.format("https://example.org/a", "https://example.org/a"))
    first, other = found.help.split("; if ")
    assert first == "write `ref: one` here instead of the title and address; its `part` and `why` can stay"
    assert other == "the one at line 5 is new, write `ref: two` there instead"
    [(place, word)] = found.related
    assert (str(place), word) == ("resources.yaml:5:36", "first listed here")


def test_where_it_is_known_what_was_there_before_the_new_one_is_wrong_wherever_it_is() -> None:
    line = "      - {id: %s, title: %s, url: 'https://example.org/a'}"
    old, new = line % ("old", "Old"), line % ("new", "New")
    head = "path: {title: P}\ntopics:\n  - id: t\n    title: T\n    resources:\n"
    before = parse("resources.yaml", (head + old).encode()).catalogue
    for order, line_of_new in (((new, old), 6), ((old, new), 7)):
        loaded = parse("resources.yaml", (head + "\n".join(order)).encode(), before=before)
        [found] = [problem for problem in loaded.diagnostics if problem.code == "duplicate-url"]
        assert found.span.line == line_of_new
        assert found.help == "write `ref: old` here instead of the title and address; its `part` and `why` can stay"


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
