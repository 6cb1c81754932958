"""What must be drawn to bring a row from one content to another: pieces of one pen each, in as few bytes as may be."""

from __future__ import annotations

import re
from operator import ne
from typing import TYPE_CHECKING, NamedTuple

from newsreader.tui.terminal.rows import COVERED, Row, find_unsure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsreader.tui.terminal.capabilities import Capabilities
    from newsreader.tui.terminal.pens import Pens

# A jump over a gap costs this many bytes or more (CUF: ESC, [, a digit, C).
JUMP = 4
# So many blanks cost no more than to erase them.
_LEAST_ERASED = 4
# Changed cells are marked by ones; runs of them, with gaps that may be cheaper written over than jumped.
_CHANGED, _UNCHANGED = b"\x01", b"\x00"
_RUNS = re.compile(rb"\x01+(?:\x00{1,4}\x01+)*")
_GAPS = re.compile(rb"\x00+")


class Piece(NamedTuple):
    """Cells of a row to be written in one pen, and how many blanks behind them are to be erased, None: all there are.

    What is `loose` moves the cursor nobody knows how far: nothing of its row may be written after what stands behind.
    Where the cursor comes from elsewhere and goes elsewhere, only the cells from `first` to `last` need be written.
    """

    y: int
    x: int
    text: str
    pen: str
    erased: int | None = 0
    is_loose: bool = False
    first: int = 0
    last: int | None = None


class Draughtsman:
    """Finds the pieces, of which Brush makes strokes."""

    def __init__(self, capabilities: Capabilities, pens: Pens) -> None:
        self._capabilities, self._pens = capabilities, pens

    def can_erase(self, pen: str) -> bool:
        """Whether erased cells look as the blanks of a pen."""
        if not self._pens.is_erased[pen]:
            return False
        return self._capabilities.erases_in_colour or self._pens[pen].background == "49"

    def find_pieces(self, y: int, old: Row | None, new: Row) -> list[Piece]:
        """What brings row `y` from its old content, None where that is not known, to the new one; left to right."""
        text, pens = new
        unsure = min(find_unsure(text), find_unsure(old.text) if old else len(text))
        changed = find_changed(old, new, self._pens.blanks, unsure)
        tail = self._find_tail(new, unsure)
        erased = changed.find(_CHANGED, tail)
        if erased < 0 or len(text) - erased < _LEAST_ERASED or not self.can_erase(pens[-1]):
            tail, erased = len(text), -1
        pieces: list[Piece] = []
        for run in _RUNS.finditer(changed, 0, tail):
            for start, end in self._part_run(run.start(), run.end(), changed, new):
                pieces += self._cut_run(y, start, end, new, changed)
        if erased >= 0:
            pen = pens[-1]
            if pieces and self._pens.blanks[pieces[-1].pen] == self._pens.blanks[pen]:
                pen = pieces[-1].pen
            pieces.append(Piece(y, erased, "", pen, None))
        return [piece._replace(is_loose=True) for piece in pieces] if unsure < len(text) else pieces

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

    def _part_run(self, start: int, end: int, changed: bytes, row: Row) -> Iterator[tuple[int, int]]:
        """A run of changed cells with short gaps, parted where a jump is cheaper than what stands there."""
        text, pens = row
        if pens[start:end] != pens[start] * (end - start) or not text[start:end].isascii():
            for gap in _GAPS.finditer(changed, start, end):
                first, last = gap.span()
                through = sum(len(self._pens.change(pens[x - 1], pens[x])) for x in range(first, last + 1))
                through += len(text[first:last].encode("utf-8", "replace"))
                if through > JUMP + len(self._pens.change(pens[first - 1], pens[last])):
                    yield start, first
                    start = last
        yield start, end

    def _cut_run(self, y: int, start: int, end: int, row: Row, changed: bytes) -> list[Piece]:
        """A piece for each pen; blanks go to the piece before or behind them where they look the same."""
        blanks = self._pens.blanks
        pieces: list[Piece] = []
        x = start
        while x < end:
            pen = row.pens[x]
            stop = x + 1
            while stop < end and row.pens[stop] == pen:
                stop += 1
            text = row.text[x:stop]
            before = pieces[-1] if pieces and blanks[pieces[-1].pen] == blanks[pen] else None
            if before and (pen == before.pen or text.isspace()):
                pieces[-1] = before._replace(text=before.text + text)
            elif before and before.text.isspace():
                pieces[-1] = before._replace(text=before.text + text, pen=pen)
            else:
                pieces.append(Piece(y, x, text, pen))
            x = stop
        pieces = [_narrow(piece, changed[piece.x : piece.x + len(piece.text)]) for piece in pieces]
        last = pieces[-1]
        erased = len(last.text) - len(last.text.rstrip(" "))
        if self._capabilities.erases_characters and erased > _LEAST_ERASED and self.can_erase(last.pen):
            pieces[-1] = last._replace(text=last.text[:-erased], erased=erased, last=None)
        return pieces


def _narrow(piece: Piece, changed: bytes) -> Piece:
    """A piece that knows which of its cells must be written."""
    if changed[0] and changed[-1]:
        return piece
    return piece._replace(first=len(changed) - len(changed.lstrip(_UNCHANGED)), last=len(changed.rstrip(_UNCHANGED)))


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
