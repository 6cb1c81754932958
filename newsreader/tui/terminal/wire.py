"""The wire: what the terminal shows, what it is to show, and the difference that is sent.

Textual sends what it painted, not what changed: measured on a reading journey, 104 KB against 25 KB (issue 8).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from newsreader.tui.terminal.capabilities import Scrolling
from newsreader.tui.terminal.pens import Pens
from newsreader.tui.terminal.rows import Clusters, Row, lay_out, put
from newsreader.tui.terminal.scrolling import Scroll, find_scroll, move_rows
from newsreader.tui.terminal.strokes import Brush

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.color import Color
    from rich.segment import Segment

    from newsreader.tui.terminal.capabilities import Capabilities

# Links have a pen each; so many are kept before those not on the screen are forgotten.
_MOST_PENS = 4096
# A frame that is shorter gains nothing by moving rows.
_LEAST_SCROLLED = 60


class Wire:
    """A screen of cells: `put` says what it is to show, `make_frame` what must be sent so that it does."""

    def __init__(self, capabilities: Capabilities, columns: int = 80, rows: int = 24) -> None:
        self.capabilities = capabilities
        self._pens = Pens(capabilities)
        self._clusters = Clusters()
        self._brush = Brush(capabilities, self._pens, self._clusters)
        self._shown: list[Row | None] = []
        self._wanted: list[Row] = []
        self.columns = self.rows = 0
        self.is_forgotten = True
        self.resize(columns, rows)

    def resize(self, columns: int, rows: int) -> None:
        """Take another size, all blank; what the terminal shows after a change of size is anyone's guess."""
        if (columns, rows) == (self.columns, self.rows):
            return
        self.columns = self._brush.columns = columns
        self.rows = rows
        self._wanted = [Row(" " * columns, Pens.PLAIN * columns)] * rows
        self.forget()

    def forget(self) -> None:
        """Something else may have written to the terminal: the next frame begins with clearing it."""
        self.is_forgotten = True

    def use_background(self, background: Color | None) -> None:
        """What the whole screen's background is, for terminals without colours."""
        self._pens.use_background(background)

    def put(self, column: int, row: int, segments: Iterable[Segment]) -> None:
        """Want segments on a row, from a column on."""
        if 0 <= row < self.rows:
            cells = lay_out(segments, self._pens, self._clusters)
            self._wanted[row] = (
                cells if len(cells.text) == self.columns and not column else put(self._wanted[row], column, cells)
            )

    def make_frame(self) -> str:
        """What must be sent so that the terminal shows what is wanted; the terminal is then taken to show it."""
        if len(self._pens) > _MOST_PENS:
            self._forget_pens()
        if self.is_forgotten:
            # What is forgotten meanwhile, in a signal's handler, counts for the next frame.
            self.is_forgotten = False
            self._clear()
        cleared, before = self._brush.take(), self._brush.state
        frame = self._draw(self._shown)
        scroll = self._find_scroll() if len(frame) > _LEAST_SCROLLED else None
        if scroll is not None:
            after, self._brush.state = self._brush.state, before
            scrolled = self._scroll(scroll)
            if len(scrolled) < len(frame):
                frame = scrolled
            else:
                self._brush.state = after
        self._shown = list(self._wanted)
        return cleared + frame

    def rest(self) -> str:
        """What must be sent so that the terminal writes as it always does; the next frame begins anew."""
        self._brush.use(Pens.PLAIN)
        self.forget()
        return self._brush.take()

    def _draw(self, shown: Sequence[Row | None]) -> str:
        for y, (old, new) in enumerate(zip(shown, self._wanted, strict=True)):
            if old is not new:
                self._brush.draw_row(y, old, new)
        return self._brush.take()

    def _find_scroll(self) -> Scroll | None:
        return find_scroll(self._shown, self._wanted) if self.capabilities.scrolling is not Scrolling.NONE else None

    def _scroll(self, scroll: Scroll) -> str:
        shown = list(self._shown)
        move_rows(shown, scroll)
        self._brush.scroll(scroll)
        return self._draw(shown)

    def _clear(self) -> None:
        """Begin with a blank screen, in the colour that most rows end in where erasing fills with it."""
        (pen, _), *_ = Counter(row.pens[-1] for row in self._wanted).most_common(1)
        pen = self._brush.clear(pen)
        self._shown = [Row(" " * self.columns, pen * self.columns)] * self.rows

    def _forget_pens(self) -> None:
        """Keep the pens on the screen and no others."""
        rows = [*self._wanted, *(row for row in self._shown if row)]
        kept = self._pens.keep(set("".join(row.pens for row in rows)))
        self._wanted = [Row(row.text, row.pens.translate(kept)) for row in self._wanted]
        self._shown = [row and Row(row.text, row.pens.translate(kept)) for row in self._shown]
        self._brush.lose()
