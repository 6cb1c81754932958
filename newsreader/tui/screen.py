"""The one main screen: its panes, which of them are seen, and what its bars say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.screen import Screen

from newsreader.keymaps import load_key_map
from newsreader.model import ListName, NewsreaderError
from newsreader.tui.guard import guarded
from newsreader.tui.navigator import Navigator
from newsreader.tui.panes import ORDER, TWO_PANES, PaneName, choose_panes, divide_width, list_present
from newsreader.tui.terminal.quick import QuickScreen
from newsreader.tui.widgets.article import ArticleView
from newsreader.tui.widgets.library import ListView
from newsreader.tui.widgets.pane import Bar, FootRule, Pane
from newsreader.tui.widgets.sidebar import RelatedView
from newsreader.tui.widgets.sources import SourcesView, name_list
from newsreader.wording import (
    count_related,
    describe_edge,
    describe_row,
    describe_wish,
    name_title,
    say_date,
)

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult
    from textual.timer import Timer

    from newsreader.desk import Desk
    from newsreader.model import Edge, Row, Wish
    from newsreader.tui.lines import Glyphs
    from newsreader.tui.widgets.lines import LineView

# Reading has come to rest when nothing moved for so long; only then is the position written.
REST_SECONDS = 1.0
# How soon another terminal's changes are seen.
POLL_SECONDS = 1.0


class PaneScreen(QuickScreen, Screen[None]):
    """Panes side by side, a status line below; subclasses say what the keys do."""

    AUTO_FOCUS = ""

    def __init__(self, desk: Desk, glyphs: Glyphs, article_id: int | None, message: str, *, is_over_list: bool) -> None:
        super().__init__()
        self.desk, self.glyphs = desk, glyphs
        self.key_map = load_key_map(desk.settings.keys_preset, desk.settings.keys)
        self.keys = self.key_map.names
        self.sources = SourcesView(desk, glyphs)
        self.rows = ListView(desk, glyphs, date.today(), self.keys)
        self.article = ArticleView(glyphs, desk.settings.measure, self.keys)
        self.related = RelatedView(glyphs)
        self.navigator = Navigator(desk, self.rows, self.article, self.related)
        self.panes = {
            name: Pane(name, view, glyphs)
            for name, view in zip(ORDER, (self.sources, self.rows, self.article, self.related), strict=True)
        }
        self.focused_pane = PaneName.LIST
        self.digits = ""
        self.is_end_painted = False
        self._rule = FootRule(glyphs)
        self.status = Bar(glyphs.ellipsis, id="status")
        self._is_zoomed = False
        self._first_article, self._is_over_list, self._message = article_id, is_over_list, message
        self._new_count = 0
        self._rest: Timer | None = None
        self._arrived: frozenset[str] = frozenset()

    def compose(self) -> ComposeResult:
        """The panes in their order, the rule and the status line."""
        for pane in self.panes.values():
            pane.display = False
        with Horizontal(id="panes"):
            yield from self.panes.values()
        yield self._rule
        yield self.status

    def on_mount(self) -> None:
        """Show what the program was started for."""
        self.focus_pane(PaneName.LIST)
        self._start()
        self._arrived = frozenset(wish.key for wish in self.desk.list_wishes() if wish.targets)
        self.desk.has_changed()
        self.set_interval(POLL_SECONDS, self.take_in_changes)

    @guarded
    def _start(self) -> None:
        article_id = self._first_article
        row_id = article_id or self.desk.find_last_article()
        self.rows.enter(ListName(), row_id)
        if self._is_over_list:
            self.navigator.begin_on_list()
        if article_id is not None and self.navigator.open_article(article_id):
            self.focus_pane(PaneName.ARTICLE)

    # --- panes

    @property
    def present_panes(self) -> tuple[PaneName, ...]:
        """The panes that have something to show."""
        return list_present(has_article=self.navigator.reading is not None, has_related=self.related.has_anything)

    @property
    def visible_panes(self) -> tuple[PaneName, ...]:
        """The panes on the screen."""
        return tuple(name for name, pane in self.panes.items() if pane.display)

    @property
    def focused_view(self) -> LineView:
        """The view that keys move."""
        return self.panes[self.focused_pane].view

    def focus_pane(self, name: PaneName) -> None:
        """Give a pane the focus and show what belongs beside it."""
        self.focused_pane = name if name in self.present_panes else PaneName.LIST
        if self.focused_pane is PaneName.SOURCES:
            self._recount_sources()
        self.arrange_panes()
        self._await_end()

    def _await_end(self) -> None:
        """Note once an article's end has been painted: only a Space pressed after that goes on from it."""
        self.is_end_painted = False
        if self.navigator.reading is not None and self.article.is_at_end:
            self.call_after_refresh(self._note_end)

    @guarded
    def _note_end(self) -> None:
        """The end of the article has been painted: it is read, and read next no longer."""
        self.is_end_painted = True
        if self.navigator.reading is not None:
            self.desk.finish(self.navigator.reading.row.id)

    def toggle_zoom(self) -> None:
        """Show the focused pane alone, or its neighbours again."""
        self._is_zoomed = not self._is_zoomed
        self.arrange_panes()

    def arrange_panes(self) -> None:
        """Show the panes that fit, each with its width; the focus is moved before anything is hidden."""
        width = self.app.size.width
        panes = choose_panes(0 if self._is_zoomed else width, self.focused_pane, self.present_panes)
        widths = divide_width(width, panes, self.desk.settings.measure)
        if PaneName.SOURCES in panes and not self.panes[PaneName.SOURCES].display:
            self.sources.reload()
        for name in panes:
            pane = self.panes[name]
            pane.styles.width = widths[name]
            pane.set_class(name is not panes[0], "-parted")
            pane.set_class(name is self.focused_pane, "-focused")
            pane.display = True
        self.set_focus(self.focused_view, scroll_visible=False)
        for name in ORDER:
            if name not in panes:
                self.panes[name].display = False
        self._rule.display = width >= TWO_PANES
        edges = [sum(widths[before] for before in panes[:index]) for index in range(1, len(panes))]
        self._rule.show(frozenset(edges))
        self.show_bars()

    def _recount_sources(self) -> None:
        """Count anew what the lists hold that are seen; those that come into sight are counted as they do."""
        if self.panes[PaneName.SOURCES].display:
            self.sources.reload()

    def on_resize(self) -> None:
        """Arrange for the new size; each view keeps its place."""
        self.arrange_panes()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane was clicked; a focus that has moved on meanwhile is no click."""
        if event.widget is not self.focused:
            return
        for name, pane in self.panes.items():
            if pane.view is event.widget and name is not self.focused_pane and pane.display:
                self.focus_pane(name)

    # --- bars

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Put a message into the status line; it stands until the next key."""
        self._message = message
        self.status.set_class(is_error, "-error")
        self.show_bars()

    def say_trouble(self, error: NewsreaderError) -> None:
        """Say what the library could not do; which library it is, is known here."""
        self.say(str(error).replace(f" {self.desk.path}", ""), is_error=True)

    def hush(self) -> None:
        """Take the message away: a key came."""
        if self._message:
            self._message = ""
            self.status.remove_class("-error")
            self.show_bars()

    @property
    def room(self) -> int:
        """Cells that a message can take."""
        return max(20, self.app.size.width - 2)

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

    def follow_sources(self) -> None:
        """The list shows what the cursor among the lists stands on."""
        if self.focused_pane is PaneName.SOURCES and self.sources.listed != self.rows.listed:
            self.keep_place()
            self.navigator.enter_list(self.sources.listed)
            self.forget_new()
            self.arrange_panes()

    def show_bars(self) -> None:
        """Fill every bar that is seen."""
        visible = self.visible_panes
        if PaneName.SOURCES in visible:
            self.sources.show_counts()
            self.panes[PaneName.SOURCES].bar.show(" Lists")
        if PaneName.LIST in visible:
            new = f"{self._new_count} new {self.glyphs.new} {self.keys.name('first')} " if self._new_count else ""
            position = f"{self.rows.cursor + 1}/{self.rows.item_count} " if self.rows.item_count else ""
            self.panes[PaneName.LIST].bar.show(self.glyphs.show(f" {self.list_title}"), new + position)
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

    def show_status(self) -> None:
        """Fill the status line."""
        self.status.show(self.glyphs.show(f" {self._say_status()}"))

    @property
    def list_title(self) -> str:
        """What the list is called that is shown."""
        return name_list(self.rows.listed)

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
            return describe_edge(edge, dot, self.room, self.keys)
        if self.focused_pane is PaneName.LIST and self.rows.wish is not None:
            return describe_wish(self.rows.wish, dot, self.keys)
        if self.focused_pane in (PaneName.LIST, PaneName.RELATED) and row is not None:
            return describe_row(row, dot, self.keys)
        return self._say_pane_keys()

    def _say_pane_keys(self) -> str:
        keys = self.keys
        if self.focused_pane is PaneName.RELATED:
            sections = keys.fill("{previous-section} {next-section} sections")
            more = keys.join_hints("  ", ("stored-only", "stored only"), ("help", "keys"))
            return f"{keys.fill('{open} folds or unfolds')}  {sections}  {more}"
        if self.focused_pane is PaneName.LIST:
            return keys.join_hints("  ", ("pane-left", "lists"), ("theme", "theme"), ("help", "keys"), ("up", "ends"))
        if self.focused_pane is PaneName.SOURCES:
            words = keys.fill("{line-down} {line-up} choose a list  {pane-right} or {open} goes to it")
            return f"{words}  {keys.join_hints('  ', ('help', 'keys'), ('up', 'ends'))}"
        return self._say_article_keys()

    def _say_article_keys(self) -> str:
        reading, keys = self.navigator.reading, self.keys
        hints = [("page-down", "page")]
        if reading and any(edge.section is None for edge in reading.edges):
            hints.append(("next-link", "link"))
        if reading and self.related.has_anything:
            beside = PaneName.RELATED in self.visible_panes
            other = keys.hint("next-pane", "")
            words = f"{other and f'or {other}'}related" if beside else f"related {count_related(reading)}"
            hints.append(("pane-right", words))
        hints += [("bookmark", "bookmark"), ("back", "back")]
        hints += [("up", "list" if self.navigator.is_over_list else "ends"), ("help", "keys")]
        gap = "   " if self.app.size.width >= TWO_PANES else "  "
        # What helps least goes first where there is no room; the keys that show all others stay.
        for spare in ("back", "next-link", "bookmark", "page-down"):
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
        self._recount_sources()
        if self.focused_pane not in self.present_panes:
            self.focus_pane(PaneName.LIST)
        self.show_bars()

    @guarded
    def take_in_changes(self) -> None:
        """Show what another terminal changed; the list keeps its rows, what came is counted."""
        if not self.desk.has_changed():
            return
        self.refresh_states()
        if not self.rows.item_count:  # there is nothing that could move
            self.rows.reload()
        self.count_new()
        arrived = {wish.key: wish.text for wish in self.desk.list_wishes() if wish.targets}
        titles = [text for key, text in arrived.items() if key not in self._arrived]
        self._arrived = frozenset(arrived)
        if titles:
            more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
            tail = f"{more} {self.glyphs.dot} in Wanted"
            self.say(f"Arrived: {name_title(titles[0], self.room - len(tail) - 9)}{tail}")
        else:
            self.show_bars()

    def forget_new(self) -> None:
        """The list was fetched just now: nothing is new to it."""
        self._new_count = 0

    def count_new(self) -> None:
        """Count the articles that the list would hold if it were entered now."""
        self._new_count = self.rows.count_new()
