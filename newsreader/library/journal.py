"""The journal of the reader's changes, from which they are undone and made again.

In the app each run undoes its own; from the command line the last of all is undone.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newsreader.library import kept
from newsreader.library.database import insert_row
from newsreader.model import Action, Change

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

_COLUMNS = (
    "journal.id, journal.action, journal.is_on, journal.title, journal.detail, journal.changed_at, journal.origin,"
    " journal.undone_at IS NOT NULL"
)


def record_change(
    db: sqlite3.Connection, run_id: int, origin: str, action: Action, is_on: bool, replaced: kept.Replaced, now: float
) -> Change:
    """Write down a change made at `now`; one that changed nothing is not written, and its id is 0."""
    if replaced.before is None:
        return Change(0, action, is_on, replaced.title, replaced.detail)
    change_id = insert_row(
        db,
        "INSERT INTO journal (run_id, changed_at, action, is_on, title, detail, origin, before)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (run_id, now, action.value, is_on, replaced.title, replaced.detail, origin, json.dumps(replaced.before)),
    )
    return Change(change_id, action, is_on, replaced.title, replaced.detail, now, origin)


def adopt_change(db: sqlite3.Connection, run_id: int, origin: str, change_id: int) -> None:
    """Let a change be another run's, which undoes it as its own."""
    db.execute("UPDATE journal SET run_id = ?, origin = ? WHERE id = ?", (run_id, origin, change_id))


def undo_last(db: sqlite3.Connection, run_id: int | None, now: float) -> Change | None:
    """Put back the last change, of a run or of all (None), that is not undone yet; None where there is none."""
    if run_id is None:
        query = f"SELECT {_COLUMNS}, before FROM journal WHERE undone_at IS NULL ORDER BY id DESC LIMIT 1"
        return _swap(db, query, (), now)
    query = f"SELECT {_COLUMNS}, before FROM journal WHERE run_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1"
    return _swap(db, query, (run_id,), now)


def redo_last(db: sqlite3.Connection, run_id: int | None) -> Change | None:
    """Make again the change that was undone last, of a run or of all (None), unless another was made since."""
    if run_id is None:
        query = (
            f"SELECT {_COLUMNS}, before FROM journal WHERE undone_at IS NOT NULL"
            " AND id > (SELECT coalesce(max(id), 0) FROM journal WHERE undone_at IS NULL) ORDER BY id LIMIT 1"
        )
        return _swap(db, query, (), None)
    query = (
        f"SELECT {_COLUMNS}, before FROM journal WHERE run_id = ? AND undone_at IS NOT NULL"
        " AND id > (SELECT coalesce(max(id), 0) FROM journal WHERE run_id = ? AND undone_at IS NULL)"
        " ORDER BY id LIMIT 1"
    )
    return _swap(db, query, (run_id, run_id), None)


def list_changes(db: sqlite3.Connection, limit: int) -> list[Change]:
    """The last changes of all runs, the newest first, those undone among them."""
    records = db.execute(f"SELECT {_COLUMNS} FROM journal ORDER BY id DESC LIMIT ?", (limit,))
    return [_make_change(record) for record in records]


def _swap(db: sqlite3.Connection, query: str, values: Sequence[Any], undone_at: float | None) -> Change | None:
    """Exchange what is and what the change keeps, which is then what brings this back."""
    record = db.execute(query, values).fetchone()
    if record is None:
        return None
    *columns, before = record
    change = _make_change(columns)
    replaced = kept.restore(db, json.loads(before))
    db.execute(
        "UPDATE journal SET undone_at = ?, before = ? WHERE id = ?", (undone_at, json.dumps(replaced), change.id)
    )
    return replace(change, is_lost=replaced.get("moments") == [])


def _make_change(record: Sequence[Any]) -> Change:
    change_id, action, is_on, title, detail, made_at, origin, is_undone = record
    return Change(change_id, Action(action), bool(is_on), title, detail, made_at, origin, bool(is_undone))
