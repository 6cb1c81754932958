"""Makes a library what a backup is, once that was looked at whole, in a copy of it."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from newsreader.library import backups, schema
from newsreader.library.database import MAGIC, explaining, open_database
from newsreader.model import LibraryError

# What a library of any version has.
_TABLES = {"article", "body", "dump", "edge", "run", "step", "journal"}


def restore(db: sqlite3.Connection, path: Path, source: Path) -> Path:
    """Make the open library at `path` what a backup is, of this version or an older one; all that have it open see it
    so at once. Returns the copy of what it was.

    Raises LibraryError, nothing changed, where the file is no whole library, or there is no room.
    """
    _refuse_foreign(source)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".restoring-", ignore_cleanup_errors=True) as folder:
            copied = Path(folder) / "library.sqlite"
            _copy(source, copied)
            _refuse_damaged(source, copied)
            with explaining(db), closing(_make_alike(db, copied)) as other:
                # Once into the log, and from there into the file.
                written = 2 * backups.measure(other)
                keeping = backups.keeping_copy(db, path, written, lambda _: None, is_damaged_too=True)
                with keeping as kept:
                    other.backup(db)
    except OSError as error:
        raise LibraryError(f"{path.parent} can't be written: {error.strerror}; nothing was changed") from error
    return kept


def _refuse_foreign(source: Path) -> None:
    try:
        with source.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise LibraryError(f"{source} can't be read: {error.strerror}; nothing was changed") from error
    if not header:
        raise LibraryError(f"{source} is empty; nothing was changed: name another backup")
    if not header.startswith(MAGIC) or int.from_bytes(header[68:72]) != schema.APPLICATION_ID:
        raise _not_a_library(source)


def _copy(source: Path, target: Path) -> None:
    """Copy a library's file, and what stands in its write-ahead log: it may be no backup, but a library."""
    log = source.with_name(f"{source.name}-wal")
    for each in (source, log) if log.exists() else (source,):
        try:
            shutil.copyfile(each, target.with_name(each.name.replace(source.name, target.name, 1)))
        except OSError as error:
            raise LibraryError(
                f"{each} can't be copied beside the library: {error.strerror}; nothing was changed"
            ) from error


def _refuse_damaged(source: Path, copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as db:
        try:
            version = int(db.execute("PRAGMA user_version").fetchone()[0])
            if version > schema.VERSION:
                raise LibraryError(
                    f"{source} is from a newer newsreader (its version {version}, here {schema.VERSION}); nothing was"
                    " changed: update newsreader, or name another backup"
                )
            found = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
            tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        except sqlite3.DatabaseError as error:
            found = str(error)
    if found != "ok":
        raise LibraryError(
            f"{source} is damaged ({found}); nothing was changed: name another backup, or rescue what can be read of"
            f" this one: `newsreader library salvage NEWFILE --library {source}`"
        )
    if not tables >= _TABLES:
        raise _not_a_library(source)


def _make_alike(db: sqlite3.Connection, copied: Path) -> sqlite3.Connection:
    """Open the copy of a backup as what the library is to be: of this version, with pages of the library's size.

    The runs of the program that it knows are over, so that those that last now can tell that theirs is not among them.
    """
    other = open_database(copied)
    try:
        other.execute("UPDATE run SET pid = NULL")
        size, own = (each.execute("PRAGMA page_size").fetchone()[0] for each in (db, other))
        if size == own:
            return other
        # With a write-ahead log SQLite can't change the size of a file's pages: https://www.sqlite.org/backup.html
        paged = copied.with_name("paged.sqlite")
        other.execute(f"PRAGMA page_size = {size}")
        other.execute("VACUUM INTO ?", (str(paged),))
    except BaseException:
        other.close()
        raise
    other.close()
    return sqlite3.connect(paged, isolation_level=None)


def _not_a_library(source: Path) -> LibraryError:
    return LibraryError(f"{source} is not a newsreader library; nothing was changed: name another backup")
