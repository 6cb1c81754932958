"""The terminal: whether the app can run on it, and its keyboard."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from newsreader.commands import output

if TYPE_CHECKING:
    from collections.abc import Callable


def has_screen() -> bool:
    """Whether the app can run: standard output is a terminal that can be drawn on, and a keyboard can be had."""
    return output.can_paint(sys.stdout) and _take_keyboard()


def _take_keyboard() -> bool:
    """Make standard input a terminal; one that was piped is opened again, as file descriptor 0, where keys are read."""
    if sys.stdin is not None and sys.stdin.isatty():
        return True
    descriptor = _open_terminal()
    if descriptor is None:
        return False
    if descriptor != 0:  # it is 0 where standard input was closed
        os.dup2(descriptor, 0)
        os.close(descriptor)
    stream = open(0, encoding="utf-8", errors="replace", closefd=False)  # noqa: SIM115 (it lives as long as we do)
    # Textual reads from `sys.__stdin__`; the stream that was there has met its end.
    vars(sys).update(stdin=stream, __stdin__=stream)
    return True


def _open_terminal() -> int | None:
    """A descriptor of the terminal: of the controlling one, or by the name of the one that standard output is."""
    names: list[Callable[[], str]] = [lambda: "/dev/tty", lambda: os.ttyname(sys.stdout.fileno())]
    if sys.platform == "darwin":  # kqueue, by which Textual waits for keys there, can't watch /dev/tty
        names.reverse()
    for find_name in names:
        with suppress(OSError):
            return os.open(find_name(), os.O_RDWR)
    return None
