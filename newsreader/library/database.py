"""Opens the library's file, says where a transaction begins and ends, and puts SQLite's errors into words."""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any

from newsreader.library import backups, filesystem, schema
from newsreader.library.patterns import MATCHES, match_title
from newsreader.model import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

LEAST_SQLITE = (3, 34, 0)  # the oldest still shipped beside a Python 3.11: RHEL 9
BUSY_SECONDS = 10.0  # how long to wait for another program's write; ours take milliseconds

# Of a new library: in pages of 4,096 bytes dumps take 1.51 times their bytes, and of 16,384 each write takes longer.
_PAGE_BYTES = 8192
# SQLite's own defaults, and what is worth it while pages come by the thousand.
_CACHE_KIB, _MUCH_CACHE_KIB = 2000, 65_536
_WAL_PAGES, _MUCH_WAL_PAGES = 1000, 16_000
# What a migration writes, by the bytes of the library.
_REWRITTEN = 1.5

MAGIC = b"SQLite format 3\x00"


def open_database(path: Path, tell: Callable[[str], None] | None = None) -> sqlite3.Connection:
    """Open the library at `path`, made if there is none, brought up to this version if it is older.

    Where that takes long, `tell` is given a line on it from time to time; a copy of the older one is kept beside it.
    Raises LibraryError, the file untouched, where it is damaged, another application's or from a newer version.
    """
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        least = ".".join(map(str, LEAST_SQLITE))
        raise LibraryError(
            f"SQLite {sqlite3.sqlite_version} is too old: the library needs {least}; use a newer Python or system"
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_foreign(path)
    except OSError as error:
        raise LibraryError(
            f"The library {path} can't be opened: {error.strerror}; check the path and its permissions"
        ) from error
    if path.exists() and not os.access(path, os.W_OK):
        return _open_to_read(path)
    with _explaining(path):
        db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            db.create_function(MATCHES, 2, match_title, deterministic=True)
            db.execute("PRAGMA foreign_keys = ON")
            db.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            _migrate(db, path, tell or (lambda _: None))
            if filesystem.is_remote(filesystem.find_kind(path)):
                # https://www.sqlite.org/wal.html: all processes must be on one machine.
                _use_journal(db, "DELETE")
            else:
                _use_journal(db, "WAL")
                # So nothing is lost to a killed process; a power cut may cost the last moments, never more.
                db.execute("PRAGMA synchronous = NORMAL")
        except BaseException:
            db.close()
            raise
    return db


def _open_to_read(path: Path) -> sqlite3.Connection:
    """Open a library that may only be read: all that changes it says so then."""
    # With a write-ahead log SQLite has to write beside the file, unless nothing stands in the log.
    log = path.with_name(f"{path.name}-wal")
    mode = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    with _explaining(path):
        db = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None)
        try:
            db.create_function(MATCHES, 2, match_title, deterministic=True)
            if _read_version(db) < schema.VERSION:
                raise LibraryError(
                    f"The library {path} is from an older newsreader, and can't be brought up to date where it can't be"
                    " written: check its permissions, or copy it and name the copy with --library"
                )
        except BaseException:
            db.close()
            raise
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """Write: all of the block's changes or, if it raises, none. Raises LibraryError where SQLite fails."""
    with explaining(db), _transaction(db, "BEGIN IMMEDIATE"):
        yield


@contextmanager
def snapshot(db: sqlite3.Connection) -> Iterator[None]:
    """Read: the block sees one state of the library, whatever others write. Raises LibraryError where SQLite fails."""
    with explaining(db), _transaction(db, "BEGIN"):
        yield


@contextmanager
def writing_much(db: sqlite3.Connection) -> Iterator[None]:
    """While much is written: more memory, and fewer checkpoints, each of which waits for the disk."""
    db.execute(f"PRAGMA cache_size = {-_MUCH_CACHE_KIB}")
    db.execute(f"PRAGMA wal_autocheckpoint = {_MUCH_WAL_PAGES}")
    try:
        yield
    finally:
        db.execute(f"PRAGMA cache_size = {-_CACHE_KIB}")
        db.execute(f"PRAGMA wal_autocheckpoint = {_WAL_PAGES}")
        # Where others read just now, what is left is written later.
        with suppress(sqlite3.Error):
            db.execute("PRAGMA wal_checkpoint(PASSIVE)")


def leave_checkpoints(db: sqlite3.Connection, is_on: bool) -> None:
    """Whether another process, which writes much, is to move what stands in the log into the file: else whoever writes
    next to a long log does, and waits for the disk.
    """
    with explaining(db):
        db.execute(f"PRAGMA wal_autocheckpoint = {0 if is_on else _WAL_PAGES}")


@contextmanager
def explaining(db: sqlite3.Connection) -> Iterator[None]:
    """Raises LibraryError where SQLite fails."""
    with _explaining(path_of(db)):
        yield


def path_of(db: sqlite3.Connection) -> str:
    """The file behind a connection, also where the file itself can no longer be read."""
    return str(db.execute("PRAGMA database_list").fetchone()[2])


def read_data_version(db: sqlite3.Connection) -> int:
    """A number that differs after any other connection has changed the library."""
    return int(db.execute("PRAGMA data_version").fetchone()[0])


def insert_row(db: sqlite3.Connection, statement: str, values: Sequence[Any] | Mapping[str, Any]) -> int:
    """Run an INSERT of one row; returns its id."""
    row_id = db.execute(statement, values).lastrowid
    assert row_id is not None
    return row_id


