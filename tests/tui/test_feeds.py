"""Feeds in the app against a server on loopback: asked, subscribed to, named, left; pages fetched beside reading."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from driving import Driver, run_reader
from feed_press import Press, make_feed, make_title, serving, word_of
from program import has_ended
from textual import events

from newsreader import paths
from newsreader.desk import Desk
from newsreader.feeds.reasons import explain_status
from newsreader.library import feeds
from newsreader.model import (
    Article,
    Feed,
    FullText,
    Headline,
    Health,
    Job,
    JobKind,
    JobReport,
    ListName,
    Origin,
    Page,
    Part,
    PartKind,
    Section,
    Status,
    View,
)
from newsreader.telling import draw_spark, say_job_end, say_progress
from newsreader.tui.dialogs.feeds import sort_feeds
from newsreader.tui.widgets.sources import group_feeds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

# Without the manners towards real servers, which the tests of fetching hold it to.
CONFIG = "[network]\nconnections = 16\ninterval_ms = 0\ntimeout = 10\n"


class HoldingPress(Press):
    """One that holds up what is asked for until it may go."""

    def __init__(self, feeds: int, items: int) -> None:
        super().__init__(feeds, items, words=(20, 60))
        self._held: dict[str, threading.Event] = {}
        self._waited_for: set[str] = set()

    def find(self, path: str) -> tuple[int, bytes]:
        if path in self._held:
            self._waited_for.add(path)
            self._held[path].wait(20)
        return super().find(path)

    def hold(self, path: str) -> threading.Event:
        self._held[path] = threading.Event()
        return self._held[path]

    def is_waited_for(self, path: str) -> bool:
        return path in self._waited_for

    def release(self) -> None:
        for may_go in self._held.values():
            may_go.set()


@pytest.fixture
def press() -> Iterator[HoldingPress]:
    set_config()
    with serving(HoldingPress(3, 6)) as press:
        assert isinstance(press, HoldingPress)
        yield press


@pytest.fixture(autouse=True)
def _news_go_at_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.tui.screen._NEWS_SECONDS", 0)


def set_config(more: str = "") -> None:
    paths.config_path().parent.mkdir(parents=True, exist_ok=True)
    paths.config_path().write_text(CONFIG + more)


@pytest.fixture
def library(tmp_path: Path, press: HoldingPress) -> Path:
    """A library with three feeds, none of them asked yet."""
    path = tmp_path / "library.sqlite"
    with Desk(path) as desk:
        for number in range(press.feeds):
            desk.subscribe(press.url(number))
    return path


@pytest.fixture
def page_library(library: Path, press: HoldingPress) -> Path:
    """The same, with an article whose headlines lead to pages that are there, that is not there, and to nowhere."""
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


@asynccontextmanager
async def run_refreshed(library: Path, **options: object) -> AsyncIterator[Driver]:
    async with run_reader(library, **options) as reader:  # type: ignore[arg-type] # passed on as they are
        await reader.press("R")
        await wait_for_end(reader)
        yield reader


async def wait_for_end(reader: Driver) -> str:
    """Wait until nothing runs and nothing is fetched; what the status line then says."""
    await reader.wait_until(lambda: not reader.app.reader.aside)
    await reader.pilot.pause()
    assert not reader.app.reader.aside
    return reader.status


async def go_to_feed(reader: Driver, number: int = 0) -> None:
    """Put the cursor among the lists on a feed."""
    await reader.press("h")
    for _ in range(8 + number):
        await reader.press("j")
    assert reader.app.reader.focused_feed is not None


def cursor_in_lists(reader: Driver) -> str:
    """The row of the cursor among the lists."""
    return next(pane for pane in (row.split("│")[0] for row in reader.rows) if pane.startswith(">"))


# --- the lists --------------------------------------------------------------------------------------------------------


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


# --- refreshing -------------------------------------------------------------------------------------------------------


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
        assert (await wait_for_end(reader)).startswith("3 feeds, 2 new articles")


async def test_one_feed_alone_is_asked(library: Path, press: HoldingPress) -> None:
    async with run_refreshed(library) as reader:
        press.answered.clear()
        await go_to_feed(reader, 1)
        press.bodies[1] = make_feed(1, 9, press.base, press.words)
        await reader.press("r")
        assert "Asking for what is new: Feed 001" in reader.status
        assert (await wait_for_end(reader)).startswith("Feed 001 of the islands: 3 new articles")
        assert [path for path, _ in press.answered] == ["/feed/1"]
        # Its own list counts what has come to it.
        await reader.press("l")
        assert "3 new ↑" in reader.rows[0]
        await reader.press("g")
        assert "1-8" in reader.cursor_row
        press.answered.clear()
        await reader.press("r")
        await wait_for_end(reader)
        assert [path for path, _ in press.answered] == ["/feed/1"], "also from its own list"


async def test_a_refresh_is_stopped_and_what_came_is_kept(library: Path, press: HoldingPress) -> None:
    press.hold("/feed/2")
    async with run_reader(library) as reader:
        await reader.press("R")
        await reader.wait_until(lambda: "feeds 2/3" in reader.status)
        assert "One thing at a time" in await reader.press("r", "R")
        await reader.press("ctrl+c")
        assert (await wait_for_end(reader)).startswith("Stopped: 2 feeds, 12 new articles, what came is kept")
        assert reader.desk.count(View.UNREAD) == 12


async def test_summaries_bring_their_pages_behind_the_feeds(library: Path, press: HoldingPress) -> None:
    press.is_brief = True
    press.bodies.clear()
    async with run_refreshed(library) as reader:
        await reader.wait_until(lambda: not reader.desk.count_due_pages())
        assert (await wait_for_end(reader)).startswith("3 feeds, 18 new")
        assert len(reader.desk.find_ids("whole", 99)) == 18


async def test_servers_that_want_to_be_left_alone_are(library: Path, press: HoldingPress) -> None:
    press.extra["/feed/0"] = (429, b"")
    async with run_refreshed(library) as reader:
        press.answered.clear()
        await reader.press("R")
        assert (await wait_for_end(reader)).startswith("Nothing asked: the servers want to be left alone")
        assert press.answered == []


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
        assert (await wait_for_end(reader)).startswith("3 feeds, 0 new articles")


async def test_what_nobody_asked_for_makes_way(library: Path, press: HoldingPress) -> None:
    set_config("[feeds]\nrefresh_minutes = 30\n")
    may_go = press.hold("/feed/2")
    async with run_reader(library) as reader:
        await reader.wait_until(lambda: press.answered)
        assert reader.app.reader.is_working
        await reader.press("R")
        assert "feeds" in reader.app.reader.aside
        may_go.set()
        assert (await wait_for_end(reader)).startswith("3 feeds, ")
        assert reader.desk.count(View.ALL) == 18


async def test_without_the_setting_nothing_is_asked(library: Path, press: HoldingPress) -> None:
    async with run_reader(library) as reader:
        await reader.pilot.pause(0.3)
        assert not reader.app.reader.is_working
        assert press.answered == []


# --- subscribing, and what is set of feeds ----------------------------------------------------------------------------


async def subscribe(reader: Driver, text: str) -> None:
    await reader.press("I")
    reader.app.reader.question.editor.insert(text)  # type: ignore[union-attr]
    await reader.press("enter")


async def test_a_program_is_subscribed_to_where_that_is_allowed(tmp_path: Path, press: HoldingPress) -> None:
    (tmp_path / "feed.xml").write_bytes(press.load(0))
    address = f"exec:cat {tmp_path}/feed.xml"
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, address)
        await wait_for_end(reader)
        assert reader.status.startswith("it runs a program, which allow_exec under [feeds]")
        assert "all the same" not in reader.status
        assert reader.desk.list_feeds() == []
    set_config("[feeds]\nallow_exec = true\n")
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await subscribe(reader, address)
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 6)
        assert "6 new articles" in await wait_for_end(reader)
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
        assert (await wait_for_end(reader)).startswith("3 feeds, 0 new articles")
        assert len(reader.desk.find_ids("whole", 99)) == 18


async def test_what_is_pasted_takes_the_place_of_what_was_offered(tmp_path: Path, press: HoldingPress) -> None:
    async with run_reader(tmp_path / "new.sqlite", size=(120, 30)) as reader:
        await subscribe(reader, f"{press.base}/nothing")
        await wait_for_end(reader)
        await reader.press("I")
        reader.app.post_message(events.Paste(press.url(0)))
        await reader.press("enter")
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 6)
        assert [feed.url for feed in reader.desk.list_feeds()] == [press.url(0)]


async def test_a_feed_is_subscribed_to_and_that_undone(tmp_path: Path, press: HoldingPress) -> None:
    async with run_reader(tmp_path / "new.sqlite") as reader:
        assert "I  subscribe to a feed or a site" in reader.screen
        await subscribe(reader, press.url(0))
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 6)
        assert (await wait_for_end(reader)).startswith("Feed 000 of the islands: 6 new articles")
        assert "0-5" in reader.cursor_row
        await reader.press("U")
        assert reader.status.startswith("Undone, no longer subscribed")
        assert reader.desk.list_feeds() == []
        assert reader.desk.count(View.ALL) == 6


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
        await wait_for_end(reader)
        # Who has moved on is not interrupted: the choice waits until it is asked for again.
        may_go = press.hold("/home")
        await subscribe(reader, f"{press.base}/home")
        await reader.press("j")
        may_go.set()
        await wait_for_end(reader)
        assert "2 feeds at" in reader.status
        assert "Isles" not in reader.screen


async def test_what_is_no_feed_is_subscribed_to_by_who_insists(tmp_path: Path, press: HoldingPress) -> None:
    async with run_reader(tmp_path / "new.sqlite", size=(120, 30)) as reader:
        address = f"{press.base}/nothing"
        await subscribe(reader, address)
        assert "there is nothing at this address" in await wait_for_end(reader)
        assert reader.desk.list_feeds() == []
        assert address in await reader.press("I")
        await reader.press("enter")
        assert (await wait_for_end(reader)).startswith(f"Failed: {address}: there is nothing at this address")
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
        assert (await wait_for_end(reader)).startswith("3 feeds, 18 new articles")
        await subscribe(reader, "isles.opml")
        assert reader.status.startswith("Subscribed to 0 feeds, 3 known already")
        await reader.press("U")
        assert reader.desk.list_feeds() == []


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
        assert (await wait_for_end(reader)).startswith("Feed 002 of the islands: 6 new articles")
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
        assert (await wait_for_end(reader)) == "2 feeds, 0 new articles, 2 not asked: you are offline, it seems"
        await reader.press("v")
        assert "2 feeds " in reader.screen
        assert "trouble" not in reader.screen
        assert "asked just now" in reader.screen
        assert "never asked" in reader.screen


def test_trouble_does_not_say_for_ever_how_long_it_is_to_be_waited() -> None:
    error = explain_status(503, "harbour.example", 7200.0)
    assert str(error) == "harbour.example has no time at the moment (503); again in 2 h"
    assert error.lasting == "harbour.example has no time at the moment (503)"


def test_a_spark_is_as_high_as_its_weeks() -> None:
    assert draw_spark((0, 1, 4, 8), is_ascii=False) == "▁▂▅█"
    assert draw_spark((0, 1, 4, 8), is_ascii=True) == "_.-#"
    assert draw_spark((0, 0), is_ascii=False) == "▁▁"
    assert draw_spark((), is_ascii=False) == ""


def test_progress_and_end_of_a_refresh_are_said() -> None:
    report = JobReport(100, {Status.ADDED: 8, Status.KNOWN: 2, Status.FAILED: 2}, "x: no", new=340)
    words = [say_progress(JobKind.REFRESH, report, 2.0, room) for room in range(60)]
    assert all(len(each) <= room for room, each in enumerate(words))
    assert words[-1] == "feeds 12/100, 340 new, 2 failed, 44 s left"
    assert "feeds 12/100, 340 new" in words
    job = Job(JobKind.REFRESH)
    assert say_job_end(job, report, "/log", is_stopped=False) == "12 feeds, 340 new articles, 2 failed: v says why"
    for counts, total, said in (
        ({Status.ADDED: 1}, 1, "the Post: 340 new articles"),
        ({Status.FAILED: 1}, 1, "Failed: x: no"),
        ({}, 0, "the Post was not asked: its server wants to be left alone for a while"),
    ):
        one = JobReport(total, counts, "x: no", new=340)
        assert say_job_end(job, one, "/log", name="the Post", is_stopped=False) == said


# --- pages ------------------------------------------------------------------------------------------------------------


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
        await wait_for_end(reader)
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
        await wait_for_end(reader)
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
        await wait_for_end(reader)
        first.set()
        await reader.press("ctrl+c")
        await reader.pilot.pause(0.3)
        titles = {row.title for row in reader.desk.list_page(View.ALL, None, 9)[0]}
        assert titles == {"Ferry returns", make_title(9, 5)}


async def test_what_is_given_up_keeps_no_other_waiting(page_library: Path, press: HoldingPress) -> None:
    paths.config_path().write_text("[network]\nconnections = 1\ninterval_ms = 0\ntimeout = 60\n")
    press.hold("/page/9/4")
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        await reader.press("enter")
        await reader.wait_until(lambda: press.is_waited_for("/page/9/4"))
        await reader.press("escape", "j", "enter")
        before = time.monotonic()
        await wait_for_end(reader)
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
        said = await wait_for_end(reader)
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
        await wait_for_end(reader)
        assert "A page that was taken down" in reader.rows[1]
        await reader.press("H", "U")
        assert reader.status.startswith("Undone, no longer wanted")


async def test_offline_it_is_wanted(page_library: Path, press: HoldingPress) -> None:
    async with run_reader(page_library, title="Ferry returns", is_over_list=True, size=(120, 30)) as reader:
        await go_to_headline(reader, 1)
        reader.app.reader.fetch_headline("Gone", "http://127.0.0.1:9/page")
        said = await wait_for_end(reader)
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
        await reader.press("F")
        await wait_for_end(reader)
        assert reader.status.startswith("The whole page is here")
        assert "In short." not in reader.screen
        assert "More of it" in reader.screen, "with what it is related to"
        # Who reads something else by then goes on with that.
        await reader.press("J")
        may_go = press.hold(f"/page/{reader.app.reader.navigator.reading.row.url.partition('/page/')[2]}")  # type: ignore[union-attr]
        title = reader.app.reader.navigator.reading.article.title  # type: ignore[union-attr]
        await reader.press("F")
        assert reader.status.startswith("fetching… · Esc gives up: ")
        await reader.press("J")
        now = reader.rows[1]
        may_go.set()
        await wait_for_end(reader)
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
        said = await wait_for_end(reader)
        assert "the background process ended (exit code -9)" in said
        # Another takes its place.
        await reader.press("j", "enter")
        await wait_for_end(reader)
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
        await wait_for_end(reader)
        assert word_of(9, 4) in await reader.press("G")


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
