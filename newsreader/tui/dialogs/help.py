"""Every key, made from the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.actions import COMMANDS, DIGITS_HELP, WHY_HEADING, WHY_HELP, Where, name_key
from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

# So narrow that the help stands beside it on 80 columns.
_KEYS_WIDTH = 20


def list_help(glyphs: Glyphs) -> list[Line]:
    """The help's lines: each part of the app with its keys, then the marks."""
    lines = []
    for where in Where:
        lines.append(Line((Span(f" {where}", Role.ACCENT),)))
        for command in COMMANDS:
            if command.where is where:
                lines.append(_pair(" ".join(map(name_key, command.keys)), command.help))
        if where is Where.MOVING:
            lines.append(_pair("0-9", DIGITS_HELP))
        lines.append(Line())
    lines += [*list_why_help(), Line(), Line((Span(" Marks", Role.ACCENT),))]
    marks = (
        (glyphs.unread, "stored, unread"),
        (glyphs.read, "stored, read"),
        (glyphs.bookmark, "stored, bookmarked"),
        (glyphs.absent, "not stored"),
        (glyphs.wanted, "wanted: opens once its page is stored"),
    )
    return [*lines, *(_pair(mark, words) for mark, words in marks)]


def list_why_help() -> list[Line]:
    """The part of the help that the why view shows alone."""
    return [Line((Span(f" {WHY_HEADING}", Role.ACCENT),)), *(_pair(keys, words) for keys, words in WHY_HELP)]


def _pair(keys: str, words: str) -> Line:
    return Line((Span(f"   {keys.ljust(_KEYS_WIDTH)}", Role.LINK), Span(words)))


class HelpDialog(Dialog):
    """The help; `lines` where a view shows its own part of it alone."""

    def __init__(self, glyphs: Glyphs, lines: Sequence[Line] = ()) -> None:
        super().__init__("Keys", lines or list_help(glyphs), "j k Space b move, Esc closes", glyphs)
