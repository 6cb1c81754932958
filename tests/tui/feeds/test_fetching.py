"""Pages of headlines are fetched beside reading, and open for who waits."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from driving import Driver, run_reader
from driving_feeds import run_refreshed, set_config
from feed_press import HoldingPress, make_title, word_of

from newsreader.desk import Desk
from newsreader.model import (
    Article,
    FullText,
    Headline,
    Origin,
    Page,
    Part,
    PartKind,
    Section,
    View,
)

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def page_library(library: Path, press: HoldingPress) -> Path:
    """The library with an article whose headlines lead to pages that are there, that is not there, and to nowhere."""
    headlines = (
        Headline(make_title(9, 4), url=f"{press.base}/page/9/4"),
        Headline(make_title(9, 5), url=f"{press.base}/page/9/5"),
        Headline("A page that was taken down", url=f"{press.base}/nothing"),
        Headline("A headline without an address"),
    )
    text = Part(PartKind.PARAGRAPH, "The night boat came back. " * 200)
    article = Article("Ferry returns", "2031-05-08", (), (text,), f"{press.base}/page/8/1", "Post")
    with Desk(library) as desk:
        desk.add_page(Page(article, (Section("More", headlines),)), Origin(b"ferry", "x.txt"))
    return library


async def go_to_headline(reader: Driver, number: int) -> None:
    """Put the cursor on a headline of the related ones."""
    await reader.press("l")
    while f"[{number}]" not in reader.status:
        await reader.press("j")


async def test_a_headline_is_fetched_and_opens_for_who_waits(page_library: Path, press: HoldingPress) -> None:
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        assert "[1] not stored, 127.0.0.1 · Enter fetches · a wants it · y copies its address" in reader.status
        may_go = press.hold("/page/9/4")
        await reader.press("enter")
        assert reader.status.startswith("[1] fetching… · Esc gives up")
        assert reader.status.endswith("fetching…")
        await reader.press("enter")
        may_go.set()
        await reader.wait_for_end()
        assert make_title(9, 4) in reader.rows[1]
        assert len(reader.desk.find_ids(word_of(9, 4), 9)) == 1
        assert [path for path, _ in press.answered].count("/page/9/4") == 1
        await reader.press("H", "j", "k")
        assert "[1] stored, read" in reader.status, "back on the headline that was followed"


async def test_an_arrived_page_never_takes_the_screen(page_library: Path, press: HoldingPress) -> None:
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        may_go = press.hold("/page/9/4")
        await reader.press("enter", "j")
        assert "[2]" in reader.status
        await reader.press("h", "space")
        rows = [row.split("│")[0] for row in reader.rows[1:-2]]
        may_go.set()
        await reader.wait_for_end()
        assert reader.status.startswith(f"Arrived: {make_title(9, 4)[:20]}")
        assert [row.split("│")[0] for row in reader.rows[1:-2]] == rows
        # The headline says that it is there.
        await reader.press("l", "k")
        assert "[1] stored, unread" in reader.status


async def test_a_page_that_comes_while_one_types_opens_nothing(page_library: Path, press: HoldingPress) -> None:
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        may_go = press.hold("/page/9/4")
        await reader.press("enter", "/", "b", "o")
        may_go.set()
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 2)
        await reader.wait_until(lambda: not reader.app.reader._waiting)
        assert reader.status.startswith("find: bo") or reader.status.startswith("search: bo")
        await reader.press("escape")
        assert "Ferry returns" in reader.rows[1]


async def test_several_are_fetched_at_a_time_and_given_up(page_library: Path, press: HoldingPress) -> None:
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        first, second = press.hold("/page/9/4"), press.hold("/page/9/5")
        await go_to_headline(reader, 1)
        await reader.press("enter", "j", "enter")
        assert reader.app.reader.aside == "fetching 2…"
        await reader.press("k", "escape")
        assert reader.status.startswith(f"Given up: {make_title(9, 4)[:20]}")
        assert "Related" in reader.screen, "Esc closes the innermost thing first"
        assert reader.app.reader.aside == "fetching…"
        second.set()
        await reader.wait_for_end()
        first.set()
        await reader.press("ctrl+c")
        await reader.pilot.pause(0.3)
        titles = {row.title for row in reader.desk.list_page(View.ALL, None, 9)[0]}
        assert titles == {"Ferry returns", make_title(9, 5)}


async def test_what_is_given_up_keeps_no_other_waiting(page_library: Path, press: HoldingPress) -> None:
    set_config(connections=1, timeout=60)
    press.hold("/page/9/4")
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        await reader.press("enter")
        await reader.wait_until(lambda: press.is_waited_for("/page/9/4"))
        await reader.press("escape", "j", "enter")
        before = time.monotonic()
        await reader.wait_for_end()
        assert make_title(9, 5) in reader.rows[1]
        assert time.monotonic() - before < 10, "the server holds the other for 20 s"


async def test_ctrl_c_gives_up_all_that_is_fetched(page_library: Path, press: HoldingPress) -> None:
    press.hold("/page/9/4")
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        await reader.press("enter", "ctrl+c")
        assert reader.status == "Given up fetching."
        assert not reader.app.reader.aside


async def test_what_can_not_be_had_is_wanted_and_says_why(page_library: Path, press: HoldingPress) -> None:
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 3)
        await reader.press("enter")
        said = await reader.wait_for_end()
        assert said.startswith("Wanted, not fetched: A page that was taken down · there is nothing at this address")
        (wish,) = reader.desk.list_wishes()
        assert wish.text == "A page that was taken down"
        await reader.press("k", "j")
        assert "[3] wanted, opens here once stored · F fetches it" in reader.status
        await reader.press("enter")
        assert reader.status.startswith("Still wanted: A page that was taken d… · there is nothing at")
        # It is tried again, and once it comes it is no longer wanted in vain.
        page = press.find("/page/9/4")[1]
        press.extra["/nothing"] = (200, page.replace(make_title(9, 4).encode(), b"A page that was taken down"))
        await reader.press("F")
        await reader.wait_for_end()
        assert "A page that was taken down" in reader.rows[1]
        await reader.press("H", "U")
        assert reader.status.startswith("Undone, no longer wanted")


async def test_offline_it_is_wanted(page_library: Path, press: HoldingPress) -> None:
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        reader.app.reader.fetch_headline("Gone", "http://127.0.0.1:9/page")
        said = await reader.wait_for_end()
        assert said.startswith("Wanted, not fetched: Gone · ")
        assert "127.0.0.1" in said


async def test_without_an_address_it_is_wanted_as_ever(page_library: Path) -> None:
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 4)
        assert "no address on this page · Enter wants it" in reader.status
        await reader.press("enter")
        assert reader.status.startswith("Wanted: A headline without an address")
        assert "No address on this page" in await reader.press("F")


async def test_the_whole_page_comes_in_place_of_what_the_feed_said(library: Path, press: HoldingPress) -> None:
    press.is_brief = True
    press.bodies.clear()
    with Desk(library) as desk:
        for feed in desk.list_feeds():
            desk.set_full_text(feed, FullText.NEVER)
    async with run_refreshed(library, size=(120, 30)) as reader:
        await reader.press("enter")
        assert "In short." in reader.screen
        await reader.press("l")
        assert reader.status == "This page names no related headlines. F fetches the whole page."
        await reader.press("W")
        assert reader.status == "It came from a feed as it is: there is no page to explain. F fetches it."
        assert "In short." in reader.screen, "the article stays in sight"
        await reader.press("F")
        await reader.wait_for_end()
        assert reader.status.startswith("The whole page is here")
        assert "In short." not in reader.screen
        assert "More of it" in reader.screen, "with what it is related to"
        await reader.press("W")
        await reader.wait_until(lambda: "% sure" in reader.status)
        assert reader.rows[0].startswith(" Why: 127.0.0.1"), "now it can be explained"
        await reader.press("escape")
        # Who reads something else by then goes on with that.
        await reader.press("J")
        may_go = press.hold(f"/page/{reader.app.reader.navigator.reading.row.url.partition('/page/')[2]}")  # type: ignore[union-attr]
        title = reader.app.reader.navigator.reading.article.title  # type: ignore[union-attr]
        await reader.press("F")
        assert reader.status.startswith("fetching… · Esc gives up: ")
        await reader.press("J")
        now = reader.rows[1]
        may_go.set()
        await reader.wait_for_end()
        assert reader.status.startswith(f"Arrived: {title[:20]}")
        assert reader.rows[1] == now


async def test_the_process_that_fetches_may_die(page_library: Path, press: HoldingPress) -> None:
    press.hold("/page/9/4")
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        await reader.press("enter")
        await reader.wait_until(lambda: reader.app.reader._fetcher is not None)
        first = reader.app.reader._fetcher
        assert first is not None
        os.kill(first.pid, signal.SIGKILL)
        said = await reader.wait_for_end()
        assert "the background process ended (exit code -9)" in said
        # Another takes its place.
        await reader.press("j", "enter")
        await reader.wait_for_end()
        assert make_title(9, 5) in reader.rows[1]
        second = reader.app.reader._fetcher
    assert second is not None
    deadline = time.monotonic() + 5
    while second.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert second.poll() is not None, "it ends with the program"


async def test_often_named_headlines_are_fetched_too(page_library: Path, press: HoldingPress) -> None:
    with Desk(page_library) as desk:
        for number in range(3):
            headline = Headline(make_title(9, 4), url=f"{press.base}/page/9/4")
            part = Part(PartKind.PARAGRAPH, f"The goat ate flag {number}. " * 30)
            article = Article(f"Goat {number}", "2031-05-01", (), (part,), "", "Post")
            desk.add_page(Page(article, (Section("More", (headline,)),)), Origin(f"{number}".encode(), "x.txt"))
    async with run_reader(page_library) as reader:
        await reader.press("h", *"jjjjjj", "l")
        assert "not stored, 127.0.0.1" in reader.status
        assert "Enter fetches" in reader.status
        await reader.press("enter")
        await reader.wait_for_end()
        assert word_of(9, 4) in await reader.press("G")