@contextmanager
def _transaction(db: sqlite3.Connection, begin: str) -> Iterator[None]:
    if db.in_transaction:  # a part of a larger one
        yield
        return
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # SQLite has already rolled back after some errors (a full disk); the first error is the one to tell.
        if db.in_transaction:
            with suppress(sqlite3.Error):
                db.execute("ROLLBACK")
        raise


def _refuse_foreign(path: Path) -> None:
    """Look at the file's header without opening it as a database, which might write beside or into it."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    if not header:
        return
    if len(header) < 100 or not header.startswith(MAGIC):
        raise _not_a_library(path)
    version, application = (int.from_bytes(header[at : at + 4]) for at in (60, 68))
    if application == schema.APPLICATION_ID:
        _refuse_newer(path, version)
    # A hot journal stands beside a library whose making was cut short: SQLite puts it right when it opens it.
    elif application or (not path.with_name(f"{path.name}-journal").exists() and _holds_tables(path)):
        raise _of_another_application(path)


def _holds_tables(path: Path) -> bool:
    # "immutable": no lock, no journal, nothing written beside it.
    db = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)
    try:
        return db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None
    except sqlite3.DatabaseError as error:
        raise _not_a_library(path) from error
    finally:
        db.close()


def _refuse_newer(path: Path, version: int) -> None:
    if version > schema.VERSION:
        raise LibraryError(
            f"The library {path} is from a newer newsreader (its version {version}, here {schema.VERSION});"
            " it was left untouched: update newsreader, or use another file with --library"
        )


def _not_a_library(path: Path) -> LibraryError:
    return LibraryError(
        f"{path} is not a newsreader library, or its first page is damaged; it was left untouched:"
        " restore a backup, move it away, or use another file with --library"
    )


def _of_another_application(path: Path) -> LibraryError:
    return LibraryError(
        f"{path} is another application's database; it was left untouched: use another file with --library"
    )


def _migrate(db: sqlite3.Connection, path: Path, tell: Callable[[str], None]) -> None:
    """Bring the schema up to date; of one that is rewritten a copy is kept."""
    version = _read_version(db)
    if version < schema.VERSION:
        # Few openings come by here.
        from newsreader.library.migrations import MIGRATIONS

        keeping: AbstractContextManager[object] = nullcontext()
        is_rewritten = version and any(each.rewrites for each in MIGRATIONS[version:])
        if is_rewritten and db.execute("SELECT 1 FROM article LIMIT 1").fetchone():
            keeping = backups.keeping_copy(db, path, int(_REWRITTEN * backups.measure(db)), tell)
        with keeping:
            _run_migrations(db, path, tell)
    # Where a newer program has just been, its mark may stand in the write-ahead log, not yet in the header.
    _refuse_newer(path, _read_version(db))


def _run_migrations(db: sqlite3.Connection, path: Path, tell: Callable[[str], None]) -> None:
    """Bring the schema up to date, each version in its own transaction."""
    from newsreader.library.functions import add_functions
    from newsreader.library.migrations import MIGRATIONS

    add_functions(db, tell)
    while (version := _read_version(db)) < schema.VERSION:
        with _transaction(db, "BEGIN IMMEDIATE"):
            # Another process may have been here first.
            if _read_version(db) != version:
                continue
            if version == 0 and db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
                raise _of_another_application(path)
            for statement in MIGRATIONS[version].statements:
                db.execute(statement)
            db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {version + 1}")


def _read_version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _use_journal(db: sqlite3.Connection, mode: str) -> None:
    # The switch does not wait its turn: two programs opening a new library at once got "database is locked" in 2 of
    # 360 runs.
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            db.execute(f"PRAGMA journal_mode = {mode}")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


_EXPLANATIONS = {
    sqlite3.SQLITE_FULL: "The disk is full: nothing was changed in {path}; free some space and try again",
    sqlite3.SQLITE_READONLY: "The library {path} can't be written; check the permissions of the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "The library {path} can't be opened; check that its folder exists and is yours to write",
    sqlite3.SQLITE_PERM: "The library {path} can't be opened; check the permissions of the file and its folder",
    sqlite3.SQLITE_BUSY: "The library {path} is held by another program; wait until that has finished and try again",
    sqlite3.SQLITE_IOERR: "The library {path} can't be read or written ({error}); is its disk full or failing?",
    sqlite3.SQLITE_NOTADB: "{path} is not a newsreader library, or is damaged; restore a backup or move it away",
    sqlite3.SQLITE_CORRUPT: "The library {path} is damaged; restore a backup (`newsreader restore FILE`), or rescue"
    " what can be read of it: `newsreader library salvage NEWFILE`",
}


@contextmanager
def _explaining(path: Path | str) -> Iterator[None]:
    """Turn what SQLite reports of the file, disk or system into one line; mistakes of this program pass unchanged."""
    try:
        yield
    except (sqlite3.ProgrammingError, sqlite3.IntegrityError, sqlite3.NotSupportedError):
        raise
    except zlib.error as error:  # SQLite has no checksums; what we compressed has
        raise LibraryError(_EXPLANATIONS[sqlite3.SQLITE_CORRUPT].format(path=path)) from error
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        line = _EXPLANATIONS.get(code, "The library {path} can't be used: {error}")
        raise LibraryError(line.format(path=path, error=error)) from error
