"""Runs code in forks, each of which does something at one more of its calls of the system: it dies, or the call fails.

Python reports calls that name a file before it makes them (https://docs.python.org/3/library/audit_events.html), so
what stops at the second call has made the first. What it does not report, such as each write to an open file, is
replaced by the same with a report before it.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sys
from collections.abc import Callable, Collection, Sequence
from functools import partial, wraps
from pathlib import Path
from typing import Any

import pathgen

Act = Callable[[str | None], None]
"""What happens at a call; it gets the path, ``None`` if the call has none."""
CALLS = {
    *("open", "os.chmod", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir"),
    *("sqlite3.connect", "shutil.rmtree", "tempfile.mkdtemp"),
}
"""Calls whose first argument is a path, or a name that a folder is created by."""
SWAPS = "ctypes.dlsym"
"""Swapping two names is looked up in the C library, which is reported, and then called, which is not."""
_OF_OPEN_FILES = {"read", "readall", "readinto", "write", "fsync"}
_OURS = str(Path(pathgen.__file__).parent)
_MOST = 500


def die(_: str | None) -> None:
    """Die as by SIGKILL or a crash: nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def end(_: str | None) -> None:
    """Die as by SIGTERM."""
    os.kill(os.getpid(), signal.SIGTERM)


def interrupt(_: str | None) -> None:
    """Be interrupted as by Ctrl+C."""
    raise KeyboardInterrupt


def _fail(number: int, path: str | None) -> None:
    raise OSError(number, os.strerror(number), path)


KILLS = (die, end, interrupt)
FAILURES = tuple(partial(_fail, number) for number in (errno.EACCES, errno.EIO, errno.ENOENT, errno.ENOSPC))
"""The file is somebody else's, the disk is broken, the file has vanished, the disk is full."""
ACTS: dict[str, Sequence[Act]] = {"die": (die,), "end": (end,), "interrupt": (interrupt,), "fail": FAILURES}


def at_each_call(acts: Sequence[Act], below: Path, run: Callable[[], Any], check: Callable[[Act, int], None]) -> int:
    """Run once for each call for a path that starts as ``below``, with an act at that call; return how many there are.

    The acts take turns, so that each is at a call of each kind. Of calls that fail only the first is taken that a line
    of pathgen's code makes. ``check`` gets the act and the exit status after each run, negative for a signal.
    """
    done: set[str] = set()
    while len(done) < _MOST:
        sys.stdout.flush()
        reads, writes = os.pipe()
        child = os.fork()
        act = acts[len(done) % len(acts)]
        if child == 0:
            calls = Calls(act, done, lambda call: (os.write(writes, call.encode()), os.close(writes)))  # noqa: B023
            calls.follow((str(below),))
            _run(run)
        os.close(writes)
        with os.fdopen(reads, encoding="utf-8") as pipe:
            call = pipe.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        try:
            check(act, status)
        except BaseException as error:
            error.add_note(f"after {call}: {act}")
            raise
        if not call:
            return len(done)
        done.add(call)
    raise AssertionError(done)


class Calls:
    """Acts at the first call that is not ``done``, once until ``has_acted`` is reset, and reports which it is."""

    def __init__(self, act: Act, done: Collection[str], report: Callable[[str], object]) -> None:
        self.act = act
        self.done = done
        self.report = report
        self.count = 0
        self.has_acted = False

    def follow(self, below: tuple[str, ...]) -> None:
        """Look at the calls for paths that start with one of some texts, from now on."""

        def audit(event: str, arguments: tuple[Any, ...]) -> None:
            path = _path(arguments)
            if (event in CALLS and path and path.startswith(below)) or (event == SWAPS and self.act in KILLS):
                self.look(event, path)

        _report_the_rest(below, self.look)
        sys.addaudithook(audit)

    def look(self, event: str, path: str | None) -> None:
        """Get a call that is about to be made."""
        self.count += 1
        call = f"{event} {_line()}" if self.act in FAILURES else str(self.count)
        if not self.has_acted and call not in self.done:
            self.has_acted = True
            self.report(call)
            self.act(path)


def _run(run: Callable[[], Any]) -> None:
    status = 0
    try:
        status = run() or 0
    except SystemExit as ended:
        status = int(str(ended.code or 0))
    except KeyboardInterrupt:
        status = 130
    except BaseException as error:  # noqa: BLE001 - it is reported by the status
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        status = 3
    sys.stderr.flush()
    sys.stdout.flush()
    os._exit(status)


def _path(arguments: tuple[Any, ...]) -> str | None:
    is_path = arguments and isinstance(arguments[0], (str, bytes, os.PathLike))
    return os.fsdecode(arguments[0]) if is_path else None


def _line() -> str:
    """Return the line of pathgen's code that makes a call."""
    frame = sys._getframe()
    while frame.f_back and not frame.f_code.co_filename.startswith(_OURS):
        frame = frame.f_back
    return f"{frame.f_code.co_filename.removeprefix(_OURS)}:{frame.f_lineno}"


def _report_the_rest(below: tuple[str, ...], look: Callable[[str, str | None], None]) -> None:
    """Report the calls for files below a folder that Python does not."""

    def reporting(module: Any, name: str) -> Callable[..., Any]:
        original = getattr(module, name)

        @wraps(original)
        def reported(*arguments: Any, **named: Any) -> Any:
            path = _path(arguments)
            if path is not None and path.startswith(below):
                look(name, path)
            elif name in _OF_OPEN_FILES:
                look(name, None)
            return original(*arguments, **named)

        for supporting in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            if original in supporting:
                supporting.add(reported)
        return reported

    file_class = type("_File", (io.FileIO,), {name: reporting(io.FileIO, name) for name in _OF_OPEN_FILES - {"fsync"}})
    really_open = io.open

    def open_reporting(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        path = _path((file,))
        if path is None or "b" not in mode or not path.startswith(below):
            return really_open(file, mode, *rest, **named)
        raw = file_class(path, mode.replace("b", ""))
        return io.BufferedReader(raw) if raw.readable() else io.BufferedWriter(raw)

    io.open = builtins.open = open_reporting
    for name in ("stat", "fsync"):
        setattr(os, name, reporting(os, name))
