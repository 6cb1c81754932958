"""Lines of styled text: what layout makes and the line widgets paint. Plain values, no Textual."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING

from newsreader.model import Edge, LinkState, Row
from newsreader.text import speaks_utf8, to_display, transliterate
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping


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
    new: str
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


UNICODE = Glyphs("●", "✓", "○", "+", "★", "▾", "·", "…", "↑", "│", "─", "┴")
ASCII = Glyphs("*", "v", "o", "+", "B", "v", "-", "...", "^", "|", "-", "+")


def choose_glyphs(environment: Mapping[str, str] = os.environ) -> Glyphs:
    """ASCII where the locale says that the terminal takes nothing else."""
    return UNICODE if speaks_utf8(environment) else ASCII


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
