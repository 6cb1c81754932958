"""A line of requests: fetched by a few threads, none of which waits for a host while another host is free."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from newsreader.feeds.messages import FetchError
from newsreader.feeds.turns import Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Any

    from newsreader.feeds.messages import Request, Response
    from newsreader.feeds.turns import Turns

Key = TypeVar("Key")


class Journey(Protocol):
    """A request on its way, which may lead from host to host."""

    @property
    def host(self) -> str:
        """Whose turn it needs to go on."""


class Line(Generic[Key]):
    """Requests that wait, and what came of those before; iterating ends when nothing is left.

    More may be put while iterating. Few answers wait to be taken: threads stop until they are. On leaving the context
    what waits is forgotten, and no thread begins anything more. One thread puts and takes.

    `start` makes a journey of a request, `advance` takes it a step further: to its end, or None, and it waits again.
    """

    def __init__(
        self,
        start: Callable[[Request], Any],
        advance: Callable[[Any, Turn], Response | None],
        turns: Turns,
        threads: int,
    ) -> None:
        self._start = start
        self._advance = advance
        self._turns = turns
        self._threads = threads
        self._started = 0
        self._waiting: dict[str, deque[tuple[Key, Journey]]] = {}
        self._done: deque[tuple[Key, Response | Exception]] = deque()
        self._open = 0
        self._is_left = False

    def put(self, key: Key, request: Request) -> None:
        """Let `request` be fetched when it is its host's turn."""
        with self._turns.changed:
            self._open += 1
            try:
                self._wait(key, self._start(request))
            except FetchError as error:
                self._done.append((key, error))
                return
        if self._started < self._threads:
            self._started += 1
            # A daemon: a process that is told to end waits for no server.
            threading.Thread(target=self._work, name=f"fetch-{self._started}", daemon=True).start()

    def __iter__(self) -> Iterator[tuple[Key, Response | FetchError]]:
        """What came, in the order in which it did, each under the key that it was put with."""
        changed = self._turns.changed
        while True:
            with changed:
                while self._open and not self._done:
                    changed.wait()
                if not self._open:
                    return
                key, outcome = self._done.popleft()
                self._open -= 1
                changed.notify_all()
            if isinstance(outcome, Exception) and not isinstance(outcome, FetchError):
                raise outcome
            yield key, outcome

    def _work(self) -> None:
        while (job := self._next()) is not None:
            key, journey = job
            outcome: Response | Exception | None
            with Turn(self._turns, journey.host) as turn:
                try:
                    outcome = self._advance(journey, turn)
                # Whatever it is, the one who iterates hears of it.
                except Exception as error:
                    outcome = error
            with self._turns.changed:
                if outcome is None:
                    self._wait(key, journey)
                    continue
                while len(self._done) >= self._threads and not self._is_left:
                    self._turns.changed.wait()
                self._done.append((key, outcome))
                self._turns.changed.notify_all()

    def _wait(self, key: Key, journey: Journey) -> None:
        """Let a journey wait for its host. With `changed` held."""
        self._waiting.setdefault(journey.host, deque()).append((key, journey))
        self._turns.changed.notify_all()

    def _next(self) -> tuple[Key, Journey] | None:
        """The next that waits and whose host is free, its turn taken; None when the line is left."""
        changed = self._turns.changed
        with changed:
            while not self._is_left:
                soonest = threading.TIMEOUT_MAX
                for host, jobs in self._waiting.items():
                    wait = self._turns.wait_of(host)
                    if wait <= 0:
                        self._turns.begin(host)
                        job = jobs.popleft()
                        # The hosts take turns too.
                        del self._waiting[host]
                        if jobs:
                            self._waiting[host] = jobs
                        return job
                    soonest = min(soonest, wait)
                changed.wait(soonest)
        return None

    def __enter__(self) -> Line[Key]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._turns.changed:
            self._is_left = True
            self._waiting.clear()
            self._turns.changed.notify_all()
