"""Textual's driver with the wire under it."""

from __future__ import annotations

import os
import re
import selectors
import signal
import sys
import termios
import threading
import time
from codecs import getincrementaldecoder
from typing import TYPE_CHECKING, Any

from textual import events
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.drivers.linux_driver import LinuxDriver

from newsreader.tui.surroundings import is_remote
from newsreader.tui.terminal import first
from newsreader.tui.terminal.composing import RowsUpdate
from newsreader.tui.terminal.keyboard import KeyParser, WakingEvent
from newsreader.tui.terminal.line import Line, Pace
from newsreader.tui.terminal.narrowing import ASK, is_too_wide
from newsreader.tui.terminal.sequences import make_mouse_sequence
from newsreader.tui.terminal.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.color import Color
    from textual.driver import Driver
    from textual.message import Message

    from newsreader.tui.terminal.wire import Picture

Update = LayoutUpdate | ChopsUpdate | RowsUpdate

# Textual's questions, the kitty keyboard, strings that a terminal takes for itself (titles, the clipboard) or hands on.
_MODERN = r"\x1b\[\?\d+\$p|\x1b\[[<>=]\d*u|\x1b[\]P][^\x1b\x07]*(?:\x1b\x1b[^\x07]*)?(?:\x07|\x1b\\)+"
# What leaves cells, cursor and colours alone: these, Textual's modes, the window's stack of titles, the bell.
_HARMLESS = re.compile(rf"(?:\x1b\[\?(?:7|25|100[0346]|101[56]|2004|2048)[hl]|{_MODERN}|\x1b\[2[23];?\d*t|\x07)*")
# A frame that is read at one go is not seen half painted.
_LONG = 1024
_SYNC_START, _SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
# A round trip and the first frame, over the slowest lines.
_WIDTH_SECONDS = 5.0
# How soon a line that was busy is looked at again.
_BUSY_SECONDS = 0.01
# How long the moves that are shown may take the app: some ms each.
_BEHIND_SECONDS = 0.3
# How long the end waits for a terminal that is slow to take what it is sent, and to answer.
_LAST_SECONDS, _LAST_ANSWER_SECONDS = 2.0, 0.3


def choose_driver(environment: Mapping[str, str]) -> type[Driver] | None:
    """The driver for this terminal; None for Textual's own: asked for by NEWSREADER_WIRE=plain, or no terminal."""
    streams = (sys.__stdin__, sys.__stderr__)
    is_plain = environment.get("NEWSREADER_WIRE") == "plain" or environment.get("TEXTUAL_DRIVER")
    if is_plain or not all(stream is not None and stream.isatty() for stream in streams):
        return None
    return WireDriver


