"""The line to the terminal: what is sent over it, and how much may be on its way."""

from __future__ import annotations

import os
import select
import time


class Line:
    """Writes to the terminal without ever waiting for it; what it does not take at once is kept.

    A description of its own is opened, because to make the shared one non-blocking would make it so for the shell too.
    Where none can be had, writing waits.
    """

    def __init__(self, descriptor: int) -> None:
        try:
            self._descriptor = os.open(os.ttyname(descriptor), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
        except OSError:
            self._descriptor = os.dup(descriptor)
        self._waiting = b""

    @property
    def is_busy(self) -> bool:
        """Whether the terminal has not yet taken all that was sent."""
        return bool(self._waiting)

    def send(self, data: bytes) -> None:
        """Send data, behind what waits; all is dropped once the terminal is gone."""
        self._waiting += data
        self.push()

    def push(self) -> None:
        """Send as much of what waits as is taken."""
        try:
            while self._waiting:
                self._waiting = self._waiting[os.write(self._descriptor, self._waiting) :]
        except BlockingIOError:
            pass
        except OSError:
            self._waiting = b""

    def drain(self, seconds: float) -> None:
        """Wait until all is taken, no longer than that."""
        deadline = time.monotonic() + seconds
        while self._waiting and (left := deadline - time.monotonic()) > 0:
            select.select([], [self._descriptor], [], left)
            self.push()

    def close(self) -> None:
        """Send no more."""
        self._waiting = b""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class Pace:
    """Keeps few frames on their way: now and then the terminal is asked something, and all up to there has arrived.

    The kernel can't tell: TIOCOUTQ of a pseudo-terminal is always 0 (measured), and behind it sshd and the network
    hold more. A terminal that never answered is never waited for.
    """

    # So many bytes are sent between two questions, and beyond one that is not answered: some 0.2 s at 200 kbit/s.
    _BETWEEN, _BEYOND = 2048, 4096
    # An answer that took longer than this is lost, and the terminal's next ones are not waited for.
    LONGEST = 3.0
    # One that never answered will not after so long.
    _SHORTEST = 0.5

    def __init__(self) -> None:
        self._sent = 0
        self._asked_at: float | None = None
        self._answers = False

    def is_awaited(self, now: float) -> bool:
        """Whether an answer may still come."""
        longest = self.LONGEST if self._answers else self._SHORTEST
        return self._asked_at is not None and now - self._asked_at < longest

    def is_full(self, now: float) -> bool:
        """Whether as much is on its way as should be."""
        if self._asked_at is None or not self._answers or self._sent < self._BEYOND:
            return False
        self._answers = now - self._asked_at < self.LONGEST
        return self._answers

    def ask(self, now: float) -> None:
        """Something is asked now."""
        self._sent, self._asked_at = 0, now

    def asks_after(self, size: int, now: float) -> bool:
        """Whether to ask behind so many bytes that are sent now."""
        self._sent += size
        if self._asked_at is not None or self._sent < self._BETWEEN:
            return False
        self.ask(now)
        return True

    def take_answer(self) -> None:
        """All up to the question has arrived."""
        self._asked_at, self._answers = None, True
