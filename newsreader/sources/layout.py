"""What the readers of dumps share: at which column lines were wrapped, joining them again, blanks between blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from newsreader.model import Block, Link
from newsreader.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# A line shorter than this says nothing about the column at which its text was wrapped.
_LEAST_LINE = 40
_MOST_COLUMNS = 160
# Fewer breaks than this could be chance.
_LEAST_BREAKS = 4
_LEAST_SHARE = 0.7
_LEAST_EDGE = 8
_LEAST_EDGE_SHARE = 0.35
# Of the lines of a wrapped text few end a sentence; where most do, each is a paragraph.
_MOST_ENDINGS = 0.5
# Where a sentence goes on, mostly a small letter does; a list of headlines of about one length has capitals.
_LEAST_SMALL = 0.25
_COUNTED = re.compile(r" *(\d{1,3})[.)] (?=\S)")
# An item of a list has so many lines at most.
_LONGEST_ITEM = 6
# Before the first of them (Hangul) no letter is wide.
_FIRST_WIDE = "\u1100"
_CLOSING = " \"'\u2019\u201d)]"
_BULLETS = "*\u2022\u25aa\u25ab\u25cf\u25e6\u2023\u25b6\u25ba\u25a1\u25a0\u2192\u00bb\u203a"


@dataclass(slots=True)
class Unit:
    """A block in the making."""

    text: str
    first_line: int
    last_line: int
    indent: int = 0
    links: tuple[Link, ...] = ()


def to_blocks(units: Iterable[Unit]) -> tuple[Block, ...]:
    """Blocks of the units that have text; the blank lines between them are counted, rules and empty marks as such."""
    kept = [unit for unit in units if unit.text]
    gaps = [after.first_line - before.last_line - 1 for before, after in pairwise(kept)]
    # Two that were one line have no gap.
    gaps = [0, *[gap if gap > 0 else 0 for gap in gaps], 0]
    return tuple(
        [
            Block(unit.text, unit.first_line, unit.last_line, before, after, unit.indent, unit.links)
            for unit, (before, after) in zip(kept, pairwise(gaps), strict=False)
        ]
    )


def indent_of(line: str) -> int:
    """How many blanks a line starts with."""
    return len(line) - len(line.lstrip(" ")) if line[:1] == " " else 0


def cut_bullet(text: str) -> str:
    """A folded line without the bullet before its text."""
    return text[2:] if text[1:2] == " " and text[0] in _BULLETS else text


def find_counted(lines: Sequence[str]) -> dict[int, int]:
    """The lines that begin with a number which counts on from one close by, as an ordered list's items do: for each
    how many columns its number takes.
    """
    found = [
        (place, int(match[1]), match.end() - match.start(1))
        for place, line in enumerate(lines)
        if line.lstrip(" ")[:1].isdigit() and (match := _COUNTED.match(line))
    ]
    counted = {}
    for (place, number, width), (following, next_number, next_width) in pairwise(found):
        if next_number == number + 1 and following - place <= _LONGEST_ITEM:
            counted[place], counted[following] = width, next_width
    return counted


def has_wide_edge(character: str) -> bool:
    """Whether text may break beside this character without a blank (Chinese, Japanese, Korean)."""
    return character >= _FIRST_WIDE and cell_width(character) == 2


def join_lines(pieces: Sequence[str]) -> str:
    """The lines of one paragraph as one line; Chinese and Japanese ones without a blank between them."""
    text = " ".join(pieces)
    if text.isascii():
        return text
    joined: list[str] = []
    for piece in pieces:
        if joined and not (has_wide_edge(joined[-1][-1]) and has_wide_edge(piece[0])):
            joined.append(" ")
        joined.append(piece)
    return "".join(joined)


def needed_width(line: str, following: str) -> int:
    """Columns that `line` would have taken with the first word of `following` on it."""
    word = following.split(None, 1)[0]
    if word.isascii():
        return cell_width(line) + 1 + len(word)
    # A line may break behind any wide letter.
    return cell_width(line) + (2 if has_wide_edge(word[0]) else 1 + cell_width(word))


def find_wrap_width(lines: Sequence[str], *, surely: bool = False) -> int:
    """The column at which most line breaks of a text can be explained by wrapping; 0 where there is none.

    A break at the end of `line` votes for each width in which `line` fits and the next word does not. With
    `surely`, the text is known to be wrapped and a bare majority is not asked for.
    """
    breaks = [
        (line, following)
        for line, following in pairwise(lines)
        if len(line) >= _LEAST_LINE and following and not following.isspace() and not line.isspace()
    ]
    share = 1.0 if surely else _share_of_small(breaks)
    # Most pages end here, before each break has been measured.
    if share < 0.5 * _LEAST_SMALL:
        return 0
    best_width, best = _find_best_width(breaks)
    if surely:
        return best_width
    # Lines longer than any terminal stand for unwrapped paragraphs: they count against wrapping.
    long_lines = [line for line in lines if len(line) >= _LEAST_LINE]
    too_long = sum(len(line) > best_width + 2 and " " in line.strip() for line in long_lines)
    is_explained = best >= _LEAST_BREAKS and best >= _LEAST_SHARE * len(breaks) and too_long <= 0.1 * len(long_lines)
    # Beside lists, whose lines end where they like, an edge that many lines reach and next to none crosses.
    has_edge = best >= _LEAST_EDGE and best >= _LEAST_EDGE_SHARE * len(breaks) and too_long <= 0.01 * len(long_lines)
    return best_width if has_edge or (is_explained and share >= _LEAST_SMALL) else 0


def _share_of_small(breaks: Sequence[tuple[str, str]]) -> float:
    """How many of the letters that lines start with behind a break are small; 0 where most lines end a sentence."""
    endings = sum(line.rstrip(_CLOSING).endswith((".", "!", "?")) for line, _ in breaks)
    if endings > _MOST_ENDINGS * len(breaks):
        return 0.0
    starts = [following.lstrip(" *+\"'([")[:1] for _, following in breaks]
    small = sum(map(str.islower, starts))
    cased = small + sum(map(str.isupper, starts))
    return small / cased if cased else 1.0


def _find_best_width(breaks: Iterable[tuple[str, str]]) -> tuple[int, int]:
    """The least of the widths with the most votes, and their number."""
    votes = [0] * (_MOST_COLUMNS + 2)
    for line, following in breaks:
        if len(line) <= _MOST_COLUMNS:
            votes[min(cell_width(line), _MOST_COLUMNS + 1)] += 1
            votes[min(needed_width(line, following), _MOST_COLUMNS + 1)] -= 1
    totals = list(accumulate(votes))
    best = max(totals)
    return totals.index(best), best
