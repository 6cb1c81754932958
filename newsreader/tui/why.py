"""Why an article is what it is: the lines of its dump with what each was taken for, to look at and to correct."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from textual.screen import Screen

from newsreader.model import LibraryError
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.dialogs.help import list_help, list_why_entries
from newsreader.tui.dialogs.labels import LETTERS, LabelDialog
from newsreader.tui.keys import bind_actions
from newsreader.tui.terminal.quick import QuickScreen
from newsreader.tui.widgets.lines import LINE_CLASSES
from newsreader.tui.widgets.pane import Bar
from newsreader.tui.widgets.seen import SeenView
from newsreader.wording import confirm_change, count_things, say_sureness

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from newsreader.actions import KeyNames
    from newsreader.desk import Desk
    from newsreader.model import Explanation, Label, Row
    from newsreader.tui.lines import Glyphs

Result = TypeVar("Result")

# What the keys of the main screen do here.
_ACTIONS = {
    "line-down": "move(1)",
    "line-up": "move(-1)",
    "page-down": "page(1)",
    "page-up": "page(-1)",
    "half-page-down": "page(0.5)",
    "half-page-up": "page(-0.5)",
    "first": "first",
    "last": "last",
    "open": "correct",
    "pane-right": "correct",
    "next-section": "step_run(1)",
    "previous-section": "step_run(-1)",
    "next-unread": "step_mark(1)",
    "previous-unread": "step_mark(-1)",
    "undo": "undo",
    "redo": "redo",
    "why": "close",
    "pane-left": "close",
    "back": "close",
    "up": "close",
    "close": "close",
    "help": "help",
    "repaint": "app.repaint",
    "quit": "app.end",
}


class WhyScreen(QuickScreen, Screen[None]):
    """The dump of one article; what is corrected goes to the desk, and `split` has the page split again.

    `swaps` undo the last change of this run, and make it again; each returns the words for it.
    """

    AUTO_FOCUS = ""
    COMPONENT_CLASSES = LINE_CLASSES

    def __init__(
        self,
        desk: Desk,
        row: Row,
        keys: KeyNames,
        glyphs: Glyphs,
        opening: str,
        split: Callable[[], object],
        swaps: tuple[Callable[[], str], Callable[[], str]],
    ) -> None:
        super().__init__()
        self._undo, self._redo = swaps
        self._desk, self._row, self._keys, self._glyphs, self._split = desk, row, keys, glyphs, split
        self._bindings = bind_actions(keys, _ACTIONS)
        # A letter too, unless it is another key's.
        if not any("c" in keys.keys[name] for name in _ACTIONS):
            self._bindings.bind("c", "correct", show=False)
        self._opening = opening
        self._explanation: Explanation | None = None
        self._is_splitting = True
        self._message = ""
        self._bar = Bar(glyphs.ellipsis, classes="pane-bar")
        self.view = SeenView(glyphs)
        self._status = Bar(glyphs.ellipsis, id="status")

    @property
    def article_id(self) -> int:
        """The article whose dump this is."""
        return self._row.id

    def compose(self) -> ComposeResult:
        """Whose lines these are, the lines, and what the one under the cursor is."""
        yield self._bar
        yield self.view
        yield self._status

    def on_mount(self) -> None:
        """The lines come once the page is split."""
        self.view.focus()
        self.show_bars()

    def show(self, explanation: Explanation) -> None:
        """Show what was found; the first time on the line that was read, or the title's."""
        is_first, self._explanation = self._explanation is None, explanation
        self._is_splitting = False
        if explanation.reason:
            self.say(explanation.reason, is_error=True)
        # What could not be split again still shows its last lines.
        if explanation.blocks or is_first:
            self.view.show(explanation)
        if is_first:
            self.view.set_cursor(self.view.find_text(self._opening) or self.view.find_text(self._row.title) or 0)
        self.show_bars()

    # --- bars

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Put a message into the status line; it stands until the next key."""
        self._message = message
        self._status.set_class(is_error, "-error")
        self.show_bars()

    def on_key(self) -> None:
        """A key takes the message away."""
        if self._message:
            self.say("")

    def on_line_view_scrolled(self) -> None:
        """Say what the line under the cursor is."""
        self.show_bars()

    def show_bars(self) -> None:
        """Fill both bars."""
        name = self._explanation.name if self._explanation else self._row.source
        place = f"{self.view.cursor + 1}/{self.view.item_count} " if self.view.item_count else ""
        self._bar.show(self._glyphs.show(f" Why: {name}   {self._row.title}"), place)
        self._status.show(self._glyphs.show(f" {self._say_status()}"), "" if self._message else self._hints)

    @property
    def _hints(self) -> str:
        hints = (("open", "corrects"), ("help", "keys"))
        return f"{self._keys.join_hints('  ', *hints)} "

    def _say_status(self) -> str:
        splitting = f"splitting{self._glyphs.ellipsis}"
        seen, found = self.view.seen, self._explanation
        if self._is_splitting:
            return f"{self._message}  {splitting}" if self._message else splitting
        if self._message:
            return self._message
        if seen is None:
            return "no lines"
        words = f"{seen.label}, {say_sureness(seen)}"
        if found and found.unmatched:
            words += f"  {count_things(len(found.unmatched), 'correction')} without a line"
        return words

    # --- moving

    def action_move(self, count: int) -> None:
        """Move the cursor."""
        self.view.move(count)

    def action_page(self, share: float) -> None:
        """Move by a share of the window."""
        self.view.page(share)

    def action_first(self) -> None:
        """To the first line."""
        self.view.move_to_start()

    def action_last(self) -> None:
        """To the last line."""
        self.view.move_to_end()

    def action_step_run(self, direction: int) -> None:
        """To the next or previous lines that were taken for something else."""
        if not self.view.step_run(direction):
            self.say("Nothing else below." if direction > 0 else "Nothing else above.")

    def action_step_mark(self, direction: int) -> None:
        """To the next or previous line that is unsure, or was corrected."""
        if not self.view.step_mark(direction):
            self.say(f"No line that is unsure or corrected {'below' if direction > 0 else 'above'}.")

    def action_close(self) -> None:
        """Back to the article."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show the keys of this view."""
        lines = list_help(list(list_why_entries(self._keys)))
        self.app.push_screen(Dialog("Keys", lines, "Esc closes", self._glyphs))

    # --- correcting

    def action_correct(self) -> None:
        """Ask what the line under the cursor is."""
        if self.view.seen is not None:
            self.app.push_screen(LabelDialog(self.view.seen, self._glyphs), self._take_label)

    def on_line_view_chosen(self) -> None:
        """A click on the cursor's line asks too."""
        self.action_correct()

    def _take_label(self, place: int | None) -> None:
        seen = self.view.seen
        if place is None or seen is None:
            return
        labels: list[Label | None] = [*LETTERS.values(), None]
        label = labels[place]
        block = (seen.first_line, seen.last_line, seen.text)
        change = self._try(lambda: self._desk.correct_block(self.article_id, block, label))
        if change is None:
            return
        if label is not None:
            self.view.put_label(label)
        if change.id:
            self._split_again()
        room = max(20, self.app.size.width - 15)
        self.say(confirm_change(change, self._glyphs.dot, room, self._keys))

    def action_undo(self) -> None:
        """Undo the last change of this run, as on the main screen."""
        self._swap(self._undo)

    def action_redo(self) -> None:
        """Make again what was undone last, as on the main screen."""
        self._swap(self._redo)

    def _swap(self, swap: Callable[[], str]) -> None:
        words = self._try(swap)
        if words is not None:
            self._is_splitting = bool(self._try(self._desk.list_due))
            self.say(words)

    def _split_again(self) -> None:
        self._is_splitting = True
        self._split()

    def _try(self, do: Callable[[], Result]) -> Result | None:
        """What the desk does; None where the library can't, which is said."""
        try:
            return do()
        except LibraryError as error:
            self.say(str(error), is_error=True)
            return None
