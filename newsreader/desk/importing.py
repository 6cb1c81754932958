"""What another reader, or a list, knows of feeds: taken over once, however often that is asked for; and given away."""

from __future__ import annotations

import time
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from newsreader.desk import reading
from newsreader.desk.feeding import name_tag
from newsreader.desk.paging import Paging
from newsreader.library import entries, feeds, kept, rulebook, stories
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
        new = self._take(found.subscriptions)
        refused = [Refused(address, "no address of the web") for address in found.refused]
        return Imported({"feeds": (new, len(found.subscriptions))}, refused)

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
        refused += [Refused(script.url, "it runs a program, which is not done here") for script in found.scripts]
        searches = [(search.name, search.query) for search in found.searches]
        new = self._take(found.subscriptions, searches, rules)
        taken = {"feeds": (new, len(found.subscriptions))}
        if searches:
            taken["saved searches"] = (len(searches), len(searches))
        if rules:
            taken["rules"] = (len(rules), len(rules))
        return Imported({**taken, **self._take_cache(read_cache(places.cache), tell)}, refused)

    def _take(
        self,
        subscriptions: Iterable[Subscription],
        searches: Sequence[tuple[str, str]] = (),
        rules: Sequence[Rule] = (),
    ) -> int:
        """Subscribe to feeds, keep searches and rules, all as one change; how many of the feeds are new."""
        new = 0

        def take(now: float) -> Replaced:
            nonlocal new
            made = []
            for subscription in subscriptions:
                feed_id, added = feeds.add_feed(self._db, subscription.url, subscription.title, now)
                # What is subscribed to already is set as the reader has it.
                if added is None:
                    continue
                new += 1
                columns = {"full_text": subscription.full_text.value, "is_hidden": int(subscription.is_hidden)}
                feeds.set_feed(self._db, feed_id, columns, [name_tag(tag) for tag in subscription.tags] or None)
                made.append(Replaced(subscription.title, added))
            made += [kept.set_saved(self._db, name, query) for name, query in searches]
            made += [Replaced(rule.query, rulebook.add_rule(self._db, rule)) for rule in rules]
            before = [each.before for each in made if each.before is not None]
            return Replaced(f"{new:,} feeds", {"changes": before} if before else None)

        self._change(Action.SUBSCRIBE, True, take)
        return new

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
            feed_id = known.get(clean_url(each.feed))
            # Articles of feeds that newsboat no longer lists.
            if feed_id is None:
                continue
            counts["articles"][1] += 1
            if each.is_deleted:
                entries.note_gone(self._db, feed_id, reading.hash_guid(each.entry))
                continue
            packed = reading.pack_entry(each.entry, "", each.feed, reading.digest_entry(each.entry))
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

    address = clean_url(url if "://" in url else f"https://{url}")
    if not address:
        raise FeedError("no address of a feed or a page: it must begin with http:// or https://")
    response = _ask(fetcher, address)
    if title := _read_title(response):
        return [Link(title, response.url)]
    named = find_feeds(decode(response.body, limit=len(response.body)), response.url)
    if named:
        return list(named)
    for guess in guess_feeds(response.url)[:_MOST_GUESSES]:
        with suppress(FeedError):
            found = _ask(fetcher, guess)
            if title := _read_title(found):
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


def _read_title(response: Response) -> str:
    """The title of the feed that was answered, its address where it has none; "" where it is no feed."""
    from newsreader.feeds.parse import parse_feed

    try:
        content = parse_feed(response.body, url=response.url, content_type=response.content_type)
    except FeedError:
        return ""
    return content.title or response.url
