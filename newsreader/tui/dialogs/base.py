"""What the dialogs share: a titled box with one list in it, worked by the keys of every list."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from newsreader.text import cell_width
from newsreader.tui.lines import fit_line
from newsreader.tui.terminal.quick import QuickScreen
from newsreader.tui.widgets.lines import LINE_CLASSES, CursorView
from newsreader.tui.widgets.pane import Bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from newsreader.tui.lines import Glyphs, Line


class Choices(CursorView):
    """A list of given lines; what is wider than the box ends in an ellipsis."""

    def __init__(self, lines: Sequence[Line], ellipsis: str) -> None:
        super().__init__(id="choices")
        self._lines, self._ellipsis = lines, ellipsis

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines."""
        self._lines = lines
        self.cursor = self.top = 0
        self.refresh()

    @property
    def line_count(self) -> int:
        """One line a choice."""
        return len(self._lines)

    def get_line(self, index: int) -> Line:
        """A given line."""
        return fit_line(self._lines[index], self.size.width, self._ellipsis)


class Dialog(QuickScreen, ModalScreen[int | None]):
    """Lines to choose from under a title; it answers with the index chosen, or None where it was closed."""

    COMPONENT_CLASSES = LINE_CLASSES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("space,pagedown,ctrl+f,ctrl+d", "page(1)", show=False),
        Binding("b,pageup,ctrl+u", "page(-1)", show=False),
        Binding("g,home", "move_to_start", show=False),
        Binding("G,end", "move_to_end", show=False),
        Binding("enter,l,right", "choose", show=False),
        Binding("escape,q,h,left,question_mark", "close", show=False),
        Binding("ctrl+l", "app.repaint", show=False),
        Binding("Q", "app.end", show=False),
    ]

    def __init__(self, title: str, lines: Sequence[Line], hint: str, glyphs: Glyphs, cursor: int = 0) -> None:
        super().__init__(classes="-ascii" if glyphs.is_ascii else None)
        self._heading, self._hint = Bar(glyphs.ellipsis), Bar(glyphs.ellipsis, classes="hint")
        self._heading.show(f" {title}")
        self._hint.show(f" {hint}")
        # As wide as what it holds, with the frame and a blank on either side.
        self._box = Vertical()
        self._box.styles.width = max(map(cell_width, (title, hint, *(line.text for line in lines)))) + 6
        self._lines = lines
        self.view = Choices(lines, glyphs.ellipsis)
        self.view.cursor = cursor

    def show_lines(self, title: str, lines: Sequence[Line]) -> None:
        """Show other lines under another title, the cursor on the first; the box stays as wide as it is."""
        self._heading.show(f" {title}")
        self._lines = lines
        self.view.show(lines)
        self._fit()

    def compose(self) -> ComposeResult:
        """Title, lines, and what the keys do."""
        with self._box:
            yield self._heading
            yield self.view
            yield self._hint

    def on_mount(self) -> None:
        """As high as its lines, as far as the screen allows."""
        self._fit()
        self.view.focus()

    def on_resize(self) -> None:
        """Fit the new size."""
        self._fit()

    def _fit(self) -> None:
        self.view.styles.height = max(1, min(len(self._lines), self.app.size.height - 4))
        self.call_after_refresh(self.view.show_cursor)

    def action_move(self, count: int) -> None:
        """Move the cursor."""
        self.view.move(count)

    def action_page(self, share: int) -> None:
        """Move by a page."""
        self.view.page(share)

    def action_move_to_start(self) -> None:
        """To the first line."""
        self.view.move_to_start()

    def action_move_to_end(self) -> None:
        """To the last line."""
        self.view.move_to_end()

    def action_choose(self) -> None:
        """Answer with the line under the cursor."""
        self.dismiss(self.view.cursor)

    def action_close(self) -> None:
        """Answer with nothing."""
        self.dismiss(None)

    def on_line_view_chosen(self) -> None:
        """A click on the cursor chooses."""
        self.action_choose()
