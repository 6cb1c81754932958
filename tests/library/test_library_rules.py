"""Rules, and what is hidden: never deleted, in no list, counted; patterns of titles that can't hold anything up."""

from __future__ import annotations

import tempfile
import threading
import time
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library_stock import list_ids, make_origin, make_page, put

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library import articles, entries, kept, rules, stories
from newsreader.library.packing import PackedEntry, pack_page
from newsreader.library.patterns import TooSlowError, matching
from newsreader.library.rows import Key
from newsreader.model import Action, LibraryError, ListName, Order, Origin, QueryError, RuleAction, View

STORY = "Storm closes northern harbour for third day, ferries cancelled"
NOW = 1_930_000_000.0
# What no engine that goes back ends with.
ENDLESS = "(a+)+$"


def hide(desk, *ids):
    return desk.mark(Action.HIDE, ids, True)


def rule(desk, query, action=RuleAction.HIDE, tag=""):
    made = desk.make_rule(query, action, tag)
    desk.add_rule(made)
    return made


def is_hidden(desk, article_id):
    return bool(desk._db.execute("SELECT hidden_at IS NOT NULL FROM article WHERE id = ?", (article_id,)).fetchone()[0])


def bring(desk, feed, *titles, **more):
    """Store new entries of a feed as a refresh does."""
    packed = [
        PackedEntry(
            hash(title),
            1,
            pack_page(make_page(title, site=feed.title, text=f"Told of {title}.", **more), Origin(b"", feed.title)),
            True,
        )
        for title in titles
    ]
    new = entries.store_entries(desk._db, feed.id, packed, NOW).new
    stories.join_stories(desk._db, new)
    rules.apply_rules(desk._db, new, NOW)
    return list(new)


def subscribe(desk, name):
    desk.subscribe(f"https://{name}.example/feed", name=name)
    return desk.find_feeds(name)[0]


# --- hiding -----------------------------------------------------------------------------------------------------------


def test_what_is_hidden_stands_in_no_list_and_is_found_when_asked_for(desk):
    ferry, goat = put(desk, "Ferry returns", "Goat returns", site="Post"), put(desk, "Goat returns", site="Post")
    desk.set_tag((goat,), "coast", True)
    change = hide(desk, goat)
    assert (change.action, change.title) == (Action.HIDE, "Goat returns")
    for view in (View.ALL, View.UNREAD):
        assert list_ids(desk, view) == [ferry]
        assert [row.id for row in desk.list_page(view, None, 9)[0]] == desk.list_ids(view, Order.ADDED) == [ferry]
        assert (desk.count(view), desk.list_unread(view, 1e12), len(desk.list_arrived(view, 0))) == (1, [ferry], 1)
        assert desk.find_place(view, goat) is None
        assert desk.find_unread(view, Key(1e12, 1))[0].article_id == ferry
    assert desk.find_listed(ListName(View.TODAY)) == [ferry]
    for query in ("", "returns", "site:post", "title:~RETURNS$", "is:unread", "added:1d", "-title:ferri", "after:2020"):
        assert desk.find_ids(query, 9) == [ferry]
        assert desk.find_ids(f"{query} is:hidden", 9) == [goat]
        assert desk.count_hidden(query) == 1
    assert (desk.find_ids("tag:coast", 9), desk.find_ids("tag:coast is:hidden", 9)) == ([], [goat])
    assert desk.find_ids("is:hidden OR ferry", 9) == [goat]
    assert desk.find_ids("-is:hidden", 9) == [ferry]
    assert [desk.count_hidden(query) for query in ("ferry", "is:hidden", "is:trash")] == [0, 0, 0]
    assert (desk.list_sites(9), desk.list_tags()) == ([("Post", 1, 1)], [])
    # It is stored as ever, and links lead to it.
    assert desk.read(goat).article.title == "Goat returns"
    assert [row.id for row in desk.read(ferry).edges[0].targets] == [goat]
    desk.undo()
    assert sorted(desk.find_ids("returns", 9)) == [ferry, goat]
    desk.redo()
    assert desk.find_ids("returns", 9) == [ferry]
    desk.mark(Action.HIDE, (goat,), False)
    assert sorted(list_ids(desk, View.ALL)) == [ferry, goat]


