"""The line-based views that all panes are built on: only what is on the screen is ever made into text.

They paint through Textual's line API, because its stock lists repaint a whole widget at each cursor move (4.7 KB
against 0.3 KB, measured) and need seconds for 10,000 rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from newsreader.text import cell_width, truncate
from newsreader.tui.find import label_line
from newsreader.tui.lines import Line, Role, Span
from newsreader.tui.terminal.quick import QuickFocus, QuickLines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.style import Style
    from textual import events

    from newsreader.model import Edge


# What a screen of line views has as COMPONENT_CLASSES: were they each view's own, the style sheet would be asked for
# ten more styles at every view (5 ms of CPU at a start).
LINE_CLASSES = {f"line--{role}" for role in Role}


class LineView(QuickLines, QuickFocus, Widget, can_focus=True):
    """A window onto `line_count` lines, of which `get_line` makes one at a time; `top` is the first one shown.

    Where it `tells_links`, lines that show a link of a known address carry it, for the terminal to open. `labels` stand
    on the first lines of links, by the links' numbers.
    """

    # Of an app that has this class, what is selected is marked in the gutter alone.
    GUTTER = "-gutter"
    ALLOW_SELECT = False

    DEFAULT_CSS = """
    LineView { height: 1fr; }
    """

    class Scrolled(Message):
        """The window or the cursor moved."""

    class Chosen(Message):
        """A line was clicked that the cursor already stood on."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.tells_links = False
        self.labels: dict[int, str] = {}
        self._styles_by_role: dict[Role, Style] = {}

    @property
    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def get_line(self, index: int) -> Line:
        """Line `index`, which is below `line_count`."""
        raise NotImplementedError

    def is_selected(self, index: int) -> bool:
        """Whether line `index` is painted as the selected one."""
        del index
        return False

    def is_marked(self, index: int) -> bool:
        """Whether line `index` bears the cursor's mark, so that the cursor is seen without colours too."""
        del index
        return False

    def link_at(self, index: int) -> Hyperlink | None:
        """The link of a known address that line `index` shows."""
        del index
        return None

    def show_labels(self, labels: dict[int, str]) -> None:
        """Put labels on links, by their numbers; none takes them away."""
        if labels != self.labels:
            self.labels = labels
            self.refresh()

    # --- painting

    def render_line(self, y: int) -> Strip:
        """Paint row `y` of the widget."""
        index = self.top + y
        width = self.size.width
        if index >= self.line_count:
            return Strip([Segment(" " * width, self._style(Role.TEXT))], width)
        line = self.get_line(index)
        if line.edge in self.labels and (not index or self.get_line(index - 1).edge != line.edge):
            line = label_line(line, self.labels[line.edge])
        is_selected = self.is_selected(index)
        # What begins without a blank has no gutter.
        in_gutter = is_selected and line.text.startswith(" ") and self.app.has_class(self.GUTTER)
        role = Role.SELECTED if in_gutter else None
        spans = mark_first_blanks(line.spans, role) if self.is_marked(index) else line.spans
        strip = paint_line(spans, width, self._style, is_selected=is_selected and not in_gutter)
        link = self.link_at(index) if self.tells_links else None
        return link_words(strip, link, cell_width(line.text)) if link else strip

    def _style(self, role: Role) -> Style:
        style = self._styles_by_role.get(role)
        if style is None:
            style = self.filter_style(self.screen.get_component_rich_style(f"line--{role}"))
            self._styles_by_role[role] = style
        return style

    def notify_style_update(self) -> None:
        """Forget the colours of the theme that was."""
        self._styles_by_role.clear()
        super().notify_style_update()

    # --- moving

    @property
    def height(self) -> int:
        """Lines that fit in the window, at least one."""
        return max(1, self.size.height)

    @property
    def is_at_end(self) -> bool:
        """Whether the last line is in the window; before there is a window, and lines in it, it is not."""
        return self.size.height > 0 and 0 < self.line_count <= self.top + self.height

    def scroll_to_line(self, top: int) -> None:
        """Put line `top` first in the window, as far as there are lines to fill it."""
        top = max(0, min(top, self.line_count - self.height))
        if top != self.top:
            self.top = top
            self.repaint_rows()
            self.post_message(self.Scrolled())

    def refresh_lines_at(self, first: int, last: int) -> None:
        """Repaint lines `first` to `last`, as far as they are in the window."""
        self.forget_lines(first, last)
        start, end = max(first, self.top), min(last, self.top + self.height - 1)
        if start <= end:
            self.refresh(Region(0, start - self.top, self.size.width, end - start + 1))

    def move(self, count: int) -> None:
        """Move by `count` lines, up where it is negative."""
        self.scroll_to_line(self.top + count)

    def move_to_end(self) -> None:
        """Move to the last line."""
        self.scroll_to_line(self.line_count)

    def move_to_start(self) -> None:
        """Move to the first line."""
        self.scroll_to_line(0)

    def page(self, share: float) -> None:
        """Move by a share of the window's height; a whole page keeps one line in sight."""
        self.move(self.count_lines(share))

    def count_lines(self, share: float) -> int:
        """The lines of a share of the window, at least one, up where it is negative."""
        count = max(1, round(abs(share) * self.height) - (abs(share) == 1))
        return count if share > 0 else -count

    def fit(self) -> None:
        """Fill a window that grew; a list that was placed before its first size was known is placed again."""
        self.scroll_to_line(self.top)
        self.post_message(self.Scrolled())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines down, as other pagers do."""
        event.stop()
        self.move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines up."""
        event.stop()
        self.move(-3)


