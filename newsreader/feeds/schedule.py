"""When a feed is fetched next: decisions from plain values, the moment (Unix seconds) among them.

A feed is visited so often that about every second visit brings something, never sooner than its server allows; after
failures ever later.
"""

from __future__ import annotations

import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from newsreader.feeds.messages import FetchError
    from newsreader.model import FeedContent

_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86_400.0

SHORTEST, LONGEST = 15 * _MINUTE, _DAY
_FIRST_INTERVAL = _HOUR
# With as large a step up as down, the interval settles where half of the visits bring something.
_STEP = 1.5
# A burst says more than one entry, but one burst is not yet a habit.
_LARGEST_STEP_DOWN = 4.0
# No wish to be left alone counts for longer: a header that says a year would silence a feed.
LONGEST_WISH = _DAY
# The first pause after a failure, doubled by each that follows. A server that is down for good still hears of us daily.
_FIRST_PAUSE, LONGEST_PAUSE = 15 * _MINUTE, _DAY
# All feeds of a host fail at once: their next visits are spread over this share of the pause, and every feed's over a
# smaller one of its interval.
_PAUSE_SPREAD, _SPREAD = 0.25, 0.1
# Without a network nothing is anybody's fault: soon again.
_OFFLINE_PAUSE = 5 * _MINUTE
# A permanent redirect is believed at its third sighting, each most of a day after the one before: a hotel's login page
# or a slip in a server's settings, both of which say "permanently", is over by then.
_SIGHTINGS, _SIGHTING_GAP = 3, 20 * _HOUR


class Timing(NamedTuple):
    """What is kept of a feed, to decide when it is visited; each is one column, the defaults are a new feed's.

    `next_at`: when it is due. `interval`: its own, in seconds. `succeeded_at`: the last visit that did, 0: none.
    `failures`: in a row. `held_until`: until then its server, and so its host, is to be left alone. `is_gone`: its
    server says it is, for good. `moved_to`: the address that permanent redirects lead to, seen `sightings` times, the
    last of which that counted at `sighted_at`. `ttl` (seconds), `skip_hours` (bit n: hour n, UTC) and `skip_days` (bit
    0: Monday): what the feed's own text asked for, which a 304 does not repeat.
    """

    next_at: float = 0.0
    interval: float = _FIRST_INTERVAL
    succeeded_at: float = 0.0
    failures: int = 0
    held_until: float = 0.0
    is_gone: bool = False
    moved_to: str = ""
    sightings: int = 0
    sighted_at: float = 0.0
    ttl: float = 0.0
    skip_hours: int = 0
    skip_days: int = 0


class Visit(NamedTuple):
    """What a visit that succeeded brought: how many entries that were not known, and of the response what matters here.

    `content` is None where nothing had changed (304, or the same body).
    """

    new_entries: int
    content: FeedContent | None = None
    max_age: float | None = None
    moved_to: str = ""


def is_due(timing: Timing, now: float, held_until: float = 0.0) -> bool:
    """Whether a feed is visited without anybody asking; `held_until` is its host's, of `find_holds`."""
    return not timing.is_gone and now >= max(timing.next_at, timing.held_until, held_until)


def may_visit(timing: Timing, now: float, held_until: float = 0.0, *, is_named: bool = True) -> bool:
    """Whether a feed is visited because the reader asks: always, but where its server asked to be left alone; one that
    is gone only where it is named, not with all.
    """
    return now >= max(timing.held_until, held_until) and (is_named or not timing.is_gone)


