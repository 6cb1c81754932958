"""Where Textual waits or works for nothing: mixins for its screens and widgets."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

from textual.events import Key, Paste

if TYPE_CHECKING:
    from textual.events import Event, ScreenResume
    from textual.geometry import Region, Size
    from textual.strip import Strip
    from textual.theme import Theme
    from textual.timer import Timer
    from textual.widget import Widget

# The wire drops what the line can't take, so the screen need not hold back.
_UPDATE_SECONDS = 0.002
# A new layout has settled when no widget has had a message for so many turns of the loop, and after so many anyway.
_QUIET_TURNS, _MOST_TURNS = 3, 60
# A key is answered when nothing was to do for so many: a pane that comes into sight tells its screen of it by turns.
_ANSWERED_TURNS = 8
# No key waits longer for the one before.
_LONGEST_ANSWER = 0.5
# So many painted lines are kept of a widget.
_MOST_KEPT = 500


def _has_no_messages(screen: Any) -> bool:
    """Whether no message waits for a screen, or for a widget that is seen of it."""
    return all(pump._message_queue.empty() for pump in (screen, *screen._compositor.widgets))


class OrderlyKeys:
    """An app that looks at a key once the one before it has been answered, and what that changed is laid out.

    Textual hands on all keys of a packet before the first of them does anything: those behind one that shows a pane
    would reach it without its lines, those behind one that asks something would not be its answer.
    """

    _is_answering = False
    _answered_turns, _answer_until = 0, 0.0

    @property
    def _typed(self: Any) -> deque[Event]:
        typed: deque[Event] = self.__dict__.setdefault("_typed_ahead", deque())
        return typed

    async def on_event(self: Any, event: Event) -> None:
        """As Textual's, one key after another."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            if self._is_answering:
                self._typed.append(event)
                return
            loop = asyncio.get_running_loop()
            self._is_answering, self._answered_turns, self._answer_until = True, 0, loop.time() + _LONGEST_ANSWER
            loop.call_soon(self._look_again)
        await super().on_event(event)  # type: ignore[misc]  # of the app that this is mixed into

    def _look_again(self: Any) -> None:
        """Pass on what was typed next, once nothing is to do."""
        screen = self.screen
        is_busy = screen._layout_required or getattr(screen, "_is_owed", False)
        is_quiet = not is_busy and self._message_queue.empty() and _has_no_messages(screen)
        self._answered_turns = self._answered_turns + 1 if is_quiet else 0
        loop = asyncio.get_running_loop()
        if self._answered_turns < _ANSWERED_TURNS and loop.time() < self._answer_until and self.is_running:
            loop.call_soon(self._look_again)
            return
        self._is_answering = False
        if self._typed:
            self.post_message(self._typed.popleft())


class QuickTheme:
    """An app that has its theme from the start: set as ever, it has the style sheet read twice (4 ms of CPU)."""

    def begin_with_theme(self: Any, theme: Theme) -> None:
        """Have a theme before the app runs; later ones are set as ever."""
        self.register_theme(theme)
        self.set_reactive(type(self).theme, theme.name)
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self.add_class(f"-theme-{theme.name}", update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())


