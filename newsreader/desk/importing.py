"""What another reader, or a list, knows of feeds: taken over once, however often that is asked for; and given away."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsreader import reading
from newsreader.desk.feeding import name_tag
from newsreader.desk.paging import Paging
from newsreader.feeds.scripts import clean_address, find_source, is_script, read_script
from newsreader.library import entries, feeds, kept, saved, stories
from newsreader.library.database import snapshot, transaction, writing_much
from newsreader.library.kept import Replaced
from newsreader.model import Action, FeedError, Link, Rule, RuleAction, Subscription
from newsreader.text import clean_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from newsreader.feeds.fetch import Fetcher
    from newsreader.feeds.messages import Response
    from newsreader.feeds.newsboat import CachedEntry, Places

# A site's usual places for its feeds, each asked for in vain at most once.
_MOST_GUESSES = 12
_MOST_AT_ONCE = 500
# A list may come from anywhere.
_NO_PROGRAMS = "it runs a program, which no list may bring: `newsreader feed add` takes it from you"


class Refused(NamedTuple):
    """What was not taken, and why."""

    text: str
    reason: str


class Imported(NamedTuple):
    """What was taken over: each kind with how many are new, and how many there were; and what was not."""

    taken: Mapping[str, tuple[int, int]]
    refused: Sequence[Refused] = ()


class Importing(Paging):
    """Finding feeds, and taking over what was kept elsewhere."""

    def discover(self, url: str) -> list[Link]:
        """The feeds at an address: itself, those that its page names, else the first that is where sites have theirs.

        Raises FeedError where there is none, or nothing can be asked.
        """
        # Imported late: who only reads never loads what fetches.
        from newsreader.feeds.fetch import Fetcher

        with Fetcher.from_settings(self.settings) as fetcher:
            return discover_feeds(fetcher, url)

    def import_opml(self, data: bytes) -> Imported:
        """Subscribe to the feeds of an OPML file: one change. Raises FeedError where it is none."""
        from newsreader.feeds.opml import read_opml

        found = read_opml(data)
        refused = [
            Refused(each, _NO_PROGRAMS if is_script(each) else "no address of the web") for each in found.refused
        ]
        taken, more = self._take(found.subscriptions)
        return Imported(taken, refused + more)

    def export_opml(self) -> str:
        """The feeds as OPML: all that is set of them but their secrets."""
        from newsreader.feeds.opml import write_opml

        return write_opml(
            Subscription(
                feed.url,
                feed.title if feed.title != feed.url else "",
                feed.home,
                feed.tags,
                feed.full_text,
                feed.is_hidden,
            )
            for feed in self.list_feeds()
        )

    def import_newsboat(self, places: Places, tell: Callable[[str], None]) -> Imported:
        """Take over what newsboat keeps at these places, which is only read; `tell` hears how far it is.

        Feeds, searches and rules are one change. Raises FeedError where the files can't be read.
        """
        from newsreader.feeds.newsboat import read_cache, read_newsboat

        found, places = read_newsboat(places)
        now = time.time()
        names = {subscription.url: subscription.title for subscription in found.subscriptions}
        rules = [
            Rule(
                0,
                f'{rule.query} feed:"{names.get(rule.feed) or rule.feed}"' if rule.feed else rule.query,
                RuleAction.HIDE,
                made_at=now,
            )
            for rule in found.rules
        ]
        refused = [Refused(refusal.text, refusal.reason) for refusal in found.refusals]
        taken, more = self._take(found.subscriptions, [(each.name, each.query) for each in found.searches], rules)
        return Imported({**taken, **self._take_cache(read_cache(places.cache), tell)}, refused + more)

    def _take(
        self,
        subscriptions: Sequence[Subscription],
        searches: Sequence[tuple[str, str]] = (),
        rules: Sequence[Rule] = (),
    ) -> tuple[dict[str, tuple[int, int]], list[Refused]]:
        """Subscribe to feeds, keep searches and rules, all as one change: what was taken, and what not.

        What is there already stays as the reader has it.
        """
        wanted, refused = self._choose(subscriptions)
        made: dict[str, list[Replaced]] = {}

        def take(now: float) -> Replaced:
            made["feeds"] = [self._take_feed(each, now) for each in wanted]
            made["saved searches"] = [
                kept.set_saved(self._db, name, query)
                if saved.load_query(self._db, name) is None
                else Replaced(name, None)
                for name, query in searches
            ]
            made["rules"] = [kept.add_rule(self._db, rule) for rule in rules]
            before = [each.before for every in made.values() for each in every if each.before is not None]
            return Replaced(f"{_count_new(made['feeds']):,} feeds", {"changes": before} if before else None)

        self._change(Action.SUBSCRIBE, True, take)
        taken = {name: (_count_new(each), len(each)) for name, each in made.items() if each or name == "feeds"}
        return taken, refused

    def _choose(self, subscriptions: Iterable[Subscription]) -> tuple[list[Subscription], list[Refused]]:
        """Those that may be subscribed to; and the others, each with the reason."""
        from newsreader.feeds.addresses import say_address

        wanted, refused = [], []
        for each in subscriptions:
            try:
                self.read_address(each.url)
            except FeedError as error:
                refused.append(Refused(say_address(each.url), str(error)))
            else:
                wanted.append(each)
        return wanted, refused

    def _take_feed(self, subscription: Subscription, now: float) -> Replaced:
        columns = {"full_text": subscription.full_text.value, "is_hidden": int(subscription.is_hidden)}
        tags = [name_tag(tag) for tag in subscription.tags] or None
        title, url = subscription.title, subscription.url
        return Replaced(title, feeds.add_feed(self._db, url, title, now, columns, tags, keeps_known=True))

    def _take_cache(self, cached: Iterator[CachedEntry], tell: Callable[[str], None]) -> dict[str, tuple[int, int]]:
        """Store the articles of newsboat's cache, read and flagged as they are there."""
        with snapshot(self._db):
            known = {state.url: state.id for state in feeds.load_states(self._db)}
        counts = {"articles": [0, 0], "of these read": [0, 0], "flags, as tags": [0, 0]}
        with writing_much(self._db):
            while chunk := list(islice(cached, _MOST_AT_ONCE)):
                with transaction(self._db):
                    self._take_entries(chunk, known, counts)
                tell(f"Taking over: {counts['articles'][1]:,} articles")
            self._merge_names(counts["articles"][0])
        return {name: (new, amount) for name, (new, amount) in counts.items() if amount}

    def _take_entries(
        self, chunk: Sequence[CachedEntry], known: Mapping[str, int], counts: dict[str, list[int]]
    ) -> None:
        from newsreader.feeds.filters import flag_tag

        now = time.time()
        new: list[int] = []
        for each in chunk:
            feed_id = known.get(clean_address(each.feed))
            # Articles of feeds that newsboat no longer lists.
            if feed_id is None:
                continue
            counts["articles"][1] += 1
            if each.is_deleted:
                entries.note_gone(self._db, feed_id, reading.hash_guid(each.entry))
                continue
            source = find_source(each.feed)
            packed = reading.pack_entry(each.entry, "", source, reading.digest_entry(each.entry))
            stored = entries.store_entries(self._db, feed_id, [packed], now)
            new += stored.new
            counts["articles"][0] += len(stored.new)
            counts["of these read"][1] += not each.is_unread
            counts["flags, as tags"][1] += len(each.flags)
            # What is there already has been read, or not, here.
            if stored.new and not each.is_unread:
                kept.set_mark(self._db, Action.READ, stored.new, True, now)
                counts["of these read"][0] += 1
            for flag in each.flags if stored.new else ():
                kept.set_tag(self._db, stored.new, flag_tag(flag), True)
                counts["flags, as tags"][0] += 1
        stories.join_stories(self._db, new)


