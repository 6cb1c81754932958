"""The first frame: what the last run foresaw of this start, shown before Textual is loaded, taken over as it stands."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from program import DEMO, make_command, make_environment, run_program
from test_pty import Terminal, start, wait_until  # noqa: F401 - a fixture
from test_wire_journeys import look_after

from newsreader.tui.terminal.first import Frame, read_frame, write_frame

if TYPE_CHECKING:
    from pyte.screens import Char

COUNT = 5
FILES = sorted(DEMO.glob("*.txt"))[:COUNT]
# The end of the list's bar.
PLACE = f"1/{COUNT}"
# Where the terminal is asked about what Textual's driver wants to know.
SETS_UP = b"\x1b[?2026$p"
ENTER, LEAVE, CLEAR = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[2J"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    assert run_program(tmp_path, "add", *FILES).returncode == 0
    return tmp_path


def frame_path(home: Path) -> Path:
    return home / "library.sqlite-frame"


def hold(home: Path, *, fails: bool = False) -> str:
    """Code that keeps the program from loading Textual until there is a file `go`."""
    end = "raise RuntimeError('no Textual today')" if fails else "return None"
    return f"""
import os, time
class Gate:
    def find_spec(self, name, *_):
        if name == "textual":
            while not os.path.exists({str(home / "go")!r}):
                time.sleep(0.01)
            {end}
sys.meta_path.insert(0, Gate())
"""


def run_once(start: Callable[..., Terminal], home: Path, **changes: object) -> None:  # noqa: F811
    """A run that is quit, until the next start is rehearsed."""
    terminal = start(**changes)
    terminal.wait_for(PLACE)
    terminal.press("Q")
    assert terminal.wait_for_end() == 0
    wait_until(frame_path(home).exists)


def go(terminal: Terminal, home: Path, place: str = PLACE) -> None:
    terminal.received = b""
    (home / "go").touch()
    terminal.wait_until(lambda: SETS_UP in terminal.received)
    terminal.wait_for(place)


def end(terminal: Terminal) -> None:
    terminal.press("Q")
    assert terminal.wait_for_end() == 0


def look_plainly(start: Callable[..., Terminal], *keys: str, **changes: object) -> list[list[list[Char]]]:  # noqa: F811
    """What Textual's own driver shows, after each of these keys."""
    plain = start(NEWSREADER_WIRE="plain", **changes)
    plain.wait_for(PLACE)
    shown = [look_after(plain, each) for each in keys]
    end(plain)
    return shown


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (120, 40)])
def test_the_frame_is_what_the_app_then_shows(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
    columns: int,
    rows: int,
) -> None:
    run_once(start, home, columns=columns, rows=rows)
    terminal = start(columns=columns, rows=rows, before=hold(home))
    terminal.wait_for(PLACE)
    frame = terminal.screen.look()
    go(terminal, home)
    terminal.press("j")
    terminal.wait_for(f"2/{COUNT}")
    terminal.press("k")
    terminal.wait_for(PLACE)
    assert look_after(terminal, "") == frame
    assert CLEAR not in terminal.received
    assert ENTER not in terminal.received
    # What sets the terminal up, and two moves: nothing of the screen was sent again.
    assert len(terminal.received) < 1000
    end(terminal)
    assert terminal.received.count(LEAVE) == 1
    assert look_plainly(start, "", columns=columns, rows=rows) == [frame]


@pytest.mark.parametrize(
    ("keys", "shown_at_once"),
    [
        ("j\x1b[Bj\x1bOB", 4),
        ("j" * (COUNT + 2), COUNT - 1),
        ("jk", 1),
        ("jjkj\r", 2),
        ("kj", 0),
        ("j\x1b", 1),
    ],
)
def test_moves_typed_at_it_are_shown_at_once_and_made_by_the_app(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
    keys: str,
    shown_at_once: int,
) -> None:
    run_once(start, home)
    copy = shutil.copytree(home, home / "copy")
    terminal = start(before=hold(home))
    terminal.wait_for(PLACE)
    frame = terminal.screen.look()
    terminal.press(keys)
    place = f"{1 + shown_at_once}/{COUNT}"
    terminal.wait_for(place)
    go(terminal, home, place)
    shown = look_after(terminal, "")
    assert CLEAR not in terminal.received
    end(terminal)
    assert look_plainly(start, "", keys, NEWSREADER_HOME=str(copy)) == [frame, shown]


def test_of_moves_that_are_shown_the_app_sends_nothing_again(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
) -> None:
    run_once(start, home)
    terminal = start(before=hold(home))
    terminal.wait_for(PLACE)
    terminal.press("jjj")
    terminal.wait_for(f"4/{COUNT}")
    go(terminal, home, f"4/{COUNT}")
    terminal.look()
    # What sets the terminal up.
    assert len(terminal.received) < 600
    assert b"\xe2\x97\x8f " not in terminal.received, "no row of the list"
    end(terminal)


def test_a_refresh_foresees_the_next_start_anew(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
) -> None:
    run_once(start, home, columns=100, rows=30, COLORTERM="truecolor")
    kept = frame_path(home).read_bytes()
    assert run_program(home, "bookmark", "1").returncode == 0
    assert run_program(home, "refresh", TERM="dumb").returncode == 0
    wait_until(lambda: frame_path(home).read_bytes() != kept)
    terminal = start(columns=100, rows=30, COLORTERM="truecolor", before=hold(home))
    terminal.wait_for(PLACE, "★")
    go(terminal, home)
    end(terminal)


