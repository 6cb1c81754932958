"""Feeds in the app: among the lists, in the view of all of them, and what is said of each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from driving import run_reader
from driving_feeds import cursor_in_lists, go_to_feed, run_refreshed
from feed_press import HoldingPress, make_title

from newsreader.desk import Desk
from newsreader.library import feeds
from newsreader.model import (
    Feed,
    FullText,
    Health,
    ListName,
    View,
)
from newsreader.tui.dialogs.feeds import sort_feeds
from newsreader.tui.widgets.sources import group_feeds

if TYPE_CHECKING:
    from pathlib import Path


async def test_feeds_stand_among_the_lists_and_have_lists_of_their_own(library: Path, press: HoldingPress) -> None:
    with Desk(library) as desk:
        feeds = desk.list_feeds()
        desk.tag_feed(feeds[2], "coast", True)
        desk.set_feed_hidden(feeds[1], True)
    async with run_refreshed(library, size=(120, 40)) as reader:
        assert reader.status.startswith("3 feeds, 18 new articles")
        assert f"{make_title(0, 5)[:20]}" in reader.screen, "an empty list shows what came"
        await go_to_feed(reader)
        assert "Feed 000 of the i" in reader.screen
        assert "6/6" in cursor_in_lists(reader)
        assert "Feed 001" not in reader.screen.split("Sites")[0], "hidden"
        assert reader.status.startswith("6 of 6 unread · asked just now · r refreshes")
        assert reader.rows[0].split("│")[1].split()[:2] == ["Feed", "000"]
        assert len(reader.app.reader.rows._listing.ids) == 6  # type: ignore[union-attr]
        assert "Feeds: coast" in reader.screen
        await reader.press("l", "enter")
        assert "Feed 000 of the islands 1/6" in reader.rows[0]


async def test_a_feed_with_trouble_says_so(library: Path, press: HoldingPress) -> None:
    press.extra["/feed/0"] = (410, b"")
    press.extra["/feed/1"] = (500, b"")
    async with run_refreshed(library) as reader:
        assert reader.status == "3 feeds, 6 new articles, 2 failed: v says why"
        await go_to_feed(reader)
        assert "! gone" in reader.cursor_row
        assert "gone for good" in reader.status
        await reader.press("j")
        assert "! fails" in reader.cursor_row
        assert "is in trouble (500); never answered, asked again in" in reader.status


def test_feeds_are_grouped_by_their_first_tag() -> None:
    feeds = [Feed(1, "a", "A", tags=("sea",)), Feed(2, "b", "B"), Feed(3, "c", "C", tags=("sea", "sky"))]
    assert [(tag, [feed.id for feed in each]) for tag, each in group_feeds(feeds)] == [("", [2]), ("sea", [1, 3])]


async def test_a_feed_is_named_tagged_set_and_left_and_each_undone(library: Path, press: HoldingPress) -> None:
    async with run_refreshed(library, size=(120, 40)) as reader:

        def feed() -> Feed:
            return next(each for each in reader.desk.list_feeds() if each.url == press.url(1))

        await go_to_feed(reader, 1)
        await reader.press("=", "ctrl+u")
        await reader.type_text("Isles")
        await reader.press("enter")
        assert reader.status.startswith("Set name to Isles: ")
        assert "Isles" in cursor_in_lists(reader)
        await reader.press("%")
        assert feed().full_text is FullText.NEVER
        await reader.press("%")
        assert feed().full_text is FullText.ALWAYS
        await reader.press("t")
        await reader.type_text("sea coast")
        await reader.press("enter")
        assert feed().tags == ("coast", "sea")
        assert "Isles" in cursor_in_lists(reader), "the cursor stays on the feed wherever it stands"
        await reader.press("D")
        assert reader.status.startswith("Unsubscribed, its articles stay: Isles")
        assert len(reader.desk.list_feeds()) == 2
        assert "Isles" not in reader.screen.split("Sites")[0].split("│")[0]
        await reader.press("U")
        assert feed().title == "Isles"
        await reader.press("U", "U")
        assert feed().tags == ()
        await reader.press("U", "U", "U")
        assert (feed().full_text, feed().title) == (FullText.SHORT, "Feed 001 of the islands")


async def test_one_view_shows_how_all_feeds_do(library: Path, press: HoldingPress) -> None:
    press.extra["/feed/2"] = (500, b"")
    async with run_refreshed(library) as reader:
        await reader.press("v")
        assert "3 feeds, 1 with trouble" in reader.screen
        assert ">! http://127.0.0.1" in reader.screen
        assert "is in trouble (500)" in reader.screen
        assert "asked just now" in reader.screen
        # From there one is asked again, named, left, and opened.
        del press.extra["/feed/2"]
        await reader.press("r")
        assert (await reader.wait_for_end()).startswith("Feed 002 of the islands: 6 new articles")
        await reader.press("v", "=")
        assert "name of the feed" in reader.status
        await reader.press("ctrl+u", *"Isles", "enter")
        assert ">Isles" in await reader.press("v")
        await reader.press("j", "enter")
        assert "Feed 001 of the islands" in reader.rows[0]
        assert reader.app.reader.rows.listed.view is View.FEED
        await reader.press("H")
        assert reader.app.reader.rows.listed == ListName()
        await reader.press("v", "j", "j", "D")
        assert reader.status.startswith("Unsubscribed")
        assert len(reader.desk.list_feeds()) == 2


def test_trouble_comes_first() -> None:
    gone = Health(1.0, error="gone", is_gone=True)
    feeds = [
        Feed(1, "a", "A", health=Health(1.0, 1.0)),
        Feed(2, "b", "B"),
        Feed(3, "c", "C", health=Health(1.0, error="no")),
        Feed(4, "d", "D", health=gone),
    ]
    assert [feed.id for feed in sort_feeds(feeds)] == [4, 3, 2, 1]


async def test_all_that_is_said_of_a_sound_feed_stands_on_80_columns(tmp_path: Path) -> None:
    with Desk(tmp_path / "new.sqlite") as desk:
        desk.subscribe("https://harbour.example/feed", name="The harbour and all of its ferries and goats")
        (feed,) = desk.list_feeds()
        now = time.time()
        asked = now - 59.4 * 60
        feeds.record_visit(desk._db, feed.id, feeds.Visit(asked, now + 58.5 * 60, {}))
    async with run_reader(tmp_path / "new.sqlite") as reader:
        assert "asked 59 min ago, again in 59 min" in await reader.press("v")
        assert "▁▁▁▁▁▁▁▁ 0 a week" in reader.screen


async def test_offline_no_feed_is_to_blame(library: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # There is no such network (RFC 5737), and to look up names nobody is asked.
    with Desk(library) as desk:
        for feed in desk.list_feeds():
            desk.unsubscribe(feed)
        for host in ("a", "b"):
            desk.subscribe(f"http://{host}.example/feed")
        (first, _) = desk.list_feeds()
        feeds.record_visit(desk._db, first.id, feeds.Visit(time.time(), time.time(), {}, title="Harbour"))
    site = tmp_path / "site"
    site.mkdir()
    lines = ["import socket", "def fail(*_):", "    raise socket.gaierror(socket.EAI_AGAIN, 'no')"]
    (site / "sitecustomize.py").write_text("\n".join([*lines, "socket.getaddrinfo = fail"]))
    monkeypatch.setenv("PYTHONPATH", str(site))
    async with run_reader(library) as reader:
        await reader.press("R")
        assert (await reader.wait_for_end()) == "2 feeds, 0 new articles, 2 not asked: you are offline, it seems"
        await reader.press("v")
        assert "2 feeds " in reader.screen
        assert "trouble" not in reader.screen
        assert "asked just now" in reader.screen
        assert "never asked" in reader.screen


async def test_an_empty_library_names_keys_and_newsboat(
    tmp_path: Path, press: HoldingPress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    async with run_reader(tmp_path / "new.sqlite") as reader:
        assert "i  read a page" in reader.screen
        assert "newsboat" not in reader.screen
    (tmp_path / ".newsboat").mkdir()
    (tmp_path / ".newsboat" / "urls").write_text(press.url(0))
    async with run_reader(tmp_path / "new.sqlite") as reader:
        assert "newsreader feed import --newsboat" in reader.screen
        reader.desk.subscribe(press.url(0))
        await reader.press("g")
        assert "R asks the feeds" in reader.screen
