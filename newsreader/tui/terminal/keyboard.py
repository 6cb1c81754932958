"""Waiting for keys: no longer than one comes, and not for the rest of a sequence that has none."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.message import Message

# A lone Esc is one when nothing followed for so long; Textual takes twice that, up to 0.2 s with its polling.
ESCAPE_SECONDS = 0.05


class KeyParser(XTermParser):
    """Textual's parser, told by its reader when a sequence ends that nothing follows."""

    @property
    def is_waiting(self) -> bool:
        """Whether what came may be the beginning of a sequence."""
        return self._timeout_time is not None

    def expire(self) -> Iterator[Message]:
        """Take what came for all that comes."""
        self._timeout_time = 0.0
        yield from self.tick()


class WakingEvent(threading.Event):
    """An event that a thread can wait for beside its input: `descriptor` becomes readable when it is set.

    Textual's input thread looks at its event every 0.1 s, and quitting waits for that twice (200 ms, measured).
    """

    def __init__(self) -> None:
        super().__init__()
        self.descriptor, self._written = os.pipe()

    def set(self) -> None:
        """Set it."""
        super().set()
        os.write(self._written, b"!")

    def clear(self) -> None:
        """Take it back; once what was written has been read, there is nothing to read."""
        if self.is_set():
            os.read(self.descriptor, 4096)
        super().clear()
