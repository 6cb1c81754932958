"""A library for the tests of the app that need no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section
from newsreader.tui import profile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four articles, of which two name a ferry, and the first links to two others."""
    monkeypatch.setattr(profile, "_PAUSE_SECONDS", 0.01)
    path = tmp_path / "library.sqlite"
    texts = {
        "Ferry returns": "The night boat came back. " * 30 + "Nobody waved. " + "It was late. " * 60,
        "Goat on the roof": "It came by ferry and ate the flag of the harbour office.",
        "Keeper retires": "He kept the light.",
        "Lamp stays lit": "It shines.",
    }
    with Desk(path) as desk:
        for number, (title, text) in enumerate(texts.items(), 1):
            parts = (Part(PartKind.PARAGRAPH, text),)
            if number == 1:
                parts = (*parts[:1], Part(PartKind.LINK, "Lamp stays lit", label="Read more"))
            sections = (Section("More", (Headline("Goat on the roof"), Headline("Never seen before"))),)
            page = Page(Article(title, f"2031-05-0{9 - number}", (), parts, "", "Post"), sections)
            desk.add_page(page, Origin(title.encode(), "x.txt"))
    return path
