"""Feeds and their entries in the library: what is set can be undone, what comes twice is there once."""

from __future__ import annotations

from contextlib import closing
from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library_stock import list_ids, make_origin, make_page, put

from newsreader.library import entries, feeds
from newsreader.library.database import open_database
from newsreader.library.packing import PackedEntry, pack_page
from newsreader.library.salvage import salvage
from newsreader.model import Action, FeedError, FullText, LibraryError, ListName, Origin, View

ADDRESS = "https://harbour.example/feed.xml"
NOW = 1_930_000_000.0


def subscribe(desk, url=ADDRESS, **more):
    desk.subscribe(url, **more)
    return next(feed for feed in desk.list_feeds() if feed.url == url)


def pack(number: int, text: str = "", *, is_summary: bool = False, url: str = "") -> PackedEntry:
    words = text or f"What happened at quay {number}."
    page = make_page(f"Quay {number} opens", text=words, url=url, site="" if url else "Harbour News")
    return PackedEntry(number, hash(words), pack_page(page, Origin(b"", "Harbour News")), is_summary)


def bring(desk, feed, *packed):
    return entries.store_entries(desk._db, feed.id, packed, NOW)


def counts(desk):
    return [(feed.articles, feed.unread) for feed in desk.list_feeds()]


def test_subscribing_twice_is_subscribing_once(desk):
    first, second = desk.subscribe(ADDRESS), desk.subscribe(ADDRESS)
    assert (first.id > 0, second.id) == (True, 0)
    assert [feed.title for feed in desk.list_feeds()] == [ADDRESS]


def test_subscribing_again_sets_what_is_said_with_it(desk):
    subscribe(desk, name="Harbour")
    assert desk.subscribe(ADDRESS).id == 0
    change = desk.subscribe(ADDRESS, name="Quay", tags=["Coast"])
    assert change.id > 0
    assert [(feed.title, feed.tags) for feed in desk.list_feeds()] == [("Quay", ("coast",))]
    desk.undo()
    assert [(feed.title, feed.tags) for feed in desk.list_feeds()] == [("Harbour", ())]


@pytest.mark.parametrize("url", ["", "harbour", "file:///etc/passwd", "gopher://harbour.example"])
def test_what_is_no_address_is_not_subscribed_to(desk, url):
    with pytest.raises(FeedError, match="address of a feed"):
        desk.subscribe(url)
    assert desk.list_feeds() == []


def test_all_that_is_set_can_be_undone_and_made_again(desk):
    feed = subscribe(desk, tags=["Coast"])
    steps = [
        (lambda: desk.rename_feed(feed, "Harbour"), lambda: now().title, "Harbour"),
        (lambda: desk.tag_feed(feed, "Island", True), lambda: now().tags, ("coast", "island")),
        (lambda: desk.set_full_text(feed, FullText.ALWAYS), lambda: now().full_text, FullText.ALWAYS),
        (lambda: desk.set_feed_hidden(feed, True), lambda: now().is_hidden, True),
    ]

    def now():
        return desk.list_feeds()[0]

    for change, look, expected in steps:
        before = look()
        assert change().id
        assert look() == expected
        assert desk.undo().action is Action.SET_FEED
        assert look() == before
        desk.redo()
        assert look() == expected


def test_unsubscribing_keeps_the_articles_and_is_undone_with_all_that_was_set(desk):
    feed = subscribe(desk, name="Harbour", tags=["coast"])
    bring(desk, feed, pack(1), pack(2))
    desk.unsubscribe(feed)
    assert desk.list_feeds() == []
    assert len(list_ids(desk, View.ALL)) == 2
    desk.undo()
    back = desk.list_feeds()[0]
    assert (back.title, back.tags, back.articles) == ("Harbour", ("coast",), 2)
    desk.unsubscribe(feed)
    assert desk.subscribe(ADDRESS).id
    assert desk.list_feeds()[0].title == "Harbour"


