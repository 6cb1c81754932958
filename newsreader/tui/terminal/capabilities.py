"""What the terminal is able to do, by its name: pure decisions.

A table, because it needs no terminfo files, which containers often lack; what it says was read from ncurses' terminfo
6.4 (`infocmp -x1`: bce, ech, rep, indn, csr, hpa, colors). GNU screen and tmux call themselves `screen` or `tmux`.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

# Colours: as many as sequences of the kind can name; TRUE for 24 bits each.
MONOCHROME, STANDARD, INDEXED, TRUE = 0, 16, 256, 1 << 24


class Scrolling(StrEnum):
    """How rows between two others are moved."""

    NONE = "none"
    # The cursor on the region's last or first row, then line feeds or reverse ones.
    STEPS = "steps"
    # SU and SD, any number at once.
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the wire layer may use; without any, it places the cursor by row and column and writes text."""

    colours: int = STANDARD
    # Erasing fills with the background that is set (bce); else with the terminal's own.
    erases_in_colour: bool = False
    # ECH and REP; EL and ED all have.
    erases_characters: bool = False
    repeats: bool = False
    scrolling: Scrolling = Scrolling.NONE
    # CHA, and SGR that turn single attributes off, which a VT100 has none of.
    is_ansi: bool = True
    # An alternate screen; and sequences that it does not know, strings too, are passed over: others print their ends.
    is_modern: bool = True


_XTERM = Capabilities(INDEXED, erases_in_colour=True, erases_characters=True, repeats=True, scrolling=Scrolling.COUNTED)
_MULTIPLEXER = Capabilities(STANDARD, scrolling=Scrolling.COUNTED)
_VT100 = Capabilities(MONOCHROME, scrolling=Scrolling.STEPS, is_ansi=False, is_modern=False)
_BY_NAME = {
    "xterm": replace(_XTERM, colours=STANDARD),
    "xterm-kitty": replace(_XTERM, erases_in_colour=False),
    "kitty": replace(_XTERM, erases_in_colour=False),
    "alacritty": _XTERM,
    "foot": _XTERM,
    "putty": replace(_XTERM, colours=STANDARD),
    "vte": replace(_XTERM, colours=STANDARD),
    "konsole": replace(_XTERM, colours=STANDARD, repeats=False),
    "st": replace(_XTERM, colours=STANDARD, repeats=False),
    "rxvt": replace(_XTERM, colours=STANDARD, repeats=False),
    "linux": replace(_XTERM, colours=STANDARD, repeats=False, scrolling=Scrolling.STEPS, is_modern=False),
    "screen": _MULTIPLEXER,
    "tmux": _MULTIPLEXER,
    "vt100": _VT100,
    "vt102": _VT100,
    "vt220": replace(_VT100, erases_characters=True),
    "dumb": replace(_VT100, scrolling=Scrolling.NONE),
}
# It calls itself xterm-256color and has no REP.
_APPLE = "Apple_Terminal"


def choose_capabilities(environment: Mapping[str, str]) -> Capabilities:
    """What the terminal that TERM names can do, its name up to a dash counting too; the least where it is unknown.

    COLORTERM says whether it has all colours, but in GNU screen, which hands it on and has not; NO_COLOR
    (no-color.org) that it shall show none.
    """
    name = environment.get("TERM", "")
    found = _BY_NAME.get(name) or _BY_NAME.get(name.partition("-")[0], Capabilities())
    if environment.get("TERM_PROGRAM") == _APPLE:
        found = replace(found, repeats=False)
    return replace(found, colours=_choose_colours(name, found.colours, environment))


def _choose_colours(name: str, least: int, environment: Mapping[str, str]) -> int:
    if environment.get("NO_COLOR") or least == MONOCHROME:
        return MONOCHROME
    is_told = environment.get("COLORTERM") in ("truecolor", "24bit") and not is_in_screen(environment)
    if is_told or name.endswith("-direct"):
        return TRUE
    return max(least, INDEXED) if "256color" in name else least


def is_in_screen(environment: Mapping[str, str]) -> bool:
    """Whether GNU screen stands between the program and the terminal; tmux may call itself so too."""
    is_named = environment.get("TERM", "").startswith("screen")
    return not environment.get("TMUX") and bool(environment.get("STY") or is_named)
