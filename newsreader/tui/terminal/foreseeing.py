"""The process that rehearses the next start: begun where a run ends, and where a command has changed the library."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from newsreader import paths
from newsreader.processes import make_command, make_environment
from newsreader.tui.terminal import first
from newsreader.tui.terminal.moves import SCREEN

if TYPE_CHECKING:
    from collections.abc import Mapping


def foresee_next() -> bool:
    """Find out what the next start on this terminal will show; whether there is a process that does."""
    if not first.is_possible():
        return False
    try:
        size = os.get_terminal_size(SCREEN)
    except OSError:
        return False
    return _rehearse(size.columns, size.lines, make_environment())


def foresee_again() -> None:
    """Find out what a start shows like the one that a frame is kept for: what that was of has changed since.

    The terminal is most likely the same when next the reader comes; a command that a timer has started has none.
    """
    frame = first.read_frame(paths.frame_path(paths.library_path()))
    if frame is not None:
        columns, rows, environment = first.read_start(frame.start)
        others = {name: value for name, value in make_environment().items() if not first.is_decisive(name)}
        _rehearse(columns, rows, {**others, **environment})


def _rehearse(columns: int, rows: int, environment: Mapping[str, str]) -> bool:
    try:
        subprocess.Popen(
            ["nice", "-n", "19", *make_command("newsreader.tui.rehearsal"), str(columns), str(rows)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
