"""Writing to the terminal by the shortest sequences, with the cursor and the pen in mind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.tui.terminal.capabilities import Scrolling
from newsreader.tui.terminal.rows import COVERED, Clusters, find_unsure
from newsreader.tui.terminal.strokes import JUMP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.tui.terminal.capabilities import Capabilities
    from newsreader.tui.terminal.pens import Pens
    from newsreader.tui.terminal.scrolling import Scroll
    from newsreader.tui.terminal.strokes import Piece

_REPEATED = re.compile(r"(.)\1{3,}")
# Column and row of the cursor, and the pen; None where it is not known.
BrushState = tuple[int | None, int | None, str | None]


class Brush:
    """Writes sequences, and knows where they leave the cursor and which pen they leave set; None where it does not."""

    def __init__(self, capabilities: Capabilities, pens: Pens, clusters: Clusters) -> None:
        self._capabilities, self._pens, self._clusters = capabilities, pens, clusters
        self.column: int | None = None
        self.row: int | None = None
        self.pen: str | None = None
        self.columns = 0
        self._written: list[str] = []

    def take(self) -> str:
        """All that was written since."""
        written = "".join(self._written)
        self._written.clear()
        return written

    @property
    def state(self) -> BrushState:
        """Where the cursor is and which pen is set, for going back to."""
        return self.column, self.row, self.pen

    @state.setter
    def state(self, state: BrushState) -> None:
        self.column, self.row, self.pen = state

    def lose(self) -> None:
        """The cursor may be anywhere, and any pen be set."""
        self.state = (None, None, None)

    def clear(self, pen: str) -> None:
        """Make the whole screen blank, in a pen's background where the terminal erases in it."""
        self.lose()
        self.use(pen)
        if self._capabilities.scrolling is not Scrolling.NONE:
            # Another program may have left a region.
            self._written.append("\x1b[r")
        self._written.append("\x1b[H\x1b[2J")
        self.column = self.row = 0

    def scroll(self, scroll: Scroll) -> None:
        """Move rows up or down; what comes in is blank, in a colour that terminals do not agree on."""
        first, last, count = scroll
        # DECSTBM puts the cursor into the first cell, and not in all terminals when it ends the region.
        self._written.append(f"\x1b[{first + 1};{last + 1}r")
        self.column = self.row = None
        if self._capabilities.scrolling is Scrolling.COUNTED:
            many = "" if abs(count) == 1 else str(abs(count))
            self._written.append(f"\x1b[{many}{'S' if count > 0 else 'T'}")
        else:
            self.move(0, last if count > 0 else first)
            self._written.append("\n" * count if count > 0 else "\x1bM" * -count)
        self._written.append("\x1b[r")
        self.column = self.row = None

    def move(self, column: int, row: int) -> None:
        """Put the cursor on a cell by the shortest way."""
        if (column, row) != (self.column, self.row):
            self._written.append(min(self._list_ways(column, row), key=len))
            self.column, self.row = column, row

    def _list_ways(self, column: int, row: int) -> list[str]:
        place = f"{row + 1};{column + 1}" if column else f"{row + 1}" if row else ""
        ways = [f"\x1b[{place}H"]
        if self.row is None:
            return ways
        down = row - self.row
        if 0 <= down < JUMP:
            ways.append(f"\r{chr(10) * down}{_forward(column)}")
            if self.column is not None:
                by = column - self.column
                ways.append(chr(10) * down + (_forward(by) if by >= 0 else _backward(-by)))
        if 0 <= down < JUMP and self._capabilities.is_ansi:
            ways.append(f"{chr(10) * down}\x1b[{column + 1}G")
        return ways

    def use(self, pen: str) -> None:
        """Set a pen."""
        self._written.append(self._pens.change(self.pen, pen))
        self.pen = pen

    # --- pieces

    def draw(self, pieces: Sequence[Piece]) -> None:
        """Write pieces in their order."""
        for index, piece in enumerate(pieces):
            then = pieces[index + 1].pen if index + 1 < len(pieces) else None
            self.move(piece.x, piece.y)
            is_blank = not piece.text or piece.text.isspace()
            if not is_blank or self.pen is None or self._pens.blanks[self.pen] != self._pens.blanks[piece.pen]:
                self.use(self._pens.choose_for_blanks(self.pen, piece.pen, then) if is_blank else piece.pen)
            if find_unsure(piece.text) < len(piece.text):
                self._write_unsure(piece.y, piece.x, piece.text)
            elif piece.text:
                self._written.append(self._shorten(piece.text))
                self._advance(len(piece.text))
            if piece.erased is None:
                self._written.append("\x1b[K")
            elif piece.erased:
                self._written.append(f"\x1b[{piece.erased}X")

    def _shorten(self, text: str) -> str:
        """A text with runs of one character written as REP, which repeats the last one; wide ones are left alone."""
        if COVERED in text:
            return text.replace(COVERED, "")
        return _REPEATED.sub(_repeat, text) if self._capabilities.repeats else text

    def _advance(self, cells: int) -> None:
        """The cursor has gone over cells; past the last one it stays there or, in some terminals, behind it."""
        column = 0 if self.column is None else self.column + cells
        self.column = column if 0 < column < self.columns else None

    def _write_unsure(self, y: int, x: int, text: str) -> None:
        """Write cells of which some are of disputed width: their room is blanked, and what follows is placed anew."""
        place = 0
        while place < len(text):
            start = place + find_unsure(text[place:])
            if start > place:
                self.move(x + place, y)
                self._written.append(text[place:start].replace(COVERED, ""))
                self._advance(start - place)
            if start < len(text):
                cells = len(text[start:]) - len(text[start + 1 :].lstrip(COVERED))
                self.move(x + start, y)
                self._written.append(" " * cells)
                self._advance(cells)
                self.move(x + start, y)
                self._written.append(self._clusters.text(text[start]))
                self.column, start = None, start + cells
            place = start


def arrange_by_pen(pieces: list[Piece], *, in_columns: bool = False) -> list[Piece]:
    """Pieces so that each pen is set once, within it row by row or column by column; rows with loose ones stand last,
    as they are.
    """
    order: dict[str, int] = {}
    for piece in pieces:
        order.setdefault(piece.pen, len(order))
    fixed = [
        piece._replace(x=piece.x + piece.first, text=piece.text[piece.first : piece.last])
        if piece.first or piece.last
        else piece
        for piece in pieces
        if not piece.is_loose and (piece.erased != 0 or piece.first < len(piece.text))
    ]
    fixed.sort(key=lambda piece: (order[piece.pen], piece.x if in_columns else 0))
    return fixed + [piece for piece in pieces if piece.is_loose]


def _repeat(run: re.Match[str]) -> str:
    repeated = f"{run[1]}\x1b[{len(run[0]) - 1}b"
    return repeated if len(repeated.encode()) < len(run[0].encode()) else run[0]


def _backward(count: int) -> str:
    """BS, or CUB where that is shorter."""
    return "\b" * count if count < JUMP else f"\x1b[{count}D"


def _forward(count: int) -> str:
    """CUF; nothing for none."""
    return "" if count == 0 else "\x1b[C" if count == 1 else f"\x1b[{count}C"
