"""The reasons say what to do."""

from __future__ import annotations

from pathgen.links.reasons import REASONS


def test_what_is_to_be_acted_on_says_what_to_do() -> None:
    acted_on = [reason for reason in REASONS.values() if reason.verdict in ("dead", "failing", "moved", "unknown")]
    assert all(reason.advice for reason in acted_on)
