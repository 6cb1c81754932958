"""The related headlines of the open article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.model import LinkState
from newsreader.tui.layout import Related, Stop, layout_related
from newsreader.tui.widgets.lines import CursorView, Hyperlink, find_hyperlink

if TYPE_CHECKING:
    from newsreader.model import Reading
    from newsreader.tui.lines import Glyphs, Line

_EMPTY = Related((), ())


class RelatedView(CursorView):
    """The sidebar: the cursor stands on headings, headlines and the lines that unfold a section."""

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__(id="related")
        self._glyphs = glyphs
        self._reading: Reading | None = None
        self._related = _EMPTY
        self._key = ""
        self._laid_out_for = (0, 0)
        self.unfolded: frozenset[int] = frozenset()
        self.is_stored_only = False

    @property
    def line_count(self) -> int:
        """Lines of the laid-out sidebar."""
        return len(self._related.lines)

    @property
    def item_count(self) -> int:
        """Places where the cursor can stand."""
        return len(self._related.stops)

    def get_line(self, index: int) -> Line:
        """A line of the laid-out sidebar."""
        return self._related.lines[index]

    def list_visible_links(self) -> list[int]:
        """The numbers of the headlines whose first line is in the window."""
        seen = range(self.top, self.top + self.height)
        return [stop.edge.number for stop in self._related.stops if stop.edge and stop.first in seen]

    def link_at(self, index: int) -> Hyperlink | None:
        """The link of a known address that a line shows."""
        return find_hyperlink(self._related.lines[index], self._reading.edges) if self._reading else None

    def lines_of(self, item: int) -> tuple[int, int]:
        """The lines that an item takes."""
        stop = self._related.stops[item]
        return stop.first, stop.last

    def item_at(self, line: int) -> int | None:
        """The item on a line."""
        return next((i for i, stop in enumerate(self._related.stops) if stop.first <= line <= stop.last), None)

    def is_marked(self, index: int) -> bool:
        """The cursor's line, while the pane has the focus."""
        return self.has_focus and super().is_marked(index)

    def show(self, reading: Reading | None, key: str = "", unfolded: frozenset[int] = frozenset()) -> None:
        """Show an article's related headlines, the cursor on the stop called `key`, else on the first headline."""
        self._reading, self._key, self.unfolded, self.is_stored_only = reading, key, unfolded, False
        self.top = 0
        self._lay_out()

    def update(self, reading: Reading) -> None:
        """Show the same article's headlines after their states changed; the cursor stays on its headline."""
        if reading != self._reading:
            self._reading = reading
            self._lay_out()

    def _lay_out(self) -> None:
        self._laid_out_for = (self.size.width, self.size.height)
        if self._reading is None or not self.size.width:
            self._related = _EMPTY
            return
        self._related = layout_related(
            self._reading,
            self.size.width,
            self.height,
            self._glyphs,
            unfolded=self.unfolded,
            is_stored_only=self.is_stored_only,
        )
        self._place_cursor()
        self.top = max(0, min(self.top, self.line_count - self.height))
        self.show_cursor()
        self.refresh()
        self.post_message(self.Scrolled())

    def _place_cursor(self) -> None:
        """On the stop with the kept key, else the nearest one of its section, else the first headline.

        A size that does not show the stop leaves its key: it is come back to.
        """
        stops = self._related.stops
        keys = [stop.key for stop in stops]
        if self._key in keys:
            self.cursor = keys.index(self._key)
            return
        more = f"more:{self._section_of(self._key)}"
        first = next((i for i, stop in enumerate(stops) if stop.edge or stop.row), 0)
        self.cursor = keys.index(more) if more in keys else first
        if not self._key and keys:
            self._key = keys[self.cursor]

    def _section_of(self, key: str) -> int | None:
        kind, _, number = key.partition(":")
        if kind == "edge" and self._reading and int(number) <= len(self._reading.edges):
            return self._reading.edges[int(number) - 1].section
        return None

    def fit(self) -> None:
        """Lay out for the new size, which also says how much of each section is shown."""
        if (self.size.width, self.size.height) != self._laid_out_for:
            self._lay_out()

    def set_cursor(self, item: int) -> None:
        """As for every view; the stop is remembered by its key."""
        super().set_cursor(item)
        if self.stop:
            self._key = self.stop.key

    @property
    def key(self) -> str:
        """The key of the stop under the cursor."""
        return self._key

    @property
    def stop(self) -> Stop | None:
        """What the cursor stands on."""
        return self._related.stops[self.cursor] if self.cursor < self.item_count else None

    @property
    def has_anything(self) -> bool:
        """Whether the open article has related headlines, topics, or articles that link to it or tell the same."""
        reading = self._reading
        return bool(reading and (reading.sections or reading.backlinks or reading.same_story))

    def toggle_fold(self, section: int) -> None:
        """Show all of a section, the cursor on the first headline that comes out, or as much as at first sight."""
        before = {stop.key for stop in self._related.stops}
        self.unfolded = self.unfolded ^ {section}
        self._lay_out()
        for index, stop in enumerate(self._related.stops):
            if stop.section == section and stop.key not in before and stop.key != f"more:{section}":
                self.set_cursor(index)
                break

    def toggle_stored_only(self) -> None:
        """Show stored headlines only, or all again."""
        self.is_stored_only = not self.is_stored_only
        self._lay_out()

    def step_section(self, direction: int) -> bool:
        """Put the cursor on the next (1) or previous (-1) section's heading."""
        if self.stop is None:
            return False
        stops = list(enumerate(self._related.stops))
        beyond = [i for i, stop in stops if stop.key.startswith("section:") and (i - self.cursor) * direction > 0]
        if not beyond:
            return False
        self.set_cursor(beyond[0] if direction > 0 else beyond[-1])
        return True

    def step_unread(self, direction: int) -> bool:
        """Put the cursor on the next (1) or previous (-1) headline whose article is stored and unread."""
        beyond = [
            i
            for i, stop in enumerate(self._related.stops)
            if stop.edge and stop.edge.state is LinkState.UNREAD and (i - self.cursor) * direction > 0
        ]
        if not beyond:
            return False
        self.set_cursor(beyond[0] if direction > 0 else beyond[-1])
        return True
