"""Asking the terminal what it is, outside the app: for `newsreader doctor`. No Textual."""

from __future__ import annotations

import os
import re
import select
import termios
import time
import tty
from typing import NamedTuple

from newsreader.tui.terminal.narrowing import ASK, MARKS

# How long a terminal may take to answer; a round trip over the slowest lines.
_SECONDS = 2.0
# Its name and version (XTVERSION); the marks, then where they left the cursor; the sequences it knows (DA1). Every
# terminal answers the last one, so that nothing more is waited for. The marks are erased again.
_QUESTION = f"\x1b[>0q\r{MARKS}{ASK}\r\x1b[K\x1b[c"
_NAME = re.compile(r"\x1bP>\|([^\x1b]*)\x1b\\")
_PLACE = re.compile(r"\x1b\[\d+;(\d+)R")
_ATTRIBUTES = re.compile(r"\x1b\[\?([\d;]*)c")
# In the answer to DA1.
_SIXEL = "4"


class Answers(NamedTuple):
    """What a terminal said: its name, "" for none; the cells that all marks took; whether it draws sixels."""

    name: str = ""
    marks_width: int | None = None
    has_sixels: bool = False
    # From the question to the last answer; None where there was none.
    ms: float | None = None


def ask_terminal(descriptor: int) -> Answers:
    """Ask a terminal; keys that are typed meanwhile are lost. Raises OSError where the descriptor is of none."""
    try:
        before = termios.tcgetattr(descriptor)
    except termios.error as error:
        raise OSError(*error.args) from error
    try:
        tty.setraw(descriptor)
        begun = time.monotonic()
        os.write(descriptor, _QUESTION.encode())
        answer = _read(descriptor, begun + _SECONDS)
        return read_answers(answer)._replace(ms=(time.monotonic() - begun) * 1000 if answer else None)
    finally:
        termios.tcsetattr(descriptor, termios.TCSAFLUSH, before)


def _read(descriptor: int, deadline: float) -> str:
    answer = b""
    while (left := deadline - time.monotonic()) > 0 and not _ATTRIBUTES.search(answer.decode("ascii", "replace")):
        if select.select([descriptor], [], [], left)[0]:
            answer += os.read(descriptor, 4096)
    return answer.decode("ascii", "replace")


def read_answers(answer: str) -> Answers:
    """What an answer says; all that is not understood is passed over."""
    name, place, attributes = (pattern.search(answer) for pattern in (_NAME, _PLACE, _ATTRIBUTES))
    return Answers(
        name[1] if name else "",
        int(place[1]) - 1 if place else None,
        attributes is not None and _SIXEL in attributes[1].split(";")[1:],
    )
