"""What the next run finds again: bookmarks, the place in an article, the way that led there, the theme."""

from __future__ import annotations

from pathlib import Path

from driving import run_reader
from driving_pages import LIBRARY_BOOK, LIGHTHOUSE

from newsreader.model import View


async def test_a_bookmark_is_still_there_after_quitting(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press("s")
        assert reader.status.startswith("Bookmarked: Two villages")
        await reader.press("Q")
    assert reader.app.return_value == 0
    async with run_reader(demo_library) as reader:
        await reader.press("h", "j", "j", "j", "j", "enter")
        assert reader.rows[0].strip().startswith("Bookmarks")
        assert "★ Two villages" in reader.screen
        await reader.press("s")
        assert "Bookmark taken away" in reader.status
        await reader.press("U")
        assert "bookmarked again" in reader.status
        assert reader.desk.count(View.BOOKMARKS) == 1


async def test_bookmarking_in_the_sidebar_takes_the_headlines_article(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("l", "n")
        title = reader.cursor_row.split("│")[1]
        await reader.press("s")
        assert reader.status.startswith("Bookmarked: ")
        assert "★" in reader.cursor_row
        assert title.strip(" >●0123456789")[:20] in reader.status


async def test_reading_position_survives_another_width_and_another_run(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press("space")
        first = next(row.strip() for row in reader.rows[1:] if row.strip())
        words = " ".join(first.split()[:3])
        await reader.resize(120, 40)
        await reader.resize(60, 12)
        assert words in "\n".join(reader.rows[1:4])
        await reader.resize(80, 24)
        assert reader.rows[1].strip() == first
        await reader.press("Q")
    async with run_reader(demo_library) as reader:
        assert "Two villages" in reader.cursor_row
        assert "Enter continues at" in reader.status
        await reader.press("enter")
        assert first in reader.rows[1]


async def test_a_new_run_can_go_back_to_where_the_last_one_ended(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(7)
        await reader.press("Q")
    async with run_reader(demo_library) as reader:
        await reader.press("H")
        assert LIBRARY_BOOK in reader.screen
        await reader.press("H")
        assert "Maud Ellery" in reader.screen


async def test_the_cursor_starts_on_the_article_read_last_though_it_was_gone_back_to(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(7)
        await reader.press("H", "Q")
    async with run_reader(demo_library) as reader:
        assert "Two villages" in reader.cursor_row
        await reader.press("H")
        assert LIBRARY_BOOK in reader.screen  # no step leads from the list to the same list


async def test_theme_picker_previews_keeps_and_gives_up(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        assert reader.app.theme == "newsprint-dark"
        await reader.press("T", "j")
        assert reader.app.theme == "newsprint-light"
        await reader.press("escape")
        assert reader.app.theme == "newsprint-dark"
        await reader.press("T", "g", "enter")
        assert reader.app.theme == "high-contrast"
        await reader.press("Q")
    async with run_reader(demo_library) as reader:
        assert reader.app.theme == "high-contrast"
    async with run_reader(demo_library, theme="newsprint-light") as reader:
        assert reader.app.theme == "newsprint-light"
