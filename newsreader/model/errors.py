"""What the user must hear."""

from __future__ import annotations


class NewsreaderError(Exception):
    """Something the user must hear: its text is one line of what, where and what to do."""


class InputRefusedError(NewsreaderError):
    """The input can't be read: empty, binary, too large, not to be opened."""


class NotAnArticleError(NewsreaderError):
    """The input was read, but there is no article in it."""


class QueryError(NewsreaderError):
    """A query can't be understood; `place` is the character, from 1, at which it stops making sense."""

    def __init__(self, reason: str, place: int) -> None:
        super().__init__(f"{reason} (at character {place})")
        self.place = place


class LibraryError(NewsreaderError):
    """The library can't be opened, read or written."""


class FeedError(NewsreaderError):
    """A feed can't be fetched or read: its text is what the reader is told of it."""