def test_what_came_since_the_last_run_is_said_in_the_frame_as_in_the_app(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
) -> None:
    terminal = start()
    terminal.wait_for(PLACE)
    for key, words in (("G", f"{COUNT}/{COUNT}"), ("\r", f"All {COUNT}/{COUNT}"), ("q", "Enter opens")):
        terminal.press(key)
        terminal.wait_for(words)
    end(terminal)
    wait_until(frame_path(home).exists)
    kept = frame_path(home).read_bytes()
    assert run_program(home, "add", *sorted(DEMO.glob("*.txt"))[COUNT : COUNT + 4]).returncode == 0
    assert run_program(home, "refresh", TERM="dumb").returncode == 0
    wait_until(lambda: frame_path(home).read_bytes() != kept)
    terminal = start(before=hold(home))
    terminal.wait_for("new ↑ g")
    frame = terminal.screen.look()
    go(terminal, home, f"/{COUNT + 4}")
    assert look_after(terminal, "") == frame
    end(terminal)


def test_where_nothing_was_foreseen_a_refresh_does_not_begin_to(home: Path) -> None:
    assert run_program(home, "refresh", TERM="xterm").returncode == 0
    time.sleep(1)
    assert not frame_path(home).exists()


def test_a_library_that_is_gone_is_not_made_anew(home: Path) -> None:
    library = home / "library.sqlite"
    library.rename(home / "elsewhere.sqlite")
    command = [make_command()[0], "-m", "newsreader.tui.rehearsal", "80", "24"]
    assert subprocess.run(command, env=make_environment(home, TERM="xterm"), check=False).returncode == 1
    assert not library.exists()


def test_of_another_library_nothing_is_shown_before_the_app(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
) -> None:
    run_once(start, home)
    assert run_program(home, "bookmark", "1").returncode == 0
    terminal = start(before=hold(home))
    terminal.read_some(0.3)
    assert not terminal.received
    go(terminal, home)
    shown = look_after(terminal, "")
    end(terminal)
    assert look_plainly(start, "") == [shown]


def list_trash(home: Path) -> list[str]:
    return run_program(home, "list", "is:trash").stdout.splitlines()


def test_what_was_typed_at_it_is_done_once_the_app_is_there(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
) -> None:
    run_once(start, home)
    terminal = start(before=hold(home))
    terminal.wait_for(PLACE)
    third = terminal.text.splitlines()[3].split()[1:4]
    terminal.press("jjD")
    terminal.read_some(0.2)
    assert "jjD" not in terminal.text, "the terminal echoes nothing"
    (home / "go").touch()
    wait_until(lambda: not terminal.read_some(0.05) and bool(list_trash(home)))
    (line,) = list_trash(home)
    assert " ".join(third) in line
    end(terminal)


def test_typed_at_another_picture_only_moves_are_done(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
) -> None:
    run_once(start, home)
    frame = read_frame(frame_path(home))
    assert frame is not None
    cells = frame.cells.replace("Site", "Cite").replace(PLACE, f"2/{COUNT}")
    other = Frame(frame.start, cells, frame.sequences, frame.keys, frame.moves)
    write_frame(frame_path(home), other)
    terminal = start(before=hold(home))
    terminal.wait_for(PLACE)
    terminal.press("jDjD")
    terminal.read_some(0.2)
    (home / "go").touch()
    terminal.wait_for(f"3/{COUNT}")
    terminal.press("k")
    terminal.wait_for(f"2/{COUNT}")
    assert not list_trash(home)
    end(terminal)


def test_where_the_app_does_not_come_the_terminal_is_as_before(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
) -> None:
    run_once(start, home, columns=200)
    terminal = start(before=hold(home, fails=True), shell="{program}; echo code=$?; stty -a", columns=200)
    terminal.wait_for(PLACE)
    (home / "go").touch()
    terminal.wait_for_end()
    after = read_after(terminal)
    assert "newsreader: " in after
    assert "code=1" in after


def read_after(terminal: Terminal) -> str:
    """What was printed once the terminal was given back, as it was before: its settings, by `stty -a`, among it."""
    assert terminal.received.count(LEAVE) == 1
    after = terminal.received.partition(LEAVE)[2].decode()
    for flag in ("icanon", "echo", "isig", "icrnl", "opost"):
        assert flag in after.split()
    return after


# Keeps the app where it has taken the terminal and shows nothing yet.
TAKEN = """
import pathlib, time
from newsreader.tui.terminal.driver import WireDriver
take = WireDriver.start_application_mode
def take_and_wait(self):
    take(self)
    pathlib.Path("taken").touch()
    while not pathlib.Path("go").exists():
        time.sleep(0.01)
WireDriver.start_application_mode = take_and_wait
"""


@pytest.mark.parametrize(
    ("number", "is_taken"),
    [(signal.SIGTERM, False), (signal.SIGHUP, True)],
    ids=["the frame alone", "the app on its way"],
)
def test_a_signal_before_the_app_is_there_gives_the_terminal_back(
    start: Callable[..., Terminal],  # noqa: F811
    home: Path,
    number: signal.Signals,
    is_taken: bool,
) -> None:
    run_once(start, home, columns=200)
    tell = "import os\nopen('pid', 'w').write(str(os.getpid()))\n"
    before = tell + (TAKEN if is_taken else hold(home))
    terminal = start(before=before, shell="{program}; echo code=$?; stty -a", columns=200)
    terminal.wait_for(PLACE)
    if is_taken:
        wait_until((home / "taken").exists)
    os.kill(int((home / "pid").read_text()), number)
    (home / "go").touch()
    terminal.wait_for_end()
    assert f"code={128 + number}" in read_after(terminal)
