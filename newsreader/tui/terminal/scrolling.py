"""Finding what moved: rows of the old screen that stand in the new one, all by the same number of rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.tui.terminal.rows import Row

# A scroll costs about 15 bytes; so many cells of text must be spared.
_LEAST_SPARED = 20


class Scroll(NamedTuple):
    """Rows `first` to `last` move up by `by`, or down where it is negative."""

    first: int
    last: int
    by: int


def find_scroll(old: Sequence[Row | None], new: Sequence[Row]) -> Scroll | None:
    """The scroll that spares the most text; None where none would spare any to speak of."""
    changed = [y for y, row in enumerate(new) if row != old[y]]
    if len(changed) < 2:
        return None
    places: dict[Row, list[int]] = {}
    for y, row in enumerate(old):
        if row is not None and not row.text.isspace():
            places.setdefault(row, []).append(y)
    votes: Counter[int] = Counter()
    for y in changed:
        for place in places.get(new[y], ()):
            votes[place - y] += len(new[y].text.rstrip())
    if not votes:
        return None
    count, spared = votes.most_common(1)[0]
    return _find_region(old, new, count) if spared >= _LEAST_SPARED else None


def _find_region(old: Sequence[Row | None], new: Sequence[Row], count: int) -> Scroll | None:
    """The stretch of rows that gains the most by a move; a row that was right already and moves is a loss."""
    best = total = first = 0
    region: tuple[int, int] | None = None
    for y, row in enumerate(new):
        source = y + count
        moved = old[source] if 0 <= source < len(old) else None
        weight = len(row.text.rstrip())
        gain = (weight if row == moved else 0) - (weight if row == old[y] else 0)
        if total <= 0:
            total, first = 0, y
        total += gain
        if total > best:
            best, region = total, (first, y)
    if region is None or best < _LEAST_SPARED:
        return None
    first, last = region
    return Scroll(first, last + count, count) if count > 0 else Scroll(first + count, last, count)


def move_rows(rows: list[Row | None], scroll: Scroll) -> None:
    """The rows as a terminal has them after a scroll; what came in is not known."""
    first, last, count = scroll
    gap: list[Row | None] = [None] * min(abs(count), last - first + 1)
    part = rows[first : last + 1]
    rows[first : last + 1] = part[count:] + gap if count > 0 else gap + part[:count]