def test_a_feed_is_found_by_number_address_or_a_part_of_its_name(desk):
    one, two = subscribe(desk, name="Harbour News"), subscribe(desk, "https://hill.example/atom", name="Hill")
    assert (
        desk.find_feeds(str(two.id)) == desk.find_feeds("https://hill.example/atom") == desk.find_feeds("hIll") == [two]
    )
    assert desk.find_feeds("h") == [one, two]
    assert desk.find_feeds("Hill") == [two]
    with pytest.raises(LibraryError, match="newsreader feed list"):
        desk.find_feeds("valley")


def test_what_a_feed_brings_again_is_there_once_and_is_counted(desk):
    feed = subscribe(desk)
    stored = bring(desk, feed, pack(1), pack(2))
    assert len(stored.new) == 2
    assert counts(desk) == [(2, 2)]
    assert bring(desk, feed, pack(1), pack(2)) == entries.Stored()
    desk.mark_opened(stored.new[0])
    assert counts(desk) == [(2, 1)]
    desk.mark(Action.DELETE, stored.new, True)
    assert counts(desk) == [(0, 0)]
    desk.undo()
    assert counts(desk) == [(2, 1)]
    assert list(desk.find_damage(lambda _: None)) == []
    assert desk.find_listed(ListName(View.FEED, str(feed.id))) == list_ids(desk, View.ALL)


ENTRIES = st.tuples(
    st.integers(1, 5),  # by what its feed knows it
    st.sampled_from(["", "Goats swim", "Ferry sinks", "Bell rings"]),
    st.sampled_from(["", "https://harbour.example/1", "https://harbour.example/2", "https://harbour.example/3"]),
    st.sampled_from(["It rained.", "It rained on the quay, and " + "on goats, " * 40, "Nobody saw it."]),
    st.sampled_from(["", "2031-02-26", "2031-02-28T07:00:00+00:00"]),
    st.booleans(),
)
STORED = (
    *(
        "SELECT * FROM article",
        "SELECT * FROM body",
        "SELECT * FROM edge",
        "SELECT * FROM entry",
        "SELECT * FROM tally",
    ),
    *("SELECT * FROM version", "SELECT * FROM feed", "SELECT * FROM feed_week", "SELECT * FROM site"),
    *(f"SELECT rowid FROM search WHERE search MATCH '{word}'" for word in ("goats", "rained", "bell", "harbour")),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ENTRIES, max_size=3), st.lists(ENTRIES, max_size=8))
def test_entries_that_come_together_are_stored_as_one_by_one(desk, before, brought):
    def pack_all(described):
        for number, title, url, text, published, is_summary in described:
            page = make_page(title, text=text, url=url, published=published, site="" if url else "Harbour News")
            digest = hash((title, url, text))
            yield PackedEntry(number, digest, pack_page(page, Origin(b"", "Harbour News")), is_summary)

    def store(*groups):
        db = desk._db
        db.execute("BEGIN")
        try:
            stored = [entries.store_entries(db, 1, group, NOW) for group in groups]
            new, changed, summaries = zip(*stored, strict=True) if stored else ((), (), ())
            told = [list(chain.from_iterable(each)) for each in (new, changed, summaries)]
            return told, [sorted(db.execute(query).fetchall()) for query in STORED]
        finally:
            db.execute("ROLLBACK")

    if not desk.list_feeds():
        desk.subscribe(ADDRESS)
    known, packed = list(pack_all(before)), list(pack_all(brought))
    one_by_one = [[each] for each in packed]
    assert store(*([each] for each in known), packed) == store(*([each] for each in known), *one_by_one)


def test_an_article_that_is_gone_for_good_does_not_come_again(desk):
    feed = subscribe(desk)
    (article_id,) = bring(desk, feed, pack(1)).new
    desk._db.execute("DELETE FROM article WHERE id = ?", (article_id,))
    assert bring(desk, feed, pack(1)) == bring(desk, feed, pack(1, "It says more now.")) == entries.Stored()
    assert counts(desk) == [(0, 0)]


def test_an_entry_that_changed_is_a_new_version_of_its_article(desk):
    feed = subscribe(desk)
    (article_id,) = bring(desk, feed, pack(1)).new
    assert bring(desk, feed, pack(1, "It says more now.")).changed == (article_id,)
    assert desk.read(article_id).article.parts[0].text == "It says more now."
    assert len(desk.list_versions(article_id)) == 1
    assert desk.find_ids("more", 9) == [article_id]


