"""What the reader does with articles: opened, read, bookmarked, left at, wanted. And what the program remembers.

Each change returns what it replaced, so that the journal can put it back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsreader.library import links
from newsreader.model import Action, LibraryError, Wish
from newsreader.text import title_key, url_key

if TYPE_CHECKING:
    import sqlite3

_MARKS = {Action.BOOKMARK: "bookmarked_at", Action.READ: "read_at"}


@dataclass(frozen=True, slots=True)
class Replaced:
    """The name of what a change was made to, and what it replaced; `before` is None where nothing changed."""

    title: str
    before: dict[str, Any] | None


def set_mark(db: sqlite3.Connection, action: Action, article_id: int, is_on: bool, now: float) -> Replaced:
    """Bookmark an article or mark it read at `now`, or take that back. Raises LibraryError where it is not stored."""
    column = _MARKS[action]
    record = db.execute(f"SELECT title, {column} FROM article WHERE id = ?", (article_id,)).fetchone()
    if record is None:
        raise LibraryError(f"There is no article {article_id} in the library")
    title, moment = record
    if (moment is not None) == is_on:
        return Replaced(title, None)
    db.execute(f"UPDATE article SET {column} = ? WHERE id = ?", (now if is_on else None, article_id))
    return Replaced(title, {"article_id": article_id, "moment": moment})


def set_wish(db: sqlite3.Connection, text: str, url: str, is_on: bool, now: float) -> Replaced:
    """Ask for a headline at `now`, or no longer; it is one wish with any other of its title or its address."""
    key, address_key = title_key(text), url_key(url)
    if not key:
        raise LibraryError("A headline without words can't be wanted")
    wishes = db.execute(
        "SELECT title_key, text, url, url_key, asked_at FROM wish WHERE title_key = ?"
        " UNION SELECT title_key, text, url, url_key, asked_at FROM wish WHERE url_key = ? AND url_key <> ''",
        (key, address_key),
    ).fetchall()
    if bool(wishes) == is_on:
        return Replaced(text, None)
    if is_on:
        _insert_wish(db, (key, text, url, address_key, now))
        return Replaced(text, {"made": key})
    db.executemany("DELETE FROM wish WHERE title_key = ?", [wish[:1] for wish in wishes])
    return Replaced(text, {"wishes": wishes})


def restore(db: sqlite3.Connection, action: Action, before: dict[str, Any]) -> None:
    """Put back what a change replaced."""
    if action is not Action.WANT:
        db.execute(f"UPDATE article SET {_MARKS[action]} = ? WHERE id = ?", (before["moment"], before["article_id"]))
    elif "made" in before:
        db.execute("DELETE FROM wish WHERE title_key = ?", (before["made"],))
    else:
        for wish in before["wishes"]:
            _insert_wish(db, tuple(wish))


def mark_opened(db: sqlite3.Connection, article_id: int, now: float) -> None:
    """Note that an article was opened at `now`: it is read, and a wish for it is fulfilled."""
    db.execute(
        "UPDATE article SET read_at = coalesce(read_at, :now), last_opened_at = :now WHERE id = :id",
        {"now": now, "id": article_id},
    )
    keys = db.execute("SELECT title_key, url_key FROM article WHERE id = ?", (article_id,)).fetchone()
    if keys is not None:
        db.execute(
            "DELETE FROM wish WHERE title_key = ? AND (url_key = '' OR ? = '' OR length(title_key) >= ?)",
            (*keys, links.OWN_TITLE_LENGTH),
        )
        db.execute("DELETE FROM wish WHERE url_key = ? AND url_key <> ''", keys[1:])


def list_wishes(db: sqlite3.Connection) -> list[Wish]:
    """The open wishes, newest first, each with the articles that have arrived for it."""
    records = db.execute(
        "SELECT title_key, text, url, url_key, asked_at FROM wish ORDER BY asked_at DESC, title_key DESC"
    ).fetchall()
    return [
        Wish(
            key,
            text,
            url,
            asked_at,
            links.count_naming(db, key, address_key),
            links.load_wish_targets(db, key, asked_at),
        )
        for key, text, url, address_key, asked_at in records
    ]


def load_offset(db: sqlite3.Connection, article_id: int) -> int:
    """Where an article was left, in characters of its text; 0 where it never was."""
    record = db.execute("SELECT offset FROM article WHERE id = ?", (article_id,)).fetchone()
    return int(record[0]) if record else 0


def keep_offset(db: sqlite3.Connection, article_id: int, offset: int, progress: float) -> None:
    """Note where an article was left, in characters of its text, and what share of it (0–1) that is."""
    db.execute("UPDATE article SET offset = ?, progress = ? WHERE id = ?", (offset, progress, article_id))


def remember(db: sqlite3.Connection, key: str, value: str) -> None:
    """Keep a value for the program's next run."""
    db.execute(
        "INSERT INTO memory (key, value) VALUES (:key, :value) ON CONFLICT (key) DO UPDATE SET value = :value",
        {"key": key, "value": value},
    )


def recall(db: sqlite3.Connection, key: str) -> str | None:
    """What `remember` kept."""
    record = db.execute("SELECT value FROM memory WHERE key = ?", (key,)).fetchone()
    return None if record is None else str(record[0])


def _insert_wish(db: sqlite3.Connection, wish: tuple[Any, ...]) -> None:
    db.execute(
        "INSERT INTO wish (title_key, text, url, url_key, asked_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (title_key) DO NOTHING",
        wish,
    )
