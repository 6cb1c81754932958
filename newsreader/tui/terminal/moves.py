"""The first moves: those typed at the first frame are answered before Textual is loaded, as the rehearsal foresaw them.

A thread of its own reads keys until one comes that is no such move, or the app takes over; that is handed all of them.
Like the frame's, this module is loaded before all others, and so loads next to nothing.
"""

from __future__ import annotations

import _thread
import os
import select

KEYBOARD, SCREEN = 0, 2


class FirstMoves:
    """Answers keys by sequences, the first one by the first, and so on, until `stop`."""

    def __init__(self, keys: list[bytes], sequences: list[bytes]) -> None:
        self._keys, self._sequences = keys, sequences
        self.typed = b""
        self.done = 0
        self._stopped, self._stop = os.pipe()
        self._is_over = _thread.allocate_lock()
        self._is_over.acquire()
        _thread.start_new_thread(self._run, ())

    def stop(self) -> None:
        """Answer no more: from now on `typed` is all that was read, and `done` how many moves of it are shown."""
        os.write(self._stop, b"!")
        self._is_over.acquire()
        os.close(self._stop)
        os.close(self._stopped)

    def _run(self) -> None:
        try:
            self._answer()
        except OSError:
            pass  # the terminal is gone, which the app will find
        finally:
            self._is_over.release()

    def _answer(self) -> None:
        poll = select.poll()
        poll.register(KEYBOARD, select.POLLIN)
        poll.register(self._stopped, select.POLLIN)
        rest = b""
        while self.done < len(self._sequences):
            if any(descriptor != KEYBOARD for descriptor, _ in poll.poll()):
                return
            data = os.read(KEYBOARD, 4096)
            self.typed += data
            count, rest = count_moves(rest + data, self._keys)
            count = min(count, len(self._sequences) - self.done)
            if count:
                write(b"".join(self._sequences[self.done : self.done + count]))
                self.done += count
            if not data or not any(key.startswith(rest) for key in self._keys):
                return


def count_moves(data: bytes, keys: list[bytes]) -> tuple[int, bytes]:
    """How many keys that move something begins with, and what follows them."""
    count = 0
    while key := next((key for key in keys if data.startswith(key)), b""):
        count, data = count + 1, data[len(key) :]
    return count, data


def write(data: bytes) -> None:
    """Write all of it to the terminal, however long that takes. Raises OSError."""
    while data:
        data = data[os.write(SCREEN, data) :]
