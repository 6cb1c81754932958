"""A list of articles as it was when it was entered, of which only the stretches that are looked at are fetched."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from newsreader.model import ListName, Snippet, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.desk import Desk
    from newsreader.library.rows import Key
    from newsreader.model import Row

# Fetched at once, some screens' worth.
CHUNK = 200
# For a snippet its whole article is read, 0.4 ms each: no more at once than the smallest screens show.
_HITS = 12


class _Stretch(NamedTuple):
    """The rows of some places, by their articles: of those that are in the list, and of those that have left it."""

    here: dict[int, Row]
    gone: dict[int, Row]


class _Listed:
    """Articles by their place in a list, from 0; their rows are fetched in stretches, as they are looked at.

    One that is deleted (of the trash: brought back) keeps its place, and is gone.
    """

    total: int

    def __init__(self, desk: Desk, listed: ListName) -> None:
        self._desk, self._listed = desk, listed
        self.entered_at = time.time()
        self._stretches: dict[int, _Stretch] = {}
        # What the list holds by now, once that is asked.
        self._held: frozenset[int] | None = None

    def id_at(self, index: int) -> int | None:
        """The article at a place; None beyond the end."""
        raise NotImplementedError

    def _list_ids(self, number: int) -> list[int]:
        """The articles of a stretch."""
        raise NotImplementedError

    def _fetch(self, number: int) -> _Stretch:
        if number not in self._stretches:
            ids = self._list_ids(number)
            stored = {row.id: row for row in self._desk.fetch_rows(ids)}
            is_trash = self._listed.view is View.TRASH
            others: dict[int, Row] = {}
            if is_trash or len(stored) < len(ids):
                found = self._desk.fetch_rows(ids, is_deleted_too=True)
                others = {row.id: row for row in found if row.id not in stored}
            self._stretches[number] = _Stretch(others, stored) if is_trash else _Stretch(stored, others)
        return self._stretches[number]

    def row_at(self, index: int) -> Row | None:
        """The row at a place; None where its article has left the list."""
        article_id = self.id_at(index)
        return None if article_id is None else self._fetch(index // CHUNK).here.get(article_id)

    def gone_at(self, index: int) -> Row | None:
        """The row of an article that has left its place; None where it is there, or gone for good."""
        article_id = self.id_at(index)
        return None if article_id is None else self._fetch(index // CHUNK).gone.get(article_id)

    def has_left(self, index: int) -> bool:
        """Whether the article at a place, which is not gone, would not be in the list were that found now."""
        article_id = self.id_at(index)
        if self._held is None:
            self._held = frozenset(self._desk.find_listed(self._listed) or ())
        return article_id is not None and article_id not in self._held

    def forget_rows(self) -> None:
        """Fetch rows anew where they are looked at; which articles are where stays."""
        self._stretches.clear()
        self._held = None

    def renew_row(self, index: int) -> None:
        """Fetch the row at a place anew, if it was fetched before."""
        stretch, article_id = self._stretches.get(index // CHUNK), self.id_at(index)
        if stretch is not None and article_id in stretch.here:
            del stretch.here[article_id]
            stretch.here.update((row.id, row) for row in self._desk.fetch_rows([article_id]))

    def find_row(self, start: int, direction: int, *, is_unread: bool = False) -> int | None:
        """The nearest place beyond `start` whose article is there, and unread now where that is asked."""
        index = start + direction
        while 0 <= index < self.total:
            row = self.row_at(index)
            if row and (row.is_unread or not is_unread):
                return index
            index += direction
        return None

    def find_unread(self, start: int, direction: int) -> int | None:
        """The nearest place beyond `start` whose article is unread now."""
        return self.find_row(start, direction, is_unread=True)


class FoundListing(_Listed):
    """The articles that a search found: as many as a search finds, by number."""

    def __init__(self, desk: Desk, ids: Sequence[int], listed: ListName) -> None:
        super().__init__(desk, listed)
        self.ids = list(ids)
        self.total = len(self.ids)
        self._snippets: dict[int, dict[int, Snippet]] = {}
        # Where its articles would stand were it found now, and where those would that are not in it.
        self._places: dict[int, int] = {}
        self._new: list[int] = []

    def id_at(self, index: int) -> int | None:
        """The article at a place; None beyond the end."""
        return self.ids[index] if index < len(self.ids) else None

    def _list_ids(self, number: int) -> list[int]:
        return self.ids[number * CHUNK : (number + 1) * CHUNK]

    def snippet_at(self, index: int, query: str) -> Snippet:
        """Where in the article at a place the words of a query stand."""
        number = index // _HITS
        if number not in self._snippets:
            ids = self.ids[number * _HITS : (number + 1) * _HITS]
            self._snippets[number] = {hit.row.id: hit.snippet for hit in self._desk.find_hits(query, ids)}
        return self._snippets[number].get(self.ids[index], Snippet(""))

    def find(self, article_id: int | None) -> int | None:
        """The place of an article; None where it was not found."""
        return self.ids.index(article_id) if article_id in self.ids else None

    def look_for_new(self) -> None:
        """See what a feed has brought since; what a search would find besides is not known before it is asked again."""
        if self._listed.view is View.FEED:
            latest = self._desk.find_listed(self._listed) or []
            self._places = {article_id: place for place, article_id in enumerate(latest)}
            self._new = [self._places[article_id] for article_id in set(latest).difference(self.ids)]

    def count_new(self, index: int) -> tuple[int, int]:
        """How many would stand above a place, and how many below it, that are not in the list yet."""
        here = self._places.get(self.id_at(index) or 0, len(self._places))
        above = sum(place < here for place in self._new)
        return above, len(self._new) - above


class Listing(_Listed):
    """The articles of a list by their place in it, from 0.

    What arrives above its first row is not in it, nor does what leaves it move anything. Stretches are found from the
    nearest known one, by key: a list of a million opens as one of ten does.
    """

    def __init__(self, desk: Desk, view: View) -> None:
        super().__init__(desk, ListName(view))
        self._view = view
        self.total = desk.count(view)
        self._keys: dict[int, list[Key]] = {}
        self._new: list[Key] = []
        # What came before it was entered, and stands above all that the reader has gone up to.
        self._unseen: list[Key] = []
        if self.total:
            self._take(0, desk.list_keys(view, None, CHUNK))

    def id_at(self, index: int) -> int | None:
        """The article at a place; None where the list has become shorter."""
        key = self._key_at(index)
        return key.article_id if key else None

    def _key_at(self, index: int) -> Key | None:
        keys = self._load(index // CHUNK)
        return keys[index % CHUNK] if index % CHUNK < len(keys) else None

    def _list_ids(self, number: int) -> list[int]:
        return [key.article_id for key in self._load(number)]

    def find(self, article_id: int | None) -> int | None:
        """The place of an article; None where it is not in the list."""
        if article_id is None:
            return None
        for number, keys in self._keys.items():
            for place, key in enumerate(keys):
                if key.article_id == article_id:
                    return number * CHUNK + place
        index = self._desk.find_place(self._view, article_id)
        # What came since has moved it.
        if index is None or index >= self.total or self.id_at(index) != article_id:
            return None
        return index

    def find_unread(self, start: int, direction: int) -> int | None:
        """The nearest place beyond `start` whose article is unread now."""
        key = self._key_at(start)
        # In the list of what is unread the next one is near, and what was read since it was entered still stands there.
        if self._view is not View.UNREAD and key is not None:
            found = self._desk.find_unread(self._view, key, is_backward=direction < 0)
            if found is None:
                return None
            index = start + direction * found[1]
            if 0 <= index < self.total and self.id_at(index) == found[0].article_id:
                return index
        return super().find_unread(start, direction)

    def list_unread(self) -> list[int]:
        """The unread articles that the list held when it was entered, seen or not."""
        return self._desk.list_unread(self._view, self.entered_at)

    def look_for_new(self) -> None:
        """See which articles have come since the list was entered that it would hold now."""
        self._new = self._desk.list_arrived(self._view, self.entered_at)

    def look_back(self, since: float) -> None:
        """Take as new what has come since a moment and stands in the list, until the reader goes up to it."""
        self._unseen = self._desk.list_arrived(self._view, since)

    def count_new(self, index: int) -> tuple[int, int]:
        """How many would stand above a place, and how many below it, that are not in the list yet; above it also what
        came before that was entered, from the place on that the reader has gone up to.
        """
        key = self._key_at(index) if self.total else None
        above = sum(key is None or each > key for each in self._new)
        self._unseen = [each for each in self._unseen if key is not None and each > key]
        return above + len(self._unseen), len(self._new) - above

    def _load(self, number: int) -> list[Key]:
        """The keys of a stretch, found from the nearest one that is known, or from the list's end."""
        if number in self._keys:
            return self._keys[number]
        before = max((known for known in self._keys if known < number), default=None)
        after = min((known for known in self._keys if known > number), default=None)
        start = number * CHUNK
        size = min(CHUNK, self.total - start)
        # How many rows lie between a stretch and where one would come from.
        ways: dict[int, tuple[Key | None, bool]] = {}
        if before is not None and self._keys[before]:
            ways[start - (before + 1) * CHUNK] = (self._keys[before][-1], False)
        if after is not None and self._keys[after]:
            ways.setdefault(after * CHUNK - start - size, (self._keys[after][0], True))
        ways.setdefault(self.total - start - size, (None, True))
        distance = min(ways)
        key, is_backward = ways[distance]
        keys = self._desk.list_keys(self._view, key, distance + size, is_backward=is_backward)
        return self._take(number, keys[:size] if is_backward else keys[distance:])

    def _take(self, number: int, keys: list[Key]) -> list[Key]:
        self._keys[number] = keys
        # Some have left the list since they were counted.
        if len(keys) < min(CHUNK, self.total - number * CHUNK):
            self.total = number * CHUNK + len(keys)
        return keys
