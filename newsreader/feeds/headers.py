"""What the headers of an answer say of time: how long it holds, when to come again, what to ask with the next time."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from newsreader.feeds.schedule import LONGEST_WISH

if TYPE_CHECKING:
    from collections.abc import Mapping

# A longer validator is not kept: servers refuse requests of some 8 KB, and the feed would fail for ever.
_MAX_VALIDATOR = 2048
# What a field's value may hold (RFC 9110, 5.5); what holds anything else could not be sent back.
_VALUE = re.compile("[\t -~\x80-\xff]*")
_MAX_AGE = re.compile(r'(?:^|[,\s])max-age\s*=\s*"?(\d{1,10})(?!\d)', re.IGNORECASE)
_NOT_KEPT = re.compile(r"(?:^|[,\s])(?:no-cache|no-store)(?:$|[,\s])", re.IGNORECASE)
_SECONDS = re.compile(r"\s*(\d{1,10})\s*")


def read_validator(value: str | None) -> str:
    """An ETag or Last-Modified as it is to be sent back: unchanged, or "" where it can't be."""
    return value if value and len(value) <= _MAX_VALIDATOR and _VALUE.fullmatch(value) else ""


def read_retry_after(value: str | None, now: float) -> float | None:
    """Seconds from `now` (Unix seconds) of a Retry-After, given in seconds or as a date (RFC 9110, 10.2.3); at most a
    day of them.
    """
    if value is None:
        return None
    if seconds := _SECONDS.fullmatch(value):
        return min(float(seconds[1]), LONGEST_WISH)
    moment = _read_date(value)
    return None if moment is None else min(max(0.0, moment - now), LONGEST_WISH)


def read_max_age(headers: Mapping[str, str], now: float) -> float | None:
    """For how many seconds more an answer holds (RFC 9111, 4.2); None where the server does not say.

    `headers` finds names in any case.
    """
    control = headers.get("Cache-Control", "")
    if _NOT_KEPT.search(control):
        return 0.0
    if found := _MAX_AGE.search(control):
        age = _SECONDS.fullmatch(headers.get("Age", ""))
        return max(0.0, float(found[1]) - (float(age[1]) if age else 0.0))
    if "Expires" not in headers:
        return None
    # What is no date means the past: "0" is common.
    expires = _read_date(headers["Expires"])
    sent = _read_date(headers.get("Date", ""))
    return 0.0 if expires is None else max(0.0, expires - (now if sent is None else sent))


def _read_date(value: str) -> float | None:
    try:
        return parsedate_to_datetime(value).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
