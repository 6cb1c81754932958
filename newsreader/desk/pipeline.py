"""Feeds fetched by threads and read by processes, each as soon as it can be; nothing here writes to a library.

addresses ──threads──▶ bodies ──a thread and its process each──▶ entries, some at a time ──▶ who stores them
"""

from __future__ import annotations

import queue
import threading
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from newsreader.feeds.messages import FetchError, Request
from newsreader.library import database, entries
from newsreader.model import FeedContent, FeedError, LibraryError
from newsreader.reading import Job
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from newsreader.feeds.fetch import Fetcher
    from newsreader.feeds.messages import Response
    from newsreader.library.feeds import FeedState
    from newsreader.library.packing import PackedEntry
    from newsreader.reading import Reader

_Item = TypeVar("_Item")

# Bodies that wait to be read, and chunks that wait to be stored.
_MOST_BODIES, _MOST_CHUNKS = 4, 8
# How soon a thread that waits sees that all is over.
_PATIENCE = 0.2


@dataclass(frozen=True, slots=True)
class Answer:
    """What a feed was answered with, once all its entries are there; `content` is None where it is what it was."""

    response: Response
    body_hash: bytes
    content: FeedContent | None = None

    def without_body(self) -> Answer:
        """The same, when the body has been read."""
        return replace(self, response=self.response._replace(body=b""))


class Arrival(NamedTuple):
    """What has come of a feed: some of its entries, or at last its answer, or what went wrong."""

    state: FeedState
    entries: Sequence[PackedEntry] = ()
    answer: Answer | None = None
    error: FeedError | None = None

    @property
    def is_last(self) -> bool:
        """Whether nothing more will come of this feed."""
        return self.answer is not None or self.error is not None


class Pipeline:
    """Fetches and reads feeds, each by one of the readers; a context manager, at whose end all its threads end soon."""

    def __init__(
        self, fetcher: Fetcher, library: Path, states: Sequence[FeedState], readers: Sequence[Reader], *, threads: int
    ) -> None:
        self._library = library
        self._is_over = threading.Event()
        self._failure: BaseException | None = None
        self._left = len(states)
        # None wakes a thread that waits for one, to its end.
        self._bodies: queue.Queue[tuple[FeedState, Answer] | None] = queue.Queue(_MOST_BODIES)
        self._arrivals: queue.Queue[Arrival] = queue.Queue(_MOST_CHUNKS)
        self._start(lambda: self._fetch_all(fetcher, states, threads))
        self._reading = [self._start(partial(self._read_all, reader)) for reader in readers]

    def __enter__(self) -> Self:
        """The pipeline itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End; what waits for the network is left alone, and what that still brings is dropped."""
        self._is_over.set()
        for _thread in self._reading:
            # Where it is full, nobody waits.
            with suppress(queue.Full):
                self._bodies.put_nowait(None)
        for thread in self._reading:
            thread.join()

    @property
    def is_done(self) -> bool:
        """Whether all has been taken."""
        return not self._left

    def take(self, timeout: float) -> Arrival | None:
        """What has come next; None where nothing comes within so many seconds. Raises what ended one of the threads."""
        if self._failure:
            raise self._failure
        try:
            arrival = self._arrivals.get(timeout=timeout)
        except queue.Empty:
            return None
        self._left -= arrival.is_last
        return arrival

    def _start(self, work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            # Whatever it is: who takes would wait for ever.
            except BaseException as error:
                self._failure = error

        # A daemon: the program does not wait for a server that does not answer.
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def _put(self, target: queue.Queue[_Item], item: _Item) -> None:
        while not self._is_over.is_set():
            with suppress(queue.Full):
                target.put(item, timeout=_PATIENCE)
                return

    def _fetch_all(self, fetcher: Fetcher, states: Sequence[FeedState], threads: int) -> None:
        """What the one thread does that gives the bodies to those that read them."""
        with fetcher.open_line(threads) as line:
            for state in states:
                line.put(state, _make_request(state))
            for state, response in line:
                if self._is_over.is_set():
                    return
                if isinstance(response, FetchError):
                    self._put(self._arrivals, Arrival(state, error=response))
                    continue
                # A server that sends no validators may send the same again.
                is_same = response.status == 304
                body_hash = state.body_hash if is_same else blake2b(response.body, digest_size=16).digest()
                answer = Answer(response, body_hash)
                if body_hash == state.body_hash:
                    self._put(self._arrivals, Arrival(state, answer=answer.without_body()))
                else:
                    self._put(self._bodies, (state, answer))

    def _read_all(self, reader: Reader) -> None:
        """What each thread does that has a process which reads."""
        with closing(database.open_database(self._library)) as db:
            while (taken := self._bodies.get()) is not None and not self._is_over.is_set():
                state, answer = taken
                response = answer.response
                try:
                    with database.snapshot(db):
                        known = entries.load_digests(db, state.id)
                    job = Job(response.body, response.url, response.content_type, state.title, known)
                    for found in reader.read(job, self._is_over):
                        if isinstance(found, FeedContent):
                            self._put(
                                self._arrivals, Arrival(state, answer=replace(answer.without_body(), content=found))
                            )
                        else:
                            self._put(self._arrivals, Arrival(state, found))
                except FeedError as error:
                    self._put(self._arrivals, Arrival(state, error=error))
                except LibraryError as error:
                    self._put(self._arrivals, Arrival(state, error=FeedError(str(error))))


def _make_request(state: FeedState) -> Request:
    # Who subscribed to a feed named its host by hand.
    user, _, password = state.login.partition(" ")
    return Request(state.url, state.etag, state.last_modified, state.headers, user, password, is_trusted=True)
