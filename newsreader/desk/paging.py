"""Pages fetched from the network for entries that are only summaries."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsreader.desk import splitting
from newsreader.desk.refreshing import Refreshing
from newsreader.feeds.messages import FetchError, Request
from newsreader.feeds.scripts import find_host
from newsreader.library import entries, stories
from newsreader.library.database import snapshot, transaction
from newsreader.model import LibraryError, Origin, Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from newsreader.feeds.fetch import Fetcher
    from newsreader.feeds.messages import Response
    from newsreader.feeds.stops import Stop
    from newsreader.library.entries import DuePage
    from newsreader.library.packing import PackedPage

# Pages of one refresh: what is left waits for the next.
_MOST_PAGES = 500
_THREADS = 8
# After so many tries a page is given up; the first is made again after an hour, each other after twice as long.
_MOST_TRIES, _FIRST_WAIT = 5, 3600.0


class Paging(Refreshing):
    """Fetching pages, and keeping them."""

    def count_due_pages(self) -> int:
        """How many pages `fetch_due_pages` would ask for."""
        return len(self._list_due())

    def fetch_due_pages(self, jobs: int) -> Iterator[Outcome]:
        """Fetch and keep the pages of entries that are only summaries, where their sites allow it to programs; split
        in so many processes. An outcome for each.
        """
        from newsreader.feeds.fetch import Fetcher

        due = self._list_due()
        if not due:
            return
        waiting: deque[DuePage] = deque()

        def fetch(fetcher: Fetcher) -> Iterator[Outcome | Origin]:
            for page, found in self._fetch_all(fetcher, due):
                waiting.append(page)
                yield found

        with Fetcher.from_settings(self.settings) as fetcher:
            for split in splitting.split_many(fetch(fetcher), self.settings.max_input_mib, jobs):
                yield self._keep_due(waiting.popleft(), split)

    def _list_due(self) -> list[DuePage]:
        now = time.time()
        with snapshot(self._db):
            return entries.list_due_pages(self._db, now, _MOST_PAGES, self._find_holds(now))

    def _fetch_all(self, fetcher: Fetcher, due: list[DuePage]) -> Iterator[tuple[DuePage, Outcome | Origin]]:
        hosts = self._list_hosts()
        # No thread of a line waits for a host while another is free.
        with fetcher.open_line(_THREADS) as line:
            for page in due:
                line.put(page, _make_request(page.url, hosts, is_asked=False))
            for page, response in line:
                yield page, _tell(page.url, response)

    def _keep_due(self, due: DuePage, split: Outcome | PackedPage) -> Outcome:
        now = time.time()
        try:
            with transaction(self._db):
                if isinstance(split, Outcome):
                    if split.status is Status.FAILED and due.tries + 1 < _MOST_TRIES:
                        next_at = now + _FIRST_WAIT * 2**due.tries
                        entries.postpone_page(self._db, due.article_id, next_at, split.reason)
                    else:
                        entries.settle_page(self._db, due.article_id)
                    return replace(split, id=due.article_id)
                article_id = entries.store_page(self._db, due, split, now)
                stories.join_stories(self._db, [article_id])
        except LibraryError as error:
            return Outcome(Status.FAILED, due.url, due.article_id, reason=str(error))
        return Outcome(Status.ADDED, due.url, article_id, split.values["title"], confidence=split.confidence)

    def _keep_whole(self, article_id: int, url: str, origin: Origin) -> Outcome:
        """Keep the page of a stored article in its place: the reader asked for it, and it is not tried again."""
        split = splitting.split_one(origin, self.settings.max_input_mib)
        return self._keep_due(entries.DuePage(article_id, url, _MOST_TRIES), split)

    def _list_hosts(self) -> set[str]:
        """The hosts that the reader named by hand, which may have private addresses."""
        return {find_host(feed.url) for feed in self.list_feeds()}


def fetch_origin(fetcher: Fetcher, url: str, hosts: AbstractSet[str], stop: Stop) -> Outcome | Origin:
    """What is at an address that the reader asks for, until `stop` gives that up; an outcome that says why not. `hosts`
    are those that the reader named.
    """
    try:
        return _tell(url, fetcher.fetch(_make_request(url, hosts, is_asked=True)._replace(stop=stop)))
    except FetchError as error:
        return _tell(url, error)


def _make_request(url: str, hosts: AbstractSet[str], *, is_asked: bool) -> Request:
    is_trusted = urlsplit(url).hostname in hosts
    return Request(url, accept="page", is_trusted=is_trusted, heeds_robots=not is_asked)


def _tell(url: str, response: Response | FetchError) -> Outcome | Origin:
    if isinstance(response, FetchError):
        return Outcome(Status.FAILED, url, reason=str(response))
    return Origin(response.body, urlsplit(response.url).hostname or url, response.url)
