"""A list of the library: the articles, or the wishes, in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.actions import DEFAULT_KEYS, KeyNames
from newsreader.desk.looking import MOST_HIDDEN
from newsreader.model import ListName, Order, Row, View, Wish
from newsreader.text import cell_width, pad, site_of, truncate, wrap
from newsreader.tui.lines import Glyphs, Line, Role, Span, fit_line
from newsreader.tui.listing import FoundListing, Listing
from newsreader.tui.widgets.lines import CursorView
from newsreader.wording import (
    count_things,
    describe_listed,
    describe_row,
    reading_minutes,
    say_hidden,
    say_short_date,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from newsreader.desk import Desk
    from newsreader.model import Snippet

_DATE_WIDTH, _SOURCE_WIDTH, _SNIPPET_INDENT = 11, 16, 5
# A narrower list shows days alone beside its titles.
_LEAST_WITH_SOURCES = 60
# Those that hold headlines, stored or not.
_OF_WISHES = (View.WANTED, View.OFTEN_NAMED)
# Those in which any place is found from its neighbours.
_BY_KEY = (View.ALL, View.UNREAD, View.BOOKMARKS)
_EMPTY_WORDS = {
    View.UNREAD: "Nothing unread.",
    View.BOOKMARKS: "No bookmarks yet: {bookmark} on an article keeps it here.",
    View.WANTED: "Nothing wanted: {open} or {queue} on a headline that is not stored asks for it.",
    View.OFTEN_NAMED: "No headline is named by three articles and not stored.",
    View.TODAY: "Nothing has come today.",
    View.QUEUE: "Nothing to read next: {queue} puts an article here.",
    View.TRASH: "The trash is empty.",
    View.SAVED: "This search finds nothing.",
    View.TAG: "Nothing has this tag.",
    View.SITE: "Nothing of this site.",
    View.FEED: "This feed has brought nothing yet.",
}
# What is said of a row that is in the list no longer, where its mark does not say it.
_LEFT = {View.QUEUE: "not queued", View.TAG: "untagged"}
_WHAT_TO_TRY = "  Try fewer words, the beginning of one (ferr*), or OR between them."
# Before the first size is known.
_USUAL_WIDTH = 80
_FIRST_STEPS = (
    "The library is empty.",
    "",
    "  {add}  read a page that you saved       newsreader read FILE",
    "  {subscribe}  subscribe to a feed or a site    newsreader feed add URL",
    "     try a made-up edition            newsreader demo",
)
_FROM_NEWSBOAT = "  {import-newsboat} take over what newsboat keeps    newsreader feed import --newsboat"
_NOT_ASKED_YET = ("Nothing has come yet: {refresh-all} asks the feeds, {feeds} shows how they do.",)


class ListView(CursorView):
    """The articles of one list, in the order it had when it was entered; rows are fetched as they come in sight."""

    def __init__(self, desk: Desk, glyphs: Glyphs, today: date, keys: KeyNames = DEFAULT_KEYS) -> None:
        super().__init__(id="list")
        self._desk, self._glyphs, self._today, self._keys = desk, glyphs, today, keys
        self._wishes: list[Wish] = []
        self.listed = ListName()
        self.order = Order.PUBLISHED
        self._listing: Listing | FoundListing | None = None
        self._empty_words: Sequence[str] = ()

    # --- what is listed

    @property
    def view(self) -> View:
        """The kind of list that is shown."""
        return self.listed.view

    def enter(self, listed: ListName, row_id: int | None = None) -> None:
        """Show a list afresh, the cursor on an article if it is there, else another list's on its first row."""
        if listed != self.listed:
            self.cursor = self.top = 0
        self.listed = listed
        self.reload(row_id)

    def reload(self, row_id: int | None = None) -> None:
        """Fetch the list again, the cursor on an article if it is there, else where it stood."""
        self._wishes = self._list_wishes()
        self._listing = self._open_listing()
        self._empty_words = ()
        found = self.find(row_id)
        self.cursor = max(0, min(self.cursor, self.item_count - 1)) if found is None else found
        self.top = max(0, min(self.top, self.line_count - self.height))
        self.show_cursor()
        self.refresh()
        self.post_message(self.Scrolled())

    def count_now(self) -> int:
        """How many articles the list would hold if it were entered now."""
        if self._listing is None:
            return 0
        return self._desk.count(self.view) if self.view in _BY_KEY else len(self._desk.find_listed(self.listed) or ())

    def take_back(self, held: int, made_at: float) -> None:
        """Fetch the list again where more than `held` are in it now that a change of this moment was undone, or made
        again: what that took out before the list was entered has no place in it. What is looked at stays.
        """
        if self._listing is None or made_at > self._listing.entered_at or self.count_now() <= held:
            return
        first = self.id_at(self.item_at(self.top) or 0)
        self.reload(self.id_at(self.cursor))
        place = self.find(first)
        if place is not None:
            self.top = self.lines_of(place)[0]
            self.show_cursor()

    def rename(self, name: str, new: str) -> None:
        """Know the saved search that is shown by its new name; another list stays what it is."""
        if self.listed == ListName(View.SAVED, name):
            self.listed = ListName(View.SAVED, new)

    def update(self) -> None:
        """Fetch what is shown again, the list itself kept as it is; wishes are few and fetched whole."""
        if self._listing is not None:
            self._listing.forget_rows()
        else:
            under_cursor = self.wish
            self._wishes = self._list_wishes()
            keys = [wish.key for wish in self._wishes]
            if under_cursor and under_cursor.key in keys:
                self.cursor = keys.index(under_cursor.key)
            self.cursor = max(0, min(self.cursor, self.item_count - 1))
            self.top = max(0, min(self.top, self.line_count - self.height))
            self.show_cursor()
        self.refresh()

    def update_article(self, article_id: int) -> None:
        """Fetch again what is shown of one article; the other rows are as they were."""
        index = self.find(article_id)
        if self._listing is None:
            self.update()
        elif index is not None:
            self._listing.renew_row(index)
            self.refresh_lines_at(*self.lines_of(index))

    def turn_order(self) -> bool:
        """Sort by the next order, the cursor on its article; False where the list has one of its own."""
        if self.view not in _BY_KEY:
            return False
        row = self.row
        orders = list(Order)
        self.order = orders[(orders.index(self.order) + 1) % len(orders)]
        self.reload(row.id if row else None)
        return True

    def _open_listing(self) -> Listing | FoundListing | None:
        if self.view in _OF_WISHES:
            return None
        if self.view in _BY_KEY:
            if self.order is Order.PUBLISHED:
                return Listing(self._desk, self.view)
            return FoundListing(self._desk, self._desk.list_ids(self.view, self.order), self.listed)
        found = self._desk.find_listed(self.listed) or ()
        return FoundListing(self._desk, found, self.listed)

    @property
    def found_ids(self) -> Sequence[int] | None:
        """What a search has found that is shown, by number; None of another list."""
        return self._listing.ids if self.view is View.FOUND and isinstance(self._listing, FoundListing) else None

    def _list_wishes(self) -> list[Wish]:
        if self.view is View.OFTEN_NAMED:
            return self._desk.list_often_named()
        return self._desk.list_wishes() if self.view is View.WANTED else []

    @property
    def item_count(self) -> int:
        """Articles or wishes in the list."""
        return len(self._wishes) if self._listing is None else self._listing.total

    @property
    def line_count(self) -> int:
        """One line an item, two where it shows what was found; an empty list has a few words."""
        return self.item_count * self._item_lines or len(self._say_empty())

    @property
    def _item_lines(self) -> int:
        return 2 if self.view is View.FOUND else 1

    def lines_of(self, item: int) -> tuple[int, int]:
        """The lines that an item takes."""
        return item * self._item_lines, (item + 1) * self._item_lines - 1

    def item_at(self, line: int) -> int | None:
        """The item on a line."""
        item = line // self._item_lines
        return item if item < self.item_count else None

    @property
    def row(self) -> Row | None:
        """The article under the cursor; of something wanted, the one that arrived."""
        if self._listing is None:
            return self.wish.targets[0] if self.wish and self.wish.targets else None
        return self._listing.row_at(self.cursor) if self.item_count else None

    @property
    def wish(self) -> Wish | None:
        """What is wanted, or often named, under the cursor."""
        return self._wishes[self.cursor] if self._wishes else None

    def id_at(self, index: int) -> int | None:
        """The article at a place of the list; None beyond its ends, and where it is none of articles."""
        return self._listing.id_at(index) if self._listing and 0 <= index < self._listing.total else None

    def find(self, article_id: int | None) -> int | None:
        """The place of an article in the list; None where it is not in it."""
        return self._listing.find(article_id) if self._listing else None

    def find_unread(self, start: int, direction: int) -> int | None:
        """The nearest index beyond `start` whose article is unread now."""
        return self._listing.find_unread(start, direction) if self._listing and self._listing.total else None

    def list_unread(self) -> list[int]:
        """The articles of the list that are unread now, whether they are on the screen or not."""
        if self._listing is None:
            return []
        if isinstance(self._listing, Listing):
            return self._listing.list_unread()
        return [row.id for row in map(self._listing.row_at, range(self._listing.total)) if row and row.is_unread]

    def look_for_new(self) -> None:
        """See which articles the list would hold besides if it were entered now."""
        if self._listing is not None:
            self._listing.look_for_new()

    def look_back(self, since: float) -> None:
        """Take as new what has come since a moment, though the list holds it: the reader has not seen that yet."""
        if isinstance(self._listing, Listing):
            self._listing.look_back(since)

    def count_new(self) -> tuple[int, int]:
        """How many of those would stand above the cursor's article, and how many below it."""
        return self._listing.count_new(self.cursor) if self._listing else (0, 0)

    def leave_gone(self) -> None:
        """From an article that has left the list on to the next one; behind the last, back to the one before."""
        if self._listing is None or not self.item_count or self.row is not None:
            return
        ways = (self._listing.find_row(self.cursor, direction) for direction in (1, -1))
        place = next((place for place in ways if place is not None), None)
        if place is not None:
            self.set_cursor(place)

    def find_row(self, start: int, direction: int) -> int | None:
        """The nearest index beyond `start` whose article is still there."""
        return self._listing.find_row(start, direction) if self._listing else None

    def say_position(self) -> str:
        """`3 min   2/31`: how long the article under the cursor takes, and where in the list it stands."""
        minutes = f"{reading_minutes(self.row.words)} min   " if self._listing and self.row else ""
        return f"{minutes}{self.cursor + 1}/{self.item_count} " if self.item_count else ""

    def describe(self, row: Row) -> str:
        """What the list does not show of a row of its own, and what Enter will do.

        Where the cursor is in the gutter, most moves leave these words as they are.
        """
        in_gutter = self.app.has_class(self.GUTTER)
        if self.size.width < _LEAST_WITH_SOURCES and not in_gutter:
            return describe_row(row, self._glyphs.dot, self._keys)
        is_cut = cell_width(row.source) > _SOURCE_WIDTH
        return describe_listed(row, row.source if is_cut and not in_gutter else "", self._glyphs.dot, self._keys)

    # --- painting

    def is_selected(self, index: int) -> bool:
        """The cursor's line is, not the snippet below it."""
        return super().is_selected(index) and not index % self._item_lines

    def get_line(self, index: int) -> Line:
        """A row: mark, title, source and date."""
        if not self.item_count:
            return Line((Span(f" {self._say_empty()[index]}", Role.MUTED),))
        if self._listing is None:
            return self._paint_wish(self._wishes[index])
        index, line = divmod(index, self._item_lines)
        if line and isinstance(self._listing, FoundListing):
            return paint_snippet(self._listing.snippet_at(index, self.listed.name), self.size.width, self._glyphs)
        row = self._listing.row_at(index)
        if row is None:
            return self._paint_gone(self._listing.gone_at(index))
        if self.view in _LEFT and self._listing.has_left(index):
            return self._paint(
                self._glyphs.mark_row(row), Role.MUTED, row.title, Role.MUTED, row.source, _LEFT[self.view]
            )
        mark = Role.BOOKMARK if row.is_bookmarked else Role.STORED if row.is_unread else Role.MUTED
        day = say_short_date(row.published, row.added_at, self._today)
        role = Role.TEXT if row.is_unread else Role.MUTED
        more = f" +{row.siblings}" if row.siblings else ""
        return self._paint(self._glyphs.mark_row(row), mark, row.title, role, row.source, day, more)

    def _paint_gone(self, row: Row | None) -> Line:
        if row is None:
            return Line((Span("   (deleted)", Role.MUTED),))
        how = "back again" if self.view is View.TRASH else "deleted"
        return self._paint(" ", Role.MUTED, row.title, Role.MUTED, row.source, how)

    def _paint_wish(self, wish: Wish) -> Line:
        if not wish.is_asked:
            named = f"named by {wish.named_by}"
            return self._paint(self._glyphs.absent, Role.MUTED, wish.text, Role.TEXT, site_of(wish.url), named)
        day = say_short_date("", wish.asked_at, self._today)
        if wish.targets:
            return self._paint(
                self._glyphs.mark_row(wish.targets[0]), Role.STORED, wish.text, Role.TEXT, "arrived", day
            )
        return self._paint(self._glyphs.wanted, Role.WANTED, wish.text, Role.TEXT, "waiting", day)

    def _paint(self, mark: str, mark_role: Role, title: str, role: Role, source: str, day: str, more: str = "") -> Line:
        width = self.size.width
        shown = pad(truncate(self._glyphs.show(source), _SOURCE_WIDTH, self._glyphs.ellipsis), _SOURCE_WIDTH)
        tail = f" {shown} {day.rjust(_DATE_WIDTH)} " if width >= _LEAST_WITH_SOURCES else f" {day} "
        room = max(1, width - 3 - cell_width(tail))
        room = max(1, room - len(more))
        words = pad(truncate(self._glyphs.show(title), room, self._glyphs.ellipsis), room)
        return Line((Span(" "), Span(mark, mark_role), Span(" "), Span(words, role), Span(more + tail, Role.DETAIL)))

    def _say_empty(self) -> Sequence[str]:
        if not self._empty_words:
            self._empty_words = self._choose_empty_words()
        room = max(1, (self.size.width or _USUAL_WIDTH) - 2)
        return [line for each in self._empty_words for line in wrap(self._glyphs.show(each), room)]

    def _choose_empty_words(self) -> Sequence[str]:
        if self.view is View.FOUND:
            return self._explain_nothing(self.listed.name)
        words = self._choose_first_steps() if self.view is View.ALL else (_EMPTY_WORDS[self.view],)
        return [self._keys.fill(each) for each in words]

    def _explain_nothing(self, query: str) -> Sequence[str]:
        """What was sought, how many there are without each part of it and how many are hidden, and what to try."""
        without = [
            f"  {count_things(count, 'article')} without {text}"
            for text, count in self._desk.explain_nothing(query)
            if count
        ]
        hidden = say_hidden(self._desk.count_hidden(query), MOST_HIDDEN)
        return (f"Nothing found: {query}", "", *without, *([f"  {hidden}"] if hidden else []), _WHAT_TO_TRY)

    def _choose_first_steps(self) -> Sequence[str]:
        """What to do with a library without articles; where newsboat has feeds here, they can be taken over."""
        if self._desk.list_feeds():
            return _NOT_ASKED_YET
        # Imported late: most libraries hold something.
        from newsreader.desk.importing import find_newsboat

        has_newsboat = find_newsboat(Path.home(), os.environ) is not None
        return (*_FIRST_STEPS, _FROM_NEWSBOAT) if has_newsboat else _FIRST_STEPS


def paint_snippet(snippet: Snippet, width: int, glyphs: Glyphs) -> Line:
    """A stretch of a text on one line, what was looked for in sight and marked."""
    room = max(1, width - _SNIPPET_INDENT - 1)
    # The first of the words stands so that all of it is seen, with what comes before as far as there is room.
    start = max(0, snippet.marks[0][1] - room // 2) if snippet.marks else 0
    if start:  # not in the midst of a word
        start = min(snippet.text.find(" ", start) % len(snippet.text) + 1, snippet.marks[0][0])
    spans = [Span(" " * _SNIPPET_INDENT), Span("\u2026" if start else "", Role.MUTED)]
    place = start
    for mark_start, mark_end in snippet.marks:
        if place <= mark_start:
            spans += [
                Span(snippet.text[place:mark_start], Role.MUTED),
                Span(snippet.text[mark_start:mark_end], Role.LINK),
            ]
            place = mark_end
    spans.append(Span(snippet.text[place:], Role.MUTED))
    # What is left out for the screen may be all of a stretch.
    shown = (Span(glyphs.show(span.text), span.role) for span in spans)
    return fit_line(Line(tuple(span for span in shown if span.text)), width - 1, glyphs.ellipsis)
