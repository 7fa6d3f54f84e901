"""How fast a server is asked: so many requests at once, so many a second, and slower when it says so."""

from __future__ import annotations

from dataclasses import replace
from email.utils import parsedate_to_datetime
from math import inf

from pathgen.http.exchange import Exchange

TOO_FAST = frozenset({429, 503})
"""The statuses by which a server says that it is asked too much (RFC 6585 §4, RFC 9110 §15.6.4)."""
_TOO_MANY = 429
LONGEST_WAIT_SECONDS = 60.0
"""The longest wait asked for by a server that is kept; where it asks for more, a link is not tried again."""
SLOWEST_SECONDS = 2.0
"""The longest pause between two requests that a server's answers lead to, where it names none itself."""


def asked_to_wait(answer: Exchange, now: float) -> float:
    """Read ``Retry-After`` (RFC 9110 §10.2.3) of an answer that says "too fast": seconds, 0 where it says nothing.

    ``now`` are the seconds since 1970; a date is counted from the server's own ``Date``, where it sends one.
    """
    written = answer.headers.get("retry-after", "").strip()
    if answer.status not in TOO_FAST or not written:
        return 0.0
    if written.isascii() and written.isdecimal():
        return float(written[:9])
    until = _seconds(written)
    sent = _seconds(answer.headers.get("date", ""))
    return 0.0 if until is None else max(until - (now if sent is None else sent), 0.0)


def _seconds(date: str) -> float | None:
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


class HostRateLimit:
    """The pace at which one server is asked; times are seconds of one monotonic clock."""

    __slots__ = ("active", "free_at", "interval", "most", "refusal")

    def __init__(self, most: float, rate: float) -> None:
        self.most = most
        self.interval = 1 / rate
        self.active = 0
        self.free_at = 0.0
        self.refusal: Exchange | None = None
        """The answer by which the server asked to be left alone for longer than a run waits."""

    def answer_for(self, url: str) -> Exchange | None:
        """Give what the server would say, where it wants to be asked nothing more."""
        return replace(self.refusal, url=url, seconds=0.0) if self.refusal else None

    def start(self, now: float) -> None:
        """Note that a request starts."""
        self.active += 1
        self.free_at = max(self.free_at, now) + self.interval

    def end(self, answer: Exchange, now: float, epoch: float) -> None:
        """Note that a request ended, and go slower where the answer says so."""
        self.active -= 1
        if answer.status not in TOO_FAST or self.refusal:
            return
        self.most = 1
        self.interval = max(self.interval, min(self.interval * 2, SLOWEST_SECONDS))
        wait = asked_to_wait(answer, epoch)
        if wait <= LONGEST_WAIT_SECONDS:
            self.free_at = max(self.free_at, now + wait)
        elif answer.status == _TOO_MANY:  # a 503 may speak of one page alone
            self.refusal, self.most, self.interval, self.free_at = answer, inf, 0.0, now
