"""Where the reader has been, as a tree: what was left by going back stands indented before what came after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.tui.dialogs.base import Dialog
from newsreader.tui.lines import Glyphs, Line, Role, Span
from newsreader.wording import name_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.tui.history import TrailStep

_WIDTH, _INDENT, _DEEPEST = 56, 2, 10


def draw_tree(parents: Sequence[int | None]) -> list[tuple[int, int]]:
    """Steps by their numbers, each with its depth, given each one's parent (an earlier one, or None).

    The branch that was gone last goes on at the depth of what it came from; those before it stand one deeper.
    """
    children: dict[int | None, list[int]] = {}
    for number, parent in enumerate(parents):
        children.setdefault(parent, []).append(number)
    drawn: list[tuple[int, int]] = []
    # From the last to the first, for the stack turns them round.
    waiting = [(number, 0) for number in reversed(children.get(None, []))]
    while waiting:
        number, depth = waiting.pop()
        drawn.append((number, depth))
        branches = children.get(number, [])
        waiting += [(each, depth + (each != branches[-1])) for each in reversed(branches)]
    return drawn


class TrailDialog(Dialog):
    """The steps; it answers with the number of the one chosen."""

    def __init__(self, steps: Sequence[TrailStep], titles: Sequence[str], here: int, glyphs: Glyphs) -> None:
        self._drawn = draw_tree([step.parent for step in steps])
        lines = []
        for number, depth in self._drawn:
            is_here = number == here
            blanks = " " * (_INDENT * min(depth, _DEEPEST))
            mark = f" {glyphs.unread if is_here else ' '} "
            role = Role.ACCENT if is_here else Role.TEXT if steps[number].place.article_id else Role.MUTED
            lines.append(
                Line((Span(mark, Role.STORED), Span(blanks + glyphs.show(name_title(titles[number], _WIDTH)), role)))
            )
        at = next((index for index, (number, _) in enumerate(self._drawn) if number == here), 0)
        super().__init__("Where you have been", lines, "Enter goes there, Esc gives up", glyphs, at)

    def action_choose(self) -> None:
        """Answer with the step under the cursor."""
        self.dismiss(self._drawn[self.view.cursor][0])
