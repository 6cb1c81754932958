"""The history of visits: runs of the program, and the steps that each took."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from newsreader.library.database import insert_row
from newsreader.model import Place, Step, View

if TYPE_CHECKING:
    import sqlite3

TRAIL_LENGTH = 100  # as many steps back as a new run starts with

_PLACE_FIELDS = frozenset(Place.__match_args__)


def start_run(db: sqlite3.Connection) -> int:
    """Begin a run of this process."""
    return insert_row(db, "INSERT INTO run (pid) VALUES (?)", (os.getpid(),))


def is_running(db: sqlite3.Connection, run_id: int) -> bool:
    """Whether a run is one of this process that has not ended."""
    return bool(db.execute("SELECT 1 FROM run WHERE id = ? AND pid = ?", (run_id, os.getpid())).fetchone())


def end_run(db: sqlite3.Connection, run_id: int, now: float) -> None:
    """Note that a run ended at `now`."""
    db.execute("UPDATE run SET pid = NULL WHERE id = ?", (run_id,))
    db.execute("UPDATE run SET seen_at = ? WHERE id = ? AND seen_at IS NOT NULL", (now, run_id))


def record_step(db: sqlite3.Connection, run_id: int, place: Place, parent: int | None, now: float) -> int:
    """Add a step to a run, taken from the step `parent` (None: from nowhere); returns its id."""
    step_id = insert_row(
        db,
        "INSERT INTO step (run_id, visited_at, article_id, place, parent_id) VALUES (?, ?, ?, ?, ?)",
        (run_id, now, place.article_id, _pack_place(place), parent),
    )
    db.execute("UPDATE run SET seen_at = ? WHERE id = ?", (now, run_id))
    return step_id


def update_step(db: sqlite3.Connection, step_id: int, place: Place) -> None:
    """Replace the place of a step: how it was left."""
    db.execute(
        "UPDATE step SET article_id = ?, place = ? WHERE id = ?", (place.article_id, _pack_place(place), step_id)
    )


def load_trail(db: sqlite3.Connection, own_run: int | None) -> list[Step]:
    """The last steps of the run that ended last, `own_run` apart, and of those it went on from, oldest first.

    Deleted articles are left out: what was gone to from there then comes from the step before.
    """
    run_id = _find_last_run(db, own_run)
    newest: list[Step] = []
    parents: dict[int, int | None] = {}
    while run_id is not None and len(newest) < TRAIL_LENGTH:
        parent = None
        for step_id, parent, article_id, text, is_there in db.execute(_STEPS, (run_id,)):
            parents[step_id] = parent
            if is_there:
                newest.append(Step(step_id, _unpack_place(article_id, text), parent))
            if len(newest) == TRAIL_LENGTH:
                break
        record = db.execute("SELECT run_id FROM step WHERE id = ?", (parent,)).fetchone()
        run_id = record[0] if record else None
    kept = {step.id for step in newest}

    def find_parent(step: Step) -> int | None:
        parent = step.parent
        while parent is not None and parent not in kept:
            parent = parents.get(parent)
        return parent

    return [replace(step, parent=find_parent(step)) for step in reversed(newest)]


def find_last_end(db: sqlite3.Connection, own_run: int | None) -> float | None:
    """When the run ended that ended last, `own_run` apart; None where none ever did."""
    run_id = _find_last_run(db, own_run)
    record = db.execute("SELECT seen_at FROM run WHERE id = ?", (run_id,)).fetchone()
    return record[0] if record else None


def list_visits(db: sqlite3.Connection, limit: int) -> list[tuple[int, float]]:
    """The last visits to articles that are not in the trash, of all runs: article and moment, the latest first."""
    return db.execute(
        "SELECT step.article_id, visited_at FROM step CROSS JOIN article ON article.id = step.article_id"
        " WHERE article.deleted_at IS NULL ORDER BY step.id DESC LIMIT ?",
        (limit,),
    ).fetchall()


_STEPS = (
    "SELECT id, parent_id, article_id, place, article_id IS NULL OR EXISTS"
    " (SELECT 1 FROM article WHERE article.id = step.article_id AND article.deleted_at IS NULL)"
    " FROM step WHERE run_id = ? ORDER BY id DESC"
)


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
