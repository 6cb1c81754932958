"""Lists of which only what is looked at is fetched."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from newsreader.desk import Desk
from newsreader.model import Action, Article, ListName, Origin, Page, Part, PartKind, View
from newsreader.tui import listing
from newsreader.tui.listing import FoundListing, Listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIZE = 57


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A library of some articles, several of one day, in stretches of five."""
    monkeypatch.setattr(listing, "CHUNK", 5)
    with Desk(tmp_path / "library.sqlite") as desk:
        for number in range(SIZE):
            put(desk, f"Title {number}", f"2031-03-{number // 3 + 1:02}")
        yield desk


def put(desk: Desk, title: str, published: str) -> int:
    page = Page(Article(title, published, (), (Part(PartKind.PARAGRAPH, f"Of {title}."),)))
    article_id = desk.add_page(page, Origin(title.encode(), "page.txt")).id
    assert article_id is not None
    return article_id


def list_ids(desk: Desk, view: View = View.ALL) -> list[int]:
    return [key.article_id for key in desk.list_keys(view, None, 1000)]


def test_any_order_of_looking_shows_the_same_list(desk: Desk) -> None:
    expected = list_ids(desk)
    for seed in range(20):
        shown = Listing(desk, View.ALL)
        places = list(range(SIZE))
        random.Random(seed).shuffle(places)
        assert {place: shown.id_at(place) for place in places} == dict(enumerate(expected))
        assert [shown.find(article_id) for article_id in expected] == list(range(SIZE))
        assert shown.total == SIZE


def test_only_what_is_looked_at_is_fetched(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[int] = []
    fetch = desk.fetch_rows
    monkeypatch.setattr(desk, "fetch_rows", lambda ids: fetched.extend(ids) or fetch(ids))
    expected = list_ids(desk)
    shown = Listing(desk, View.ALL)
    row = shown.row_at(SIZE - 1)
    assert row
    assert row.id == expected[-1]
    assert fetched == expected[55:]


def test_arrivals_above_move_nothing_and_are_counted(desk: Desk) -> None:
    shown = Listing(desk, View.ALL)
    expected = list_ids(desk)
    put(desk, "Later", "2031-05-01")
    put(desk, "Later still", "2031-05-02")
    assert [shown.id_at(place) for place in range(SIZE)] == expected
    assert shown.count_new(0) == (0, 0)
    shown.look_for_new()
    assert shown.count_new(0) == shown.count_new(SIZE - 1) == (2, 0)
    fresh = Listing(desk, View.ALL)
    fresh.look_for_new()
    assert fresh.count_new(0) == (0, 0)
    assert shown.find(list_ids(desk)[0]) is None


def test_what_leaves_the_list_stays_where_it_was_seen(desk: Desk) -> None:
    shown = Listing(desk, View.UNREAD)
    expected = list_ids(desk)
    assert shown.id_at(7) == expected[7]
    desk.set_read(expected[7], True)
    desk.set_read(expected[50], True)
    assert [shown.id_at(place) for place in range(10)] == expected[:10]
    # A stretch that nobody has seen yet is as it is now, and the list ends where it ends.
    found = [article_id for place in range(SIZE) if (article_id := shown.id_at(place)) is not None]
    assert set(found) == set(expected) - {expected[50]}


@pytest.mark.parametrize("view", [View.ALL, View.UNREAD])
def test_the_next_unread_is_found_wherever_it_is(desk: Desk, view: View) -> None:
    shown = Listing(desk, view)
    expected = list_ids(desk)
    unread = {3, 4, 20, 56}
    for place in set(range(SIZE)) - unread:
        if view is View.UNREAD:
            shown.id_at(place)
        desk.set_read(expected[place], True)
    shown.forget_rows()
    found = []
    place: int | None = 0
    while place is not None and (place := shown.find_unread(place, 1)) is not None:
        found.append(place)
    assert found == [3, 4, 20, 56]
    assert [shown.find_unread(place, -1) for place in (56, 20, 4, 3)] == [20, 4, 3, None]
    # What arrives in between moves nothing.
    put(desk, "Between", "2031-03-10")
    assert shown.find_unread(4, 1) == 20


def test_an_empty_list(tmp_path: Path) -> None:
    with Desk(tmp_path / "empty.sqlite") as desk:
        shown = Listing(desk, View.ALL)
        shown.look_for_new()
        assert (shown.total, shown.find(3), shown.count_new(0)) == (0, None, (0, 0))


def test_what_came_is_above_or_below_as_seen_from_where_one_is(desk: Desk) -> None:
    shown = Listing(desk, View.ALL)
    put(desk, "Later", "2031-05-01")
    put(desk, "Between", "2031-03-10")
    put(desk, "Of long ago", "2030-01-01")
    shown.look_for_new()
    assert shown.count_new(0) == (1, 2)
    assert shown.count_new(SIZE - 1) == (2, 1)


def test_what_is_deleted_keeps_its_place_and_is_passed_over(desk: Desk) -> None:
    ids = list_ids(desk)
    for shown in (Listing(desk, View.ALL), FoundListing(desk, ids, ListName(View.FOUND, "title"))):
        desk.mark(Action.DELETE, ids[1:4], True)
        assert [shown.row_at(place) for place in (1, 2, 3)] == [None] * 3
        assert [shown.gone_at(place).id for place in (1, 2, 3)] == ids[1:4]
        assert shown.gone_at(4) is None
        assert (shown.find_row(0, 1), shown.find_row(4, -1), shown.find_row(0, -1)) == (4, 0, None)
        trash = FoundListing(desk, ids[1:4], ListName(View.TRASH))
        assert trash.row_at(0).id == ids[1]
        desk.undo()
        shown.forget_rows()
        trash.forget_rows()
        assert shown.row_at(2).id == trash.gone_at(1).id == ids[2]
        assert shown.gone_at(2) is trash.row_at(1) is None