def test_an_entry_never_takes_the_place_of_a_page(desk):
    feed = subscribe(desk)
    url = "https://harbour.example/quay-1"
    page = put(desk, "Quay 1 opens", url=url)
    assert bring(desk, feed, pack(1, url=url)) == entries.Stored()
    assert bring(desk, feed, pack(1, "It says less.", url=url)) == entries.Stored()
    assert desk.read(page).article.parts[0].text == "All that is known of: Quay 1 opens."
    assert counts(desk) == [(1, 1)]


def test_two_feeds_that_bring_one_address_bring_one_article(desk):
    url = "https://harbour.example/quay-1"
    one, two = subscribe(desk), subscribe(desk, "https://hill.example/atom")
    bring(desk, one, pack(1, url=url, is_summary=True))
    (article_id,) = list_ids(desk, View.ALL)
    bring(desk, two, pack(9, "The whole of it.", url=url))
    assert list_ids(desk, View.ALL) == [article_id]
    assert counts(desk) == [(1, 1), (1, 1)]
    assert desk.read(article_id).article.parts[0].text == "The whole of it."


def test_entries_that_share_the_address_of_their_site_are_apart(desk):
    feed = subscribe(desk)
    url = "https://harbour.example"
    assert len(bring(desk, feed, pack(1, url=url), pack(2, url=url), pack(3, url=url)).new) == 3


def test_the_weeks_of_a_feed_are_counted_and_forgotten(desk):
    feed = subscribe(desk)
    day = 24 * 3600
    feeds.count_weeks(desk._db, feed.id, [NOW, NOW - day / 24, NOW - 8 * day, NOW - 100 * day, NOW + 90 * day], NOW)
    assert sum(feeds.list_feeds(desk._db, NOW)[0].health.weeks) == 4
    feeds.count_weeks(desk._db, feed.id, [], NOW + 80 * day)
    assert feeds.list_feeds(desk._db, NOW + 80 * day)[0].health.weeks == ()


def test_what_a_visit_came_to_is_what_the_next_request_says(desk):
    feed = subscribe(desk)
    visit = feeds.Visit(
        NOW,
        NOW + 900,
        {"interval": 900},
        etag='W/"7"',
        last_modified="then",
        body_hash=b"x",
        title="Harbour\u00e9",
        home="h",
    )
    feeds.record_visit(desk._db, feed.id, visit)
    (state,) = feeds.load_states(desk._db)
    assert (state.etag, state.last_modified, state.body_hash) == ('W/"7"', "then", b"x")
    assert (state.timing, state.next_at, state.title) == ({"interval": 900}, NOW + 900, "Harbour\u00e9")
    feeds.record_visit(desk._db, feed.id, feeds.Visit(NOW + 1, NOW + 2, {}, failures=1, error="it does not answer"))
    health = desk.list_feeds()[0].health
    assert (health.error, health.failures, health.succeeded_at) == ("it does not answer", 1, NOW)


def test_pages_are_due_until_they_are_settled(desk):
    feed = subscribe(desk)
    new = bring(desk, feed, pack(1, url="https://harbour.example/1"), pack(2)).new
    entries.want_pages(desk._db, new)
    (due,) = entries.list_due_pages(desk._db, NOW, 9)
    assert due == (new[0], "https://harbour.example/1", 0)
    entries.postpone_page(desk._db, due.article_id, NOW + 60, "it does not answer")
    assert entries.list_due_pages(desk._db, NOW, 9) == []
    assert entries.list_due_pages(desk._db, NOW + 60, 9)[0].tries == 1
    entries.settle_page(desk._db, due.article_id)
    assert entries.list_due_pages(desk._db, NOW + 60, 9) == []


