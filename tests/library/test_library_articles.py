from __future__ import annotations

import json
import random
import zlib
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_stock import COUNTED, list_ids, make_origin, make_page, put

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library.content import count_words, pack_content, unpack_content
from newsreader.library.packing import to_moment
from newsreader.model import Action, Headline, LibraryError, Part, PartKind, Section, Status, View


def test_a_stored_article_comes_back_whole_after_reopening(library):
    page = make_page(
        "Ferry returns to Sandmouth | The Harbour Post",
        Headline("Lighthouse keeper retires", "A lamp at dusk", "Coast", "https://post.example/keeper"),
        "Tide tables for May",
        published="2031-05-04T07:40",
        url="https://post.example/ferry",
        site="The Harbour Post",
        byline=("Ada Quill", "Bo Marsh"),
        links=("Why the ferry stopped",),
    )
    page = type(page)(page.article, (*page.sections, Section("Topics", (), ("Ferries", "Coast"), ("Weather",))))
    with Desk(library, Settings()) as desk:
        outcome = desk.add_page(page, make_origin(name="dumps/ferry.txt"))
    assert (outcome.status, outcome.name, outcome.title) == (Status.ADDED, "dumps/ferry.txt", page.article.title)
    with Desk(library, Settings()) as desk:
        reading = desk.read(outcome.id)
    assert reading.article == page.article
    assert reading.sections == page.sections
    assert [(edge.number, edge.section, edge.text, edge.label) for edge in reading.edges] == [
        (1, None, "Why the ferry stopped", "Read more"),
        (2, 0, "Lighthouse keeper retires", ""),
        (3, 0, "Tide tables for May", ""),
    ]
    assert (reading.edges[1].alt, reading.edges[1].kicker, reading.edges[1].url) == (
        "A lamp at dusk",
        "Coast",
        "https://post.example/keeper",
    )
    assert reading.row.is_unread
    assert not reading.row.is_bookmarked


@pytest.mark.parametrize(
    ("site", "url", "name", "source"),
    [
        ("The Harbour Post", "https://post.example/a", "a.txt", "The Harbour Post"),
        ("", "https://www.post.example/a", "a.txt", "post.example"),
        ("", "", "dumps/of/a.txt", "a.txt"),
        ("", "", "-", "standard input"),
        ("", "", "/", "unnamed"),
    ],
)
def test_the_source_is_never_empty(desk, site, url, name, source):
    outcome = desk.add_page(make_page("A title", site=site, url=url), make_origin(name=name))
    assert desk.fetch_rows([outcome.id])[0].source == source


def test_the_same_bytes_are_one_article(desk):
    first = desk.add_page(make_page("Ferry returns"), make_origin(b"the dump"))
    again = desk.add_page(make_page("Ferry returns"), make_origin(b"the dump", name="copy.txt"))
    assert (again.status, again.id) == (Status.KNOWN, first.id)
    assert desk.count(View.ALL) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            {"title": "Ferry returns", "url": "https://post.example/ferry?utm_source=x"},
            {"title": "Ferry is back", "url": "http://www.post.example/ferry#top"},
        ),
        (
            {"title": "Ferry’s ‘long’ way home", "site": "Post", "published": "2031-05-04"},
            {"title": 'Ferry\'s "long" way home | Post', "site": "POST", "published": "2031-05-04T07:40"},
        ),
        ({"title": "Undated", "text": "The same."}, {"title": "Undated", "text": "The same."}),
    ],
)
def test_a_newer_page_of_an_article_replaces_what_was_understood(desk, first, second):
    old, new = (make_page(each.pop("title"), "A headline", **each) for each in (dict(first), dict(second)))
    article_id = desk.add_page(old, make_origin()).id
    desk.set_bookmarked(article_id, True)
    desk.mark_opened(article_id)
    desk.keep_offset(article_id, 120, 0.5)
    outcome = desk.add_page(new, make_origin())
    assert (outcome.status, outcome.id) == (Status.KNOWN, article_id)
    assert list_ids(desk, View.ALL) == [article_id]
    reading = desk.read(article_id)
    assert reading.article.title == new.article.title
    assert len(reading.edges) == 1
    assert reading.row.is_bookmarked
    assert not reading.row.is_unread
    assert desk.offset_of(article_id) == 120


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"published": "2031-05-04", "site": "Post"}, {"published": "2031-05-05", "site": "Post"}),
        ({"published": "2031-05-04", "site": "Post"}, {"published": "2031-05-04", "site": "Herald"}),
        ({"site": "Post", "text": "Monday's news."}, {"site": "Post", "text": "Tuesday's news."}),
        ({"published": "2031-05-04"}, {}),
    ],
)
def test_articles_that_share_only_a_title_stay_apart(desk, first, second):
    assert put(desk, "Morning briefing", **first) != put(desk, "Morning briefing", **second)
    assert desk.count(View.ALL) == 2


