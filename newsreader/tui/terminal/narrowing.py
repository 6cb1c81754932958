"""Terminals that draw two cells wide what others draw in one: how that is asked, and what is shown there instead.

Unicode calls such characters ambiguous (UAX 11, "East Asian Width"); a terminal draws all of them narrow or, set up for
Chinese, Japanese or Korean, wide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from newsreader.text import transliterate

if TYPE_CHECKING:
    from newsreader.tui.terminal.rows import Clusters

# All that the app draws with. Written in the corner of the screen, they leave the cursor in the column that the
# terminal is asked for; what is painted next covers them.
MARKS = "●✓○★▾·…↑↓│─┴"
ASK = "\x1b[6n"
# What has no transliteration in one character; the marks as in the ASCII set of tui/lines.py.
_SPELLINGS = str.maketrans("●✓○★▾…↑↓\ufffd▁▂▃▄▅▆▇█", "*voBv~^v?_.,:-=+#")
_HORIZONTAL, _VERTICAL = "─━┄┅┈┉╌╍═╴╶", "│┃┆┇┊┋╎╏║╵╷"


def make_question() -> str:
    """What is sent to learn how wide a terminal draws the marks."""
    return f"\x1b[H{MARKS}{ASK}"


def is_too_wide(column: int, row: int) -> bool:
    """Whether the answer, counted from 0, is that of a terminal that drew some of the marks wide."""
    return row == 0 and len(MARKS) < column <= 2 * len(MARKS)


class Narrowing(dict[int, str]):
    """For `str.translate`: what is shown instead of each character, as many of them, in such a terminal.

    What has no spelling in one character becomes a cluster: it is written, and what follows is placed anew.
    """

    def __init__(self, clusters: Clusters) -> None:
        super().__init__()
        self._clusters = clusters

    def __missing__(self, code: int) -> str:
        self[code] = shown = self._choose(chr(code))
        return shown

    def _choose(self, character: str) -> str:
        shown = character.translate(_SPELLINGS)
        if shown.isascii() or east_asian_width(character) != "A" or self._clusters.is_mark(character):
            return shown
        if "\u2500" <= character <= "\u257f":
            return "-" if character in _HORIZONTAL else "|" if character in _VERTICAL else "+"
        shown = transliterate(character)
        return shown if len(shown) == 1 and shown != "?" else self._clusters.mark(character)
