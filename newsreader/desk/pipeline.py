"""Feeds fetched by threads and read by processes, each as soon as it can be; nothing here writes to a library.

addresses ──threads──▶ bodies ──a thread and its process each──▶ entries, some at a time ──▶ who stores them
"""

from __future__ import annotations

import queue
import threading
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, Self

from newsreader.desk.reading import Job, Reader
from newsreader.feeds.fetch import FetchError, Request
from newsreader.library import database, entries
from newsreader.model import FeedContent, FeedError, LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from newsreader.feeds.fetch import Fetcher, Response
    from newsreader.library.entries import PackedEntry
    from newsreader.library.feeds import FeedState

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
    """Fetches and reads feeds; a context manager, at whose end all its processes end, and its threads soon after."""

    def __init__(
        self, fetcher: Fetcher, library: Path, states: Sequence[FeedState], *, threads: int, processes: int
    ) -> None:
        self._fetcher = fetcher
        self._library = library
        self._is_over = threading.Event()
        self._left = len(states)
        self._asked: queue.SimpleQueue[FeedState] = queue.SimpleQueue()
        self._bodies: queue.Queue[tuple[FeedState, Answer]] = queue.Queue(_MOST_BODIES)
        self._arrivals: queue.Queue[Arrival] = queue.Queue(_MOST_CHUNKS)
        for state in states:
            self._asked.put(state)
        for _ in range(min(threads, len(states))):
            _start(self._fetch_all)
        self._readers = [_start(self._read_all) for _ in range(min(processes, len(states)))]

    def __enter__(self) -> Self:
        """The pipeline itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """End; a thread that waits for the network ends with its request, and what that brings is dropped."""
        self._is_over.set()
        for thread in self._readers:
            thread.join()

    @property
    def is_done(self) -> bool:
        """Whether all has been taken."""
        return not self._left

    def take(self, timeout: float) -> Arrival | None:
        """What has come next; None where nothing comes within so many seconds."""
        try:
            arrival = self._arrivals.get(timeout=timeout)
        except queue.Empty:
            return None
        self._left -= arrival.is_last
        return arrival

    def _pass_on(self, arrival: Arrival) -> None:
        while not self._is_over.is_set():
            with suppress(queue.Full):
                self._arrivals.put(arrival, timeout=_PATIENCE)
                return

    # --- by threads of the first kind

    def _fetch_all(self) -> None:
        while not self._is_over.is_set():
            try:
                state = self._asked.get_nowait()
            except queue.Empty:
                return
            answer = self._fetch(state)
            if isinstance(answer, FeedError):
                self._pass_on(Arrival(state, error=answer))
            elif answer.body_hash == state.body_hash:
                self._pass_on(Arrival(state, answer=answer))
            else:
                self._keep_body(state, answer)

    def _fetch(self, state: FeedState) -> Answer | FeedError:
        request = Request(state.url, state.etag, state.last_modified, state.headers, is_trusted=True)
        try:
            response = self._fetcher.fetch(request)
        except FetchError as error:
            return error
        is_same = response.status == 304
        return Answer(response, state.body_hash if is_same else blake2b(response.body, digest_size=16).digest())

    def _keep_body(self, state: FeedState, answer: Answer) -> None:
        while not self._is_over.is_set():
            with suppress(queue.Full):
                self._bodies.put((state, answer), timeout=_PATIENCE)
                return

    # --- by threads of the second kind

    def _read_all(self) -> None:
        with closing(Reader()) as reader, closing(database.open_database(self._library)) as db:
            while not self._is_over.is_set():
                try:
                    state, answer = self._bodies.get(timeout=_PATIENCE)
                except queue.Empty:
                    continue
                response = answer.response
                try:
                    with database.snapshot(db):
                        known = entries.load_digests(db, state.id)
                    job = Job(response.body, response.url, response.content_type, state.title, known)
                    for found in reader.read(job, self._is_over):
                        if isinstance(found, FeedContent):
                            slim = replace(answer, response=response._replace(body=b""), content=found)
                            self._pass_on(Arrival(state, answer=slim))
                        else:
                            self._pass_on(Arrival(state, found))
                except FeedError as error:
                    self._pass_on(Arrival(state, error=error))
                except LibraryError as error:
                    self._pass_on(Arrival(state, error=FeedError(str(error))))


def _start(work: Callable[[], None]) -> threading.Thread:
    # A daemon: the program does not wait for a server that does not answer.
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread
