"""The moments that feeds state, as ISO 8601: those of RFC 822 (RSS) and RFC 3339 (Atom), and what is near to them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[Tt\s]\s*(\d\d?):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*([Zz]|[A-Za-z]{2,4}|[+-]\d\d:?(?:\d\d)?)?)?"
)
_RFC = re.compile(
    r"(?:[A-Za-z]{2,9}\b\.?,?\s*)?(?:(\d{1,2})[\s.-]+([A-Za-z]{3,9})|\b([A-Za-z]{3,9})\.?\s+(\d{1,2})),?[\s.-]+(\d{2}|\d{4})"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(?:(?:GMT|UTC)?([+-]\d\d:?\d\d)|([A-Za-z]{1,5}))?)?(?![\d:])",
    re.IGNORECASE,
)
_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)  # noqa: SIM905 (months)
}
# RFC 822, section 5.1, and Europe's; any other name is taken for UTC, as RFC 2822 says of unknown ones.
_ZONES = {
    "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
    "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "jst": 9,
}  # fmt: skip
# A clock may be wrong, and a feed may mean its own time where it says UTC; what is later would stand above all others
# for as long as it is. Missing dates are written as the first moments that computers know.
_MOST_AHEAD = timedelta(days=2)
_FIRST_YEAR = 1900
_LONGEST = 80
_NO_MOMENTS = frozenset(["1970-01-01T00:00:00+00:00"])


def read_moment(text: str, now: float) -> str:
    """The moment that `text` states: a day, or a time with its offset (UTC where it states none), "" for none.

    Impossible ones are none: those before 1900, Unix's first, and those more than two days after `now`.
    """
    moment = _parse(text.strip()[:_LONGEST])
    # Years tell; only what is of this year or a later one need be reckoned with.
    if not moment or moment in _NO_MOMENTS or not int(moment[:4]) >= _FIRST_YEAR:
        return ""
    latest = _latest(now // 3600)
    if moment[:4] >= latest[:4]:
        at = datetime.fromisoformat(moment)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        try:
            return moment if at.astimezone(UTC).isoformat() <= latest else ""
        except OverflowError:
            return ""
    return moment


@lru_cache(maxsize=4)
def _latest(hour: float) -> str:
    return (datetime.fromtimestamp(hour * 3600, UTC) + _MOST_AHEAD).isoformat()


def _parse(text: str) -> str:
    if match := _ISO.match(text):
        year, month, day, hour, minute, second, zone = match.groups()
        return _format(int(year), int(month), int(day), hour, minute, second, zone)
    if match := _RFC.search(text):
        day, month_name, month_first, day_second, year, hour, minute, second, offset, name = match.groups()
        month = _MONTHS.get((month_name or month_first)[:3].lower(), 0)
        century = 0 if len(year) == 4 else 1900 if year >= "70" else 2000
        return _format(century + int(year), month, int(day or day_second), hour, minute, second, offset or name)
    return ""


def _format(
    year: int, month: int, day: int, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> str:
    try:
        if hour is None:
            return datetime(year, month, day).date().isoformat()
        # A leap second, or a midnight that is the day's end.
        late = timedelta(seconds=1 if second == "60" else 0, days=1 if hour == "24" else 0)
        moment = datetime(
            year, month, day, int(hour) % 24, int(minute or 0), min(59, int(second or 0)), tzinfo=_read_zone(zone or "")
        )
        return (moment + late).isoformat() if late else moment.isoformat()
    except (ValueError, OverflowError):
        return ""


@lru_cache(maxsize=256)
def _read_zone(zone: str) -> timezone:
    if zone[:1] in ("+", "-"):
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return timezone(-offset if zone[0] == "-" else offset)
    return timezone(timedelta(hours=_ZONES[zone.lower()])) if zone.lower() in _ZONES else UTC
