"""The real program on the wire and on Textual's own driver: the screens are the same, cell by cell."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from test_pty import START_OF_TITLE, Terminal, start  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyte.screens import Char

_PATIENCE = 20.0
# So long nothing comes where all has come; and where a key may have changed nothing.
_MOMENT, _LONGEST_SILENCE = 0.05, 0.6
KEYS = (" ", "l", "j", "j", "\r", "H", "?", "\x1b", "j", "G", "\r", "K", "z")


def look_after(terminal: Terminal, keys: str) -> list[list[Char]]:
    terminal.press(keys)
    return terminal.look()


def wait_for_same(one: Terminal, other: Terminal, before: list[list[Char]]) -> list[list[Char]]:
    """What both show once nothing more comes: the same, and other than before where the key changes anything."""
    begun = time.monotonic()
    while True:
        has_come = [one.read_some(_MOMENT), other.read_some(_MOMENT)]
        shown, wanted = one.screen.look(), other.screen.look()
        waited = time.monotonic() - begun
        if not any(has_come) and shown == wanted and (shown != before or waited > _LONGEST_SILENCE):
            return shown
        assert waited < _PATIENCE, [(a, b) for a, b in zip(one.screen.display, other.screen.display, strict=True)]


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_both_drivers_show_the_same(start: Callable[..., Terminal], columns: int, rows: int) -> None:  # noqa: F811
    wired, plain = (start("demo", columns=columns, rows=rows, NEWSREADER_WIRE=wire) for wire in ("", "plain"))
    for terminal in (wired, plain):
        terminal.wait_for(START_OF_TITLE, "demo edition")
    before = wired.screen.look()
    for keys in KEYS:
        wired.press(keys)
        plain.press(keys)
        before = wait_for_same(wired, plain, before)
    assert wired.look() == plain.look() == before
    assert len(wired.received) < len(plain.received) / 2
    for terminal in (wired, plain):
        terminal.press("Q")
        assert terminal.wait_for_end() == 0


def test_it_comes_back_whole_from_a_stop(start: Callable[..., Terminal]) -> None:  # noqa: F811
    terminal = start("demo")
    terminal.wait_for(START_OF_TITLE, "demo edition")
    before = look_after(terminal, "")
    terminal.press("\x1a")
    _, status = os.waitpid(terminal.child.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)
    terminal.read_some(0.2)
    assert b"\x1b[?1049l" in terminal.received
    # The shell and what was run in it.
    terminal.screen.feed("\x1b[m\x1b[2J\x1b[5;5Hferries\x1b[3;9r\x1b[41m")
    os.kill(terminal.child.pid, signal.SIGCONT)
    assert look_after(terminal, "") == before
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def test_what_others_wrote_over_it_goes_at_a_key(start: Callable[..., Terminal]) -> None:  # noqa: F811
    terminal = start("demo")
    terminal.wait_for(START_OF_TITLE, "demo edition")
    for keys in ("k", "?"):
        before = look_after(terminal, keys)
        terminal.screen.feed("\x1b[m\x1b[5;5Hferries\x1b[3;9r\x1b[41m\x1b[7;1H\x1b[2K")
        terminal.press("\x0c")
        terminal.wait_without("ferries")
        assert look_after(terminal, "") == before
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def test_it_comes_back_whole_from_other_sizes(start: Callable[..., Terminal]) -> None:  # noqa: F811
    terminal = start("demo")
    terminal.wait_for(START_OF_TITLE, "demo edition")
    before = look_after(terminal, "")
    for columns, rows in ((60, 15), (100, 30), (80, 24)):
        terminal.screen.feed("\x1b[Hdebris")
        terminal.resize(columns, rows)
        look_after(terminal, "")
        assert "debris" not in terminal.text
        terminal.wait_for("Two villages")
    assert look_after(terminal, "") == before
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
