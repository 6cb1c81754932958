"""What the reader says that blocks of dumps are; and which articles are to be split again, for that has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsreader.model import Correction, KeptCorrection, Label, LibraryError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    # The first and the last line of a block, and its text.
    BlockKey = tuple[int, int, str]

# The ticket of an article that has a new dump, of which the corrections of the one before are still to be said.
CARRY = 0

_FIELDS = "first_line, last_line, text, label"


def find_newest_dump(db: sqlite3.Connection, article_id: int) -> bytes:
    """The digest of an article's newest dump. Raises LibraryError where it is not stored, or in the trash."""
    record = db.execute(
        "SELECT dump.sha256 FROM article"
        " JOIN dump ON dump.id = (SELECT max(id) FROM dump WHERE article_id = article.id)"
        " WHERE article.id = ? AND article.deleted_at IS NULL",
        (article_id,),
    ).fetchone()
    if record is None:
        raise LibraryError(f"There is no article {article_id} in the library")
    return bytes(record[0])


def load_corrections(db: sqlite3.Connection, digest: bytes) -> tuple[Correction, ...]:
    """What the reader said of the blocks of a dump, in their order."""
    records = db.execute(
        f"SELECT {_FIELDS} FROM correction WHERE sha256 = ? ORDER BY first_line, last_line, text", (digest,)
    )
    return tuple(_make(*record) for record in records)


def list_corrections(db: sqlite3.Connection) -> list[KeptCorrection]:
    """All corrections of the dumps of articles that are not in the trash, in the order of the articles."""
    records = db.execute(
        "SELECT dump.article_id, dump.sha256, dump.name, correction.made_at, first_line, last_line, text, label"
        " FROM correction CROSS JOIN dump ON dump.sha256 = correction.sha256"
        " CROSS JOIN article ON article.id = dump.article_id WHERE article.deleted_at IS NULL"
    ).fetchall()
    return [
        KeptCorrection(article_id, bytes(digest).hex(), name, made_at, _make(*fields))
        for article_id, digest, name, made_at, *fields in sorted(records)
    ]


def put_correction(
    db: sqlite3.Connection, digest: bytes, block: BlockKey, label: str | None, now: float
) -> dict[str, Any] | None:
    """Say at `now` that a block of a dump is `label`, or with None no longer say anything of it.

    Returns what that replaced, None where nothing changed. The dump's article is then due to be split again; where
    there is no such dump any more nothing is kept of it.
    """
    where = "sha256 = ? AND first_line = ? AND last_line = ? AND text = ?"
    record = db.execute(f"SELECT label, made_at FROM correction WHERE {where}", (digest, *block)).fetchone()
    before, made_at = record or (None, now)
    if before == label:
        return None
    if label is None:
        db.execute(f"DELETE FROM correction WHERE {where}", (digest, *block))
    else:
        db.execute(
            f"INSERT OR REPLACE INTO correction (sha256, {_FIELDS}, made_at)"
            " SELECT sha256, ?, ?, ?, ?, ? FROM dump WHERE sha256 = ?",
            (*block, label, now, digest),
        )
    db.execute(
        "INSERT OR REPLACE INTO due (article_id, ticket) SELECT article_id, random() FROM dump WHERE sha256 = ?",
        (digest,),
    )
    return {"corrected": digest.hex(), "block": block, "label": before, "made_at": made_at}


def put_back(db: sqlite3.Connection, before: dict[str, Any]) -> dict[str, Any]:
    """Put back what a correction replaced; returns what this replaced in turn."""
    first_line, last_line, text = before["block"]
    digest, block = bytes.fromhex(before["corrected"]), (first_line, last_line, text)
    return put_correction(db, digest, block, before["label"], before["made_at"]) or before


def load_before(db: sqlite3.Connection, article_id: int) -> tuple[Correction, ...]:
    """What the reader said of an article's dump before the newest one."""
    record = db.execute(
        "SELECT sha256 FROM dump WHERE article_id = ? ORDER BY id DESC LIMIT 1 OFFSET 1", (article_id,)
    ).fetchone()
    return load_corrections(db, record[0]) if record else ()


def put_moved(db: sqlite3.Connection, digest: bytes, moved: Sequence[Correction], now: float) -> None:
    """Say of a dump what was said of another one."""
    db.executemany(
        f"INSERT OR REPLACE INTO correction (sha256, {_FIELDS}, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        [(digest, each.first_line, each.last_line, each.text, each.label, now) for each in moved],
    )


def forget_corrections(db: sqlite3.Connection, article_id: int) -> None:
    """Remove what was said of an article's dumps, which go for good."""
    db.execute("DELETE FROM correction WHERE sha256 IN (SELECT sha256 FROM dump WHERE article_id = ?)", (article_id,))


# --- what is due ------------------------------------------------------------------------------------------------------


def load_due(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """The articles whose corrections changed since they were split, each with the ticket of the last change.

    What is in the trash waits there.
    """
    return db.execute(
        "SELECT article_id, ticket FROM due CROSS JOIN article ON article.id = due.article_id"
        " WHERE article.deleted_at IS NULL"
    ).fetchall()


def ask_to_carry(db: sqlite3.Connection, article_id: int) -> None:
    """Note, before an article gets a new dump, that what was said of its newest one is to be said of that too."""
    has_corrections = db.execute(
        "SELECT EXISTS (SELECT 1 FROM correction WHERE sha256 ="
        " (SELECT sha256 FROM dump WHERE article_id = ? ORDER BY id DESC LIMIT 1))",
        (article_id,),
    ).fetchone()[0]
    if has_corrections:
        db.execute("INSERT OR REPLACE INTO due (article_id, ticket) VALUES (?, ?)", (article_id, CARRY))


def settle_due(db: sqlite3.Connection, article_id: int, ticket: int) -> bool:
    """Note that an article was split for the change of this ticket; False where it changed again since."""
    values = (article_id, ticket)
    return bool(db.execute("DELETE FROM due WHERE article_id = ? AND ticket = ?", values).rowcount)


def _make(first_line: int, last_line: int, text: str, label: str) -> Correction:
    return Correction(first_line, last_line, text, Label(label))
