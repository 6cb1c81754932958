"""A line on a terminal that says how far a long work is."""

from __future__ import annotations

import sys
import time

from newsreader.commands import output
from newsreader.wording import say_duration

# How often the line is painted anew, in seconds; faster nobody reads.
_EVERY = 0.2
_BAR = 20


def is_watched() -> bool:
    """Whether there is a terminal on which progress would be seen."""
    return sys.stderr.isatty()


class Progress:
    """How many of `total` things are done, and what came of them; without a terminal on standard error, or a total,
    nothing is shown.
    """

    def __init__(self, total: int, things: str = "pages", kept: str = "kept") -> None:
        self._total = total
        self._things, self._what = things, kept
        self._is_shown = bool(total) and is_watched()
        self._done = self._kept = self._failed = 0
        self._start = self._painted = time.monotonic()
        self._is_painted = False

    def count(self, kept: int, *, is_failed: bool = False) -> None:
        """One more is done, and so much came of it."""
        self._done += 1
        self._kept += kept
        self._failed += is_failed
        if self._is_shown and time.monotonic() - self._painted >= _EVERY:
            self._painted = time.monotonic()
            self._is_painted = True
            output.tell(self.describe(self._painted - self._start), self._draw_bar())

    def hide(self) -> None:
        """Make room for a line of results on the same terminal."""
        if self._is_painted:
            output.hush()
            self._is_painted = False

    def describe(self, seconds: float) -> str:
        """`412 of 1,000 pages, 398 kept, 2 failed, 88 a second, 7 s left` after so many seconds."""
        rate = self._done / max(seconds, 0.001)
        left = max(0, self._total - self._done) / max(rate, 0.001)
        failed = f" {self._failed:,} failed," if self._failed else ""
        return (
            f"{self._done:,} of {self._total:,} {self._things}, {self._kept:,} {self._what},{failed}"
            f" {rate:,.0f} a second, {say_duration(left)} left"
        )

    def _draw_bar(self) -> str:
        done = "#" * int(min(1.0, self._done / self._total) * _BAR)
        return f"[{done:<{_BAR}}] "
