"""The entries of feeds: which is which, and which article each of them is."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from newsreader.library import articles, feeds, links
from newsreader.library.rows import SHOWN

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Container, Iterable, Iterator, Sequence

    from newsreader.library.packing import PackedEntry, PackedPage

# Some feeds have whole articles where a summary belongs: of so many words it is none.
_MOST_SUMMARY = 250
_BATCH = 500  # of numbers in one query; SQLite's least limit on parameters is 999


class Stored(NamedTuple):
    """What became of some entries: the articles that are new, those that were replaced, and those of the new ones of
    which the feed has only a summary.
    """

    new: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    summaries: tuple[int, ...] = ()


def load_digests(db: sqlite3.Connection, feed_id: int) -> dict[int, int]:
    """The entries that a feed has brought: by what each is known, and the digest of what it said last."""
    return dict(db.execute("SELECT guid_hash, digest FROM entry WHERE feed_id = ?", (feed_id,)))


def store_entries(db: sqlite3.Connection, feed_id: int, packed: Sequence[PackedEntry], now: float) -> Stored:
    """Store at `now` the entries of a feed that are new or have changed.

    One whose article has a page of its own, or is in the trash, or gone, changes nothing.
    """
    storing = _Storing(db, feed_id, packed, now)
    for entry in packed:
        storing.take(entry)
    storing.store_waiting()
    db.execute(_COUNT_NEW, {"feed": feed_id, "amount": len(storing.new)})
    feeds.count_weeks(db, feed_id, storing.moments, now)
    return Stored(tuple(storing.new), tuple(storing.changed), tuple(storing.summaries))


class _Storing:
    """Entries of a feed on their way in, in their order; those that can be no stored article wait, to be stored
    together: a tenth less of all the time that storing takes.
    """

    def __init__(self, db: sqlite3.Connection, feed_id: int, packed: Sequence[PackedEntry], now: float) -> None:
        self._db, self._feed_id, self._now = db, feed_id, now
        hashes = [entry.guid_hash for entry in packed]
        records = _select_among(db, _KNOWN, (feed_id,), hashes)
        self._known = {key: _Known(*rest) for key, *rest in records}
        pages = [entry.page for entry in packed if entry.guid_hash not in self._known]
        # Of what tells that two articles may be one, what is stored or has come.
        self._met: set[object] = set()
        for column, query in _KEYS.items():
            self._met.update(key for (key,) in _select_among(db, query, (), [page.values[column] for page in pages]))
        self._waiting: dict[int, PackedEntry] = {}
        self.new: list[int] = []
        self.changed: list[int] = []
        self.summaries: list[int] = []
        self.moments: list[float] = []

    def take(self, entry: PackedEntry) -> None:
        """Store an entry, or let it wait."""
        key = entry.guid_hash
        if self._is_strange(entry.page) and key not in self._known and key not in self._waiting:
            self._waiting[key] = entry
            return
        self.store_waiting()
        before = self._known.get(key)
        if before is None:
            article_id, is_new = _find_or_store(self._db, self._feed_id, entry, self._now)
            if not is_new:
                _count_known(self._db, self._feed_id, article_id)
            self._note([entry], [article_id], is_new=is_new)
        elif before.digest != entry.digest:
            if before.article_id is not None and _is_own(self._db, before.article_id):
                articles.replace_page(self._db, before.article_id, entry.page, self._now)
                self.changed.append(before.article_id)
            self._db.execute(
                "UPDATE entry SET digest = ? WHERE feed_id = ? AND guid_hash = ?", (entry.digest, self._feed_id, key)
            )
            self._known[key] = before._replace(digest=entry.digest)

    def store_waiting(self) -> None:
        """Store those that wait."""
        if waiting := list(self._waiting.values()):
            ids = articles.insert_articles(self._db, [entry.page for entry in waiting], self._now)
            self._note(waiting, ids, is_new=True)
            self._waiting.clear()

    def _is_strange(self, page: PackedPage) -> bool:
        keys = {page.values[column] for column in _KEYS} - {0}
        is_strange = self._met.isdisjoint(keys)
        self._met |= keys
        return is_strange

    def _note(self, brought: Sequence[PackedEntry], ids: Sequence[int], *, is_new: bool) -> None:
        """Note which articles some entries are that the feed has brought for the first time."""
        pairs = list(zip(brought, ids, strict=True))
        self._db.executemany(_INSERT, [(self._feed_id, entry.guid_hash, entry.digest, each) for entry, each in pairs])
        for entry, article_id in pairs:
            self._known[entry.guid_hash] = _Known(article_id, entry.digest)
            self.moments.append(self._now if entry.page.moment is None else entry.page.moment)
            if is_new:
                self.new.append(article_id)
                if entry.is_summary and entry.page.values["words"] < _MOST_SUMMARY:
                    self.summaries.append(article_id)


_KNOWN = "SELECT guid_hash, article_id, digest FROM entry WHERE feed_id = ? AND guid_hash IN ({})"
# By what `articles.find_same` finds some.
_KEYS = {
    "url_hash": "SELECT url_hash FROM article WHERE url_hash <> 0 AND url_hash IN ({})",
    "title_hash": "SELECT title_hash FROM article WHERE title_hash <> 0 AND title_hash IN ({})",
    "content_hash": "SELECT content_hash FROM article WHERE content_hash IN ({})",
}
# A trigger that counts took half of all the time: for each entry the indexes of words were written out.
_INSERT = "INSERT INTO entry (feed_id, guid_hash, digest, article_id) VALUES (?, ?, ?, ?)"
_COUNT_NEW = "UPDATE feed SET articles = articles + :amount, unread = unread + :amount WHERE id = :feed"
_COUNT_KNOWN = f"""
UPDATE feed SET articles = articles + (SELECT {SHOWN} FROM article WHERE id = :article),
    unread = unread + (SELECT {SHOWN} AND read_at IS NULL FROM article WHERE id = :article)
