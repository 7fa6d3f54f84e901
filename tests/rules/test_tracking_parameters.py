from __future__ import annotations

import pytest
from snippets import diagnose, messages

ENTRY = """
topics:
  - id: basics
    title: Basics
    resources:
      - title: A page
        url: '{}'
"""


@pytest.mark.parametrize(
    ("url", "column", "names", "clean"),
    [
        ("https://example.org/a?utm_source=x", 37, "utm_source", "https://example.org/a"),
        ("https://example.org/a?b=1&UTM_Medium=x&c#d", 41, "UTM_Medium", "https://example.org/a?b=1&c#d"),
        ("https://example.org/?fbclid=1&gclid=2", 36, "fbclid, gclid", "https://example.org/"),
        ("https://example.org/?a=utm_source&mc_cid=1", 49, "mc_cid", "https://example.org/?a=utm_source"),
        ("https://example.org/?igshid", 36, "igshid", "https://example.org/"),
    ],
)
def test_what_follows_the_reader_is_reported_with_the_clean_address(
    url: str, column: int, names: str, clean: str
) -> None:
    [found] = diagnose("tracking-parameters", ENTRY.format(url))
    assert (found.span.line, found.span.column) == (6, column)
    assert found.message == f"the address contains the tracking parameter {names!r}"
    assert found.help == f"write {clean}"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/utm_source=x",
        "https://example.org/?source=utm_source",
        "https://example.org/?ref=a&id=gclid",
        "https://example.org/?my_utm_source=1",
        "https://example.org/#?utm_source=x",
        "https://example.org/?",
    ],
)
def test_parameters_that_only_look_like_it_are_left_alone(url: str) -> None:
    assert messages("tracking-parameters", ENTRY.format(url)) == []


def test_libraries_and_sources_are_looked_at_and_history_is_not() -> None:
    assert messages(
        "tracking-parameters",
        """
        path:
          title: My path
          sources:
            - {title: A list, url: "https://example.org/?gclid=1"}
        libraries:
          - id: theano
            name: Theano
            url: https://example.org/?gclid=2
            formerly: https://example.org/?gclid=3
            archived: https://example.org/?gclid=4
        """,
    ) == [
        "4:50 the address contains the tracking parameter 'gclid'",
        "8:31 the address contains the tracking parameter 'gclid'",
    ]
