"""The wire: what the terminal shows, what it is to show, and the difference that is sent.

Textual sends what it painted, not what changed. At 80x24 and 256 colours a cursor down takes 179 bytes instead of 448,
a page of a list 1,338 instead of 4,253, a list scrolled by a line 232 instead of 4,256 (tests/benchmarks/terminal.py).
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from newsreader.tui.terminal.brush import Brush, arrange_by_pen
from newsreader.tui.terminal.capabilities import Scrolling
from newsreader.tui.terminal.narrowing import MARKS, Narrowing, make_question
from newsreader.tui.terminal.pens import Pen, Pens
from newsreader.tui.terminal.rows import Clusters, Row, find_clusters, lay_out, put
from newsreader.tui.terminal.scrolling import find_scroll, move_rows
from newsreader.tui.terminal.strokes import Draughtsman

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.color import Color
    from rich.segment import Segment

    from newsreader.tui.terminal.brush import BrushState
    from newsreader.tui.terminal.capabilities import Capabilities
    from newsreader.tui.terminal.scrolling import Scroll

# Links have a pen each; so many are kept before those not on the screen are forgotten.
_MOST_PENS = 4096
# Of what stands where it is to stand once rows have moved, such a part at least would have to be drawn if they did not:
# the rest is blanks, and what is the same by chance.
_LEAST_DRAWN = 1 / 3


Picture = tuple[Row, ...]


class _Way(NamedTuple):
    sequences: str
    state: BrushState


class Wire:
    """A screen of cells: `put` says what it is to show, `make_frame` what must be sent so that it does."""

    def __init__(self, capabilities: Capabilities, columns: int = 80, rows: int = 24) -> None:
        self.capabilities = capabilities
        self._pens = Pens(capabilities)
        self._clusters = Clusters()
        self._brush = Brush(capabilities, self._pens, self._clusters)
        self._draughtsman = Draughtsman(capabilities, self._pens)
        self._narrowing: Narrowing | None = None
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
            if self._narrowing is not None:
                cells = cells._replace(text=cells.text.translate(self._narrowing))
            self._wanted[row] = (
                cells if len(cells.text) == self.columns and not column else put(self._wanted[row], column, cells)
            )

    def ask_width(self) -> str:
        """What must be sent to learn how wide marks are drawn; the next frame covers it."""
        if self.columns <= 2 * len(MARKS):
            return ""
        if not self.is_forgotten:
            self._brush.column = self._brush.row = None
            self._shown[0] = None
        return make_question()

    def narrow(self) -> None:
        """Show what the terminal draws too wide as something else from now on."""
        self._narrowing = Narrowing(self._clusters)
        self._wanted = [row._replace(text=row.text.translate(self._narrowing)) for row in self._wanted]
        self.forget()

    def make_frame(self) -> str:
        """What must be sent so that the terminal shows what is wanted; the terminal is then taken to show it."""
        if len(self._pens) > _MOST_PENS:
            self._forget_pens()
        if self.is_forgotten:
            # What is forgotten meanwhile, in a signal's handler, counts for the next frame.
            self.is_forgotten = False
            self._clear()
        cleared = self._brush.take()
        best = min(self._find_ways(is_cleared=bool(cleared)), key=lambda way: len(way.sequences))
        self._brush.state = best.state
        self._shown = list(self._wanted)
        return cleared + best.sequences

    def _find_ways(self, *, is_cleared: bool) -> Iterator[_Way]:
        """The ways to what is wanted: by moving rows first, where that spares some; without, unless surely longer.

        To leave those out made a line down in an article 1.3 ms of CPU instead of 1.75 (medians of 24).
        """
        scroll = None
        if self.capabilities.scrolling is not Scrolling.NONE:
            scroll = find_scroll(self._shown, self._wanted)
        if scroll is not None:
            shown = list(self._shown)
            move_rows(shown, scroll)
            way = self._draw(shown, scroll)
            yield way
            rows = zip(self._shown, shown, self._wanted, strict=True)
            spared = sum(len(new.text.rstrip()) for old, moved, new in rows if moved == new != old)
            if len(way.sequences) < spared * _LEAST_DRAWN:
                return
        yield self._draw(self._shown, is_cleared=is_cleared)

    def _draw(self, shown: Sequence[Row | None], scroll: Scroll | None = None, *, is_cleared: bool = False) -> _Way:
        """The shortest way from what is shown, after a scroll, to what is wanted; the brush is left as it was.

        Column by column a screen that `is_cleared` takes 10 to 20 bytes less; others too seldom for the 0.2 ms of it.
        """
        rows = enumerate(zip(shown, self._wanted, strict=True))
        pieces = [piece for y, (old, new) in rows if old != new for piece in self._draughtsman.find_pieces(y, old, new)]
        pens = [pen for pen, _ in groupby(piece.pen for piece in pieces)]
        # Where no pen is taken up again, they stand by pens as they are.
        orders = [pieces, arrange_by_pen(pieces)] if len(set(pens)) < len(pens) else [pieces]
        if is_cleared:
            orders.append(arrange_by_pen(pieces, in_columns=True))
        state = self._brush.state
        ways = []
        for order in orders:
            self._brush.state = state
            if scroll is not None:
                self._brush.scroll(scroll)
            self._brush.draw(order)
            ways.append(_Way(self._brush.take(), self._brush.state))
        self._brush.state = state
        return min(ways, key=lambda way: len(way.sequences))

    def rest(self) -> str:
        """What must be sent so that the terminal writes as it always does; the next frame begins anew."""
        self._brush.use(Pens.PLAIN)
        self.forget()
        # Where there is no screen to go back to, the shell goes on in the last row.
        return self._brush.take() + ("" if self.capabilities.is_modern else f"\x1b[{self.rows}H\x1b[K")

    @property
    def picture(self) -> Picture:
        """What is wanted now."""
        return tuple(self._wanted)

    def pack(self, pictures: Sequence[Picture]) -> str:
        """Pictures that were wanted, as a line of ASCII that another process's wire can `unpack`.

        There is one at least; of all others only the rows are kept that the first has not.
        """
        rows, *others = pictures
        changes = [
            {y: new for y, (old, new) in enumerate(zip(rows, other, strict=True)) if old != new} for other in others
        ]
        every = [*rows, *(row for change in changes for row in change.values())]
        marks = sorted({mark for row in every for mark in row.pens})
        clusters = sorted({mark for row in every for mark in find_clusters(row.text)})
        return json.dumps(
            {
                "rows": rows,
                "changes": changes,
                "pens": {mark: self._pens[mark] for mark in marks},
                "clusters": {mark: self._clusters.text(mark) for mark in clusters},
            }
        )

    def unpack(self, packed: str, *numbers: int) -> list[Picture]:
        """Those of these numbers among the pictures that another process's wire has packed."""
        found = json.loads(packed)
        marks = {ord(mark): self._pens.add(Pen(*pen)) for mark, pen in found["pens"].items()}
        clusters = {ord(mark): self._clusters.mark(text) for mark, text in found["clusters"].items()}
        pictures = []
        for number in numbers:
            rows = dict(enumerate(found["rows"]))
            if number:
                rows |= {int(y): row for y, row in found["changes"][number - 1].items()}
            pictures.append(tuple(Row(text.translate(clusters), pens.translate(marks)) for text, pens in rows.values()))
        return pictures

    def want(self, picture: Picture) -> None:
        """Want a picture as large as this wire's screen."""
        self._wanted = list(picture)

    def adopt(self, picture: Picture) -> None:
        """Take the terminal to show a picture, where that is as large as this wire's screen."""
        if (len(picture), len(picture[0].text)) == (self.rows, self.columns):
            self._shown = list(picture)
            self.is_forgotten = False
            self._brush.lose()

    @property
    def is_changed(self) -> bool:
        """Whether anything else is wanted than is shown."""
        return self.is_forgotten or self._shown != self._wanted

    def _clear(self) -> None:
        """Begin with a blank screen, in the colour that most rows end in where erasing fills with it."""
        ((pen, _),) = Counter(row.pens[-1] for row in self._wanted).most_common(1)
        pen = self._pens.blanks[pen] if self._draughtsman.can_erase(pen) else Pens.PLAIN
        self._brush.clear(pen)
        self._shown = [Row(" " * self.columns, pen * self.columns)] * self.rows

    def _forget_pens(self) -> None:
        """Keep the pens on the screen and no others."""
        rows = [*self._wanted, *(row for row in self._shown if row)]
        kept = self._pens.keep(set("".join(row.pens for row in rows)))
        self._wanted = [Row(row.text, row.pens.translate(kept)) for row in self._wanted]
        self._shown = [row and Row(row.text, row.pens.translate(kept)) for row in self._shown]
        self._brush.lose()
