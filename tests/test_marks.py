"""Each test is marked as what it needs, so that `pytest -m fast` runs all that needs little."""

from __future__ import annotations

from pathlib import Path

import pytest
from marks import ENGINE_MODULES, SLOW


@pytest.mark.parametrize("named", [*ENGINE_MODULES, *SLOW])
def test_what_is_listed_as_slow_is_there(root: Path, named: str) -> None:
    module, _, test = named.partition("::")
    assert f"def {test}" in (root / module).read_text(encoding="utf-8"), "mend the list in tests/marks.py"


def test_each_test_has_one_of_the_marks(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        assert sum(item.get_closest_marker(mark) is not None for mark in ("browser", "engine", "slow", "fast")) == 1
