"""The article's text, with its links to select one after another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from newsreader.actions import DEFAULT_KEYS, KeyNames
from newsreader.tui.find import carry_offset, find_piece, find_words, mark_words
from newsreader.tui.layout import layout_article
from newsreader.tui.widgets.lines import Hyperlink, LineView, find_hyperlink

if TYPE_CHECKING:
    from textual import events

    from newsreader.model import Edge, Reading
    from newsreader.tui.lines import Glyphs, Line


class ArticleView(LineView):
    """One article; `text_offset` is the reader's place in it, `link` the number of the selected link, 0 for none."""

    def __init__(self, glyphs: Glyphs, measure: int, keys: KeyNames = DEFAULT_KEYS) -> None:
        super().__init__(id="article")
        self._glyphs, self._measure, self._keys = glyphs, measure, keys
        self._reading: Reading | None = None
        self._lines: list[Line] = []
        self._laid_out_for = 0
        self.text_offset = 0
        self.link = 0
        self._words = ""
        self._found: list[int] = []
        self._hit = -1

    @property
    def line_count(self) -> int:
        """Lines of the laid-out article."""
        return len(self._lines)

    def get_line(self, index: int) -> Line:
        """A line of the laid-out article; what is looked for in it is marked."""
        line = self._lines[index]
        return mark_words(line, self._words) if self._words else line

    def list_visible_links(self) -> list[int]:
        """The numbers of the links whose first line is in the window."""
        window = range(self.top, min(self.top + self.height, self.line_count))
        edges = [line.edge for line in self._lines]
        return [edges[index] for index in window if edges[index] and (not index or edges[index - 1] != edges[index])]

    def is_selected(self, index: int) -> bool:
        """The selected link's lines are."""
        return bool(self.link) and self._lines[index].edge == self.link

    def is_marked(self, index: int) -> bool:
        """The first of the selected link's lines is."""
        return self.is_selected(index) and not self.is_selected(index - 1)

    def show(self, reading: Reading | None, offset: int = 0, link: int = 0) -> None:
        """Show an article from the line that holds `offset` on."""
        self._reading, self.text_offset, self.link = reading, offset, link
        self._words, self._found, self._hit, self.labels = "", [], -1, {}
        self._forget_lost_link()
        self._lay_out()

    def update(self, reading: Reading) -> None:
        """Show the same article again after its links' states changed; nothing moves, though more may stand above."""
        # While many pages come in, most changes concern others: nothing is painted, and sent, for them.
        if reading == self._reading:
            return
        if self._reading is not None and self._reading.article.parts != reading.article.parts:
            self.text_offset = carry_offset(self._reading.article, reading.article, self.text_offset)
        self._reading = reading
        self._forget_lost_link()
        top = self.top
        self._lay_out()
        if top < self.line_count and self._lines[top].offset == self.text_offset:
            self.top = max(0, min(top, self.line_count - self.height))

    def _forget_lost_link(self) -> None:
        """A page that was split again may have fewer links than when one of them was selected."""
        edges = self._reading.edges if self._reading else ()
        if not (0 < self.link <= len(edges) and edges[self.link - 1].section is None):
            self.link = 0

    def _lay_out(self) -> None:
        width = self.size.width
        self._laid_out_for = width
        self._lines = []
        if self._reading is not None and width:
            self._lines = layout_article(self._reading, width, self._measure, self._glyphs, self._keys)
        self._place_window()
        self.refresh()
        self.post_message(self.Scrolled())

    def _place_window(self) -> None:
        """Put the line that holds the reader's place first; the place stays though the window's end may bind it."""
        line = max(0, bisect_right(self._lines, self.text_offset, key=lambda line: line.offset) - 1)
        while line and self._lines[line - 1].offset == self._lines[line].offset:
            line -= 1
        self.top = max(0, min(line, self.line_count - self.height))

    def fit(self) -> None:
        """Lay out for the new width; the text that stood first stays first."""
        if self.size.width != self._laid_out_for:
            self._lay_out()
        else:
            self._place_window()
            self.refresh()
            self.post_message(self.Scrolled())

    def scroll_to_line(self, top: int) -> None:
        """As for every view; a reader who moves is from then on where the window stands."""
        before = self.top
        super().scroll_to_line(top)
        if self.top != before:
            self.text_offset = self._lines[self.top].offset

    @property
    def progress(self) -> float:
        """How much has been seen, 0 to 1; 0 as long as nothing was scrolled and more follows."""
        if self.is_at_end:
            return 1.0
        return (self.top + self.height) / self.line_count if self.top else 0.0

    def say_position(self) -> str:
        """`lines 1-22 of 140  16%`."""
        if not self._lines:
            return ""
        last = min(self.top + self.height, self.line_count)
        return f"lines {self.top + 1}-{last} of {self.line_count}  {last * 100 // self.line_count}% "

    @property
    def opening(self) -> str:
        """The piece of the article that stands first in the window."""
        return find_piece(self._reading.article, self.text_offset)[1] if self._reading else ""

    def show_offset(self, offset: int) -> None:
        """Put the line that holds an offset of the text first."""
        self.text_offset = offset
        self._place_window()
        self.refresh()
        self.post_message(self.Scrolled())

    # --- words

    def find(self, words: str) -> None:
        """Look for words, and show the first place behind the window's beginning; "" looks for nothing more."""
        self._words, self._hit = words, -1
        self._found = find_words(self._reading.article, words) if self._reading else []
        if self._found:
            first = bisect_left(self._found, self.text_offset)
            self._go_to_hit(first % len(self._found))
        self.refresh()
        self.post_message(self.Scrolled())

    def step_hit(self, direction: int) -> bool:
        """Go to the next (1) or previous (-1) place, around the article's end; False where there is none."""
        if self._found:
            self._go_to_hit((self._hit + direction) % len(self._found))
        return bool(self._found)

    def _go_to_hit(self, hit: int) -> None:
        self._hit = hit
        line = max(0, bisect_right(self._lines, self._found[hit], key=lambda line: line.offset) - 1)
        if not self.top <= line < self.top + self.height:
            self.scroll_to_line(line - self.height // 3)
        self.post_message(self.Scrolled())

    @property
    def is_finding(self) -> bool:
        """Whether words are looked for."""
        return bool(self._words)

    def say_find(self) -> str:
        """`find: kiev 3/11`."""
        return f"find: {self._words} {self._hit + 1}/{len(self._found)}"

    # --- links

    def link_at(self, index: int) -> Hyperlink | None:
        """The link of a known address that a line shows."""
        return find_hyperlink(self._lines[index], self._reading.edges) if self._reading else None

    def selected_edge(self) -> Edge | None:
        """The selected link."""
        if self._reading is None or not self.link:
            return None
        return self._reading.edges[self.link - 1]

    def select_link(self, link: int) -> None:
        """Select a link and bring it into the window; 0 selects none."""
        before, self.link = self.link, link
        for index, line in enumerate(self._lines):
            if line.edge and line.edge in (before, link):
                self.refresh_lines_at(index, index)
        lines = [index for index, line in enumerate(self._lines) if link and line.edge == link]
        if lines and not self.top <= lines[0] <= lines[-1] < self.top + self.height:
            self.scroll_to_line(lines[0] - self.height // 3)
        self.post_message(self.Scrolled())

    def step_link(self, direction: int) -> bool:
        """Select the next link (1) or the previous one (-1); False where there is none.

        With none selected it is the first at or below the window's top, or the last above its end.
        """
        numbers = sorted({line.edge for line in self._lines if line.edge})
        if self.link:
            beyond = [number for number in numbers if (number - self.link) * direction > 0]
        elif direction > 0:
            beyond = sorted({line.edge for line in self._lines[self.top :] if line.edge})
        else:
            beyond = sorted({line.edge for line in self._lines[: self.top + self.height] if line.edge})
        if not beyond:
            return False
        self.select_link(beyond[0] if direction > 0 else beyond[-1])
        return True

    def on_click(self, event: events.Click) -> None:
        """Select the link that was clicked; a click on the selected one follows it."""
        index = self.top + event.y
        edge = self._lines[index].edge if index < self.line_count else 0
        if edge and edge == self.link:
            self.post_message(self.Chosen())
        elif edge:
            self.select_link(edge)
