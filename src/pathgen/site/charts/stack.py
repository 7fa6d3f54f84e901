"""Stacking boxes of a column as near as can be to where each would like to stand, in order and without overlap."""

from __future__ import annotations

from collections.abc import Sequence


def stacked(heights: Sequence[float], wished: Sequence[float], gap: float, room: float) -> list[float]:
    """Give the top of each box: the least sum of squared distances from ``wished``, all between 0 and ``room``.

    With the heights above each box taken off, the order asks for tops that never fall: an isotonic regression,
    solved by pooling adjacent violators (Barlow et al., 1972).
    """
    above = [sum(heights[:at]) + at * gap for at in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for wish, offset in zip(wished, above, strict=True):
        mean, size = wish - offset, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean = (mean * size + other * more) / (size + more)
            size += more
        pools.append((mean, size))
    slack = max(room - sum(heights) - gap * (len(heights) - 1), 0.0)
    free = [min(max(mean, 0.0), slack) for mean, size in pools for _ in range(size)]
    return [top + offset for top, offset in zip(free, above, strict=True)]
