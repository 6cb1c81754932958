"""A list of articles as it was when it was entered, of which only the stretches that are looked at are fetched."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

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


class FoundListing:
    """The articles that a search found, by their place among them, from 0: as many as a search finds, by number."""

    def __init__(self, desk: Desk, ids: Sequence[int], listed: ListName) -> None:
        self._desk, self._listed = desk, listed
        self._ids = list(ids)
        self._snippets: dict[int, dict[int, Snippet]] = {}
        self._rows: dict[int, dict[int, Row]] = {}

    @property
    def total(self) -> int:
        """How many were found."""
        return len(self._ids)

    def id_at(self, index: int) -> int | None:
        """The article at a place; None beyond the end."""
        return self._ids[index] if index < len(self._ids) else None

    def row_at(self, index: int) -> Row | None:
        """The row at a place; None where its article is no longer stored."""
        number = index // CHUNK
        if number not in self._rows:
            ids = self._ids[number * CHUNK : (number + 1) * CHUNK]
            self._rows[number] = {
                row.id: row for row in self._desk.fetch_rows(ids, is_deleted_too=self._listed.view is View.TRASH)
            }
        return self._rows[number].get(self._ids[index])

    def snippet_at(self, index: int, query: str) -> Snippet:
        """Where in the article at a place the words of a query stand."""
        number = index // _HITS
        if number not in self._snippets:
            ids = self._ids[number * _HITS : (number + 1) * _HITS]
            self._snippets[number] = {hit.row.id: hit.snippet for hit in self._desk.find_hits(query, ids)}
        return self._snippets[number].get(self._ids[index], Snippet(""))

    def find(self, article_id: int | None) -> int | None:
        """The place of an article; None where it was not found."""
        return self._ids.index(article_id) if article_id in self._ids else None

    def find_unread(self, start: int, direction: int) -> int | None:
        """The nearest place beyond `start` whose article is unread now."""
        return _walk_to_unread(self, start, direction)

    def forget_rows(self) -> None:
        """Fetch rows anew where they are looked at."""
        self._rows.clear()

    def renew_row(self, index: int) -> None:
        """Fetch the row at a place anew, if it was fetched before."""
        _renew(self._desk, self._rows.get(index // CHUNK, {}), self._ids[index])

    def count_new(self) -> int:
        """How much a feed has brought since; what a search would find besides is not known before it is asked again."""
        if self._listed.view is not View.FEED:
            return 0
        return len(set(self._desk.find_listed(self._listed) or ()).difference(self._ids))


class Listing:
    """The articles of a list by their place in it, from 0.

    What arrives above its first row is not in it, nor does what leaves it move anything. Stretches are found from the
    nearest known one, by key: a list of a million opens as one of ten does.
    """

    def __init__(self, desk: Desk, view: View) -> None:
        self._desk, self._view = desk, view
        self._entered_at = time.time()
        self.total = desk.count(view)
        self._keys: dict[int, list[Key]] = {}
        self._rows: dict[int, dict[int, Row]] = {}
        if self.total:
            self._take(0, desk.list_keys(view, None, CHUNK))

    def id_at(self, index: int) -> int | None:
        """The article at a place; None where the list has become shorter."""
        keys = self._load(index // CHUNK)
        return keys[index % CHUNK].article_id if index % CHUNK < len(keys) else None

    def row_at(self, index: int) -> Row | None:
        """The row at a place; None where its article is no longer stored."""
        number = index // CHUNK
        if number not in self._rows:
            ids = [key.article_id for key in self._load(number)]
            self._rows[number] = {row.id: row for row in self._desk.fetch_rows(ids)}
        article_id = self.id_at(index)
        return self._rows[number].get(article_id) if article_id is not None else None

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
        keys = self._load(start // CHUNK)
        # In the list of what is unread the next one is near, and what was read since it was entered still stands there.
        if self._view is not View.UNREAD and start % CHUNK < len(keys):
            found = self._desk.find_unread(self._view, keys[start % CHUNK], is_backward=direction < 0)
            if found is None:
                return None
            index = start + direction * found[1]
            if 0 <= index < self.total and self.id_at(index) == found[0].article_id:
                return index
        return _walk_to_unread(self, start, direction)

    def forget_rows(self) -> None:
        """Fetch rows anew where they are looked at; which articles are where stays."""
        self._rows.clear()

    def renew_row(self, index: int) -> None:
        """Fetch the row at a place anew, if it was fetched before."""
        article_id = self.id_at(index)
        if article_id is not None:
            _renew(self._desk, self._rows.get(index // CHUNK, {}), article_id)

    def list_unread(self) -> list[int]:
        """The unread articles that the list held when it was entered, seen or not."""
        return self._desk.list_unread(self._view, self._entered_at)

    def count_new(self) -> int:
        """How many articles have come since the list was entered that it would hold now."""
        return self._desk.count_arrived(self._view, self._entered_at)

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


def _renew(desk: Desk, rows: dict[int, Row], article_id: int) -> None:
    if rows.pop(article_id, None) is not None:
        rows.update((row.id, row) for row in desk.fetch_rows([article_id]))


def _walk_to_unread(listing: Listing | FoundListing, start: int, direction: int) -> int | None:
    index = start + direction
    while 0 <= index < listing.total:
        row = listing.row_at(index)
        if row and row.is_unread:
            return index
        index += direction
    return None
