"""What newsboat keeps is taken over in the app, while one reads: shown in a table, once only, undone, stopped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driver, run_reader
from driving_feeds import set_config
from feed_press import Press, serving
from newsboat_cache import make_cache

from newsreader.model import Action, View

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REASON = "which allow_exec under [feeds]"


@pytest.fixture
def press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Press]:
    """A server of two feeds; nothing of who tests is found."""
    set_config()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    with serving(Press(2, 3, words=(20, 60))) as press:
        yield press


def make_newsboat(folder: Path, press: Press, count: int = 4) -> Path:
    """Newsboat's folder: two feeds, a search, a rule, what is refused, and articles, the first read, flagged, the last
    deleted.
    """
    folder.mkdir()
    urls = f'{press.url(0)} coast "~Isles"\n{press.url(1)} !\nexec:/bin/goats\n"query:Goats:title =~ \\"goat\\""\n'
    (folder / "urls").write_text(urls)
    (folder / "config").write_text(f'ignore-article "{press.url(0)}" "title =~ \\"zebra\\""\n')
    rows = [
        (f"old{number}", f"Goat {number} comes ashore", "", f"https://isle.example/{number}", 1_900_000_000 + number,
         f"<p>It was wet, and {number} goats laughed.</p>", number > 0, "", "", "" if number else "x", 0)
        for number in range(count)
    ]  # fmt: skip
    make_cache(folder / "cache.db", *rows, ("gone", "Gone", "", "", 0, "", 1, "", "", "", 1), feed=press.url(0))
    return folder


async def import_newsboat(reader: Driver) -> None:
    await reader.press(":")
    await reader.type_text("newsboat")
    await reader.press("enter")


def see(reader: Driver) -> str:
    """The words on the screen."""
    return " ".join(reader.screen.split())


async def wait_for_end(reader: Driver) -> str:
    await reader.wait_until(lambda: not reader.app.reader.is_working)
    await reader.pilot.pause()
    return reader.app.reader._message


async def test_newsboat_is_taken_over_once_and_that_undone(tmp_path: Path, press: Press) -> None:
    folder = make_newsboat(tmp_path / ".newsboat", press)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    async with run_reader(tmp_path / "new.sqlite") as reader:
        assert "F4 take over what newsboat keeps" in reader.screen, "an empty library names it"
        await import_newsboat(reader)
        await reader.wait_until(lambda: "Taken over from newsboat" in reader.screen)
        table = [" ".join(row.strip(" │").split()) for row in reader.rows]
        expected = ["2 feeds", "1 saved searches", "1 rules", "4 articles", "1 of these read", "1 flags, as tags"]
        expected += ["1 deleted articles, which stay away", "", "Not taken: 1", "exec:/bin/goats"]
        start = next(place for place, row in enumerate(table) if row.endswith("2 feeds"))
        assert [row.lstrip(">").strip() for row in table[start : start + len(expected)]] == expected
        assert REASON in " ".join(table)
        # The new feeds are asked at once, as those of any other list.
        await reader.wait_until(lambda: reader.desk.count(View.ALL) == 10)
        await wait_for_end(reader)
        await reader.press("escape")
        assert [(feed.title, feed.tags, feed.is_hidden) for feed in reader.desk.list_feeds()] == [
            ("Isles", ("coast",), False),
            ("Feed 001 of the islands", (), True),
        ]
        assert reader.desk.list_saved() == [("Goats", "title:goat*")]
        (found,) = reader.desk.find_ids("tag:flag-x", 9)
        assert found in reader.desk.find_ids("is:read", 9)

        await import_newsboat(reader)
        await reader.wait_until(lambda: "Taken over from newsboat" in reader.screen)
        for words in ("2 feeds, 2 of them", "1 rules, 1 of them", "4 articles, 4 of them", "stay away, 1 of them"):
            assert words in see(reader)
        await reader.press("escape")
        assert "0 new feeds, 0 new articles, 1 not taken" in await wait_for_end(reader)
        assert len(reader.desk.list_feeds()) == 2
        assert reader.desk.count(View.ALL) == 10
        # Articles stay, as where a feed is left.
        await reader.press("U")
        assert reader.status.startswith("Undone, no longer subscribed: 2 feeds")
        assert (reader.desk.list_feeds(), reader.desk.list_saved()) == ([], [])
        assert reader.desk.count(View.ALL) == 10
        (change,) = [each for each in reader.desk.list_changes(9) if each.action is Action.SUBSCRIBE]
        assert change.origin == "app"
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


async def test_a_folder_elsewhere_is_asked_for(tmp_path: Path, press: Press) -> None:
    make_newsboat(tmp_path / "old-home", press)
    async with run_reader(tmp_path / "new.sqlite", size=(120, 40)) as reader:
        assert "newsboat" not in reader.screen
        await import_newsboat(reader)
        assert "folder of newsboat's" in reader.status
        await reader.type_text("nowhere")
        await reader.press("enter")
        assert "nowhere has no list of newsboat's feeds" in reader.status
        await import_newsboat(reader)
        await reader.type_text("old")
        await reader.press("tab", "enter")
        await reader.wait_until(lambda: "Not taken: 1" in reader.screen)
        assert len(reader.desk.list_feeds()) == 2
        assert reader.desk.count(View.ALL) >= 4
        # Where feeds are subscribed to, the folder or its list may be named as well.
        await wait_for_end(reader)
        for name in ("old-home", "old-home/urls"):
            await reader.press("escape", "I")
            await reader.type_text(name)
            await reader.press("enter")
            await reader.wait_until(lambda: "known already" in see(reader))
            assert "2 feeds, 2 of them known already" in see(reader)
            await wait_for_end(reader)


async def test_a_long_table_is_read_with_the_keys(tmp_path: Path, press: Press) -> None:
    folder = make_newsboat(tmp_path / ".newsboat", press)
    with (folder / "urls").open("a") as file:
        file.writelines(f"exec:/bin/goat{number}\n" for number in range(30))
    async with run_reader(tmp_path / "new.sqlite") as reader:
        await import_newsboat(reader)
        await reader.wait_until(lambda: "Not taken: 31" in reader.screen)
        await wait_for_end(reader)
        assert "/bin/goat29" not in reader.screen
        assert "/bin/goat29" in await reader.press("G")
        assert "saved searches" in await reader.press("g")
        await reader.press("q")
        assert "Not taken" not in reader.screen


async def test_who_reads_on_is_not_interrupted(demo_library: Path, tmp_path: Path, press: Press) -> None:
    make_newsboat(tmp_path / ".newsboat", press, 300)
    async with run_reader(demo_library) as reader:
        await import_newsboat(reader)
        await reader.press("enter", "space")
        rows = reader.rows[:-1]
        said = await wait_for_end(reader)
        assert reader.rows[:-1] == rows
        await reader.wait_until(lambda: reader.desk.count(View.ALL) > 300)
        await import_newsboat(reader)
        assert "2 feeds" in see(reader), said
        assert "known already" not in see(reader), "it is what was taken then, not taken over again"


async def test_stopped_it_keeps_what_came_and_goes_on_later(tmp_path: Path, press: Press) -> None:
    make_newsboat(tmp_path / ".newsboat", press, 4000)
    async with run_reader(tmp_path / "new.sqlite", size=(120, 40)) as reader:
        await import_newsboat(reader)
        await reader.wait_until(lambda: "/4,001" in reader.app.reader.aside)
        assert reader.app.reader.aside.startswith("taking over ")
        assert "One thing at a time" in await reader.press("R")
        await reader.press("ctrl+c")
        said = await wait_for_end(reader)
        assert said.startswith("Stopped: taken over from newsboat: 2 new feeds, ")
        assert "goes on there" in said
        assert 0 < reader.desk.count(View.ALL) < 4000
        assert len(reader.desk.list_feeds()) == 2
        # It is this run's own change.
        await reader.press("escape", "U")
        assert reader.desk.list_feeds() == []


async def test_a_damaged_cache_is_said_and_the_feeds_are_there(tmp_path: Path, press: Press) -> None:
    folder = make_newsboat(tmp_path / ".newsboat", press)
    (folder / "cache.db").write_bytes(b"no database at all" * 100)
    async with run_reader(tmp_path / "new.sqlite", size=(120, 40)) as reader:
        await import_newsboat(reader)
        await reader.wait_until(lambda: "Not taken" in reader.screen)
        assert "newsboat's cache can't be read" in await wait_for_end(reader)
        assert len(reader.desk.list_feeds()) == 2
