"""The filters of the query language (`date:2031-03 before:7d is:unread`), read into what they ask of articles' rows.

Pure: nothing that was typed becomes part of a statement.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from newsreader.library.rows import SHOWN
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of an article's row; `sql` is ours, `values` are the reader's.

    `source`, where there is one, selects by an index the few articles (or the newest of them) of which it can hold; the
    lower its `reach`, the fewer these are. `pattern_place` is the character of the query, from 1, at which its
    pattern stands, 0 where it has none.
    """

    sql: str
    values: tuple[Any, ...] = ()
    source: str = ""
    reach: int = 9
    pattern_place: int = 0


# Sources of articles by one index each, the newest first.
_BY_TIME = f"SELECT id FROM article WHERE {SHOWN}{{}} ORDER BY sort_at DESC, id DESC"
_BY_NOTE = "SELECT id FROM article WHERE note <> '' ORDER BY id DESC"
_BY_BOOKMARK = (
    "SELECT id FROM article WHERE deleted_at IS NULL AND bookmarked_at IS NOT NULL ORDER BY sort_at DESC, id DESC"
)
_BY_TAG = """
SELECT article_id AS id FROM tag WHERE name = ? UNION SELECT entry.article_id FROM feed_tag
CROSS JOIN entry ON entry.feed_id = feed_tag.feed_id AND entry.article_id IS NOT NULL WHERE feed_tag.name = ?
ORDER BY id DESC
"""
_BY_FEED = "SELECT article_id AS id FROM entry WHERE feed_id = ? AND article_id IS NOT NULL ORDER BY article_id DESC"

