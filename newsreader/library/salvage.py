"""Rescues from a damaged library what can still be read, into a new one."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zlib
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsreader.library import articles, feeds, index, links, packing
from newsreader.library.content import join_text, unpack_content
from newsreader.library.database import open_database, transaction
from newsreader.model import LibraryError, Origin
from newsreader.text import title_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Tables whose rows are copied as they are, behind their articles.
_COPIED = (
    *("tag", "version", "refusal", "correction", "due", "queue", "wish", "saved", "memory", "rule"),
    *("feed", "feed_tag", "feed_week", "entry", "page_due", "alias"),
)
_BATCH = 500
_MOST_ID = (1 << 63) - 1


def salvage(source: Path, target: Path, tell: Callable[[str], None]) -> tuple[int, list[Origin]]:
    """Copy what can be read of a damaged library into a new one; the damaged file is only read.

    Returns how many articles came over whole, and the dumps of others, from which they can be made again. Raises
    LibraryError where there is a file at `target`, no room for it, or nothing can be read at all.
    """
    if target.exists():
        raise LibraryError(f"{target} is there already; name a file that is not")
    try:
        # SQLite puts the library's last writes right when it opens it: in a copy, so that the file stays as it is.
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".salvaging-") as folder:
            copied = Path(folder) / "damaged.sqlite"
            shutil.copyfile(source, copied)
            log = source.with_name(f"{source.name}-wal")
            if log.exists():
                shutil.copyfile(log, copied.with_name(f"{copied.name}-wal"))
            with closing(sqlite3.connect(copied, isolation_level=None)) as old, closing(open_database(target)) as new:
                return _copy_all(old, new, tell)
    except OSError as error:
        raise LibraryError(f"{error.filename or source}: {error.strerror}; nothing was changed in {source}") from error
    except sqlite3.DatabaseError as error:
        target.unlink(missing_ok=True)
        raise LibraryError(
            f"Nothing of {source} can be read ({error}); restore a backup: `newsreader restore FILE`"
        ) from error


def _copy_all(
    old: sqlite3.Connection, new: sqlite3.Connection, tell: Callable[[str], None]
) -> tuple[int, list[Origin]]:
    columns = [name for name in _list_columns(old, "article") if name in _list_columns(new, "article")]
    copied: set[int] = set()
    waiting: list[tuple[int, tuple[Any, ...]]] = []
    for article_id in _find_ids(old, "article"):
        record = _read_one(old, f"SELECT {', '.join(columns)} FROM article WHERE id = ?", article_id)
        body = _read_one(old, "SELECT data FROM body WHERE article_id = ?", article_id)
        if record and body:
            waiting.append((article_id, (*record, body[0])))
        if len(waiting) >= _BATCH:
            copied |= _write_articles(new, columns, waiting)
            tell(f"{len(copied):,} articles rescued")
            waiting = []
    copied |= _write_articles(new, columns, waiting)
    orphans = _copy_dumps(old, new, copied)
    for table in _COPIED:
        _copy_table(old, new, table, copied)
    with transaction(new):
        new.execute(f"UPDATE feed SET (articles, unread) = ({feeds.COUNTED})")
    return len(copied), orphans


def _write_articles(new: sqlite3.Connection, columns: list[str], rows: list[tuple[int, Any]]) -> set[int]:
    written = set()
    places = ", ".join("?" * len(columns))
    with transaction(new):
        for article_id, record in rows:
            *values, data = record
            try:
                parts, sections = unpack_content(data)
            except (zlib.error, ValueError, KeyError, TypeError):
                continue
            named = dict(zip(columns, values, strict=True))
            try:
                new.execute(f"INSERT INTO article ({', '.join(columns)}) VALUES ({places})", values)
            except sqlite3.IntegrityError:  # what stands in a damaged row may be anything
                continue
            new.execute("INSERT INTO body (article_id, data) VALUES (?, ?)", (article_id, data))
            edges = packing.key_edges(links.number_edges(parts, sections))
            articles.write_edges(new, [(article_id, edge) for edge in edges])
            texts = index.make_texts(named["title"], join_text(parts), named["byline"], named["site"], named["url"])
            index.index_articles(new, [(article_id, texts, index.make_names(title_key(named["title"]), edges))])
            new.execute("UPDATE article SET links = ? WHERE id = ?", (len(edges), article_id))
            written.add(article_id)
    return written


def _copy_dumps(old: sqlite3.Connection, new: sqlite3.Connection, copied: set[int]) -> list[Origin]:
    """Copy the dumps of the articles that came over; those of others are returned."""
    orphans: list[Origin] = []
    columns = "id, article_id, sha256, name, url, day, added_at, data"
    with transaction(new):
        for dump_id in _find_ids(old, "dump"):
            record = _read_one(old, f"SELECT {columns} FROM dump WHERE id = ?", dump_id)
            if record is None:
                continue
            try:
                data = zlib.decompress(record[7])
            except (zlib.error, TypeError):
                continue
            if record[1] in copied:
                with suppress(sqlite3.IntegrityError):
                    new.execute(f"INSERT INTO dump ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", record)
            else:
                orphans.append(Origin(data, str(record[3]), str(record[4]), str(record[5])))
    return orphans


def _copy_table(old: sqlite3.Connection, new: sqlite3.Connection, table: str, copied: set[int]) -> None:
    columns = [name for name in _list_columns(old, table) if name in _list_columns(new, table)]
    owner = columns.index("article_id") if "article_id" in columns else None
    statement = f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    with transaction(new), suppress(sqlite3.DatabaseError):
        for record in old.execute(f"SELECT {', '.join(columns)} FROM {table}"):
            # What a feed brought is remembered without its article, too.
            if owner is None or record[owner] in copied or record[owner] is None:
                with suppress(sqlite3.IntegrityError):
                    new.execute(statement, record)


def _find_ids(old: sqlite3.Connection, table: str) -> Iterator[int]:
    """The ids of a table, over what is damaged of it."""
    highest = _find_highest(old, table)
    seen: set[int] = set()
    for found in _walk_ids(old, table, highest):
        # In what is damaged any number may stand anywhere.
        if 0 < found <= highest and found not in seen:
            seen.add(found)
            yield found


def _walk_ids(old: sqlite3.Connection, table: str, highest: int) -> Iterator[int]:
    last, step = 0, 1
    while last <= highest - step:
        try:
            for (found,) in old.execute(f"SELECT id FROM {table} WHERE id >= ? ORDER BY id", (last + step,)):
                if last < found <= highest:
                    last, step = found, 1
                yield found
            break
        except sqlite3.DatabaseError:
            # Doubled without end: what says how far to go may be damaged too.
            last, step = last + step, 2 * step
    # A number that is too high may have led past some.
    with suppress(sqlite3.DatabaseError):
        for (found,) in old.execute(f"SELECT id FROM {table} ORDER BY id DESC"):
            yield found


def _find_highest(old: sqlite3.Connection, table: str) -> int:
    with suppress(sqlite3.DatabaseError):
        record = old.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if record:
            return int(record[0])
    with suppress(sqlite3.DatabaseError):
        return int(old.execute(f"SELECT max(id) FROM {table}").fetchone()[0] or 0)
    return _MOST_ID


def _read_one(old: sqlite3.Connection, query: str, row_id: int) -> tuple[Any, ...] | None:
    try:
        record: tuple[Any, ...] | None = old.execute(query, (row_id,)).fetchone()
    except (sqlite3.DatabaseError, OverflowError):
        return None
    return record


def _list_columns(db: sqlite3.Connection, table: str) -> list[str]:
    return [record[1] for record in db.execute(f"PRAGMA table_info({table})")]
