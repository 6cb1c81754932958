"""Plain text dumps: a block a line, or wrapped paragraphs between blank lines."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.sources.layout import (
    Unit,
    cut_bullet,
    find_counted,
    find_wrap_width,
    indent_of,
    join_lines,
    needed_width,
    to_blocks,
)
from newsreader.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.model import Block

# Some dumps glue the page's date to its title: ` date 2031-03-05 Title of the page`.
_GLUED_DATE = re.compile(r"\s*date\s+(?P<date>\d{4}-\d{2}-\d{2}\S*)(?:\s+(?P<title>\S.*))?$", re.IGNORECASE)


def read_blocks(lines: Sequence[str]) -> tuple[Block, ...]:
    """The blocks of a plain dump: each line is one, unless the text was wrapped, when paragraphs are joined again."""
    width = find_wrap_width(lines)
    units = list(_join_wrapped(lines, width)) if width else _units_of_lines(lines)
    units[:1] = [cut for unit in units[:1] for cut in _split_glued_date(unit)]
    return to_blocks(units)


def _units_of_lines(lines: Sequence[str]) -> list[Unit]:
    return [
        Unit(text, number, number, indent_of(line))
        for number, line in enumerate(lines)
        if line and (text := cut_bullet(fold(line)))
    ]


def _join_wrapped(lines: Sequence[str], width: int) -> Iterator[Unit]:
    """A line goes on on the next one where the next word had no room on it; an item of a list always starts a block."""
    pieces: list[str] = []
    first = 0
    folded = list(map(fold, lines))
    counted = find_counted(lines)
    for number, (text, following) in enumerate(zip(folded, [*folded[1:], ""], strict=True)):
        if not text:
            continue
        if not pieces:
            first = number
        pieces.append(cut_bullet(text))
        is_continued = (
            following
            and cut_bullet(following) == following
            and number + 1 not in counted
            and needed_width(lines[number].rstrip(), following) > width - 2
        )
        if not is_continued:
            yield Unit(join_lines(pieces), first, number, indent_of(lines[first]))
            pieces = []


def _split_glued_date(unit: Unit) -> list[Unit]:
    match = _GLUED_DATE.match(unit.text)
    if match is None:
        return [unit]
    date = Unit(match["date"], unit.first_line, unit.first_line, unit.indent)
    return [date, replace(unit, text=match["title"])] if match["title"] else [date]
