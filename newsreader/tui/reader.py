"""What every key does: the actions of `actions.py` on the main screen, each a method of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.model import LibraryError, Order, QueryError, View
from newsreader.tui import dialogs
from newsreader.tui.guard import guarded
from newsreader.tui.keys import make_bindings
from newsreader.tui.panes import LISTS, PaneName
from newsreader.tui.retracing import RetracingScreen
from newsreader.wording import count_related

if TYPE_CHECKING:
    from textual import events

    from newsreader.desk import Desk
    from newsreader.model import Edge
    from newsreader.tui.profile import Profile

# Columns that a pane gets wider or narrower at a key.
_WIDER_BY = 4
_ORDER_WORDS = {
    Order.PUBLISHED: "by publication",
    Order.ADDED: "by arrival",
    Order.READ: "those opened, by when that was",
}


class ReaderScreen(RetracingScreen):
    """The main screen with its keys."""

    def __init__(
        self, desk: Desk, profile: Profile, article_id: int | None, message: str, *, is_over_list: bool
    ) -> None:
        super().__init__(desk, profile, article_id, message, is_over_list=is_over_list)
        # Those of Textual's screens go: a key that the user takes from an action does nothing then. Its own way to
        # other keys, App.set_keymap, can't take one away, and makes every binding anew at each key.
        self._bindings = make_bindings(self.keys)

    # --- typed numbers

    def on_key(self, event: events.Key) -> None:
        """A key takes the message away; what is typed, and digits and what ends them, are no bindings."""
        if not self._take_key(event):
            self.hush()
            self.take_digit(event)

    def _take_key(self, event: events.Key) -> bool:
        try:
            return self.take_typed(event) or self.take_label(event)
        except (LibraryError, QueryError) as error:
            self.say_trouble(error)
            return True

    # --- moving

    def action_line_down(self) -> None:
        """A line or a row down."""
        self._move(1)

    def action_line_up(self) -> None:
        """A line or a row up."""
        self._move(-1)

    def _move(self, count: int) -> None:
        self.focused_view.move(count)
        self._end_move()

    def action_page_down(self) -> None:
        """A page down; at an article's end, once that has been seen, the next unread one."""
        if self.focused_pane is PaneName.ARTICLE and self.article.is_at_end:
            if self.is_end_painted:
                self.action_next_unread()
            return
        self._page(1)

    def action_page_up(self) -> None:
        """A page up."""
        self._page(-1)

    def action_half_page_down(self) -> None:
        """Half a page down."""
        self._page(0.5)

    def action_half_page_up(self) -> None:
        """Half a page up."""
        self._page(-0.5)

    def _page(self, share: float) -> None:
        self.focused_view.page(share)
        self._end_move()

    def action_first(self) -> None:
        """To the top; a list takes in what came meanwhile."""
        if self.focused_pane is PaneName.LIST:
            self.rows.reload()
        self.focused_view.move_to_start()
        self._end_move()

    def action_last(self) -> None:
        """To the end."""
        self.focused_view.move_to_end()
        self._end_move()

    def _end_move(self) -> None:
        """The list follows the cursor among the lists; the bars are painted in the move's own frame."""
        self.follow_sources()
        self.show_bars()

    # --- panes

    def action_pane_left(self) -> None:
        """One pane to the left."""
        index = self.present_panes.index(self.focused_pane)
        if index:
            self.focus_pane(self.present_panes[index - 1])

    def action_pane_right(self) -> None:
        """One pane to the right; on a row in the rightmost: open it."""
        present, pane = self.present_panes, self.focused_pane
        reading, row = self.navigator.reading, self.rows.row
        is_rightmost = pane is self.visible_panes[-1]
        if pane is PaneName.LIST and is_rightmost and not (reading and row and reading.row.id == row.id):
            self.action_open()
        elif pane is not present[-1]:
            self.focus_pane(present[present.index(pane) + 1])
        elif pane is PaneName.ARTICLE:
            self._say_nothing_related()
        elif self.focused_edge is not None and not self.focused_edge.targets:
            does = "fetches" if self.focused_edge.url and not self.focused_edge.is_wanted else "wants"
            # One step too many to the right changes nothing.
            self.say(f"Not stored: {self.keys.name('open')} {does} it.")
        else:
            self.action_open()

    def action_next_pane(self) -> None:
        """The next visible pane; on a narrow screen article and related, or lists and list."""
        self._cycle(1)

    def action_previous_pane(self) -> None:
        """The previous visible pane."""
        self._cycle(-1)

    def _cycle(self, direction: int) -> None:
        panes = self.visible_panes
        if len(panes) == 1:
            panes = LISTS if self.focused_pane in LISTS else self.present_panes[2:]
        self.focus_pane(panes[(panes.index(self.focused_pane) + direction) % len(panes)])

    def action_zoom(self) -> None:
        """The focused pane alone, and back."""
        self.toggle_zoom()

    def action_wider(self) -> None:
        """The focused pane wider."""
        self.widen_pane(_WIDER_BY)

    def action_narrower(self) -> None:
        """The focused pane narrower."""
        self.widen_pane(-_WIDER_BY)

    # --- opening and following

    def action_open(self) -> None:
        """What Enter does on the focused thing."""
        if self.focused_pane is PaneName.SOURCES:
            self._end_move()
            self.focus_pane(PaneName.LIST)
        elif self.focused_pane is PaneName.LIST:
            self._open_under_cursor()
        elif self.focused_pane is PaneName.RELATED and self.related.stop and self.related.stop.row:
            self._open_article(self.related.stop.row.id)
        elif self.focused_edge is not None:
            self.follow(self.focused_edge)
        elif self.focused_pane is PaneName.RELATED and self.related.stop and self.related.stop.topics:
            self.choose_topic(self.related.stop.topics)
        elif self.focused_pane is PaneName.RELATED and self.related.stop:
            self.related.toggle_fold(self.related.stop.section)

    @guarded
    def on_line_view_chosen(self) -> None:
        """A click on what was selected opens it."""
        self.action_open()

    def _open_under_cursor(self) -> None:
        row, wish = self.rows.row, self.rows.wish
        if row is not None and self.rows.view is View.TRASH:
            self.say("In the trash: D brings it back.")
        elif row is not None:
            self._open_article(row.id)
        elif wish is not None and not wish.is_asked and wish.url:
            self.fetch_headline(wish.text, wish.url)
        elif wish is not None and not wish.is_asked:
            self.action_want()
        elif wish is not None:
            self.explain_wish(wish.text, wish.url)

    def follow(self, edge: Edge) -> None:
        """Open a headline's article; ask which, where there are several; fetch or want it where there is none."""
        if len(edge.targets) == 1:
            self._open_article(edge.targets[0].id)
        elif edge.targets:
            self.app.push_screen(
                dialogs.TargetsDialog(edge, self.glyphs),
                lambda index: None if index is None else self._open_target(edge.targets[index].id),
            )
        elif edge.is_wanted:
            self.explain_wish(edge.text, edge.url)
        elif edge.url:
            self.fetch_headline(edge.text, edge.url)
        else:
            self.want(edge, is_on=True)

    def open_arrived(self, article_id: int) -> None:
        """Open what was fetched, as if it had been there."""
        self._open_article(article_id)

    @guarded
    def _open_target(self, article_id: int) -> None:
        self._open_article(article_id)

    @guarded
    def open_visited(self, article_id: int) -> None:
        """Open what was opened before."""
        self._open_article(article_id)

    def _open_article(self, article_id: int) -> None:
        self.note_place()
        if self.navigator.open_article(article_id):
            self.focus_pane(PaneName.ARTICLE)
        else:
            self.refresh_states()
            self.say("That article is deleted.", is_error=True)

    def action_next_link(self) -> None:
        """Select the next link in the text."""
        self._step_link(1)

    def action_previous_link(self) -> None:
        """Select the previous link in the text."""
        self._step_link(-1)

    def _step_link(self, direction: int) -> None:
        if self.navigator.reading is None:
            return
        self.focus_pane(PaneName.ARTICLE)
        if not self.article.step_link(direction):
            self.say("No further link in the text." if direction > 0 else "No link in the text before this one.")

    # --- along the list

    def action_next_article(self) -> None:
        """The next article of the list."""
        self._step_article(1)

    def action_previous_article(self) -> None:
        """The previous article of the list."""
        self._step_article(-1)

    def _step_article(self, direction: int) -> None:
        if self.navigator.reading is None:
            self._move(direction)
            return
        self.note_place()
        if self.navigator.step_article(direction):
            self.focus_pane(PaneName.ARTICLE)
        else:
            self.say(f"{'Last' if direction > 0 else 'First'} article of {self.list_title}.")

    def action_next_unread(self) -> None:
        """The next unread article; among headlines the next stored unread one; of what is looked for the next place."""
        self._step_unread(1)

    def action_previous_unread(self) -> None:
        """The previous unread article."""
        self._step_unread(-1)

    def _step_unread(self, direction: int) -> None:
        if self.focused_pane is PaneName.ARTICLE and self.article.step_hit(direction):
            return
        way = "below" if direction > 0 else "above"
        if self.focused_pane is PaneName.RELATED:
            if not self.related.step_unread(direction):
                self.say(f"No stored unread headline {way}.")
            return
        if self.navigator.reading is None:
            index = self.rows.find_unread(self.rows.cursor, direction)
            found = index is not None
            if index is not None:
                self.rows.set_cursor(index)
        else:
            self.note_place()
            found = self.navigator.step_unread(direction)
            if found:
                self.focus_pane(PaneName.ARTICLE)
        if not found:
            self.say(f"Nothing unread {way} in {self.list_title}.")

    def action_sort(self) -> None:
        """Sort the list by publication, by arrival, by when each was read."""
        if self.rows.turn_order():
            self.say(f"{self.list_title}, {_ORDER_WORDS[self.rows.order]}.")
        else:
            self.say(f"{self.list_title} has an order of its own.")

    # --- the sidebar

    def action_next_section(self) -> None:
        """The next section of the related headlines."""
        self._step_section(1)

    def action_previous_section(self) -> None:
        """The previous section."""
        self._step_section(-1)

    def _step_section(self, direction: int) -> None:
        if self._focus_related() and not self.related.step_section(direction):
            self.say("Last section." if direction > 0 else "First section.")

    def action_stored_only(self) -> None:
        """Stored headlines only, and all again."""
        reading = self.navigator.reading
        if not self._focus_related() or reading is None:
            return
        if not self.related.is_stored_only and not any(
            edge.targets for edge in reading.edges if edge.section is not None
        ):
            self.say(f"None of the {count_related(reading)} related headlines is stored.")
            return
        self.related.toggle_stored_only()
        words = "Stored headlines only: {stored-only} shows all again."
        self.say(self.keys.fill(words) if self.related.is_stored_only else "All headlines.")

    def _focus_related(self) -> bool:
        if PaneName.RELATED not in self.present_panes:
            if self.navigator.reading:
                self._say_nothing_related()
            return False
        self.focus_pane(PaneName.RELATED)
        return True

    def _say_nothing_related(self) -> None:
        reading = self.navigator.reading
        hint = self.keys.hint("fetch", "fetches the whole page.") if reading and reading.row.url else ""
        self.say(f"This page names no related headlines. {hint}".rstrip())
