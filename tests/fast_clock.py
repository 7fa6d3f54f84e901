"""A clock on which waiting takes no time: what is slept through is added to what it shows."""

from __future__ import annotations

from threading import Condition
from time import monotonic, time

from pathgen.http.clock import Clock


def fast_clock() -> Clock:
    """Return a clock that goes on like the computer's, and on which nobody waits."""
    slept = 0.0

    def sleep(seconds: float) -> None:
        nonlocal slept
        slept += seconds

    def wait(change: Condition, seconds: float) -> None:
        sleep(seconds)
        change.wait(0)

    return Clock(lambda: monotonic() + slept, lambda: time() + slept, sleep, wait)
