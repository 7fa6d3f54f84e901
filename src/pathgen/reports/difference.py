"""What an edit changes in a file, for people to look at before it is written."""

from __future__ import annotations

from difflib import unified_diff

from pathgen.terminal import visible
from pathgen.yamldoc.decode import encoding_of


def difference(before: bytes, after: bytes, name: str) -> str:
    """Show it as a unified diff of visible characters."""
    old, new = lines_of(before), lines_of(after)
    if old[-1] == new[-1] == "":  # both end with a line end
        old, new = old[:-1], new[:-1]
    found = unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm="")
    return "".join(f"{visible(line)}\n" for line in found)


def lines_of(data: bytes) -> list[str]:
    """Take a file apart into lines, in its own encoding and without their ends."""
    bom, encoding = encoding_of(data)
    return [line.removesuffix("\r") for line in data[len(bom) :].decode(encoding, "replace").split("\n")]
