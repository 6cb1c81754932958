"""Which panes stand side by side at which width: pure decisions, no Textual."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class PaneName(StrEnum):
    """The panes in their one order at every size; a Place keeps these names."""

    SOURCES = "sources"
    LIST = "list"
    ARTICLE = "article"
    RELATED = "related"


ORDER = tuple(PaneName)
LISTS = (PaneName.SOURCES, PaneName.LIST)

# Terminal columns from which so many panes stand side by side.
TWO_PANES, THREE_PANES, FOUR_PANES = 100, 160, 200

_SOURCES_WIDTH = 24
_MOST_RELATED = 64
# Beside an article, unless something else is wished for.
_USUAL_LEAST = {PaneName.LIST: 40, PaneName.RELATED: 36}
# No wish goes below these.
_LEAST = {PaneName.SOURCES: 16, PaneName.LIST: 30, PaneName.ARTICLE: 40, PaneName.RELATED: 24}


def list_present(*, has_article: bool, has_related: bool) -> tuple[PaneName, ...]:
    """The panes that have something to show: without an article the lists, without related headlines not theirs."""
    return ORDER[:2] if not has_article else ORDER if has_related else ORDER[:3]


def choose_panes(width: int, focused: PaneName, present: tuple[PaneName, ...]) -> tuple[PaneName, ...]:
    """Those of the present panes that are shown at a width, always the focused one among them."""
    if width < TWO_PANES:
        return (focused,)
    if width >= FOUR_PANES or len(present) == 2:
        return present
    if width >= THREE_PANES:
        return present[:3] if focused is PaneName.SOURCES else present[1:]
    if focused in (PaneName.SOURCES, PaneName.LIST):
        start = present.index(focused)
        return present[start : start + 2]
    return present[2:]


def divide_width(
    width: int, panes: tuple[PaneName, ...], measure: int, wished: Mapping[PaneName, int] | None = None
) -> dict[PaneName, int]:
    """Columns of each pane, the one that parts it from its left neighbour included.

    The article gets its measure and a little air, what stands beside it the rest within limits; `wished` widths hold as
    far as they leave room for the others. What is left over is the article's, else the last pane's.
    """
    rest = _choose_rest(panes)
    wishes = {**_divide_as_usual(width, panes, measure), **(wished or {})}
    widths = {pane: wishes[pane] for pane in panes if pane is not rest}
    room = width - _LEAST[rest]
    for pane in panes:
        if pane is not rest:
            beyond = sum(_LEAST[other] for other in panes[panes.index(pane) + 1 :] if other is not rest)
            widths[pane] = max(_LEAST[pane], min(widths[pane], room - beyond))
            room -= widths[pane]
    return {pane: widths.get(pane, room + _LEAST[rest]) for pane in panes}


def _divide_as_usual(width: int, panes: tuple[PaneName, ...], measure: int) -> dict[PaneName, int]:
    beside = [pane for pane in panes if pane in _USUAL_LEAST]
    room = width - (_SOURCES_WIDTH if PaneName.SOURCES in panes else 0)
    share = (room - measure - 3) // max(1, len(beside))
    widths = {pane: max(_USUAL_LEAST[pane], min(share, _MOST_RELATED)) for pane in beside}
    return {PaneName.SOURCES: _SOURCES_WIDTH, PaneName.ARTICLE: measure} | widths


def _choose_rest(panes: tuple[PaneName, ...]) -> PaneName:
    return PaneName.ARTICLE if PaneName.ARTICLE in panes else panes[-1]


def change_width(widths: Mapping[PaneName, int], focused: PaneName, columns: int) -> tuple[PaneName, int] | None:
    """Which pane is to be how wide, so that the focused one gets so many columns more; None where it stands alone."""
    panes = tuple(widths)
    if len(panes) == 1:
        return None
    if focused is not _choose_rest(panes):
        return focused, widths[focused] + columns
    place = panes.index(focused)
    neighbour = panes[place + 1] if place + 1 < len(panes) else panes[place - 1]
    return neighbour, widths[neighbour] - columns


def write_widths(widths: Mapping[PaneName, int]) -> str:
    """Wished widths as one line of text, to be remembered."""
    return " ".join(f"{pane}={columns}" for pane, columns in widths.items())


def read_widths(text: str) -> dict[PaneName, int]:
    """The widths that `write_widths` wrote; what another version of the program wrote besides is left out."""
    pairs = [word.partition("=") for word in text.split()]
    return {
        PaneName(pane): int(columns) for pane, _, columns in pairs if pane in list(PaneName) and columns.isdecimal()
    }
