"""Pens: what a cell is painted with, and the shortest sequence that turns one into another.

A pen is known by a character, so that the pens of a row are a string that is compared and cut as fast as its text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.color import ColorSystem

from newsreader.tui.terminal.capabilities import INDEXED, MONOCHROME, STANDARD, Capabilities

if TYPE_CHECKING:
    from rich.color import Color
    from rich.style import Style

_SYSTEMS = {STANDARD: ColorSystem.STANDARD, INDEXED: ColorSystem.EIGHT_BIT}
# Rich's attributes by their bits (rich.style.Style): the parameter that turns each on, and off (ECMA-48, SGR).
_BOLD, _UNDERLINE, _REVERSE = 1 << 0, 1 << 3, 1 << 6
_ATTRIBUTES = tuple(
    zip(
        ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "51", "52", "53"),
        ("22", "22", "23", "24", "25", "25", "27", "28", "29", "24", "54", "54", "55"),
        strict=True,
    )
)
_OF_VT100 = _BOLD | _UNDERLINE | 1 << 4 | _REVERSE
# They are not seen where there is no character.
_UNSEEN_ON_BLANKS = _BOLD | 1 << 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 7


class Pen(NamedTuple):
    """Attributes as bits, colours as parameters of SGR, and an OSC 8 hyperlink, `id=…;address`, or ""."""

    attributes: int = 0
    foreground: str = "39"
    background: str = "49"
    link: str = ""


class Pens:
    """All pens that were used so far; the first, PLAIN, is the terminal's own."""

    PLAIN = chr(0)

    def __init__(self, capabilities: Capabilities) -> None:
        self._colours, self._is_ansi = capabilities.colours, capabilities.is_ansi
        self._pens: list[Pen] = []
        self._marks: dict[Pen, str] = {}
        self._by_style: dict[Style | None, str] = {}
        self._changes: dict[tuple[str, str], str] = {}
        # The background of the whole screen; without colours others are shown by reversing.
        self.background: Color | None = None
        # By each pen: the one that its blanks are seen as, and whether erasing leaves such blanks.
        self.blanks: dict[str, str] = {}
        self.is_erased: dict[str, bool] = {}
        # Terminals that know no links need not be told of their end.
        self._has_links = False
        self.add(Pen())

    def __len__(self) -> int:
        return len(self._pens)

    def __getitem__(self, mark: str) -> Pen:
        return self._pens[ord(mark)]

    def use_background(self, background: Color | None) -> None:
        """Take another background for the whole screen's: a theme changed."""
        if background != self.background:
            self.background = background
            self._by_style.clear()

    def find(self, style: Style | None) -> str:
        """The pen of a style."""
        mark = self._by_style.get(style)
        if mark is None:
            mark = self._by_style[style] = self.add(self._make(style) if style else Pen())
        return mark

    def _make(self, style: Style) -> Pen:
        attributes = style._attributes & style._set_attributes
        link = f"id={style._link_id};{style._link}" if style._link else ""
        if self._colours == MONOCHROME:
            if style.bgcolor not in (None, self.background) and not (style.bgcolor and style.bgcolor.is_default):
                attributes ^= _REVERSE
            return Pen(attributes if self._is_ansi else attributes & _OF_VT100, link=link)
        foreground = _name_colour(style.color, self._colours, is_foreground=True)
        return Pen(attributes, foreground, _name_colour(style.bgcolor, self._colours, is_foreground=False), link)

    def add(self, pen: Pen) -> str:
        """The mark of a pen."""
        mark = self._marks.get(pen)
        if mark is None:
            mark = self._marks[pen] = chr(len(self._pens))
            self._pens.append(pen)
            self._has_links = self._has_links or bool(pen.link)
            is_erased = not pen.attributes & ~_UNSEEN_ON_BLANKS and not pen.link
            self.is_erased[mark] = is_erased
            self.blanks[mark] = self.add(Pen(background=pen.background)) if is_erased else mark
        return mark

    def keep(self, used: set[str]) -> dict[int, str]:
        """Forget all pens but those used: the new one for each by the old one's number, as `str.translate` takes it."""
        kept = {ord(mark): self._pens[ord(mark)] for mark in used}
        for known in (self._pens, self._marks, self._by_style, self._changes, self.blanks, self.is_erased):
            known.clear()
        self.add(Pen())
        return {number: self.add(pen) for number, pen in kept.items()}

    def choose_for_blanks(self, old: str | None, new: str, then: str | None) -> str:
        """A pen whose blanks are seen as those of `new`, on the shortest way to the pen that comes `then`, if one does.

        Often another background is enough: so a cursor in the gutter moves for 44 bytes.
        """
        if old is None or not (self.is_erased[old] and self.is_erased[new]):
            return new
        pen = self.add(self[old]._replace(background=self[new].background))
        return min(new, pen, key=lambda each: len(self.change(old, each)) + len(self.change(each, then or each)))

    def change(self, old: str | None, new: str) -> str:
        """The shortest sequence that leads from one pen, None where it is not known, to another."""
        if old == new:
            return ""
        if old is None:
            return self._set(self[new])
        change = self._changes.get((old, new))
        if change is None:
            change = self._changes[old, new] = self._find_change(self[old], self[new])
        return change

    def _set(self, pen: Pen) -> str:
        link = f"\x1b]8;{pen.link or ';'}\x1b\\" if self._has_links else ""
        return f"\x1b[0{_join(self._list_parameters(pen))}m{link}"

    def _list_parameters(self, pen: Pen) -> list[str]:
        found = [on for bit, (on, _) in enumerate(_ATTRIBUTES) if pen.attributes & 1 << bit]
        found += [pen.foreground] if pen.foreground != "39" else []
        return found + ([pen.background] if pen.background != "49" else [])

    def _find_change(self, old: Pen, new: Pen) -> str:
        link = "" if old.link == new.link else f"\x1b]8;{new.link or ';'}\x1b\\"
        if old[:3] == new[:3]:
            return link
        parameters = self._list_parameters(new)
        best = f"\x1b[0{_join(parameters)}m" if parameters else "\x1b[m"
        dropped, added = old.attributes & ~new.attributes, new.attributes & ~old.attributes
        if self._is_ansi or not dropped:
            single: list[str] = []
            for bit, (_, off) in enumerate(_ATTRIBUTES):
                if dropped & 1 << bit and off not in single:
                    single.append(off)
                    # What was turned off along with it.
                    added |= sum(1 << o for o, (_, other) in enumerate(_ATTRIBUTES) if other == off) & new.attributes
            single += [on for bit, (on, _) in enumerate(_ATTRIBUTES) if added & 1 << bit]
            single += [new.foreground] if new.foreground != old.foreground else []
            single += [new.background] if new.background != old.background else []
            changed = f"\x1b[{';'.join(single)}m"
            best = changed if len(changed) < len(best) else best
        return best + link


def _join(parameters: list[str]) -> str:
    return "".join(f";{parameter}" for parameter in parameters)


def _name_colour(colour: Color | None, colours: int, *, is_foreground: bool) -> str:
    if colour is None:
        return "39" if is_foreground else "49"
    system = _SYSTEMS.get(colours)
    return ";".join((colour.downgrade(system) if system else colour).get_ansi_codes(is_foreground))
