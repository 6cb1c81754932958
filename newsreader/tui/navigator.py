"""What is open and how the reader got there: opening, following, back and forward, next and previous.

It moves the views and tells the desk; which pane has the focus and what the status line says is the screen's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.model import ListName, Place, Reading, View
from newsreader.tui.history import History
from newsreader.tui.panes import PaneName
from newsreader.tui.widgets.sources import name_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsreader.desk import Desk
    from newsreader.model import Row
    from newsreader.tui.widgets.article import ArticleView
    from newsreader.tui.widgets.library import ListView
    from newsreader.tui.widgets.sidebar import RelatedView


class Navigator:
    """The open article, the list under it, and the history; `is_over_list` says whether up leads to a list."""

    def __init__(
        self,
        desk: Desk,
        rows: ListView,
        article: ArticleView,
        related: RelatedView,
        write_later: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._write_later = write_later
        self._era = desk.read_era()
        self._rows, self._article, self._related = rows, article, related
        self.history = History(desk)
        self.reading: Reading | None = None
        self.is_over_list = False
        self._below_search = Place()
        self._kept: tuple[int, int, float] | None = None
        self._kept_folds: frozenset[int] = frozenset()
        # What is to be written down, by articles.
        self._opened: list[int] = []
        self._offsets: dict[int, tuple[int, float]] = {}
        self._folds: dict[int, frozenset[int]] = {}

    # --- places

    def keep_place(self, pane: PaneName) -> None:
        """Keep where the reader is, in the history and in the library; an unmoved reader writes nothing.

        So two idle terminals on one article do not overwrite each other's place.
        """
        self.history.update(self._make_place(pane))
        if self.reading is not None and self._article.line_count:
            article_id = self.reading.row.id
            if self._related.unfolded != self._kept_folds:
                self._folds[article_id] = self._kept_folds = self._related.unfolded
            left = (article_id, self._article.text_offset, self._article.progress)
            if left != self._kept:
                self._offsets[article_id], self._kept = left[1:], left
        if self._is_unwritten:
            self._write_later()

    @property
    def _is_unwritten(self) -> bool:
        return bool(self.history.is_unwritten or self._opened or self._offsets or self._folds)

    def write(self) -> bool:
        """Write down what is not written yet, in one transaction; whether what is shown of articles changes by that.

        Raises LibraryError; what could not be written is with the next call. In a library that was restored meanwhile
        it would be written of other things: none of it is.
        """
        if not self._is_unwritten:
            return False
        with self._desk.together():
            if self.is_outdated:
                return False
            made = self.history.write()
            for article_id, unfolded in self._folds.items():
                self._desk.keep_folds(article_id, unfolded)
            for article_id, left in self._offsets.items():
                self._desk.keep_offset(article_id, *left)
            for article_id in self._opened:
                self._desk.mark_opened(article_id)
        self.history.note_written(made)
        for article_id in self._opened:
            self._rows.update_article(article_id)
        is_shown = bool(self._opened)
        for written in (self._opened, self._offsets, self._folds):
            written.clear()
        return is_shown

    def _make_place(self, pane: PaneName) -> Place:
        place = self.make_list_place(pane)
        if self.reading is None:
            return place
        return replace(
            place,
            article_id=self.reading.row.id,
            offset=self._article.text_offset,
            link=self._article.link,
            related=self._related.key,
            unfolded=tuple(sorted(self._related.unfolded)),
        )

    def make_list_place(self, pane: PaneName) -> Place:
        """The list as it stands, whatever is open over it."""
        row, listed = self._rows.row, self._rows.listed
        return Place(listed.view, row_id=row.id if row else None, pane=pane, name=listed.name)

    # --- going somewhere new; the caller keeps the old place before

    def take_list(self) -> None:
        """Close the article; the list as it stands is the next step."""
        self.is_over_list = True
        self.leave_article()

    def enter_list(self, listed: ListName) -> None:
        """Close the article and show a list."""
        self._go_to_list(Place(listed.view, name=listed.name))
        self.is_over_list = True
        self._rows.enter(listed)

    def leave_article(self) -> None:
        """Go up to the list as it stands, its cursor where the article was entered."""
        self._go_to_list(self.make_list_place(PaneName.LIST))

    def begin_search(self) -> Place:
        """The list as it stands, before a search shows what it finds there; up leads back to it."""
        place = self.make_list_place(PaneName.LIST)
        # One search after another has the same list below it.
        if place.view is not View.FOUND:
            self._below_search = place
        return place

    def leave_search(self) -> bool:
        """Go up from what a search found to the list that it was begun on; False where no search is shown."""
        if self._rows.view is not View.FOUND:
            return False
        below = self._below_search
        self._go_to_list(below)
        self._rows.enter(below.list_name, below.row_id)
        return True

    def _go_to_list(self, place: Place) -> None:
        self._visit(place)
        self._show(None)

    def _visit(self, place: Place) -> None:
        self.history.visit(place)
        self._write_later()

    def open_article(self, article_id: int) -> bool:
        """Open a stored article where it was left; False where it is gone.

        What is written down of that comes later: a library that another program writes to, or that can't be written,
        is read all the same.
        """
        self._opened.append(article_id)
        reading = self._read(article_id)
        if reading is None:
            self._opened.pop()
            return False
        # Where it was left a moment ago, and before.
        left = self._offsets.get(article_id)
        offset, progress = left or (self._desk.offset_of(article_id), reading.row.progress)
        folds = self._folds[article_id] if article_id in self._folds else self._desk.folds_of(article_id)
        self._show(reading, offset if progress < 1 else 0, folds)
        self._visit(self._make_place(PaneName.ARTICLE))
        return True

    def _read(self, article_id: int) -> Reading | None:
        """An article as it is once what is noted of it is written down."""
        reading = self._desk.read(article_id)
        if reading is not None and article_id in self._opened and self._desk.is_read_when_opened:
            reading = replace(reading, row=replace(reading.row, is_unread=False))
        return reading

    def open_row(self, index: int) -> bool:
        """Open the list's article at `index` and put the list's cursor on it."""
        article_id = self._rows.id_at(index)
        is_opened = article_id is not None and self.open_article(article_id)
        if is_opened:
            self._rows.set_cursor(index)
        return is_opened

    def _show(self, reading: Reading | None, offset: int = 0, unfolded: frozenset[int] = frozenset()) -> None:
        self.reading, self._kept, self._kept_folds = reading, None, unfolded
        self._article.show(reading, offset)
        self._related.show(reading, "", unfolded)

    # --- retracing

    def go_back(self) -> tuple[Place | None, int]:
        """Go a step back: the place now shown, None at the start; and how many deleted ones were passed over."""
        place, skipped = self.history.go_back(self._is_there)
        return self._restore(place), skipped

    def go_forward(self) -> tuple[Place | None, int]:
        """Go a step forward, as `go_back`."""
        place, skipped = self.history.go_forward(self._is_there)
        return self._restore(place), skipped

    def go_to(self, place: Place) -> bool:
        """Go to a place of the trail, as to somewhere new; False where its article is gone."""
        if not self._is_there(place):
            return False
        self._visit(place)
        self._restore(place)
        return True

    def list_trail_titles(self) -> list[str]:
        """What stood where, for each step of the trail."""
        ids = [step.place.article_id for step in self.history.trail if step.place.article_id is not None]
        titles = {row.id: row.title for row in self._desk.fetch_rows(list(dict.fromkeys(ids)))}
        return [
            titles.get(step.place.article_id, "(deleted)")
            if step.place.article_id
            else name_list(self._desk, step.place.list_name)
            for step in self.history.trail
        ]

    def _is_there(self, place: Place) -> bool:
        return place.article_id is None or bool(self._desk.fetch_rows([place.article_id]))

    def _restore(self, place: Place | None) -> Place | None:
        if place is None:
            return None
        index = self._rows.find(place.row_id) if self._rows.listed == place.list_name else None
        if index is None:
            self._rows.enter(place.list_name, place.row_id)
        else:
            self._rows.set_cursor(index)
        if place.article_id is None:
            self.is_over_list = True
            self._show(None)
            return place
        self.reading, self._kept, self._kept_folds = self._desk.read(place.article_id), None, frozenset(place.unfolded)
        self._article.show(self.reading, place.offset, place.link)
        self._related.show(self.reading, place.related, self._kept_folds)
        return place

    # --- along the list

    def step_article(self, direction: int) -> bool:
        """Open the next (1) or previous (-1) article of the list; False at its end."""
        index = self._rows.find_row(self._rows.cursor, direction)
        return index is not None and self.open_row(index)

    def step_unread(self, direction: int) -> bool:
        """Open the next (1) or previous (-1) unread article of the list; False where none is left."""
        index = self._rows.find_unread(self._rows.cursor, direction)
        return index is not None and self.open_row(index)

    # --- what changed meanwhile

    @property
    def is_outdated(self) -> bool:
        """Whether another library was restored over the one that is shown: see `begin_anew`."""
        return self._desk.read_era() != self._era

    def begin_anew(self, pane: PaneName) -> None:
        """Show the library that was restored over the one that was shown, and begin another history in it.

        The list, the article under its cursor and the open one stay where it has them too; by their ids alone they may
        be others.
        """
        listed, row, reading = self._rows.listed, self._rows.row, self.reading
        self._era = self._desk.read_era()
        for unwritten in (self._opened, self._offsets, self._folds):
            unwritten.clear()
        self.history, self._below_search = History(self._desk), Place()
        if reading is not None and not self._has_same(reading.row):
            self.is_over_list = True
            self._show(None)
        # A feed is known by its id.
        listed = ListName() if listed.view is View.FEED else listed
        self._rows.enter(listed, row.id if row is not None and self._has_same(row) else None)
        self.refresh()
        self._kept = None
        self._visit(self._make_place(pane))

    def _has_same(self, row: Row) -> bool:
        """Whether the library has an article of this id that is the same one."""
        return any(each.title == row.title for each in self._desk.fetch_rows([row.id]))

    def refresh(self) -> None:
        """Read the states of what is shown again; nothing moves."""
        self._rows.update()
        if self.reading is None:
            return
        self.reading = self._read(self.reading.row.id)
        if self.reading is None:
            self._show(None)
        else:
            self._article.update(self.reading)
            self._related.update(self.reading)
