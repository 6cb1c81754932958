"""Driving the app among feeds that are asked of a server on loopback."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from driving import Driver, run_reader

from newsreader import paths


def set_config(more: str = "", *, connections: int = 16, timeout: int = 10) -> None:
    """Settings without the manners towards real servers, which the tests of fetching hold the program to."""
    network = f"[network]\nconnections = {connections}\ninterval_ms = 0\ntimeout = {timeout}\n"
    paths.config_path().parent.mkdir(parents=True, exist_ok=True)
    paths.config_path().write_text(network + more)


@asynccontextmanager
async def run_refreshed(library: Path, *, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Driver]:
    """The app on a library of which all feeds were asked."""
    async with run_reader(library, size=size) as reader:
        await reader.press("R")
        await reader.wait_for_end()
        yield reader


async def go_to_feed(reader: Driver, number: int = 0) -> None:
    """Put the cursor among the lists on a feed."""
    await reader.press("h")
    for _ in range(8 + number):
        await reader.press("j")
    assert reader.app.reader.focused_feed is not None


def cursor_in_lists(reader: Driver) -> str:
    """The row of the cursor among the lists."""
    return next(pane for pane in (row.split("│")[0] for row in reader.rows) if pane.startswith(">"))
