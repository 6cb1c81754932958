"""Lines of styled text: what layout makes and the line widgets paint. Plain values, no Textual."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from newsreader.model import Edge, LinkState, Row
from newsreader.text import cell_width, to_display, transliterate, truncate
from newsreader.values import dataclass


class Role(StrEnum):
    """What a run of text is; themes give each role its colour."""

    TEXT = "text"
    TITLE = "title"
    MUTED = "muted"
    ACCENT = "accent"
    LINK = "link"
    STORED = "stored"
    WANTED = "wanted"
    BOOKMARK = "bookmark"
    # What stands beside a row's words and keeps its look where the row is selected, muted: to repaint it costs a third
    # of a cursor's move.
    DETAIL = "detail"
    SELECTED = "selected"


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one role."""

    text: str
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the screen; `offset` is its place in the article's text, `edge` the number of the link it shows."""

    spans: tuple[Span, ...] = ()
    offset: int = 0
    edge: int = 0

    @property
    def text(self) -> str:
        """The line without its roles."""
        return "".join(span.text for span in self.spans)


def fit_line(line: Line, width: int, ellipsis: str) -> Line:
    """A line cut to at most `width` cells, an ellipsis at the end where something was cut."""
    if cell_width(line.text) <= max(0, width):
        return line
    words = truncate(line.text, width, ellipsis)
    spans: list[Span] = []
    place = 0
    for span in line.spans:
        end = place + len(span.text)
        # What was cut off ends in this one, or before it: the ellipsis is its own.
        text = words[place:end] if end < len(words) else words[place:]
        spans += [Span(text, span.role)] if text else []
        place += len(text)
    return replace(line, spans=tuple(spans))


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The marks and frames; one set for terminals with UTF-8, one in ASCII."""

    unread: str
    read: str
    absent: str
    wanted: str
    bookmark: str
    open: str
    dot: str
    ellipsis: str
    above: str
    below: str
    vertical: str
    horizontal: str
    joint: str

    @property
    def is_ascii(self) -> bool:
        """Whether the terminal is taken to show nothing else."""
        return self.vertical.isascii()

    def show(self, text: str) -> str:
        """Text of a page as this terminal can show it."""
        shown = to_display(text)
        return transliterate(shown) if self.is_ascii else shown

    def mark_row(self, row: Row) -> str:
        """The mark of a stored article."""
        return self.bookmark if row.is_bookmarked else self.unread if row.is_unread else self.read

    def mark_edge(self, edge: Edge) -> str:
        """The mark of a headline, with the number of its targets where there are several."""
        if len(edge.targets) == 1:
            return self.mark_row(edge.targets[0])
        mark = {
            LinkState.UNREAD: self.unread,
            LinkState.READ: self.read,
            LinkState.ABSENT: self.absent,
            LinkState.WANTED: self.wanted,
        }[edge.state]
        return f"{mark}{len(edge.targets)}" if edge.targets else mark


UNICODE = Glyphs("●", "✓", "○", "+", "★", "▾", "·", "…", "↑", "↓", "│", "─", "┴")
ASCII = Glyphs("*", "v", "o", "+", "B", "v", "-", "...", "^", "v", "|", "-", "+")


def role_of_edge(edge: Edge) -> Role:
    """The role in which a headline's mark is painted."""
    if any(row.is_bookmarked for row in edge.targets):
        return Role.BOOKMARK
    return {
        LinkState.UNREAD: Role.STORED,
        LinkState.READ: Role.STORED,
        LinkState.ABSENT: Role.MUTED,
        LinkState.WANTED: Role.WANTED,
    }[edge.state]
