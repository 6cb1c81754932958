"""A terminal to write to: pyte's, with what it lacks."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any, ClassVar
from unicodedata import category, combining, east_asian_width

import pyte
from pyte.screens import Char
from wcwidth import wcwidth

_LINK = re.compile("\x1b]8;([^\x1b]*)\x1b\\\\")
_UNFINISHED = re.compile("(?:\x1b(?:\\[[^@-~]*|\\][^\x07\x1b]*\x1b?)?)?$")
_PRIVATE = re.compile(r"\x1b\[[<>=][0-9;]*[a-z]")
_MORE = {"b": "repeat", "S": "scroll_up", "T": "scroll_down"}


class _Stream(pyte.Stream):
    csi: ClassVar[dict[str, str]] = {**pyte.Stream.csi, **_MORE}
    events = frozenset(itertools.chain(pyte.Stream.events, _MORE.values()))


class Emulator(pyte.Screen):
    """A screen with REP, SU, SD and hyperlinks, where overwriting half of a wide character leaves a blank.

    `fills` says whether erasing takes the background that is set (bce); a scroll never does here. Without
    `has_regions` it takes no notice of DECSTBM. One that `widens` draws characters of ambiguous width two cells wide;
    one that `joins` draws vowel signs that stand beside their letter in its cell, others in one of their own, as
    `wcwidth` of the C library has them. What it is asked it answers through `answer`.
    """

    def __init__(
        self,
        columns: int,
        lines: int,
        *,
        fills: bool = True,
        has_regions: bool = True,
        widens: bool = False,
        joins: bool = False,
    ) -> None:
        self._fills, self._has_regions, self._widens, self._joins = fills, has_regions, widens, joins
        self.answer: Callable[[str], object] = lambda data: None
        self._link = self._unfinished = ""
        self._last = " "
        super().__init__(columns, lines)
        self.stream = _Stream(self)
        self.reset_mode(7, private=True)

    def feed(self, data: str) -> None:
        data = _PRIVATE.sub("", self._unfinished + data)
        self._unfinished = data[_UNFINISHED.search(data).start() :]  # type: ignore[union-attr]  # it is found always
        data = data.removesuffix(self._unfinished)
        for index, piece in enumerate(_LINK.split(data)):
            if index % 2:
                self._link = "" if piece == ";" else piece
                self._relink()
            else:
                self.stream.feed(piece)

    # --- what pyte lacks

    def draw(self, data: str) -> None:
        for character in data:
            row, x, width = self.buffer[self.cursor.y], self.cursor.x, wcwidth(character)
            if self._widens and east_asian_width(character) == "A":
                self._draw_as(character, "\u3000")
                continue
            is_beside = category(character) == "Mc" or character in "\u0e33\u0eb3"
            if x and (self._joins if is_beside else width == 0 and not combining(character)):
                x -= 1 if row[x - 1].data else 2
                row[x] = row[x]._replace(data=row[x].data + character)
                continue
            if is_beside:
                self._draw_as(character, "x")
                continue
            if width > 0 and row[x].data == "":
                row[x - 1] = row[x - 1]._replace(data=" ")
            super().draw(character)
            if width > 0 and row[x + width].data == "":
                row[x + width] = row[x + width]._replace(data=" ")
            self._last = character if width > 0 else self._last

    def _draw_as(self, character: str, other: str) -> None:
        """Draw a character in as many cells as another takes."""
        self.draw(other)
        row, x = self.buffer[self.cursor.y], self.cursor.x - wcwidth(other)
        row[x] = row[x]._replace(data=character)

    def write_process_input(self, data: str) -> None:
        self.answer(data)

    def repeat(self, count: int = 1) -> None:
        self.draw(self._last * count)

    def scroll_up(self, count: int = 1) -> None:
        y, self.cursor.y = self.cursor.y, (self.margins.top if self.margins else 0)
        self.delete_lines(count)
        self.cursor.y = y

    def scroll_down(self, count: int = 1) -> None:
        y, self.cursor.y = self.cursor.y, (self.margins.top if self.margins else 0)
        self.insert_lines(count)
        self.cursor.y = y

    def set_margins(self, *given: Any, **named: Any) -> None:
        if self._has_regions:
            super().set_margins(*given, **named)

    def select_graphic_rendition(self, *attributes: int, **named: Any) -> None:
        self.cursor.attrs = self.cursor.attrs._replace(fg=self.cursor.attrs.fg.partition("|")[0])
        super().select_graphic_rendition(*attributes, **named)
        self._relink()

    def _relink(self) -> None:
        attributes = self.cursor.attrs
        self.cursor.attrs = attributes._replace(fg=f"{attributes.fg.partition('|')[0]}|{self._link}")

    def _erase(self, erase: Any, *given: Any, **named: Any) -> None:
        attributes = self.cursor.attrs
        background = attributes.bg if self._fills else "default"
        self.cursor.attrs = self.default_char._replace(bg=background)
        erase(*given, **named)
        self.cursor.attrs = attributes

    def erase_in_line(self, *given: Any, **named: Any) -> None:
        self._erase(super().erase_in_line, *given, **named)

    def erase_in_display(self, *given: Any, **named: Any) -> None:
        for y, x in itertools.product(range(self.lines), range(self.columns)):
            self.buffer[y][x] = self.buffer[y][x]  # pyte erases those only that were looked at
        self._erase(super().erase_in_display, *given, **named)

    def erase_characters(self, *given: Any, **named: Any) -> None:
        self._erase(super().erase_characters, *given, **named)

    # --- what is seen

    @property
    def display(self) -> list[str]:
        return ["".join(self.buffer[y][x].data for x in range(self.columns)) for y in range(self.lines)]

    def look(self) -> list[list[Char]]:
        """Every cell as it is seen: of a blank, only what shows where there is no character."""
        return [[_see(self.buffer[y][x]) for x in range(self.columns)] for y in range(self.lines)]


def _see(cell: Char) -> Char:
    colour, _, link = cell.fg.partition("|")
    cell = cell._replace(fg=f"{colour}|{link}")
    if cell.data != " " or cell.reverse or cell.underscore or cell.strikethrough or link:
        return cell
    return cell._replace(fg="default|", bold=False, italics=False, blink=False)
