"""A backup that is restored over the library while the app shows it: the reader goes on in what there is then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import Driver, find_article, run_reader

from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Place, Section, View

if TYPE_CHECKING:
    from pathlib import Path

KEPT = "A backup was restored"


def make_page(title: str, day: int) -> Page:
    return Page(
        Article(
            title, f"2031-04-{day:02}", (), (Part(PartKind.PARAGRAPH, "It rained on the quay. " * 40),), "", "Isle"
        ),
        (Section("More", (Headline("Buoy adrift"), Headline("Sheep counted"))),),
    )


def make_backup(path: Path, titles: list[str], *, is_used: bool = True) -> Path:
    """A backup of another library, in which there were runs as well."""
    with Desk(path.with_suffix(".sqlite")) as desk:
        for number, title in enumerate(titles, 1):
            desk.add_page(make_page(title, number), Origin(title.encode(), "x.txt"))
        if is_used and titles:
            desk.record_step(Place(article_id=1))
            desk.set_bookmarked(1, True)
        desk.back_up(path)
    return path


def restore(library: Path, backup: Path) -> None:
    with Desk(library) as other:
        other.restore(backup)


def poll(reader: Driver) -> None:
    reader.app.reader.take_in_changes()


def read_steps(library: Path) -> list[tuple[int, int | None]]:
    """The run and the article of each step."""
    with Desk(library) as desk:
        return desk._db.execute("SELECT run_id, article_id FROM step ORDER BY id").fetchall()


KEYS = ("j", "s", "enter", "s", "l", "enter", "H", "L", "q", "a", "m", "D", "U", "J", "n", "h", "j", "enter", "s")
BACKUPS = {
    "none": [],
    "smaller": ["Buoy adrift"],
    "larger": [f"Sheep {number}" for number in range(40)],
}


@pytest.mark.parametrize("kind", BACKUPS)
@pytest.mark.parametrize("is_noticed", [True, False])
async def test_every_key_goes_on_in_another_library(library: Path, tmp_path: Path, kind: str, is_noticed: bool) -> None:
    """Noticed at the next look, or only after the keys."""
    backup = make_backup(tmp_path / "given.backup", BACKUPS[kind])
    for keys in (KEYS, KEYS[1:], KEYS[4:], KEYS[6:]):
        path = tmp_path / f"{keys[0]}.sqlite"
        path.write_bytes(library.read_bytes())
        async with run_reader(path, size=(120, 40)) as reader:
            await reader.press("j", "s", "enter", "l")
            restore(path, backup)
            if is_noticed:
                poll(reader)
                await reader.pilot.pause()
                assert KEPT in reader.status
            await reader.press(*keys)
            poll(reader)
            await reader.press("g", "s", "P", "escape", "V", "escape", "Q")
        with Desk(path) as desk:
            assert list(desk.find_damage(lambda _: None)) == []


async def test_what_is_shown_is_what_was_restored(library: Path, tmp_path: Path) -> None:
    backup = make_backup(tmp_path / "given.backup", ["Buoy adrift", "Sheep counted"])
    async with run_reader(library, title="Goat on the roof", size=(120, 40), is_over_list=True) as reader:
        await reader.press("s")
        restore(library, backup)
        poll(reader)
        await reader.pilot.pause()
        assert "Goat" not in reader.screen, "it was open, and another article has its id now"
        assert "Sheep counted" in reader.screen
        assert KEPT in reader.status
        await reader.press("g", "s")
        assert "Bookmarked: Sheep counted" in reader.status
        await reader.press("U")
        assert "Sheep counted" in reader.status
        await reader.press("U")
        assert "Nothing to undo" in reader.status, "what another run did stays"
    with Desk(library) as desk:
        assert [row.title for row in desk.list_page(View.BOOKMARKS, None, 9)[0]] == ["Buoy adrift"]


async def test_what_was_noted_of_articles_that_are_gone_is_noted_of_no_others(library: Path, tmp_path: Path) -> None:
    backup = make_backup(tmp_path / "given.backup", [f"Sheep {number}" for number in range(9)], is_used=False)
    async with run_reader(library, title="Ferry returns", is_over_list=True) as reader:
        await reader.press("space")
        restore(library, backup)
        await reader.press("space", "Q")
    with Desk(library) as desk:
        rows = desk.list_page(View.ALL, None, 99)[0]
        assert [(row.progress, row.is_unread) for row in rows] == [(0, True)] * 9
        assert desk.find_last_article() is None
    assert read_steps(library) == []


async def test_what_the_backup_has_too_stays_where_it_is(library: Path, tmp_path: Path) -> None:
    """A backup of this very library, made while this run went on."""
    backup = tmp_path / "own.backup"
    async with run_reader(library, title="Ferry returns", size=(120, 20), is_over_list=True) as reader:
        await reader.press("space", "l", "enter", "H")
        reader.desk.back_up(backup)
        shown = (await reader.press("s", "s", "enter", "H")).split("\n")
        assert "8 May" not in shown[2], "it is in the midst of the article"
        restore(library, backup)
        poll(reader)
        await reader.pilot.pause()
        assert KEPT in reader.status
        assert reader.screen.split("\n")[:-1] == shown[:-1]
        ferry = find_article(reader.desk, "Ferry")
        await reader.press("h", "s")
        assert "Bookmarked: Ferry returns" in reader.status
        await reader.press("Q")
    steps = read_steps(library)
    assert steps[-1][1] == ferry
    assert len({run for run, _ in steps}) == 2, "the run that went on is another one"


@pytest.mark.parametrize("view", [View.FOUND, View.TAG, View.SAVED, View.FEED, View.SITE])
async def test_a_list_that_is_no_longer_there_is_empty(library: Path, tmp_path: Path, view: View) -> None:
    with Desk(library) as desk:
        desk.set_tag((1, 2), "coast", True)
        desk.save_search("Goats", "goat")
        desk.subscribe("https://post.example/feed", name="Harbour post")
    backup = make_backup(tmp_path / "given.backup", ["Buoy adrift"])
    async with run_reader(library, size=(120, 40)) as reader:
        if view is View.FOUND:
            await reader.press("slash")
            await reader.type_text("goat")
            await reader.press("enter")
        else:
            await reader.press("h")
            while reader.app.reader.sources.listed.view is not view:
                before = reader.app.reader.sources.cursor
                await reader.press("j")
                assert reader.app.reader.sources.cursor != before
        restore(library, backup)
        poll(reader)
        await reader.press("j", "k", "enter", "s", "R", "D", "S", "escape")
        await reader.press("h", "g", "enter")
        assert "Buoy adrift" in reader.screen


async def test_what_is_asked_just_then_is_answered(library: Path, tmp_path: Path) -> None:
    backup = make_backup(tmp_path / "given.backup", [])
    for keys, answer in ((("t",), "coast"), (("N",), "dry"), (("slash",), "goat"), (("c",), "")):
        path = tmp_path / "copied.sqlite"
        path.write_bytes(library.read_bytes())
        async with run_reader(path, title="Ferry returns", size=(120, 40), is_over_list=True) as reader:
            await reader.press(*keys)
            restore(path, backup)
            poll(reader)
            await reader.type_text(answer)
            await reader.press("enter", "escape", "escape")
            assert reader.app.is_running
