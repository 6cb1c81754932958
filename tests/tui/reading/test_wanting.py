"""A headline that is not stored is wanted, waits in a list of its own, and opens once it has arrived."""

from __future__ import annotations

from pathlib import Path

from driving import run_reader
from driving_pages import GOAT, LIGHTHOUSE, add_page

from newsreader.desk import Desk


async def test_a_headline_that_is_not_stored_becomes_wanted_and_opens_once_stored(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.type_number(4)
        assert reader.status.startswith("Wanted: Goat that witnessed")
        assert "+  4" in reader.screen
        assert "1 wanted" in reader.screen
        assert "Two villages" in reader.screen  # no empty view, no step in the history
        await reader.press("H")
        assert reader.status == "Start of history."
        await reader.type_number(4)
        assert reader.status.startswith("Still wanted: Goat")
        with Desk(demo_library) as other:
            add_page(other, f"{GOAT}: descendants sought")
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert reader.status.startswith("Arrived: Goat that witnessed")
        assert "●  4" in reader.screen
        await reader.type_number(4)
        assert "Paragraph 0 of Goat" in reader.screen
        assert reader.desk.list_wishes() == []


async def test_wanting_can_be_undone_and_taken_back(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title=LIGHTHOUSE) as reader:
        await reader.type_number(4)
        await reader.press("U")
        assert reader.status.startswith("Undone, no longer wanted: Goat")
        assert "○  4" in reader.screen
        await reader.press("U")
        assert reader.status == "Nothing to undo in this run."


async def test_one_step_too_many_to_the_right_wants_nothing(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(4)
        await reader.press("U", "l")
        while "not stored" not in reader.status:
            await reader.press("j")
        await reader.press("l")
        assert reader.status == "Not stored: Enter wants it."
        assert reader.desk.list_wishes() == []


async def test_wanted_list_says_what_waits_and_opens_what_arrived(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.type_number(4)
        await reader.press("h", "h", "g", *"jjjjj", "l")
        assert "Goat that witnessed" in reader.screen
        assert "waiting" in reader.screen
        await reader.press("enter")
        assert reader.status.startswith("Still wanted: Goat")
        with Desk(demo_library) as other:
            add_page(other, f"{GOAT}: descendants sought")
        reader.app.reader.take_in_changes()
        await reader.pilot.pause()
        assert "arrived" in reader.screen
        await reader.press("enter")
        assert "Paragraph 0 of Goat" in reader.screen


async def test_what_many_articles_name_can_be_wanted_where_it_is_listed(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        await reader.press("h", "h", "g", *"jjjjjj", "l")
        assert reader.screen.count("named by") > 10
        assert reader.status.endswith("Enter wants it")
        await reader.press("enter")
        assert reader.status.startswith("Wanted: Upper Quill council")
        assert "Upper Quill council" not in reader.screen.splitlines()[1]
        await reader.press("h", "k", "l")
        assert "Upper Quill council" in reader.screen
        await reader.press("U", "h", "j", "l")
        assert "Upper Quill council" in reader.screen.splitlines()[1]


async def test_messages_fit_on_80_columns_with_what_to_press(demo_library: Path) -> None:
    async with run_reader(demo_library, title=LIGHTHOUSE) as reader:
        assert reader.status.endswith("? keys")
        await reader.type_number(4)
        assert reader.status.endswith("U undo")
        await reader.type_number(4)
        assert reader.status.endswith("is added")
        await reader.press("k")
        assert reader.status.endswith("? keys")  # with a wish among the counts there is less room
        await reader.press("h", "h", "g", *"jjjjj", "l")
        assert reader.status.endswith("a stops wanting it")
        await reader.press("m")
        assert reader.status == "Not stored: there is nothing to mark read."
        await reader.press("s")
        assert "nothing to bookmark" in reader.status
