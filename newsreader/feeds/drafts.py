"""What the readers of formats hand over: a feed and its entries as they are written, neither cleaned nor completed."""

from __future__ import annotations

from typing import NamedTuple

# The largest feeds, archives of a whole site, have some tens of thousands; what comes after so many is left out.
MOST_ENTRIES = 100_000


class Text(NamedTuple):
    """A text of a feed; where it is not HTML, tags and entities in it are what it says."""

    value: str
    is_html: bool = True


class File(NamedTuple):
    """A file that belongs to an entry; `size` in bytes and `width` in pixels are as written, "" where unknown."""

    url: str
    media_type: str = ""
    size: str = ""
    width: str = ""
    is_enclosure: bool = True


class EntryDraft(NamedTuple):
    """An entry as it is written: `dates` and `summaries` are in the order in which they are preferred.

    Addresses are relative to the feed's, but for what an `xml:base` says.
    """

    guid: str = ""
    title: Text = Text("")
    url: str = ""
    dates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    contents: tuple[Text, ...] = ()
    summaries: tuple[Text, ...] = ()
    files: tuple[File, ...] = ()


class Rhythm(NamedTuple):
    """When a feed asks to be left alone: for `ttl` seconds, in hours (0-23, UTC), on days (0 is Monday)."""

    ttl: float | None = None
    hours: frozenset[int] = frozenset()
    days: frozenset[int] = frozenset()


class FeedDraft(NamedTuple):
    """A feed as it is written; `is_own_base` where relative addresses are relative to the feed's own, not to its page.

    `names` are the authors of the entries that name none.
    """

    title: Text
    home: str
    entries: list[EntryDraft]
    is_own_base: bool = False
    names: tuple[str, ...] = ()
    rhythm: Rhythm = Rhythm()
