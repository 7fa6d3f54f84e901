"""Whatever people read here is plain English: a net for the habits that make a sentence sound translated.

It is not a judge of style. Read every new text aloud as well.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HABITS = {
    r"mend(?:s|ed|ing|able)?": "fix",
    r"told|tells?|telling": "say, report, show",
    r"gives?|gave|giving": "return, print, have, write",
    r"bec[ao]mes? of": "status, happened to",
    r"stands?|stood|standing": "is, is written, appears",
    r"holds?|held|holding": "contain, have, check",
    r"lets?|letting": "allow",
    r"for ever|forever": "permanent",
    r"for good": "permanently",
    r"anew": "again",
    r"at once": "immediately; at the same time",
    r"(?<!there )is no (?!longer\b|more\b)[a-z]+": "is not a valid …",
    r"(?:this|that|what|which|each|any) sort of|of each sort": "kind, category",
    r"begin(?:s|ning)? with": "start with",
    r"behind (?:it|them|the)": "after",
    r"learnt": "learned, found",
    r"wants? (?:of|from)": "needs",
    r"beforehand": "before",
    r"in vain": "without success",
    r"(?<!and )says? so": "agree; as it says",
}
"""A habit, as a pattern of whole words, and the better word."""
ALLOWED = {
    r"placeholder|household|threshold": "other words",
    r"stand(?:s|ing)? for\b": "the usual phrase for a sign or an abbreviation",
    r"give(?:s|n)? up": "the usual phrase for a retry that ends",
    r"\bhold(?:s|ing)? (?:the |a |its )?lock": "the usual phrase for locks",
    r"tells? .{1,20} apart": "the usual phrase for seeing a difference",
}
"""What a line may contain all the same, and why."""
_NET = re.compile("|".join(rf"(?P<h{number}>\b(?:{habit})\b)" for number, habit in enumerate(HABITS)), re.IGNORECASE)
_ALLOWED = re.compile("|".join(ALLOWED), re.IGNORECASE)
AREAS = {
    "the code": ["src/pathgen/**/*.py", "docs/*.py"],
    "the texts of the site": ["src/pathgen/i18n/languages/en.yaml"],
    "the documentation": ["*.md", "content/documentation/*.md", "docs/*.md", "docs/decisions/*.md"],
    "the starter and the workflows": [
        "src/pathgen/scaffold/starter/**/*",
        "src/pathgen/scaffold/hosts/**/*",
        ".github/**/*.yml",
        ".github/*.md",
    ],
}


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield what people read of a file, with its first line: comments and strings of Python, else all of it."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        yield 1, source
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            yield token.start[0], token.string


def habits(area: str) -> Iterator[str]:
    """Yield each place with a habit: ``file:line: 'word', better: …``."""
    for path in sorted({file for pattern in AREAS[area] for file in ROOT.glob(pattern) if file.is_file()}):
        for start, text in texts(path):
            for number, line in enumerate(text.splitlines(), start):
                for found in _NET.finditer(_ALLOWED.sub("", line)):
                    better = next(
                        better for key, better in zip(found.groupdict(), HABITS.values(), strict=True) if found[key]
                    )
                    yield f"{path.relative_to(ROOT).as_posix()}:{number}: {found[0]!r}, better: {better}"


@pytest.mark.parametrize("area", AREAS)
def test_a_text_sounds_like_english(area: str) -> None:
    found = [*habits(area)]
    assert not found, "\n".join(found)


def test_the_net_catches_its_habits_and_nothing_usual() -> None:
    caught = ["'x' is no time", "An id is for ever.", "what it holds", "told with its place", "mends it"]
    usual = ["there is no such page", "a placeholder", "`*` stands for any name", "is no longer listed", "understands"]
    assert all(_NET.search(_ALLOWED.sub("", text)) for text in caught)
    assert not any(_NET.search(_ALLOWED.sub("", text)) for text in usual)
