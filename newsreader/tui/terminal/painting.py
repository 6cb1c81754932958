"""The app's side of the wire: what Textual painted goes to the driver as cells, before it becomes text."""

from __future__ import annotations

import asyncio
import atexit
import os
import sys
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App, ReturnType
from textual.filter import Monochrome, NoColor

from newsreader.tui.terminal.capabilities import MONOCHROME
from newsreader.tui.terminal.driver import Update, WireDriver, choose_driver
from newsreader.tui.terminal.quick import OrderlyKeys, QuickScreen

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.theme import Theme

    from newsreader.tui.terminal.capabilities import Capabilities


class WireApp(OrderlyKeys, App[ReturnType]):
    """An app on the wire, where the terminal lets it be; in tests and with NEWSREADER_WIRE=plain it is as any other.

    The wire uses what the terminal is able to do, and where it `asks_width`, finds out how wide marks are drawn.
    To take a page of 24 rows costs 0.1 ms, to find and order what is sent of it 0.5 (thread time, measured).
    """

    # Keys that do no harm wherever they are pressed.
    harmless_keys: frozenset[str] = frozenset()
    _is_begun = False

    def __init__(self, capabilities: Capabilities, *, asks_width: bool) -> None:
        driver = choose_driver(os.environ)
        self.capabilities, self.asks_width = capabilities, asks_width
        super().__init__(driver_class=driver)
        if driver is WireDriver:
            # Without colours the wire reverses what has a background of its own; greys would hide which that is.
            self._filters = [each for each in self._filters if not isinstance(each, Monochrome | NoColor)]

    def begin_with_theme(self, theme: Theme) -> None:
        """Have a theme before the app runs; set as later ones are, it has the style sheet read twice (4 ms of CPU)."""
        self.register_theme(theme)
        self.set_reactive(type(self).theme, theme.name)
        self.set_class(theme.dark, "-dark-mode", update=False)
        self.set_class(not theme.dark, "-light-mode", update=False)
        self.add_class(f"-theme-{theme.name}", update=False)
        self._refresh_truecolor_filter(self.ansi_theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def run(self, **options: Any) -> ReturnType | None:
        """As Textual's; on the wire the loop is not taken down behind it, for the process ends: see `end_at_once`."""
        if self.driver_class is WireDriver:
            options.setdefault("loop", asyncio.new_event_loop())
        return super().run(**options)

    def end_at_once(self, code: int) -> None:
        """Let the process end with a code as soon as all else is done, without taking it apart.

        With that, and no widget closed, the process ended 20 to 29 ms after the key instead of 69 (medians of 5 on a
        busy machine); what must be told that it ends, screens and exit handlers, is.
        """
        if self.driver_class is WireDriver:
            atexit.register(_end, code)

    @property
    def is_wired(self) -> bool:
        """Whether what is painted goes to the wire."""
        return isinstance(self._driver, WireDriver)

    def begin(self, driver: WireDriver) -> None:
        """The first picture is painted, whole, as a quick screen's is: it goes to the terminal, keys to the app."""
        driver.release(self.harmless_keys)

    async def _close_all(self) -> None:
        if self.driver_class is not WireDriver:
            await super()._close_all()
            return
        for stack in self._screen_stacks.values():
            for screen in stack:
                await screen._dispatch_message(events.Unmount())

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        """As Textual's, whose own words are written by its driver as ever."""
        driver = self._driver
        if not isinstance(driver, WireDriver) or not isinstance(renderable, Update):
            super()._display(screen, renderable)
            return
        try:
            if not self._batch_count and self._running and not self._closed:
                is_plain = driver.wire.capabilities.colours == MONOCHROME
                driver.paint(renderable, screen.background_colors[1].rich_color if is_plain else None)
                if not self._is_begun and isinstance(screen, QuickScreen):
                    self._is_begun = True
                    self.begin(driver)
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.post_display_hook()


def _end(code: int) -> None:
    atexit.unregister(_end)
    # Those that were registered before come after it.
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
