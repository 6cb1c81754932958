from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import make_environment

from newsreader.feeds.messages import FetchError
from newsreader.feeds.schedule import (
    LONGEST,
    LONGEST_PAUSE,
    LONGEST_WISH,
    SHORTEST,
    Timing,
    Visit,
    find_holds,
    find_move,
    forget_move,
    is_due,
    may_visit,
    plan_after_failure,
    plan_after_success,
)
from newsreader.model import FeedContent

URL = "https://ferry.example/feed"
MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC).timestamp()
HOUR, DAY = 3600.0, 86_400.0

moments = st.floats(0, 4e9)
spans = st.floats(0, 1e12)
timings = st.builds(
    Timing,
    next_at=moments,
    interval=st.floats(SHORTEST, LONGEST),
    succeeded_at=moments,
    failures=st.integers(0, 10_000),
    held_until=moments,
    is_gone=st.booleans(),
    moved_to=st.sampled_from(["", "https://new.example/"]),
    sightings=st.integers(0, 5),
    sighted_at=moments,
    ttl=spans,
    skip_hours=st.integers(0, 2**24 - 1),
    skip_days=st.integers(0, 127),
)
contents = st.builds(
    FeedContent,
    st.just("Goats"),
    st.just(""),
    st.just(()),
    st.none() | spans,
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.integers(0, 6)),
)
visits = st.builds(
    Visit,
    st.integers(0, 50_000),
    st.none() | contents,
    st.none() | spans,
    st.sampled_from(["", "https://new.example/", "http://new.example/"]),
)
failures = st.none() | st.builds(
    lambda status, wait, offline, held: FetchError(
        "no", status=status, retry_after=wait, is_offline=offline, is_held=held
    ),
    st.sampled_from([None, 404, 410, 429, 500, 503]),
    st.none() | st.floats(0, LONGEST_WISH),
    st.booleans(),
    st.booleans(),
)


@given(timings, moments, visits, st.text())
def test_a_success_plans_the_next_visit_later_and_within_what_was_asked(timing, now, visit, url):
    after = plan_after_success(timing, url, now, visit)
    wish = min(max(visit.max_age or 0, after.ttl), LONGEST_WISH)
    assert after.next_at > now
    assert after.next_at >= now + wish
    assert SHORTEST <= after.interval <= LONGEST
    # Even where a feed names six days of the week and most hours of the seventh.
    assert after.next_at <= now + LONGEST_WISH * 1.1 + 8 * DAY
    assert (after.failures, after.held_until, after.is_gone, after.succeeded_at) == (0, 0.0, False, now)
    then = datetime.fromtimestamp(after.next_at, UTC)
    if after.skip_hours != 2**24 - 1 and after.skip_days != 127:
        assert not after.skip_hours >> then.hour & 1
        assert not after.skip_days >> then.weekday() & 1
    assert plan_after_success(timing, url, now, visit) == after


@given(timings, moments, failures, st.text())
def test_a_failure_plans_the_next_visit_later_and_within_a_bound(timing, now, error, url):
    after = plan_after_failure(timing, url, now, error)
    assert now < after.next_at <= now + LONGEST_PAUSE * 1.25
    if error is not None:
        assert after.next_at >= now + (error.retry_after or 0) or error.is_offline
    assert after.failures - timing.failures == (0 if error and (error.is_offline or error.is_held) else 1)
    # What worked before is not forgotten.
    assert after._replace(next_at=0, failures=0, held_until=0, is_gone=False) == timing._replace(
        next_at=0, failures=0, held_until=0, is_gone=False
    )


@given(st.text(), st.integers(1, 40))
def test_pauses_grow_until_they_are_as_long_as_they_get(url, count):
    timing, pauses = Timing(), []
    for _ in range(count):
        timing = plan_after_failure(timing, url, MONDAY)
        pauses.append(timing.next_at - MONDAY)
    assert pauses == sorted(pauses)
    assert all(later == pytest.approx(2 * earlier) for earlier, later in pairwise(pauses[:6]))
    assert SHORTEST <= pauses[0] <= SHORTEST * 1.25
    assert len(pauses) < 8 or LONGEST_PAUSE <= pauses[-1] <= LONGEST_PAUSE * 1.25


def test_feeds_that_fail_together_do_not_come_again_together():
    times = {plan_after_failure(Timing(), f"https://ferry.example/{n}", MONDAY).next_at for n in range(100)}
    assert len(times) == 100
    assert max(times) - min(times) > 100


