"""The line that says how far a long work is."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

from newsreader.commands import progress
from newsreader.commands.progress import Progress

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_it_says_what_is_done_and_what_is_left() -> None:
    line = Progress(1000)
    for number in range(250):
        line.count(number % 5 > 0)
    assert line.describe(2.5) == "250 of 1,000 pages, 200 kept, 100 a second, 8 s left"
    assert line.describe(2500).endswith("2 h 5 min left")
    line.count(0, is_failed=True)
    assert line.describe(2.51) == "251 of 1,000 pages, 200 kept, 1 failed, 100 a second, 7 s left"


def test_it_is_seen_on_a_terminal_only_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_EVERY", 0)
    monkeypatch.setenv("TERM", "xterm")
    for stream, total, is_shown in ((Terminal(), 9, True), (Terminal(), 0, False), (io.StringIO(), 9, False)):
        monkeypatch.setattr(sys, "stderr", stream)
        line = Progress(total)
        for _ in range(3):
            line.hide()
            line.count(True)
        line.hide()
        assert bool(stream.getvalue()) is is_shown
        assert not is_shown or stream.getvalue().endswith("\r\x1b[K")
        assert ("[######              ] 3 of 9 pages, 3 kept" in stream.getvalue()) is is_shown
