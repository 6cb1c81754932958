"""What the reader means to read next, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence


def list_queue(db: sqlite3.Connection) -> list[int]:
    """The articles of the queue, the next one first."""
    query = (
        "SELECT queue.article_id FROM queue CROSS JOIN article ON article.id = queue.article_id"
        " WHERE article.deleted_at IS NULL ORDER BY queue.place"
    )
    return [article_id for (article_id,) in db.execute(query)]


def find_place(db: sqlite3.Connection, article_id: int) -> int | None:
    """Where an article stands in the queue; None where it does not."""
    record = db.execute("SELECT place FROM queue WHERE article_id = ?", (article_id,)).fetchone()
    return None if record is None else int(record[0])


def put_places(db: sqlite3.Connection, places: Sequence[tuple[int, int | None]]) -> list[tuple[int, int | None]]:
    """Put articles at places in the queue, None: out of it; returns where they stood before."""
    before = [(article_id, find_place(db, article_id)) for article_id, _ in places]
    for article_id, place in places:
        if place is None:
            db.execute("DELETE FROM queue WHERE article_id = ?", (article_id,))
        else:
            db.execute(
                "INSERT INTO queue (article_id, place) SELECT id, :place FROM article WHERE id = :id"
                " ON CONFLICT (article_id) DO UPDATE SET place = :place",
                {"id": article_id, "place": place},
            )
    return before


def find_end(db: sqlite3.Connection) -> int:
    """The place behind the last one."""
    return int(db.execute("SELECT coalesce(max(place), 0) + 1 FROM queue").fetchone()[0])
