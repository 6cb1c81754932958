"""The choice of who is given an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.text import cell_width, clean_line, pad
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.wording import name_title

if TYPE_CHECKING:
    from collections.abc import Sequence


class ShareDialog(Dialog):
    """The share targets of the settings: names, and the command of each."""

    def __init__(self, targets: Sequence[tuple[str, str]], glyphs: Glyphs) -> None:
        names = [glyphs.show(name_title(clean_line(name), 24)) for name, _ in targets]
        width = max(map(cell_width, names)) + 3
        lines = [
            Line((Span(f" {pad(name, width)}"), Span(glyphs.show(name_title(clean_line(command), 44)), Role.MUTED)))
            for name, (_, command) in zip(names, targets, strict=True)
        ]
        super().__init__("Share with", lines, "Enter gives it the article, Esc gives up", glyphs)
