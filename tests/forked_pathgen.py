"""Runs the real command in a fork of a process that has imported it, which saves most of its time.

For the scripts of workflows, which call ``pathgen`` again and again; what a start itself does is not seen by them.
``python forked_pathgen.py serve SOCKET`` is that process, ``python forked_pathgen.py SOCKET ARGUMENT…`` the command: it
passes its streams, its folder and its variables on, and ends as the fork does.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys

SERVE = "serve"
TOOK = "FORKED_PATHGEN_TOOK"
"""The variable that names a file for the seconds of processor time and the most megabytes of memory a command took."""
_LENGTH_BYTES = 4


def serve(name: str) -> None:
    """Fork for each who connects, until stdin ends, with the process that started this one."""
    import gc  # noqa: PLC0415 - the command starts without these
    import pkgutil  # noqa: PLC0415
    import select  # noqa: PLC0415
    from importlib import import_module  # noqa: PLC0415

    import pathgen  # noqa: PLC0415

    for module in pkgutil.walk_packages(pathgen.__path__, "pathgen."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those that wait for a command
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(name)
        listener.listen()
        print("ready", flush=True)  # noqa: T201
        while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                _run(connection)
            connection.close()


def _run(connection: socket.socket) -> None:
    """Run a command in a fork, tell how it ended, and end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    length, streams, _, _ = socket.recv_fds(connection, _LENGTH_BYTES, 3)
    with connection.makefile("rb") as rest:
        wanted = json.loads(rest.read(int.from_bytes(length)))
    child = os.fork()
    if child:
        _, ended, took = os.wait4(child, 0)
        if TOOK in wanted["variables"]:
            with open(wanted["variables"][TOOK], "w") as file:  # noqa: PTH123 - as below
                kilobytes = took.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
                file.write(f"{took.ru_utime + took.ru_stime} {kilobytes / 1024}")
        connection.sendall(str(os.waitstatus_to_exitcode(ended)).encode())
        os._exit(0)
    connection.close()
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["variables"])
    sys.stdin = os.fdopen(0, closefd=False)  # those that were there know whether they can seek, and these may not
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, errors="backslashreplace", closefd=False)
    from pathgen.cli import main  # noqa: PLC0415 - the command starts without it

    sys.exit(main(wanted["arguments"], "pathgen"))


def ask(name: str, arguments: list[str]) -> int:
    """Have a command run by the process that has imported it; return its exit status."""
    folder = os.getcwd()  # noqa: PTH109 - pathlib takes as long to import as all of this
    wanted = json.dumps({"arguments": arguments, "folder": folder, "variables": dict(os.environ)}).encode()
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(name)
        socket.send_fds(connection, [len(wanted).to_bytes(_LENGTH_BYTES)], [0, 1, 2])
        connection.sendall(wanted)
        status = int(connection.recv(16) or -signal.SIGKILL)
    if status < 0:
        os.kill(os.getpid(), -status)
    return status


if __name__ == "__main__":
    if sys.argv[1] == SERVE:
        serve(sys.argv[2])
    else:
        sys.exit(ask(sys.argv[1], sys.argv[2:]))
