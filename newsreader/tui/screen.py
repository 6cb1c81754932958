"""The one main screen: what its bars say, what is focused, and what changed meanwhile."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from newsreader.model import ListName, NewsreaderError, View
from newsreader.tui.arranging import ArrangingScreen
from newsreader.tui.guard import guarded
from newsreader.tui.panes import TWO_PANES, PaneName
from newsreader.tui.terminal.access import write_sequence
from newsreader.tui.terminal.sequences import make_notification_sequence
from newsreader.tui.widgets.sources import name_list
from newsreader.wording import (
    count_related,
    count_things,
    describe_edge,
    describe_row,
    describe_wish,
    name_title,
    say_date,
)

if TYPE_CHECKING:
    from textual.timer import Timer

    from newsreader.desk import Desk
    from newsreader.model import Edge, Row, Wish
    from newsreader.tui.profile import Profile

# Reading has come to rest when nothing moved for so long; only then is the position written.
REST_SECONDS = 1.0
# How soon another terminal's changes are seen.
POLL_SECONDS = 1.0
# So long after the start what the first keys may need is made ready.
_READY_SECONDS = 0.5
# So long stands what no key asked for.
_NEWS_SECONDS = 3.0


class PaneScreen(ArrangingScreen):
    """Panes with what their bars say; subclasses say what the keys do."""

    def __init__(
        self, desk: Desk, profile: Profile, article_id: int | None, message: str, *, is_over_list: bool
    ) -> None:
        super().__init__(desk, profile)
        self.digits = ""
        self.is_end_painted = False
        self._first_article, self._is_over_list, self._message = article_id, is_over_list, message
        self._rest: Timer | None = None
        self._arrived: frozenset[str] = frozenset()
        self.aside = ""
        self._stands_until = float("-inf")
        self._is_to_write = False

    def on_mount(self) -> None:
        """Show what the program was started for."""
        self.focus_pane(PaneName.LIST)
        self._start()
        self._arrived = frozenset(self._list_arrived())
        self.desk.has_changed()
        self.set_interval(POLL_SECONDS, self.take_in_changes)
        self.set_timer(_READY_SECONDS, self._make_ready)

    @guarded
    def _make_ready(self) -> None:
        """Read an article that nobody opened yet: the first one that is opened finds SQLite ready for it.

        It took 11.1 ms of CPU instead of 12.6 (medians of 5).
        """
        if self.rows.row is not None:
            self.desk.read(self.rows.row.id)

    @guarded
    def _start(self) -> None:
        article_id = self._first_article
        row_id = article_id or self.desk.find_last_article()
        self.rows.enter(ListName(), row_id)
        last_end = self.desk.find_last_end()
        if last_end is not None:
            self.rows.look_back(last_end)
        if self._is_over_list:
            self.navigator.take_list()
        if article_id is not None and self.navigator.open_article(article_id):
            self.focus_pane(PaneName.ARTICLE)

    def focus_pane(self, name: PaneName) -> None:
        """As for all panes; an article that has come into sight may be seen to its end."""
        super().focus_pane(name)
        self._await_end()

    def _await_end(self) -> None:
        """Note once an article's end has been painted: only a Space pressed after that goes on from it."""
        self.is_end_painted = False
        if self.navigator.reading is not None and self.article.is_at_end:
            self.call_after_refresh(self._note_end)

    @guarded
    def _note_end(self) -> None:
        """The end of the article has been painted: it is read, and read next no longer.

        When it was asked for that, an article that was just opened may not have had its size yet.
        """
        if not self.article.is_at_end:
            return
        self.is_end_painted = True
        if self.navigator.reading is not None and self.desk.finish(self.navigator.reading.row.id):
            self.refresh_states()

    # --- bars

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Put a message into the status line; it stands until the next key."""
        self._message, self._stands_until = message, float("-inf")
        self.status.set_class(is_error, "-error")
        self.show_bars()

    def say_news(self, message: str, *, is_error: bool = False) -> None:
        """Put a message into the status line that no key asked for: a key pressed just then does not take it away."""
        self.say(message, is_error=is_error)
        self._stands_until = time.monotonic() + _NEWS_SECONDS

    def announce(self, message: str) -> None:
        """Have the terminal tell of something outside its window, where the settings ask for that."""
        if self.desk.settings.notify:
            write_sequence(self.app, make_notification_sequence(message, os.environ))

    def show_aside(self, words: str) -> None:
        """Put words at the right end of the status line: what goes on beside reading."""
        if words != self.aside:
            self.aside = words
            self.show_status()

    def say_trouble(self, error: NewsreaderError) -> None:
        """Say what the library could not do; which library it is, is known here."""
        self.say(str(error).replace(f" {self.desk.path}", ""), is_error=True)

    def hush(self) -> None:
        """Take the message away: a key came."""
        if self._message and time.monotonic() >= self._stands_until:
            self._message = ""
            self.status.remove_class("-error")
            self.show_bars()

    @property
    def room(self) -> int:
        """Cells that a message can take."""
        return max(20, self.app.size.width - 2 - (len(self.aside) + 2 if self.aside else 0))

    def on_line_view_scrolled(self) -> None:
        """Say where the reader is now, and keep it once reading rests."""
        self.follow_sources()
        self.show_bars()
        self._await_end()
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, self.keep_place)

    @guarded
    def keep_place(self) -> None:
        """Keep where the reader is; where the library can't take it just now, the next rest will."""
        self.navigator.keep_place(self.focused_pane)
        self.write_noted()

    def note_place(self) -> None:
        """Keep where the reader is as he leaves it: it is written down with what follows."""
        self.navigator.keep_place(self.focused_pane)

    def write_later(self) -> None:
        """Write down what the navigator keeps once its answer to the reader is painted.

        While feeds are refreshed, whoever writes waits for others.
        """
        if not self._is_to_write:
            self._is_to_write = True
            self.call_after_refresh(self._write_guarded)

    @guarded
    def _write_guarded(self) -> None:
        self.write_noted()

    def write_noted(self) -> None:
        """Write down now what the navigator keeps. Raises LibraryError."""
        self._is_to_write = False
        if self.navigator.write():
            self.show_bars()

    def follow_sources(self) -> None:
        """The list shows what the cursor among the lists stands on."""
        if self.focused_pane is PaneName.SOURCES and self.sources.listed != self.rows.listed:
            self.note_place()
            self.navigator.enter_list(self.sources.listed)
            self.arrange_panes()

    def show_bars(self) -> None:
        """Fill every bar that is seen."""
        visible = self.visible_panes
        if PaneName.SOURCES in visible:
            self.sources.show_counts()
            self.panes[PaneName.SOURCES].bar.show(" Lists")
        if PaneName.LIST in visible:
            position = self._say_new() + self.rows.say_position()
            self.panes[PaneName.LIST].bar.show(self.glyphs.show(f" {self.list_title}"), position)
        if PaneName.ARTICLE in visible:
            self.panes[PaneName.ARTICLE].bar.show(self.glyphs.show(self._say_article()), self.article.say_position())
        if PaneName.RELATED in visible and self.navigator.reading:
            title = self.navigator.reading.article.title
            counts = count_related(self.navigator.reading)
            if self.related.is_stored_only:
                counts += ", stored only"
            beside = PaneName.ARTICLE in visible
            words = f" Related: {counts}" if beside else f" Related to: {title}"
            self.panes[PaneName.RELATED].bar.show(self.glyphs.show(words), "" if beside else f"{counts} ")
        self.show_status()

    @guarded
    def complete(self) -> None:
        """Fill the bars: they say where in its lines a view is."""
        self.show_bars()

    def _say_new(self) -> str:
        """How much has come above and below the cursor that `g` takes in."""
        counts = zip(self.rows.count_new(), (self.glyphs.above, self.glyphs.below), strict=True)
        words = ", ".join(f"{count} new {arrow}" for count, arrow in counts if count)
        return f"{words} {self.keys.name('first')} " if words else ""

    def show_status(self) -> None:
        """Fill the status line."""
        self.status.show(self.glyphs.show(f" {self._say_status()}"), f"{self.aside} " if self.aside else "")

    @property
    def list_title(self) -> str:
        """What the list is called that is shown."""
        return name_list(self.desk, self.rows.listed)

    def _say_article(self) -> str:
        reading = self.navigator.reading
        if reading is None:
            return ""
        pieces = [reading.row.source, say_date(reading.row.published)]
        if self.navigator.is_over_list:
            view = self.list_title
            is_listed = self.rows.row is not None and self.rows.row.id == reading.row.id
            pieces.insert(0, f"{view} {self.rows.cursor + 1}/{self.rows.item_count}" if is_listed else view)
        if reading.row.is_bookmarked:
            pieces.append(f"{self.glyphs.bookmark} bookmarked")
        return f" {'   '.join(piece for piece in pieces if piece)}"

    def _say_status(self) -> str:
        dot = self.glyphs.dot
        if self.digits:
            edge = self.edge_of_digits
            return f"go to {self.digits}: {edge.text if edge else 'no such link on this page'}"
        if self._message:
            return self._message
        if self.article.is_finding and self.focused_pane is PaneName.ARTICLE:
            keys = self.keys.fill("{next-unread} {previous-unread} next, previous   {close} ends")
            return f"{self.article.say_find()}   {keys}"
        edge, row = self.focused_edge, self.focused_row
        if edge is not None:
            return self.describe_edge(edge)
        if self.focused_pane is PaneName.RELATED and self.related.stop and self.related.stop.topics:
            topics = count_things(len(self.related.stop.topics), "topic")
            return f"{topics} {dot} {self.keys.name('open')} searches for one"
        if self.focused_pane is PaneName.LIST and self.rows.wish is not None:
            return self.describe_wish(self.rows.wish)
        if self.focused_pane is PaneName.RELATED and row is not None:
            return describe_row(row, dot, self.keys)
        if self.focused_pane is PaneName.LIST and row is not None:
            words, keys = self.rows.describe(row), self.say_pane_keys()
            return f"{words}  {keys}" if len(words) + len(keys) + 2 <= self.room else words
        return self.say_pane_keys()

    def describe_edge(self, edge: Edge) -> str:
        """What a headline under the cursor is, and what Enter will do."""
        return describe_edge(edge, self.glyphs.dot, self.room, self.keys)

    def describe_wish(self, wish: Wish) -> str:
        """What something wanted under the cursor is, and what Enter will do."""
        return describe_wish(wish, self.glyphs.dot, self.keys)

    def say_pane_keys(self) -> str:
        """The keys that help most where nothing that is focused says more."""
        keys = self.keys
        if self.focused_pane is PaneName.RELATED:
            sections = keys.fill("{previous-section} {next-section} sections")
            more = keys.join_hints("  ", ("stored-only", "stored only"), ("help", "keys"))
            return f"{keys.fill('{open} folds or unfolds')}  {sections}  {more}"
        ends = "leaves the search" if self.rows.view is View.FOUND else "ends"
        if self.focused_pane is PaneName.LIST:
            return keys.join_hints("  ", ("pane-left", "lists"), ("theme", "theme"), ("help", "keys"), ("up", ends))
        if self.focused_pane is PaneName.SOURCES:
            words = keys.fill("{line-down} {line-up} choose a list  {pane-right} or {open} goes to it")
            return f"{words}  {keys.join_hints('  ', ('help', 'keys'), ('up', ends))}"
        return self._say_article_keys()

    def _say_article_keys(self) -> str:
        reading, keys = self.navigator.reading, self.keys
        is_wide = self.app.size.width >= TWO_PANES
        hints = [("page-down", "page")]
        if reading and any(edge.section is None for edge in reading.edges):
            hints.append(("next-link", "next link" if is_wide else "link"))
        if reading and self.related.has_anything:
            beside = PaneName.RELATED in self.visible_panes
            other = keys.hint("next-pane", "")
            words = f"{other and f'or {other}'}related" if beside else f"related {count_related(reading)}"
            hints.append(("pane-right", words))
        hints += [("bookmark", "bookmark"), ("back", "back")]
        hints.append(("up", "list" if self.navigator.is_over_list else "ends"))
        if is_wide:
            hints += [("zoom", "zoom"), ("palette", "actions")]
        hints.append(("help", "keys"))
        gap = "   " if is_wide else "  "
        # What helps least goes first where there is no room; the keys that show all others stay.
        for spare in ("zoom", "palette", "back", "next-link", "bookmark", "page-down"):
            if len(keys.join_hints(gap, *hints)) <= self.room:
                break
            hints = [hint for hint in hints if hint[0] != spare]
        return keys.join_hints(gap, *hints)

    # --- what is focused

    @property
    def focused_edge(self) -> Edge | None:
        """The headline under the sidebar's cursor, or the selected link of the article."""
        if self.focused_pane is PaneName.RELATED:
            return self.related.stop.edge if self.related.stop else None
        return self.article.selected_edge() if self.focused_pane is PaneName.ARTICLE else None

    @property
    def focused_row(self) -> Row | None:
        """The stored article that an action takes: the open one, the one under the cursor, or a link's only target."""
        edge = self.focused_edge
        if edge is not None:
            return edge.targets[0] if len(edge.targets) == 1 else None
        if self.focused_pane is PaneName.RELATED:
            return self.related.stop.row if self.related.stop else None
        if self.focused_pane is PaneName.LIST:
            return self.rows.row
        reading = self.navigator.reading
        return reading.row if reading and self.focused_pane is PaneName.ARTICLE else None

    @property
    def focused_wish(self) -> Wish | None:
        """What is wanted under the list's cursor."""
        return self.rows.wish if self.focused_pane is PaneName.LIST else None

    @property
    def edge_of_digits(self) -> Edge | None:
        """The link whose number was typed."""
        reading, number = self.navigator.reading, int(self.digits or 0)
        return reading.edges[number - 1] if reading and 0 < number <= len(reading.edges) else None

    # --- changes

    def refresh_states(self) -> None:
        """Show what a change did, in every place that names its object."""
        self.navigator.refresh()
        if any(self.rows.count_new()):
            # What was new may be gone by this change.
            self.rows.look_for_new()
        self.recount_sources()
        if self.focused_pane not in self.present_panes:
            self.focus_pane(PaneName.LIST)
        self.show_bars()

    @guarded
    def take_in_changes(self) -> None:
        """Show what another terminal changed; the list keeps its rows, what came is counted."""
        if self.navigator.is_outdated:
            self._begin_anew()
            return
        if not self.desk.has_changed():
            return
        self.refresh_states()
        if not self.rows.item_count:  # there is nothing that could move
            self.rows.reload()
        self.rows.look_for_new()
        arrived = self._list_arrived()
        titles = [text for key, text in arrived.items() if key not in self._arrived]
        self._arrived = frozenset(arrived)
        if titles:
            more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
            tail = f"{more} {self.glyphs.dot} in Wanted"
            self.say_news(f"Arrived: {name_title(titles[0], self.room - len(tail) - 9)}{tail}")
            self.announce(f"Arrived: {titles[0]}{more}")
        else:
            self.show_bars()

    def _list_arrived(self) -> dict[str, str]:
        """The wishes that are fulfilled: their keys and texts."""
        return {wish.key: wish.text for wish in self.desk.list_wishes() if wish.targets}

    def _begin_anew(self) -> None:
        """Show the library that another terminal has restored over the one that was shown."""
        self.navigator.begin_anew(self.focused_pane)
        self._arrived = frozenset(self._list_arrived())
        self.sources.point_to(self.rows.listed)
        self.recount_sources()
        self.focus_pane(self.focused_pane)
        self.say_news("A backup was restored: this is what the library holds now.")
