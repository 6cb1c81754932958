"""The lists: ids in order, rows for those on screen, counts. None of it reads a text or a dump."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsreader.model import Row, View

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

COLUMNS = (
    "article.id, article.title, article.source, article.url, article.published, article.added_at, article.words,"
    " article.read_at IS NULL, article.bookmarked_at IS NOT NULL, article.progress"
)
"""The columns of a Row, in its order."""

_CONDITIONS = {View.ALL: "", View.UNREAD: "WHERE read_at IS NULL", View.BOOKMARKS: "WHERE bookmarked_at IS NOT NULL"}
_BATCH = 500  # ids in one query; SQLite's least limit on parameters is 999


def make_row(record: Sequence[Any]) -> Row:
    """Make a Row of a record of COLUMNS."""
    *plain, is_unread, is_bookmarked, progress = record
    values = (*plain, bool(is_unread), bool(is_bookmarked), progress)
    return Row(*values)


def list_ids(db: sqlite3.Connection, view: View) -> list[int]:
    """All articles of a list (not of WANTED, whose rows are wishes), newest publication first, then latest arrival."""
    query = f"SELECT id FROM article {_CONDITIONS[view]} ORDER BY sort_at DESC, id DESC"
    return [article_id for (article_id,) in db.execute(query)]


def fetch_rows(db: sqlite3.Connection, ids: Sequence[int]) -> list[Row]:
    """The rows of these articles in this order, those that are no longer stored left out."""
    found: dict[int, Row] = {}
    for start in range(0, len(ids), _BATCH):
        batch = ids[start : start + _BATCH]
        query = f"SELECT {COLUMNS} FROM article WHERE id IN ({', '.join('?' * len(batch))})"
        found.update((record[0], make_row(record)) for record in db.execute(query, batch))
    return [found[each] for each in ids if each in found]


def count_articles(db: sqlite3.Connection, view: View) -> int:
    """How many a list holds; for WANTED, the wishes."""
    return int(db.execute("SELECT amount FROM tally WHERE view = ?", (view.value,)).fetchone()[0])