class WireDriver(LinuxDriver):
    """Sends what differs from what the terminal shows, and only as fast as it is taken.

    Over 200 kbit/s and 150 ms, `j` held for 10 s left 0.18 s behind it instead of 9.4 (ttybench, by real ssh 0.18 too).
    """

    def __init__(
        self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self.exit_event: WakingEvent = WakingEvent()
        self.wire = Wire(app.capabilities)
        # When the terminal was asked how wide it draws marks; an answer that comes much later is to something else.
        self._asks_width: bool = app.asks_width
        self._width_asked_at = float("-inf")
        self._line: Line | None = None
        self._pace = Pace()
        self._answered = threading.Event()
        self._answered.set()
        self._is_due = self._is_begun = False
        # The frame of another run that the terminal shows, its picture, and what was typed meanwhile; None where it
        # showed none.
        self._shown: first.Shown | None = None
        self._foreseen: Picture | None = None
        self._early: list[Message] | None = None
        # A frame is held until the app has one too, and until that has made the moves that are shown.
        self.is_held = self._is_behind = False
        self._reported = self._get_terminal_size()

    # --- what is sent

    def paint(self, update: Update, background: Color | None = None) -> None:
        """Show what Textual painted; without colours, what has another background than the screen's is reversed."""
        self.wire.use_background(background)
        if isinstance(update, LayoutUpdate):
            self.wire.resize(update.region.right, update.region.bottom)
        elif isinstance(update, RowsUpdate):
            self.wire.resize(*update.size)
        for column, row, segments in list_strips(update):
            self.wire.put(column, row, segments)
        self._is_begun = True
        self._send_frame()

    def repaint(self) -> None:
        """Show everything anew after a resize; to another size, once Textual has laid it out for that."""
        self.wire.forget()
        if self._get_terminal_size() == (self.wire.columns, self.wire.rows):
            self._send_frame()

    def _send_frame(self) -> None:
        """Send what differs, unless the line is busy: then what will differ once it is not."""
        if self._is_behind and not self.wire.is_changed:
            self.is_held = self._is_behind = False
        line = self._line
        if line is None or self._is_due or not self._is_begun or self.is_held:
            return
        if line.is_busy or self._pace.is_full(time.monotonic()):
            self._is_due = True
            self._loop.call_later(_BUSY_SECONDS, self._send_due)
            return
        now = time.monotonic()
        question = self.wire.ask_width() if self._asks_width else ""
        frame = question + self.wire.make_frame()
        if not frame:
            return
        if question:
            self._asks_width, self._width_asked_at = False, now
            self._pace.ask(now)
            self._answered.clear()
        if len(frame) >= _LONG and self._app._sync_available:
            frame = f"{_SYNC_START}{frame}{_SYNC_END}"
        data = frame.encode("utf-8", "replace")
        if self._pace.asks_after(len(data), now):
            self._answered.clear()
            data += ASK.encode()
        line.send(data)

    def _send_due(self) -> None:
        self._is_due = False
        if self._line is not None:
            self._line.push()
            self._send_frame()

    def write(self, data: str) -> None:
        """Send a sequence in its turn; what it may have done to the screen is undone by the next frame.

        A terminal that would print it is spared it.
        """
        if self._line is None or (self.is_held and data == first.ENTER):
            return
        if not self.wire.capabilities.is_modern:
            data = re.sub(_MODERN, "", data)
        self._line.send(data.encode("utf-8", "replace"))
        if not is_harmless(data):
            self.wire.forget()

    def _get_terminal_size(self) -> tuple[int, int]:
        """The terminal's own size: COLUMNS and LINES, which Textual asks first, are of when a shell exported them."""
        try:
            columns, rows = os.get_terminal_size(self.fileno)
        except OSError:
            columns = rows = 0
        return (columns, rows) if columns and rows else super()._get_terminal_size()

    def _enable_mouse_support(self) -> None:
        if self._mouse:
            self.write(make_mouse_sequence(is_on=True, tells_motion=not is_remote(os.environ)))

    # --- coming and going

    def start_application_mode(self) -> None:
        """As Textual's; line feeds are no longer made into two characters, so that a line feed is a motion."""
        assert self._file is not None  # choose_driver has looked
        self._line = Line(self._file.fileno())
        self._pace = Pace()
        self.wire.forget()
        shown = first.take_frame()
        if shown is not None:
            self._hold(shown)
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual's
        if shown is not None:
            self.attrs_before = shown.attributes
        if self.attrs_before is not None:
            attributes = termios.tcgetattr(self.fileno)
            attributes[1] &= ~termios.OPOST
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        post_size = signal.getsignal(signal.SIGWINCH)

        def tell_size(number: int, frame: Any) -> None:
            if callable(post_size):
                post_size(number, frame)
            self.repaint()

        def take_size(number: int, frame: Any) -> None:
            # A second signal may come within the handler of the first: had that read the size already, it would tell it
            # after the newer one.
            self.wire.forget()
            self._loop.call_soon_threadsafe(tell_size, number, frame)

        signal.signal(signal.SIGWINCH, take_size)
        self._loop.call_soon_threadsafe(self._send_frame)

    def _hold(self, shown: first.Shown) -> None:
        """Leave on the terminal what it shows, and keep what is typed, until `release`."""
        self._shown, self.is_held, self._early = shown, True, []
        self.wire.resize(*self._get_terminal_size())
        self._foreseen, moved = self.wire.unpack(shown.cells, 0, shown.moves)
        self.wire.adopt(moved)

    def release(self, harmless: frozenset[str]) -> None:
        """Send what differs from the frame that was shown, and take the keys that were typed at it.

        They were meant for what stood there: where that was something else, only `harmless` ones are taken. Moves that
        are shown already are made before anything is sent.
        """
        early = list(self._early or ())
        if self._early:
            self._early.clear()
        shown, self._shown = self._shown, None
        is_same = self.wire.picture == self._foreseen
        if is_same and shown is not None and shown.moves:
            self._is_behind = True
            self._loop.call_later(_BEHIND_SECONDS, self._catch_up)
        else:
            self.is_held = False
        self._send_frame()
        for message in early:
            if is_same or (isinstance(message, events.Key) and harmless.intersection(message.aliases)):
                super().process_message(message)

    def _catch_up(self) -> None:
        """Show what there is, where the moves that are shown led to something else."""
        if self._is_behind:
            self.is_held = self._is_behind = False
            self._send_frame()

    def stop_application_mode(self) -> None:
        """As Textual's; what was sent has arrived, and an answer that is due comes to no one else."""
        if self._line is None:
            return
        if self._pace.is_awaited(time.monotonic()):
            self._answered.wait(_LAST_ANSWER_SECONDS)
        self.write(self.wire.rest())
        super().stop_application_mode()
        self._line.drain(_LAST_SECONDS)
        self.is_held = False

    def close(self) -> None:
        """As Textual's, which also joins its writer, to which nothing was given."""
        super().close()
        if self._line is not None:
            self._line.close()
            self._line = None

    # --- what comes in

    def _run_input_thread(self) -> None:
        """As Textual's, which would show a traceback: without keys the app ends as it does where else it fails."""
        try:
            self.run_input_thread()
        except Exception as error:
            self._loop.call_soon_threadsafe(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Wait for keys without polling: idle it takes no time, and ends at once (Textual's: 10 looks a second)."""
        parser = KeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        for message in parser.feed(decode(self._shown.typed if self._shown else b"")):
            self.process_message(message)
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            selector.register(self.exit_event.descriptor, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(parser.patience)
                if not ready:
                    found: Iterable[Message] = parser.expire()
                elif any(key.fd == self.fileno for key, _ in ready):
                    try:
                        data = os.read(self.fileno, 4096)
                    except OSError:
                        data = b""
                    if not data:  # the terminal is gone
                        return
                    found = parser.feed(decode(data))
                else:
                    continue
                for message in found:
                    self.process_message(message)

    def process_message(self, message: Message) -> None:
        """As Textual's; answers to our questions are taken, and after a resize nothing is known of the screen."""
        if isinstance(message, events.CursorPosition):
            self._answered.set()
            self._loop.call_soon_threadsafe(self._take_answer, message.x, message.y)
            return
        if self._early is not None and isinstance(message, events.InputEvent | events.Paste):
            # For the whole run, so that no key overtakes another.
            self._loop.call_soon_threadsafe(self._take_typed, message)
            return
        super().process_message(message)
        if isinstance(message, events.Resize) and message.size != self._reported:
            self._reported = message.size
            self._loop.call_soon_threadsafe(self.repaint)

    def send_message(self, message: Message) -> None:
        """As Textual's, which makes a task of each: 0.1 ms."""
        self._loop.call_soon_threadsafe(self._app.post_message, message)

    def _take_answer(self, column: int, row: int) -> None:
        """Where the cursor was: all that was sent before has arrived; and after the first question, how wide marks are.

        No more than one question is ever on its way.
        """
        self._pace.take_answer()
        since, self._width_asked_at = time.monotonic() - self._width_asked_at, float("-inf")
        if since < _WIDTH_SECONDS and is_too_wide(column, row):
            self.wire.narrow()
            self._send_frame()

    def _take_typed(self, message: Message) -> None:
        if self.is_held and self._early is not None:
            self._early.append(message)
        else:
            super().process_message(message)


def is_harmless(data: str) -> bool:
    """Whether what is sent is known to leave the screen as it is."""
    return _HARMLESS.fullmatch(data) is not None


def list_strips(update: Update) -> list[tuple[int, int, Any]]:
    """What Textual would write of an update: column, row and segments of each stretch, in its order."""
    if isinstance(update, RowsUpdate):
        return update.strips
    if isinstance(update, LayoutUpdate):
        x, y = update.region.offset
        return [(x, row, [each for strip in strips for each in strip]) for row, strips in enumerate(update.strips, y)]
    found = []
    for y, x1, x2 in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or x > x2 or end <= x1:
                continue
            if not (x2 > x >= x1 and end <= x2):
                strip = strip.crop(0, min(end, x2) - x)
            found.append((x, y, strip))
    return found
