"""The real program on terminals of many kinds and of any size, and with a mouse."""

from __future__ import annotations

import random
import re
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest
from test_pty import START_OF_TITLE, Terminal, start  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

# Whatever stands around the tests.
LOCAL = dict.fromkeys(
    ("TMUX", "STY", "SSH_CONNECTION", "COLORTERM", "NO_COLOR", "TERM_PROGRAM", "DISPLAY", "WAYLAND_DISPLAY"), ""
)
WHEEL_UP, WHEEL_DOWN = 64, 65
CSI = re.compile("\x1b\\[([<=>?]?)([0-9;:]*)([ -/]*)([@-~])")
# Strings that are printed: of GNU screen a link's, of those that know none any.
LINK, STRING = re.compile("\x1b\\]8;"), re.compile("\x1b[\\]P_^X]")
# The parameters of SGR: what all know, what is turned off one by one, and colours.
_BASIC, _SINGLE = "0?[014578]?", "[0-9]|2[1-9]|5[45]"
_16 = f"{_SINGLE}|[34][0-79]|9[0-7]|10[0-7]"
_256 = f"{_16}|[34]8;5;[0-9]+"


class Kind(NamedTuple):
    """A kind of terminal: its name, the CSI that it knows by their last bytes, its SGR, and what it makes of the rest.

    What is listed was read from ncurses' terminfo (`infocmp -x1`).
    """

    name: str
    finals: str
    attributes: str
    printed: re.Pattern[str] | None = None
    # What is asked of terminals of today is passed over, and there is a screen to go back to.
    is_modern: bool = True
    locale: str = "C.UTF-8"


_XTERM, _LINUX = "ABCDGHJKLMPSTX@bdnrt", "ABCDGHJKLMPX@dnr"
KINDS = (
    Kind("xterm", _XTERM, _16),
    Kind("xterm-256color", _XTERM, _256),
    Kind("xterm-256color", _XTERM, _256, locale="C"),
    Kind("tmux-256color", "ABCDGHJKLMPST@dnr", _256),
    Kind("screen", "ABCDGHJKLMPST@dnr", _16, LINK),
    Kind("linux", _LINUX, _16, STRING, is_modern=False),
    Kind("vt100", "ABCDHJKnr", _BASIC, STRING, is_modern=False, locale="C"),
)


def find_forbidden(kind: Kind, sent: str) -> list[str]:
    """The sequences that a terminal of this kind does not know, or that name colours that it has not."""
    sgr = re.compile(f"(?:{kind.attributes})?(?:;(?:{kind.attributes}))*")
    found = kind.printed.findall(sent) if kind.printed else []
    for match in CSI.finditer(sent):
        mark, parameters, between, final = match.groups()
        if mark == "?" and not between and final in "hl":
            continue  # a mode that is not known is passed over
        if mark or between:
            is_known = kind.is_modern
        elif final == "m":
            is_known = sgr.fullmatch(parameters) is not None
        else:
            is_known = final in kind.finals
        found += [] if is_known else [match[0]]
    return found


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind.name}-{kind.locale}")
def test_a_terminal_is_sent_only_what_it_understands(
    start: Callable[..., Terminal],  # noqa: F811
    demo_library: Path,
    kind: Kind,
) -> None:
    named = {"TERM": kind.name, "LC_ALL": "", "LC_CTYPE": "", "LANG": kind.locale}
    terminal = start("--library", demo_library, **LOCAL, **named)
    terminal.open_first("By Maud Ellery", "min")
    for keys, words in ((" ", "that thing of theirs"), ("j", "that"), ("l", "More Latest News"), ("jj", "Enter opens")):
        terminal.press(keys)
        terminal.wait_for(words)
    terminal.press("s")
    terminal.wait_for("arked: ")
    terminal.press("Y")
    terminal.wait_for("Copied as Markdown" if kind.is_modern else "this terminal has no clipboard")
    terminal.press("?")
    terminal.wait_for("Panes and history")
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    sent = terminal.received.decode()
    assert find_forbidden(kind, sent) == []
    marks = re.compile("[●✓○★│─┴▾·…“”’]")
    assert bool(marks.search(sent)) is (kind.locale != "C")
    assert sent.isascii() is (kind.locale == "C")
    if not kind.is_modern:
        assert (terminal.screen.cursor.x, terminal.screen.cursor.y) == (0, 23)
        assert terminal.text.endswith("\n"), "the shell goes on below the last frame"


