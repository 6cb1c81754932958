"""The real program on lines of all kinds: one that stalls, one over SSH, one on which nothing happens."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from test_pty import START_OF_TITLE, Terminal, start  # noqa: F401 - a fixture

SSH = {"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22"}
# A page of the demo takes about 1,100 bytes: what the kernel holds of a line that stalls, and two frames.
MOST_BYTES = 24_000


def test_a_line_that_stalls_gets_the_last_frame_alone(start: Callable[..., Terminal]) -> None:  # noqa: F811
    terminal = start("demo")
    terminal.wait_for(START_OF_TITLE)
    begun = len(terminal.received)
    # Nothing is read meanwhile.
    for _ in range(60):
        terminal.press("GgG")
        time.sleep(0.02)
    terminal.wait_for("100%")
    terminal.read_some(0.5)
    assert len(terminal.received) - begun < MOST_BYTES
    shown = terminal.text
    terminal.press("\x0c")
    terminal.read_some(0.3)
    assert terminal.text == shown, "what was dropped is not missed"
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def test_nothing_is_sent_while_nothing_happens(start: Callable[..., Terminal]) -> None:  # noqa: F811
    terminal = start("demo")
    terminal.wait_for(START_OF_TITLE)
    while terminal.read_some(1.3):  # the last reading position is kept after a second
        pass
    assert not terminal.read_some(2.5)
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def test_over_ssh_motions_are_not_reported_and_colours_are_short(start: Callable[..., Terminal]) -> None:  # noqa: F811
    before = 'import os; open(os.environ["NEWSREADER_HOME"] + "/config.toml", "w").write("mouse = \\"on\\"\\n")'
    terminal = start("demo", before=before, COLORTERM="truecolor", **SSH)
    terminal.wait_for(START_OF_TITLE)
    terminal.press("q")
    terminal.wait_for("Enter opens")
    assert b"\x1b[?1000h" in terminal.received
    assert b"\x1b[?1003h" not in terminal.received
    assert b";48;5;" in terminal.received
    assert not re.search(rb"[34]8;2;", terminal.received)
    while terminal.read_some(0.5):
        pass
    begun = len(terminal.received)
    terminal.press("k")
    assert terminal.read_some(20)
    terminal.read_some(0.3)
    assert 0 < len(terminal.received) - begun <= 60, "in the gutter"
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