def test_a_bookmark_stands_in_its_list_though_it_is_hidden(desk):
    goat = put(desk, "Goat returns")
    desk.set_bookmarked(goat, True)
    hide(desk, goat)
    assert (list_ids(desk, View.BOOKMARKS), desk.count(View.BOOKMARKS), list_ids(desk, View.ALL)) == ([goat], 1, [])
    assert desk.count_hidden("is:bookmarked") == 1


def test_what_is_hidden_and_deleted_is_in_the_trash_and_hidden_when_it_comes_back(desk):
    goat = put(desk, "Goat returns")
    hide(desk, goat)
    desk.mark(Action.DELETE, (goat,), True)
    assert desk.find_ids("is:trash", 9) == desk.find_ids("is:trash is:hidden", 9) == [goat]
    assert desk.find_ids("is:hidden", 9) == []
    desk.mark(Action.DELETE, (goat,), False)
    assert (desk.find_ids("is:hidden", 9), list_ids(desk, View.ALL)) == ([goat], [])


@pytest.mark.parametrize("gone", range(3))
def test_what_is_hidden_leads_no_story_and_stands_behind_none(desk, gone):
    ids = [put(desk, STORY, site=site, published="2031-03-04", text=site) for site in ("Post", "Herald", "Mirror")]
    hide(desk, ids[gone])
    left = [each for each in ids if each != ids[gone]]
    assert list_ids(desk, View.ALL) == left[:1]
    assert [row.id for row in desk.read(left[0]).same_story] == left[1:]
    assert desk.read(ids[gone]).same_story == ()
    # One that comes now stands behind those that are shown.
    late = put(desk, STORY, site="Courier", published="2031-03-04", text="late")
    assert [row.id for row in desk.read(left[0]).same_story] == [*left[1:], late]
    desk.mark(Action.HIDE, (ids[gone],), False)
    # Shown again, it is on the story with the others.
    assert sorted(row.id for row in desk.read(left[0]).same_story) == sorted({*ids, late} - {left[0]})
    assert desk.count(View.ALL) == 1
    assert list(desk.find_damage(lambda _: None)) == []


ACTIONS = st.sampled_from([Action.READ, Action.BOOKMARK, Action.HIDE, Action.DELETE])
STEPS = st.lists(
    st.one_of(
        st.tuples(ACTIONS, st.integers(0, 7), st.booleans()),
        st.integers(0, 7),
        st.sampled_from(["undo", "redo", "come", "go", "again"]),
    ),
    max_size=25,
)


def test_a_story_without_one_that_leads_it_is_told(desk):
    ids = [put(desk, STORY, site=site, published="2031-03-04", text=site) for site in ("Post", "Herald")]
    desk._db.execute("UPDATE article SET hidden_at = 1 WHERE id = ?", (ids[0],))
    (line,) = desk.find_damage(lambda _: None)
    assert line.startswith(f"the article {STORY}:")


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_counts_are_right_in_every_order_of_marks(steps):
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.sqlite"
        with Desk(library, Settings()) as desk:
            feeds = [subscribe(desk, "harbour"), subscribe(desk, "lighthouse")]
            ids = []
            for number in range(3):
                for feed in feeds:
                    title = STORY if number == 2 else f"Quay {number} of {feed.title} opens"
                    ids += bring(desk, feed, title, published="2031-03-04")
            ids.append(put(desk, "Alone"))
        with Desk(library, Settings()) as desk:
            take_steps(desk, feeds, ids, steps)
            assert list(desk.find_damage(lambda _: None)) == []


def take_steps(desk, feeds, ids, steps):
    for step in steps:
        if step == "undo":
            desk.undo()
        elif step == "redo":
            desk.redo()
        elif step == "come":
            ids += bring(desk, feeds[len(ids) % 2], f"Number {len(ids)} returns", published="2031-03-04")
        elif step == "go":
            desk._db.execute("UPDATE article SET deleted_at = 1 WHERE deleted_at IS NOT NULL")
            desk.purge_trash()
        elif step == "again":
            # A page that comes again leaves the trash.
            put(desk, "Alone", text="Alone, as it now stands.")
        elif isinstance(step, int):
            # A summary goes for good once its page is known as another article.
            articles.remove_article(desk._db, step)
        else:
            action, place, is_on = step
            stored = [article_id for (article_id,) in desk._db.execute("SELECT id FROM article ORDER BY id")]
            # What is in the trash, or gone, can't be marked.
            with suppress(LibraryError, IndexError):
                desk.mark(action, (stored[place],), is_on)
        check_counts(desk, feeds)


