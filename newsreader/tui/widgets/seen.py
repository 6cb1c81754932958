"""The blocks of a page's dump, each in the colour and under the name of what it was taken for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.text import pad, wrap_spans
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.tui.widgets.lines import CursorView

if TYPE_CHECKING:
    from newsreader.model import Explanation, SeenBlock

_ROLES = {
    Label.TITLE: Role.TITLE,
    Label.DATE: Role.BOOKMARK,
    Label.BYLINE: Role.BOOKMARK,
    Label.CAPTION: Role.WANTED,
    Label.ALT_TEXT: Role.WANTED,
    Label.LEAD: Role.ACCENT,
    Label.SUBHEADING: Role.TITLE,
    Label.INLINE_LINK: Role.LINK,
    Label.HEADLINE: Role.LINK,
    Label.SECTION_HEADING: Role.STORED,
    Label.KICKER: Role.STORED,
    Label.TOPIC: Role.STORED,
    Label.FURNITURE: Role.MUTED,
}
# What a narrow column has no room for.
_SHORT = {Label.SECTION_HEADING: "section", Label.INLINE_LINK: "link"}
_NAME_WIDTH = max(len(_SHORT.get(label, label)) for label in Label)
# A blank before the name, and the mark between blanks behind it.
_HEAD_WIDTH = _NAME_WIDTH + 4
# Behind the name: what the reader said, and what is less sure than this, as a few lines of most pages are.
_CORRECTED, _UNSURE = "!", "?"
_LEAST_SURE = 0.6


def role_of_label(label: Label) -> Role:
    """The role in which a line of this label is painted."""
    return _ROLES.get(label, Role.TEXT)


class SeenView(CursorView):
    """The blocks of a dump, each on as many lines as it takes; `item_count` is 0 until they are known."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="seen")
        self._glyphs = glyphs
        self._blocks: tuple[SeenBlock, ...] = ()
        self._texts: list[str] = []
        # Of each line: its block, and where in that one's text it begins and ends.
        self._lines: list[tuple[int, int, int]] = []
        self._firsts: list[int] = []
        self._laid_out_for = 0

    @property
    def line_count(self) -> int:
        """Lines of all blocks."""
        return len(self._lines)

    @property
    def item_count(self) -> int:
        """The cursor stands on blocks."""
        return len(self._firsts)

    def lines_of(self, item: int) -> tuple[int, int]:
        """The lines that a block takes."""
        beyond = self._firsts[item + 1] if item + 1 < len(self._firsts) else len(self._lines)
        return self._firsts[item], beyond - 1

    def item_at(self, line: int) -> int | None:
        """The block on a line."""
        return self._lines[line][0] if line < len(self._lines) else None

    def get_line(self, index: int) -> Line:
        """What a block was taken for, and its text; later lines hang under its start."""
        place, start, end = self._lines[index]
        seen = self._blocks[place]
        role = role_of_label(seen.label)
        name = f" {pad(_SHORT.get(seen.label, seen.label), _NAME_WIDTH)} {_mark(seen) or ' '} "
        head = name if self._firsts[place] == index else " " * len(name)
        return Line((Span(head, role), Span(self._texts[place][start:end], role)))

    def show(self, explanation: Explanation) -> None:
        """Show the blocks of a page; the cursor stays on its block."""
        self._blocks = explanation.blocks
        self._texts = [self._glyphs.show(seen.text) for seen in self._blocks]
        self.cursor = max(0, min(self.cursor, len(self._blocks) - 1))
        self._lay_out()

    def _lay_out(self) -> None:
        width = self.size.width
        self._laid_out_for = width
        self._lines, self._firsts = [], []
        if width:
            for place, text in enumerate(self._texts):
                self._firsts.append(len(self._lines))
                self._lines += [(place, *span) for span in wrap_spans(text, max(1, width - _HEAD_WIDTH))]
        self.top = max(0, min(self.top, self.line_count - self.height))
        self.show_cursor()
        self.refresh()
        self.post_message(self.Scrolled())

    def fit(self) -> None:
        """Lay out for the new width; the cursor stays in sight."""
        if self.size.width != self._laid_out_for:
            self._lay_out()

    def find_text(self, text: str) -> int | None:
        """The first block that holds a text; None where there is none."""
        return next((index for index, seen in enumerate(self._blocks) if text and text in seen.text), None)

    @property
    def seen(self) -> SeenBlock | None:
        """The block under the cursor."""
        return self._blocks[self.cursor] if self._blocks else None

    def put_label(self, label: Label) -> None:
        """Show the block under the cursor as corrected, before the page is split again."""
        seen = self._blocks[self.cursor]._replace(label=label, is_corrected=True)
        self._blocks = (*self._blocks[: self.cursor], seen, *self._blocks[self.cursor + 1 :])
        self.refresh_lines_at(*self.lines_of(self.cursor))

    def step_run(self, direction: int) -> bool:
        """Put the cursor on the first line of the next (1) or previous (-1) run of one label; False where it is none.

        Within a run, the previous one is that run's own beginning.
        """
        blocks = self._blocks
        starts = [i for i, seen in enumerate(blocks) if not i or seen.label is not blocks[i - 1].label]
        return self._step_among(starts, direction)

    def step_mark(self, direction: int) -> bool:
        """Put the cursor on the next (1) or previous (-1) line that is unsure or corrected; False where none is."""
        return self._step_among([i for i, seen in enumerate(self._blocks) if _mark(seen)], direction)

    def _step_among(self, places: list[int], direction: int) -> bool:
        beyond = [place for place in places if (place - self.cursor) * direction > 0]
        if not beyond:
            return False
        self.set_cursor(beyond[0] if direction > 0 else beyond[-1])
        return True


def _mark(seen: SeenBlock) -> str:
    return _CORRECTED if seen.is_corrected else _UNSURE if seen.sureness < _LEAST_SURE else ""
