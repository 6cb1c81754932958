"""Rows of cells: a text with a character a cell, and the pens of the cells.

A character that takes two cells is followed by COVERED. What is more than one character in a cell (marks over others),
and all whose width terminals may disagree on, stands there as one private character, by which `Rows` knows it: so a
letter and the vowel signs beside it, each of which takes a cell in most terminals and none in some.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from rich.cells import cell_len

from newsreader.text import cell_width
from newsreader.tui.terminal.widths import share_widths

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.segment import Segment

    from newsreader.tui.terminal.pens import Pens

share_widths()

COVERED = "\0"
# The vowels AM of Thai and Lao stand beside their letters too, though Unicode does not call them marks.
_VOWELS = "\u0e33\u0eb3"
# The private planes, from which feeds' own characters are kept by taking them for clusters too.
_FIRST_CLUSTER = 0xF0000
_MOST_CLUSTERS = 0x1FFFF
# One cell each in every terminal.
_NARROWS = " -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2500-\u257f"
_NARROW = re.compile(f"[{_NARROWS}]*")
_STRETCHES = re.compile(f"[{_NARROWS}]+|[^{_NARROWS}]+")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_UNSURE = re.compile(f"[{chr(_FIRST_CLUSTER)}-\U0010ffff]")


class Row(NamedTuple):
    """The text and the pens of a row, as long as the row has cells."""

    text: str
    pens: str


class Clusters:
    """What stands in one cell or two and is not one plain character, each by a private character."""

    def __init__(self) -> None:
        self._marks: dict[str, str] = {}
        self._texts: list[str] = []

    def mark(self, text: str) -> str:
        """The private character of a cluster; after very many others, a replacement character."""
        mark = self._marks.get(text)
        if mark is None:
            if len(self._texts) == _MOST_CLUSTERS:
                return "\ufffd"
            mark = self._marks[text] = chr(_FIRST_CLUSTER + len(self._texts))
            self._texts.append(text)
        return mark

    def is_mark(self, character: str) -> bool:
        """Whether it is a private character, not a plain one."""
        return character >= chr(_FIRST_CLUSTER)

    def text(self, mark: str) -> str:
        """What a private character, or a plain one, stands for."""
        return self._texts[ord(mark) - _FIRST_CLUSTER] if self.is_mark(mark) else mark


def lay_out(segments: Iterable[Segment], pens: Pens, clusters: Clusters) -> Row:
    """The cells of segments as wide as Textual took them to be; control characters become replacement characters."""
    texts: list[str] = []
    marks: list[str] = []
    for segment in segments:
        text, style, control = segment
        if control or not text:
            continue
        if not _NARROW.fullmatch(text):
            width = segment.cell_length
            while texts and text and not cell_width(text[0]):  # a mark over the last character of the segment before
                texts[-1] = _add_mark(texts[-1], text[0], clusters)
                text = text[1:]
            text = _lay_wide(text, width, clusters)
        texts.append(text)
        marks.append(pens.find(style) * len(text))
    return Row("".join(texts), "".join(marks))


def _add_mark(cells: str, mark: str, clusters: Clusters) -> str:
    """Cells with a mark added to the last character, which takes the cells of both."""
    kept = cells.rstrip(COVERED)
    if not kept:
        return cells
    covered = len(cells) - len(kept) + cell_width(mark)
    return kept[:-1] + clusters.mark(clusters.text(kept[-1]) + mark) + COVERED * covered


def _lay_wide(text: str, width: int, clusters: Clusters) -> str:
    text = _CONTROLS.sub("\ufffd", text)
    cells = ""
    for character in text:
        taken = cell_width(character)
        is_beside = _is_beside(character)
        if not taken or (is_beside and cells):
            cells = _add_mark(cells, character, clusters)
        else:
            is_unsure = is_beside or character > "\uffff"
            cells += (clusters.mark(character) if is_unsure else character) + COVERED * (taken - 1)
    return cells if len(cells) == width else _lay_clusters(text, width, clusters)


def _is_beside(character: str) -> bool:
    """Whether a character that takes a cell belongs to the one before it."""
    return category(character) == "Mc" or character in _VOWELS


def _lay_clusters(text: str, width: int, clusters: Clusters) -> str:
    """Where Textual counted otherwise, by clusters of its own: each stretch of other than narrow characters is one."""
    cells = ""
    for stretch in _STRETCHES.findall(text):
        taken = cell_len(stretch)
        cells += stretch if _NARROW.fullmatch(stretch) else clusters.mark(stretch) + COVERED * (taken - 1)
    if len(cells) == width:
        return cells
    return clusters.mark(text) + COVERED * (width - 1) if width else ""


def put(row: Row, column: int, cells: Row) -> Row:
    """A row with others' cells from a column on; of a wide character half covered a blank remains."""
    text, pens = row
    end = column + len(cells.text)
    before, after = text[:column], text[end:]
    if before and text[column : column + 1] == COVERED:
        before = _blank_last(before)
    covered = len(after) - len(after.lstrip(COVERED))
    text = before + cells.text + " " * covered + after[covered:]
    return Row(text[: len(pens)], (pens[:column] + cells.pens + pens[end:])[: len(pens)])


def _blank_last(text: str) -> str:
    kept = text.rstrip(COVERED)[:-1]
    return kept + " " * (len(text) - len(kept))


def find_unsure(text: str) -> int:
    """The first cell on whose width terminals may disagree; the row's length where there is none."""
    found = _UNSURE.search(text)
    return found.start() if found else len(text)


def find_clusters(text: str) -> list[str]:
    """The private characters in a text."""
    return _UNSURE.findall(text)
