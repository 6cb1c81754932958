"""Up, back and forward, and where the reader has been."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.tui import dialogs
from newsreader.tui.feeds import FeedsScreen
from newsreader.tui.guard import guarded
from newsreader.tui.panes import LISTS, PaneName
from newsreader.wording import name_title

if TYPE_CHECKING:
    from newsreader.model import Place

# Nobody looks through more.
_MOST_VISITS = 2000


class RetracingScreen(FeedsScreen):
    """Panes from which the reader goes back."""

    def action_up(self) -> None:
        """Up to the list, from what a search found to the one below; with none below the program ends."""
        if not self._leave_article() and not self._leave_search():
            self.action_quit()

    def action_close(self) -> None:
        """Close what is looked for, give up what is fetched, else up to the list; Esc never ends the program."""
        if self.end_find() or self.give_up_here():
            return
        if not self._leave_article() and not self._leave_search():
            self.say(self.keys.fill("{up} ends the program."))

    def _leave_article(self) -> bool:
        if self.focused_pane in LISTS or not self.navigator.is_over_list:
            return False
        self.note_place()
        self.navigator.leave_article()
        self.focus_pane(PaneName.LIST)
        return True

    def _leave_search(self) -> bool:
        self.note_place()
        if not self.navigator.leave_search():
            return False
        self.sources.point_to(self.rows.listed)
        self.focus_pane(PaneName.LIST)
        return True

    def action_back(self) -> None:
        """Back to where the reader was."""
        self._retrace(-1)

    def action_forward(self) -> None:
        """Forward again."""
        self._retrace(1)

    def _retrace(self, direction: int) -> None:
        self.note_place()
        navigator = self.navigator
        place, skipped = navigator.go_back() if direction < 0 else navigator.go_forward()
        if place is None:
            self.say("Start of history." if direction < 0 else "End of history.")
            return
        self._show_place(place)
        title = navigator.reading.article.title if navigator.reading else self.list_title
        step, count = navigator.history.position
        word, way = ("Back", "forward") if direction < 0 else ("Forward", "back")
        gone = f"{skipped} deleted passed over" if skipped else ""
        details = ", ".join(filter(None, (f"step {step} of {count}", self.keys.hint(way, way), gone)))
        self.say(f"{word}: {name_title(title)} ({details})")

    def _show_place(self, place: Place) -> None:
        self.sources.point_to(self.rows.listed)
        self.focus_pane(PaneName(place.pane))

    def action_trail(self) -> None:
        """Show where the reader has been, as a tree, and go there."""
        self.note_place()
        trail = self.navigator.history.trail

        def go(number: int | None) -> None:
            if number is not None:
                self._go_to(trail[number].place)

        titles = self.navigator.list_trail_titles()
        dialog = dialogs.TrailDialog(trail, titles, self.navigator.history.here, self.glyphs)
        self.app.push_screen(dialog, go)

    @guarded
    def _go_to(self, place: Place) -> None:
        if self.navigator.go_to(place):
            self._show_place(place)
        else:
            self.say("That article is no longer there.")

    def action_history(self) -> None:
        """Show which articles were opened, by day, and open one again."""
        visits = self.desk.list_visits(_MOST_VISITS)
        if not visits:
            self.say("Nothing was opened yet.")
            return

        def open_again(index: int | None) -> None:
            if index is not None:
                self.open_visited(visits[index].row.id)

        self.app.push_screen(dialogs.HistoryDialog(visits, datetime.now(), self.glyphs), open_again)

    def open_visited(self, article_id: int) -> None:
        """Open what was opened before: the reader's to say."""
        raise NotImplementedError
