"""The clock by which requests are paced, waited for and retried; tests pass one on which nobody has to wait."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clock:
    """Two ways to read the time, and two to wait; all in seconds."""

    monotonic: Callable[[], float] = time.monotonic
    """Returns a time that never goes back, to measure how long something takes."""
    epoch: Callable[[], float] = time.time
    """Returns the seconds since 1970, to compare with a server's dates."""
    sleep: Callable[[float], None] = time.sleep
    """Waits for so many seconds."""
    wait: Callable[[threading.Condition, float], object] = threading.Condition.wait
    """Waits for a change, for so many seconds at most."""


SYSTEM_CLOCK = Clock()
"""The computer's own clock."""
