"""Where Textual waits or works for nothing: mixins for its screens and widgets."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segment
from textual.events import Blur, Focus, Key, Paste
from textual.messages import Layout, Update
from textual.widget import Widget

from newsreader.tui.terminal.composing import QuickCompositor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.style import Style
    from textual._compositor import Compositor
    from textual.binding import BindingsMap
    from textual.events import Event, ScreenResume
    from textual.geometry import Region, Size
    from textual.message import Message
    from textual.strip import Strip
    from textual.timer import Timer

# The wire drops what the line can't take, so the screen need not hold back.
_UPDATE_SECONDS = 0.002
# A new layout has settled when no widget has had a message for so many turns of the loop, and after so many anyway.
_QUIET_TURNS, _MOST_TURNS = 3, 60
# A key is answered when nothing was to do for so many: a pane that comes into sight tells its screen of it by turns.
_ANSWERED_TURNS = 8
# One that comes so soon after another waits for those turns, and none waits longer.
_SOON, _LONGEST_ANSWER = 0.02, 0.5
# A layout that changes what the next one depends on is made anew, so often at most before anything is painted.
_MOST_LAYOUTS = 4
# So many painted lines are kept of a widget.
_MOST_KEPT = 500


class QuickDispatch:
    """An app, screen or widget that knows by their classes which of its methods take a message of one kind or another.

    Textual looks through all classes at each message, and each time that no more wait: 0.3 ms of CPU at a cursor's
    move, 0.6 when an article is opened (medians of 12).
    """

    _TAKERS: ClassVar[dict[tuple[type, str, type], tuple[tuple[type, Callable[..., Any]], ...] | None]] = {}

    def _get_dispatch_methods(self: Any, method_name: str, message: Message) -> Iterator[tuple[type, Any]]:
        key = (type(self), method_name, type(message))
        if key not in self._TAKERS:
            self._TAKERS[key] = _list_takers(*key)
        takers = self._TAKERS[key]
        if takers is None:
            yield from super()._get_dispatch_methods(method_name, message)  # type: ignore[misc]  # of what it is mixed into
            return
        for owner, method in takers:
            if message._no_default_action:
                break
            yield owner, method.__get__(self, owner)


def _list_takers(kind: type, method_name: str, message: type) -> tuple[tuple[type, Callable[..., Any]], ...] | None:
    """The methods of a class, and those it comes from, that go by a handler's name; None where a decorator says so."""
    decorated = [owner.__dict__.get("_decorated_handlers", {}) for owner in kind.__mro__]
    if any(each in handlers for handlers in decorated for each in message.__mro__):
        return None
    found = (
        (owner, owner.__dict__.get(f"_{method_name}") or owner.__dict__.get(method_name)) for owner in kind.__mro__
    )
    return tuple((owner, method) for owner, method in found if method and not getattr(method, "_textual_on", None))


def _has_no_messages(screen: Any) -> bool:
    """Whether no message waits for a screen, or for a widget that is seen of it."""
    return all(pump._message_queue.empty() for pump in (screen, *screen._compositor.widgets))


class OrderlyKeys(QuickDispatch):
    """An app that looks at a key once the one before it has been answered, and what that changed is laid out.

    Textual hands on all keys of a packet before the first of them does anything: those behind one that shows a pane
    would reach it without its lines, those behind one that asks something would not be its answer. As long as nobody
    waits for an answer, nobody looks for its end; and what a key did is shown before messages of it go round.
    """

    _answered_turns = 0
    _soon_until = _answer_until = 0.0

    @property
    def _typed(self: Any) -> deque[Event]:
        typed: deque[Event] = self.__dict__.setdefault("_typed_ahead", deque())
        return typed

    async def on_event(self: Any, event: Event) -> None:
        """As Textual's, one key after another."""
        if isinstance(event, Key | Paste) and not event.is_forwarded:
            typed, loop = self._typed, asyncio.get_running_loop()
            now = loop.time()
            if typed and event is typed[0]:
                typed.popleft()
                if typed:
                    loop.call_soon(self._look_again)
            elif typed or now < self._soon_until or not self._has_answered():
                typed.append(event)
                if len(typed) == 1:
                    loop.call_soon(self._look_again)
                return
            self._answered_turns, self._soon_until, self._answer_until = 0, now + _SOON, now + _LONGEST_ANSWER
        await super().on_event(event)  # type: ignore[misc]  # of the app that this is mixed into
        if isinstance(event, Key) and event.is_forwarded and isinstance(self.screen, QuickScreen):
            await self.screen.show_now()

    def _has_answered(self: Any) -> bool:
        """Whether all that was asked of the app and its screen is done, as far as it can be seen."""
        screen = self.screen
        is_busy = screen._layout_required or getattr(screen, "_is_owed", False)
        return not is_busy and self._message_queue.empty() and _has_no_messages(screen)

    def _look_again(self: Any) -> None:
        """Pass on what was typed next, once nothing is to do; when the app ends, nobody takes it any more."""
        if not self._screen_stack:
            return
        self._answered_turns = self._answered_turns + 1 if self._has_answered() else 0
        loop = asyncio.get_running_loop()
        if self._answered_turns < _ANSWERED_TURNS and loop.time() < self._answer_until and self.is_running:
            loop.call_soon(self._look_again)
        else:
            self.post_message(self._typed[0])


