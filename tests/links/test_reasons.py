"""The reasons are a closed list, and documented."""

from __future__ import annotations

from pathlib import Path

import pytest

from pathgen.links.reasons import REASONS, documentation


def test_every_reason_is_documented(root: Path, request: pytest.FixtureRequest) -> None:
    path = root / "docs" / "reasons.md"
    if request.config.getoption("--update-golden"):
        path.write_text(documentation(), encoding="utf-8")
    assert path.read_text(encoding="utf-8") == documentation()


def test_what_is_to_be_acted_on_says_what_to_do() -> None:
    acted_on = [reason for reason in REASONS.values() if reason.verdict in ("dead", "failing", "moved", "unknown")]
    assert all(reason.advice for reason in acted_on)
