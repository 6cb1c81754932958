"""What another reader, or a list, knows of feeds: taken over once, however often that is asked for; and given away."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from newsreader import reading
from newsreader.desk.feeding import name_tag
from newsreader.desk.paging import Paging
from newsreader.desk.refreshing import MOST_AT_ONCE, MOST_BESIDE, make_way
from newsreader.feeds.scripts import clean_address, find_source, is_script, read_script
from newsreader.library import entries, feeds, kept, saved, stories
from newsreader.library.database import snapshot, transaction
from newsreader.library.kept import Replaced
from newsreader.model import Action, FeedError, Imported, Link, Rule, RuleAction, Subscription
from newsreader.text import clean_url
from newsreader.wording import count_things

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from newsreader.feeds.fetch import Fetcher
    from newsreader.feeds.messages import Response
    from newsreader.feeds.newsboat import CachedEntry, Places
    from newsreader.feeds.stops import Stop

# A site's usual places for its feeds, each asked for in vain at most once.
_MOST_GUESSES = 12
# A list may come from anywhere.
_NO_PROGRAMS = "it runs a program, which no list may bring: `newsreader feed add` takes it from you"

_ARTICLES, _READ, _FLAGS, _GONE = "articles", "of these read", "flags, as tags", "deleted articles, which stay away"
_STRAYS = "of feeds that newsboat does not list, or that were not taken"


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
        refused = [(each, _NO_PROGRAMS if is_script(each) else "no address of the web") for each in found.refused]
        return self._take(found.subscriptions, refused)

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

    def import_newsboat(self, places: Places, *, is_beside_reader: bool = False) -> Iterator[Imported]:
        """Take over what newsboat keeps at these places, which is only read: what was taken so far, from time to time;
        the last is all.

        Feeds, searches and rules are one change, and come first; articles that were taken stay, whatever ends it. With
        `is_beside_reader` no other that writes waits long. Raises FeedError where the files can't be read.
        """
        from newsreader.feeds.newsboat import count_cached, read_cache, read_newsboat

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
        searches = [(each.name, each.query) for each in found.searches]
        imported = self._take(found.subscriptions, found.refusals, searches, rules)
        yield imported
        imported = replace(imported, total=count_cached(places.cache))
        for counts in self._take_cache(read_cache(places.cache), is_beside_reader):
            taken = {name: (count.new, count.amount) for name, count in counts.items() if count.amount}
            strays = taken.pop(_STRAYS, (0, 0))[1]
            refused = [*imported.refused, (count_things(strays, "article"), _STRAYS)] if strays else imported.refused
            yield replace(imported, taken={**imported.taken, **taken}, refused=refused)

    def _take(
        self,
        subscriptions: Sequence[Subscription],
        refused: Sequence[tuple[str, str]],
        searches: Sequence[tuple[str, str]] = (),
        rules: Sequence[Rule] = (),
    ) -> Imported:
        """Subscribe to feeds, keep searches and rules, all as one change; more may be refused than was before.

        What is there already stays as the reader has it.
        """
        wanted, more = self._choose(subscriptions)
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

        change = self._change(Action.SUBSCRIBE, True, take)
        taken = {name: (_count_new(each), len(each)) for name, each in made.items() if each or name == "feeds"}
        return Imported(taken, [*refused, *more], change_id=change.id)

    def _choose(self, subscriptions: Iterable[Subscription]) -> tuple[list[Subscription], list[tuple[str, str]]]:
        """Those that may be subscribed to; and the others, each with the reason."""
        from newsreader.feeds.addresses import say_address

        wanted, refused = [], []
        for each in subscriptions:
            try:
                self.read_address(each.url)
            except FeedError as error:
                refused.append((say_address(each.url), str(error)))
            else:
                wanted.append(each)
        return wanted, refused

    def _take_feed(self, subscription: Subscription, now: float) -> Replaced:
        columns = {"full_text": subscription.full_text.value, "is_hidden": int(subscription.is_hidden)}
        tags = [name_tag(tag) for tag in subscription.tags] or None
        title, url = subscription.title, subscription.url
        return Replaced(title, feeds.add_feed(self._db, url, title, now, columns, tags, keeps_known=True))

    def _take_cache(self, cached: Iterator[CachedEntry], is_beside_reader: bool) -> Iterator[Mapping[str, _Count]]:
        """Store the articles of newsboat's cache, read and flagged as they are there; how many so far."""
        with snapshot(self._db):
            known = {state.url: state.id for state in feeds.load_states(self._db)}
        counts = {name: _Count() for name in (_ARTICLES, _READ, _FLAGS, _GONE, _STRAYS)}
        with self._keeping_much() as count_kept:
            while chunk := list(islice(cached, MOST_BESIDE if is_beside_reader else MOST_AT_ONCE)):
                begun = time.monotonic()
                with transaction(self._db):
                    new = self._take_entries(chunk, known, counts)
                yield counts
                if is_beside_reader:
                    make_way(begun)
                count_kept(new)

    def _take_entries(
        self, chunk: Sequence[CachedEntry], known: Mapping[str, int], counts: Mapping[str, _Count]
    ) -> int:
        """Store some of them; how many are new."""
        from newsreader.feeds.filters import flag_tag

        now = time.time()
        new: list[int] = []
        for each in chunk:
            feed_id = known.get(clean_address(each.feed))
            if feed_id is None:
                counts[_STRAYS].add(1, is_new=True)
                continue
            if each.is_deleted:
                counts[_GONE].add(1, entries.note_gone(self._db, feed_id, reading.hash_guid(each.entry)))
                continue
            source = find_source(each.feed)
            packed = reading.pack_entry(each.entry, "", source, reading.digest_entry(each.entry))
            stored = entries.store_entries(self._db, feed_id, [packed], now).new
            new += stored
            # What is there already has been read, or not, here.
            is_new = bool(stored)
            counts[_ARTICLES].add(1, is_new)
            counts[_READ].add(not each.is_unread, is_new)
            counts[_FLAGS].add(len(each.flags), is_new)
            if is_new and not each.is_unread:
                kept.set_mark(self._db, Action.READ, stored, True, now)
            for flag in each.flags if is_new else ():
                kept.set_tag(self._db, stored, flag_tag(flag), True)
        stories.join_stories(self._db, new)
        return len(new)


