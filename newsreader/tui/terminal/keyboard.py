"""Waiting for keys: no longer than one comes, and not for the rest of a sequence that has none."""

from __future__ import annotations

import os
import re
import threading
from typing import TYPE_CHECKING

from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.message import Message

# A lone Esc is one when nothing followed for so long; Textual takes twice that, up to 0.2 s with its polling. The rest
# of a sequence that no hand types may take longer over a slow line.
ESCAPE_SECONDS, REST_SECONDS = 0.05, 0.5
# ECMA-48: a control sequence whole, or its beginning. Those of the mouse (X10) and of the Linux console's function keys
# are longer than it says.
_SEQUENCE = r"\x1b\[(?:M...|\[.|[0-?]*[ -/]*(?![M\[])[@-~]|[0-?]+[ -/]*[@-~])"
_BEGUN = r"\x1b(?:\[(?:M.{0,2}|\[|[0-?]*[ -/]*))?\Z"
# Where the cursor is; with anything but two numbers it is no answer, though Textual finds keys in it.
_GARBLED = r"\x1b\[(?!\d+;\d+R)[0-?]*R"
# Esc, and Alt with a bracket.
_TYPED = ("\x1b", "\x1b[")
_PARTS = re.compile(f"(?P<begun>{_BEGUN})|(?P<garbled>{_GARBLED})|(?P<sequence>{_SEQUENCE})|[^\x1b]+|\x1b", re.DOTALL)


class KeyParser(XTermParser):
    """Textual's parser, told by its reader when a sequence ends that nothing follows.

    Control sequences that it does not know are dropped: Textual takes them for keys, as which a late or garbled answer
    of the terminal would work in the app.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._begun = ""

    @property
    def patience(self) -> float | None:
        """How many seconds to wait for the rest of what came; None where it may be all."""
        if len(self._begun) > 1:
            return REST_SECONDS
        return ESCAPE_SECONDS if self._begun or self._timeout_time is not None else None

    def feed(self, data: str) -> Iterator[Message]:
        """The messages of what came; the beginning of a sequence is kept for the next time."""
        data, self._begun = self._begun + data, ""
        for part in _PARTS.finditer(data):
            if part["begun"]:
                self._begun = part[0]
            elif not part["garbled"]:
                yield from super().feed(part[0])
            if part["sequence"]:
                list(self._end_sequence())  # it is not known

    def expire(self) -> Iterator[Message]:
        """Take what came for all that comes; of an answer that broke off nothing is typed."""
        begun, self._begun = self._begun, ""
        if begun in _TYPED:
            yield from super().feed(begun)
        yield from self._end_sequence()

    def _end_sequence(self) -> Iterator[Message]:
        if self._timeout_time is not None:
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
