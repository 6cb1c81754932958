"""All links of a page in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span, role_of_edge
from newsreader.wording import name_title

if TYPE_CHECKING:
    from newsreader.model import Reading

_WIDTH = 60


class LinksDialog(Dialog):
    """The links of an article by number; it answers with the index of the one chosen."""

    def __init__(self, reading: Reading, glyphs: Glyphs) -> None:
        digits = len(str(len(reading.edges)))
        lines = [
            Line(
                (
                    Span(f" {glyphs.mark_edge(edge).ljust(2)}", role_of_edge(edge)),
                    Span(f" {str(edge.number).rjust(digits)} ", Role.MUTED),
                    Span(glyphs.show(name_title(edge.text, _WIDTH))),
                )
            )
            for edge in reading.edges
        ]
        super().__init__("Links", lines, "Enter follows, Esc gives up", glyphs)
