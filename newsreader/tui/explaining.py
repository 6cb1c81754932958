"""The `why` key, and splitting again what was corrected: both in a process of their own, while reading goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from newsreader import background
from newsreader.tui.guard import guarded
from newsreader.tui.program import ProgramScreen
from newsreader.wording import NO_PAGE

if TYPE_CHECKING:
    import subprocess

    from newsreader.model import Explanation


class ExplainingScreen(ProgramScreen):
    """Panes whose open article can be asked why it is what it is."""

    _process: subprocess.Popen[bytes] | None = None

    class Explained(Message):
        """An article's page was split, again where it was due to be."""

        def __init__(self, explanation: Explanation) -> None:
            super().__init__()
            self.explanation = explanation

    @guarded
    def on_mount(self) -> None:
        """What an earlier run left to be split again is; Textual asks the class above too."""
        self._split_due()

    def action_why(self) -> None:
        """Show what each line of the open article's page was taken for."""
        reading = self.navigator.reading
        if reading is None:
            self.say(self.keys.fill("{why} is for an open article: it shows what each line of its page was taken for."))
            return
        article_id = reading.row.id
        if not self.desk.has_page(article_id):
            hint = self.keys.hint("fetch", "fetches it.") if reading.row.url else ""
            self.say(f"It {NO_PAGE}. {hint}".rstrip())
            return
        self.keep_place()
        opening = self.article.opening
        swaps = (self.undo_change, self.redo_change)
        # Imported late: a start does without.
        from newsreader.tui.why import WhyScreen

        screen = WhyScreen(
            self.desk, reading.row, self.keys, self.glyphs, opening, lambda: self._explain(article_id), swaps
        )
        self.app.push_screen(screen, self._leave_why)
        self._explain(article_id)

    @guarded
    def _leave_why(self, _: None) -> None:
        if self.desk.list_due():
            self.say(self._splitting)

    def action_undo(self) -> None:
        """As for every change; a page whose correction is undone is split again."""
        super().action_undo()
        self._mention_splitting()

    def action_redo(self) -> None:
        """As for every change; a page whose correction is made again is split again."""
        super().action_redo()
        self._mention_splitting()

    def _mention_splitting(self) -> None:
        if self.desk.list_due():
            self.say(f"{self._message}  {self._splitting}")

    def undo_change(self) -> str:
        """As for every change; a page whose correction is undone is split again."""
        words = super().undo_change()
        self._split_due()
        return words

    def redo_change(self) -> str:
        """As for every change; a page whose correction is made again is split again."""
        words = super().redo_change()
        self._split_due()
        return words

    def _split_due(self) -> None:
        """Split what is still to be split again, if there is anything."""
        due = self.desk.list_due()
        if due:
            self._explain(due[0])

    @property
    def _splitting(self) -> str:
        return f"splitting{self.glyphs.ellipsis}"

    @work(thread=True, exclusive=True, exit_on_error=False, group="why")
    def _explain(self, article_id: int) -> None:
        """Split again what is due, then the page of an article to see what it is taken for; `Explained` says."""
        self._process = background.start_explaining(self.desk.path, article_id)
        explanation = background.read_explanation(self._process, article_id)
        if not get_current_worker().is_cancelled:
            self.post_message(self.Explained(explanation))

    def on_unmount(self) -> None:
        """Nobody waits for an answer any more; what was to be split is, when the app is next started."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    @guarded
    def on_explaining_screen_explained(self, message: Explained) -> None:
        """Show it where it was asked for, and what it made of the article."""
        from newsreader.tui.why import WhyScreen

        self.refresh_states()
        for screen in self.app.screen_stack:
            if isinstance(screen, WhyScreen) and screen.article_id == message.explanation.article_id:
                screen.show(message.explanation)
                return
        if message.explanation.reason:
            self.say(message.explanation.reason, is_error=True)
        elif self._message.endswith(self._splitting):
            self.say(self._message.removesuffix(self._splitting).rstrip())
