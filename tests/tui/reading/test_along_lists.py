"""Along a list: into its articles, on to the next and the next unread, and back up to it."""

from __future__ import annotations

from pathlib import Path

from driving import run_reader
from driving_pages import LIGHTHOUSE


async def test_next_and_previous_go_along_the_list_the_article_was_entered_from(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("j", "enter")
        assert "All 2/" in reader.rows[0]
        await reader.press("J")
        assert "All 3/" in reader.rows[0]
        await reader.press("K", "K")
        assert "All 1/" in reader.rows[0]
        await reader.press("K")
        assert reader.status == "First article of All."
        await reader.press("n")
        assert "All 4/" in reader.rows[0]  # the second and third were read
        await reader.press("N")
        assert reader.status == "Nothing unread above in All."


async def test_space_reads_on_to_the_next_unread_article_at_the_end(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("enter")
        first = reader.rows[1].strip()
        for _ in range(9):
            if "Space next unread" in reader.screen:
                break
            await reader.press("space")
        assert "end · l related" in reader.screen
        await reader.press("space")
        assert reader.rows[1].strip() != first
        assert "All 2/" in reader.rows[0]


async def test_an_article_read_within_unread_stays_until_the_list_is_left(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("h", "j", "l", "enter", "q")
        assert reader.rows[0].strip().startswith("Unread")
        assert "✓" in reader.cursor_row
        await reader.press("h", "k", "j", "l")
        assert "✓" not in reader.screen


async def test_an_article_opened_over_the_list_is_left_for_it(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE, is_over_list=True) as reader:
        assert "Maud Ellery" in reader.screen
        assert "q list" in reader.status
        await reader.press("q")
        assert "Two villages" in reader.cursor_row


async def test_q_ends_the_program_where_a_file_was_read(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        assert "q ends" in reader.status
        await reader.press("escape")
        assert LIGHTHOUSE in reader.screen
        await reader.press("q")
    assert reader.app.return_value == 0


async def test_back_puts_the_lists_cursor_where_the_article_was_entered(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("g", "enter", "J", "J", "H", "H")
        assert "All 1/29" in reader.rows[0]
        await reader.press("J")
        assert "All 2/29" in reader.rows[0]
        await reader.press("h", "h", "j", "l", "H", "H", "h", "h")
        assert "All" in reader.cursor_row


async def test_another_list_starts_at_its_first_row(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("g", "j", "j", "j", "h", "j", "l")
        assert "1/29" in reader.rows[0]


async def test_a_list_that_fits_is_seen_whole_and_a_longer_one_around_the_cursor(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("h")
        assert sum("Mar 2031 │" in row for row in reader.rows) == 29
        await reader.press("Q")
    async with run_reader(demo_library, size=(80, 12)) as reader:
        assert "Two villages" in reader.cursor_row
        assert 1 < reader.rows.index(reader.cursor_row) < 9
