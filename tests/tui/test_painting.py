"""What is kept of painted lines is what would be painted now, whatever was done."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from driving import Driver, run_reader

from newsreader.tui.app import NewsreaderApp

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
