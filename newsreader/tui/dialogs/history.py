"""Which articles were opened, the latest first, by day."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from newsreader.text import cell_width, pad
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.wording import name_title, say_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Visit

_WIDTH = 48


class HistoryDialog(Dialog):
    """The visits; a day stands before the first of it. It answers with the index of the one chosen."""

    def __init__(self, visits: Sequence[Visit], now: datetime, glyphs: Glyphs) -> None:
        moments = [datetime.fromtimestamp(visit.visited_at) for visit in visits]
        days = [say_day(moment.date(), now.date()) for moment in moments]
        width = max(map(cell_width, days))
        lines = []
        for index, visit in enumerate(visits):
            is_first = not index or days[index] != days[index - 1]
            row = visit.row
            lines.append(
                Line(
                    (
                        Span(f" {pad(days[index] if is_first else '', width)}  ", Role.ACCENT),
                        Span(f"{moments[index]:%H:%M} ", Role.MUTED),
                        Span(f"{glyphs.mark_row(row)} ", Role.STORED),
                        Span(glyphs.show(name_title(row.title, _WIDTH))),
                        Span(f"  {glyphs.show(row.source)}", Role.MUTED),
                    )
                )
            )
        super().__init__("What you have opened", lines, "Enter opens it again, Esc gives up", glyphs)
