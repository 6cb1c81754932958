"""The keys that change something: bookmarks, wishes, read marks, and undoing them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.model import Action, LinkState, ListName, View
from newsreader.tui.panes import PaneName
from newsreader.tui.prompt import LineEditor
from newsreader.tui.prompting import PromptingScreen, Question
from newsreader.wording import confirm_change, confirm_redo, confirm_undo, explain_waiting, name_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from newsreader.model import Change, Edge


class MarkingScreen(PromptingScreen):
    """Panes whose focused thing can be marked; what is focused is PaneScreen's to say."""

    def action_bookmark(self) -> None:
        """Bookmark the focused article or take its bookmark away; a headline that is not stored becomes wanted."""
        edge, row = self.focused_edge, self.focused_row
        if row is not None:
            self.confirm(self.desk.set_bookmarked(row.id, not row.is_bookmarked))
        elif edge is not None and not edge.targets:
            self.want(edge, is_on=True)
        elif edge is not None:
            hint = self.keys.fill("{open} opens one, {bookmark} bookmarks it there.")
            self.say(f"{len(edge.targets)} articles bear this title: {hint}")
        elif self.focused_wish is not None:
            hint = "{queue} stops wanting it." if self.focused_wish.is_asked else "{queue} wants it."
            self.say(f"Not stored yet: there is nothing to bookmark. {self.keys.fill(hint)}")

    def confirm(self, change: Change, note: str = "") -> None:
        """Show a change everywhere, and say what was done, with a note behind it."""
        self.refresh_states()
        tail = f" {self.glyphs.dot} {note}" if note else ""
        self.say(confirm_change(change, self.glyphs.dot, self.room - len(tail), self.keys) + tail)

    def action_queue(self) -> None:
        """Put the focused article into the queue or take it out; want a headline not stored, or stop wanting it."""
        row, wish = self.focused_row, self.focused_wish
        if row is not None and wish is None:
            is_queued = row.id in (self.desk.find_listed(ListName(View.QUEUE)) or ())
            self.confirm(self.desk.set_queued(row.id, not is_queued))
            return
        self.action_want()

    def action_tag(self) -> None:
        """Tag the focused article: each word of the line is a tag, one of several words stands in quotation marks; what
        is taken out of the line is none any more.
        """
        row = self.focused_row
        if row is None:
            self.say(self.keys.fill("{tag} tags a stored article."))
            return
        written = self.desk.read_kept(row.id)

        def answer(text: str) -> None:
            change = self.desk.set_tags(row.id, read_tags(text))
            if change.id:
                self.confirm(change)

        self.ask(Question("tags:", LineEditor(write_tags(written.tags if written else ())), answer))

    def action_note(self) -> None:
        """Note something on the focused article."""
        row = self.focused_row
        if row is None:
            self.say(self.keys.fill("{note} notes something on a stored article."))
            return
        written = self.desk.read_kept(row.id)
        note = written.note if written else ""
        # A note of several lines was written elsewhere, and stays as it is unless another is written.
        if "\n" in note:
            self.say(f"A note of several lines: `newsreader note {row.id}` shows and changes it.")
            return
        self.ask(Question("note:", LineEditor(note), lambda text: self.confirm(self.desk.set_note(row.id, text))))

    def action_delete(self) -> None:
        """Move the focused article to the trash; out of it, in the trash."""
        row = self.focused_row
        if row is None:
            self.say(self.keys.fill("{delete} deletes a stored article."))
            return
        is_out = self.rows.view is View.TRASH and self.focused_pane is PaneName.LIST
        change = self.desk.mark(Action.DELETE, (row.id,), not is_out)
        if self.navigator.reading and self.navigator.reading.row.id == row.id and not is_out:
            self.navigator.leave_article()
        self.confirm(change)
        self.rows.leave_gone()

    def action_mark_all_read(self) -> None:
        """Mark all articles of the list read: one change."""
        ids = self.rows.list_unread()
        if not ids:
            self.say(f"Nothing unread in {self.list_title}.")
            return
        self.confirm(self.desk.mark(Action.READ, ids, True))

    def action_redo(self) -> None:
        """Make again what was undone last."""
        self.say(self.redo_change())

    def redo_change(self) -> str:
        """Make again what was undone last, and show it everywhere; the words for it."""
        return self._swap(self.desk.redo, confirm_redo, "Nothing to make again.")

    def action_undo(self) -> None:
        """Undo the last change of this run."""
        self.say(self.undo_change())

    def undo_change(self) -> str:
        """Undo the last change of this run, and show it everywhere; the words for it."""
        return self._swap(self.desk.undo, confirm_undo, "Nothing to undo in this run.")

    def _swap(self, swap: Callable[[], Change | None], confirm: Callable[[Change], str], nothing: str) -> str:
        held = self.rows.count_now()
        change = swap()
        if change is None:
            return nothing
        self.refresh_states()
        self.rows.take_back(held, change.made_at)
        return confirm(change)

    def action_want(self) -> None:
        """Want the focused headline, or stop wanting it."""
        edge, wish = self.focused_edge, self.focused_wish
        if wish is not None:
            self.confirm(self.desk.set_wanted(wish.text, wish.url, not wish.is_asked))
        elif edge is None:
            words = "{queue} wants what is not stored: {next-link} selects a link, {pane-right} goes to the headlines."
            self.say(self.keys.fill(words))
        elif edge.targets:
            self.say(f"Stored already, {self.keys.name('open')} opens it: {name_title(edge.text)}")
        else:
            self.want(edge, is_on=not edge.is_wanted)

    def want(self, edge: Edge, *, is_on: bool) -> None:
        """Want a headline or stop wanting it; one that is wanted already is said to wait."""
        if is_on and edge.state is LinkState.WANTED:
            self.explain_wish(edge.text, edge.url)
            return
        self.confirm(self.desk.set_wanted(edge.text, edge.url, is_on))

    def explain_wish(self, text: str, url: str) -> None:
        """Say why something wanted still waits."""
        self.say(explain_waiting(text, url, self.glyphs.dot, self.room, keys=self.keys))

    def action_not_this(self) -> None:
        """Say that the focused headline or link does not mean the article that it leads to."""
        edge, reading = self.focused_edge, self.navigator.reading
        if edge is None or reading is None:
            words = "{not-this} is for a headline, or a link, that leads to another article than it means."
            self.say(self.keys.fill(words))
        elif not edge.targets:
            self.say("It leads to no stored article.")
        else:
            self.confirm(self.desk.refuse_targets(reading.row.id, edge.number))

    def action_toggle_read(self) -> None:
        """Mark the focused article read or unread."""
        # One that was opened just now is read with that, before it is marked.
        self.write_noted()
        row = self.focused_row
        if row is not None:
            self.confirm(self.desk.set_read(row.id, row.is_unread))
        elif self.focused_wish is not None or (self.focused_edge and not self.focused_edge.targets):
            self.say("Not stored: there is nothing to mark read.")


_TAG = re.compile(r'"([^"]*)"?|(\S+)')


def write_tags(tags: Iterable[str]) -> str:
    """Tags as a line on which they are changed, ready for another."""
    return "".join(f'"{tag}" ' if " " in tag else f"{tag} " for tag in tags)


def read_tags(line: str) -> list[str]:
    """The tags of a line; one of several words stands in quotation marks."""
    return [quoted or word for quoted, word in _TAG.findall(line)]
