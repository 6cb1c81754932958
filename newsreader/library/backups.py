"""Copies of a library: the reader's own, and those made before it is rewritten, of which the last two are kept."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from newsreader.model import LibraryError

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

_KEPT = 2
# The copy, and what the migration then writes.
_ROOM = 2.5
_MIB = 1024 * 1024


def back_up(db: sqlite3.Connection, path: Path, version: int, tell: Callable[[str], None]) -> Path:
    """Copy the library as it is beside itself, whole or not at all; copies but the last two are removed.

    Raises LibraryError where there is no room for the copy and for what is then written.
    """
    size = measure(db)
    check_room(path, int(size * _ROOM), f"The library {path} has to be rewritten, a copy of it kept")
    target = _name_backup(path, version)
    tell(f"Keeping a copy of the library ({size / _MIB:,.0f} MB): {target.name}")
    copy(db, target)
    for older in list_backups(path)[:-_KEPT]:
        # Another program may have removed it.
        with suppress(OSError):
            older.unlink()
    return target


def copy_file(path: Path, version: int) -> Path:
    """Copy the file of a library that SQLite can't copy."""
    target = _name_backup(path, version)
    shutil.copyfile(path, target)
    return target


def _name_backup(path: Path, version: int) -> Path:
    # Two programs may come to this at once.
    stamp = time.strftime("%Y%m%d-%H%M%S")
    return path.with_name(f"{path.name}.v{version}-{stamp}-{os.getpid()}.backup")


def copy(db: sqlite3.Connection, target: Path) -> None:
    """Write the library as it is now into one file, whole or not at all; one that is there is replaced."""
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        db.execute("VACUUM INTO ?", (str(unfinished),))
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
