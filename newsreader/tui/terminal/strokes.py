"""What brings a row of the terminal from one content to another, in as few bytes as are easily found."""

from __future__ import annotations

import re
from operator import ne
from typing import TYPE_CHECKING

from newsreader.tui.terminal.capabilities import Scrolling
from newsreader.tui.terminal.rows import COVERED, Clusters, Row, find_unsure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsreader.tui.terminal.capabilities import Capabilities
    from newsreader.tui.terminal.pens import Pens
    from newsreader.tui.terminal.scrolling import Scroll

# A jump over a gap costs this many bytes or more (CUF: ESC, [, a digit, C).
_JUMP = 4
# So many blanks cost no more than to erase them.
_LEAST_ERASED = 4
_REPEATED = re.compile(r"(.)\1{3,}")
# Changed cells are marked by ones; runs of them, with gaps that may be cheaper written over than jumped.
_CHANGED = b"\x01"
_RUNS = re.compile(rb"\x01+(?:\x00{1,4}\x01+)*")
_GAPS = re.compile(rb"\x00+")


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
    def state(self) -> tuple[int | None, int | None, str | None]:
        """Where the cursor is and which pen is set, for going back to."""
        return self.column, self.row, self.pen

    @state.setter
    def state(self, state: tuple[int | None, int | None, str | None]) -> None:
        self.column, self.row, self.pen = state

    def lose(self) -> None:
        """The cursor may be anywhere, and any pen be set."""
        self.state = (None, None, None)

    def clear(self, pen: str) -> str:
        """Make the whole screen blank, in a pen's background where that can be; the pen of these blanks."""
        self.lose()
        pen = self._pens.blanks[pen] if self._can_erase(pen) else self._pens.PLAIN
        self.use(pen)
        if self._capabilities.scrolling is not Scrolling.NONE:
            # Another program may have left a region.
            self._written.append("\x1b[r")
        self._written.append("\x1b[H\x1b[2J")
        self.column = self.row = 0
        return pen

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
        if 0 <= down < _JUMP:
            ways.append(f"\r{chr(10) * down}{_forward(column)}")
            if self.column is not None:
                by = column - self.column
                ways.append(chr(10) * down + (_forward(by) if by >= 0 else "\b" * -by))
        if down == 0 and self._capabilities.is_ansi:
            ways.append(f"\x1b[{column + 1}G")
        return ways

    def use(self, pen: str) -> None:
        """Set a pen."""
        self._written.append(self._pens.change(self.pen, pen))
        self.pen = pen

    # --- rows

    def draw_row(self, y: int, old: Row | None, new: Row) -> None:
        """Bring row `y` from its old content, None where that is not known, to the new one."""
        text, pens = new
        unsure = min(find_unsure(text), find_unsure(old.text) if old else len(text))
        changed = find_changed(old, new, self._pens.blanks, unsure)
        tail = self._find_tail(new, unsure)
        erased = changed.find(_CHANGED, tail)
        if erased < 0 or len(text) - erased < _LEAST_ERASED or not self._can_erase(pens[-1]):
            tail, erased = len(text), -1
        for run in _RUNS.finditer(changed, 0, tail):
            for start, end in self._part_run(run.start(), run.end(), changed, new):
                self._draw_run(y, start, end, new)
        if erased >= 0:
            self.move(erased, y)
            if self.pen is None or self._pens.blanks[self.pen] != self._pens.blanks[pens[-1]]:
                self.use(pens[-1])
            self._written.append("\x1b[K")

    def _find_tail(self, row: Row, unsure: int) -> int:
        """Where the blanks begin that the row ends with and that are all seen as one pen's."""
        text, pens = row
        blanks = self._pens.blanks
        start = len(text.rstrip(" "))
        if start == len(text) or unsure < start:
            return len(text)
        x = len(text) - 1
        if pens[start:] != pens[-1] * (len(text) - start):
            while x > start and blanks[pens[x - 1]] == blanks[pens[-1]]:
                x -= 1
            return x
        return start

    def _can_erase(self, pen: str) -> bool:
        """Whether erased cells look as the blanks of a pen."""
        if not self._pens.is_erased[pen]:
            return False
        return self._capabilities.erases_in_colour or self._pens[pen].background == "49"

    def _part_run(self, start: int, end: int, changed: bytes, row: Row) -> Iterator[tuple[int, int]]:
        """A run of changed cells with short gaps, parted at those over which a jump is cheaper than what stands there."""
        text, pens = row
        if pens[start:end] != pens[start] * (end - start) or not text[start:end].isascii():
            for gap in _GAPS.finditer(changed, start, end):
                first, last = gap.span()
                through = sum(len(self._pens.change(pens[x - 1], pens[x])) for x in range(first, last + 1))
                through += len(text[first:last].encode("utf-8", "replace"))
                if through > _JUMP + len(self._pens.change(pens[first - 1], pens[last])):
                    yield start, first
                    start = last
        yield start, end

    def _draw_run(self, y: int, start: int, end: int, row: Row) -> None:
        """Write cells, a piece for each pen; blanks take the pen before or behind them where they look the same."""
        blanks = self._pens.blanks
        may_erase = self._capabilities.erases_characters and end < len(row.text)
        x = start
        while x < end:
            pen = row.pens[x]
            stop = x + 1
            while stop < end and row.pens[stop] == pen:
                stop += 1
            text = row.text[x:stop]
            if pen != self.pen and text.isspace():
                if self.pen is not None and blanks[self.pen] == blanks[pen]:
                    pen = self.pen
                elif stop < end and blanks[row.pens[stop]] == blanks[pen]:
                    pen = row.pens[stop]
            self._draw_piece(y, x, text, pen, may_erase=may_erase and stop == end)
            x = stop

    def _draw_piece(self, y: int, x: int, text: str, pen: str, *, may_erase: bool) -> None:
        """Write cells of one pen; blanks at their end are erased where the cursor need not be behind them."""
        self.move(x, y)
        self.use(pen)
        erased = len(text) - len(text.rstrip(" ")) if may_erase else 0
        if erased <= _LEAST_ERASED or not self._can_erase(pen):
            erased = 0
        text = text[: len(text) - erased]
        if find_unsure(text) < len(text):
            self._write_unsure(y, x, text)
        else:
            self._written.append(_repeat(text) if self._capabilities.repeats else text.replace(COVERED, ""))
            self._advance(len(text))
        if erased:
            self._written.append(f"\x1b[{erased}X")

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

