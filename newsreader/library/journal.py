"""The journal of the reader's changes, from which they are undone, each run its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from newsreader.library import kept
from newsreader.library.database import insert_row
from newsreader.model import Action, Change

if TYPE_CHECKING:
    import sqlite3


def record_change(
    db: sqlite3.Connection, run_id: int, action: Action, is_on: bool, replaced: kept.Replaced, now: float
) -> Change:
    """Write down a change made at `now`; one that changed nothing is not written, and its id is 0."""
    if replaced.before is None:
        return Change(0, action, is_on, replaced.title)
    change_id = insert_row(
        db,
        "INSERT INTO journal (run_id, changed_at, action, is_on, title, before) VALUES (?, ?, ?, ?, ?, ?)",
        (run_id, now, action.value, is_on, replaced.title, json.dumps(replaced.before)),
    )
    return Change(change_id, action, is_on, replaced.title)


def undo_last(db: sqlite3.Connection, run_id: int, now: float) -> Change | None:
    """Put back the last change of a run that was not undone yet; None where there is none."""
    record = db.execute(
        "SELECT id, action, is_on, title, before FROM journal WHERE run_id = ? AND undone_at IS NULL"
        " ORDER BY id DESC LIMIT 1",
        (run_id,),
    ).fetchone()
    if record is None:
        return None
    change = Change(record[0], Action(record[1]), bool(record[2]), record[3])
    kept.restore(db, change.action, json.loads(record[4]))
    db.execute("UPDATE journal SET undone_at = ? WHERE id = ?", (now, change.id))
    return change
