"""How the app looks: the screen's text and styles as committed in `snapshots/`, readable in a diff.

A change that is meant: look at the picture first, then run this file with `UPDATE_SNAPSHOTS=1` set.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from driving import run_reader

SNAPSHOTS = Path(__file__).parent / "snapshots"
LIGHTHOUSE = "Two villages spent 90 years"
# A name, and the keys that lead from the opened article to the view.
VIEWS = {
    "article": (),
    "related": ("l", "n"),
    "list": ("h",),
    "search": ("S", "b", "e", "l", "l", "enter"),
    "links": ("u",),
    "help": ("?",),
}


@pytest.mark.parametrize("theme", ["newsprint-dark", "newsprint-light"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)], ids=["80x24", "120x40", "200x50"])
@pytest.mark.parametrize("view", VIEWS)
async def test_the_app_looks_as_committed(demo_library: Path, view: str, size: tuple[int, int], theme: str) -> None:
    async with run_reader(demo_library, size=size, title=LIGHTHOUSE, theme=theme) as reader:
        await reader.press(*VIEWS[view])
        grid = reader.grid
    file = SNAPSHOTS / f"{view}-{size[0]}x{size[1]}-{theme}.txt"
    if "UPDATE_SNAPSHOTS" in os.environ:
        file.write_text(grid, encoding="utf-8")
    assert file.is_file(), "no snapshot yet: look at the view, then run with UPDATE_SNAPSHOTS=1"
    assert grid == file.read_text(encoding="utf-8")
