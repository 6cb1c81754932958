"""Plain text dumps: a block a line, or wrapped paragraphs between blank lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.sources.layout import (
    Unit,
    cut_bullet,
    find_wrap_width,
    fold,
    indent_of,
    join_lines,
    needed_width,
    to_blocks,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.model import Block

# Some dumps glue the page's date to its title: ` date 2031-03-05 Title of the page`.
_GLUED_DATE = re.compile(r"\s*date\s+(?P<date>\d{4}-\d{2}-\d{2}\S*)(?:\s+(?P<title>\S.*))?$", re.IGNORECASE)


def read_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of a plain dump: each line is one, unless the text was wrapped, when paragraphs are joined again."""
    width = find_wrap_width(lines)
    units = _join_wrapped(lines, width) if width else _units_of_lines(lines)
    return to_blocks(_split_glued_date(units))


def _units_of_lines(lines: Sequence[str]) -> Iterator[Unit]:
    for number, line in enumerate(lines):
        text = fold(cut_bullet(line))
        if text:
            yield Unit(text, number, number, indent_of(line))


def _join_wrapped(lines: Sequence[str], width: int) -> Iterator[Unit]:
    """A line goes on on the next one where the next word had no room on it; a bullet always starts a block."""
    pieces: list[str] = []
    first = 0
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if not pieces:
            first = number
        pieces.append(fold(cut_bullet(line)))
        following = lines[number + 1] if number + 1 < len(lines) else ""
        is_continued = (
            bool(following.strip())
            and cut_bullet(following) == following
            and needed_width(line.rstrip(), following) > width - 2
        )
        if not is_continued:
            yield Unit(join_lines(pieces), first, number, indent_of(lines[first]))
            pieces = []


def _split_glued_date(units: Iterator[Unit]) -> Iterator[Unit]:
    for index, unit in enumerate(units):
        match = _GLUED_DATE.match(unit.text) if index == 0 else None
        if match is None:
            yield unit
            continue
        yield Unit(match["date"], unit.first_line, unit.first_line, unit.indent)
        if match["title"]:
            yield Unit(match["title"], unit.first_line, unit.last_line, unit.indent)