@dataclass(slots=True)
class _Count:
    """How many of a kind there were, and how many of them are new."""

    new: int = 0
    amount: int = 0

    def add(self, amount: int, is_new: bool) -> None:
        self.amount += amount
        self.new += amount if is_new else 0


def discover_feeds(fetcher: Fetcher, url: str, stop: Stop | None = None) -> list[Link]:
    """As `Importing.discover`, by a fetcher that there is already: its manners hold from one request to the next; until
    `stop` gives it up. An address without a scheme is asked for by https, and by http only where nobody speaks that.
    """
    from newsreader.feeds.discover import find_feeds, guess_feeds
    from newsreader.sources.detect import decode

    if script := read_script(url):
        title = _read_title(_ask(fetcher, script.address, stop))
        if title is None:
            raise FeedError("what its program writes is no feed")
        return [Link(title, script.address)]
    response = _ask_typed(fetcher, url, stop)
    if (title := _read_title(response)) is not None:
        return [Link(title, response.url)]
    named = find_feeds(decode(response.body, limit=len(response.body)), response.url)
    if named:
        return list(named)
    for guess in guess_feeds(response.url)[:_MOST_GUESSES]:
        with suppress(FeedError):
            found = _ask(fetcher, guess, stop)
            if (title := _read_title(found)) is not None:
                return [Link(title, found.url)]
    raise FeedError("the page names no feed, and none is where sites have theirs")


def find_newsboat(home: Path, environment: Mapping[str, str], path: str = "") -> Places | None:
    """Where newsboat's files are, with a `path` those there; None where it has none."""
    from newsreader.feeds import newsboat

    return newsboat.find_newsboat(home, environment, path)


def _ask_typed(fetcher: Fetcher, text: str, stop: Stop | None) -> Response:
    """Ask for an address as somebody typed it. Raises FeedError where it is none, or does not answer."""
    from newsreader.feeds.messages import FetchError

    has_scheme = "://" in text
    # Blanks in an address are those of a line that was broken; between words they are what they are.
    address = clean_url(text if has_scheme else f"https://{text}") if has_scheme or len(text.split()) == 1 else ""
    if not address:
        raise FeedError("no address of a feed or a page: it must begin with http:// or https://")
    try:
        return _ask(fetcher, address, stop)
    except FetchError as error:
        # A name and a password never go out unencrypted by a guess of ours.
        if has_scheme or "@" in text or not error.is_unspoken:
            raise
        refusal = str(error)
    try:
        return _ask(fetcher, clean_url(f"http://{text}"), stop)
    except FetchError as error:
        raise FeedError(str(error) if str(error) == refusal else f"by https, {refusal}; by http, {error}") from error


def _ask(fetcher: Fetcher, url: str, stop: Stop | None) -> Response:
    from newsreader.feeds.messages import Request

    # The reader named this host by hand.
    return fetcher.fetch(Request(url, is_trusted=True, stop=stop))


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
