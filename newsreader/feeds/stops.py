"""Giving up what another thread fetches."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsreader.feeds.messages import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Stop:
    """What one thread is told to give up a fetch by, while another waits for it."""

    def __init__(self) -> None:
        self._is_told = False
        self._enders: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def tell(self) -> None:
        """Give up: what is waited for ends now, and nothing more is begun."""
        with self._lock:
            self._is_told = True
            for end in self._enders:
                end()

    def check(self) -> None:
        """Raises FetchError where it was told."""
        if self._is_told:
            raise FetchError("given up")

    @contextmanager
    def ending(self, end: Callable[[], None]) -> Iterator[None]:
        """While something is waited for that `end` ends, which must not raise. Raises FetchError where it was told."""
        with self._lock:
            self.check()
            self._enders.append(end)
        try:
            yield
        finally:
            with self._lock:
                self._enders.remove(end)
