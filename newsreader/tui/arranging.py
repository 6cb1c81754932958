"""The panes of the one main screen: which of them are seen, how wide each is, and which has the focus."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal
from textual.screen import Screen

from newsreader.keymaps import load_key_map
from newsreader.tui.navigator import Navigator
from newsreader.tui.panes import (
    ORDER,
    TWO_PANES,
    PaneName,
    change_width,
    choose_panes,
    divide_width,
    list_present,
    read_widths,
    write_widths,
)
from newsreader.tui.terminal.quick import QuickDispatch, QuickScreen, QuickSizes
from newsreader.tui.widgets.article import ArticleView
from newsreader.tui.widgets.library import ListView
from newsreader.tui.widgets.lines import LINE_CLASSES
from newsreader.tui.widgets.pane import Bar, FootRule, Pane
from newsreader.tui.widgets.sidebar import RelatedView
from newsreader.tui.widgets.sources import SourcesView

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from newsreader.desk import Desk
    from newsreader.tui.profile import Profile
    from newsreader.tui.widgets.lines import LineView

# Under this key the widths that the reader gave to panes are remembered.
_WIDTHS = "pane-widths"


class _Panes(QuickDispatch, QuickSizes, Horizontal):
    """The panes side by side, hidden behind them."""

    BLANK = True
    is_covered = True


class ArrangingScreen(QuickScreen, Screen[None]):
    """Panes side by side, a status line below, which hide the screen and need nothing painted behind them."""

    AUTO_FOCUS = ""
    COMPONENT_CLASSES = LINE_CLASSES
    BLANK = True
    SHOWS_AT_ONCE = True
    is_covered = True

    def __init__(self, desk: Desk, profile: Profile) -> None:
        super().__init__()
        glyphs = profile.glyphs
        self.desk, self.profile, self.glyphs = desk, profile, glyphs
        self.key_map = load_key_map(desk.settings.keys_preset, desk.settings.keys)
        self.keys = self.key_map.names
        self.sources = SourcesView(desk, glyphs)
        self.rows = ListView(desk, glyphs, date.today(), self.keys)
        self.article = ArticleView(glyphs, desk.settings.measure, self.keys)
        self.related = RelatedView(glyphs)
        self.navigator = Navigator(desk, self.rows, self.article, self.related, self.write_later)
        self.panes = {
            name: Pane(name, view, glyphs)
            for name, view in zip(ORDER, (self.sources, self.rows, self.article, self.related), strict=True)
        }
        self.focused_pane = PaneName.LIST
        self._rule = FootRule(glyphs)
        self.status = Bar(glyphs.ellipsis, id="status")
        self._is_zoomed = False
        self._wished_widths = read_widths(desk.recall(_WIDTHS) or "")

    def write_later(self) -> None:
        """Write down what the navigator keeps, once its answer to the reader is painted: the screen's to do."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The panes in their order, the rule and the status line."""
        for pane in self.panes.values():
            pane.display = False
        with _Panes(id="panes"):
            yield from self.panes.values()
        yield self._rule
        yield self.status

    @property
    def present_panes(self) -> tuple[PaneName, ...]:
        """The panes that have something to show."""
        return list_present(has_article=self.navigator.reading is not None, has_related=self.related.has_anything)

    @property
    def visible_panes(self) -> tuple[PaneName, ...]:
        """The panes on the screen."""
        return tuple(name for name, pane in self.panes.items() if pane.display)

    @property
    def focused_view(self) -> LineView:
        """The view that keys move."""
        return self.panes[self.focused_pane].view

    def focus_pane(self, name: PaneName) -> None:
        """Give a pane the focus and show what belongs beside it."""
        self.focused_pane = name if name in self.present_panes else PaneName.LIST
        if self.focused_pane is PaneName.SOURCES:
            self.sources.point_to(self.rows.listed)
            self.recount_sources()
        self.arrange_panes()

    def toggle_zoom(self) -> None:
        """Show the focused pane alone, or its neighbours again."""
        self._is_zoomed = not self._is_zoomed
        self.arrange_panes()

    def _divide_width(self, panes: tuple[PaneName, ...]) -> dict[PaneName, int]:
        return divide_width(self.app.size.width, panes, self.desk.settings.measure, self._wished_widths)

    def widen_pane(self, columns: int) -> None:
        """Make the focused pane so many columns wider; the next run has it so too."""
        before = self._divide_width(self.visible_panes)
        change = change_width(before, self.focused_pane, columns)
        if change is None:
            self.say(f"Nothing stands beside it: from {TWO_PANES} columns on panes do.")
            return
        pane, width = change
        self._wished_widths[pane] = width
        # No wish is kept that can't be fulfilled: the way back would seem to do nothing.
        self._wished_widths[pane] = width = self._divide_width(self.visible_panes)[pane]
        if width == before[pane]:
            self.say("There is no more room." if columns > 0 else "It gets no narrower.")
            return
        self.arrange_panes()
        self.desk.remember(_WIDTHS, write_widths(self._wished_widths))

    def arrange_panes(self) -> None:
        """Show the panes that fit, each with its width; the focus is moved before anything is hidden."""
        width = self.app.size.width
        panes = choose_panes(0 if self._is_zoomed else width, self.focused_pane, self.present_panes)
        widths = self._divide_width(panes)
        shown = self._list_shown()
        if PaneName.SOURCES in panes and not self.panes[PaneName.SOURCES].display:
            self.sources.reload()
        for name in panes:
            pane = self.panes[name]
            pane.styles.width = widths[name]
            pane.set_class(name is not panes[0], "-parted")
            # Were it the pane's, all that is in the pane would be looked up anew in the style sheet.
            pane.bar.set_class(name is self.focused_pane, "-focused")
            pane.display = True
        self.set_focus(self.focused_view, scroll_visible=False)
        for name in ORDER:
            if name not in panes:
                self.panes[name].display = False
        # Asked for here, where what goes and comes is known: each pane would only tell once it is idle, and until then
        # the old ones would be painted, half of what they show gone.
        if shown != self._list_shown():
            self.refresh(repaint=False, layout=True)
        self._rule.display = width >= TWO_PANES
        edges = [sum(widths[before] for before in panes[:index]) for index in range(1, len(panes))]
        self._rule.show(frozenset(edges))
        self.show_bars()

    def _list_shown(self) -> list[tuple[PaneName, object]]:
        return [(name, pane.styles.width) for name, pane in self.panes.items() if pane.display]

    def recount_sources(self) -> None:
        """Count anew what the lists hold that are seen; those that come into sight are counted as they do."""
        if self.panes[PaneName.SOURCES].display:
            self.sources.reload()

    def on_resize(self) -> None:
        """Arrange for the new size; each view keeps its place."""
        self.arrange_panes()

    def set_focus(self, widget: Widget | None, *given: Any, **named: Any) -> None:
        """As for every screen; where it was not asked for here, a pane was clicked."""
        super().set_focus(widget, *given, **named)
        for name, pane in self.panes.items():
            if pane.view is widget and name is not self.focused_pane and pane.display:
                self.focus_pane(name)

    def say(self, message: str, *, is_error: bool = False) -> None:
        """Say something in the status line."""
        raise NotImplementedError

    def show_bars(self) -> None:
        """Fill every bar that is seen."""
        raise NotImplementedError
