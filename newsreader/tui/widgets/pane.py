"""A pane: a title bar over a view, and the bars at the foot of the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.containers import Vertical
from textual.strip import Strip
from textual.widget import Widget

from newsreader.text import cell_width, pad, truncate
from newsreader.tui.terminal.quick import QuickDispatch, QuickLines, QuickSizes

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.geometry import Region

    from newsreader.tui.lines import Glyphs
    from newsreader.tui.panes import PaneName
    from newsreader.tui.widgets.lines import LineView


_MARKED = Style(reverse=True)


class Bar(QuickLines, Widget):
    """One line of text, its right end kept in sight while its left is cut."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Bar { height: 1; }
    """

    def __init__(self, ellipsis: str, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._ellipsis = ellipsis
        self._left = self._right = ""
        self._marked: tuple[int, int] | None = None
        self._painted_in: Style | None = None

    def show(self, left: str, right: str = "", marked: tuple[int, int] | None = None) -> None:
        """Show other words, those left ones marked that stand between two places: what is selected, or the caret.

        Nothing is painted where they are the same.
        """
        if (left, right, marked) != (self._left, self._right, self._marked):
            self._left, self._right, self._marked = left, right, marked
            self.refresh()

    @property
    def _style(self) -> Style:
        if self._painted_in is None:
            self._painted_in = self.filter_style(self.rich_style)
        return self._painted_in

    def notify_style_update(self) -> None:
        """Forget the colours of the theme that was."""
        self._painted_in = None
        super().notify_style_update()

    @property
    def words(self) -> str:
        """What stands in the bar."""
        return f"{self._left} {self._right}".strip()

    def render_line(self, y: int) -> Strip:
        """Paint the bar."""
        del y
        width = self.size.width
        right = self._right if cell_width(self._right) < width // 2 else ""
        gap = 2 if right else 0
        left = pad(truncate(self._left, width - cell_width(right) - gap, self._ellipsis), width - cell_width(right))
        if self._marked is None or self._marked[0] >= len(left):
            return Strip([Segment(left + right, self._style)], width)
        start, end = self._marked
        style, marked = self._style, self._style + _MARKED
        before, within, behind = left[:start], left[start:end], left[end:] + right
        return Strip([Segment(before, style), Segment(within, marked), Segment(behind, style)], width)


class Pane(QuickDispatch, QuickSizes, Vertical):
    """A view under its title bar; the bar shows whether the view has the focus."""

    DEFAULT_CSS = """
    Pane { width: auto; height: 1fr; }
    Pane.-parted { border-left: solid $frame; }
    Pane.-parted.-ascii { border-left: ascii $frame; }
    """

    def __init__(self, name: PaneName, view: LineView, glyphs: Glyphs) -> None:
        super().__init__(id=f"{name}-pane")
        self.view = view
        # As it is on narrow screens whenever it is seen, so that it is looked up in the style sheet once, at the start.
        self.bar = Bar(glyphs.ellipsis, classes="pane-bar -focused")
        self.set_class(glyphs.is_ascii, "-ascii")

    @property
    def is_covered(self) -> bool:
        """Whether all of it is hidden behind bar and view: it has no frame."""
        return not self.has_class("-parted")

    def render_lines(self, crop: Region) -> list[Strip]:
        """The frame; a pane that has none is hidden behind bar and view, and what is hidden need not be painted well.

        With the same for the screen and what holds the panes, an article opened for a tenth less CPU (least of 12).
        """
        if not self.is_covered:
            return super().render_lines(crop)
        return [Strip.blank(crop.width, self.rich_style)] * crop.height

    def compose(self) -> ComposeResult:
        """The bar over the view."""
        yield self.bar
        yield self.view


class FootRule(QuickLines, Widget):
    """The line between the panes and the status line, joined to the lines that part the panes."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    FootRule { height: 1; }
    """

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="foot-rule")
        self._horizontal, self._joint = glyphs.horizontal, glyphs.joint
        self._columns: frozenset[int] = frozenset()

    def show(self, columns: frozenset[int]) -> None:
        """Join the line at these columns."""
        if columns != self._columns:
            self._columns = columns
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Paint the line."""
        del y
        width = self.size.width
        text = "".join(self._joint if column in self._columns else self._horizontal for column in range(width))
        return Strip([Segment(text, self.filter_style(self.rich_style))], width)
