"""The choice between several stored articles of one title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.wording import name_title, say_date

if TYPE_CHECKING:
    from newsreader.model import Edge


class TargetsDialog(Dialog):
    """The stored articles that a headline may mean, nearest in time first, with date and source."""

    def __init__(self, edge: Edge, glyphs: Glyphs) -> None:
        lines = [
            Line(
                (
                    Span(f" {glyphs.mark_row(row)} ", Role.STORED),
                    Span(glyphs.show(name_title(row.title, 48))),
                    Span(f"  {glyphs.show(row.source)}  {say_date(row.published)}", Role.MUTED),
                )
            )
            for row in edge.targets
        ]
        super().__init__("Several stored articles bear this title", lines, "Enter opens, Esc gives up", glyphs)
