"""What was taken over from another reader, and what not and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.telling import say_known
from newsreader.text import pad, wrap
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsreader.model import Imported

# The box's frame and blanks, and how far in a reason stands.
_FRAME, _INDENT = 6, 4
# Longer lines are no easier to read.
_WIDEST = 100
_NUMBER_WIDTH = 9


class ImportedDialog(Dialog):
    """The table of what was taken; `width` is that of the screen."""

    def __init__(self, title: str, imported: Imported, width: int, glyphs: Glyphs) -> None:
        lines = list(_paint_taken(imported, glyphs))
        if imported.refused:
            lines += [Line(), Line((Span(f" Not taken: {len(imported.refused):,}", Role.ACCENT),))]
        for text, reason in imported.refused:
            lines += _paint_refused(text, reason, min(width - _FRAME, _WIDEST), glyphs)
        super().__init__(title, lines, "j k Space b move, Esc closes", glyphs)


def _paint_taken(imported: Imported, glyphs: Glyphs) -> Iterator[Line]:
    for name, (new, amount) in imported.taken.items():
        known = say_known(new, amount)
        spans = (
            Span(f"{amount:>{_NUMBER_WIDTH},}  ", Role.LINK),
            Span(glyphs.show(name)),
            Span(f", {known}" if known else "", Role.MUTED),
        )
        yield Line(spans)


def _paint_refused(text: str, reason: str, width: int, glyphs: Glyphs) -> Iterator[Line]:
    """What was not taken, and the reason below it."""
    for each in wrap(glyphs.show(text), width - 2):
        yield Line((Span(f" {each}"),))
    for each in wrap(glyphs.show(reason), width - _INDENT - 1):
        yield Line((Span(f"{pad('', _INDENT)}{each}", Role.MUTED),))
