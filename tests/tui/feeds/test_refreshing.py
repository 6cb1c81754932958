"""Feeds asked for what is new, by a key and by themselves, while one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driving import run_reader
from driving_feeds import go_to_feed, run_refreshed, set_config
from feed_press import HoldingPress, make_feed

from newsreader.model import (
    View,
)
from newsreader.wording import say_clock

if TYPE_CHECKING:
    from pathlib import Path


async def test_what_i_look_at_stays_while_articles_come(library: Path, press: HoldingPress) -> None:
    async with run_refreshed(library) as reader:
        await reader.press("g", "j", "j")
        row = reader.cursor_row
        press.bodies[2] = make_feed(2, 8, press.base, press.words)
        may_go = press.hold("/feed/0")
        await reader.press("R")
        await reader.wait_until(lambda: "2 new" in reader.rows[0])
        assert "2 new ↑ g" in reader.rows[0]
        await reader.wait_until(lambda: "feeds 2/3, 2 new" in reader.status)
        assert "feeds 2/3, 2 new" in reader.status, "it is not at its end yet"
        assert reader.cursor_row == row
        await reader.press("g")
        assert "new ↑" not in reader.rows[0]
        assert "2-7" in reader.cursor_row
        may_go.set()
        assert (await reader.wait_for_end()).startswith("3 feeds, 2 new articles")


async def test_one_feed_alone_is_asked(library: Path, press: HoldingPress) -> None:
    async with run_refreshed(library) as reader:
        press.answered.clear()
        await go_to_feed(reader, 1)
        press.bodies[1] = make_feed(1, 9, press.base, press.words)
        await reader.press("r")
        assert "Asking for what is new: Feed 001" in reader.status
        assert (await reader.wait_for_end()).startswith("Feed 001 of the islands: 3 new articles")
        assert [path for path, _ in press.answered] == ["/feed/1"]
        # Its own list counts what has come to it.
        await reader.press("l")
        assert "3 new ↑" in reader.rows[0]
        await reader.press("g")
        assert "1-8" in reader.cursor_row
        press.answered.clear()
        await reader.press("r")
        await reader.wait_for_end()
        assert [path for path, _ in press.answered] == ["/feed/1"], "also from its own list"


async def test_a_refresh_is_stopped_and_what_came_is_kept(library: Path, press: HoldingPress) -> None:
    press.hold("/feed/2")
    async with run_reader(library) as reader:
        await reader.press("R")
        await reader.wait_until(lambda: "feeds 2/3" in reader.status)
        assert "One thing at a time" in await reader.press("r", "R")
        await reader.press("ctrl+c")
        assert (await reader.wait_for_end()).startswith("Stopped: 2 feeds, 12 new articles, what came is kept")
        assert reader.desk.count(View.UNREAD) == 12


async def test_summaries_bring_their_pages_behind_the_feeds(library: Path, press: HoldingPress) -> None:
    press.is_brief = True
    press.bodies.clear()
    async with run_refreshed(library) as reader:
        await reader.wait_until(lambda: not reader.desk.count_due_pages())
        assert (await reader.wait_for_end()).startswith("3 feeds, 18 new")
        assert len(reader.desk.find_ids("whole", 99)) == 18


async def test_pages_that_nobody_asked_for_make_way(library: Path, press: HoldingPress) -> None:
    press.is_brief = True
    press.bodies.clear()
    for item in range(6):
        press.hold(f"/page/0/{item}")
    async with run_reader(library) as reader:
        await reader.press("R")
        await reader.wait_until(lambda: reader.app.reader.aside.startswith("pages"))
        assert "pages" in reader.status
        press.release()
        await reader.press("R")
        assert "One thing at a time" not in reader.status
        await reader.wait_until(lambda: not reader.desk.count_due_pages())
        assert (await reader.wait_for_end()).startswith("3 feeds, 0 new articles")
        assert len(reader.desk.find_ids("whole", 99)) == 18


async def test_servers_that_want_to_be_left_alone_are(library: Path, press: HoldingPress) -> None:
    press.extra["/feed/0"] = (429, b"")
    async with run_refreshed(library) as reader:
        press.answered.clear()
        await reader.press("R")
        until = say_clock(reader.desk.list_held()[0])
        assert (await reader.wait_for_end()) == f"Nothing asked: left alone until {until}, as their servers ask"
        assert press.answered == []
        await reader.press("v")
        assert reader.screen.count(f" left alone until {until} ") == 2
        # Of the one that said so more is said, on several lines.
        said = " ".join(reader.screen.replace("│", " ").split())
        assert f"(429); never answered, left alone until {until} " in said
        await reader.press("escape")
        await go_to_feed(reader, 1)
        assert reader.status.startswith(f"6 of 6 unread · asked just now, left alone until {until}")
        await reader.press("r")
        assert (await reader.wait_for_end()) == (
            f"Feed 001 of the islands: left alone until {until}, as its server asks"
        )


async def test_what_is_due_is_asked_in_silence_where_that_is_set(library: Path, press: HoldingPress) -> None:
    set_config("[feeds]\nrefresh_minutes = 30\n")
    async with run_reader(library) as reader:
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 18)
        await reader.wait_until(lambda: not reader.app.reader.is_working)
        assert not reader.app.reader._message
        # Nothing is due now; who asks all the same is answered.
        press.answered.clear()
        reader.app.reader._refresh_due()
        assert not reader.app.reader.is_working
        await reader.press("R")
        assert (await reader.wait_for_end()).startswith("3 feeds, 0 new articles")


async def test_what_nobody_asked_for_makes_way(library: Path, press: HoldingPress) -> None:
    set_config("[feeds]\nrefresh_minutes = 30\n")
    may_go = press.hold("/feed/2")
    async with run_reader(library) as reader:
        await reader.wait_until(lambda: press.answered)
        assert reader.app.reader.is_working
        await reader.press("R")
        assert "feeds" in reader.app.reader.aside
        may_go.set()
        assert (await reader.wait_for_end()).startswith("3 feeds, ")
        assert reader.desk.count(View.ALL) == 18


async def test_without_the_setting_nothing_is_asked(library: Path, press: HoldingPress) -> None:
    async with run_reader(library) as reader:
        await reader.pilot.pause(0.3)
        assert not reader.app.reader.is_working
        assert press.answered == []
