"""Which panes stand side by side at which width: pure decisions, no Textual."""

from __future__ import annotations

from enum import StrEnum


class PaneName(StrEnum):
    """The panes in their one order at every size; a Place keeps these names."""

    SOURCES = "sources"
    LIST = "list"
    ARTICLE = "article"
    RELATED = "related"


ORDER = tuple(PaneName)

# Terminal columns from which so many panes stand side by side.
TWO_PANES, THREE_PANES, FOUR_PANES = 100, 160, 200

_SOURCES_WIDTH = 24
_LEAST_RELATED, _MOST_RELATED = 36, 64
_LEAST_LIST = 40


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


def divide_width(width: int, panes: tuple[PaneName, ...], measure: int) -> dict[PaneName, int]:
    """Columns of each pane, the one that parts it from its left neighbour included.

    The article gets its measure and a little air, what stands beside it the rest within limits.
    """
    room = width
    widths: dict[PaneName, int] = {}
    if PaneName.SOURCES in panes and len(panes) > 1:
        widths[PaneName.SOURCES] = _SOURCES_WIDTH
        room -= _SOURCES_WIDTH
    others = [pane for pane in panes if pane not in widths]
    if PaneName.ARTICLE in others:
        beside = [pane for pane in others if pane is not PaneName.ARTICLE]
        for pane in beside:
            least = _LEAST_RELATED if pane is PaneName.RELATED else _LEAST_LIST
            share = (room - measure - 3) // len(beside)
            widths[pane] = max(least, min(share, _MOST_RELATED))
        widths[PaneName.ARTICLE] = room - sum(widths[pane] for pane in beside)
    else:
        widths[others[0]] = room
    return widths