class CursorView(LineView):
    """A line view with a cursor on one of its items; an item may take several lines."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.cursor = 0

    @property
    def item_count(self) -> int:
        """How many items there are; each is a line unless a subclass says otherwise."""
        return self.line_count

    def lines_of(self, item: int) -> tuple[int, int]:
        """The first and last line of an item."""
        return item, item

    def item_at(self, line: int) -> int | None:
        """The item that line shows."""
        return line if line < self.item_count else None

    def is_selected(self, index: int) -> bool:
        """The cursor's lines are, while the view has the focus."""
        if not self.has_focus or not self.item_count:
            return False
        first, last = self.lines_of(self.cursor)
        return first <= index <= last

    def is_marked(self, index: int) -> bool:
        """The first of the cursor's lines is."""
        return bool(self.item_count) and index == self.lines_of(self.cursor)[0]

    def take_focus(self, *, has_focus: bool) -> None:
        """Paint the cursor's lines as selected, or as the others."""
        super().take_focus(has_focus=has_focus)
        if self.cursor < self.item_count:
            self.refresh_lines_at(*self.lines_of(self.cursor))

    def set_cursor(self, item: int) -> None:
        """Put the cursor on an item and bring all its lines into the window."""
        item = max(0, min(item, self.item_count - 1))
        if item != self.cursor and self.item_count:
            for moved in (self.cursor, item):
                if moved < self.item_count:
                    self.refresh_lines_at(*self.lines_of(moved))
        self.cursor = item
        self.show_cursor()
        self.post_message(self.Scrolled())

    def show_cursor(self) -> None:
        """Scroll as little as shows the cursor's item, or so that it has lines around it where it is far off.

        The lines above the first item show with it.
        """
        if not self.item_count:
            self.scroll_to_line(0)
            return
        first, last = self.lines_of(self.cursor)
        if self._is_tall and first < self.top + self.height and last >= self.top:
            return
        if self.cursor == 0:
            first = 0
        if not self.top - self.height <= first < self.top + 2 * self.height:
            self.scroll_to_line(first - self.height // 3)
        elif first < self.top:
            self.scroll_to_line(first)
        elif last >= self.top + self.height:
            self.scroll_to_line(min(first, last - self.height + 1))

    @property
    def _is_tall(self) -> bool:
        """Whether the window can't hold all of the cursor's item: it is scrolled through before the cursor moves on."""
        first, last = self.lines_of(self.cursor)
        return last - first >= self.height

    def fit(self) -> None:
        """As for every view; the cursor stays in sight."""
        super().fit()
        self.show_cursor()

    def move(self, count: int) -> None:
        """Move the cursor by `count` items; through one that the window can't hold by lines."""
        if self.item_count and self._is_tall:
            first, last = self.lines_of(self.cursor)
            if (count > 0 and last >= self.top + self.height) or (count < 0 and first < self.top):
                self.scroll_to_line(self.top + count)
                return
        self.set_cursor(self.cursor + count)

    def move_to_end(self) -> None:
        """Put the cursor on the last item."""
        self.set_cursor(self.item_count - 1)

    def move_to_start(self) -> None:
        """Put the cursor on the first item."""
        self.set_cursor(0)

    def page(self, share: float) -> None:
        """Move the window and with it the cursor by a share of its height."""
        if not self.item_count:
            return
        count = self.count_lines(share)
        start = self.lines_of(self.cursor)[0]
        start = max(start, self.top) if self._is_tall else start
        target = max(0, min(start + count, self.line_count - 1))
        item = self.item_at(target)
        step = 1 if count < 0 else -1
        while item is None and 0 <= target < self.line_count:  # between items: take the nearest towards the start
            target += step
            item = self.item_at(target) if 0 <= target < self.line_count else self.cursor
        self.scroll_to_line(self.top + count)
        self.set_cursor(self.cursor if item is None else item)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where was clicked; a click on the cursor chooses."""
        event.stop()
        item = self.item_at(self.top + event.y)
        if item is None:
            return
        if item == self.cursor:
            self.post_message(self.Chosen())
        else:
            self.set_cursor(item)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Scroll the window; the cursor stays on its item."""
        event.stop()
        self.scroll_to_line(self.top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Scroll the window; the cursor stays on its item."""
        event.stop()
        self.scroll_to_line(self.top - 3)


def mark_first_blanks(spans: tuple[Span, ...], role: Role | None = None) -> tuple[Span, ...]:
    """Put the cursor's mark, in a role of its own if one is given, over the last of the blanks that a line begins with.

    A line without any stays as it is.
    """
    text = "".join(span.text for span in spans)
    position = len(text) - len(text.lstrip(" ")) - 1
    for index, span in enumerate(spans):
        if 0 <= position < len(span.text):
            before, after = (Span(text, span.role) for text in (span.text[:position], span.text[position + 1 :]))
            return (*spans[:index], before, Span(">", role or span.role), after, *spans[index + 1 :])
        position -= len(span.text)
    return spans


def paint_line(
    spans: tuple[Span, ...], width: int, style: Callable[[Role], Style], *, is_selected: bool = False
) -> Strip:
    """Spans as a strip of exactly `width` cells; where the line is selected, in that style all but what is detail."""
    selected = style(Role.SELECTED) if is_selected else None
    segments: list[Segment] = []
    room = width

    def add(text: str, role: Role) -> None:
        painted = style(role) if selected is None or role is Role.DETAIL else selected
        if segments and segments[-1].style == painted:
            text = segments.pop().text + text
        segments.append(Segment(text, painted))

    for span in spans:
        cells = cell_width(span.text)
        if cells > room:
            text = truncate(span.text, room, "")
            if text:
                add(text, span.role)
                room -= cell_width(text)
            break
        if span.text:
            add(span.text, span.role)
            room -= cells
    if room > 0:
        add(" " * room, Role.TEXT)
    return Strip(segments, width)


class Hyperlink(NamedTuple):
    """Where a line's words lead: the address, the link's number on its page, and the column where they begin."""

    url: str
    number: int
    column: int


def find_hyperlink(line: Line, edges: Sequence[Edge]) -> Hyperlink | None:
    """The link that a line shows as it was laid out: its words, the last span, stand behind its mark and number."""
    url = edges[line.edge - 1].url if 0 < line.edge <= len(edges) else ""
    return Hyperlink(url, line.edge, cell_width("".join(span.text for span in line.spans[:-1]))) if url else None


def link_words(strip: Strip, link: Hyperlink, end: int) -> Strip:
    """A painted line whose words, up to column `end`, are an OSC 8 hyperlink.

    Its id is the link's number, so that a terminal takes the lines of one link for one; Rich would count ids up.
    """
    end = min(end, strip.cell_length)
    before, words, after = strip.divide([min(link.column, end), end, strip.cell_length])
    linked = []
    for text, style, _ in words:
        if style is not None:
            style = style.update_link(link.url)
            style._link_id = str(link.number)
        linked.append(Segment(text, style))
    return Strip([*before, *linked, *after], strip.cell_length)
