"""The page on the commonest slips of YAML: the table that the tests try, and what is reported for each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

from pathgen.catalogue.load import parse

sys.path.append(str(Path(__file__).parent.parent / "tests"))
from yaml_slips import GROUPS, Slip

HEAD = """\
# The commonest slips of YAML

`pathgen validate` finds each of these where it is, says what to write, and goes on with the rest of the file. Three
rules avoid most of them: a space follows each `:` and `-`, lines that belong together start in the same column, and a
text that looks like something else goes into quotes.

In the tables, `·` is a space at the start of a line, `⍽` a character that only looks like a space, and `→` a tab. The
tests of pathgen try every row."""
_SIGNS = {"\t": "→", "\u00a0": "⍽", "\u3000": "⍽"}


def documentation() -> Iterator[str]:
    """Yield the page."""
    yield HEAD
    for heading, slips in GROUPS.items():
        yield f"\n## {heading}\n\n| slip | instead of | write | what is reported |\n| --- | --- | --- | --- |"
        yield from (_row(name, slip) for name, slip in slips.items())
    yield ""


def _row(name: str, slip: Slip) -> str:
    written, fixed = slip.written.split("\n"), slip.fixed.split("\n")
    changes = [
        change for change in SequenceMatcher(None, written, fixed, autojunk=False).get_opcodes() if change[0] != "equal"
    ]
    (_, start, _, new_start, _), (_, _, end, _, new_end) = changes[0], changes[-1]
    before, after = written[start:end], fixed[new_start:new_end]
    found = parse("resources.yaml", slip.file.encode()).diagnostics[0]
    return f"| {name} | {_cell(before)} | {_cell(after)} | {_escaped(found.message).replace('```', '`` ` ``')} |"


def _cell(lines: list[str]) -> str:
    return "<br>".join(map(_code, lines))


def _code(line: str) -> str:
    text = line.lstrip(" ")
    shown = "·" * (len(line) - len(text)) + "".join(_SIGNS.get(sign, sign) for sign in text)
    quote = "``" if "`" in shown else "`"
    pad = " " if quote == "``" else ""
    return f"{quote}{pad}{_escaped(shown)}{pad}{quote}"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
