"""The choice between several stored articles of one title."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.text import cell_width, pad, truncate
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.wording import name_title, say_date

if TYPE_CHECKING:
    from newsreader.model import Edge

_SOURCE_WIDTH, _TITLE_WIDTH = 24, 48


class TargetsDialog(Dialog):
    """The stored articles that a headline may mean, nearest in time first, with date and source."""

    def __init__(self, edge: Edge, glyphs: Glyphs) -> None:
        told = [
            (row, say_date(row.published), truncate(glyphs.show(row.source), _SOURCE_WIDTH, glyphs.ellipsis))
            for row in edge.targets
        ]
        # What they differ in comes first: it is seen on narrow screens too.
        days, sources = (max(map(cell_width, column)) for column in list(zip(*told, strict=True))[1:])
        lines = [
            Line(
                (
                    Span(f" {glyphs.mark_row(row)} ", Role.STORED),
                    Span(f"{pad(day, days)}  {pad(source, sources)}  ", Role.MUTED),
                    Span(glyphs.show(name_title(row.title, _TITLE_WIDTH))),
                )
            )
            for row, day, source in told
        ]
        super().__init__("Several stored articles bear this title", lines, "Enter opens, Esc gives up", glyphs)