def visit_for_weeks(gap: float) -> float:
    """The interval that a feed comes to which brings an entry each `gap` seconds."""
    timing, now = Timing(), MONDAY
    while now < MONDAY + 40 * DAY:
        known = (timing.succeeded_at - MONDAY) // gap if timing.succeeded_at else 0
        timing = plan_after_success(timing, URL, now, Visit(int((now - MONDAY) // gap - known)))
        now = timing.next_at
    return timing.interval


def test_the_interval_follows_the_feed():
    assert visit_for_weeks(5 * 60) == SHORTEST
    assert HOUR <= visit_for_weeks(4 * HOUR) <= 4.5 * HOUR
    assert visit_for_weeks(30 * DAY) > 12 * HOUR
    # A burst shortens it more than one entry does.
    quiet = Timing(interval=DAY, succeeded_at=MONDAY - DAY)
    one, many = (plan_after_success(quiet, URL, MONDAY, Visit(n)).interval for n in (1, 40))
    assert DAY / 4 <= many < one < DAY


def test_a_first_visit_says_nothing_of_how_often_entries_come():
    assert plan_after_success(Timing(), URL, MONDAY, Visit(50)).interval == Timing().interval


def test_the_hours_and_days_of_a_feed_hold_on_when_nothing_changes():
    content = FeedContent("Goats", "", (), 600.0, frozenset(range(13, 24)), frozenset({1}))
    after = plan_after_success(Timing(), URL, MONDAY, Visit(3, content))
    # Monday afternoon and all Tuesday are left out.
    assert datetime.fromtimestamp(after.next_at, UTC) == datetime(2026, 3, 4, 0, 0, tzinfo=UTC)
    again = plan_after_success(after, URL, MONDAY, Visit(0))
    assert (again.ttl, again.next_at) == (600.0, after.next_at)
    changed = plan_after_success(again, URL, MONDAY, Visit(0, FeedContent("Goats", "", ())))
    assert (changed.ttl, changed.skip_hours, changed.skip_days) == (0.0, 0, 0)


def test_who_names_all_hours_is_taken_to_have_named_none():
    content = FeedContent("Goats", "", (), None, frozenset(range(24)), frozenset(range(7)))
    assert plan_after_success(Timing(), URL, MONDAY, Visit(3, content)).next_at < MONDAY + 2 * HOUR


def test_a_wish_to_be_left_alone_holds_for_all_feeds_of_the_host_even_when_the_reader_asks():
    error = FetchError("no", status=429, retry_after=2 * HOUR)
    asked = plan_after_failure(Timing(), URL, MONDAY, error)
    assert asked.held_until == MONDAY + 2 * HOUR
    assert asked.next_at >= asked.held_until
    holds = find_holds([("ferry.example", asked.held_until), ("ferry.example", 0.0), ("goat.example", 0.0)])
    assert holds == {"ferry.example": asked.held_until}
    other = Timing()
    for timing in (asked, other):
        assert not may_visit(timing, MONDAY + HOUR, holds["ferry.example"])
        assert not is_due(timing, MONDAY + HOUR, holds["ferry.example"])
        assert may_visit(timing, MONDAY + 2 * HOUR, holds["ferry.example"])
    assert is_due(other, MONDAY + HOUR)


def test_who_asks_for_fewer_visits_without_saying_when_is_left_alone_for_a_while():
    asked = plan_after_failure(Timing(), URL, MONDAY, FetchError("no", status=429))
    assert MONDAY < asked.held_until <= asked.next_at
    assert plan_after_failure(Timing(), URL, MONDAY, FetchError("no", status=503)).held_until == 0


def test_the_reader_s_wish_goes_before_all_else():
    failed = plan_after_failure(Timing(failures=9), URL, MONDAY, FetchError("no", status=500))
    gone = plan_after_failure(Timing(), URL, MONDAY, FetchError("no", status=410))
    assert gone.is_gone
    assert not is_due(gone, MONDAY + 100 * DAY)
    for timing in (failed, gone, plan_after_success(Timing(), URL, MONDAY, Visit(0))):
        assert not is_due(timing, MONDAY + 1)
        assert may_visit(timing, MONDAY + 1)
    assert not plan_after_success(gone, URL, MONDAY, Visit(0)).is_gone


def move(timing: Timing, now: float, to: str = "https://new.example/", url: str = URL) -> Timing:
    return plan_after_success(timing, url, now, Visit(0, moved_to=to))


def test_a_move_is_believed_at_its_third_sighting_on_the_third_day():
    timing = Timing()
    for number in range(48):
        timing = move(timing, MONDAY + number * HOUR)
        assert find_move(timing) == ("" if number < 40 else "https://new.example/")
    assert find_move(forget_move(timing)) == ""


def test_a_move_that_is_taken_back_or_leads_elsewhere_begins_anew():
    twice = move(move(Timing(), MONDAY), MONDAY + DAY)
    assert find_move(move(twice, MONDAY + 2 * DAY)) != ""
    assert find_move(move(twice, MONDAY + 2 * DAY, "https://other.example/")) == ""
    assert find_move(move(move(twice, MONDAY + 2 * DAY, ""), MONDAY + 3 * DAY)) == ""
    # A day without an answer says nothing.
    assert find_move(move(plan_after_failure(twice, URL, MONDAY + 2 * DAY), MONDAY + 3 * DAY)) != ""


def test_nobody_is_led_away_from_encryption():
    timing = Timing()
    for number in range(9):
        timing = move(timing, MONDAY + number * DAY, "http://new.example/")
    assert find_move(timing) == ""
    plain = Timing()
    for number in range(3):
        plain = move(plain, MONDAY + number * DAY, "http://new.example/", "http://old.example/")
    assert find_move(plain) == "http://new.example/"


def test_deciding_loads_nothing_of_the_network(tmp_path):
    code = "import sys, newsreader.feeds.schedule, newsreader.feeds.messages; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=make_environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert "newsreader.feeds.schedule" in done.stdout.split()
    assert not {"urllib3", "ssl", "socket", "http.client", "email"} & set(done.stdout.split())
