"""Runs code in forks, each of which does something at one more of its calls of the system: it dies, or the call fails.

Python reports calls that name a file before it makes them (https://docs.python.org/3/library/audit_events.html), so
what stops at the second call has made the first.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

CALLS = {
    *("open", "os.chmod", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir"),
    *("sqlite3.connect", "shutil.rmtree", "tempfile.mkdtemp"),
}
"""Calls whose first argument is a path, or a name that a folder is created by."""
SWAPS = "ctypes.dlsym"
"""Swapping two names is looked up in the C library, which is reported, and then called, which is not."""


def die(_: str) -> None:
    """Die as by SIGKILL or a crash: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def fail(path: str) -> None:
    """Let the call fail as for a file of somebody else."""
    raise PermissionError(13, "Permission denied", path)


def at_each_call(act: Callable[[str], None], below: Path, run: Callable[[], Any], check: Callable[[int], None]) -> int:
    """Run once for each call that names a path below a folder, with an act at that call; return how many there are.

    ``check`` gets the exit status after each run, negative for a signal.
    """
    for number in count(1):
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _run(act, str(below), run, number)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        check(status & 127 if status >= 0 else status)
        if status >= _WITHOUT or number > _MOST:
            return number - 1
    raise AssertionError


_WITHOUT = 128
"""Added to the status of the run in which there was no such call any more."""
_MOST = 500


def _run(act: Callable[[str], None], below: str, run: Callable[[], Any], number: int) -> None:
    seen = 0

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        path = os.fsdecode(arguments[0]) if arguments and isinstance(arguments[0], (str, bytes, os.PathLike)) else ""
        if (event in CALLS and path.startswith(below)) or (event == SWAPS and act is die):
            seen += 1
            if seen == number:
                act(path)

    sys.addaudithook(look)
    status = 0
    try:
        status = run() or 0
    except SystemExit as end:
        status = int(str(end.code or 0))
    except BaseException as error:  # noqa: BLE001 - it is reported by the status
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        status = 3
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(status + (_WITHOUT if seen < number else 0))