class QuickScreen(QuickDispatch):
    """A screen that paints a new layout once, when its widgets know their sizes, and at once what changes later.

    Textual's paints it before they do, a second time what they then change, and waits up to 1/60 s between the two.
    Opening an article or leaving it took 10.9 ms of CPU instead of 13.1, in one frame instead of two (medians of 8).
    One that `SHOWS_AT_ONCE` does not even wait for its widgets to tell it by messages what a key changed: the last byte
    of an article that was opened, or left, went out after 5.3 ms of CPU instead of 6.7 (medians of 12).
    """

    SHOWS_AT_ONCE: ClassVar[bool] = False
    _is_owed = _is_laying_out = _is_showing = _is_begun = False
    _turns = _quiet_turns = 0
    _told: list[Layout | Update] | None = None
    _compositor: Compositor

    def __init__(self: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._compositor = QuickCompositor()

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

    @property
    def _binding_chain(self: Any) -> list[tuple[Any, BindingsMap]]:
        """As Textual's, which copies all bindings twice a key (0.1 ms), for others' key maps and for text fields."""
        nodes = (self, self.app) if self.focused is None else self.focused.ancestors_with_self
        return [(node, node._bindings) for node in nodes]

    # --- at once

    def complete(self) -> None:
        """Fill what depends on the sizes that a new layout gave, before it is painted."""

    async def show_now(self: Any) -> None:
        """Show what was changed now, and not when all messages of it have gone round, where the screen can do so."""
        if not self.SHOWS_AT_ONCE or self._is_owed or not self.is_current or self not in self._compositor:
            return
        self._is_showing = True
        try:
            with self._context():
                await self._hear_widgets()
                for _ in range(_MOST_LAYOUTS):
                    if not self._layout_required:
                        break
                    self._layout_required = False
                    self._refresh_layout()
                    self.complete()
                    await self._hear_widgets()
                if self._repaint_required:
                    self._repaint_required = False
                    self._dirty_widgets.add(self)
                if self._dirty_widgets or self._compositor._dirty_regions:
                    # What is not seen now is hidden: no layout is to come that shows it.
                    self._compositor.update_widgets(self._dirty_widgets & self._compositor.visible_widgets.keys())
                    self._compositor_refresh()
        finally:
            self._is_showing = False

    async def _hear_widgets(self: Any) -> None:
        """Take what the widgets would tell once they are idle."""
        told: list[Layout | Update] = []
        self._told = told
        for widget in self.walk_children():
            if widget._repaint_required or widget._layout_required:
                widget._check_refresh()
        self._told = None
        for message in told:
            if isinstance(message, Layout):
                await self._on_layout(message)
            else:
                self._dirty_widgets.add(message.widget)

    def post_message(self: Any, message: Message) -> bool:
        """As Textual's; what is just asked for is kept together."""
        if self._told is not None and isinstance(message, Layout | Update):
            self._told.append(message)
            return True
        return super().post_message(message)  # type: ignore[misc,no-any-return]  # of the screen that this is mixed into

    def set_focus(self: Any, widget: Any, *given: Any, **named: Any) -> None:
        """As Textual's, which would repaint the whole screen; who has the focus knows it at once."""
        before, is_to_repaint = self.focused, self._repaint_required
        super().set_focus(widget, *given, **named)  # type: ignore[misc]  # as above
        self._repaint_required = is_to_repaint
        for each in (before, self.focused):
            if isinstance(each, QuickFocus) and before is not self.focused:
                each.take_focus(has_focus=each is self.focused)

    # --- when it has settled

    def _refresh_layout(self: Any, size: Size | None = None, scroll: bool = False) -> None:
        before = self._compositor._full_map
        self._is_laying_out = True
        try:
            super()._refresh_layout(size, scroll)  # type: ignore[misc]  # as above
        finally:
            self._is_laying_out = False
        self._quiet_turns = 0
        for widget, geometry in self._compositor._full_map.items():
            if isinstance(widget, QuickLines):
                # Who asks for a widget's size has the map made anew: that it is in there is not that it was told.
                is_as_before = widget in before and widget.fitted == geometry.region.size
                widget.fitted = geometry.region.size
                if not is_as_before:
                    widget.fit()

    def _compositor_refresh(self: Any) -> None:
        if self._is_laying_out and self._is_showing:
            return
        if self._is_laying_out and not self._is_owed:
            self._is_owed, self._turns = True, 0
            asyncio.get_running_loop().call_soon(self._settle)
        if not self._is_owed:
            # The wire takes any strips; what is seen through this screen is Textual's to find.
            self._compositor.is_direct = self.app.is_wired and self.styles.background.a == 1
            super()._compositor_refresh()  # type: ignore[misc]  # as above

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
            await super()._invoke_and_clear_callbacks()  # type: ignore[misc]  # as above


class QuickSizes:
    """A widget whose parts do not depend on how much it could hold: when that changes, nothing is laid out again.

    Textual lays the whole screen out once more when a pane is shown for the first time, or gets another width. Without
    that, and with the bars' styles known from the start, the first article took 11.1 ms of CPU, not 13.1 (of 4).
    """

    def _size_updated(self: Any, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        return super()._size_updated(size, virtual_size, container_size, layout=False)  # type: ignore[misc,no-any-return]  # of the widget that this is mixed into


class QuickLines(QuickDispatch, QuickSizes):
    """A widget that paints its lines whole, without border, padding or opacity, and keeps what it painted of each.

    Its styles have passed `filter_style`: of what Textual's filters change of a style, nothing depends on the text.

    Textual keeps rows, so that a view that scrolls is painted anew. A list scrolled by a line took 4.5 ms of CPU, not
    6.2, a line down in an article 3.7, not 4.7 (medians of 40 and 10).
    """

    _kept_width = 0
    # The size that it was told last.
    fitted: Size | None = None
    # The line on the first row.
    top = 0

    @property
    def _kept(self: Any) -> dict[int, Strip]:
        kept: dict[int, Strip] = self.__dict__.setdefault("_kept_lines", {})
        if self._kept_width != self.size.width or len(kept) > _MOST_KEPT:
            kept.clear()
            self._kept_width = self.size.width
        return kept

    def fit(self) -> None:
        """Fill the size that a layout gave, the first or another one."""

    def notify_style_update(self: Any) -> None:
        """As Textual's; the colours are others."""
        self._kept.clear()
        super().notify_style_update()  # type: ignore[misc]  # of the widget that this is mixed into

    def filter_style(self: Any, style: Style) -> Style:
        """A style as this app shows it on this terminal: without colours, or with none of the terminal's own."""
        segments = [Segment("", style)]
        for each in self.get_line_filters():
            segments = each.apply(segments, self.background_colors[1])
        return segments[0].style or style

    def forget_lines(self, first: int, last: int) -> None:
        """Paint lines `first` to `last` anew where they are shown."""
        kept = self._kept
        for index in range(first, last + 1):
            kept.pop(index, None)

    def refresh(self: Any, *regions: Region, **options: Any) -> Any:
        """As Textual's; without a region every line is painted anew."""
        if not regions:
            self._kept.clear()
        return super().refresh(*regions, **options)  # type: ignore[misc]  # as above

    def repaint_rows(self: Any) -> None:
        """Show other lines on the rows; those that were painted are as they were."""
        super().refresh()  # type: ignore[misc]  # as above

    def render_lines(self: Any, crop: Region) -> list[Strip]:
        """The rows of a region."""
        kept, top, strips = self._kept, self.top, []
        for y in crop.line_range:
            strip = kept.get(top + y)
            if strip is None:
                strip = kept[top + y] = self.render_line(y)
            strips.append(strip)
        return strips if crop.width == self.size.width else [strip.crop(*crop.column_span) for strip in strips]


class QuickFocus:
    """A widget whose style does not depend on the focus: it is not looked up anew when that comes or goes.

    What is painted for the focus is the widget's own. The style sheet took 17 % of opening and leaving articles
    (profiled, 40 times). Nor does it take keys: they go to its screen, not from one to the next up to that.
    """

    def take_focus(self: Any, *, has_focus: bool) -> None:
        """Have the focus, or lose it, before messages say so."""
        self.set_reactive(Widget.has_focus, has_focus)

    def _on_focus(self: Any, event: Focus) -> None:
        event.prevent_default()

    def _on_blur(self: Any, event: Blur) -> None:
        event.prevent_default()

    def _forward_event(self: Any, event: Event) -> None:
        if isinstance(event, Key):
            self.screen._forward_event(event)
        else:
            super()._forward_event(event)  # type: ignore[misc]  # of the widget that this is mixed into