def test_an_address_once_known_is_kept(desk):
    dated = {"published": "2031-05-04", "site": "Post"}
    article_id = put(desk, "Ferry returns", url="https://post.example/ferry", **dated)
    assert put(desk, "Ferry returns", **dated) == article_id
    assert desk.read(article_id).article.url == "https://post.example/ferry"


def test_the_same_text_from_elsewhere_leaves_an_article_where_it_is(desk):
    text = "The ferry came back with all its lamps lit and the band playing on deck. " * 4
    here = {"url": "https://post.example/ferry", "site": "Post", "published": "2031-05-04", "text": text}
    article_id = put(desk, "Ferry returns", **here)
    # By its text, of a site of another name; by title, site and day, at another address.
    assert put(desk, "Ferry returns", text=text, site="Herald") == article_id
    assert put(desk, "Ferry returns", **{**here, "url": "https://post.example/ferry-2"}) == article_id
    for _ in range(2):
        reading = desk.read(article_id)
        assert (reading.article.url, reading.article.site, reading.row.source) == (here["url"], "Post", "Post")
        assert desk.find_ids("site:post.example", 9) == [article_id]
        assert desk.find_ids("site:herald", 9) == []
        list(desk.reparse())
    # Where all that is known of its place is the site, the address is news, the site is not.
    other = put(desk, "Goat returns", text=f"{text} Goat.", site="Post")
    assert put(desk, "Goat returns", text=f"{text} Goat.", site="Herald", url="https://herald.example/goat") == other
    assert (desk.read(other).article.url, desk.read(other).row.source) == ("https://herald.example/goat", "Post")


def test_lists_go_from_the_newest_publication_and_by_arrival_where_none_is_known(desk):
    old = put(desk, "Old", published="1999-01-02")
    undated = put(desk, "Undated")
    month = put(desk, "A month", published="2001-03")
    morning = put(desk, "Morning", published="2031-05-04T07:40")
    zoned = put(desk, "Earlier elsewhere", published="2031-05-04T08:40+02:00")
    twin = put(desk, "Morning, too", published="2031-05-04T07:40")
    # Fiction is dated in the future, so what arrives today stands between.
    assert list_ids(desk, View.ALL) == [twin, morning, zoned, undated, month, old]


def test_rows_come_in_the_order_asked_without_those_that_are_gone(desk):
    ids = [put(desk, f"Title {number}") for number in range(3)]
    assert [row.id for row in desk.fetch_rows([ids[2], 999, ids[0]])] == [ids[2], ids[0]]
    assert desk.fetch_rows([]) == []


def test_rows_of_a_long_list_come_complete(desk):
    ids = [put(desk, f"Title {number}") for number in range(7)]
    asked = ids * 200
    assert [row.id for row in desk.fetch_rows(asked)] == asked


@pytest.mark.parametrize("seed", range(6))
def test_counts_follow_whatever_is_done(desk, seed):
    pick = random.Random(seed)
    ids = []
    for _ in range(60):
        article_id = pick.choice(ids) if ids else 0
        match pick.choice(["add", "add", "change", "read", "delete", "undelete", "undo", "redo"]):
            case "add":
                site = pick.choice(["", "Post", "Herald"])
                url = pick.choice(["", f"https://post.example/{pick.randrange(9)}"])
                ids.append(
                    put(desk, f"Storm number {pick.randrange(4)} closes the northern harbour", site=site, url=url)
                )
            case "change" if ids:
                put(
                    desk,
                    "Another title",
                    site="Mirror",
                    url=f"https://post.example/{pick.randrange(9)}",
                    text=str(pick.random()),
                )
            case "read" if ids:
                with suppress(LibraryError):  # it may be in the trash
                    desk.mark(Action.READ, [article_id], pick.random() < 0.6)
            case "delete" | "undelete" as word if ids:
                desk.mark(Action.DELETE, [article_id], word == "delete")
            case "undo":
                desk.undo()
            case "redo":
                desk.redo()
    assert list(desk.find_damage(lambda _: None)) == []
    assert desk.count(View.ALL) == len(list_ids(desk, View.ALL))
    sites = {name: (articles, unread) for name, articles, unread in desk.list_sites(99)}
    assert sites["Post"][0] >= sites["Post"][1] >= 0


