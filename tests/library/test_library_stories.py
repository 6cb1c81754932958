"""Articles of several sites on one story: one row, its siblings behind it."""

from __future__ import annotations

from itertools import permutations

import pytest
from library_stock import list_ids, make_origin, make_page, put

from newsreader.library.packing import pack_page
from newsreader.model import Action, View

TITLE = "Storm closes northern harbour for third day, ferries cancelled"


def tell(desk, site, title=TITLE, day="2031-03-04", **more):
    return put(desk, title, site=site, published=day, text=f"{site} tells of {title}.", **more)


def find_siblings(desk, article_id):
    return [row.id for row in desk.read(article_id).same_story]


def test_the_first_leads_and_the_others_stand_behind_it(desk):
    first = tell(desk, "Post")
    alone = tell(desk, "Post", "Lighthouse keeper retires after forty years on the rock")
    second = tell(desk, "Herald", f"Live: {TITLE}", day="2031-03-05")
    third = tell(desk, "Mirror", day="2031-03-03")
    assert list_ids(desk, View.ALL) == [alone, first]
    assert (desk.count(View.ALL), desk.count(View.UNREAD)) == (2, 2)
    assert [row.siblings for row in desk.fetch_rows([first, alone, second])] == [2, 0, 0]
    assert find_siblings(desk, first) == [third, second]
    assert find_siblings(desk, third) == [first, second]
    assert find_siblings(desk, alone) == []
    # What is searched for is found whatever it stands behind.
    assert desk.find_ids("storm", 10, is_by_time=True) == [second, first, third]
    desk.set_bookmarked(second, True)
    assert list_ids(desk, View.BOOKMARKS) == [second]
    assert list(desk.find_damage(lambda _: None)) == []


def test_one_site_another_week_or_another_storm_is_another_story(desk):
    ids = [
        tell(desk, "Post"),
        tell(desk, "Post", f"Live: {TITLE}"),
        tell(desk, "Herald", day="2031-03-14"),
        tell(desk, "Herald", "Storm closes southern airport for third day, flights cancelled"),
        tell(desk, ""),
    ]
    assert sorted(list_ids(desk, View.ALL)) == ids


def test_what_comes_again_every_day_is_no_story(desk):
    title = "Morning briefing: everything that matters before breakfast today"
    ids = [tell(desk, site, title, day=f"2031-03-0{day}") for day in (4, 5, 6) for site in ("Post", "Herald")]
    # Only on the first day it could be taken for one.
    assert set(list_ids(desk, View.ALL)) >= {*ids[:1], *ids[2:]}


@pytest.mark.parametrize("gone", range(3))
def test_where_the_one_that_leads_goes_the_next_one_does(desk, gone):
    ids = [tell(desk, site) for site in ("Post", "Herald", "Mirror")]
    desk.mark(Action.DELETE, [ids[gone]], True)
    left = [each for each in ids if each != ids[gone]]
    assert list_ids(desk, View.ALL) == left[:1]
    assert find_siblings(desk, left[0]) == left[1:]
    assert (desk.count(View.ALL), desk.count(View.UNREAD), desk.count(View.TRASH)) == (1, 1, 1)
    desk.undo()
    assert desk.count(View.ALL) == 1
    assert sorted([*find_siblings(desk, left[0]), left[0]]) == ids
    assert list(desk.find_damage(lambda _: None)) == []


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_many_at_a_time_are_grouped_as_one_by_one(desk, order):
    sites = ("Post", "Herald", "Mirror")
    pages = [
        (make_page(TITLE, site=sites[each], published=f"2031-03-0{each + 1}", text=f"By {each}."), make_origin())
        for each in order
    ]
    ids = [outcome.id for outcome in desk.add_packed(pack_page(*each) for each in pages)]
    assert list_ids(desk, View.ALL) == ids[:1]
    assert sorted(find_siblings(desk, ids[0])) == ids[1:]


def test_a_page_that_changes_its_title_leaves_its_story(desk):
    first, second = tell(desk, "Post", url="https://post.example/1"), tell(desk, "Herald")
    assert list_ids(desk, View.ALL) == [first]
    tell(desk, "Post", "Goat rescued from the roof of the old town hall", url="https://post.example/1")
    assert sorted(list_ids(desk, View.ALL)) == [first, second]
    assert desk.count(View.ALL) == 2
