"""What the app makes of its terminal: decided with plain values, and seen in the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import Driver, run_reader

from newsreader.config import Settings
from newsreader.tui.profile import Profile, choose_profile
from newsreader.tui.surroundings import Outer, read_tmux
from newsreader.tui.terminal.asking import Answers, read_answers
from newsreader.tui.terminal.capabilities import INDEXED, MONOCHROME, STANDARD, TRUE

HERE = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "en_GB.UTF-8"}
SSH = {**HERE, "SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22"}
SCREEN = {**HERE, "STY": "12.pts-1.isle", "TERM": "screen-256color"}
TMUX = {**HERE, "TMUX": "/tmp/tmux-1/default,1,0", "TERM": "screen-256color"}


def choose(environment: dict[str, str], **settings: str) -> Profile:
    return choose_profile(Settings(**settings), environment)  # type: ignore[arg-type]


def test_at_this_machine_nothing_is_spared() -> None:
    profile = choose(HERE)
    assert profile.colours.value == TRUE
    assert profile.mouse.value
    assert profile.hyperlinks.value
    assert profile.has_unicode.value
    assert profile.asks_width
    assert not profile.in_gutter.value


def test_over_ssh_bytes_are() -> None:
    profile = choose(SSH)
    assert profile.colours.value == profile.capabilities.colours == INDEXED
    assert not profile.mouse.value
    assert not profile.hyperlinks.value
    assert profile.in_gutter.value
    assert profile.pause.value == 0.25
    choices = (profile.colours, profile.mouse, profile.hyperlinks, profile.in_gutter, profile.pause)
    assert all("over SSH" in choice.why for choice in choices)


def test_what_is_set_holds_everywhere() -> None:
    profile = choose(SSH, colours="true", mouse="on", hyperlinks="on", drawing="unicode", cursor="row")
    assert profile.colours.value == TRUE
    assert profile.mouse.value
    assert profile.hyperlinks.value
    assert not profile.asks_width
    assert not profile.in_gutter.value
    profile = choose(HERE, colours="16", mouse="off", hyperlinks="off", drawing="ascii", cursor="gutter")
    assert profile.colours.value == STANDARD
    assert not profile.mouse.value
    assert not profile.hyperlinks.value
    assert profile.glyphs.is_ascii
    assert profile.in_gutter.value
    assert choose({**HERE, "TERM": "vt100"}, colours="256").colours.value == INDEXED
    assert profile.mouse.why == 'mouse = "off" is set'


def test_what_stands_between_is_seen_through() -> None:
    screen = choose(SCREEN)
    assert screen.colours.value == INDEXED, "GNU screen hands COLORTERM on and has no such colours"
    assert not screen.mouse.value, "it would hold Esc back"
    assert not screen.hyperlinks.value
    tmux = choose(TMUX)
    assert tmux.colours.value == TRUE
    assert tmux.mouse.value
    assert tmux.hyperlinks.value
    assert not choose({**HERE, "TERM": "linux"}).hyperlinks.value


def test_without_utf8_nobody_is_asked() -> None:
    profile = choose({"TERM": "xterm", "LANG": "C"})
    assert profile.glyphs.is_ascii
    assert not profile.asks_width
    assert choose({**HERE, "NO_COLOR": "1"}).colours.value == MONOCHROME


@pytest.mark.parametrize(
    ("answer", "outer"),
    [
        ("xterm-kitty\nSSH_CONNECTION=192.0.2.1 5 192.0.2.2 22\n", Outer("xterm-kitty", "192.0.2.1 5 192.0.2.2 22")),
        ("xterm\n-SSH_CONNECTION\n", Outer("xterm", "")),
        ("xterm\n", Outer("xterm", None)),
        ("xterm\nGOATS=7\n", Outer("xterm", None)),
        ("\n-SSH_CONNECTION\n", Outer("", "")),
        ("", None),
    ],
)
def test_tmux_says_where_its_terminal_is(answer: str, outer: Outer | None) -> None:
    assert read_tmux(answer) == outer


@pytest.mark.parametrize(
    ("answer", "answers"),
    [
        ("\x1bP>|XTerm(390)\x1b\\\x1b[7;12R\x1b[?64;1;4;22c", Answers("XTerm(390)", 11, True)),
        ("\x1b[7;23R\x1b[?4c", Answers("", 22)),
        ("\x1b[?1;2c", Answers()),
        ("goats\x1b[R\x1b[?c", Answers()),
        ("", Answers()),
    ],
)
def test_answers_are_read_whatever_comes(answer: str, answers: Answers) -> None:
    assert read_answers(answer) == answers


async def test_in_the_gutter_a_move_changes_no_more_than_the_gutter(
    demo_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_CONNECTION", SSH["SSH_CONNECTION"])
    async with run_reader(demo_library) as reader:
        before = list_cells(reader)
        await reader.press("j")
        after = list_cells(reader)
    changed = [(y, x) for y, row in enumerate(before) for x, cell in enumerate(row) if cell != after[y][x]]
    # Beside the bars, that say where in the list it is and what its row does not show.
    assert [(y, x) for y, x in changed if 0 < y < 23] == [(1, 0), (2, 0)]


async def test_else_the_title_is_highlighted_and_what_stands_beside_it_is_not(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        before = list_cells(reader)
        await reader.press("j")
        after = list_cells(reader)
    assert [x for x, cell in enumerate(before[1]) if cell != after[1][x]] == list(range(50))
    assert before[1][49][1] != before[1][50][1]


def list_cells(reader: Driver) -> list[list[tuple[str, str]]]:
    """Every cell's character and style."""
    strips = reader.app.screen._compositor.render_strips()
    return [[(each, str(segment.style)) for segment in strip for each in segment.text] for strip in strips]
