"""The scripts as the site publishes them: without the lines that are only comments, a quarter of what is sent."""

from __future__ import annotations

import re

_COMMENT = re.compile(rb"^[ \t]*(?://[^\n]*|/\*(?!!)(?:(?!\*/).)*\*/)[ \t]*\n", re.MULTILINE | re.DOTALL)


def without_comments(script: bytes) -> bytes:
    """Return a script of ours without comments that have lines to themselves; none of our strings looks like one.

    A comment that starts with ``/*!`` stays: it is the licence of a library.
    """
    return _COMMENT.sub(b"", script)
