from __future__ import annotations

import pytest
from snippets import diagnose, messages

from pathgen.catalogue.load import parse

BOTH = "a merge conflict: lines {} to {} have both versions of what two people changed"
LEFT = "a line that git left for a merge conflict is still here"
START = "path: {title: T}\ntopics:\n"
OURS = "  - {id: bread, title: Bread}\n"
THEIRS = "  - {id: cheese, title: Cheese}\n"
OLD = "  - {id: milk, title: Milk}\n"


@pytest.mark.parametrize(
    ("written", "says", "help_"),
    [
        (
            f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}>>>>>>> cheese\n",
            f"3:1 {BOTH.format(3, 7)}",
            "keep what you need of both versions, then delete lines 3, 5 and 7",
        ),
        (
            f"<<<<<<< HEAD\n{OURS}||||||| 1234567\n{OLD}=======\n{THEIRS}>>>>>>> cheese\n",
            f"3:1 {BOTH.format(3, 9)}",
            "then delete lines 3, 5, 7 and 9 and the old version between lines 5 and 7",
        ),
        (f"<<<<<<<\n{OURS}=======\n{THEIRS}>>>>>>>\n", f"3:1 {BOTH.format(3, 7)}", "delete lines 3, 5 and 7"),
        (f"<<< a\n{OURS}===\n{THEIRS}>>> b\n", f"3:1 {BOTH.format(3, 7)}", "delete lines 3, 5 and 7"),
        (f"{'<' * 20} a\n{OURS}{'=' * 20}\n{'>' * 20} b\n", f"3:1 {BOTH.format(3, 6)}", "delete lines 3, 5 and 6"),
        (
            f"  <<<<<<< a\n{OURS}  =======\n{THEIRS}  >>>>>>> b\n",
            f"3:1 {BOTH.format(3, 7)}",
            "delete lines 3, 5 and 7",
        ),
        (
            f"{OURS}=======\n{THEIRS}",
            f"4:1 {LEFT}",
            "delete this line; then look whether anything near it is there twice",
        ),
        (f"{OURS}{THEIRS}>>>>>>> b\n", f"5:1 {LEFT}", "delete this line"),
        (f"<<<<<<< HEAD\n{OURS}", f"3:1 {LEFT}", "delete this line"),
        (f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}", f"3:1 {LEFT}", "delete lines 3, 5; then look"),
        (f"{OURS}||||||| 1234567\n", f"4:1 {LEFT}", "delete this line"),
        (f"<<<<<<< HEAD: bread\n{OURS}=======\n>>>>>>> x: y\n", f"3:1 {BOTH.format(3, 6)}", "lines 3, 5 and 6"),
        (
            f"<<<<<<< a\n{OURS}||||||| b\n<<<<<<<<< c\n{OLD}=========\n>>>>>>>>> d\n=======\n{THEIRS}>>>>>>> e\n",
            f"3:1 {BOTH.format(3, 12)}",
            "delete lines 3, 5, 10 and 12 and the old version between lines 5 and 10",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_what_git_leaves_is_explained(written: str, says: str, help_: str, end: str) -> None:
    text = (START + written).replace("\n", end)
    found = parse("resources.yaml", text.encode()).diagnostics
    [conflict] = found
    assert f"{conflict.span.location.line}:{conflict.span.location.column} {conflict.message}" == says
    assert help_ in conflict.help


def test_each_conflict_is_reported_and_the_rest_is_checked() -> None:
    conflict = f"<<<<<<< HEAD\n{OURS}=======\n{THEIRS}>>>>>>> cheese\n"
    text = f"{START}{conflict}  - {{id: milk, titel: Milk}}\nconcepts:\n{conflict}"
    found = parse("resources.yaml", text.encode()).diagnostics
    assert [(item.code, item.span.location.line) for item in found] == [
        ("merge-conflict", 3),
        ("unknown-field", 8),
        ("merge-conflict", 10),
    ]


def test_its_parts_are_named() -> None:
    [found] = diagnose("merge-conflict", f"{START}<<<<<<< a\n{OURS}=======\n{THEIRS}>>>>>>> b")
    assert [(span.line, words) for span, words in found.related] == [
        (5, "the second version starts here"),
        (7, "the second version ends here"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "topics:\n  - {id: a, title: A, summary: a <<<<<<< b}",
        "topics:\n  - id: a\n    title: A\n    summary: |\n      ===\n      text",
        "topics:\n  - id: a\n    title: A\n    summary: >\n      text\n      ====",
        "# =======\ntopics: []",
    ],
)
def test_a_text_with_such_signs_is_not_a_conflict(text: str) -> None:
    assert messages("merge-conflict", text) == []
