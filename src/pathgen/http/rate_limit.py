"""How fast one server gets requests: so many at the same time, so many a second, and fewer when it asks for that."""

from __future__ import annotations

from dataclasses import replace
from email.utils import parsedate_to_datetime
from math import inf

from pathgen.http.exchange import Exchange

TOO_FAST = frozenset({429, 503})
"""The statuses by which a server says that it gets too many requests (RFC 6585 §4, RFC 9110 §15.6.4)."""
_TOO_MANY = 429
LONGEST_WAIT_SECONDS = 60.0
"""The longest ``Retry-After`` that is waited for; if a server asks for more, the link is not retried."""
SLOWEST_SECONDS = 2.0
"""The longest pause between two requests to a server that asks for fewer without saying how long to wait."""


def asked_to_wait(answer: Exchange, now: float) -> float:
    """Return the seconds of ``Retry-After`` (RFC 9110 §10.2.3) in a response that says "too fast", or 0.

    ``now`` is in seconds since 1970; if the server sends a ``Date``, a date is counted from that instead.
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
    """The rate limit of one server; times are seconds of one monotonic clock."""

    __slots__ = ("active", "free_at", "interval", "most", "refusal")

    def __init__(self, most: float, rate: float) -> None:
        self.most = most
        self.interval = 1 / rate
        self.active = 0
        self.free_at = 0.0
        self.refusal: Exchange | None = None
        """The response that asked for a longer wait than a run allows."""

    def answer_for(self, url: str) -> Exchange | None:
        """Return the refusal as the response for another address, or ``None`` if the server did not refuse."""
        return replace(self.refusal, url=url, seconds=0.0) if self.refusal else None

    def start(self, now: float) -> None:
        """Note that a request starts."""
        self.active += 1
        self.free_at = max(self.free_at, now) + self.interval

    def end(self, answer: Exchange, now: float, epoch: float) -> None:
        """Note that a request ended, and slow down if the response asks for that."""
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
