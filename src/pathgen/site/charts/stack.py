"""Stack the boxes of a column as near as possible to where each should be, in order and without overlap."""

from __future__ import annotations

from collections.abc import Sequence


def stacked(heights: Sequence[float], wished: Sequence[float], gap: float, room: float) -> list[float]:
    """Return the top of each box: those with the least sum of squared distances from ``wished``, from 0 to ``room``.

    Less the heights and gaps above each box, the tops must not decrease from one box to the next: an isotonic
    regression, solved by pooling adjacent violators (Barlow et al., 1972). Boxes in a pool touch, and share its mean.
    """
    above = [sum(heights[:index]) + index * gap for index in range(len(heights))]
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