def test_the_guard_would_see_what_is_forbidden() -> None:
    xterm, _, _, tmux, screen, linux, vt100 = KINDS
    assert find_forbidden(xterm, "\x1b[1;38;5;12mgoat\x1b[m") == ["\x1b[1;38;5;12m"]
    assert find_forbidden(xterm, "\x1b[1;97;40mgoat\x1b[3b\x1b[?2026$p\x1b[>25u\x1b]8;;\x1b\\") == []
    assert find_forbidden(tmux, "\x1b[3b\x1b[2X") == ["\x1b[3b", "\x1b[2X"]
    assert find_forbidden(screen, "\x1bP\x1b]52;c;Z29hdA==\x07\x1b\\\x1b]8;;\x1b\\") == ["\x1b]8;"]
    assert find_forbidden(linux, "\x1b[2S\x1b[>25u\x1b[?2026$p") == ["\x1b[2S", "\x1b[>25u", "\x1b[?2026$p"]
    assert find_forbidden(vt100, "\x1b]22;default\x07") == ["\x1b]"]
    assert find_forbidden(vt100, "\x1b[1;7m\x1b[22m\x1b[32m\x1b[4G\x1b[?25l") == ["\x1b[22m", "\x1b[32m", "\x1b[4G"]


# All views, one after another, with keys that are at home in them. None ends the program, whatever has the focus.
WALK = (
    *("j", "j", "\r", " ", "l", "j", "j", "k", "}", "\r", "G", "H", "h", "z", "z", "b", "]", "]", "f", "\x1b"),
    *("?", " ", "\x1b", ":", "th", "\x1b", "P", "j", "\x1b", "u", "j", "\x1b", "W", "j", "}", "\x1b", "T", "j", "\x1b"),
    *("/", "bell", "\r", "n", "\x1b", "1", "\x1b", "t", "coast\r", "\x1b", "h", "j", "\r", "v", "j", "\x1b", "S"),
    *("\x15ferry\r", "O", "\t", "J", "h", "h", "<", ">", "U", "l", "\r", ".", "."),
)


def test_any_resize_at_any_moment_leaves_the_screen_whole(
    start: Callable[..., Terminal],  # noqa: F811
    demo_library: Path,
    tmp_path: Path,
) -> None:
    chance = random.Random(1)
    # What a shell exported is of when it did.
    terminal = start("--library", demo_library, COLUMNS="33", LINES="7")
    terminal.wait_for("Enter opens")
    for keys in WALK:
        terminal.press(keys)
        for _ in range(chance.choice((0, 1, 1))):
            terminal.resize(chance.randint(20, 200), chance.randint(5, 60))
            terminal.read_some(chance.choice((0, 0.01, 0.05)))
        if keys == "\x1b":
            time.sleep(0.1)
        terminal.read_some(0.03)
    terminal.resize(110, 33)
    # Once this is answered all that was typed has been seen to.
    terminal.press("\x03")
    terminal.wait_for("ctrl+c once more ends")
    shown = terminal.look()
    # Another size and back: at once, so that the program may see none, and slowly, so that it lays all out anew.
    for pause in (0.0, 0.3):
        terminal.resize(83, 20)
        time.sleep(pause)
        terminal.resize(110, 33)
        assert terminal.look() == shown
    terminal.press("\x03\x03")
    assert terminal.wait_for_end() == 0
    assert not list(tmp_path.glob("log/*"))


def test_click_and_wheel(start: Callable[..., Terminal], demo_library: Path) -> None:  # noqa: F811
    terminal = start("--library", demo_library, **LOCAL)
    terminal.wait_for("Enter opens")
    row = find_cursor(terminal) + 2
    send_mouse(terminal, 0, 20, row)
    terminal.wait_until(lambda: find_cursor(terminal) == row)
    terminal.press("S")
    terminal.wait_for("search:")
    terminal.press("disowning\r")
    terminal.wait_for("Found: disowning")
    send_mouse(terminal, 0, 20, find_cursor(terminal))
    terminal.wait_for(START_OF_TITLE, "By Maud Ellery")
    terminal.resize(120, 30)
    terminal.wait_for("Related: ")
    for _ in range(3):
        send_mouse(terminal, WHEEL_DOWN, 20, 10)
    terminal.wait_without(START_OF_TITLE)
    for _ in range(3):
        send_mouse(terminal, WHEEL_UP, 20, 10)
    terminal.wait_for(START_OF_TITLE)
    stored = next(row for row, line in enumerate(terminal.text.splitlines()) if "●" in line.partition("│")[2])
    send_mouse(terminal, 0, 100, stored)
    terminal.wait_until(lambda: terminal.text.splitlines()[stored].partition("│")[2].lstrip().startswith(">"))
    send_mouse(terminal, 0, 100, stored)
    terminal.wait_without("By Maud Ellery")
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    for mode in (b"1000", b"1003", b"1006", b"1015"):
        assert terminal.received.rindex(b"\x1b[?%bl" % mode) > terminal.received.rindex(b"\x1b[?%bh" % mode)


def find_cursor(terminal: Terminal) -> int:
    """The row that bears the list's cursor; -1 where there is none."""
    return next((row for row, line in enumerate(terminal.text.splitlines()) if line.lstrip().startswith(">")), -1)


def send_mouse(terminal: Terminal, button: int, column: int, row: int) -> None:
    """What a terminal says of a button pressed and let go, or of the wheel (xterm's SGR form, mode 1006)."""
    terminal.press(f"\x1b[<{button};{column + 1};{row + 1}M")
    if button < WHEEL_UP:
        terminal.press(f"\x1b[<{button};{column + 1};{row + 1}m")