_TAGGED = Condition("EXISTS (SELECT 1 FROM tag WHERE tag.article_id = article.id)")
_NOTED = Condition("article.note <> ''", source=_BY_NOTE, reach=1)
_STATES = {
    "unread": Condition("article.read_at IS NULL", source=_BY_TIME.format(" AND read_at IS NULL"), reach=6),
    "read": Condition("article.read_at IS NOT NULL"),
    "bookmarked": Condition("article.bookmarked_at IS NOT NULL", source=_BY_BOOKMARK, reach=2),
    "tagged": _TAGGED,
    "noted": _NOTED,
    "opened": Condition("article.last_opened_at IS NOT NULL"),
    "hidden": Condition("article.hidden_at IS NOT NULL"),
    "trash": Condition("article.deleted_at IS NOT NULL"),
}
_HOLDINGS = {
    "links": Condition("article.links > 0"),
    "tags": _TAGGED,
    "note": _NOTED,
    "author": Condition("article.byline <> ''"),
    "date": Condition("article.day <> ''"),
    "address": Condition("article.url <> ''"),
}
_AGE = re.compile(r"(\d{1,5})([hdwmy])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_DAY_SECONDS = 24 * 3600


def _pick_from(known: dict[str, Condition]) -> Callable[[str, datetime], Condition]:
    def pick(value: str, now: datetime) -> Condition:
        if value.lower() not in known:
            raise ValueError(f"known are {', '.join(known)}")
        return known[value.lower()]

    return pick


def _read_tag(value: str, now: datetime) -> Condition:
    """Tagged so itself, or brought by a feed that is."""
    holds = (
        "EXISTS (SELECT 1 FROM tag WHERE tag.name = ? AND tag.article_id = article.id) OR EXISTS ("
        "SELECT 1 FROM entry CROSS JOIN feed_tag ON feed_tag.feed_id = entry.feed_id AND feed_tag.name = ?"
        " WHERE entry.article_id = article.id)"
    )
    return Condition(holds, (value.casefold(),) * 2, source=_BY_TAG, reach=1)


def _read_feed(value: str, now: datetime) -> Condition:
    """Brought by a feed: by its number, or all whose name, title or address has this in it."""
    if value.isdecimal():
        return Condition(_BROUGHT.format("= ?"), (int(value),), source=_BY_FEED, reach=2)
    named = "SELECT id FROM feed WHERE instr(lower(name || ' ' || title || ' ' || url), ?)"
    return Condition(_BROUGHT.format(f"IN ({named})"), (value.lower(),))


_BROUGHT = "EXISTS (SELECT 1 FROM entry WHERE entry.article_id = article.id AND entry.feed_id {})"


def _within(column: str, order: str, reach: int) -> Callable[[str, datetime], Condition]:
    """A moment of the program's own lies in a day, a month, a year, or so short ago."""

    def read(value: str, now: datetime) -> Condition:
        start, end = _read_span(value, now)
        source = f"SELECT id FROM article WHERE {column} >= ? AND {column} < ?{order}"
        return Condition(f"{column} >= ? AND {column} < ?", (start.timestamp(), end.timestamp()), source, reach)

    return read


def _published(value: str, now: datetime) -> Condition:
    start, end = _read_span(value, now)
    return _between(start, end)


def _after(value: str, now: datetime) -> Condition:
    return _between(_read_span(value, now)[0], None)


def _before(value: str, now: datetime) -> Condition:
    return _between(None, _read_span(value, now)[0])


def _between(start: datetime | None, end: datetime | None) -> Condition:
    """Published from one day on and before another; of articles that state no date the arrival counts.

    The day is the page's own; where it stands in time (in UTC, by which lists are sorted) may be a day off.
    """
    conditions: list[str] = []
    values: list[Any] = []
    for moment, sign, slack in ((start, ">=", -_DAY_SECONDS), (end, "<", _DAY_SECONDS)):
        if moment is None:
            continue
        conditions += [
            f"article.sort_at {sign} ?",
            f"(CASE WHEN article.day = '' THEN article.sort_at {sign} ? ELSE article.day {sign} ? END)",
        ]
        values += [moment.timestamp() + slack, moment.timestamp(), moment.date().isoformat()]
    joined = " AND ".join(conditions)
    return Condition(joined, tuple(values), _BY_TIME.format(f" AND {joined}"), reach=5)


def _read_span(value: str, now: datetime) -> tuple[datetime, datetime]:
    """From when to when: a year, a month, a day, `today`, `yesterday`, or the last `12h`, `7d`, `2w`, `3m`, `1y`."""
    value = value.lower()
    today = datetime(now.year, now.month, now.day, tzinfo=now.tzinfo)
    if value == "today":
        return today, today + timedelta(days=1)
    if value == "yesterday":
        return today - timedelta(days=1), today
    if age := _AGE.fullmatch(value):
        hours = int(age[1]) * _HOURS[age[2]]
        try:
            return now - timedelta(hours=hours), now + timedelta(days=1)
        except OverflowError:
            raise ValueError("that is before all dates") from None
    try:
        parts = [int(part) for part in value.split("-")]
        if len(parts) == 1 and len(value) == 4:
            start, following = date(parts[0], 1, 1), date(parts[0] + 1, 1, 1)
        elif len(parts) == 2 and len(value) >= 6:
            start = date(parts[0], parts[1], 1)
            following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        elif len(parts) == 3:
            start = date(parts[0], parts[1], parts[2])
            following = start + timedelta(days=1)
        else:
            raise ValueError
    except (ValueError, OverflowError):
        raise ValueError("write a day as 2031-03-04, 2031-03, 2031, or an age as 12h, 7d, 2w, 3m, 1y") from None
    zone = now.tzinfo or UTC
    return (
        datetime(start.year, start.month, start.day, tzinfo=zone),
        datetime(following.year, following.month, following.day, tzinfo=zone),
    )


FILTERS: dict[str, Callable[[str, datetime], Condition]] = {
    "date": _published,
    "after": _after,
    "before": _before,
    "added": _within("article.added_at", f" AND {SHOWN} ORDER BY added_at DESC", reach=4),
    "read": _within("article.read_at", " ORDER BY read_at DESC", reach=3),
    "is": _pick_from(_STATES),
    "has": _pick_from(_HOLDINGS),
    "tag": _read_tag,
    "feed": _read_feed,
}
"""What each reads of the value behind it, at a moment with its zone; raises ValueError, which says what it takes."""
