"""The real program on terminals that draw marks wide, and that answer late, never, or nonsense."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from emulator import Emulator
from test_pty import START_OF_TITLE, Terminal, start  # noqa: F401 - a fixture

ASKED = b"\x1b[6n"


def begin(start: Callable[..., Terminal], *, widens: bool, answer: Callable[[Terminal, str], object]) -> Terminal:  # noqa: F811
    terminal = start("demo")
    terminal.screen = Emulator(80, 24, widens=widens)
    terminal.screen.answer = lambda data: answer(terminal, data)
    terminal.wait_for(START_OF_TITLE)
    terminal.press("l")
    terminal.wait_for("Related to")
    return terminal


def send(terminal: Terminal, data: str) -> None:
    terminal.press(data)


def end(terminal: Terminal) -> None:
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def test_a_terminal_that_draws_them_narrow_keeps_them(start: Callable[..., Terminal]) -> None:  # noqa: F811
    terminal = begin(start, widens=False, answer=send)
    terminal.wait_for("○")
    end(terminal)


def test_one_that_draws_them_wide_gets_ascii(start: Callable[..., Terminal]) -> None:  # noqa: F811
    terminal = begin(start, widens=True, answer=send)
    terminal.wait_for(" o ")
    terminal.wait_without("○")
    assert not any("●" in row or "…" in row for row in terminal.screen.display)
    terminal.press("?")
    terminal.wait_for("Panes and history")
    assert "│" not in terminal.text
    end(terminal)


def test_a_late_answer_counts_and_is_no_key(start: Callable[..., Terminal]) -> None:  # noqa: F811
    kept: list[str] = []
    terminal = begin(start, widens=True, answer=lambda _, data: kept.append(data))
    terminal.wait_for("○")
    time.sleep(0.5)
    for piece in kept[0][:3], kept[0][3:]:
        terminal.press(piece)
        time.sleep(0.1)
    terminal.wait_without("○")
    terminal.wait_for("Related to")
    end(terminal)


@pytest.mark.parametrize("answer", ["\x1b[12R", "\x1b[;R", "\x1b[999;999R", "\x1b[?1;2c"])
def test_nonsense_is_neither_believed_nor_typed(start: Callable[..., Terminal], answer: str) -> None:  # noqa: F811
    terminal = begin(start, widens=False, answer=lambda terminal, _: terminal.press(answer))
    before = terminal.text
    assert "○" in before
    terminal.read_some(0.6)
    assert terminal.text == before
    terminal.press("j")
    while terminal.text == before:
        terminal.read_some(5)
    end(terminal)


def test_one_that_never_answers_is_asked_once_and_not_waited_for(start: Callable[..., Terminal]) -> None:  # noqa: F811
    terminal = begin(start, widens=False, answer=lambda *_: None)
    assert terminal.received.count(ASKED) == 1
    terminal.press("jjkk")
    terminal.read_some(0.5)
    end(terminal)
    assert terminal.received.count(ASKED) == 1


@pytest.mark.parametrize(
    ("widens", "words"), [(False, "draws marks one cell wide"), (True, "ASCII: the terminal draws")]
)
def test_doctor_says_what_the_terminal_answered(start: Callable[..., Terminal], widens: bool, words: str) -> None:  # noqa: F811
    terminal = start("doctor", columns=120, SSH_CONNECTION="192.0.2.1 5000 192.0.2.2 22", TMUX="")
    terminal.screen = Emulator(120, 24, widens=widens)
    terminal.screen.answer = lambda data: send(terminal, data)
    terminal.wait_for("answers in", words, "in the gutter: over SSH", "images")
    assert terminal.wait_for_end() == 0
