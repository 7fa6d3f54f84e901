from __future__ import annotations

import pytest
from snippets import messages


@pytest.mark.parametrize(
    ("snippet", "expected"),
    [
        ("topics:\n  a\x00b", "2:4 the file contains the control character U+0000"),
        ("topics:\n  - id: \x1b[2K", "2:9 the file contains the control character U+001B"),
        ("# \x7f", "1:3 the file contains the control character U+007F"),
        ("topics:\n  a\u2028b", "2:4 the file contains the control character U+2028"),
        ("# \x85b", "1:3 the file contains the control character U+0085"),
        ("a: \x80", "1:4 the file contains the control character U+0080"),
        ('topics: "a\\x1b[2K"', "1:9 in double quotes, a `\\` starts an escape sequence"),
        ('topics: "\\0"', "1:9 in double quotes, a `\\` starts an escape sequence"),
    ],
)
def test_control_characters_are_refused(snippet: str, expected: str) -> None:
    assert messages("control-character", snippet) == [expected]


@pytest.mark.parametrize(
    "title",
    ['"a\\tb"', '"a\\nb"', "a\u00a0b", "🚀", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", r"a\x1b"],
)
def test_what_can_be_seen_or_is_space_is_text(title: str) -> None:
    assert messages("control-character", f"topics: [{{id: a, title: {title}}}]") == []
