from __future__ import annotations

import pytest
from snippets import diagnose, messages

IN_QUOTES = "a key is a plain word; put a value that starts with [ or { in quotes"


@pytest.mark.parametrize(
    ("snippet", "expected", "help_"),
    [
        ("a: b: c", "1:5 a value contains `: `", 'put the value in quotes: `a: "b: c"`'),
        ("a:\n\tb: c", "2:1 YAML needs spaces here, not a tab", "write 2 spaces before `b`"),
        ("a:\n  - b\n\t- c", "3:1 YAML needs spaces here, not a tab", "write 2 spaces before `c`"),
        ("a: @b", "1:4 a text that starts with `@` needs quotes", 'put the value in quotes: `a: "@b"`'),
        ("a: 'b", "1:4 this quote is never closed", "close it with the same character: `a: 'b'`"),
        ("[a]: b", "1:1 a key cannot be a list or mapping", IN_QUOTES),
        ("a: b\n---\nc: d", "2:1 `---` is not allowed here, as a file is one document", "delete this line"),
    ],
)
def test_what_is_no_yaml_is_reported_in_plain_words(snippet: str, expected: str, help_: str) -> None:
    [found] = diagnose("yaml-syntax", snippet)
    assert (f"{found.span.line}:{found.span.column} {found.message}", found.help) == (expected, help_)


@pytest.mark.parametrize("snippet", ["a: b:c", "a: 'b: c'", "a: \tb", "---\na: b", "# nothing\na: b"])
def test_yaml_that_only_looks_wrong_is_read(snippet: str) -> None:
    assert messages("yaml-syntax", snippet) == []
