"""The app: one screen over the desk, its theme, and how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from newsreader.tui.lines import choose_glyphs
from newsreader.tui.reader import ReaderScreen
from newsreader.tui.themes import ROLE_VARIABLES, choose_theme, make_theme

if TYPE_CHECKING:
    from newsreader.desk import Desk

# A second ctrl+c within so many seconds ends the program.
_TWICE_SECONDS = 2.0


class NewsreaderApp(App[int]):
    """Everything the reader sees; the desk is handed in and stays its owner's to close."""

    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+q", "end", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(
        self,
        desk: Desk,
        *,
        article_id: int | None = None,
        is_continued: bool = False,
        theme: str | None = None,
        message: str = "",
    ) -> None:
        palette = choose_theme(desk, theme)
        super().__init__()
        # An animated page-down is 70 KB in 22 frames, a plain one 4.3 KB in one (measured).
        self.animation_level = "none"
        self.register_theme(make_theme(palette))
        self.theme = palette.name
        self.reader = ReaderScreen(desk, choose_glyphs(), article_id, message, is_continued=is_continued)
        self._interrupted_at = float("-inf")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Roles for the moment before the first theme is set; every theme of ours sets all."""
        return dict.fromkeys(ROLE_VARIABLES, "ansi_default")

    def on_mount(self) -> None:
        """Show the screen, and be ready for the terminal to go away."""
        self.push_screen(self.reader)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._end_by_signal, number)

    def _end_by_signal(self, number: signal.Signals) -> None:
        """Keep where the reader is; a hung-up terminal can't be written to, so nothing more is tried there."""
        self.reader.keep_place()
        if number == signal.SIGHUP:
            self.reader.desk.close()
            os._exit(128 + number)
        self.exit(128 + number)

    def action_interrupt(self) -> None:
        """ctrl+c: said once, done twice."""
        now = time.monotonic()
        if now - self._interrupted_at < _TWICE_SECONDS:
            self.action_end()
        else:
            self._interrupted_at = now
            self.reader.say("ctrl+c once more ends the program.")

    def action_end(self) -> None:
        """End the program."""
        self.reader.action_quit()


def run_app(
    desk: Desk,
    *,
    article_id: int | None = None,
    is_continued: bool = False,
    theme: str | None = None,
    message: str = "",
) -> int:
    """Run the app on the library, on an article, or on the article read last; the exit code.

    Raises NewsreaderError for a theme that is not to be had.

    """
    app = NewsreaderApp(desk, article_id=article_id, is_continued=is_continued, theme=theme, message=message)
    # The mouse is left alone over SSH, where every motion is a packet and the terminal's own selection is wanted.
    return app.run(mouse="SSH_CONNECTION" not in os.environ) or 0
