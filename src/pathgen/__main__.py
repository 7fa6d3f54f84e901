"""The command, as ``pathgen`` and as ``python -m pathgen``.

Ctrl-C while Python itself starts is not ours to handle: then Python may print a traceback.
"""

import os

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    import signal
    from types import FrameType
else:
    import _signal as signal  # what `signal` adds to it takes most of the time until Ctrl-C is handled


def run() -> None:
    """Run the command; Ctrl-C ends it without a traceback, also while modules are imported and when Python ends."""
    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # a shell may have Ctrl-C ignored
    if is_usual:
        signal.signal(signal.SIGINT, _leave)
    from pathgen.cli import main  # noqa: PLC0415 - see above

    try:
        if is_usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        main()
    except KeyboardInterrupt:  # before or after click handles it
        _leave(signal.SIGINT)
    finally:
        if is_usual:
            signal.signal(signal.SIGINT, _leave)


def _leave(number: int, _: "FrameType | None" = None) -> None:
    os._exit(128 + number)  # as shells report a signal, and as the command ends when it is interrupted later


if __name__ == "__main__":
    run()
