"""What is done to the terminal past Textual's widgets: all that reaches into its driver stands here."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from newsreader.tui.surroundings import is_remote
from newsreader.tui.terminal.driver import WireDriver
from newsreader.tui.terminal.sequences import make_mouse_sequence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.app import App


def write_sequence(app: App[Any], sequence: str) -> None:
    """Send a control sequence to the terminal, in order with what is painted (as Textual sends its own OSC 52)."""
    if app._driver is not None:
        app._driver.write(sequence)


def paint_anew(app: App[Any]) -> None:
    """Paint the whole screen, whatever was written over it."""
    if isinstance(app._driver, WireDriver):
        app._driver.wire.forget()
    app.screen.refresh()


def has_mouse(app: App[Any]) -> bool:
    """Whether the terminal reports the mouse."""
    return app._driver is not None and app._driver._mouse


def set_mouse(app: App[Any], *, is_on: bool) -> None:
    """Take the mouse, or leave it to the terminal; lending the terminal keeps to it."""
    if app._driver is not None:
        app._driver._mouse = is_on
    write_sequence(app, make_mouse_sequence(is_on=is_on, tells_motion=not is_remote(os.environ)))


def run_in_terminal(app: App[Any], command: Sequence[str], data: bytes | None = None, *, waits: bool = False) -> int:
    """Lend the terminal to a command and wait for its end; its exit code, minus the signal that ended it.

    `data` is its input, without it the keyboard is. It `waits` for Enter before the app comes back, so that what was
    printed can be read; after a failure it always does. Raises OSError where there is no such command.
    """
    if app._driver is None or not app._driver.can_suspend:
        return _run(command, data)
    with app.suspend():
        code = _run(command, data)
        if waits or code:
            _wait_for_enter(code)
    return code


def _run(command: Sequence[str], data: bytes | None) -> int:
    with _ignoring_interrupts():
        return subprocess.run(command, input=data, check=False).returncode


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """ctrl+c is the command's: it inherits no handler of ours, for a function of Python's ends with an exec."""
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait_for_enter(code: int) -> None:
    stream, keyboard = sys.__stdout__, sys.__stdin__
    if stream is None or keyboard is None:
        return
    ended = f"ended with {code}, " if code else ""
    print(f"\n[{ended}Enter goes back to the newsreader]", end="", file=stream, flush=True)
    with _ignoring_interrupts():
        keyboard.readline()
