"""Searches that the reader keeps under a name: lists like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3


def list_saved(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The names of the saved searches in their order, and what each asks."""
    return db.execute("SELECT name, query FROM saved ORDER BY name").fetchall()


def load_query(db: sqlite3.Connection, name: str) -> str | None:
    """What a saved search asks; None where there is none of this name."""
    record = db.execute("SELECT query FROM saved WHERE name = ?", (name,)).fetchone()
    return None if record is None else str(record[0])


def put_saved(db: sqlite3.Connection, name: str, query: str | None) -> dict[str, Any] | None:
    """Save a search under a name, or with None forget it; returns what that replaced, None where nothing changed."""
    before = load_query(db, name)
    if before == query:
        return None
    if query is None:
        db.execute("DELETE FROM saved WHERE name = ?", (name,))
    else:
        db.execute(
            "INSERT INTO saved (name, query) VALUES (:name, :query) ON CONFLICT (name) DO UPDATE SET query = :query",
            {"name": name, "query": query},
        )
    return {"saved": name, "query": before}
