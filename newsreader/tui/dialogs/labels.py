"""The choice of what a line of a page is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from newsreader.model import Label
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.tui.widgets.seen import role_of_label
from newsreader.wording import name_title

if TYPE_CHECKING:
    from newsreader.model import SeenBlock

# A letter for each, the first where it is free; j, k and q do here what they do everywhere.
LETTERS = {
    "b": Label.BODY,
    "t": Label.TITLE,
    "l": Label.LEAD,
    "s": Label.SUBHEADING,
    "u": Label.QUOTE,
    "c": Label.CAPTION,
    "a": Label.ALT_TEXT,
    "d": Label.DATE,
    "y": Label.BYLINE,
    "i": Label.INLINE_LINK,
    "e": Label.SECTION_HEADING,
    "h": Label.HEADLINE,
    "r": Label.KICKER,
    "o": Label.TOPIC,
    "f": Label.FURNITURE,
}
# Behind the labels, for a line that was corrected.
_TAKE_BACK = "x"


class LabelDialog(Dialog):
    """What a line may be; answers with the place in `LETTERS`, behind its end where a correction is taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"pick({place})", show=False) for place, letter in enumerate(LETTERS)),
        Binding(_TAKE_BACK, f"pick({len(LETTERS)})", show=False),
    ]

    def __init__(self, seen: SeenBlock, glyphs: Glyphs) -> None:
        labels = list(LETTERS.values())
        lines = [_pair(letter, label, role_of_label(label)) for letter, label in LETTERS.items()]
        if seen.is_corrected:
            lines.append(_pair(_TAKE_BACK, "take the correction away", Role.TEXT))
        title = f"What is this? {glyphs.show(name_title(seen.text))}"
        hint = "a letter or Enter takes it, Esc gives up"
        super().__init__(title, lines, hint, glyphs, labels.index(seen.label))
        self._count = len(lines)

    def action_pick(self, place: int) -> None:
        """Answer with a choice by its letter."""
        if place < self._count:
            self.dismiss(place)


def _pair(letter: str, words: str, role: Role) -> Line:
    return Line((Span(f"   {letter}  ", Role.MUTED), Span(words, role)))
