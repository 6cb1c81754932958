"""The keys that change something: bookmarks, wishes, read marks, and undoing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.model import LinkState
from newsreader.tui.screen import PaneScreen
from newsreader.wording import confirm_change, confirm_undo, explain_waiting, name_title

if TYPE_CHECKING:
    from newsreader.model import Edge


class MarkingScreen(PaneScreen):
    """Panes whose focused thing can be marked; what is focused is PaneScreen's to say."""

    def action_bookmark(self) -> None:
        """Bookmark the focused article or take its bookmark away; a headline that is not stored becomes wanted."""
        edge, row = self.focused_edge, self.focused_row
        if row is not None:
            change = self.desk.set_bookmarked(row.id, not row.is_bookmarked)
            self.refresh_states()
            self.say(confirm_change(change, self.glyphs.dot, self.room, self.keys))
        elif edge is not None and not edge.targets:
            self.want(edge, is_on=True)
        elif edge is not None:
            hint = self.keys.fill("{open} opens one, {bookmark} bookmarks it there.")
            self.say(f"{len(edge.targets)} articles bear this title: {hint}")
        elif self.focused_wish is not None:
            hint = "{want} stops wanting it." if self.focused_wish.is_asked else "{want} wants it."
            self.say(f"Not stored yet: there is nothing to bookmark. {self.keys.fill(hint)}")

    def action_want(self) -> None:
        """Want the focused headline, or stop wanting it."""
        edge, wish = self.focused_edge, self.focused_wish
        if wish is not None:
            change = self.desk.set_wanted(wish.text, wish.url, not wish.is_asked)
            self.refresh_states()
            self.say(confirm_change(change, self.glyphs.dot, self.room, self.keys))
        elif edge is None:
            words = "{want} wants what is not stored: {next-link} selects a link, {pane-right} goes to the headlines."
            self.say(self.keys.fill(words))
        elif edge.targets:
            self.say(f"Stored already, {self.keys.name('open')} opens it: {name_title(edge.text)}")
        else:
            self.want(edge, is_on=not edge.is_wanted)

    def want(self, edge: Edge, *, is_on: bool) -> None:
        """Want a headline or stop wanting it; one that is wanted already is said to wait."""
        if is_on and edge.state is LinkState.WANTED:
            self.say(explain_waiting(edge.text, edge.url, self.glyphs.dot, self.room))
            return
        change = self.desk.set_wanted(edge.text, edge.url, is_on)
        self.refresh_states()
        self.say(confirm_change(change, self.glyphs.dot, self.room, self.keys))

    def action_not_this(self) -> None:
        """Say that the focused headline or link does not mean the article that it leads to."""
        edge, reading = self.focused_edge, self.navigator.reading
        if edge is None or reading is None:
            words = "{not-this} is for a headline, or a link, that leads to another article than it means."
            self.say(self.keys.fill(words))
        elif not edge.targets:
            self.say("It leads to no stored article.")
        else:
            change = self.desk.refuse_targets(reading.row.id, edge.number)
            self.refresh_states()
            self.say(confirm_change(change, self.glyphs.dot, self.room, self.keys))

    def action_toggle_read(self) -> None:
        """Mark the focused article read or unread."""
        row = self.focused_row
        if row is not None:
            change = self.desk.set_read(row.id, row.is_unread)
            self.refresh_states()
            self.say(confirm_change(change, self.glyphs.dot, self.room, self.keys))
        elif self.focused_wish is not None or (self.focused_edge and not self.focused_edge.targets):
            self.say("Not stored: there is nothing to mark read.")

    def action_undo(self) -> None:
        """Undo the last change of this run."""
        change = self.desk.undo()
        if change is None:
            self.say("Nothing to undo in this run.")
            return
        self.refresh_states()
        self.say(confirm_undo(change))
