"""The history of visits: runs of the program, and the steps that each took."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from newsreader.library.database import insert_row
from newsreader.model import Place, View

if TYPE_CHECKING:
    import sqlite3

TRAIL_LENGTH = 100  # as many steps back as a new run starts with

_PLACE_FIELDS = frozenset(each.name for each in fields(Place))


def start_run(db: sqlite3.Connection) -> int:
    """Begin a run of this process."""
    return insert_row(db, "INSERT INTO run (pid) VALUES (?)", (os.getpid(),))


def end_run(db: sqlite3.Connection, run_id: int, now: float) -> None:
    """Note that a run ended at `now`."""
    db.execute("UPDATE run SET pid = NULL WHERE id = ?", (run_id,))
    db.execute("UPDATE run SET seen_at = ? WHERE id = ? AND seen_at IS NOT NULL", (now, run_id))


def record_step(db: sqlite3.Connection, run_id: int, place: Place, now: float) -> int:
    """Add a step to a run; returns its id."""
    step_id = insert_row(
        db,
        "INSERT INTO step (run_id, visited_at, article_id, place) VALUES (?, ?, ?, ?)",
        (run_id, now, place.article_id, _pack_place(place)),
    )
    db.execute("UPDATE run SET seen_at = ? WHERE id = ?", (now, run_id))
    return step_id


def update_step(db: sqlite3.Connection, step_id: int, place: Place) -> None:
    """Replace the place of a step: how it was left."""
    db.execute(
        "UPDATE step SET article_id = ?, place = ? WHERE id = ?", (place.article_id, _pack_place(place), step_id)
    )


def load_trail(db: sqlite3.Connection, own_run: int | None) -> list[Place]:
    """The last steps of the run that ended last, `own_run` apart, oldest first; deleted articles are left out."""
    run_id = _find_last_run(db, own_run)
    steps = db.execute(
        "SELECT article_id, place FROM step WHERE run_id = ?"
        " AND (article_id IS NULL OR EXISTS (SELECT 1 FROM article WHERE article.id = step.article_id"
        " AND article.deleted_at IS NULL))"
        " ORDER BY id DESC LIMIT ?",
        (run_id, TRAIL_LENGTH),
    ).fetchall()
    return [_unpack_place(article_id, text) for article_id, text in reversed(steps)]


def _find_last_run(db: sqlite3.Connection, own_run: int | None) -> int | None:
    # A run that was killed never said that it ended: its process is gone. One that still lasts has not ended.
    for run_id, pid in db.execute("SELECT id, pid FROM run WHERE seen_at IS NOT NULL ORDER BY seen_at DESC, id DESC"):
        if run_id != own_run and (pid is None or not _is_alive(pid)):
            return int(run_id)
    return None


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _pack_place(place: Place) -> str:
    values = asdict(place)
    del values["article_id"]  # its own column
    return json.dumps(values, ensure_ascii=False)


def _unpack_place(article_id: int | None, text: str) -> Place:
    # What a newer version of the program noted besides is left out.
    values: dict[str, Any] = {name: value for name, value in json.loads(text).items() if name in _PLACE_FIELDS}
    values |= {"view": View(values["view"]), "unfolded": tuple(values["unfolded"])}
    return Place(article_id=article_id, **values)
