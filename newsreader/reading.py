"""A process that reads feeds: their bodies in, entries ready to be stored out.

It is apart because what it is given is hostile, and because two read twice as fast. It stands outside of the desk, all
of which it would import: half as much again as it needs.
"""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from newsreader.digests import digest
from newsreader.library.keys import hash_key
from newsreader.library.packing import PackedEntry, pack_page
from newsreader.model import Article, FeedContent, FeedError, Origin, Page, Part, PartKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from threading import Event

    from newsreader.model import Entry

# Entries that are passed on at a time: enough that passing costs little, few enough to hold in memory.
_CHUNK = 100
# A body of the largest size takes a minute at most; what takes longer is made for it.
_LONGEST_SECONDS = 120
_PATIENCE = 0.2


class Job(NamedTuple):
    """A body to be read, and the entries of it that are known: by what each is known, and its digest."""

    body: bytes
    url: str
    content_type: str
    title: str
    known: Mapping[int, int]


class Reader:
    """Such a process, started when it is first needed at the latest, and again where it has died."""

    def __init__(self) -> None:
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None

    def read(self, job: Job, is_over: Event) -> Iterator[list[PackedEntry] | FeedContent]:
        """The entries of a body that are new or have changed, some at a time, and last what the feed says of itself,
        without entries. Raises FeedError where it is no feed, or takes too long, or more memory than there is.
        """
        connection = self.start()
        try:
            connection.send(job)
            waited = 0.0
            while not is_over.is_set():
                if not connection.poll(_PATIENCE):
                    waited += _PATIENCE
                    if waited > _LONGEST_SECONDS:
                        self.close()
                        raise FeedError(f"the feed can't be read in {_LONGEST_SECONDS} s: it was given up")
                    continue
                found = connection.recv()
                if isinstance(found, FeedError):
                    raise found
                yield found
                if isinstance(found, FeedContent):
                    return
        except (EOFError, OSError):
            self.close()
            raise FeedError("the process that read the feed died, perhaps of too little memory") from None

    def close(self) -> None:
        """End the process."""
        if self._process is not None and self._connection is not None:
            self._connection.close()
            self._process.terminate()
            self._process.join()
        self._process = self._connection = None

    def start(self) -> Connection:
        """Start the process, unless it is there; the connection to it."""
        if self._connection is not None:
            return self._connection
        # Importing it costs what a refresh that finds nothing new should not pay.
        from multiprocessing import get_context

        context = get_context("spawn")
        connection, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        # Only what was started can be ended.
        self._process, self._connection = process, connection
        return connection


def _serve(connection: Connection) -> None:
    """Read the bodies that are sent, until nobody sends any more."""
    # The process that started it hears ctrl+c and ends it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # While nothing has come yet.
    from newsreader.feeds import parse as parse
    from newsreader.sources import fragment as fragment

    try:
        while True:
            for found in read_entries(connection.recv()):
                connection.send(found)
    except (EOFError, OSError):
        return


def read_entries(job: Job) -> Iterator[list[PackedEntry] | FeedContent | FeedError]:
    """What `Reader.read` gives and raises."""
    from newsreader.feeds.parse import parse_feed

    try:
        content = parse_feed(job.body, url=job.url, content_type=job.content_type)
        title = content.title or job.title
        packed: list[PackedEntry] = []
        for entry in content.entries:
            digest = digest_entry(entry)
            if job.known.get(hash_guid(entry)) != digest:
                packed.append(pack_entry(entry, title, job.url, digest))
            if len(packed) == _CHUNK:
                yield packed
                packed = []
        if packed:
            yield packed
        yield replace(content, entries=())
    except FeedError as error:
        yield error
    except Exception as error:
        from newsreader.failures import log_failure

        yield FeedError(log_failure(error))


def make_page(entry: Entry, feed_title: str, feed_url: str) -> tuple[Page, Origin]:
    """The page that an entry is, its files last as links; where it has no address of its own, its feed is its site."""
    from newsreader.sources.fragment import read_fragment

    parts = read_fragment(entry.html, entry.url or feed_url)
    files = tuple(Part(PartKind.LINK, file.text, label="File", url=file.url) for file in entry.enclosures)
    site = "" if entry.url else feed_title
    article = Article(entry.title, entry.published, entry.byline, (*parts, *files), entry.url, site)
    return Page(article), Origin(b"", feed_title, entry.url)


def pack_entry(entry: Entry, feed_title: str, feed_url: str, digest: int) -> PackedEntry:
    """An entry of this digest, ready to be stored."""
    page = pack_page(*make_page(entry, feed_title, feed_url))
    return PackedEntry(hash_guid(entry), digest, page, entry.is_summary)


def hash_guid(entry: Entry) -> int:
    """By what an entry is known in its feed."""
    return hash_key(entry.guid)


def digest_entry(entry: Entry) -> int:
    """A number that differs where the entry says something else; signed, as SQLite's are."""
    said = "\n".join(
        (entry.title, entry.url, entry.published, *entry.byline, entry.html, *(f.url for f in entry.enclosures))
    )
    return int.from_bytes(digest(said.encode("utf-8", "replace"), 8), "big", signed=True)
