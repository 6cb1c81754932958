"""The feeds that the reader subscribes to: added, named, tagged, left; all of it can be undone."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from newsreader.desk.keeping import Keeping
from newsreader.feeds import schedule
from newsreader.feeds.schedule import Timing
from newsreader.feeds.scripts import NOT_ALLOWED, clean_address, find_host, read_script
from newsreader.library import feeds
from newsreader.library.database import snapshot
from newsreader.library.kept import Replaced
from newsreader.model import Action, Change, Feed, FeedError, FullText, LibraryError
from newsreader.text import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


# What points to a secret; and the headers that are ones.
_POINTERS = ("env:", "command:")
_SECRET = frozenset(["authorization", "cookie", "proxy-authorization", "x-api-key"])


class Feeding(Keeping):
    """Subscribing, and what is set of each feed. Nothing here asks the network."""

    def list_feeds(self) -> list[Feed]:
        """The feeds in the reader's order, with how they do."""
        now = time.time()
        with snapshot(self._db):
            listed, holds = feeds.list_feeds(self._db, now), self._find_holds(now)
        if not holds:
            return listed
        return [
            replace(feed, health=replace(feed.health, held_until=holds.get(find_host(feed.url), 0.0)))
            for feed in listed
        ]

    def list_held(self, only: Sequence[Feed] | None = None) -> tuple[float, ...]:
        """Until when each of these feeds is not asked, or of all that are not gone, where its server wants to be left
        alone: the soonest first.
        """
        asked = [feed for feed in self.list_feeds() if not feed.health.is_gone] if only is None else only
        return tuple(sorted(feed.health.held_until for feed in asked if feed.health.held_until))

    def _find_holds(self, now: float) -> dict[str, float]:
        """Until when which hosts want to be left alone, as far as feeds were told so. In a snapshot."""
        failing = feeds.load_failing(self._db)
        holds = schedule.find_holds((find_host(url), Timing(**timing).held_until) for url, timing in failing)
        return {host: until for host, until in holds.items() if until > now}

    def name_feed(self, feed_id: int) -> str:
        """What a feed is called, though it may be left by now; "" where there never was one."""
        with snapshot(self._db):
            return feeds.load_title(self._db, feed_id)

    def find_feeds(self, text: str) -> list[Feed]:
        """The feeds that a number, an address, or a part of a title or address names; one that is named whole alone.

        Raises LibraryError where there is none.
        """
        known = self.list_feeds()
        wanted = clean_line(text)
        address = clean_address(text)
        exact = [feed for feed in known if wanted in (str(feed.id), feed.url, feed.title) or feed.url == address]
        lowered = wanted.casefold()
        found = exact or [feed for feed in known if lowered in f"{feed.title}\n{feed.url}".casefold()]
        if not found or not lowered:
            raise LibraryError(f"There is no feed {wanted!r}: `newsreader feed list` names them")
        return found

    def read_address(self, text: str) -> str:
        """The address of a feed as it is kept. Raises FeedError where it is none, or one that is not kept: it has a
        password in it, or is a program and the settings do not allow that.
        """
        script = read_script(text)
        if script and not self.settings.feeds_allow_exec:
            raise FeedError(NOT_ALLOWED)
        address = script.url if script else clean_url(text)
        if urlsplit(address).password:
            raise FeedError("an address with a password in it is not stored: leave both out, and use `feed set login`")
        if not (script or address):
            raise FeedError("no address of a feed: it must begin with http:// or https://")
        return script.address if script else address

    def is_address(self, text: str) -> bool:
        """Whether that is the address of a feed that can be subscribed to."""
        try:
            return bool(self.read_address(text))
        except FeedError:
            return False

    def subscribe(
        self,
        url: str,
        *,
        name: str = "",
        tags: Sequence[str] | None = None,
        full_text: FullText | None = None,
        is_hidden: bool | None = None,
    ) -> Change:
        """Subscribe to the feed of an address; what is not None is set of it. The change's id is 0 where that is so
        already. Raises FeedError for what is no address.
        """
        address = self.read_address(url)
        columns: dict[str, Any] = {} if full_text is None else {"full_text": full_text.value}
        if is_hidden is not None:
            columns["is_hidden"] = int(is_hidden)
        if clean_line(name):
            columns["name"] = clean_line(name)
        names = None if tags is None else [*map(name_tag, tags)]

        def add(now: float) -> Replaced:
            before = feeds.add_feed(self._db, address, clean_line(name), now, columns, names)
            return Replaced(clean_line(name) or address, before)

        return self._change(Action.SUBSCRIBE, True, add)

    def unsubscribe(self, feed: Feed) -> Change:
        """Leave a feed; its articles stay."""
        return self._change(
            Action.SUBSCRIBE,
            False,
            lambda now: Replaced(feed.title, feeds.set_feed(self._db, feed.id, {"deleted_at": now})),
        )

    def rename_feed(self, feed: Feed, name: str) -> Change:
        """Give a feed a name of the reader's; "" gives it back its own."""
        return self._set_feed(feed, {"name": clean_line(name)}, f"name to {clean_line(name) or 'its own'}")

    def set_full_text(self, feed: Feed, full_text: FullText) -> Change:
        """Say whether the pages of a feed's entries are fetched."""
        return self._set_feed(feed, {"full_text": full_text.value}, f"full text to {full_text}")

    def set_feed_hidden(self, feed: Feed, is_hidden: bool) -> Change:
        """Take a feed out of the list of feeds, or show it there again."""
        return self._set_feed(feed, {"is_hidden": int(is_hidden)}, "hidden" if is_hidden else "shown")

    def set_feed_headers(self, feed: Feed, headers: Sequence[tuple[str, str]]) -> Change:
        """Say what goes with each request for a feed; secrets stand there as `env:NAME` or `command:LINE`."""
        for name, value in headers:
            if name.casefold() in _SECRET and not value.startswith(_POINTERS):
                raise LibraryError(f"{name} is a secret: give it as env:NAME or command:LINE, so that it is not stored")
        return self._set_feed(feed, {"headers": json.dumps(headers)}, "headers")

    def set_feed_login(self, feed: Feed, user: str, password: str) -> Change:
        """Say with what user a feed is asked for, and where the password is found; both "" for none."""
        if password and not password.startswith(_POINTERS):
            raise LibraryError("A password is given as env:NAME or command:LINE, so that it is not stored")
        return self._set_feed(feed, {"login": f"{user} {password}".strip()}, "login")

    def tag_feed(self, feed: Feed, tag: str, is_on: bool) -> Change:
        """Give a feed a tag, or take it away."""
        name = name_tag(tag)
        tags = sorted({*feed.tags, name} if is_on else {*feed.tags} - {name})
        return self._set_feed(feed, {}, f"tag {name}" if is_on else f"no tag {name}", tags)

    def set_feed_tags(self, feed: Feed, tags: Iterable[str]) -> Change:
        """Let a feed have these tags and no others."""
        names = sorted(set(map(name_tag, tags)))
        return self._set_feed(feed, {}, f"tags to {', '.join(names) or 'none'}", names)

    def _set_feed(
        self, feed: Feed, columns: Mapping[str, Any], detail: str, tags: Sequence[str] | None = None
    ) -> Change:
        return self._change(
            Action.SET_FEED,
            True,
            lambda _: Replaced(feed.title, feeds.set_feed(self._db, feed.id, columns, tags), detail),
        )


def name_tag(tag: str) -> str:
    """A tag as it is kept. Raises LibraryError where it has no name."""
    name = clean_line(tag).casefold()
    if not name:
        raise LibraryError("A tag needs a name")
    return name
