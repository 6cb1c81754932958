"""The lists: ids in order, rows for those on screen, counts. None of it reads a text or a dump."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.model import Order, Row, View

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

FEED_NAME = "coalesce(nullif(feed.name, ''), nullif(feed.title, ''))"
"""What a feed is called: by the reader, else by itself; NULL where by neither."""

# Of several feeds that brought an article, the one that was subscribed to first.
_BROUGHT_BY = (
    f"SELECT {FEED_NAME} FROM entry CROSS JOIN feed ON feed.id = entry.feed_id"
    " WHERE entry.article_id = article.id ORDER BY entry.feed_id LIMIT 1"
)
COLUMNS = (
    f"article.id, article.title, coalesce(({_BROUGHT_BY}), article.source), article.url, article.published,"
    " article.added_at, article.words, article.read_at IS NULL, article.bookmarked_at IS NOT NULL, article.progress,"
    " (SELECT count(*) FROM article AS sibling WHERE sibling.lead_id = article.id), article.source"
)
"""The columns of a Row, in its order."""

SHOWN = "article.deleted_at IS NULL AND article.hidden_at IS NULL"
HIDDEN = "article.deleted_at IS NULL AND article.hidden_at IS NOT NULL"
"""What holds of an article that lists and queries show, and of one that is hidden, as the indexes have it."""

# What the reader bookmarked stands in that list though it is hidden.
_CONDITIONS = {
    View.ALL: f"{SHOWN} AND lead_id IS NULL",
    View.UNREAD: f"{SHOWN} AND lead_id IS NULL AND read_at IS NULL",
    View.BOOKMARKS: "deleted_at IS NULL AND bookmarked_at IS NOT NULL",
}


_INDEXES = {View.ALL: "article_by_time", View.UNREAD: "unread_by_time", View.BOOKMARKS: "bookmark_by_time"}


class Key(NamedTuple):
    """Where in a list a row stands: its moment, and of equal ones its id."""

    moment: float
    article_id: int


MOST_ARRIVED = 999
_MOST_SORTED = 20_000
_BATCH = 500  # ids in one query; SQLite's least limit on parameters is 999


def make_row(record: Sequence[Any]) -> Row:
    """Make a Row of a record of COLUMNS."""
    *plain, is_unread, is_bookmarked, progress, siblings, site = record
    values = (*plain, bool(is_unread), bool(is_bookmarked), progress, siblings, site)
    return Row(*values)


def list_page(db: sqlite3.Connection, view: View, after: Key | None, limit: int) -> tuple[list[Row], Key | None]:
    """The rows of a list from behind a key on (None: from its beginning), and the key of the last one; None at the end.

    ALL, UNREAD and BOOKMARKS are by publication, TRASH by when it was thrown there, each the newest first.
    """
    column = "deleted_at" if view is View.TRASH else "sort_at"
    condition = "deleted_at IS NOT NULL" if view is View.TRASH else _CONDITIONS[view]
    behind = "" if after is None else f" AND ({column}, id) < (?, ?)"
    query = f"SELECT {column}, {COLUMNS} FROM article WHERE {condition}{behind} ORDER BY {column} DESC, id DESC LIMIT ?"
    records = db.execute(query, (*(after or ()), limit)).fetchall()
    last = Key(records[-1][0], records[-1][1]) if len(records) == limit else None
    return [make_row(record[1:]) for record in records], last


def list_keys(
    db: sqlite3.Connection, view: View, start: Key | None, limit: int, *, is_backward: bool = False
) -> list[Key]:
    """The keys of a list in its order: those behind `start`, or with `is_backward` those before it; None is an end."""
    sign, order = (">", "ASC") if is_backward else ("<", "DESC")
    beyond = "" if start is None else f" AND (sort_at, id) {sign} (?, ?)"
    condition = f"{_CONDITIONS[view]}{beyond}"
    query = f"SELECT sort_at, id FROM article WHERE {condition} ORDER BY sort_at {order}, id {order} LIMIT ?"
    keys = [Key(*record) for record in db.execute(query, (*(start or ()), limit))]
    return keys[::-1] if is_backward else keys


def find_place(db: sqlite3.Connection, view: View, article_id: int) -> int | None:
    """How many articles stand before one in a list; None where it is not in it."""
    condition = _CONDITIONS[view]
    key = db.execute(f"SELECT sort_at, id FROM article WHERE id = ? AND {condition}", (article_id,)).fetchone()
    if key is None:
        return None
    query = f"SELECT count(*) FROM article WHERE {condition} AND (sort_at, id) > (?, ?)"
    return int(db.execute(query, key).fetchone()[0])


def find_unread(db: sqlite3.Connection, view: View, start: Key, *, is_backward: bool = False) -> tuple[Key, int] | None:
    """The nearest unread article of a list behind (or before) a key, and how many places away it is; None: none."""
    sign, order = (">", "ASC") if is_backward else ("<", "DESC")
    condition = f"{_CONDITIONS[view]} AND (sort_at, id) {sign} (?, ?)"
    query = f"SELECT sort_at, id FROM article WHERE {condition} AND read_at IS NULL"
    found = db.execute(f"{query} ORDER BY sort_at {order}, id {order} LIMIT 1", start).fetchone()
    if found is None:
        return None
    between = f"SELECT count(*) FROM article WHERE {condition} AND NOT (sort_at, id) {sign} (?, ?)"
    return Key(*found), int(db.execute(between, (*start, *found)).fetchone()[0])


def list_ids(db: sqlite3.Connection, view: View, order: Order, limit: int) -> list[int]:
    """The articles of a list (ALL, UNREAD or BOOKMARKS) by arrival, or those opened by when they were opened last."""
    if order is Order.READ:
        query = f"SELECT id FROM article WHERE last_opened_at IS NOT NULL AND {_CONDITIONS[view]}"
        return _read_ids(db, f"{query} ORDER BY last_opened_at DESC LIMIT ?", limit)
    # Few are sorted; of many, those that came last are walked to.
    if view is View.BOOKMARKS or count_articles(db, view) < _MOST_SORTED:
        query = (
            f"SELECT id FROM article INDEXED BY {_INDEXES[view]} WHERE {_CONDITIONS[view]}"
            " ORDER BY +added_at DESC, id DESC LIMIT ?"
        )
    else:
        query = (
            f"SELECT id FROM article INDEXED BY article_by_arrival WHERE {_CONDITIONS[view]}"
            " ORDER BY added_at DESC LIMIT ?"
        )
    return _read_ids(db, query, limit)


def _read_ids(db: sqlite3.Connection, query: str, *values: float) -> list[int]:
    return [article_id for (article_id,) in db.execute(query, values)]


def list_unread(db: sqlite3.Connection, view: View, until: float) -> list[int]:
    """All unread articles of a list (ALL, UNREAD or BOOKMARKS) that were stored until a moment."""
    query = (
        f"SELECT id FROM article WHERE {_CONDITIONS[view]} AND read_at IS NULL AND +added_at <= ?"
        " ORDER BY sort_at DESC, id DESC"
    )
    return _read_ids(db, query, until)


def list_arrived(db: sqlite3.Connection, view: View, since: float) -> list[Key]:
    """Where the articles of a list stand that were stored since a moment, at most `MOST_ARRIVED` of them."""
    query = (
        f"SELECT sort_at, id FROM article INDEXED BY article_by_arrival"
        f" WHERE added_at > ? AND {SHOWN} AND {_CONDITIONS[view]} LIMIT {MOST_ARRIVED}"
    )
    return [Key(*record) for record in db.execute(query, (since,))]


def fetch_rows(db: sqlite3.Connection, ids: Sequence[int], *, is_deleted_too: bool = False) -> list[Row]:
    """The rows of these articles in this order, those that are no longer stored, or else in the trash, left out."""
    condition = "" if is_deleted_too else " AND deleted_at IS NULL"
    found: dict[int, Row] = {}
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        query = f"SELECT {COLUMNS} FROM article WHERE id IN ({', '.join('?' * len(batch))}){condition}"
        found.update((record[0], make_row(record)) for record in db.execute(query, batch))
    return [found[each] for each in ids if each in found]


def count_unread(db: sqlite3.Connection, ids: Sequence[int]) -> int:
    """How many of these articles are unread."""
    count = 0
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        condition = f"id IN ({', '.join('?' * len(batch))}) AND read_at IS NULL AND deleted_at IS NULL"
        count += db.execute(f"SELECT count(*) FROM article WHERE {condition}", batch).fetchone()[0]
    return count


def list_sites(db: sqlite3.Connection, limit: int) -> list[tuple[str, int, int]]:
    """The sites of which there is most: name, articles, and those of them that are unread."""
    query = "SELECT name, articles, unread FROM site WHERE articles > 0 ORDER BY articles DESC, name LIMIT ?"
    return db.execute(query, (limit,)).fetchall()


def find_newest(db: sqlite3.Connection) -> int:
    """The id of the article that was stored last, though it may be gone; 0 where none ever was."""
    record = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'article'").fetchone()
    return int(record[0]) if record else 0


def count_articles(db: sqlite3.Connection, view: View) -> int:
    """How many a list holds; for WANTED, the wishes."""
    record = db.execute("SELECT amount FROM tally WHERE view = ?", (view.value,)).fetchone()
    return int(record[0]) if record else 0
