"""The next start, rehearsed at the end of a run by a process of its own: what it will show first is kept for it.

On a terminal of nobody's, the app itself is run up to its first picture, and the first moves down from there are made,
so that what is kept can't differ from that. The quit before it waits for nothing but the start of this process (2 ms;
the rehearsal takes 0.55 s of CPU).
"""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import sys
import termios
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.pilot import Pilot

from newsreader import paths
from newsreader.config import load_settings
from newsreader.desk import Desk
from newsreader.model import NewsreaderError
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.reader import ReaderScreen
from newsreader.tui.terminal import first
from newsreader.tui.terminal.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

    from newsreader.tui.terminal.driver import WireDriver

# So many moves from the first picture are foreseen: what a key held down makes of the time that the app takes to come.
_MOVES = 20
# An arrow, also as an application may have it sent (xterm's DECCKM).
_SEQUENCES = {"down": ("\x1b[B", "\x1bOB")}
# Where something holds it up for longer than this (seconds), it is given up.
_LONGEST = 60


class _Reader(ReaderScreen):
    """The screen, of which nothing is kept: where the rehearsal has moved to, the reader has not."""

    def keep_place(self) -> None:
        """Keep nothing."""


class Rehearsal(NewsreaderApp):
    """The app up to its first picture and the first moves from there, of which `cells` are what the wire wants."""

    READER = _Reader
    cells = ""

    def begin(self, driver: WireDriver) -> None:
        """The picture is there."""
        self.run_worker(self._move(driver.wire))

    async def _move(self, wire: Wire) -> None:
        """Move as far as it goes, and end."""
        pilot, pictures = Pilot(self), [wire.picture]
        key, *_ = self.reader.keys.keys["line-down"] or [""]
        while key and len(pictures) <= _MOVES:
            await pilot.press(key)
            if wire.picture == pictures[-1]:
                break
            pictures.append(wire.picture)
        self.cells = wire.pack(pictures)
        self.exit(len(pictures) - 1)


def rehearse(library: Path, columns: int, rows: int) -> first.Frame | None:
    """The first frame of the next start on a library and on a terminal like this process's, and the moves from there.

    None where that is not to be known: what is due to be split will be by then, or the library changes meanwhile.
    """
    if not library.exists():
        return None
    # What the run before left in the library's log is written back, so that the library is as the next start finds it.
    Desk(library).close()
    start = first.describe_start(library, columns, rows)
    # What is asked for by itself at a start is not to be asked for by this one.
    settings = replace(load_settings(paths.config_path()), feeds_refresh_minutes=0)
    with Desk(library, settings) as desk:
        if desk.list_due():
            return None
        # Over the list it would take a step in the history.
        app = Rehearsal(desk, is_over_list=False)
        moves = app.run(mouse=False)
    if moves is None or first.describe_start(library, columns, rows) != start:
        return None
    sequences, *changes = paint_pictures(app.cells, moves + 1, Wire(app.capabilities, columns, rows))
    keys = [sequence for key in app.reader.keys.keys["line-down"] for sequence in list_sequences(key)]
    return first.Frame(start, app.cells, sequences, tuple(keys), tuple(changes))


def paint_pictures(cells: str, count: int, wire: Wire) -> list[str]:
    """The sequences that paint packed pictures, one after another, by a wire that knows nothing of the terminal."""
    painted = []
    for picture in wire.unpack(cells, *range(count)):
        wire.want(picture)
        painted.append(wire.make_frame())
    return painted


def list_sequences(key: str) -> tuple[str, ...]:
    """What a terminal sends for a key, where that is known and is no blank."""
    return _SEQUENCES.get(key) or ((key,) if len(key) == 1 and key.isprintable() and not key.isspace() else ())


def take_terminal(columns: int, rows: int) -> None:
    """Make a terminal of this size the process's own; what is written to it nobody reads."""
    _, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    for descriptor in range(3):
        os.dup2(terminal, descriptor)


def main(columns: int, rows: int) -> int:
    """Rehearse, and keep the frame; the exit code, 1 where there is none to keep."""
    signal.alarm(_LONGEST)
    take_terminal(columns, rows)
    library = paths.library_path()
    try:
        frame = rehearse(library, columns, rows)
        if frame is not None:
            first.write_frame(paths.frame_path(library), frame)
    except (NewsreaderError, OSError):
        return 1
    return 0 if frame else 1


if __name__ == "__main__":
    # What is still open is taken down with the process, which has nothing left to say.
    os._exit(main(*map(int, sys.argv[1:])))
