from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pathgen.errors import PathgenError
from pathgen.today import EPOCH_VARIABLE, day_of_build, given_time, latest_today

NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_it_is_the_day_of_the_place_where_the_day_starts_first() -> None:
    assert latest_today(lambda: NOON) == date(2026, 12, 1)
    assert latest_today(lambda: NOON.replace(hour=9)) == date(2026, 11, 30)


def test_the_day_of_a_build_is_the_clocks_unless_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(EPOCH_VARIABLE, raising=False)
    assert (given_time(), day_of_build(lambda: NOON)) == (None, date(2026, 11, 30))
    monkeypatch.setenv(EPOCH_VARIABLE, "1700000000")
    assert (given_time(), day_of_build(lambda: NOON)) == (
        datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC),
        date(2023, 11, 14),
    )


@pytest.mark.parametrize("written", ["yesterday", "1.5", "99999999999999999999", "-5", "4294967296"])
def test_a_time_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv(EPOCH_VARIABLE, written)
    with pytest.raises(PathgenError, match=f"SOURCE_DATE_EPOCH is '{written}', not a number of seconds since 1970"):
        given_time()