WHERE id = :feed AND NOT EXISTS (SELECT 1 FROM entry WHERE article_id = :article AND feed_id = :feed)
"""


def _count_known(db: sqlite3.Connection, feed_id: int, article_id: int) -> None:
    """Count an article that a feed is about to bring, once however many entries do."""
    db.execute(_COUNT_KNOWN, {"feed": feed_id, "article": article_id})


def note_gone(db: sqlite3.Connection, feed_id: int, guid_hash: int) -> bool:
    """Note that a feed has brought an entry which the reader does not want to see again; whether it was unknown."""
    query = "INSERT OR IGNORE INTO entry (feed_id, guid_hash, digest) VALUES (?, ?, 0)"
    return db.execute(query, (feed_id, guid_hash)).rowcount > 0


class _Known(NamedTuple):
    article_id: int | None
    digest: int


def _select_among(
    db: sqlite3.Connection, query: str, own: Sequence[object], values: Sequence[object]
) -> Iterator[tuple[Any, ...]]:
    """What a query finds that has a list to be filled with these values."""
    for start in range(0, len(values), _BATCH):
        batch = values[start : start + _BATCH]
        yield from db.execute(query.format(", ".join("?" * len(batch))), (*own, *batch))


def _find_or_store(db: sqlite3.Connection, feed_id: int, entry: PackedEntry, now: float) -> tuple[int, bool]:
    """The article that an entry is, and whether it is new."""
    article_id = articles.find_same(db, entry.page)
    # Some feeds give all their entries one address: what bears other words is another article.
    if article_id is None or _is_anothers(db, feed_id, article_id, entry):
        return articles.insert_articles(db, [entry.page], now)[0], True
    # A summary says less than what is there.
    if not entry.is_summary and _is_own(db, article_id):
        articles.replace_page(db, article_id, entry.page, now)
    return article_id, False


def _is_anothers(db: sqlite3.Connection, feed_id: int, article_id: int, entry: PackedEntry) -> bool:
    """Whether the article is another entry's of this feed, with other words above it."""
    return bool(
        db.execute(
            "SELECT 1 FROM entry CROSS JOIN article ON article.id = entry.article_id"
            " WHERE entry.article_id = ? AND entry.feed_id = ? AND article.title_hash <> ?",
            (article_id, feed_id, entry.page.values["title_hash"]),
        ).fetchone()
    )


