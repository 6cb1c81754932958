"""Saved searches among the lists, one row for a story, and headlines said to mean another article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import run_reader

from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Storm closes northern harbour for third day, ferries cancelled"


def add(desk: Desk, title: str, *headlines: str, site: str = "Post", day: str = "2031-03-20") -> int:
    parts = (Part(PartKind.PARAGRAPH, f"{site} tells of {title}."),)
    sections = (Section("More", tuple(Headline(line) for line in headlines)),) if headlines else ()
    page = Page(Article(title, day, (), parts, "", site), sections)
    article_id = desk.add_page(page, Origin(f"{site} {title}".encode(), "page.txt")).id
    assert article_id is not None
    return article_id


async def test_a_saved_search_is_a_list_like_any_other(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    with Desk(library) as desk:
        add(desk, "Ferry returns", day="2031-03-01")
        add(desk, "Goat on the roof", day="2031-03-02")
        add(desk, "Ferry leaves", day="2031-03-03")
        desk.save_search("Boats", "ferry")
    async with run_reader(library, size=(120, 30)) as reader:
        shown = await reader.press("h", "G", "k")
        assert "2" in next(row for row in reader.rows if "Boats" in row)
        assert "Goat" not in shown
        await reader.press("l", "enter")
        assert "Post tells of Ferry leaves" in reader.screen
        assert "Boats 1/2" in reader.screen
        assert "Post tells of Ferry returns" in await reader.press("J")
        assert "Last article of Boats" in await reader.press("J")
        assert "Nothing unread below in Boats" in await reader.press("n")
        # Back leads into it, too.
        await reader.press("q", "h", "g", "l")
        assert "Goat" in reader.screen
        assert "Goat" not in await reader.press("H")
    async with run_reader(library, size=(120, 30)) as reader:
        reader.desk.save_search("Boats", None)
        assert "Boats" not in await reader.press("h")
        # A step into what is saved no longer does no harm.
        assert "Boats 1" not in await reader.press("l", "H")


async def test_sites_stand_among_the_lists_with_what_is_unread(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    with Desk(library) as desk:
        add(desk, "Ferry returns", site="Herald", day="2031-03-01")
        add(desk, "Goat on the roof", site="Harbour Post", day="2031-03-02")
        desk.set_read(add(desk, "Lamp stays lit", site="Harbour Post", day="2031-03-03"), True)
    async with run_reader(library, size=(120, 30)) as reader:
        await reader.press("h", "G", "k")
        assert "1/2" in next(row for row in reader.rows if "Harbour Post" in row)
        assert "Ferry" not in reader.screen
        assert "Lamp stays lit" in reader.screen
        await reader.press("l", "g", "j", "m")
        assert [row.split("│")[0].split() for row in reader.rows if "Harbour Post" in row.split("│")[0]] == [
            [">Harbour", "Post", "2"]
        ]


async def test_articles_on_one_story_are_one_row_and_stand_in_the_sidebar(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    with Desk(library) as desk:
        add(desk, TITLE)
        add(desk, TITLE, site="Herald")
    async with run_reader(library, size=(80, 24)) as reader:
        assert sum("Storm closes" in row for row in reader.rows) == 1
        assert " +1 " in reader.cursor_row
        await reader.press("enter")
        shown = await reader.press("l")
        assert "Same story" in shown
        assert "(Herald," in shown
        assert "Herald tells" in await reader.press("j", "enter")
        assert "(Post," in await reader.press("l")


async def test_a_headline_that_means_another_article_is_taken_off_it(tmp_path: Path) -> None:
    library = tmp_path / "library.sqlite"
    with Desk(library) as desk:
        add(desk, "Ferry returns", "Goat on the roof", day="2031-03-21")
        add(desk, "Goat on the roof", day="2031-03-20")
    async with run_reader(library, size=(120, 30), title="Ferry returns") as reader:
        await reader.press("x")
        assert "x is for a headline" in reader.status
        await reader.press("l")
        assert "stored, unread" in reader.status
        await reader.press("x")
        assert reader.status.startswith("Not this article: Goat on the roof")
        await reader.press("j")
        assert "not stored" in reader.status
        await reader.press("x")
        assert "leads to no stored article" in reader.status
        await reader.press("U")
        assert "Undone, linked again" in reader.status
        await reader.press("j")
        assert "stored, unread" in reader.status
