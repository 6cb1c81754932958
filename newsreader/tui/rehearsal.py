"""The next start, rehearsed at the end of a run by a process of its own: what it will show first is kept for it.

On a terminal of nobody's, the app itself is run up to its first picture, so that what is kept can't differ from that.
The quit before it waits for nothing but the start of this process (2 ms; the rehearsal takes 0.4 s of CPU).
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

from newsreader import paths
from newsreader.config import load_settings
from newsreader.desk import Desk
from newsreader.model import NewsreaderError
from newsreader.tui.app import NewsreaderApp
from newsreader.tui.terminal import first
from newsreader.tui.terminal.wire import Wire

if TYPE_CHECKING:
    from pathlib import Path

    from newsreader.tui.terminal.driver import WireDriver

# Where something holds it up for longer than this (seconds), it is given up.
_LONGEST = 60


class Rehearsal(NewsreaderApp):
    """The app up to its first picture, of which `cells` are what the wire wants."""

    cells = ""

    def begin(self, driver: WireDriver) -> None:
        """The picture is there: that was all."""
        self.cells = driver.wire.pack()
        self.exit(0)


def rehearse(library: Path, columns: int, rows: int) -> first.Frame | None:
    """The first frame of the next start on a library and on a terminal like this process's.

    None where that is not to be known: what is due to be split will be by then, or the library changes meanwhile.
    """
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
        app.run(mouse=False)
    if not app.cells or first.describe_start(library, columns, rows) != start:
        return None
    return first.Frame(start, app.cells, paint_cells(app.cells, Wire(app.capabilities, columns, rows)))


def paint_cells(cells: str, wire: Wire) -> str:
    """The sequences that paint packed cells on a terminal of which nothing is known, by a wire that is new."""
    wire.want(cells)
    return wire.make_frame()


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
