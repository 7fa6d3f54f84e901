"""The exit statuses: one table for every command."""

from __future__ import annotations

from enum import IntEnum


class ExitStatus(IntEnum):
    """How a command ended."""

    OK = 0
    FINDINGS = 1
    FAILED = 2
    INTERRUPTED = 130
    """128 and the number of the signal (SIGINT), as in a shell."""


MEANINGS = {
    ExitStatus.OK: "Done, and there is nothing to act on.",
    ExitStatus.FINDINGS: "The catalogue has errors, or the command found something to act on.",
    ExitStatus.FAILED: "The command could not run: wrong options, or a file, tool or host that it needs failed.",
    ExitStatus.INTERRUPTED: "Interrupted with Ctrl-C; what was finished is kept.",
}
"""What each status means, for ``pathgen --help`` and the documentation."""