def _is_own(db: sqlite3.Connection, article_id: int) -> bool:
    """Whether an article that is not in the trash has come from feeds alone: a page says more than they do."""
    record = db.execute("SELECT 1 FROM article WHERE id = ? AND deleted_at IS NULL", (article_id,)).fetchone()
    return record is not None and not articles.has_dump(db, article_id)


# --- pages that are to be fetched -------------------------------------------------------------------------------------


def want_pages(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Note that the pages of these articles are to be fetched; those without an address are not."""
    db.executemany(
        "INSERT INTO page_due (article_id) SELECT id FROM article WHERE id = ? AND url_hash <> 0"
        " ON CONFLICT DO NOTHING",
        [(article_id,) for article_id in ids],
    )


class DuePage(NamedTuple):
    """A page that is to be fetched: its article's id and address, and how often that failed."""

    article_id: int
    url: str
    tries: int


def list_due_pages(db: sqlite3.Connection, now: float, limit: int, held: Container[str] = ()) -> list[DuePage]:
    """The pages that are to be fetched at `now`, of the newest articles first; none of hosts that are `held`."""
    records = db.execute(
        "SELECT page_due.article_id, article.url, page_due.tries FROM page_due"
        " CROSS JOIN article ON article.id = page_due.article_id"
        f" WHERE page_due.next_at <= ? AND {SHOWN} ORDER BY page_due.article_id DESC",
        (now,),
    )
    due = (DuePage(*record) for record in records)
    return list(islice((page for page in due if urlsplit(page.url).hostname not in held), limit))


def store_page(db: sqlite3.Connection, due: DuePage, packed: PackedPage, now: float) -> int:
    """Store the page of an entry's article; the id of the article that it is.

    Where that is another, which is known already, it is what the entry brings from now on; what the feed said goes
    with the article that it was, unless the reader did something with that.
    """
    article_id = articles.store_page(db, packed, now, stub_id=due.article_id).article_id
    links.keep_aliases(db, article_id, due.url, packed.origin.url)
    if article_id != due.article_id and db.execute(_UNTOUCHED, (due.article_id,)).fetchone():
        brought = db.execute("SELECT feed_id, guid_hash, digest FROM entry WHERE article_id = ?", (due.article_id,))
        records = brought.fetchall()
        articles.remove_article(db, due.article_id)
        db.executemany("DELETE FROM entry WHERE feed_id = ? AND guid_hash = ?", [record[:2] for record in records])
        for feed_id, *rest in records:
            _count_known(db, feed_id, article_id)
            db.execute(_INSERT, (feed_id, *rest, article_id))
    settle_page(db, due.article_id)
    return article_id


_UNTOUCHED = """
SELECT 1 FROM article WHERE id = ? AND read_at IS NULL AND bookmarked_at IS NULL AND note = ''
    AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.article_id = article.id)
    AND NOT EXISTS (SELECT 1 FROM queue WHERE queue.article_id = article.id)
"""


def settle_page(db: sqlite3.Connection, article_id: int) -> None:
    """Note that a page need not be fetched any more."""
    db.execute("DELETE FROM page_due WHERE article_id = ?", (article_id,))


def postpone_page(db: sqlite3.Connection, article_id: int, next_at: float, error: str) -> None:
    """Note that a page could not be fetched, and when that is tried again."""
    db.execute(
        "UPDATE page_due SET tries = tries + 1, next_at = ?, error = ? WHERE article_id = ?",
        (next_at, error, article_id),
    )