def check_counts(desk, feeds):
    query = "SELECT id, title, source, read_at, bookmarked_at, hidden_at, deleted_at FROM article"
    stored = {article_id: rest for article_id, *rest in desk._db.execute(query)}
    shown = {each: rest for each, rest in stored.items() if rest[4] is None and rest[5] is None}
    listed = list_ids(desk, View.ALL)
    on_story = [each for each, rest in shown.items() if rest[0] == STORY]
    assert len([each for each in listed if each in on_story]) == min(1, len(on_story))
    assert {each for each in listed if each not in on_story} == shown.keys() - set(on_story)
    unread = [each for each in listed if stored[each][2] is None]
    assert sorted(list_ids(desk, View.UNREAD)) == sorted(unread)
    bookmarks = [each for each, rest in stored.items() if rest[3] is not None and rest[5] is None]
    assert sorted(list_ids(desk, View.BOOKMARKS)) == sorted(bookmarks)
    trash = [each for each, rest in stored.items() if rest[5] is not None]
    counted = [desk.count(view) for view in (View.ALL, View.UNREAD, View.BOOKMARKS, View.TRASH)]
    assert counted == [len(listed), len(unread), len(bookmarks), len(trash)]
    assert sorted(desk.find_ids("is:hidden", 99)) == sorted(stored.keys() - shown.keys() - set(trash))
    for feed, now in zip(feeds, desk.list_feeds(), strict=True):
        own = [rest for rest in shown.values() if rest[1] == feed.title]
        assert (now.articles, now.unread) == (len(own), len([rest for rest in own if rest[2] is None]))
    sites = {name: (articles, unread) for name, articles, unread in desk.list_sites(9)}
    assert sites == {feed.title: (feed.articles, feed.unread) for feed in desk.list_feeds() if feed.articles}


# --- patterns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("title:~^ferry", [1]),
        ("title:~FERRY", [2, 1]),
        ("-title:~ferry", [3]),
        (r"title:~\d{2}", [3]),
        ('title:~"goat eats"', [3]),
        ('title:"~goat eats"', [3]),
        ("title:~^goat OR title:~^ferry", [3, 1]),
        ("title:~ferry harbour", [2]),
        ("harbour OR title:~goat", [3, 2]),
        ("title:~ferry is:bookmarked", [2]),
        ("title:~^$", []),
    ],
)
def test_a_pattern_finds_titles(desk, query, numbers):
    for title in ("Ferry returns", "Harbour ferry late", "Goat eats 12 flags"):
        put(desk, title, text="Nothing more.")
    desk.set_bookmarked(2, True)
    assert desk.find_ids(query, 9, is_by_time=True) == numbers


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("title:~(ferry", 8),
        ("goat -title:~ferry[", 19),
        ('title:~"a ferry)"', 16),
        ("title:~", 8),
        ("title:~*", 8),
        (f"title:~{'x' * 501}", 8),
        (f"title:~{'(' * 400}{')' * 400}", 8),
        ("title:~x{99999999999}", 8),
    ],
)
def test_a_pattern_that_is_none_says_where(desk, query, place):
    with pytest.raises(QueryError, match="title:~") as caught:
        desk.find_ids(query, 9)
    assert caught.value.place == place


def test_an_endless_pattern_ends(desk):
    put(desk, f"{'a' * 60}!")
    before = time.thread_time()
    with pytest.raises(QueryError, match="takes too long") as caught:
        desk.find_ids(f"is:unread title:~{ENDLESS}", 9)
    assert time.thread_time() - before < 3
    assert caught.value.place == 18
    assert desk.find_ids("title:~^aa", 9) == [1]


MANY = "WITH RECURSIVE many (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM many WHERE number < 1000000)"


def test_many_titles_that_take_long_together_end_in_any_thread(library):
    raised = []

    def search():
        with Desk(library, Settings()) as desk:
            put(desk, "Ferry returns")
            with pytest.raises(TooSlowError), matching(desk._db, 7, 0.01):
                desk._db.execute(f"{MANY} SELECT title_matches('y$', 'ferry ' || number) FROM many").fetchall()
            raised.append(desk.find_ids("title:~ferry", 9))

    search()
    thread = threading.Thread(target=search)
    thread.start()
    thread.join()
    assert raised == [[1], [1]]