def test_counts_follow_every_change(desk):
    ids = [put(desk, f"Title {number}") for number in range(3)]
    desk.mark_opened(ids[0])
    desk.set_read(ids[1], True)
    desk.set_read(ids[1], False)
    desk.set_bookmarked(ids[2], True)
    desk.set_bookmarked(ids[1], True)
    desk.set_bookmarked(ids[2], False)
    desk.set_wanted("A wish", "", True)
    desk.set_wanted("Another", "", True)
    desk.set_wanted("A wish", "", False)
    assert [desk.count(view) for view in COUNTED] == [3, 2, 1, 1, 0]
    desk.mark(Action.DELETE, ids[1:], True)
    assert [desk.count(view) for view in COUNTED] == [1, 0, 0, 1, 2]
    desk.undo()
    assert [desk.count(view) for view in COUNTED] == [3, 2, 1, 1, 0]
    for view in (View.ALL, View.UNREAD, View.BOOKMARKS):
        assert len(list_ids(desk, view)) == desk.count(view)


@pytest.mark.parametrize("published", ["", "yesterday", "2031-13-40", "20", "0000-00-00"])
def test_what_is_no_date_is_no_moment(published):
    assert to_moment(published) is None


def test_links_are_not_counted_as_words_and_ideographs_are():
    parts = (
        Part(PartKind.LEAD, "three short words"),
        Part(PartKind.LINK, "not these"),
        Part(PartKind.QUOTE, "渡船回来了吗"),
    )
    assert count_words(parts) == 6


@given(st.text(st.sampled_from("aB. \n é"), max_size=30))
def test_words_are_what_white_space_parts(text):
    assert count_words((Part(PartKind.PARAGRAPH, text),)) == len(text.split())


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
parts = st.lists(
    st.builds(Part, st.sampled_from(PartKind), texts)
    | st.builds(Part, st.sampled_from(PartKind), texts, texts, texts, texts, texts, st.booleans()),
    max_size=4,
).map(tuple)
headlines = st.lists(st.builds(Headline, texts, texts, texts, texts), max_size=4).map(tuple)
sections = st.lists(
    st.builds(
        Section, texts, headlines, st.lists(texts, max_size=2).map(tuple), st.lists(texts, max_size=2).map(tuple)
    ),
    max_size=3,
).map(tuple)


@given(parts, sections)
def test_content_survives_packing(parts, sections):
    assert unpack_content(pack_content(parts, sections)) == (parts, sections)


def test_content_that_knows_nothing_of_joined_lines_is_read_and_reads_such():
    parts = (Part(PartKind.PARAGRAPH, "if goat:"), Part(PartKind.PARAGRAPH, "    feed(goat)", is_joined=True))
    content = json.loads(zlib.decompress(pack_content(parts, ())))
    assert content["parts"] == [{"kind": "paragraph", "text": part.text} for part in parts]
    del content["joined"]
    apart = (parts[0], replace(parts[1], is_joined=False))
    assert unpack_content(zlib.compress(json.dumps(content).encode())) == (apart, ())
    assert json.loads(zlib.decompress(pack_content(apart, ()))) == content


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_a_list_comes_in_pages_that_miss_and_repeat_nothing(desk, size):
    # Several of one moment.
    ids = [put(desk, f"Title {number}", published=f"2031-05-0{number % 3 + 1}") for number in range(12)]
    desk.mark(Action.READ, ids[::2], True)
    desk.mark(Action.DELETE, ids[:3], True)
    for view in (View.ALL, View.UNREAD):
        found, key = desk.list_page(view, None, size)
        while key is not None:
            more, key = desk.list_page(view, key, size)
            found += more
        assert [row.id for row in found] == list_ids(desk, view)
    trash, _ = desk.list_page(View.TRASH, None, 9)
    assert {row.id for row in trash} == set(ids[:3])


