"""Driving the app in tests: start it on a library, press keys, read the screen."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import textual.app
import textual.pilot
from textual._context import active_app
from textual.pilot import Pilot

from newsreader.desk import Desk
from newsreader.tui.app import NewsreaderApp

_PATIENCE = 30.0
# A key is answered when nothing was to do for so many turns of the loop; one that is never is looked at all the same.
_QUIET_TURNS, _LONGEST_ANSWER = 12, 10.0


async def wait_for_answer(min_sleep: float = 0) -> None:
    """Wait until what was sent to the app is answered and painted: nothing is left that it does by itself.

    Textual's own waits until the process was idle for some time, twice a key.
    """
    app = active_app.get()
    quiet, deadline = 0, time.monotonic() + _LONGEST_ANSWER
    while quiet < _QUIET_TURNS and time.monotonic() < deadline:
        await asyncio.sleep(0)
        quiet = 0 if _is_busy(app) else quiet + 1


def _is_busy(app: Any) -> bool:
    """Whether keys or messages wait, or anything that is to be painted; one that ends looks at nothing more."""
    if app._exit or not app.is_running:
        return False
    screen = app.screen
    pumps = (app, *screen.walk_children(with_self=True))
    is_owed = getattr(screen, "_is_owed", False) or screen._layout_required or screen._dirty_widgets
    is_answering = app._typed or app._resize_timer
    waiting = any(not pump._message_queue.empty() or pump._next_callbacks for pump in pumps)
    return bool(waiting or is_answering or is_owed or screen._callbacks)


# The pilot asks for it by these names.
textual.app.wait_for_idle = textual.pilot.wait_for_idle = wait_for_answer  # type: ignore[attr-defined]


class Driver:
    """A running app: keys go in, the screen's text comes out."""

    def __init__(self, pilot: Pilot[int], desk: Desk) -> None:
        assert isinstance(pilot.app, NewsreaderApp)
        self.pilot, self.desk, self.app = pilot, desk, pilot.app

    async def press(self, *keys: str) -> str:
        """Press keys one after another; the screen when all is painted."""
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()
        return self.screen

    async def type_text(self, text: str) -> str:
        """Press the keys of a text; a blank is the space bar."""
        return await self.press(*("space" if character == " " else character for character in text))

    async def wait_until(self, holds: Callable[[], object]) -> None:
        """Wait for what another process does; who asks says what is wrong where it does not come."""
        deadline = time.monotonic() + _PATIENCE
        while not holds() and time.monotonic() < deadline:
            await self.pilot.pause(0.02)

    async def wait_for_end(self) -> str:
        """Wait until nothing runs and nothing is fetched; what the status line then says."""
        await self.wait_until(lambda: not self.app.reader.aside)
        await self.pilot.pause()
        assert not self.app.reader.aside
        return self.status

    async def type_number(self, number: int) -> str:
        return await self.press(*str(number), "enter")

    async def resize(self, width: int, height: int) -> str:
        await self.pilot.resize_terminal(width, height)
        await self.pilot.pause()
        return self.screen

    @property
    def rows(self) -> list[str]:
        """The rows of the screen, as wide as the terminal."""
        strips = self.app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    @property
    def screen(self) -> str:
        return "\n".join(row.rstrip() for row in self.rows)

    @property
    def status(self) -> str:
        return self.rows[-1].strip()

    @property
    def cursor_row(self) -> str:
        """The first row that bears the cursor's mark."""
        return next(row for row in self.rows if any(pane.lstrip().startswith(">") for pane in row.split("│")))

    @property
    def grid(self) -> str:
        """The screen's text, then its styles: a run-length code a row, and what each letter of it is."""
        legend: dict[str, str] = {}
        codes = []
        for strip in self.app.screen._compositor.render_strips():
            code, last, count = "", "", 0
            for segment in strip:
                style = str(segment.style)
                letter = legend.setdefault(style, chr(ord("a") + len(legend)))
                if letter != last and last:
                    code, count = f"{code}{last}{count}", 0
                last, count = letter, count + segment.cell_length
            codes.append(f"{code}{last}{count}")
        named = [f"{letter} = {style}" for style, letter in legend.items()]
        return "\n".join([*(f"{row.rstrip()}" for row in self.rows), "", *codes, "", *named]) + "\n"


@asynccontextmanager
async def run_reader(
    library: Path,
    *,
    size: tuple[int, int] = (80, 24),
    title: str = "",
    is_over_list: bool | None = None,
    theme: str | None = None,
) -> AsyncIterator[Driver]:
    """The app on a library; with a title on that article, as `read FILE` does, unless `is_over_list`."""
    with Desk(library) as desk:
        article_id = find_article(desk, title) if title else None
        app = NewsreaderApp(
            desk, article_id=article_id, is_over_list=not title if is_over_list is None else is_over_list, theme=theme
        )
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Driver(pilot, desk)


def find_article(desk: Desk, title: str) -> int:
    """The id of the one stored article whose title begins so."""
    from newsreader.model import View

    rows, _ = desk.list_page(View.ALL, None, 1000)
    found = [row.id for row in rows if row.title.startswith(title)]
    assert len(found) == 1, (title, found)
    return found[0]
