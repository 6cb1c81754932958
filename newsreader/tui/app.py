"""The app: one screen over the desk, its theme, and how it ends."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import threading
import time
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType

from newsreader.actions import MOVES
from newsreader.failures import log_failure
from newsreader.model import LibraryError
from newsreader.tui.profile import choose_profile
from newsreader.tui.reader import ReaderScreen
from newsreader.tui.surroundings import see_through
from newsreader.tui.terminal.access import paint_anew
from newsreader.tui.terminal.driver import WireDriver
from newsreader.tui.terminal.foreseeing import foresee_next
from newsreader.tui.terminal.painting import WireApp
from newsreader.tui.themes import ROLE_VARIABLES, choose_theme, make_theme
from newsreader.tui.widgets.lines import LineView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.actions import ActionParseResult
    from textual.dom import DOMNode

    from newsreader.desk import Desk

# A second ctrl+c within so many seconds ends the program.
_TWICE_SECONDS = 2.0
# How long an ended terminal may hold the program up.
_LAST_SECONDS = 2.0


class NewsreaderApp(WireApp[int], inherit_bindings=False):
    """Everything the reader sees; the desk is handed in and stays its owner's to close.

    Textual's own keys are not taken over: its ctrl+q, which ends the program, resumes a stopped line elsewhere.
    """

    READER: ClassVar[type[ReaderScreen]] = ReaderScreen
    CSS_PATH = "app.tcss"
    TITLE = "newsreader"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "interrupt", show=False, priority=True),
        Binding("ctrl+z", "suspend_process", show=False, priority=True),
    ]

    def __init__(
        self,
        desk: Desk,
        *,
        article_id: int | None = None,
        is_over_list: bool = True,
        theme: str | None = None,
        message: str = "",
    ) -> None:
        palette = choose_theme(desk, theme)
        self.profile = choose_profile(desk.settings, os.environ)
        super().__init__(self.profile.capabilities, asks_width=self.profile.asks_width)
        self.set_class(self.profile.in_gutter.value, LineView.GUTTER)
        # An animated page-down is 70 KB in 22 frames, a plain one 4.3 KB in one (measured).
        self.animation_level = "none"
        self.begin_with_theme(make_theme(palette))
        self.reader = self.READER(desk, self.profile, article_id, message, is_over_list=is_over_list)
        self.harmless_keys = frozenset(key for name in MOVES for key in self.reader.keys.keys[name])
        self._interrupted_at = float("-inf")

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Roles for the moment before the first theme is set; every theme of ours sets all."""
        return dict.fromkeys(ROLE_VARIABLES, "ansi_default")

    def get_default_screen(self) -> ReaderScreen:
        """The one screen: Textual would begin with an empty one below it."""
        return self.reader

    def on_load(self) -> None:
        """Be ready for the terminal to go away, before it is taken."""
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: self._note_failure(context))
        for number in (signal.SIGHUP, signal.SIGTERM):
            loop.add_signal_handler(number, self._end_by_signal, number)

    def on_mount(self) -> None:
        """Look for garbage once the first picture is painted."""
        self.call_after_refresh(_begin_to_collect)

    def _handle_exception(self, error: Exception) -> None:
        """Where Textual would end with a traceback on the terminal: end, and leave it to `run_app` to tell."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def _note_failure(self, context: Mapping[str, Any]) -> None:
        """What failed behind the app's back is written down; asyncio would print it over the screen."""
        error = context.get("exception")
        if error is not None:
            self.reader.say_news(log_failure(error), is_error=True)

    def _end_by_signal(self, number: signal.Signals) -> None:
        """Keep where the reader is and end as always, so that the terminal is left as it was found.

        One that has hung up may swallow what is written to it; then the process ends all the same.
        """
        if self.reader.is_mounted:
            self.reader.keep_place()
        self.exit(128 + number)
        watchdog = threading.Timer(_LAST_SECONDS, os._exit, (128 + number,))
        watchdog.daemon = True
        watchdog.start()

    def action_interrupt(self) -> None:
        """ctrl+c: what runs is stopped, the program ends at the second one."""
        now = time.monotonic()
        if now - self._interrupted_at < _TWICE_SECONDS:
            self.action_end()
            return
        self._interrupted_at = now
        if not self.reader.stop_job():
            self.reader.say("ctrl+c once more ends the program.")

    def action_repaint(self) -> None:
        """Paint the whole screen anew, whichever it is."""
        paint_anew(self)

    def action_end(self) -> None:
        """End the program, from wherever it is."""
        self.reader.action_quit()

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """As Textual's, for every key; what the library can't do just now is said, and the app goes on."""
        try:
            return await super().run_action(action, default_namespace, namespaces)
        except LibraryError as error:
            self.reader.say_trouble(error)
            return True


def _begin_to_collect() -> None:
    """Where no garbage was looked for so far: look for some, but not among what is there (10 ms of CPU)."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def run_app(
    desk: Desk,
    *,
    article_id: int | None = None,
    is_over_list: bool = True,
    theme: str | None = None,
    message: str = "",
    is_rehearsed: bool = False,
) -> int:
    """Run the app on the library, or on an article, with the list below it or alone; the exit code.

    Where a start without a word opens this library, the next one `is_rehearsed`, by a process that goes on behind the
    reader's back, and waits for the disk too. Raises NewsreaderError for a theme that is not to be had, and whatever
    the app did not expect, the terminal left as it was found.
    """
    see_through(os.environ)
    app = NewsreaderApp(desk, article_id=article_id, is_over_list=is_over_list, theme=theme, message=message)
    code = app.run(mouse=app.profile.mouse.value)
    if app._exception is not None:
        app.end_at_once(1)
        raise app._exception
    code = code if code is not None else app.return_code or 0
    if is_rehearsed and code == 0 and app.driver_class is WireDriver and foresee_next():
        desk.leave()
    app.end_at_once(code)
    return code