# --- rules ------------------------------------------------------------------------------------------------------------


def test_rules_act_on_what_comes_in_their_order(desk):
    put(desk, "Goat of old")
    rule(desk, "title:~^live", RuleAction.READ)
    rule(desk, "goat OR site:roof.example", RuleAction.TAG, "Animals")
    rule(desk, "title:~^(live|sponsored)")
    rule(desk, "sponsored", RuleAction.TAG, "never")
    live, sponsored, goat, ferry = (
        put(desk, title) for title in ("Live: quay", "Sponsored: soap", "Goat returns", "Ferry")
    )
    slates = pack_page(make_page("Slates", url="https://roof.example/1"), make_origin())
    (roof,) = [outcome.id for outcome in desk.add_packed([slates])]
    assert sorted(desk.find_ids("tag:animals", 9)) == [goat, roof]
    assert sorted(desk.find_ids("is:hidden", 9)) == [live, sponsored]
    assert desk.find_ids("is:hidden is:read", 9) == [live]
    # What one rule has hidden is not found by those behind it.
    assert desk.find_ids("tag:never is:hidden", 9) == []
    assert sorted(list_ids(desk, View.ALL)) == [1, goat, ferry, roof]
    assert desk.list_changes(9)[0].action is Action.RULE
    assert list(desk.find_damage(lambda _: None)) == []


def test_what_the_reader_marked_is_not_hidden_by_a_rule(desk):
    ids = [put(desk, f"Goat {number}") for number in range(6)]
    desk.set_bookmarked(ids[0], True)
    desk.set_tag((ids[1],), "coast", True)
    desk.set_note(ids[2], "Ask Ada")
    desk.set_queued(ids[3], True)
    desk.mark(Action.DELETE, (ids[4],), True)
    made = rule(desk, "goat")
    assert desk.measure_rule(made) == (1, 5)
    desk.apply_rules(desk.list_rules())
    assert desk.find_ids("is:hidden", 9) == ids[5:]


def test_a_known_page_that_comes_again_is_left_as_it_is(desk):
    rule(desk, "goat")
    goat = put(desk, "Goat returns", url="https://roof.example/1")
    assert is_hidden(desk, goat)
    desk.mark(Action.HIDE, (goat,), False)
    assert put(desk, "Goat returns again", url="https://roof.example/1") == goat
    assert not is_hidden(desk, goat)


def test_a_page_is_fetched_for_what_is_new_and_only_a_summary(desk):
    rule(desk, "title:~soap")
    rule(desk, "quay OR soap", RuleAction.FETCH)
    feed = subscribe(desk, "harbour")
    (quay,) = bring(desk, feed, "Quay opens", url="https://harbour.example/1")
    bring(desk, feed, "Soap at quay", url="https://harbour.example/2")
    bring(desk, feed, "Quay without address")
    put(desk, "Quay as a page", url="https://harbour.example/3")
    assert [due.article_id for due in entries.list_due_pages(desk._db, NOW, 9)] == [quay]
    # What was hidden after it was to be fetched is fetched when it is shown again.
    hide(desk, quay)
    assert entries.list_due_pages(desk._db, NOW, 9) == []
    desk.undo()
    assert len(entries.list_due_pages(desk._db, NOW, 9)) == 1


def test_rules_are_applied_to_what_is_there_and_that_is_one_change(desk):
    feed = subscribe(desk, "harbour")
    stub = bring(desk, feed, "Quay opens", url="https://harbour.example/1")[0]
    ids = [stub, *(put(desk, title) for title in ("Goat returns", "Goat leaves", "Ferry"))]
    rule(desk, "title:~^goat")
    rule(desk, "ferry", RuleAction.TAG, "coast")
    rule(desk, "ferry OR goat", RuleAction.READ)
    rule(desk, "title:~quay", RuleAction.FETCH)
    assert sorted(list_ids(desk, View.UNREAD)) == ids

    def look():
        due = [due.article_id for due in entries.list_due_pages(desk._db, NOW, 9)]
        return list_ids(desk, View.ALL), list_ids(desk, View.UNREAD), desk.find_ids("tag:coast", 9), due

    before = look()
    change = desk.apply_rules(desk.list_rules())
    assert change.title == "4 articles"
    assert change.detail == "hide 2, tag coast 1, read 1, fetch 1"
    done = look()
    assert done == ([stub, ids[3]], [stub], [ids[3]], [stub])
    assert desk.apply_rules(desk.list_rules()).id == 0
    assert desk.undo().id == change.id
    assert look() == before
    desk.redo()
    assert look() == done
    assert list(desk.find_damage(lambda _: None)) == []