def find_holds(feeds: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Until when each host is to be left alone: the latest of its feeds, given as (host, `held_until`)."""
    holds: dict[str, float] = {}
    for host, until in feeds:
        if until > holds.get(host, 0.0):
            holds[host] = until
    return holds


def plan_after_success(timing: Timing, url: str, now: float, visit: Visit) -> Timing:
    """The timing of a feed that was just visited."""
    if content := visit.content:
        timing = timing._replace(
            ttl=content.ttl or 0.0,
            skip_hours=sum(1 << hour for hour in content.skip_hours),
            skip_days=sum(1 << day for day in content.skip_days),
        )
    interval = _adapt_interval(timing, now, visit.new_entries)
    wish = min(max(visit.max_age or 0.0, timing.ttl), LONGEST_WISH)
    spread = 1 + _SPREAD * _scatter(url)
    next_at = _skip(now + max(interval * spread, wish), timing.skip_hours, timing.skip_days)
    return _sight_move(timing, url, now, visit.moved_to)._replace(
        next_at=next_at, interval=interval, succeeded_at=now, failures=0, held_until=0.0, is_gone=False
    )


def plan_after_failure(timing: Timing, url: str, now: float, error: FetchError | None = None) -> Timing:
    """The timing of a feed whose visit failed: over the network (`error`), or because it could not be read (None)."""
    if error is not None and error.is_offline:
        return timing._replace(next_at=now + _OFFLINE_PAUSE)
    wish = (error and error.retry_after) or 0.0
    if error is not None and error.is_held:
        return timing._replace(next_at=now + max(wish, 1.0))
    failures = timing.failures + 1
    pause = _find_pause(failures, url)
    if error is not None and error.status == 429:
        wish = wish or _FIRST_PAUSE
    held_until = now + wish if error is not None and error.status in (429, 503) and wish else timing.held_until
    return timing._replace(
        next_at=now + max(pause, wish),
        failures=failures,
        held_until=held_until,
        is_gone=timing.is_gone or bool(error and error.is_gone),
    )


def find_move(timing: Timing) -> str:
    """The address that takes the place of the feed's own, "" as long as none has proved itself.

    When it is applied, the timing continues with `forget_move`.
    """
    return timing.moved_to if timing.sightings >= _SIGHTINGS else ""


def forget_move(timing: Timing) -> Timing:
    """The timing of a feed at its new address."""
    return timing._replace(moved_to="", sightings=0, sighted_at=0.0)


def _adapt_interval(timing: Timing, now: float, new_entries: int) -> float:
    # All of a first visit is new, which says nothing.
    if not timing.succeeded_at:
        return timing.interval
    if not new_entries:
        interval = timing.interval * _STEP
    else:
        # Half the time from one entry to the next.
        wanted = max(0.0, now - timing.succeeded_at) / (2 * new_entries)
        interval = min(timing.interval / _STEP, max(wanted, timing.interval / _LARGEST_STEP_DOWN))
    return min(max(interval, SHORTEST), LONGEST)


def _find_pause(failures: int, url: str) -> float:
    pause = min(_FIRST_PAUSE * 2.0 ** min(failures - 1, 16), LONGEST_PAUSE)
    return pause * (1 + _PAUSE_SPREAD * _scatter(url))


def _scatter(url: str) -> float:
    """A number from 0 to 1 of the address's own: the same at every start."""
    return zlib.crc32(url.encode("utf-8", "surrogatepass")) / 0xFFFFFFFF


def _skip(moment: float, hours: int, days: int) -> float:
    """The first moment from this on that lies in no hour and on no day that the feed does not change in.

    A feed that names all hours or all days is taken to have named none: it would never be read.
    """
    hours = 0 if hours & 0xFFFFFF == 0xFFFFFF else hours
    days = 0 if days & 0x7F == 0x7F else days
    if not hours and not days:
        return moment
    # At most a week of hours: some hour of some day is left.
    while True:
        then = datetime.fromtimestamp(moment, UTC)
        if not (hours >> then.hour & 1 or days >> then.weekday() & 1):
            return moment
        moment = (moment // _HOUR + 1) * _HOUR


def _sight_move(timing: Timing, url: str, now: float, moved_to: str) -> Timing:
    # Away from encryption nobody is led for good.
    if not moved_to or (url.startswith("https:") and not moved_to.startswith("https:")):
        return forget_move(timing)
    if moved_to != timing.moved_to:
        return timing._replace(moved_to=moved_to, sightings=1, sighted_at=now)
    if now - timing.sighted_at < _SIGHTING_GAP:
        return timing
    return timing._replace(sightings=timing.sightings + 1, sighted_at=now)
