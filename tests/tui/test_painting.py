"""What is kept of painted lines, and what the wire was given, is what would be painted now, whatever was done."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from driving import Driver, run_reader

from newsreader.tui.app import NewsreaderApp
from newsreader.tui.terminal.capabilities import choose_capabilities
from newsreader.tui.terminal.composing import RowsUpdate
from newsreader.tui.terminal.driver import list_strips
from newsreader.tui.terminal.wire import Wire

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.screen import Screen

KEYS = (
    *("j", "k", "j", "J", "space", "b", "G", "g", "enter", "q", "h", "l", "tab", "right_square_bracket", "s", "m", "a"),
    *("escape", "H", "L", "full_stop", "z", "O", "n", "K", "U", "x", "left_curly_bracket", "right_curly_bracket", "f"),
)


@pytest.mark.parametrize("seed", range(3))
async def test_kept_lines_are_as_they_would_be_painted_now(demo_library: Path, seed: int) -> None:
    chosen = random.Random(seed)
    async with run_reader(demo_library, size=(120, 24)) as reader:
        for _ in range(40):
            key = chosen.choice(KEYS)
            await reader.press(key)
            check(reader, key)
        await reader.resize(80, 20)
        check(reader, "a resize")
        reader.app.theme = "textual-light"
        await reader.press("j")
        check(reader, "another theme")


def check(reader: Driver, after: str) -> None:
    for name in reader.app.reader.visible_panes:
        view = reader.app.reader.panes[name].view
        filters, background = view.get_line_filters(), view.background_colors[1]
        for y, strip in enumerate(view.render_lines(view.size.region)):
            painted = view.render_line(y)
            for each in filters:
                painted = painted.apply_filter(each, background)
            assert list(strip) == list(painted), (name, y, after)


@pytest.mark.parametrize(("seed", "size"), [(4, (80, 24)), (5, (120, 24)), (6, (168, 30)), (7, (204, 24))])
async def test_what_the_wire_is_given_is_the_whole_screen(
    demo_library: Path, monkeypatch: pytest.MonkeyPatch, seed: int, size: tuple[int, int]
) -> None:
    wire = Wire(choose_capabilities({"TERM": "xterm-256color"}), *size)
    kinds = set()

    def take(app: NewsreaderApp, screen: Screen[Any], update: Any) -> None:
        if update is None:
            return
        kinds.add(type(update))
        wire.resize(*app.size)
        for column, row, segments in list_strips(update):
            wire.put(column, row, segments)

    def check(after: str) -> None:
        wire.make_frame()
        for row, strip in enumerate(reader.app.screen._compositor.render_strips()):
            wire.put(0, row, strip)
        assert not wire.is_changed, after

    monkeypatch.setattr(NewsreaderApp, "_display", take)
    monkeypatch.setattr(NewsreaderApp, "is_wired", True)
    chosen = random.Random(seed)
    async with run_reader(demo_library, size=size) as reader:
        for step in range(40):
            key = chosen.choice(KEYS)
            await reader.press(key)
            check(key)
            if step % 10 == 9:
                await reader.resize(*chosen.choice([(80, 24), (44, 9), (120, 40), (3, 2), size]))
                check("a resize")
        await reader.press("escape", "question_mark", "escape", "j")
        check("a dialog")
        reader.app.theme = "textual-light"
        await reader.press("j")
        check("another theme")
    assert RowsUpdate in kinds


async def test_an_article_is_opened_and_left_in_one_frame(demo_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames: list[object] = []
    display = NewsreaderApp._display

    def note(app: NewsreaderApp, screen: Screen[Any], renderable: RenderableType | None) -> None:
        frames.append(renderable)
        display(app, screen, renderable)

    async with run_reader(demo_library) as reader:
        await reader.press("j")
        monkeypatch.setattr(NewsreaderApp, "_display", note)
        for key in ("enter", "l", "q"):
            frames.clear()
            await reader.press(key)
            await reader.pilot.pause(0.1)
            assert len(frames) == 1, key
