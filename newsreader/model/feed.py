"""Feeds: what one says, and how it does. Moments are Unix seconds, spans seconds."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from newsreader.values import dataclass

if TYPE_CHECKING:
    from newsreader.model.page import Link


class FullText(StrEnum):
    """Whether the pages of a feed's entries are fetched: all, those of which it brings only a summary, or none."""

    ALWAYS = "always"
    SHORT = "short"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; its texts are clean, `html` is as the feed has it (plain text comes escaped).

    `guid` tells it from others of its feed: what the feed gives it, else its address, else a hash of what it says.
    `published` is ISO 8601, or "". `html` is the full content, or, where `is_summary`, all the feed says of it; links
    in it are relative to `url`. `enclosures` are its files, whose texts say what they are.
    """

    guid: str
    title: str
    url: str = ""
    published: str = ""
    byline: tuple[str, ...] = ()
    html: str = ""
    is_summary: bool = False
    enclosures: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedContent:
    """What a feed says: its title, the page it belongs to, its entries in their order.

    `ttl` is how long it asks to be left alone; in the hours (0-23, UTC) and on the days (0 is Monday) of `skip_hours`
    and `skip_days` it does not change.
    """

    title: str
    home: str
    entries: tuple[Entry, ...]
    ttl: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed as lists of feeds name it: what `Feed` says of it before it was ever fetched; `title` may be ""."""

    url: str
    title: str = ""
    home: str = ""
    tags: tuple[str, ...] = ()
    full_text: FullText = FullText.SHORT
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Health:
    """How a feed does: None where it never was tried or never succeeded; `error` is "" while all is well.

    `weeks` are the entries that came in each of the last weeks, the oldest first. Until `held_until`, where that is not
    past, it is not asked: its server, or another feed's on the same host, wants to be left alone.
    """

    tried_at: float | None = None
    succeeded_at: float | None = None
    next_at: float = 0.0
    failures: int = 0
    error: str = ""
    is_gone: bool = False
    weeks: tuple[int, ...] = ()
    held_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that the reader has subscribed to; `title` is the reader's name for it, else its own, else its address.

    What `is_hidden` is missing from the list of feeds, not from that of articles.
    """

    id: int
    url: str
    title: str
    home: str = ""
    tags: tuple[str, ...] = ()
    full_text: FullText = FullText.SHORT
    is_hidden: bool = False
    articles: int = 0
    unread: int = 0
    health: Health = Health()


class RefreshStatus(StrEnum):
    """What asking for a feed came to."""

    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What asking for a feed came to: its articles that are new, those that have changed, else what went wrong.

    One that `is_offline` was not asked, for there is no way to any server.
    """

    id: int
    url: str
    title: str
    status: RefreshStatus
    new: int = 0
    changed: int = 0
    error: str = ""
    is_offline: bool = False