def discover_feeds(fetcher: Fetcher, url: str) -> list[Link]:
    """As `Importing.discover`, by a fetcher that there is already: its manners hold from one request to the next."""
    from newsreader.feeds.discover import find_feeds, guess_feeds
    from newsreader.sources.detect import decode

    if script := read_script(url):
        title = _read_title(_ask(fetcher, script.address))
        if title is None:
            raise FeedError("what its program writes is no feed")
        return [Link(title, script.address)]
    address = clean_url(url if "://" in url else f"https://{url}")
    if not address:
        raise FeedError("no address of a feed or a page: it must begin with http:// or https://")
    response = _ask(fetcher, address)
    if (title := _read_title(response)) is not None:
        return [Link(title, response.url)]
    named = find_feeds(decode(response.body, limit=len(response.body)), response.url)
    if named:
        return list(named)
    for guess in guess_feeds(response.url)[:_MOST_GUESSES]:
        with suppress(FeedError):
            found = _ask(fetcher, guess)
            if (title := _read_title(found)) is not None:
                return [Link(title, found.url)]
    raise FeedError("the page names no feed, and none is where sites have theirs")


def find_newsboat(home: Path, environment: Mapping[str, str]) -> Places | None:
    """Where newsboat's files are; None where it has none."""
    from newsreader.feeds import newsboat

    return newsboat.find_newsboat(home, environment)


def _ask(fetcher: Fetcher, url: str) -> Response:
    from newsreader.feeds.messages import Request

    # The reader named this host by hand.
    return fetcher.fetch(Request(url, is_trusted=True))


def _read_title(response: Response) -> str | None:
    """The title of the feed that was answered, its address where it has none; None where it is no feed."""
    from newsreader.feeds.parse import parse_feed

    try:
        content = parse_feed(response.body, url=response.url, content_type=response.content_type)
    except FeedError:
        return None
    return content.title or response.url


def _count_new(made: Iterable[Replaced]) -> int:
    return sum(each.before is not None for each in made)
