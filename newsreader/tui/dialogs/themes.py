"""The choice of a theme, seen while choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.text import cell_width, pad
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Line, Role, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from newsreader.tui.lines import Glyphs


class ThemeDialog(Dialog):
    """Themes by name; the one under the cursor is shown at once, Esc goes back to the one before."""

    def __init__(
        self, choices: Sequence[tuple[str, str]], current: str, preview: Callable[[str], None], glyphs: Glyphs
    ) -> None:
        names = [name for name, _ in choices]
        width = max(map(cell_width, names)) + 3
        lines = [Line((Span(f" {pad(name, width)}"), Span(origin, Role.MUTED))) for name, origin in choices]
        cursor = names.index(current) if current in names else 0
        super().__init__("Theme", lines, "j k preview, Enter takes it, Esc leaves it as it was", glyphs, cursor)
        self._names, self._shown, self._preview = names, current, preview

    def on_line_view_scrolled(self) -> None:
        """Show the theme under the cursor."""
        name = self._names[self.view.cursor]
        if name != self._shown:
            self._shown = name
            self._preview(name)