def test_the_same_text_without_an_address_is_the_same_article(desk):
    text = "The ferry came back with all its lamps lit and the band playing on deck. " * 4
    first = put(desk, "Ferry returns", text=text, url="https://post.example/a", published="2031-05-04")
    assert put(desk, "Ferry returns - as it came by mail", text=text) == first
    assert put(desk, "Ferry returns", text=text, url="https://herald.example/a") != first
    assert put(desk, "Ferry returns", text=text, published="2031-05-05") != first
    assert put(desk, "A stub", text="See the site.") != put(desk, "Another stub", text="See the site.")


def test_a_title_of_a_series_means_that_of_its_own_site(desk):
    title = "Morning briefing: all you need to know"
    for day in range(1, 5):
        for site in ("Post", "Herald"):
            put(desk, title, published=f"2031-05-0{day}", site=site)
    linking = put(desk, "Another", title, published="2031-05-03", site="Post")
    targets = desk.read(linking).edges[0].targets
    assert {row.source for row in targets} == {"Post"}
    assert targets[0].published == "2031-05-03"
    # A feed that brought it may be called otherwise.
    desk.subscribe("https://post.example/feed", name="News of the isles")
    desk._db.execute("INSERT INTO entry (feed_id, guid_hash, digest, article_id) VALUES (1, 1, 1, ?)", (linking,))
    reading = desk.read(linking)
    assert (reading.row.source, reading.row.site) == ("News of the isles", "Post")
    assert reading.edges[0].targets == targets


def test_one_note_and_its_undoing(desk):
    article = put(desk, "Ferry returns")
    desk.set_note(article, " Ask \x1b[31mAda ")
    assert desk.read(article).kept.note == "Ask Ada"
    desk.set_note(article, "Ask Bo")
    assert desk.set_note(article, "Ask Bo").id == 0
    desk.undo()
    assert desk.read(article).kept.note == "Ask Ada"
    desk.redo()
    assert desk.read(article).kept.note == "Ask Bo"
    desk.undo()
    desk.undo()
    assert desk.read(article).kept.note == ""
    assert desk.undo() is None


def test_redo_ends_where_something_else_was_done(desk):
    first, second = put(desk, "One"), put(desk, "Two")
    desk.set_bookmarked(first, True)
    desk.set_tag((first, second), "coast", True)
    assert [desk.undo().action, desk.undo().action] == [Action.TAG, Action.BOOKMARK]
    assert desk.redo().action is Action.BOOKMARK
    desk.set_read(second, True)
    assert desk.redo() is None
    assert desk.list_tags() == []
    assert [change.action for change in desk.list_changes(9)] == [Action.READ, Action.TAG, Action.BOOKMARK]
    assert [change.is_undone for change in desk.list_changes(9)] == [False, True, False]


def test_one_terminal_undoes_its_own_and_the_command_line_the_last_of_all(desk, library):
    article = put(desk, "One")
    desk.set_bookmarked(article, True)
    with Desk(library, Settings(), origin="newsreader tag") as other:
        other.set_tag((article,), "coast", True)
    assert desk.list_changes(1)[0].origin == "newsreader tag"
    assert desk.undo().action is Action.BOOKMARK
    assert desk.undo() is None
    with Desk(library, Settings(), origin="newsreader undo") as third:
        assert third.undo() is None
        assert third.undo_any().action is Action.TAG
        assert third.undo_any() is None
        assert third.redo_any().action is Action.BOOKMARK
        assert third.redo_any().action is Action.TAG
    assert desk.read(article).kept.tags == ("coast",)


def test_a_change_of_many_is_all_or_nothing(desk):
    ids = [put(desk, f"Title {number}") for number in range(3)]
    with pytest.raises(LibraryError, match="no article 99"):
        desk.mark(Action.BOOKMARK, (*ids, 99), True)
    with pytest.raises(LibraryError, match="no article 99"):
        desk.set_tag((*ids, 99), "coast", True)
    assert desk.count(View.BOOKMARKS) == len(desk.list_tags()) == 0
    assert desk.mark(Action.BOOKMARK, [*ids, *ids], True).title == "3 articles"
    assert desk.set_tag([ids[0]] * 2, "coast", True).title == "Title 0"
    assert desk.mark(Action.BOOKMARK, ids, True).id == 0
