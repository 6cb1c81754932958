"""The library is not the app's alone: others write to it, hold it, delete from it, or it can only be read."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from driving import find_article, run_reader
from driving_pages import LIBRARY_BOOK, LIGHTHOUSE, add_page, make_page

from newsreader.desk import Desk
from newsreader.model import Origin, Part, PartKind


async def test_new_articles_are_counted_and_taken_in_with_g(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("j")
        row = reader.cursor_row
        with Desk(demo_library) as other:
            add_page(other, "A fresh page from another terminal")
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert "1 new ↑" in reader.rows[0]
        assert reader.cursor_row == row
        await reader.press("g")
        assert "A fresh page" in reader.cursor_row
        assert "new ↑" not in reader.rows[0]


async def test_what_came_since_the_last_run_is_said_and_gone_up_to(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        assert "new ↑" not in reader.rows[0], "there was no run before"
        await reader.press("j", "enter", "q")
        row = reader.cursor_row
        reader.app.reader.keep_place()
    with Desk(demo_library) as other:
        for title in ("A fresh page of the night", "Another fresh page of it"):
            add_page(other, title)
    async with run_reader(demo_library) as reader:
        assert reader.cursor_row[2:30] == row[2:30]
        assert "2 new ↑ g" in reader.rows[0]
        with Desk(demo_library) as other:
            other.set_bookmarked(1, True)
        reader.app.reader.take_in_changes()
        assert "2 new ↑ g" in await reader.press("j")
        # What was gone up to is new no longer.
        assert "1 new ↑ g" in await reader.press("k", "k", "k")
        assert "1 new ↑ g" in await reader.press("j")
        await reader.press("g")
        assert "fresh page" in reader.cursor_row
        assert "new ↑" not in reader.rows[0]
    async with run_reader(demo_library) as reader:
        assert "new ↑" not in reader.rows[0], "they came before the last run ended"


async def test_a_deleted_articles_row_and_step_do_no_harm(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(7)
        assert LIBRARY_BOOK in reader.screen
        gone = find_article(reader.desk, LIGHTHOUSE)
        with Desk(demo_library) as other:
            other._db.execute("DELETE FROM article WHERE id = ?", (gone,))
        await reader.press("H")
        assert reader.status == "Start of history."


async def test_a_selected_link_that_another_terminal_takes_away_does_no_harm(tmp_path: Path) -> None:
    library = tmp_path / "small.sqlite"
    page = make_page("A page that will be split again")
    link = Part(PartKind.LINK, "A link that will be gone", label="Read more")
    with_link = replace(page, article=replace(page.article, parts=(*page.article.parts, link)))
    with Desk(library) as desk:
        desk.add_page(with_link, Origin(b"first", "page.txt"))
    async with run_reader(library, title="A page") as reader:
        await reader.press("]")
        assert reader.status.startswith("[1]")
        with Desk(library) as other:
            other.add_page(page, Origin(b"second", "page.txt"))
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert "[1]" not in reader.status
        await reader.press("enter", "]")
        assert reader.status == "No further link in the text."


async def test_two_terminals_keep_each_others_place(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        article = find_article(reader.desk, LIGHTHOUSE)
        reader.app.reader.keep_place()
        with Desk(demo_library) as other:
            other.keep_offset(article, 1500, 0.7)
            reader.app.reader.take_in_changes()
            await reader.pilot.pause()
            reader.app.reader.keep_place()
            assert other.offset_of(article) == 1500
            await reader.press("space")
            reader.app.reader.keep_place()
            assert other.offset_of(article) not in (0, 1500)


async def test_a_locked_library_is_said_and_the_app_goes_on(
    demo_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE, is_over_list=True) as reader:
        reader.desk._db.execute("PRAGMA busy_timeout = 10")
        other = sqlite3.connect(demo_library, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for keys in ("s", "m", "1 3 enter", "q"):
            await reader.press(*keys.split())
            assert "is held by another program" in reader.status, keys
        reader.app.reader.keep_place()
        other.execute("ROLLBACK")
        other.close()
        # What could be read meanwhile was, and where the reader has been is known all the same.
        await reader.press("H", "s")
        assert reader.status.startswith("Bookmarked: Paint firm pulls")
        visited = reader.desk._db.execute("SELECT article_id FROM step").fetchall()
        assert (find_article(reader.desk, "Paint firm pulls"),) in visited


async def test_a_library_held_at_the_start_is_said(demo_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(demo_library, isolation_level=None)
    monkeypatch.setattr("newsreader.library.database.BUSY_SECONDS", 0.01)
    other.execute("BEGIN IMMEDIATE")
    async with run_reader(demo_library) as reader:
        assert "is held by another program" in reader.status
        assert "29" in reader.rows[0]
        other.execute("ROLLBACK")
        other.close()
        await reader.press("enter")
        assert "lines 1-" in reader.rows[0]


async def test_what_can_only_be_read_is_read(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        reader.desk._db.execute("PRAGMA query_only = 1")
        await reader.press("enter")
        assert "can't be written" in reader.status
        assert "lines 1-" in reader.rows[0]
        first = reader.rows[1]
        await reader.press("J")
        assert "lines 1-" in reader.rows[0]
        assert reader.rows[1] != first
        await reader.press("H")
        assert reader.rows[1] == first
        await reader.press("q", "enter")
        assert reader.rows[1] == first
