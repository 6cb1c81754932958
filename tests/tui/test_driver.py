"""The parts under the wire: what a terminal is taken for, the line to it, and its keyboard."""

from __future__ import annotations

import os
import pty
import threading
import tty
from typing import Any

import pytest
from emulator import Emulator
from rich.segment import Segment
from rich.style import Style

from newsreader.tui.terminal.capabilities import (
    INDEXED,
    MONOCHROME,
    STANDARD,
    TRUE,
    Scrolling,
    choose_capabilities,
)
from newsreader.tui.terminal.driver import is_harmless
from newsreader.tui.terminal.keyboard import KeyParser, WakingEvent
from newsreader.tui.terminal.line import Line, Pace
from newsreader.tui.terminal.wire import Wire


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({"TERM": "xterm"}, STANDARD),
        ({"TERM": "xterm-256color"}, INDEXED),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, TRUE),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, MONOCHROME),
        ({"TERM": "screen.xterm-256color"}, INDEXED),
        ({"TERM": "linux"}, STANDARD),
        ({"TERM": "vt100", "COLORTERM": "truecolor"}, MONOCHROME),
        ({"TERM": "unheard-of"}, STANDARD),
        ({}, STANDARD),
    ],
)
def test_colours_are_those_that_the_terminal_has(environment: dict[str, str], colours: int) -> None:
    assert choose_capabilities(environment).colours == colours


def test_a_terminal_is_known_by_the_beginning_of_its_name() -> None:
    assert choose_capabilities({"TERM": "rxvt-unicode-256color"}).scrolling is Scrolling.COUNTED
    assert choose_capabilities({"TERM": "tmux-256color"}).erases_in_colour is False
    assert choose_capabilities({"TERM": "unheard-of"}).scrolling is Scrolling.NONE
    assert choose_capabilities({"TERM": "xterm-256color"}).repeats
    assert not choose_capabilities({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}).repeats


def test_without_colours_what_has_a_background_of_its_own_is_reversed() -> None:
    wire = Wire(choose_capabilities({"TERM": "vt100"}), 12, 2)
    plain, selected = Style.parse("#d9d1c3 on #1c1a17"), Style.parse("bold #f5ecdb on #453c30")
    wire.use_background(plain.bgcolor)
    wire.put(0, 0, [Segment("ferry       ", plain)])
    wire.put(0, 1, [Segment("goat        ", selected)])
    frame = wire.make_frame()
    assert "38;" not in frame
    assert "48;" not in frame
    screen = Emulator(12, 2, fills=False)
    screen.feed(frame)
    ferry, goat = screen.look()
    assert [cell.reverse for cell in ferry] == [False] * 12
    assert [cell.reverse for cell in goat] == [True] * 12
    assert goat[0].bold


def test_clusters_keep_what_follows_in_its_place() -> None:
    wire = Wire(choose_capabilities({"TERM": "xterm-256color"}), 20, 1)
    wire.put(0, 0, [Segment("a 👩‍🚀 b", Style())])
    frame = wire.make_frame()
    # Terminals disagree on how wide this is: what follows is placed by its column.
    assert "👩‍🚀\x1b[" in frame
    screen = Emulator(20, 1)
    screen.feed(frame)
    assert screen.look()[0][5].data == "b"


@pytest.mark.parametrize(
    ("sequence", "is_known"),
    [
        ("\x1b[?1003h", True),
        ("\x1b[?2026$p", True),
        ("\x1b[>25u", True),
        ("\x1b]52;c;Z29hdA==\x07", True),
        ("\x1bPtmux;\x1b\x1b]52;c;Z29hdA==\x07\x1b\\", True),
        ("\x1b[22;2t", True),
        ("\x1b]2;goats\x07\a", True),
        ("\x1b[?1049h", False),
        ("\x1b[2J", False),
        ("goats", False),
        ("\x1b]2;goats\x07goats", False),
    ],
)
def test_the_screen_is_known_only_while_nothing_unknown_was_sent(sequence: str, is_known: bool) -> None:
    assert is_harmless(sequence) is is_known


def test_the_line_keeps_what_a_busy_terminal_does_not_take() -> None:
    master, slave = pty.openpty()
    tty.setraw(slave)
    line = Line(slave)
    line.send(b"x" * 300_000)
    assert line.is_busy
    taken = bytearray()

    def read() -> None:
        while len(taken) < 300_003:
            taken.extend(os.read(master, 65536))

    reader = threading.Thread(target=read)
    reader.start()
    line.send(b"end")
    line.drain(10)
    assert not line.is_busy
    reader.join(10)
    assert taken == b"x" * 300_000 + b"end"
    os.close(slave)
    line.close()
    line.send(b"nobody takes this")
    os.close(master)


def test_frames_wait_only_for_a_terminal_that_answers() -> None:
    pace = Pace()
    assert not pace.asks_after(2000, 0)
    assert pace.asks_after(100, 0)
    assert not pace.asks_after(10_000, 0)
    assert not pace.is_full(0.1), "it may be mute"
    pace.take_answer()
    assert pace.asks_after(3000, 1)
    assert not pace.is_full(1)
    pace.asks_after(5000, 1)
    assert pace.is_full(1.1)
    assert pace.is_awaited(1.1)
    assert not pace.is_full(1 + Pace.LONGEST), "its answer is lost"
    pace.take_answer()
    assert not pace.is_full(5)


def test_an_escape_is_one_when_nothing_follows() -> None:
    parser = KeyParser()
    assert list(parser.feed("\x1b")) == []
    assert parser.patience is not None
    (key,) = parser.expire()
    assert get_key(key) == "escape"
    assert parser.patience is None
    (key,) = parser.feed("\x1b[A")
    assert get_key(key) == "up"


def get_key(message: Any) -> str:
    return str(message.key)


def test_an_event_wakes_who_waits_for_input() -> None:
    event = WakingEvent()
    event.set()
    assert os.read(event.descriptor, 1)
    event.set()
    event.clear()
    assert not event.is_set()
