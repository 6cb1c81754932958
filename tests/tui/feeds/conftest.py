"""A server that holds up what it is asked for, and a library with its feeds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving_feeds import set_config
from feed_press import HoldingPress, serving

from newsreader.desk import Desk


@pytest.fixture
def press() -> Iterator[HoldingPress]:
    set_config()
    with serving(HoldingPress(3, 6, words=(20, 60))) as press:
        yield press


@pytest.fixture(autouse=True)
def _news_go_at_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.tui.screen._NEWS_SECONDS", 0)


@pytest.fixture
def library(tmp_path: Path, press: HoldingPress) -> Path:
    """A library with three feeds, none of them asked yet."""
    path = tmp_path / "library.sqlite"
    with Desk(path) as desk:
        for number in range(press.feeds):
            desk.subscribe(press.url(number))
    return path
