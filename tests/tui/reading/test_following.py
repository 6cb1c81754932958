"""Headlines and links are followed, by Enter or by number, and gone back from."""

from __future__ import annotations

from pathlib import Path

from driving import run_reader
from driving_pages import LIBRARY_BOOK, LIGHTHOUSE, make_page

from newsreader.desk import Desk
from newsreader.model import Origin


async def test_following_a_headline_and_going_back_restores_everything(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.press("j", "j", "l", "}")
        while LIBRARY_BOOK not in reader.status and "[7]" not in reader.status:
            await reader.press("k")
        before, bar = reader.rows[1:-1], reader.rows[0]
        assert LIBRARY_BOOK in await reader.press("enter")
        assert "By Maud Ellery" not in reader.screen
        await reader.press("backspace")
        assert reader.status.startswith("Back: Two villages")
        assert "(step 1 of 2, L forward)" in reader.status
        read_now = [row.replace("●  7", "✓  7") for row in before]
        assert reader.rows[1:-1] == read_now
        assert reader.rows[0] == bar
        await reader.press("L")
        assert reader.rows[1].strip().startswith(LIBRARY_BOOK)
        await reader.press("L")
        assert reader.status == "End of history."


async def test_following_after_going_back_drops_the_forward_branch(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.type_number(7)
        await reader.press("H")
        await reader.type_number(13)
        assert "Paint firm pulls lighthouse money" in reader.rows[1]
        await reader.press("L")
        assert reader.status == "End of history."
        await reader.press("H", "H")
        assert reader.status == "Start of history."


async def test_an_inline_link_is_selected_and_followed(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        assert "enter" not in reader.status
        before = reader.screen
        assert await reader.press("enter") == before  # nothing is selected: a second Enter typed ahead does nothing
        await reader.press("]")
        assert reader.status.startswith("[1] stored, unread")
        await reader.press("]")
        assert reader.status.startswith("[2] stored, unread")
        await reader.press("[", "enter")
        assert "Nettlequay wakes to find its 340-kilo bell has gone" in reader.screen
        await reader.press("H")
        await reader.press("m")  # the selected link is what a key acts on
        assert "Marked unread: Nettlequay wakes" in reader.status


async def test_digits_go_to_a_link_only_with_enter(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press("1", "3")
        assert reader.status == "go to 13: Paint firm pulls lighthouse money, then puts it back with conditions"
        await reader.press("backspace")
        assert reader.status.startswith("go to 1: Nettlequay wakes")
        await reader.press("escape")
        assert "go to" not in reader.status
        assert LIGHTHOUSE in reader.screen
        await reader.press("9", "9")
        assert reader.status == "go to 99: no such link on this page"
        await reader.press("enter")
        assert LIGHTHOUSE in reader.screen
        await reader.press("1", "3", "enter")
        assert "Paint firm pulls lighthouse money" in reader.screen


async def test_a_number_longer_than_any_page_has_links_stays_no_link(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press(*"0123456")
        assert reader.status == "go to 01234: no such link on this page"


async def test_several_articles_of_one_title_are_offered(demo_library: Path) -> None:
    title = "Pigeon in bell frame declines to move"
    with Desk(demo_library) as desk:
        for day in ("2031-03-01", "2031-03-03"):
            desk.add_page(make_page(title, published=day), Origin(day.encode(), f"{day}.txt"))
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        assert "●2" in await reader.press("l", ".")
        await reader.type_number(12)
        assert "Several stored articles bear this title" in reader.screen
        nearest, farther = (row for row in reader.rows if "2031-03-0" in row)
        assert "2031-03-03.txt" in nearest
        assert "2031-03-01.txt" in farther
        await reader.press("escape")
        assert "Several stored" not in reader.screen
        await reader.type_number(12)
        await reader.press("j", "enter")
        assert "1 Mar 2031" in reader.rows[0]


async def test_up_leads_to_the_list_however_many_headlines_were_followed(demo_library: Path) -> None:
    async with run_reader(demo_library) as reader:
        await reader.press("G", "enter")
        await reader.type_number(1)
        await reader.type_number(1)
        await reader.press("escape")
        assert reader.rows[0].strip().startswith("All")
        assert "29/29" in reader.rows[0]
        await reader.press("escape")
        assert reader.status == "q ends the program."
        await reader.press("q")
    assert reader.app.return_value == 0
