"""What brings a row of the terminal from one content to another, in as few bytes as are easily found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.tui.terminal.capabilities import Scrolling
from newsreader.tui.terminal.rows import COVERED, Clusters, Row, find_unsure

if TYPE_CHECKING:
    from newsreader.tui.terminal.capabilities import Capabilities
    from newsreader.tui.terminal.pens import Pens
    from newsreader.tui.terminal.scrolling import Scroll

# A jump over a gap costs this many bytes or more (CUF: ESC, [, a digit, C).
_JUMP = 4
# So many blanks cost no more than to erase them.
_LEAST_ERASED = 4
_RUN = re.compile(r"(.)\1{2,}")


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
        if not changed:
            return
        tail = self._find_tail(new, unsure)
        erased = next((x for x in changed if x >= tail), None)
        if erased is not None and (len(text) - erased < _LEAST_ERASED or not self._can_erase(pens[-1])):
            tail, erased = len(text), None
        for start, end in self._join_runs([x for x in changed if x < tail], new):
            self._draw_run(y, start, end, new)
        if erased is not None:
            self._erase_tail(y, erased, pens[-1])

    def _find_tail(self, row: Row, unsure: int) -> int:
        """Where the blanks begin that the row ends with and that are all seen as one pen's."""
        text, pens = row
        blanks = self._pens.blanks
        last = blanks[pens[-1]]
        x = len(text)
        while x > 0 and text[x - 1] == " " and blanks[pens[x - 1]] == last:
            x -= 1
        return x if unsure >= x else len(text)

    def _can_erase(self, pen: str) -> bool:
        """Whether erased cells look as the blanks of a pen."""
        if not self._pens.is_erased[pen]:
            return False
        return self._capabilities.erases_in_colour or self._pens[pen].background == "49"

    def _erase_tail(self, y: int, x: int, pen: str) -> None:
        self.move(x, y)
        self._use_for_blanks(pen)
        self._written.append("\x1b[K")

    def _use_for_blanks(self, pen: str) -> None:
        """Set a pen whose blanks are seen as another's."""
        if self.pen is None or self._pens.blanks[self.pen] != self._pens.blanks[pen]:
            self.use(pen)

    def _join_runs(self, changed: list[int], row: Row) -> list[tuple[int, int]]:
        """Runs of changed cells; those with a gap between that costs no more than a jump become one."""
        runs: list[tuple[int, int]] = []
        for x in changed:
            if runs and x - runs[-1][1] < _JUMP and self._is_cheap(row, runs[-1][1], x):
                runs[-1] = runs[-1][0], x + 1
            else:
                runs.append((x, x + 1))
        return runs

    def _is_cheap(self, row: Row, start: int, end: int) -> bool:
        text, pens = row
        blanks, pen = self._pens.blanks, pens[start - 1]
        is_same = all(
            pens[x] == pen or (text[x] == " " and blanks[pens[x]] == blanks[pen]) for x in range(start, end)
        )
        return is_same and len(text[start:end].encode("utf-8", "replace")) <= _JUMP

    def _draw_run(self, y: int, start: int, end: int, row: Row) -> None:
        may_erase = self._capabilities.erases_characters and end < len(row.text)
        x = start
        while x < end:
            pen = self._choose_pen(row, x, end)
            stop = x + 1
            while stop < end and self._suits(pen, row, stop):
                stop += 1
            self._draw_piece(y, x, row.text[x:stop], pen, may_erase=may_erase and stop == end)
            x = stop

    def _choose_pen(self, row: Row, x: int, end: int) -> str:
        """The pen for a cell; for a blank the one that is set or that comes next, where it looks the same."""
        text, pens = row
        if text[x] != " ":
            return pens[x]
        blanks = self._pens.blanks
        if self.pen is not None and blanks[self.pen] == blanks[pens[x]]:
            return self.pen
        following = next((at for at in range(x, end) if text[at] != " "), None)
        if following is not None and blanks[pens[following]] == blanks[pens[x]]:
            return pens[following]
        return pens[x]

    def _suits(self, pen: str, row: Row, x: int) -> bool:
        own = row.pens[x]
        return own == pen or (row.text[x] == " " and self._pens.blanks[own] == self._pens.blanks[pen])

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

def find_changed(old: Row | None, new: Row, blanks: dict[str, str], unsure: int) -> list[int]:
    """The cells that are seen to differ, whole characters, and all from the first of disputed width on if any do."""
    if old is None:
        return list(range(len(new.text)))
    if old == new:
        return []
    changed = [
        x
        for x, (was, now, before, after) in enumerate(zip(old.text, new.text, old.pens, new.pens, strict=True))
        if was != now or (before != after and (now != " " or blanks[before] != blanks[after]))
    ]
    if changed and unsure < len(new.text):
        changed = [x for x in changed if x < unsure] + list(range(unsure, len(new.text)))
    if changed and (COVERED in old.text or COVERED in new.text):
        changed = _widen(changed, old.text, new.text)
    return changed


def _widen(changed: list[int], *texts: str) -> list[int]:
    """Cells with the rest of all characters, old and new, that they are part of."""
    found = set(changed)
    waiting = list(changed)
    while waiting:
        x = waiting.pop()
        for text in texts:
            for near in (x - 1, x + 1):
                if 0 <= near < len(text) and near not in found and text[max(x, near)] == COVERED:
                    found.add(near)
                    waiting.append(near)
    return sorted(found)


def _repeat(text: str) -> str:
    """A text with long runs of one character written as REP, which repeats the last one; wide ones are left alone."""
    if COVERED in text:
        return text.replace(COVERED, "")
    return _RUN.sub(_repeat_run, text)


def _repeat_run(run: re.Match[str]) -> str:
    repeated = f"{run[1]}\x1b[{len(run[0]) - 1}b"
    return repeated if len(repeated.encode()) < len(run[0].encode()) else run[0]


def _forward(count: int) -> str:
    """CUF; nothing for none."""
    return "" if count == 0 else "\x1b[C" if count == 1 else f"\x1b[{count}C"
