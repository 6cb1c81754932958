"""The feeds that the reader subscribed to: what was set, what the next request needs, how each does."""

from __future__ import annotations

import json
from dataclasses import field
from typing import TYPE_CHECKING, Any

from newsreader.library.database import insert_row
from newsreader.library.rows import FEED_NAME, SHOWN
from newsreader.model import Feed, FullText, Health, LibraryError
from newsreader.values import dataclass

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

WEEKS = 8
"""Of so many weeks it is known how many entries a feed had."""
_WEEK_SECONDS = 7 * 24 * 3600

_TITLE = f"coalesce({FEED_NAME}, url)"
_COLUMNS = (
    f"id, url, {_TITLE}, home, full_text, is_hidden, articles, unread,"
    " tried_at, succeeded_at, next_at, failures, error, is_gone"
)
COUNTED = f"""
SELECT count(*), coalesce(sum(read_at IS NULL), 0) FROM article WHERE {SHOWN}
    AND id IN (SELECT article_id FROM entry WHERE entry.feed_id = feed.id AND article_id IS NOT NULL)
"""
"""How many articles a feed has brought, and how many of them are unread: what its row says of that, counted."""

# What the reader sets of a feed; all of it can be undone.
_SETTABLE = ("url", "place", "name", "full_text", "is_hidden", "headers", "login", "deleted_at")


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the next request for a feed needs: its validators as they were received, the digest of what came last.

    `timing` is what decides when it is due, as plain values; `headers` go with each request, and `login`: a user, and
    where the password is found, parted by a blank.
    """

    id: int
    url: str
    title: str
    full_text: FullText
    etag: str = ""
    last_modified: str = ""
    body_hash: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    login: str = ""
    timing: Mapping[str, Any] = field(default_factory=dict)
    next_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Visit:
    """What a request for a feed came to at `tried_at`: all that is to be known at the next one.

    `title` and `home` are None where the feed was not read; `error` is "" where all went well. Where no server
    `is_reached`, what is known of the feed stays, but when it is asked again.
    """

    tried_at: float
    next_at: float
    timing: Mapping[str, Any]
    failures: int = 0
    error: str = ""
    is_gone: bool = False
    etag: str = ""
    last_modified: str = ""
    body_hash: bytes = b""
    url: str = ""
    title: str | None = None
    home: str | None = None
    is_reached: bool = True


# --- what the reader sets ---------------------------------------------------------------------------------------------


def add_feed(
    db: sqlite3.Connection,
    url: str,
    name: str,
    now: float,
    columns: Mapping[str, Any],
    tags: Sequence[str] | None = None,
    *,
    keeps_known: bool = False,
) -> dict[str, Any] | None:
    """Subscribe to the feed of an address, and set this of it: what that replaced, None where nothing changed.

    One that was unsubscribed from comes back with all that was set of it. With `keeps_known` one that is subscribed to
    already stays as the reader has it.
    """
    feed_id, before = _find_or_add(db, url, name, now)
    if before is None and keeps_known:
        return None
    changed = set_feed(db, feed_id, columns, tags)
    # Undone, it is no longer subscribed to: nothing else is seen of it then.
    return before or changed


def _find_or_add(db: sqlite3.Connection, url: str, name: str, now: float) -> tuple[int, dict[str, Any] | None]:
    record = db.execute("SELECT id, deleted_at FROM feed WHERE url = ?", (url,)).fetchone()
    if record and record[1] is None:
        return int(record[0]), None
    if record:
        return int(record[0]), set_feed(db, record[0], {"deleted_at": None})
    place = db.execute("SELECT coalesce(max(place), 0) + 1 FROM feed").fetchone()[0]
    feed_id = insert_row(
        db, "INSERT INTO feed (url, name, place, added_at) VALUES (?, ?, ?, ?)", (url, name, place, now)
    )
    return feed_id, {"feed": feed_id, "columns": {"deleted_at": now}, "tags": None}


def set_feed(
    db: sqlite3.Connection, feed_id: int, columns: Mapping[str, Any], tags: Sequence[str] | None = None
) -> dict[str, Any] | None:
    """Set columns of a feed, and with `tags` all its tags; what that replaced, None where nothing changed."""
    assert set(columns) <= set(_SETTABLE)
    old = dict(zip(_SETTABLE, _look_up(db, feed_id, ", ".join(_SETTABLE)), strict=True))
    changed = {name: value for name, value in columns.items() if old[name] != value}
    old_tags = load_tags(db, feed_id)
    is_retagged = tags is not None and sorted(set(tags)) != old_tags
    if not changed and not is_retagged:
        return None
    if changed:
        settings = ", ".join(f"{name} = :{name}" for name in changed)
        db.execute(f"UPDATE feed SET {settings} WHERE id = :id", {**changed, "id": feed_id})
    if is_retagged:
        db.execute("DELETE FROM feed_tag WHERE feed_id = ?", (feed_id,))
        db.executemany("INSERT INTO feed_tag VALUES (?, ?)", [(feed_id, tag) for tag in set(tags or ())])
    return {
        "feed": feed_id,
        "columns": {name: old[name] for name in changed},
        "tags": old_tags if is_retagged else None,
    }


def put_back(db: sqlite3.Connection, before: Mapping[str, Any]) -> dict[str, Any]:
    """Put back what a change of a feed replaced; returns what this replaced in turn."""
    return set_feed(db, before["feed"], before["columns"], before["tags"]) or dict(before)


def load_tags(db: sqlite3.Connection, feed_id: int) -> list[str]:
    """The tags of a feed, in the order of their names."""
    return [name for (name,) in db.execute("SELECT name FROM feed_tag WHERE feed_id = ? ORDER BY name", (feed_id,))]


def _look_up(db: sqlite3.Connection, feed_id: int, columns: str) -> tuple[Any, ...]:
    record: tuple[Any, ...] | None = db.execute(f"SELECT {columns} FROM feed WHERE id = ?", (feed_id,)).fetchone()
    if record is None:
        raise LibraryError(f"There is no feed {feed_id} in the library")
    return record


# --- what is shown ----------------------------------------------------------------------------------------------------


def list_feeds(db: sqlite3.Connection, now: float) -> list[Feed]:
    """The feeds in the reader's order, with how they do at `now` (Unix seconds)."""
    this_week = int(now // _WEEK_SECONDS)
    tags: dict[int, list[str]] = {}
    for feed_id, name in db.execute("SELECT feed_id, name FROM feed_tag ORDER BY feed_id, name"):
        tags.setdefault(feed_id, []).append(name)
    weeks: dict[int, list[int]] = {}
    for feed_id, week, entries in db.execute("SELECT feed_id, week, entries FROM feed_week"):
        if 0 <= this_week - week < WEEKS:
            weeks.setdefault(feed_id, [0] * WEEKS)[WEEKS - 1 - this_week + week] = entries
    found = []
    for record in db.execute(f"SELECT {_COLUMNS} FROM feed WHERE deleted_at IS NULL ORDER BY place, id"):
        feed_id, url, title, home, full_text, is_hidden, articles, unread, *health = record
        tried_at, succeeded_at, next_at, failures, error, is_gone = health
        known = weeks.get(feed_id) or ([] if succeeded_at is None else [0] * WEEKS)
        found.append(
            Feed(
                feed_id,
                url,
                title,
                home,
                tuple(tags.get(feed_id, ())),
                FullText(full_text),
                bool(is_hidden),
                articles,
                unread,
                Health(tried_at, succeeded_at, next_at, failures, error, bool(is_gone), tuple(known)),
            )
        )
    return found


def load_title(db: sqlite3.Connection, feed_id: int) -> str:
    """What a feed is called, though it may be left by now; "" where there never was one."""
    record = db.execute(f"SELECT {_TITLE} FROM feed WHERE id = ?", (feed_id,)).fetchone()
    return str(record[0]) if record else ""


# --- what the next request needs --------------------------------------------------------------------------------------


def load_states(db: sqlite3.Connection) -> list[FeedState]:
    """What the next requests need of all feeds, those first that are due first."""
    records = db.execute(
        f"SELECT id, url, {_TITLE}, full_text, etag, last_modified, body_hash,"
        " headers, login, timing, next_at FROM feed WHERE deleted_at IS NULL ORDER BY next_at, place, id"
    )
    return [
        FeedState(
            feed_id,
            url,
            title,
            FullText(full_text),
            etag,
            last_modified,
            body_hash,
            tuple((name, value) for name, value in json.loads(headers)),
            login,
            json.loads(timing),
            next_at,
        )
        for feed_id, url, title, full_text, etag, last_modified, body_hash, headers, login, timing, next_at in records
    ]


def load_failing(db: sqlite3.Connection) -> list[tuple[str, Mapping[str, Any]]]:
    """Addresses and timings of the feeds that failed when they were last asked."""
    records = db.execute("SELECT url, timing FROM feed WHERE deleted_at IS NULL AND failures > 0")
    return [(url, json.loads(timing)) for url, timing in records]


def record_visit(db: sqlite3.Connection, feed_id: int, visit: Visit) -> None:
    """Write down what a request came to; in the transaction that stores what the feed brought."""
    values: dict[str, Any] = {"next_at": visit.next_at, "timing": json.dumps(visit.timing)}
    if visit.is_reached:
        values |= {
            "tried_at": visit.tried_at,
            "failures": visit.failures,
            "error": visit.error,
            "is_gone": visit.is_gone,
            "etag": visit.etag,
            "last_modified": visit.last_modified,
            "body_hash": visit.body_hash,
        }
    if visit.is_reached and not visit.error:
        values["succeeded_at"] = visit.tried_at
    if visit.title is not None:
        values["title"] = visit.title
    if visit.home is not None:
        values["home"] = visit.home
    # Where another feed has that address already, both stay.
    if visit.url and not db.execute("SELECT 1 FROM feed WHERE url = ?", (visit.url,)).fetchone():
        values["url"] = visit.url
    settings = ", ".join(f"{name} = :{name}" for name in values)
    db.execute(f"UPDATE feed SET {settings} WHERE id = :id", {**values, "id": feed_id})


def count_weeks(db: sqlite3.Connection, feed_id: int, moments: Sequence[float], now: float) -> None:
    """Count new entries of a feed, published at these moments, in their weeks; weeks long past are forgotten."""
    this_week = int(now // _WEEK_SECONDS)
    counts: dict[int, int] = {}
    for moment in moments:
        week = min(int(moment // _WEEK_SECONDS), this_week)
        if this_week - week < WEEKS:
            counts[week] = counts.get(week, 0) + 1
    db.executemany(
        "INSERT INTO feed_week VALUES (?, ?, ?)"
        " ON CONFLICT (feed_id, week) DO UPDATE SET entries = entries + excluded.entries",
        [(feed_id, week, amount) for week, amount in counts.items()],
    )
    db.execute("DELETE FROM feed_week WHERE feed_id = ? AND week <= ?", (feed_id, this_week - WEEKS))
