"""Headlines whose words are not quite those of the article they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_stock import make_origin, make_page, put

from newsreader.library import closeness
from newsreader.library.closeness import get_keys, is_close, is_cut_off, is_same_story
from newsreader.model import Headline, LinkState
from newsreader.text import title_key

TITLE = "Lighthouse keeper retires after forty years on the northern rock"
WORDS = st.lists(st.text("abcdefgh", min_size=5, max_size=9), min_size=7, max_size=12)


def resolve(desk, article_id, number=1):
    return [row.id for row in desk.read(article_id).edges[number - 1].targets]


@pytest.mark.parametrize(
    ("headline", "is_one"),
    [
        (f"Exclusive: {TITLE}", True),
        (f"{TITLE}, harbour office says", True),
        ("Lighthouse keeper retires after forty years on rock", False),
        ("Lighthouse keeper retires after forty years on", True),
        ("Lighthouse keeper retires", False),
        ("Lighthouse keeper retires after forty years on the southern rock", False),
        ("Lighthouse keeper retires after 40 years on the northern rock", False),
        (f"Part 2: {TITLE}", False),
        (f"Part ii: {TITLE}", False),
        ("Lighthouse keeper finally retires after forty years on the lonely northern rock", True),
        ("Lighthouse keepers retire after forty years on the northern rock today", True),
    ],
)
def test_words_may_be_added_and_none_exchanged(headline, is_one):
    assert is_close(title_key(headline), title_key(TITLE)) is is_one
    assert is_close(title_key(TITLE), title_key(headline)) is is_one


def test_a_headline_that_goes_on_means_the_title_that_does():
    headline = "Lighthouse keeper retires aft…"
    assert [is_cut_off(each) for each in (headline, "Lighthouse...", TITLE)] == [True, True, False]
    assert is_close(title_key(headline), title_key(TITLE), is_cut=True)
    assert not is_close(title_key(headline), title_key(TITLE))
    assert not is_close(title_key("Lighthouse k…"), title_key(TITLE), is_cut=True)


@given(WORDS, st.lists(st.text("jkmno", min_size=2, max_size=5), min_size=1, max_size=3), st.booleans())
def test_what_is_close_is_found_by_its_beginning_or_its_end(words, added, is_before):
    title = " ".join(words)
    other = " ".join([*added, *words] if is_before else [*words, *added])
    assert set(get_keys(title)) & set(get_keys(other))
    assert is_close(title, other) or len(title) < max(closeness._LEAST_CHARACTERS, len(other) / 2)


def test_stories_share_the_words_that_say_something():
    first = title_key("Storm closes northern harbour for third day, ferries cancelled")
    assert is_same_story(first, title_key("Storm closes the northern harbour for a third day; ferries cancelled"))
    assert is_same_story(first, first)
    assert not is_same_story(first, title_key("Storm closes southern airport for third day, flights cancelled"))
    # A title of few words is any day's.
    assert not is_same_story("the day in pictures", "the day in pictures")


def test_a_close_title_resolves_both_ways(desk):
    page = put(desk, "Ferry returns", f"Exclusive: {TITLE}", published="2031-03-04")
    keeper = put(desk, TITLE, published="2031-03-05")
    assert resolve(desk, page) == [keeper]
    assert [row.id for row in desk.read(keeper).backlinks] == [page]
    late = put(desk, "Ferry leaves", f"{TITLE[:40]}…", published="2031-03-06")
    assert resolve(desk, late) == [keeper]
    assert [row.id for row in desk.read(keeper).backlinks] == [late, page]


def test_two_addresses_or_another_season_refute_it(desk):
    page = put(
        desk,
        "Ferry returns",
        Headline(f"Exclusive: {TITLE}", url="https://post.example/exclusive"),
        f"{TITLE} this spring",
        published="2031-03-04",
    )
    keeper = put(desk, TITLE, url="https://post.example/keeper", published="2031-03-05")
    assert resolve(desk, page, 1) == []
    assert resolve(desk, page, 2) == [keeper]
    old = put(desk, "Ferry sinks", f"{TITLE} this spring", published="2030-03-04")
    assert resolve(desk, old) == []
    assert [row.id for row in desk.read(keeper).backlinks] == [page]


def test_of_several_close_titles_none_is_chosen(desk):
    page = put(desk, "Ferry returns", TITLE, published="2031-03-04")
    put(desk, f"Video: {TITLE}", published="2031-03-04")
    assert len(resolve(desk, page)) == 1
    put(desk, f"Pictures: {TITLE}", published="2031-03-04")
    assert resolve(desk, page) == []
    # The very title outweighs both.
    exact = put(desk, TITLE, published="2031-03-04")
    assert resolve(desk, page) == [exact]


def test_a_wish_is_fulfilled_by_a_close_title(desk):
    page = put(desk, "Ferry returns", f"Exclusive: {TITLE}")
    desk.set_wanted(f"Exclusive: {TITLE}", "", True)
    assert desk.list_wishes()[0].named_by == 1
    keeper = put(desk, TITLE)
    assert [row.id for row in desk.list_wishes()[0].targets] == [keeper]
    desk.mark_opened(keeper)
    assert desk.list_wishes() == []
    assert desk.read(page).edges[0].state is LinkState.READ


def test_what_was_said_not_to_be_meant_is_kept_through_reparse_and_undone(desk, monkeypatch):
    import newsreader

    pages = {b"page": make_page("Ferry returns", TITLE, "The lamp is still lit"), b"keeper": make_page(TITLE)}
    page, keeper = (desk.add_page(each, make_origin(data)).id for data, each in pages.items())
    change = desk.refuse_targets(page, 1)
    assert (change.title, change.is_on) == (TITLE, True)
    assert resolve(desk, page) == []
    assert desk.read(keeper).backlinks == ()
    assert desk.refuse_targets(page, 1).id == 0
    # Split again, it stands elsewhere on the page, and another link before it.
    pages[b"page"] = make_page("Ferry returns", "Goat on the roof", TITLE)
    intake = type("Intake", (), {"read_page": lambda data, **_: pages[data]})
    monkeypatch.setattr(newsreader, "intake", intake, raising=False)
    list(desk.reparse())
    assert [edge.text for edge in desk.read(page).edges] == ["Goat on the roof", TITLE]
    assert resolve(desk, page, 2) == []
    other = put(desk, "Goat comes down", TITLE)
    assert resolve(desk, other)
    assert desk.undo().id == change.id
    assert resolve(desk, page, 2) == [keeper]
    assert desk.redo().id == change.id
    assert resolve(desk, page, 2) == []
