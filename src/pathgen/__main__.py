"""The command, as ``pathgen`` and as ``python -m pathgen``.

Ctrl-C while Python itself starts is not ours to handle: then Python may print a traceback.
"""

import os
import signal

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from types import FrameType


def run() -> None:
    """Run the command; Ctrl-C while its modules are imported ends it without a traceback."""
    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a shell may have Ctrl-C ignored
    if is_usual:
        signal.signal(signal.SIGINT, _leave)
    from pathgen.cli import main  # noqa: PLC0415 - see above

    if is_usual:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    main()


def _leave(number: int, _: "FrameType | None") -> None:
    os._exit(128 + number)  # as shells report a signal, and as the command ends when it is interrupted later


if __name__ == "__main__":
    run()
