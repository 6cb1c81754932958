"""Searches kept as lists from within the app; and how much the lists say that they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driver, find_article, run_reader

from newsreader.desk import Desk
from newsreader.model import Action, Article, ListName, Origin, Page, Part, PartKind, View
from newsreader.tui import profile

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four articles of two sites; two tell of a ferry."""
    monkeypatch.setattr(profile, "_PAUSE_SECONDS", 0.01)
    path = tmp_path / "library.sqlite"
    texts = {
        "Ferry returns": "The night boat came back.",
        "Goat on the roof": "It came by ferry.",
        "Keeper retires": "He kept the light.",
        "Lamp stays lit": "It shines.",
    }
    with Desk(path) as desk:
        for number, (title, text) in enumerate(texts.items(), 1):
            article = Article(title, f"2031-05-0{number}", (), (Part(PartKind.PARAGRAPH, text),), "", "Post")
            desk.add_page(Page(article), Origin(title.encode(), "x.txt"))
    return path


async def search(reader: Driver, words: str) -> None:
    await reader.press("S")
    await reader.type_text(words)
    await reader.press("enter")


async def answer(reader: Driver, words: str) -> None:
    reader.app.reader.question.editor = type(reader.app.reader.question.editor)(words)  # type: ignore[union-attr]
    await reader.press("enter")


def marked_in_status(reader: Driver) -> str:
    """What of the status line is in reverse: the caret, or what is selected."""
    strip = reader.app.screen._compositor.render_strips()[-1]
    return "".join(segment.text for segment in strip if segment.style and segment.style.reverse)


def list_names(reader: Driver) -> list[str]:
    return [row.strip(" >").split("  ")[0] for row in reader.rows[1:-1]]


