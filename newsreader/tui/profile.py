"""What the app makes of its terminal: each choice with its reason, by the settings, else by the environment.

Pure decisions, no Textual: `newsreader doctor` prints them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from newsreader.text import speaks_utf8
from newsreader.tui.lines import ASCII, UNICODE
from newsreader.tui.surroundings import is_remote
from newsreader.tui.terminal.capabilities import INDEXED, MONOCHROME, STANDARD, TRUE, choose_capabilities, is_in_screen
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsreader.config import Settings
    from newsreader.tui.lines import Glyphs
    from newsreader.tui.terminal.capabilities import Capabilities

T = TypeVar("T")

_COLOURS = {"none": MONOCHROME, "16": STANDARD, "256": INDEXED, "true": TRUE}
# A query is asked once nobody has typed for so many seconds: over a slow line its answer costs more than its time.
_PAUSE_SECONDS, _REMOTE_PAUSE_SECONDS = 0.1, 0.25
_HERE = "the terminal is at this machine"


class Choice(NamedTuple, Generic[T]):
    """What was chosen, and why."""

    value: T
    why: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What suits the terminal and the line to it."""

    capabilities: Capabilities
    colours: Choice[int]
    mouse: Choice[bool]
    hyperlinks: Choice[bool]
    # Whether marks and frames are Unicode's, and whether the terminal is asked how wide it draws those.
    has_unicode: Choice[bool]
    asks_width: bool
    # Whether the cursor's row is marked in the gutter alone.
    in_gutter: Choice[bool]
    pause: Choice[float]

    @property
    def glyphs(self) -> Glyphs:
        """The marks and frames to begin with."""
        return UNICODE if self.has_unicode.value else ASCII


def choose_profile(settings: Settings, environment: Mapping[str, str]) -> Profile:
    """What the settings ask for; where they leave it open, what suits the environment."""
    remote = is_remote(environment)
    colours = _choose_colours(settings.colours, environment)
    has_unicode = _choose_drawing(settings.drawing, environment)
    return Profile(
        capabilities=replace(choose_capabilities(environment), colours=colours.value),
        colours=colours,
        mouse=_choose_mouse(settings.mouse, environment),
        hyperlinks=_choose_links(settings.hyperlinks, environment),
        has_unicode=has_unicode,
        asks_width=settings.drawing == "auto" and has_unicode.value,
        in_gutter=_choose_cursor(settings.cursor, environment),
        pause=Choice(_REMOTE_PAUSE_SECONDS, "over SSH") if remote else Choice(_PAUSE_SECONDS, _HERE),
    )


def _choose_colours(setting: str, environment: Mapping[str, str]) -> Choice[int]:
    found = choose_capabilities(environment).colours
    if setting != "auto":
        return Choice(_COLOURS[setting], _say_set("colours", setting))
    if environment.get("NO_COLOR"):
        return Choice(found, "NO_COLOR is set")
    if found == TRUE and is_remote(environment):
        return Choice(INDEXED, "over SSH no more, for all colours take twice the bytes")
    if found == TRUE:
        return Choice(found, "COLORTERM, or TERM, says so")
    if environment.get("COLORTERM") and is_in_screen(environment):
        return Choice(found, "GNU screen has no more, whatever COLORTERM says")
    return Choice(found, "TERM says so, and COLORTERM no more")


def _choose_mouse(setting: str, environment: Mapping[str, str]) -> Choice[bool]:
    if setting != "auto":
        return Choice(setting == "on", _say_set("mouse", setting))
    if is_remote(environment):
        return Choice(False, "over SSH every motion is a packet")
    if is_in_screen(environment):
        return Choice(False, "while a program has the mouse, GNU screen holds Esc back until the next key")
    return Choice(True, _HERE)


def _choose_links(setting: str, environment: Mapping[str, str]) -> Choice[bool]:
    """`auto`: not over SSH, for they double what a step in the sidebar costs (1.8 KB against 0.9 KB, measured)."""
    if setting != "auto":
        return Choice(setting == "on", _say_set("hyperlinks", setting))
    if is_remote(environment):
        return Choice(False, "over SSH they double the bytes")
    if not choose_capabilities(environment).is_modern or is_in_screen(environment):
        return Choice(False, "it prints what it does not understand")
    return Choice(True, _HERE)


def _choose_drawing(setting: str, environment: Mapping[str, str]) -> Choice[bool]:
    if setting != "auto":
        return Choice(setting == "unicode", _say_set("drawing", setting))
    if not speaks_utf8(environment):
        return Choice(False, "the locale has no UTF-8")
    return Choice(True, "the locale has UTF-8")


def _choose_cursor(setting: str, environment: Mapping[str, str]) -> Choice[bool]:
    """`auto`: over SSH in the gutter, where a move takes 44 bytes instead of 183 (measured, 80 columns)."""
    if setting != "auto":
        return Choice(setting == "gutter", _say_set("cursor", setting))
    if is_remote(environment):
        return Choice(True, "over SSH a move takes a quarter of the bytes so")
    return Choice(False, _HERE)


def _say_set(name: str, value: str) -> str:
    return f'{name} = "{value}" is set'
