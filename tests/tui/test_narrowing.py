"""Terminals that draw marks two cells wide: how they are found out, and what they are sent instead."""

from __future__ import annotations

import re

import pytest
from emulator import Emulator
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from newsreader.tui.lines import ASCII, UNICODE
from newsreader.tui.terminal.capabilities import choose_capabilities
from newsreader.tui.terminal.keyboard import ESCAPE_SECONDS, REST_SECONDS, KeyParser
from newsreader.tui.terminal.narrowing import MARKS, Narrowing, is_too_wide, make_question
from newsreader.tui.terminal.rows import Clusters
from newsreader.tui.terminal.wire import Wire


def make_wire(columns: int = 40) -> Wire:
    return Wire(choose_capabilities({"TERM": "xterm-256color"}), columns, 2)


def make_text(screen: Emulator, row: int = 0) -> str:
    return "".join(cell.data for cell in screen.look()[row]).rstrip()


@pytest.mark.parametrize("widens", [False, True])
def test_the_cursor_tells_how_wide_marks_are(widens: bool) -> None:
    screen = Emulator(40, 2, widens=widens)
    answers: list[str] = []
    screen.answer = answers.append
    screen.feed(make_question())
    (answer,) = answers
    row, column = map(int, re.findall(r"\d+", answer))
    assert is_too_wide(column - 1, row - 1) is widens


def test_answers_that_are_none_are_not_believed() -> None:
    assert not is_too_wide(0, 0)
    assert not is_too_wide(3 * len(MARKS), 0)
    assert not is_too_wide(len(MARKS) + 1, 5)


def test_the_question_is_not_seen() -> None:
    wire, screen = make_wire(), Emulator(40, 2)
    wire.put(0, 0, [Segment("ferry" + " " * 35, Style())])
    wire.put(0, 1, [Segment("goat " + " " * 35, Style())])
    screen.feed(wire.ask_width() + wire.make_frame())
    assert (make_text(screen), make_text(screen, 1)) == ("ferry", "goat")
    # Nor where the screen was known already.
    screen.feed(wire.ask_width() + wire.make_frame())
    assert (make_text(screen), make_text(screen, 1)) == ("ferry", "goat")


def test_a_screen_that_has_no_room_for_the_question_is_not_asked() -> None:
    assert make_wire(2 * len(MARKS)).ask_width() == ""


def test_all_marks_and_frames_are_shown_as_the_ascii_set_has_them() -> None:
    narrowing = Narrowing(Clusters())
    for name in UNICODE.__slots__:
        wide, ascii_ = getattr(UNICODE, name), getattr(ASCII, name)
        assert wide.translate(narrowing) == (ascii_ if len(ascii_) == 1 else "~"), name
    assert "┌─┐│▁█".translate(narrowing) == "+-+|_#"
    assert "“Café’s” Fähre".translate(narrowing) == '"Cafe\'s" Fähre', "what is narrow everywhere stays"


@given(st.lists(st.sampled_from(["goat", " ", "●", "│", "…", "é", "灯", "Ж", "α", "“", "x"]), max_size=10))
def test_what_follows_a_wide_mark_keeps_its_place(words: list[str]) -> None:
    wire, screen = make_wire(), Emulator(40, 2, widens=True)
    screen.feed("\x1b[2J")
    text = "".join(words)
    wire.narrow()
    wire.put(0, 0, [Segment(text, Style()), Segment(" end", Style())])
    screen.feed(wire.make_frame())
    column = len(text) + text.count("灯")
    assert "".join(cell.data for cell in screen.look()[0][column + 1 : column + 4]) == "end"


# --- answers and keys


def type_keys(*chunks: str) -> list[str]:
    """The names of the messages that a parser makes of what comes in chunks, the last one waited for."""
    parser = KeyParser()
    found = [message for chunk in chunks for message in parser.feed(chunk)]
    found += parser.expire() if parser.patience is not None else ()
    return [str(getattr(message, "key", type(message).__name__)) for message in found]


@pytest.mark.parametrize(
    ("chunks", "names"),
    [
        (["\x1b[1;12Rj"], ["CursorPosition", "j"]),
        (["\x1b[1;", "12Rj"], ["CursorPosition", "j"]),
        (["\x1b", "[1;12", "Rj"], ["CursorPosition", "j"]),
        (["\x1b[12Rj"], ["j"]),
        (["\x1b[;Rj"], ["j"]),
        (["\x1b[?64;1;22cj"], ["j"]),
        (["\x1b[>0;390;0cj"], ["j"]),
        (["\x1b[A", "\x1bOA", "\x1b[[A", "\x1b[1;5C"], ["up", "up", "f1", "ctrl+right"]),
        (["\x1b[<0;3;4Mj"], ["MouseDown", "j"]),
        (["\x1b[M !", "!j"], ["j"]),
        (["\x1b[200~goat \x1b[", "31m\x1b[201~j"], ["Paste", "j"]),
        (["\x1bx"], ["alt+x"]),
        (["\x1b["], ["left_square_bracket"]),
        (["\x1b[1;400"], []),
        (["\x1b\x1b"], ["escape", "escape"]),
    ],
)
def test_no_answer_leaks_into_keys_and_no_key_is_lost(chunks: list[str], names: list[str]) -> None:
    assert type_keys(*chunks) == names


def test_a_lone_escape_is_not_waited_for_as_long_as_the_rest_of_an_answer() -> None:
    parser = KeyParser()
    assert parser.patience is None
    list(parser.feed("\x1b"))
    assert parser.patience == ESCAPE_SECONDS <= 0.05
    list(parser.feed("[1;"))
    assert parser.patience == REST_SECONDS > ESCAPE_SECONDS


@given(st.text(st.sampled_from("\x1b[];<?019RcMAuy~jO "), max_size=20), st.integers(0, 20))
def test_whatever_comes_ends(text: str, cut: int) -> None:
    type_keys(text[:cut] or "j", text[cut:] or "j")
    assert type_keys(text or "j", "\x1b[201~", "j")[-1] == "j"
