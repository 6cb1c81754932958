"""Turns: how many may be at one host at once, and how soon one after the other."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType


@dataclass(slots=True)
class _Host:
    busy: int = 0
    free_at: float = 0.0
    held_until: float = 0.0


class Turns:
    """The turns of all hosts: at most `connections` at once at each, their beginnings `interval` seconds apart.

    `changed` is held while anything here is looked at or altered, and told of every change.
    """

    def __init__(self, connections: int, interval: float) -> None:
        self._connections = connections
        self._interval = interval
        self._hosts: dict[str, _Host] = {}
        self.changed = threading.Condition()

    def take(self, host: str) -> None:
        """Wait for a turn at `host`; `leave` must follow."""
        with self.changed:
            while (wait := self.wait_of(host)) > 0:
                self.changed.wait(wait)
            self.begin(host)

    def wait_of(self, host: str) -> float:
        """How many seconds until `host` may be free; 0: it is. With `changed` held."""
        state, now = self._hosts.get(host), time.monotonic()
        # Nobody who was asked to stay away asks anything: there is nothing to wait for.
        if state is None or state.held_until > now:
            return 0.0
        # A host whose turns are all taken is free when one is left, of which `changed` tells.
        return threading.TIMEOUT_MAX if state.busy >= self._connections else max(0.0, state.free_at - now)

    def begin(self, host: str) -> None:
        """Take a turn that is free. With `changed` held."""
        state = self._hosts.setdefault(host, _Host())
        state.busy += 1
        state.free_at = time.monotonic() + self._interval

    def leave(self, host: str) -> None:
        """End a turn."""
        with self.changed:
            self._hosts[host].busy -= 1
            self.changed.notify_all()

    def hold(self, host: str, seconds: float) -> None:
        """Let nobody ask anything of `host` for so long."""
        with self.changed:
            state = self._hosts.setdefault(host, _Host())
            state.held_until = max(state.held_until, time.monotonic() + seconds)
            self.changed.notify_all()

    def hold_of(self, host: str) -> float:
        """For how many seconds more `host` is to be left alone; 0: it is not."""
        with self.changed:
            state = self._hosts.get(host)
            return max(0.0, state.held_until - time.monotonic()) if state else 0.0


class Turn:
    """The turns of one fetch, one after the other; it may begin with one at `host` that was taken for it."""

    def __init__(self, turns: Turns, host: str = "") -> None:
        self._turns = turns
        self._host = host
        self._is_unused = bool(host)

    def take(self, host: str) -> None:
        """Leave the turn before, wait for one at `host`."""
        if not (self._is_unused and host == self._host):
            self.leave()
            self._turns.take(host)
            self._host = host
        self._is_unused = False

    def leave(self) -> None:
        """End the turn, where there is one."""
        if self._host:
            self._turns.leave(self._host)
        self._host = ""
        self._is_unused = False

    def __enter__(self) -> Turn:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()
