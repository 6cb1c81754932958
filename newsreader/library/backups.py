"""Copies of a library: the reader's own, and those made before it is rewritten, of which some are kept."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from newsreader.model import LibraryError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# The last copies are kept, and the largest: whoever tries one backup after another still has what he began with.
_KEPT = 3
_MIB = 1024 * 1024
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def keeping_copy(
    db: sqlite3.Connection,
    path: Path,
    written: int,
    tell: Callable[[str], None],
    *,
    is_damaged_too: bool = False,
) -> Iterator[Path]:
    """While a library is rewritten, by so many bytes: a copy of it as it was stands beside it, whole.

    Behind that, older copies but some are removed; where it failed before anything was changed, the new one is, and
    the others stay. Raises LibraryError where there is no room, and what SQLite raises of a damaged library, unless
    that is to be copied too, as it lies there.
    """
    size, version = measure(db), _read_version(db)
    check_room(path, size + written, f"The library {path} has to be rewritten, a copy of it kept")
    # Two programs may come to this at once.
    stamp = time.strftime("%Y%m%d-%H%M%S")
    target = path.with_name(f"{path.name}.v{version}-{stamp}-{os.getpid()}.backup")
    tell(f"Keeping a copy of the library ({size / _MIB:,.0f} MB): {target.name}")
    try:
        copy(db, target)
    except sqlite3.DatabaseError as error:
        if not is_damaged_too or error.sqlite_errorcode & 0xFF not in _DAMAGED:
            raise
        with _whole_file(target) as unfinished:
            shutil.copyfile(path, unfinished)
    try:
        yield target
    except (sqlite3.Error, LibraryError):
        # SQLite has put back what it could not do whole; of several migrations some may be done.
        with suppress(sqlite3.Error, OSError):
            if _read_version(db) == version:
                target.unlink()
        raise
    _remove_older(path)


def _remove_older(path: Path) -> None:
    # Another program may have removed some.
    with suppress(OSError):
        copies = list_backups(path)
        largest = max(copies, key=lambda each: each.stat().st_size)
        for older in copies[:-_KEPT]:
            if older != largest:
                older.unlink()


def _read_version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def copy(db: sqlite3.Connection, target: Path) -> None:
    """Write the library as it is now into one file, whole or not at all; one that is there is replaced."""
    with _whole_file(target) as unfinished:
        db.execute("VACUUM INTO ?", (str(unfinished),))


@contextmanager
def _whole_file(target: Path) -> Iterator[Path]:
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def measure(db: sqlite3.Connection) -> int:
    """The bytes of a library."""
    pages, size = (int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("page_count", "page_size"))
    return pages * size


def check_room(path: Path, needed: int, what: str) -> None:
    """Raise LibraryError where so many bytes don't fit beside a file."""
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise LibraryError(
            f"{what}: that takes {needed / _MIB:,.0f} MB of room, and {free / _MIB:,.0f} MB are free;"
            " make room there and try again; nothing was changed"
        )


def list_backups(path: Path) -> list[Path]:
    """The copies beside a library, the oldest first."""
    start = f"{path.name}.v"
    found = [each for each in path.parent.iterdir() if each.name.startswith(start) and each.suffix == ".backup"]
    return sorted(found, key=lambda each: each.stat().st_mtime)