async def test_a_search_is_kept_as_a_list_and_that_undone(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("B")
        assert reader.status == "S searches; then B keeps what is searched for as a list."
        await search(reader, "ferry")
        await reader.press("B")
        assert reader.status == "save the search as: ferry"
        assert marked_in_status(reader) == "ferry"
        await reader.type_text("Boat")
        await reader.press("s")
        assert reader.status == "save the search as: Boats", "what is typed takes the place of what is offered"
        assert marked_in_status(reader) == " "
        await reader.press("enter")
        assert reader.status.startswith("Search saved: Boats")
        assert "Found: ferry" in reader.rows[0], "what is looked at stays"
        assert reader.desk.list_saved() == [("Boats", "ferry")]
        await reader.press("h")
        assert "Boats" in list_names(reader)
        await reader.press("j", "l")
        assert reader.rows[0].split()[0] == "Boats"
        assert "Goat on the roof" in reader.screen
        assert "Keeper" not in reader.screen
        await reader.press("B")
        assert reader.status.startswith("Saved already: Boats")
        await reader.press("U")
        assert reader.desk.list_saved() == []


async def test_a_search_of_a_name_that_is_there_replaces_it_only_for_who_insists(library: Path) -> None:
    async with run_reader(library) as reader:
        reader.desk.save_search("Boats", "lamp")
        await search(reader, "ferry")
        await reader.press("B")
        await answer(reader, "Boats")
        assert reader.status == "there already, Enter replaces it: Boats"
        await reader.press("escape")
        assert reader.desk.list_saved() == [("Boats", "lamp")]
        await reader.press("B")
        await answer(reader, "Boats")
        await reader.press("enter")
        assert reader.desk.list_saved() == [("Boats", "ferry")]
        await reader.press("B")
        await answer(reader, "Boats")
        assert reader.status == "Saved already: Boats"
        await reader.press("B", "ctrl+u", "enter")
        assert reader.desk.list_saved() == [("Boats", "ferry")]


async def test_a_saved_search_is_named_otherwise_and_forgotten_where_it_stands(library: Path) -> None:
    async with run_reader(library) as reader:
        for name, query in (("Boats", "ferry"), ("Lights", "lamp OR light")):
            reader.desk.save_search(name, query)
        await reader.press("h", *"jjjjjjjj", "l", "j", "=")
        assert reader.status == "name of the search: Boats"
        row = reader.cursor_row
        await answer(reader, "Lights")
        assert "There is a saved search Lights already" in reader.status
        await reader.press("=")
        await answer(reader, "Ships")
        assert reader.status.startswith("Search saved: Ships")
        assert reader.rows[0].split()[0] == "Ships"
        assert reader.cursor_row == row
        assert reader.desk.list_saved() == [("Lights", "lamp OR light"), ("Ships", "ferry")]
        await reader.press("h")
        assert "Ships" in reader.cursor_row
        await reader.press("U")
        assert reader.desk.list_saved() == [("Boats", "ferry"), ("Lights", "lamp OR light")]
        await reader.press("g", *"jjjjjjjj", "D")
        assert reader.status.startswith("Saved search forgotten: Boats")
        assert "Boats" not in list_names(reader)
        assert "Lights" in reader.cursor_row
        await reader.press("U")
        assert "Boats" in list_names(reader)
        await reader.press("g", "=")
        assert reader.status.startswith("That is for a feed or a saved search")


async def test_every_list_says_how_many_are_unread_and_how_many_there_are(library: Path) -> None:
    with Desk(library) as desk:
        goat, lamp = find_article(desk, "Goat"), find_article(desk, "Lamp")
        desk.set_read(goat, True)
        desk.mark(Action.BOOKMARK, [goat, lamp], True)
        desk.set_queued(lamp, True)
        desk.set_tag([goat, lamp], "coast", True)
        desk.save_search("Boats", "ferry")
    async with run_reader(library, size=(120, 40)) as reader:
        await reader.press("h")
        assert "│" in reader.rows[1]
        lists = [row.split("│")[0] for row in reader.rows[1:-1]]
        rows = [row.strip(" >").rsplit(maxsplit=1) for row in lists if row.strip()]
        counts = {row[0].strip(): row[1] for row in rows if len(row) == 2}
        both = {name: counts[name] for name in ("All", "Today", "Bookmarks", "#coast", "Boats", "Post")}
        assert both == {
            "All": "3/4",
            "Today": "3/4",
            "Bookmarks": "1/2",
            "#coast": "1/2",
            "Boats": "1/2",
            "Post": "3/4",
        }
        assert (counts["Unread"], counts["Queue"]) == ("3", "1/1")
        ends = {len(row.rstrip()) for row in lists if row.strip() and row.split()[-1][-1].isdigit()}
        assert len(ends) == 1
        # What changes beside it is counted at the next key, and nothing at keys that change nothing.
        counted = []
        count = reader.desk.count
        reader.desk.count = lambda view: counted.append(view) or count(view)  # type: ignore[method-assign]
        await reader.press("l", "j", "k")
        assert "Lists" in reader.rows[0]
        assert counted == []
        reader.desk.set_read(lamp, True)
        await reader.press("j")
        assert counted
        assert [">All", "2/4"] in [row.split("│")[0].split() for row in reader.rows[1:-1]]


async def test_a_bookmark_that_is_hidden_stays_among_the_bookmarks(library: Path) -> None:
    async with run_reader(library) as reader:
        goat = find_article(reader.desk, "Goat")
        reader.desk.mark(Action.BOOKMARK, [goat], True)
        reader.desk.mark(Action.HIDE, [goat], True)
        assert reader.desk.find_listed(ListName(View.BOOKMARKS)) == [goat]
        await reader.press("h", "j", "j", "j", "j")
        assert reader.cursor_row.strip(" >").split() == ["Bookmarks", "1/1"]
        await reader.press("l")
        assert "Goat on the roof" in reader.cursor_row
        await reader.press("O")
        assert "Goat on the roof" in reader.cursor_row


async def test_what_comes_is_said_to_be_above_or_below(library: Path) -> None:
    async with run_reader(library) as reader:
        await reader.press("j")
        with Desk(library) as other:
            for title, day in (("Of today", "2031-06-01"), ("Of long ago", "2030-01-01"), ("Older", "2029-01-01")):
                page = Page(Article(title, day, (), (Part(PartKind.PARAGRAPH, title),)))
                other.add_page(page, Origin(title.encode(), "y.txt"))
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert "1 new ↑, 2 new ↓ g" in reader.rows[0]
        await reader.press("g")
        assert "new" not in reader.rows[0]
        assert "Of today" in reader.cursor_row
