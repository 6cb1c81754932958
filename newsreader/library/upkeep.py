"""Looking after a library: is all of it sound, and what can go."""

from __future__ import annotations

import sqlite3
import zlib
from typing import TYPE_CHECKING

from newsreader.library import links
from newsreader.library.rows import SHOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_STEP = 5000
_DAY_SECONDS = 24 * 3600
# Of one kind of damage, so many are told.
_MOST_TOLD = 20
# Every count that triggers keep, and what it counts.
_TALLIES = {
    "all": f"SELECT count(*) FROM article WHERE {SHOWN} AND lead_id IS NULL",
    "unread": f"SELECT count(*) FROM article WHERE {SHOWN} AND lead_id IS NULL AND read_at IS NULL",
    "bookmarks": "SELECT count(*) FROM article WHERE deleted_at IS NULL AND bookmarked_at IS NOT NULL",
    "trash": "SELECT count(*) FROM article WHERE deleted_at IS NOT NULL",
    "wanted": "SELECT count(*) FROM wish",
}


def find_damage(db: sqlite3.Connection, tell: Callable[[str], None]) -> Iterator[str]:
    """A line for everything that is wrong with a library; it is walked from end to end."""
    tell("Checking the file")
    for (line,) in db.execute(f"PRAGMA integrity_check({_MOST_TOLD})"):
        if line != "ok":
            yield f"the file: {line}"
    for record in db.execute("PRAGMA foreign_key_check").fetchmany(_MOST_TOLD):
        yield f"table {record[0]}, row {record[1]}: what it belongs to is missing"
    for table in ("search", "naming"):
        tell(f"Checking the index {table}")
        try:
            db.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as error:
            yield f"the index {table}: {error}"
    for (title,) in db.execute(_LOST).fetchmany(_MOST_TOLD):
        yield f"the article {title}: it stands behind one that is in no list"
    for view, query in _TALLIES.items():
        counted, kept = db.execute(query).fetchone()[0], db.execute(_TALLY, (view,)).fetchone()[0]
        if counted != kept:
            yield f"{view}: {kept} counted, {counted} there"
    for (name,) in db.execute(_MISCOUNTED).fetchmany(_MOST_TOLD):
        yield f"the site {name}: its articles are miscounted"
    for (title,) in db.execute(_MISCOUNTED_FEEDS).fetchmany(_MOST_TOLD):
        yield f"the feed {title}: its articles are miscounted"
    for table, key in (("body", "article_id"), ("dump", "id"), ("version", "id")):
        yield from _find_broken(db, table, key, tell)


_TALLY = "SELECT amount FROM tally WHERE view = ?"
_SITES = f"""
SELECT source, count(*), sum(read_at IS NULL) FROM article WHERE {SHOWN} AND (site <> '' OR url <> '')
GROUP BY source
"""
_KEPT_SITES = "SELECT name, articles, unread FROM site WHERE articles <> 0 OR unread <> 0"
_MISCOUNTED = f"""
SELECT DISTINCT * FROM (
    SELECT source FROM (SELECT * FROM ({_SITES}) EXCEPT {_KEPT_SITES})
    UNION SELECT name FROM ({_KEPT_SITES} EXCEPT SELECT * FROM ({_SITES}))
)
"""
_MISCOUNTED_FEEDS = f"""
SELECT url FROM feed WHERE (articles, unread) IS NOT (
    SELECT count(*), coalesce(sum(read_at IS NULL), 0) FROM article WHERE {SHOWN}
        AND id IN (SELECT article_id FROM entry WHERE entry.feed_id = feed.id AND article_id IS NOT NULL)
)
"""


_LOST = """
SELECT title FROM article WHERE lead_id IS NOT NULL AND NOT (
    deleted_at IS NULL AND hidden_at IS NULL AND EXISTS (
        SELECT 1 FROM article AS leader WHERE leader.id = article.lead_id
            AND leader.lead_id IS NULL AND leader.deleted_at IS NULL AND leader.hidden_at IS NULL
    )
)
"""


def _find_broken(db: sqlite3.Connection, table: str, key: str, tell: Callable[[str], None]) -> Iterator[str]:
    """SQLite has no checksums, what we compressed has."""
    told = 0
    for number, (row_id, data) in enumerate(db.execute(f"SELECT {key}, data FROM {table} ORDER BY {key}"), 1):
        if number % _STEP == 0:
            tell(f"Checking {table}: {number:,}")
        try:
            zlib.decompress(data)
        except (zlib.error, TypeError) as error:
            yield f"{table} {row_id}: {error}"
            told += 1
            if told == _MOST_TOLD:
                return


def list_outlived(db: sqlite3.Connection, days: int, now: float) -> list[int]:
    """The articles that were stored more than so many days ago, but for those that the reader marked (bookmarks, tags,
    notes) and those that these link to.
    """
    marked = {article_id for (article_id,) in db.execute(_MARKED)}
    kept = set(marked)
    for article_id in marked:
        kept |= {row.id for edge in links.load_edges(db, article_id) for row in edge.targets}
    old = db.execute(
        "SELECT id FROM article WHERE deleted_at IS NULL AND added_at < ? ORDER BY added_at",
        (now - days * _DAY_SECONDS,),
    )
    return [article_id for (article_id,) in old if article_id not in kept]


_MARKED = """
SELECT id FROM article WHERE deleted_at IS NULL AND bookmarked_at IS NOT NULL
UNION SELECT id FROM article WHERE note <> ''
UNION SELECT article_id FROM tag
"""


def compact(db: sqlite3.Connection) -> None:
    """Merge the indexes, and give back what the file no longer needs."""
    for table in ("search", "naming"):
        db.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    db.execute("VACUUM")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