def test_a_salvaged_library_has_its_feeds_and_counts(desk, library, tmp_path):
    feed = subscribe(desk, name="Harbour", tags=["coast"])
    new = bring(desk, feed, pack(1), pack(2)).new
    desk.mark_opened(new[0])
    desk.add_page(make_page("Apart"), make_origin())
    salvage(library, tmp_path / "rescued.sqlite", lambda _: None)
    with closing(open_database(tmp_path / "rescued.sqlite")) as db:
        (back,) = feeds.list_feeds(db, NOW)
        assert (back.title, back.tags, back.articles, back.unread) == ("Harbour", ("coast",), 2, 1)


def test_the_page_of_an_entry_takes_the_place_of_its_summary(desk):
    feed = subscribe(desk)
    url = "https://harbour.example/1"
    (article_id,) = bring(desk, feed, pack(1, url=url, is_summary=True)).new
    desk.mark(Action.BOOKMARK, (article_id,), True)
    due = entries.DuePage(article_id, url, 0)
    page = make_page("Quay 1 opens at last", "Ferry returns", text="The whole of it.", url=f"{url}/final")
    assert entries.store_page(desk._db, due, pack_page(page, make_origin(url=url)), NOW) == article_id
    reading = desk.read(article_id)
    assert (reading.article.parts[0].text, reading.row.is_bookmarked) == ("The whole of it.", True)
    assert [edge.text for edge in reading.edges] == ["Ferry returns"]
    assert desk.list_versions(article_id) == []
    assert bring(desk, feed, pack(1, "Another summary.", url=url, is_summary=True)) == entries.Stored()


def test_the_date_that_a_feed_gave_stays_where_its_page_has_none(desk):
    feed = subscribe(desk)
    url = "https://harbour.example/1"
    entry = make_page("Quay 1 opens", text="In short.", url=url, published="2031-05-04")
    packed = PackedEntry(1, 1, pack_page(entry, Origin(b"", "Harbour News")), True)
    (article_id,) = bring(desk, feed, packed).new
    origin = make_origin(url=url)
    page = pack_page(make_page("Quay 1 opens", text="The whole of it.", url=url), origin)
    # Fetched once more it is the same, as it is where it is split again.
    for _ in range(2):
        entries.store_page(desk._db, entries.DuePage(article_id, url, 0), page, NOW)
        assert desk.read(article_id).row.published == "2031-05-04"
    dated = pack_page(make_page("Quay 1 opens", text="The whole of it.", url=url, published="2031-05-05"), origin)
    entries.store_page(desk._db, entries.DuePage(article_id, url, 0), dated, NOW)
    assert desk.read(article_id).row.published == "2031-05-05"


def test_a_feed_that_was_asked_and_brought_nothing_lately_has_weeks_of_none(desk):
    feed = subscribe(desk)
    assert desk.list_feeds()[0].health.weeks == ()
    feeds.record_visit(desk._db, feed.id, feeds.Visit(NOW, NOW + 900, {}))
    assert desk.list_feeds()[0].health.weeks == (0,) * feeds.WEEKS


def test_an_entry_whose_page_is_another_article_brings_that(desk):
    feed = subscribe(desk)
    known = put(desk, "Quay 1 opens at last", url="https://harbour.example/final")
    short = "https://h.example/1"
    (stub,) = bring(desk, feed, pack(1, url=short)).new
    page = make_page("Quay 1 opens at last", text="The whole of it.", url="https://harbour.example/final")
    packed = pack_page(page, make_origin(url=short))
    assert entries.store_page(desk._db, entries.DuePage(stub, short, 0), packed, NOW) == known
    assert list_ids(desk, View.ALL) == [known]
    assert counts(desk) == [(1, 1)]
    assert list(desk.find_damage(lambda _: None)) == []


def test_a_tag_finds_what_is_tagged_and_what_tagged_feeds_bring(desk):
    feed = subscribe(desk, tags=["Coast"])
    new = bring(desk, feed, pack(1), pack(2)).new
    alone = put(desk, "Tagged alone")
    desk.set_tag([alone, new[0]], "coast", True)
    assert sorted(desk.find_ids("tag:coast", 9)) == sorted([*new, alone])
    assert desk.find_ids("-tag:coast", 9) == []
    desk.tag_feed(desk.list_feeds()[0], "coast", False)
    assert sorted(desk.find_ids("tag:Coast", 9)) == sorted([new[0], alone])
