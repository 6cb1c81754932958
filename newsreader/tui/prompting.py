"""A question in the status line: what is typed goes there until Enter or Esc."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.text import cell_width, clean_line, truncate
from newsreader.tui.guard import guarded
from newsreader.tui.prompt import LineEditor
from newsreader.tui.screen import PaneScreen
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events

    from newsreader.tui.completion import Completion


def _nothing(_: str) -> None:
    pass


@dataclass(slots=True)
class Question:
    """What is asked, what was typed so far, and who hears of it: at each change, at Enter, at Esc.

    `note` stands at the line's right end; `completed` is what Tab makes of what was typed; Up brings back what is
    `recalled`.
    """

    label: str
    editor: LineEditor
    answered: Callable[[str], None]
    changed: Callable[[str], None] = _nothing
    cancelled: Callable[[str], None] = _nothing
    note: str = ""
    completed: Callable[[str], Completion] | None = None
    recalled: str = ""


class PromptingScreen(PaneScreen):
    """Panes that can ask for a line of text."""

    question: Question | None = None

    def ask(self, question: Question) -> None:
        """Ask; the answer comes later."""
        self.question = question
        self.show_bars()

    def show_status(self) -> None:
        """The question where there is one, its end in sight where it is long."""
        if self.question is None:
            super().show_status()
            return
        editor, label = self.question.editor, f" {self.question.label} "
        # What the bar shows at its right end is less than half of it.
        note = truncate(self.question.note or self.aside, self.app.size.width // 2 - 1, self.glyphs.ellipsis)
        room = max(10, self.app.size.width - len(label) - cell_width(note) - 4)
        start = max(0, editor.caret - room)
        caret = len(label) + editor.caret - start
        marked = (len(label), caret) if editor.is_selected else (caret, caret + 1)
        self.status.show(label + editor.text[start : start + room], note, marked)

    def take_typed(self, event: events.Key) -> bool:
        """Give a key to the question, if there is one; whether it went there."""
        question = self.question
        if question is None:
            return False
        event.prevent_default()
        event.stop()
        if event.key in ("enter", "escape"):
            self.question = None
            (question.answered if event.key == "enter" else question.cancelled)(question.editor.text)
        elif event.key == "tab" and question.completed is not None:
            text, question.note = question.completed(question.editor.text)
            question.editor = LineEditor(text)
        else:
            before = question.editor.text
            if event.key == "up" and question.recalled:
                question.editor = LineEditor(question.recalled)
            else:
                # Whatever else a key means, it means nothing while text is typed.
                question.editor.take_key(event.key, event.character)
            if question.editor.text != before:
                question.changed(question.editor.text)
        self.show_bars()
        return True

    @guarded
    def on_paste(self, event: events.Paste) -> None:
        """What is pasted goes into the question; without one it is no row of keys."""
        if self.question is not None:
            event.stop()
            self.question.editor.insert(clean_line(event.text))
            self.question.changed(self.question.editor.text)
            self.show_bars()