def test_rules_are_kept_in_their_order_and_all_that_is_undone(desk):
    first, second = rule(desk, "goat"), rule(desk, "ferry", RuleAction.TAG, "Coast")
    assert desk.add_rule(second).id == 0
    kept_rules = desk.list_rules()
    assert [(each.query, each.action, each.tag) for each in kept_rules] == [
        ("goat", RuleAction.HIDE, ""),
        ("ferry", RuleAction.TAG, "coast"),
    ]
    desk.remove_rule(desk.find_rule(kept_rules[0].id))
    assert [each.query for each in desk.list_rules()] == ["ferry"]
    desk.undo()
    assert desk.list_rules() == kept_rules
    desk.undo()
    assert [each.query for each in desk.list_rules()] == [first.query]
    desk.redo()
    assert desk.list_rules() == kept_rules
    with pytest.raises(LibraryError, match="no rule 99"):
        desk.find_rule(99)


@pytest.mark.parametrize(
    ("query", "action", "tag"),
    [
        ("", RuleAction.HIDE, ""),
        (" \x1b ", RuleAction.READ, ""),
        ("goat", RuleAction.TAG, ""),
        ("goat", RuleAction.HIDE, "x"),
    ],
)
def test_a_rule_that_says_too_little_or_too_much_is_none(desk, query, action, tag):
    with pytest.raises(LibraryError):
        desk.make_rule(query, action, tag)


def test_a_rule_that_cannot_be_read_says_so_and_is_passed_over(desk):
    rule(desk, "goat")
    rule(desk, "ferry", RuleAction.READ)
    desk._db.execute("UPDATE rule SET query = 'flavour:salt' WHERE id = 1")
    goat, ferry = put(desk, "Goat returns"), put(desk, "Ferry returns")
    assert not is_hidden(desk, goat)
    assert desk.find_ids("is:read", 9) == [ferry]
    assert ["no filter flavour" in each.error for each in desk.list_rules()] == [True, False]
    assert desk.apply_rules(desk.list_rules()).id == 0


def test_a_rule_whose_pattern_takes_too_long_is_given_up_and_says_so(desk):
    rule(desk, f"title:~{ENDLESS}")
    rule(desk, "title:~^a", RuleAction.READ)
    long = put(desk, f"{'a' * 60}!")
    assert desk.find_ids("is:read", 9) == [long]
    assert ["takes too long" in each.error for each in desk.list_rules()] == [True, False]
    with pytest.raises(QueryError, match="takes too long"):
        desk.measure_rule(desk.make_rule(f"title:~{ENDLESS}", RuleAction.HIDE))


def test_only_the_last_articles_are_looked_at_before_a_rule_is_kept(desk, monkeypatch):
    monkeypatch.setattr("newsreader.library.rules.MOST_TRIED", 3)
    for number in range(5):
        put(desk, f"Goat {number}")
    hide(desk, 5)
    assert desk.measure_rule(desk.make_rule("goat", RuleAction.HIDE)) == (2, 3)
    assert desk.measure_rule(desk.make_rule("goat -title:3", RuleAction.READ)) == (1, 3)


@given(st.lists(st.integers(1, 40), max_size=20))
def test_spans_hold_exactly_the_numbers_that_were_given(ids):
    spans = rules.find_spans(ids)
    assert [each for first, last in spans for each in range(first, last + 1)] == sorted(set(ids))
    assert all(before[1] + 1 < after[0] for before, after in pairwise(spans))


def test_undoing_what_rules_did_passes_over_what_is_gone(desk):
    goat = put(desk, "Goat returns")
    rule(desk, "goat")
    rule(desk, "goat is:hidden", RuleAction.READ)
    desk.apply_rules(desk.list_rules())
    desk._db.execute("UPDATE article SET deleted_at = 1 WHERE id = ?", (goat,))
    desk.purge_trash()
    assert desk.undo().action is Action.APPLY
    assert kept.load_kept(desk._db, goat) is None
