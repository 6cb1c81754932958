"""What the reader wants fetched just now: pages that are followed, whole pages of summaries, the feeds of a site."""

from __future__ import annotations

from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from newsreader.desk.importing import Importing, discover_feeds
from newsreader.desk.paging import fetch_origin
from newsreader.failures import log_failure
from newsreader.library import links, rows
from newsreader.library.database import snapshot, transaction
from newsreader.model import Errand, FeedError, Fetched, LibraryError, Link, Origin, Outcome, Status
from newsreader.text import clean_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from newsreader.feeds.fetch import Fetcher
    from newsreader.feeds.stops import Stop

    Found = Outcome | Origin | tuple[Link, ...]

# More at a time nobody follows; those of one host wait for each other all the same.
_THREADS = 4


class _UnderWay(NamedTuple):
    """What a thread does, and what gives it up."""

    future: Future[Found]
    stop: Stop


class _Brought(NamedTuple):
    """What a thread came back with."""

    errand: Errand
    found: Future[Found]


class Errands(Importing):
    """Fetching beside reading, several things at a time."""

    def run_errands(self, asked: Iterable[Errand | int]) -> Iterator[Fetched]:
        """Fetch what is asked for as it is asked, and keep it: an answer for each, as they come.

        `asked` may wait for the reader: a thread of its own takes from it. A number in it gives up the errand of that
        number: nothing of it is kept, and it has no answer.
        """
        # Imported late: who only reads never loads what fetches.
        from concurrent.futures import ThreadPoolExecutor

        from newsreader.feeds.fetch import Fetcher
        from newsreader.feeds.stops import Stop

        events: SimpleQueue[Errand | int | _Brought | None] = SimpleQueue()

        def listen() -> None:
            for each in asked:
                events.put(each)
            events.put(None)

        Thread(target=listen, daemon=True).start()
        # Those under way, by their numbers; what was given up is not among them.
        under_way: dict[int, _UnderWay] = {}
        running, is_over = 0, False

        def begin(errand: Errand) -> None:
            stop = Stop()
            future = pool.submit(self._prepare(errand, fetcher, stop))
            under_way[errand.number] = _UnderWay(future, stop)
            future.add_done_callback(lambda done: events.put(_Brought(errand, done)))

        pool = ThreadPoolExecutor(_THREADS)
        with Fetcher.from_settings(self.settings) as fetcher:
            try:
                while not is_over or running:
                    event = events.get()
                    if event is None:
                        is_over = True
                    elif isinstance(event, Errand):
                        running += 1
                        begin(event)
                    elif isinstance(event, _Brought):
                        running -= 1
                        if under_way.pop(event.errand.number, None):
                            yield self._keep_brought(event)
                    elif given_up := under_way.pop(event, None):
                        # One that waits for its turn is never asked for, another is waited for no longer.
                        given_up.future.cancel()
                        given_up.stop.tell()
            finally:
                # Whatever ends this: a server that does not answer is not waited for.
                pool.shutdown(wait=False, cancel_futures=True)

    def _prepare(self, errand: Errand, fetcher: Fetcher, stop: Stop) -> Callable[[], Found]:
        """What a thread is to do; all that is to be known of the library for that is read here."""
        if errand.is_for_feeds:
            return lambda: tuple(discover_feeds(fetcher, errand.url, stop))
        try:
            url, hosts = self._find_address(errand), self._list_hosts()
        except LibraryError as error:
            failure = Outcome(Status.FAILED, errand.url, errand.article_id, reason=str(error))
            return lambda: failure
        if not url:
            reason = "it has no address that can be fetched"
            return lambda: Outcome(Status.FAILED, errand.url, errand.article_id, reason=reason)
        return lambda: fetch_origin(fetcher, url, hosts, stop)

    def _find_address(self, errand: Errand) -> str:
        if errand.article_id is None:
            return clean_url(errand.url)
        with snapshot(self._db):
            found = rows.fetch_rows(self._db, [errand.article_id])
        return found[0].url if found else ""

    def _keep_brought(self, brought: _Brought) -> Fetched:
        errand = brought.errand
        try:
            found = brought.found.result()
            if isinstance(found, tuple):
                return Fetched(errand.number, Outcome(Status.ADDED, errand.url), found)
            if isinstance(found, Origin):
                found = (
                    self._keep_followed(errand.url, found)
                    if errand.article_id is None
                    else self._keep_whole(errand.article_id, self._find_address(errand), found)
                )
        except FeedError as error:
            found = Outcome(Status.FAILED, errand.url, reason=str(error))
        except Exception as error:
            found = Outcome(Status.FAILED, errand.url, reason=log_failure(error))
        return Fetched(errand.number, found)

    def _keep_followed(self, url: str, origin: Origin) -> Outcome:
        """Keep the page to which an address led; links that name the address mean it from now on."""
        outcome = self.add(origin.data, origin.name, url=origin.url, is_told=False)
        if outcome.id is not None:
            # Where the library can't take that just now, the page is there all the same.
            with suppress(LibraryError), transaction(self._db):
                links.keep_aliases(self._db, outcome.id, url, origin.url)
        return outcome
