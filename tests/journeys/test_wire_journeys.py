"""The real program on the wire and on Textual's own driver: the screens are the same, cell by cell."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from pyte.screens import Char
from test_pty import START_OF_TITLE, Terminal, start  # noqa: F401 - a fixture

KEYS = (" ", "l", "j", "j", "\r", "H", "?", "\x1b", "j", "G", "\r", "K", "z")


def look_after(terminal: Terminal, keys: str) -> list[list[Char]]:
    """Every cell once nothing has changed for a while."""
    terminal.press(keys)
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        if terminal.read_some(0.1):
            end = time.monotonic() + 0.15
    return terminal.screen.look()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_both_drivers_show_the_same(start: Callable[..., Terminal], columns: int, rows: int) -> None:  # noqa: F811
    wired, plain = (start("demo", columns=columns, rows=rows, NEWSREADER_WIRE=wire) for wire in ("", "plain"))
    for terminal in (wired, plain):
        terminal.wait_for(START_OF_TITLE, "demo edition")
    for keys in KEYS:
        assert look_after(wired, keys) == look_after(plain, keys), keys
    assert len(wired.received) < len(plain.received) / 2
    for terminal in (wired, plain):
        terminal.press("Q")
        assert terminal.wait_for_end() == 0
