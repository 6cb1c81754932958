"""Feeds asked for what is new, which is stored as it comes; and the pages of entries that are only summaries."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from newsreader.desk.adding import Adding
from newsreader.desk.feeding import Feeding
from newsreader.feeds import schedule
from newsreader.feeds.messages import FetchError
from newsreader.feeds.schedule import Timing
from newsreader.feeds.scripts import find_host
from newsreader.library import entries, feeds, rules, stories
from newsreader.library.database import snapshot, transaction
from newsreader.model import FullText, Refreshed, RefreshStatus
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.desk.pipeline import Arrival, Pipeline
    from newsreader.library.feeds import FeedState
    from newsreader.model import Feed

# Feeds that are asked at once (most of the time each waits for its server), and processes that read them.
_THREADS, _PROCESSES = 16, 2
# Entries stored in one transaction, and the seconds that the first of them waits for the last: others want to write.
MOST_AT_ONCE, _LONGEST_WAIT = 1000, 0.5
# Beside a reader, whose keys write too, it is less, and others have their turn behind each transaction: as long as that
# took, and no shorter than SQLite lets one that waits sleep before it tries again (25 ms, as long as it has not waited
# for 128). Measured on two cores: of a reader's writes during a refresh 95 % take 0.1 s at most, and not 0.7.
MOST_BESIDE, _LEAST_TURN = 50, 0.025


@dataclass(slots=True)
class _Count:
    """How much has come of a feed so far."""

    new: int = 0
    changed: int = 0


class Refreshing(Adding, Feeding):
    """Asking feeds. What has arrived is kept, whatever ends the work."""

    def choose_feeds(self, only: Sequence[Feed] | None = None, *, is_due: bool = False) -> list[FeedState]:
        """The feeds to ask: all that are not gone, or only these; but none whose server wants to be left alone, and
        with `is_due` those alone of which something new is expected.
        """
        now = time.time()
        with snapshot(self._db):
            states = feeds.load_states(self._db)
        wanted = None if only is None else {feed.id for feed in only}
        picked = _pick(states, now, is_due=is_due, is_named=only is not None)
        return [state for state in picked if wanted is None or state.id in wanted]

    def refresh(self, chosen: Sequence[FeedState], *, is_beside_reader: bool = False) -> Iterator[Refreshed]:
        """Ask these feeds, and store what is new: an outcome for each, once all that it has is stored.

        With `is_beside_reader` no other that writes waits long.
        """
        # Imported late: who only reads never loads what fetches.
        from newsreader.desk.pipeline import Pipeline
        from newsreader.reading import Reader

        if not chosen:
            return
        counts: dict[int, _Count] = {}
        with ExitStack() as stack:
            readers = [stack.enter_context(closing(Reader())) for _ in chosen[:_PROCESSES]]
            # What was never asked for has to be read: they start while this process loads what fetches.
            for reader, _ in zip(readers, (state for state in chosen if not state.timing), strict=False):
                reader.start()
            from newsreader.feeds.fetch import Fetcher

            fetcher = stack.enter_context(Fetcher.from_settings(self.settings))
            pipeline = stack.enter_context(Pipeline(fetcher, self.path, chosen, readers, threads=_THREADS))
            count_kept = stack.enter_context(self._keeping_much())
            while not pipeline.is_done:
                arrived = _take_some(pipeline, MOST_BESIDE if is_beside_reader else MOST_AT_ONCE)
                begun = time.monotonic()
                done, new = self._store_arrived(arrived, counts)
                yield from done
                if is_beside_reader:
                    make_way(begun)
                count_kept(new)

    def _store_arrived(self, arrived: Sequence[Arrival], counts: dict[int, _Count]) -> tuple[list[Refreshed], int]:
        """Store what has arrived: the outcomes, and how many articles are new.

        What the next request for a feed will say is stored with the last of its entries: were it there before, a server
        that then says "nothing new" would be believed.
        """
        now = time.time()
        done: list[Refreshed] = []
        new: list[int] = []
        with transaction(self._db):
            for arrival in arrived:
                state, count = arrival.state, counts.setdefault(arrival.state.id, _Count())
                if arrival.entries:
                    stored = entries.store_entries(self._db, state.id, arrival.entries, now)
                    if state.full_text is not FullText.NEVER:
                        wanted = stored.new if state.full_text is FullText.ALWAYS else stored.summaries
                        entries.want_pages(self._db, wanted)
                    new += stored.new
                    count.new += len(stored.new)
                    count.changed += len(stored.changed)
                if arrival.is_last:
                    feeds.record_visit(self._db, state.id, decide_visit(arrival, count.new, now))
                    done.append(_tell(arrival, count))
            # All at once: whatever asks the index of names has it written out first.
            stories.join_stories(self._db, new)
            rules.apply_rules(self._db, new, now)
        return done, len(new)


def make_way(begun: float) -> None:
    """Let others write, behind a transaction that was begun at this moment of the monotonic clock."""
    time.sleep(max(_LEAST_TURN, time.monotonic() - begun))


def _take_some(pipeline: Pipeline, most: int) -> list[Arrival]:
    """What arrives next, as much as one transaction holds."""
    taken: list[Arrival] = []
    size = 0
    deadline = time.monotonic() + _LONGEST_WAIT
    while size < most and not pipeline.is_done and (left := deadline - time.monotonic()) > 0:
        arrival = pipeline.take(left)
        if arrival is not None:
            taken.append(arrival)
            size += max(1, len(arrival.entries))
    return taken


def _pick(states: Sequence[FeedState], now: float, *, is_due: bool, is_named: bool) -> Iterator[FeedState]:
    timings = {state.id: Timing(**state.timing) for state in states}
    hosts = {state.id: find_host(state.url) for state in states}
    # What one feed's server asked for holds for all of its host.
    holds = schedule.find_holds((hosts[state.id], timings[state.id].held_until) for state in states)
    may_ask = schedule.is_due if is_due else partial(schedule.may_visit, is_named=is_named)
    return (state for state in states if may_ask(timings[state.id], now, holds.get(hosts[state.id], 0.0)))


def decide_visit(arrival: Arrival, new: int, now: float) -> feeds.Visit:
    """What is kept of a request for a feed that brought so many new entries at `now`."""
    state, answer = arrival.state, arrival.answer
    timing = Timing(**state.timing)
    if answer is None:
        error = arrival.error if isinstance(arrival.error, FetchError) else None
        timing = schedule.plan_after_failure(timing, state.url, now, error)
        # What was received before still holds.
        kept = (state.etag, state.last_modified, state.body_hash)
        visit = _make_visit(timing, now, *kept, error=error.lasting if error else str(arrival.error))
        return replace(visit, is_reached=not (error and error.is_offline))
    response, content = answer.response, answer.content
    seen = schedule.Visit(new, content, response.max_age, response.moved_to)
    timing = schedule.plan_after_success(timing, state.url, now, seen)
    if move := schedule.find_move(timing):
        timing = schedule.forget_move(timing)
    visit = _make_visit(timing, now, response.etag, response.last_modified, answer.body_hash)
    return replace(visit, url=move, title=content.title if content else None, home=content.home if content else None)


def _make_visit(
    timing: Timing, now: float, etag: str, last_modified: str, body_hash: bytes, error: str = ""
) -> feeds.Visit:
    return feeds.Visit(
        now, timing.next_at, timing._asdict(), timing.failures, error, timing.is_gone, etag, last_modified, body_hash
    )


def _tell(arrival: Arrival, count: _Count) -> Refreshed:
    state = arrival.state
    if arrival.error is not None:
        is_offline = isinstance(arrival.error, FetchError) and arrival.error.is_offline
        said = str(arrival.error)
        return Refreshed(state.id, state.url, state.title, RefreshStatus.FAILED, error=said, is_offline=is_offline)
    content = arrival.answer.content if arrival.answer else None
    status = RefreshStatus.UPDATED if count.new or count.changed else RefreshStatus.UNCHANGED
    title = content.title if content and content.title and state.title == state.url else state.title
    return Refreshed(state.id, state.url, title, status, count.new, count.changed)