class QuickScreen:
    """A screen that paints a new layout once, when its widgets know their sizes, and at once what changes later.

    Textual's paints it before they do, a second time what they then change, and waits up to 1/60 s between the two.
    Opening an article or leaving it took 10.9 ms of CPU instead of 13.1, in one frame instead of two (medians of 8).
    """

    _is_owed = _is_laying_out = _is_begun = False
    _turns = _quiet_turns = 0

    @property
    def _update_timer(self: Any) -> Timer:
        timer: Timer | None = getattr(self, "_quick_timer", None)
        if timer is None:
            timer = self.set_interval(_UPDATE_SECONDS, self._on_timer_update, name="screen_update", pause=True)
            self._quick_timer = timer
        return timer

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Without toasts and tooltips: there are none, and what would show them took 3 ms of CPU at a start."""

    def on_screen_resume(self: Any, event: ScreenResume) -> None:
        """A screen that comes for the first time has just been given its styles (4 ms of CPU to give them again)."""
        event.refresh_styles = event.refresh_styles and self._is_begun
        self._is_begun = True

    def _refresh_layout(self: Any, size: Size | None = None, scroll: bool = False) -> None:
        self._is_laying_out = True
        try:
            super()._refresh_layout(size, scroll)  # type: ignore[misc]  # of the screen that this is mixed into
        finally:
            self._is_laying_out = False
        self._quiet_turns = 0

    def _compositor_refresh(self: Any) -> None:
        if self._is_laying_out and not self._is_owed:
            self._is_owed, self._turns = True, 0
            asyncio.get_running_loop().call_soon(self._settle)
        if not self._is_owed:
            super()._compositor_refresh()  # type: ignore[misc]

    def _settle(self: Any) -> None:
        """Wait until the messages that a layout sent are worked off, and paint."""
        self._turns += 1
        self._quiet_turns = self._quiet_turns + 1 if _has_no_messages(self) else 0
        if self._turns < _MOST_TURNS and self.is_running:
            if self._quiet_turns < _QUIET_TURNS:
                asyncio.get_running_loop().call_soon(self._settle)
                return
            if self._layout_required:
                self._layout_required = False
                self._refresh_layout(scroll=self._scroll_required)
                asyncio.get_running_loop().call_soon(self._settle)
                return
        self._is_owed = False
        with self._context():
            self._compositor.update_widgets(self._dirty_widgets)
            self._compositor_refresh()
        self.call_next(self._invoke_and_clear_callbacks)

    async def _invoke_and_clear_callbacks(self: Any) -> None:
        """What waits for the paint waits for that which is owed."""
        if not self._is_owed:
            await super()._invoke_and_clear_callbacks()  # type: ignore[misc]


class QuickLines:
    """A widget that paints its lines whole, without border, padding or opacity, and keeps what it painted of each.

    Textual keeps rows, so that a view that scrolls is painted anew. A list scrolled by a line took 4.5 ms of CPU, not
    6.2, a line down in an article 3.7, not 4.7 (medians of 40 and 10).
    """

    _kept_width = 0

    @property
    def _kept(self: Any) -> dict[int, Strip]:
        kept: dict[int, Strip] = self.__dict__.setdefault("_kept_lines", {})
        if self._kept_width != self.size.width or len(kept) > _MOST_KEPT:
            kept.clear()
            self._kept_width = self.size.width
        return kept

    def forget_lines(self, first: int, last: int) -> None:
        """Paint lines `first` to `last` anew where they are shown."""
        kept = self._kept
        for index in range(first, last + 1):
            kept.pop(index, None)

    def refresh(self: Any, *regions: Region, **options: Any) -> Any:
        """As Textual's; without a region every line is painted anew."""
        if not regions:
            self._kept.clear()
        return super().refresh(*regions, **options)  # type: ignore[misc]  # of the widget that this is mixed into

    def repaint_rows(self: Any) -> None:
        """Show other lines on the rows; those that were painted are as they were."""
        super().refresh()  # type: ignore[misc]  # as above

    def render_lines(self: Any, crop: Region) -> list[Strip]:
        """The rows of a region; `top` is the line on the first row."""
        kept, filters, background = self._kept, self.get_line_filters(), self.background_colors[1]
        strips = []
        for y in crop.line_range:
            strip = kept.get(self.top + y)
            if strip is None:
                strip = self.render_line(y)
                for each in filters:
                    strip = strip.apply_filter(each, background)
                kept[self.top + y] = strip
            strips.append(strip)
        return strips if crop.width == self.size.width else [strip.crop(*crop.column_span) for strip in strips]


class QuickFocus:
    """A widget whose style does not depend on the focus: it is not looked up anew when that comes or goes.

    What is painted for the focus is the widget's own. The style sheet took 17 % of opening and leaving articles
    (profiled, 40 times).
    """

    def watch_has_focus(self, has_focus: bool) -> None:
        """Textual's would apply the style sheet."""