def find_changed(old: Row | None, new: Row, blanks: dict[str, str], unsure: int) -> bytes:
    """Which cells are seen to differ, 1 for each; whole characters, and all from the first of disputed width on if any.

    That first one is `unsure`.
    """
    text, pens = new
    if old is None:
        return _CHANGED * len(text)
    changed = bytearray(map(ne, old.text, text)) if old.text != text else bytearray(len(text))
    if old.pens != pens:
        for x, (before, after) in enumerate(zip(old.pens, pens, strict=True)):
            if before != after and (text[x] != " " or blanks[before] != blanks[after]):
                changed[x] = 1
    if unsure < len(text) and any(changed):
        changed[unsure:] = _CHANGED * (len(text) - unsure)
    if COVERED in text or COVERED in old.text:
        _widen(changed, old.text, text)
    return bytes(changed)


def _widen(changed: bytearray, *texts: str) -> None:
    """Mark the rest of all characters, old and new, that changed cells are part of."""
    before = None
    while before != changed:
        before = bytes(changed)
        for text in texts:
            for x in range(1, len(text)):
                if text[x] == COVERED and changed[x] != changed[x - 1]:
                    changed[x] = changed[x - 1] = 1


def _repeat(text: str) -> str:
    """A text with long runs of one character written as REP, which repeats the last one; wide ones are left alone."""
    if COVERED in text:
        return text.replace(COVERED, "")
    return _REPEATED.sub(_repeat_run, text)


def _repeat_run(run: re.Match[str]) -> str:
    repeated = f"{run[1]}\x1b[{len(run[0]) - 1}b"
    return repeated if len(repeated.encode()) < len(run[0].encode()) else run[0]


def _forward(count: int) -> str:
    """CUF; nothing for none."""
    return "" if count == 0 else "\x1b[C" if count == 1 else f"\x1b[{count}C"
