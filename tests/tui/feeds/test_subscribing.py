"""Feeds are subscribed to: by an address, a program, a page that names some, a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driver, run_reader
from driving_feeds import set_config
from feed_press import HoldingPress
from program import has_ended
from textual import events

from newsreader.model import (
    View,
)

if TYPE_CHECKING:
    from pathlib import Path


async def subscribe(reader: Driver, text: str) -> None:
    await reader.press("I")
    reader.app.reader.question.editor.insert(text)  # type: ignore[union-attr]
    await reader.press("enter")


async def test_a_feed_is_subscribed_to_and_that_undone(tmp_path: Path, press: HoldingPress) -> None:
    async with run_reader(tmp_path / "new.sqlite") as reader:
        assert "I  subscribe to a feed or a site" in reader.screen
        await subscribe(reader, press.url(0))
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 6)
        assert (await reader.wait_for_end()).startswith("Feed 000 of the islands: 6 new articles")
        assert "0-5" in reader.cursor_row
        await reader.press("U")
        assert reader.status.startswith("Undone, no longer subscribed")
        assert reader.desk.list_feeds() == []
        assert reader.desk.count(View.ALL) == 6


async def test_an_address_is_typed_without_a_scheme(tmp_path: Path, press: HoldingPress) -> None:
    may_go = press.hold("/feed/0")
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, press.url(0).removeprefix("http://"))
        await reader.wait_until(lambda: press.is_waited_for("/feed/0"))
        press.hold("/feed/0")
        may_go.set()
        await reader.wait_until(lambda: reader.desk.list_feeds())
        await reader.pilot.pause()
        assert reader.status.startswith(f"Subscribed: {press.url(0)} · U undo · not encrypted")
        press.release()


async def test_feeds_subscribed_to_one_after_the_other_are_all_asked(tmp_path: Path, press: HoldingPress) -> None:
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, press.url(0))
        await reader.wait_until(lambda: len(reader.desk.list_feeds()) == 1)
        may_go = press.hold("/feed/0")
        for number in (1, 2):
            await subscribe(reader, press.url(number))
            await reader.wait_until(lambda count=number + 1: len(reader.desk.list_feeds()) == count)
        may_go.set()
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 18)
        assert [feed.articles for feed in reader.desk.list_feeds()] == [6, 6, 6]


async def test_what_is_pasted_takes_the_place_of_what_was_offered(tmp_path: Path, press: HoldingPress) -> None:
    async with run_reader(tmp_path / "new.sqlite", size=(120, 30)) as reader:
        await subscribe(reader, f"{press.base}/nothing")
        await reader.wait_for_end()
        await reader.press("I")
        reader.app.post_message(events.Paste(press.url(0)))
        await reader.press("enter")
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 6)
        assert [feed.url for feed in reader.desk.list_feeds()] == [press.url(0)]


async def test_the_feeds_of_a_page_are_offered(tmp_path: Path, press: HoldingPress) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="Isles {number}" href="/feed/{number}">'
        for number in range(2)
    )
    press.extra["/home"] = (200, f"<html><head>{links}</head><body><p>Welcome.</p></body></html>".encode())
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, f"{press.base}/home")
        await reader.wait_until(lambda: "2 feeds at" in reader.screen)
        assert "Isles 1" in reader.screen
        await reader.press("j", "enter")
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 6)
        assert [feed.url for feed in reader.desk.list_feeds()] == [press.url(1)]
        await reader.wait_for_end()
        # Who has moved on is not interrupted: the choice waits until it is asked for again.
        may_go = press.hold("/home")
        await subscribe(reader, f"{press.base}/home")
        await reader.press("j")
        may_go.set()
        await reader.wait_for_end()
        assert "2 feeds at" in reader.status
        assert "Isles" not in reader.screen


async def test_what_is_no_feed_is_subscribed_to_by_who_insists(tmp_path: Path, press: HoldingPress) -> None:
    async with run_reader(tmp_path / "new.sqlite", size=(120, 30)) as reader:
        address = f"{press.base}/nothing"
        await subscribe(reader, address)
        assert "there is nothing at this address" in await reader.wait_for_end()
        assert reader.desk.list_feeds() == []
        assert address in await reader.press("I")
        await reader.press("enter")
        assert (await reader.wait_for_end()).startswith(f"Failed: {address}: there is nothing at this address")
        assert [feed.url for feed in reader.desk.list_feeds()] == [address]
        await subscribe(reader, "goat")
        assert reader.status == "goat is no address, and no file here."


async def test_looking_for_feeds_is_given_up(tmp_path: Path, press: HoldingPress) -> None:
    press.hold("/feed/0")
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, press.url(0))
        assert "Looking for feeds" in reader.status
        assert "fetching" in reader.app.reader.aside
        await reader.press("escape")
        assert reader.status.startswith("Given up: ")
        assert not reader.app.reader.aside


async def test_a_program_is_subscribed_to_where_that_is_allowed(tmp_path: Path, press: HoldingPress) -> None:
    (tmp_path / "feed.xml").write_bytes(press.load(0))
    address = f"exec:cat {tmp_path}/feed.xml"
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, address)
        await reader.wait_for_end()
        assert reader.status.startswith("it runs a program, which allow_exec under [feeds]")
        assert "all the same" not in reader.status
        assert reader.desk.list_feeds() == []
    set_config("[feeds]\nallow_exec = true\n")
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, address)
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 6)
        assert "6 new articles" in await reader.wait_for_end()
        assert [feed.url for feed in reader.desk.list_feeds()] == [address]


async def test_a_program_that_is_looked_at_ends_with_esc(tmp_path: Path, press: HoldingPress) -> None:
    set_config("[feeds]\nallow_exec = true\n")
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, f"exec:sleep 60 & echo $! $$ > {tmp_path}/pids; wait")
        await reader.wait_until(lambda: (tmp_path / "pids").exists() and (tmp_path / "pids").read_text().count(" "))
        assert "Esc gives up" in reader.status
        await reader.press("escape")
        assert reader.status.startswith("Given up: exec:sleep 60")
        assert all(map(has_ended, map(int, (tmp_path / "pids").read_text().split())))
        assert reader.desk.list_feeds() == []
        # The process that fetches goes on.
        await subscribe(reader, press.url(0))
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 6)
        assert len(reader.desk.list_feeds()) == 1


async def test_a_list_of_feeds_is_imported(
    tmp_path: Path, press: HoldingPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    outlines = "".join(f'<outline type="rss" text="Isle {n}" xmlUrl="{press.url(n)}"/>' for n in range(3))
    (tmp_path / "isles.opml").write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    (tmp_path / "goat.txt").write_text("no list")
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, "goat.txt")
        assert reader.status.startswith("goat.txt: ")
        await reader.press("I", *"is")
        assert "isles.opml" in await reader.press("tab")
        await reader.press("enter")
        assert reader.status.startswith("Subscribed to 3 feeds")
        assert (await reader.wait_for_end()).startswith("3 feeds, 18 new articles")
        await subscribe(reader, "isles.opml")
        assert reader.status.startswith("Subscribed to 0 feeds, 3 known already")
        await reader.press("U")
        assert reader.desk.list_feeds() == []
