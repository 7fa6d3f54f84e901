"""The day on which pathgen runs, from the clock or from the caller; never from a date that somebody wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from pathgen.errors import PathgenError

EPOCH_VARIABLE = "SOURCE_DATE_EPOCH"
"""The environment variable with the time of a build (https://reproducible-builds.org/specs/source-date-epoch/)."""
_SECONDS = range(2**32)
"""What gzip has room for in its header (RFC 1952 §2.3.1); MkDocs writes the time there."""
_FURTHEST_AHEAD = timedelta(hours=14)
"""Kiritimati's offset from UTC, the largest."""


def utc_now() -> datetime:
    """Return the time by the computer's clock."""
    return datetime.now(UTC)


def latest_today(now: Callable[[], datetime] = utc_now) -> date:
    """Return today's date where the day starts first, so that no writer's today is later."""
    return (now() + _FURTHEST_AHEAD).date()


def given_time() -> datetime | None:
    """Return the time that a build is to use instead of the clock's, if one is set.

    Raises:
        PathgenError: it is not a number of seconds from 1970 to 2106.
    """
    written = os.environ.get(EPOCH_VARIABLE)
    if not written:
        return None
    if not written.isdecimal() or int(written[:20]) not in _SECONDS:
        raise PathgenError(f"{EPOCH_VARIABLE} is {written!r}, not a number of seconds since 1970, until 2106")
    return datetime.fromtimestamp(int(written), UTC)


def day_of_build(now: Callable[[], datetime] = utc_now) -> date:
    """Return the day on which something is built: the given one, else today in UTC.

    Raises:
        PathgenError: the given one is not valid.
    """
    return (given_time() or now()).date()
