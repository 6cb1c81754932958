"""The app's side of the wire: what Textual painted goes to the driver as cells, before it becomes text."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ReturnType
from textual.filter import Monochrome, NoColor

from newsreader.tui.terminal.driver import WireDriver, choose_driver

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen


class WireApp(App[ReturnType]):
    """An app on the wire, where the terminal lets it be; in tests and with NEWSREADER_WIRE=plain it is as any other.

    Taken as cells an update costs a third of what it costs as text that is read again.
    """

    def __init__(self) -> None:
        driver = choose_driver(os.environ)
        super().__init__(driver_class=driver)
        if driver is WireDriver:
            # Without colours the wire reverses what has a background of its own; greys would hide which that is.
            self._filters = [each for each in self._filters if not isinstance(each, Monochrome | NoColor)]

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """As Textual's, whose own words are written by its driver as ever."""
        driver = self._driver
        if not isinstance(driver, WireDriver) or not isinstance(renderable, LayoutUpdate | ChopsUpdate):
            super()._display(screen, renderable)
            return
        try:
            if not self._batch_count and self._running and not self._closed:
                # While it is laid out, widgets are yet to paint what has come into sight.
                background = screen.background_colors[1].rich_color
                driver.paint(renderable, background, is_whole=not screen._layout_required)
        except Exception as error:
            self._handle_exception(error)
        finally:
            self.post_display_hook()
