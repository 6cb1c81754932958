"""Where one has been: the trail as a tree, kept for the next run, and what was opened by day."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

from driving import Driver, find_article, run_reader
from hypothesis import given
from hypothesis import strategies as st

from newsreader.desk import Desk
from newsreader.model import Place
from newsreader.tui.dialogs.trail import draw_tree
from newsreader.wording import say_day

if TYPE_CHECKING:
    from pathlib import Path


async def show_tree(reader: Driver) -> list[str]:
    """The trail's lines, indented as they are, without the mark of where the reader stands."""
    await reader.press("P")
    box = [row.split("│")[1] for row in reader.rows if row.count("│") == 2]
    await reader.press("escape")
    return [row.replace(">", " ").replace("●", " ").rstrip() for row in box[1:-1]]


async def test_the_trail_keeps_what_back_and_forward_drop(library: Path) -> None:
    async with run_reader(library, title="Ferry returns", size=(120, 40), is_over_list=True) as reader:
        await reader.type_number(2)
        assert "Goat on the roof" in reader.rows[1]
        await reader.press("H")
        await reader.type_number(1)
        assert "Lamp stays lit" in reader.rows[1]
        await reader.press("P")
        tree = [row.split("│")[1].rstrip() for row in reader.rows if "│" in row and row.count("│") > 1]
        titles = [row for row in tree if row.strip(" >●").startswith(("All", "Ferry", "Goat", "Lamp"))]
        assert [row.strip(" >●") for row in titles] == ["All", "Ferry returns", "Goat on the roof", "Lamp stays lit"]
        assert "●" in titles[3]
        assert titles[2].index("Goat") == titles[1].index("Ferry") + 2
        await reader.press("k", "enter")
        assert "Goat on the roof" in reader.rows[1]
        assert "Lamp stays lit" in (await reader.press("H")).split("\n")[1]


async def test_the_next_run_shows_the_same_tree_and_goes_back_along_it(library: Path) -> None:
    async with run_reader(library, title="Ferry returns", is_over_list=True) as reader:
        await reader.type_number(2)
        await reader.press("H")
        await reader.type_number(1)
        tree = await show_tree(reader)
    for _ in range(2):
        async with run_reader(library) as reader:
            assert await show_tree(reader) == [*tree, tree[0]]
            assert "Lamp stays lit" in (await reader.press("H")).split("\n")[1]
            assert "Ferry returns" in (await reader.press("H")).split("\n")[1]


async def test_what_was_opened_is_listed_by_day(library: Path) -> None:
    day = 24 * 3600
    with Desk(library) as desk:
        for title, ago in (("Lamp", 40 * day), ("Goat", day), ("Goat", day - 1)):
            article_id = find_article(desk, title)
            step = desk.record_step(Place(article_id=article_id))
            desk._db.execute("UPDATE step SET visited_at = ? WHERE id = ?", (time.time() - ago, step))
    async with run_reader(library, title="Ferry returns", is_over_list=True) as reader:
        await reader.press("V")
        rows = [row.split("│")[1].strip(" >") for row in reader.rows if row.count("│") == 2][1:-1]
        assert len(rows) == 3, "once a day"
        assert rows[0].startswith("Today")
        assert "Ferry returns" in rows[0]
        assert rows[1].startswith("Yesterday")
        assert "Goat on the roof" in rows[1]
        assert say_day(date.fromtimestamp(time.time() - 40 * day), date.today()) in rows[2]
        await reader.press("j", "enter")
        assert "Goat on the roof" in reader.rows[1]
    async with run_reader(library.with_name("empty.sqlite")) as reader:
        await reader.press("V")
        assert reader.status == "Nothing was opened yet."


def test_days_are_named_as_one_says_them() -> None:
    today = date(2031, 3, 2)
    days = [date(2031, 3, 2), date(2031, 3, 1), date(2031, 2, 28), date(2030, 12, 31), date(2031, 3, 3)]
    assert [say_day(day, today) for day in days] == ["Today", "Yesterday", "Fri 28 Feb", "31 Dec 2030", "Mon 3 Mar"]


@given(st.lists(st.integers(0, 100), max_size=30))
def test_a_tree_has_every_step_once_behind_its_parent(picks: list[int]) -> None:
    parents = [pick % number if number and pick % (number + 1) else None for number, pick in enumerate(picks)]
    drawn = draw_tree(parents)
    assert sorted(number for number, _ in drawn) == list(range(len(parents)))
    places = {number: place for place, (number, _) in enumerate(drawn)}
    depths = dict(drawn)
    for number, parent in enumerate(parents):
        if parent is not None:
            assert places[parent] < places[number]
            assert depths[number] - depths[parent] in (0, 1)
