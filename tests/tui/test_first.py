"""Whether the frame that was kept is shown: for just the start that it was kept for, and on a terminal alone."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pexpect  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import make_command, make_environment, run_program

from newsreader import paths
from newsreader.desk import Desk
from newsreader.tui.terminal.first import Frame, read_frame, write_frame
from newsreader.tui.terminal.moves import count_moves

SEQUENCES = "goats \x1b[1mat the ferry, 灯台"
KEEP = f"""
import os
from newsreader import paths
from newsreader.tui.terminal import first
library = paths.library_path()
start = first.describe_start(library, *os.get_terminal_size())
first.write_frame(paths.frame_path(library), first.Frame(start, "{{}}", {SEQUENCES!r}))
"""
SHOW = "from newsreader.tui.terminal import first\nfirst.show_frame()\nfirst.withdraw_frame()"
ENTER, LEAVE = b"\x1b[?1049h", b"\x1b[?1049l"


def run_on_terminal(home: Path, code: str, columns: int = 80, rows: int = 24, **changes: str) -> bytes:
    python = make_command()[0]
    environment = make_environment(home, **{"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **changes})
    child = pexpect.spawn(python, ["-c", code], env=environment, cwd=str(home), dimensions=(rows, columns), timeout=30)
    output = child.read()
    child.close()
    assert child.exitstatus == 0, output
    return bytes(output)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    Desk(tmp_path / "library.sqlite").close()
    assert run_on_terminal(tmp_path, KEEP) == b""
    return tmp_path


def frame_path(home: Path) -> Path:
    return paths.frame_path(home / "library.sqlite")


def change_settings(home: Path) -> None:
    (home / "config.toml").write_text('theme = "newsprint-light"\n')


def change_themes(home: Path) -> None:
    (home / "themes").mkdir()
    (home / "themes" / "mine.toml").touch()


def change_library(home: Path) -> None:
    assert run_program(home, "saved", "Ferries", "ferry").returncode == 0


def read_library(home: Path) -> None:
    assert run_program(home, "list").returncode == 0


def damage_frame(home: Path) -> None:
    data = bytearray(frame_path(home).read_bytes())
    data[-4] ^= 1
    frame_path(home).write_bytes(data)


def cut_frame(home: Path) -> None:
    frame_path(home).write_bytes(frame_path(home).read_bytes()[:50])


def empty_frame(home: Path) -> None:
    frame_path(home).write_bytes(b"")


@pytest.mark.parametrize(
    ("change", "changes", "is_shown"),
    [
        (None, {}, True),
        (read_library, {}, True),
        (None, {"SHLVL": "7"}, True),
        (None, {"columns": 90}, False),
        (None, {"rows": 20}, False),
        (None, {"TERM": "xterm"}, False),
        (None, {"TERM": "dumb"}, False),
        (None, {"COLORTERM": "truecolor"}, False),
        (None, {"LC_ALL": "C"}, False),
        (None, {"TZ": "Pacific/Apia"}, False),
        (None, {"SSH_CONNECTION": "192.0.2.1 5000 192.0.2.2 22"}, False),
        (None, {"NEWSREADER_WIRE": "plain"}, False),
        (change_settings, {}, False),
        (change_themes, {}, False),
        (change_library, {}, False),
        (damage_frame, {}, False),
        (cut_frame, {}, False),
        (empty_frame, {}, False),
        (lambda home: frame_path(home).unlink(), {}, False),
    ],
)
def test_it_is_shown_only_where_nothing_has_changed(
    home: Path, change: Callable[[Path], None] | None, changes: dict[str, str], is_shown: bool
) -> None:
    if change:
        change(home)
    output = run_on_terminal(home, SHOW, **changes)
    if is_shown:
        assert output.startswith(ENTER)
        assert SEQUENCES.encode() in output
        assert output.count(LEAVE) == 1
    else:
        assert output == b""


def test_nothing_is_shown_where_there_is_no_terminal(home: Path) -> None:
    done = subprocess.run(
        [make_command()[0], "-c", SHOW],
        env=make_environment(home, TERM="xterm-256color"),
        capture_output=True,
        check=True,
    )
    assert done.stdout == done.stderr == b""


def test_a_file_is_written_whole_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite-frame"
    for sequences, keys, moves in (
        ("goats\nferries\n", ("j", "\x1b[B"), ("\r\nlighthouse", "", "goat")),
        ("", (), ()),
    ):
        write_frame(path, Frame("('0.1.0', 80)", "{}", sequences, keys, moves))
        frame = read_frame(path)
        assert frame is not None
        assert (frame.start, frame.cells, frame.sequences) == ("('0.1.0', 80)", "{}", sequences)
        assert (frame.keys, frame.moves) == (keys, moves)
    assert path.stat().st_mode & 0o77 == 0
    assert os.listdir(tmp_path) == [path.name]


def test_where_it_can_not_be_written_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite-frame"
    path.mkdir()
    with pytest.raises(OSError, match="directory"):
        write_frame(path, Frame("", "", ""))
    assert os.listdir(tmp_path) == [path.name]


@given(
    st.lists(st.sampled_from([b"j", b"\x1b[B", b"\x1bOB"])),
    st.sampled_from([b"", b"\x1b", b"\x1b[", b"kj", b"\x1b[A", b"5j"]),
)
def test_the_moves_that_keys_begin_with_are_counted(keys: list[bytes], rest: bytes) -> None:
    assert count_moves(b"".join(keys) + rest, [b"j", b"\x1b[B", b"\x1bOB"]) == (len(keys), rest)
