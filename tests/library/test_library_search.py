"""Search: what is found, in what order, and where its words stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from library_stock import make_origin, make_page, put

from newsreader.library import search
from newsreader.library.conditions import Condition
from newsreader.library.query import parse_query
from newsreader.library.search import MOST_FOUND, find_snippet
from newsreader.model import Action, QueryError, Status

NOW = datetime(2031, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def shelf(desk):
    """Some articles by a short name each."""
    pages = {
        "ferry": make_page(
            "Ferry returns to Sandmouth", text="The night boat came back.", published="2031-03-04", site="Harbour Post"
        ),
        "goat": make_page(
            "Goat on the roof",
            "Ferry returns to Sandmouth",
            text="It had come by ferry, and would not go.",
            published="2031-02-28T23:30-05:00",
            byline=("Ada Quill",),
            url="https://roof.example/goat",
        ),
        "cafe": make_page("Café Łódź opens", text="The naïve baker of Αθήνα serves Straße-buns.", published="2030"),
        "tokyo": make_page("東京都知事選挙", text="昨日、京都の議会は新しい橋を決めた。서울에서 열렸다."),
        "quiet": make_page("Nothing happened", text="Nothing at all. A quiet day's end."),
    }
    return {name: desk.add_page(page, make_origin()).id for name, page in pages.items()}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        # Best first: a word in the title counts more than one in the text.
        ("ferry", "ferry goat"),
        ("FERRY", "ferry goat"),
        ("ferry goat", "goat"),
        ('"night boat"', "ferry"),
        ('"boat night"', ""),
        ("ferry -goat", "ferry"),
        ("-ferry is:unread", "quiet tokyo cafe"),
        ("goat OR quiet", "goat quiet"),
        ("ferr*", "ferry goat"),
        ("ferr", ""),
        ("title:ferry", "ferry"),
        ("title:ferry OR title:roof", "ferry goat"),
        ("site:roof.example", "goat"),
        ('site:"harbour post"', "ferry"),
        ("author:quill", "goat"),
        ("quill -author:quill", ""),
        # Diacritics and case folded, on both sides.
        ("cafe lodz", "cafe"),
        ("CAFÉ", "cafe"),
        ("naive", "cafe"),
        ("αθηνα", "cafe"),
        ("strasse", "cafe"),
        # Writings without blanks: any two characters, or the first of a word.
        ("東京", "tokyo"),
        ("京都", "tokyo"),
        ("知事選挙", "tokyo"),
        ("東事", ""),
        ("橋", "tokyo"),
        ("서울", "tokyo"),
        ("date:2031", "ferry goat"),
        ("date:2031-02", "goat"),
        ("date:2031-02-28", "goat"),
        ("date:2031-03-01", ""),
        ("after:2031-03-04", "ferry"),
        ("before:2031-03-04", "goat cafe quiet tokyo"),
        ("before:2031 is:unread", "cafe quiet tokyo"),
        ("ferry date:2031-03", "ferry"),
        ("has:links", "goat"),
        ("has:author ferry", "goat"),
        ("-has:date", "quiet tokyo"),
        ("is:read", ""),
        ("added:1d ferry", "ferry goat"),
        ("added:2020", ""),
        ("day's", "quiet"),
        ("& —", "quiet tokyo ferry goat cafe"),
    ],
)
def test_a_query_finds(desk, shelf, query, names):
    found = desk.find_ids(query, MOST_FOUND)
    # Articles without a date stand where they arrived, which is before all others' days.
    dated = [each for each in found if each not in (shelf["quiet"], shelf["tokyo"])]
    expected = [shelf[name] for name in names.split()]
    assert sorted(found) == sorted(expected)
    assert dated == [each for each in expected if each in dated]


def test_words_that_nearly_all_articles_have_are_searched_in_the_newest(desk, monkeypatch):
    monkeypatch.setattr("newsreader.library.search._LARGE", 8)
    monkeypatch.setattr("newsreader.library.search._SAMPLE", 4)
    ids = [
        put(desk, f"{'The ferry' if number in (1, 5) else 'Boat'} {number}", text="of the sea") for number in range(12)
    ]
    # Titles first, then the newest; the oldest are not looked at.
    assert desk.find_ids("the", 99) == [ids[5], *ids[:5:-1], ids[4]]
    assert desk.find_ids('"of the"', 99) == ids[:3:-1]
    # One word that tells is enough to find it wherever it is.
    assert desk.find_ids("the ferry", 99) == [ids[5], ids[1]]
    assert desk.find_ids('"of the" ferry', 99) == [ids[5], ids[1]]
    assert desk.find_ids("the OR ferry -boat", 99) == [ids[5]]


def test_marks_and_tags_are_found_as_they_change(desk, shelf):
    ferry, goat = shelf["ferry"], shelf["goat"]
    desk.set_bookmarked(ferry, True)
    desk.mark_opened(goat)
    desk.set_tag((ferry, goat), "Coast Line", True)
    desk.set_note(goat, "Ask Ada")
    assert desk.find_ids("is:bookmarked", 9) == [ferry]
    assert desk.find_ids("is:read", 9) == desk.find_ids("is:opened", 9) == desk.find_ids("read:1h", 9) == [goat]
    assert desk.find_ids('tag:"coast line"', 9) == [ferry, goat]
    assert desk.find_ids("is:noted", 9) == desk.find_ids("has:note boat OR ferry", 9) == [goat]
    desk.set_tag((ferry,), "coast line", False)
    assert desk.find_ids('tag:"coast line" OR is:bookmarked', 9) == [ferry, goat]
    assert [desk.list_tags(), desk.read(goat).kept.tags] == [[("coast line", 1, 0)], ("coast line",)]


def test_what_is_in_the_trash_is_found_only_there(desk, shelf):
    desk.mark(Action.DELETE, (shelf["ferry"],), True)
    assert desk.find_ids("ferry", 9) == [shelf["goat"]]
    assert desk.find_ids("ferry is:trash", 9) == desk.find_ids("is:trash", 9) == [shelf["ferry"]]
    assert desk.read(shelf["ferry"]) is None
    assert not desk.read(shelf["goat"]).edges[0].targets
    desk.undo()
    assert desk.find_ids("ferry", 9) == [shelf["ferry"], shelf["goat"]]
    assert [row.id for row in desk.read(shelf["goat"]).edges[0].targets] == [shelf["ferry"]]


@pytest.mark.parametrize("most", [0, 1, 5000])
def test_few_or_many_that_are_left_out_are_found_only_where_they_are(desk, shelf, monkeypatch, most):
    monkeypatch.setattr(search, "_MOST_LEFT_OUT", most)
    desk.mark(Action.DELETE, (shelf["ferry"],), True)
    desk._db.execute("UPDATE article SET hidden_at = 1 WHERE id = ?", (shelf["quiet"],))
    assert desk.find_ids("ferry OR quiet", 9) == [shelf["goat"]]
    assert desk.find_ids("ferry OR quiet is:hidden", 9) == [shelf["quiet"]]
    assert desk.find_ids("ferry OR quiet is:trash", 9) == [shelf["ferry"]]


def test_deleted_articles_go_for_good_after_30_days(desk, shelf, monkeypatch):
    desk.mark(Action.DELETE, (shelf["ferry"],), True)
    assert desk.purge_trash() == 0
    desk._db.execute("UPDATE article SET deleted_at = deleted_at - 30 * 24 * 3600 - 1 WHERE deleted_at IS NOT NULL")
    assert desk.purge_trash() == 1
    assert desk.find_ids("ferry is:trash", 9) == []
    assert desk.undo().action is Action.DELETE
    assert desk.find_ids("ferry", 9) == [shelf["goat"]]
    desk._db.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_an_article_in_the_trash_comes_back_when_it_is_added_again(desk):
    page, origin = make_page("Ferry returns"), make_origin()
    first = desk.add_page(page, origin)
    desk.mark(Action.DELETE, (first.id,), True)
    again = desk.add_page(page, origin)
    assert (again.status, again.id) == (Status.ADDED, first.id)
    assert desk.find_ids("ferry", 9) == [first.id]


def test_a_changed_page_is_found_by_what_it_says_now_and_its_versions_are_kept(desk):
    url = "https://post.example/ferry"
    article = put(desk, "Ferry returns", text="It came at noon.", url=url, byline=("Ada Quill",))
    assert put(desk, "Ferry returns late", text="It came at dusk.", url=url) == article
    assert put(desk, "Ferry returns late", text="It came at dusk.", url=url) == article
    assert desk.find_ids("noon", 9) == desk.find_ids("quill", 9) == []
    assert desk.find_ids("dusk late", 9) == [article]
    (version,) = desk.list_versions(article)
    assert (version.title, version.words) == ("Ferry returns", 4)
    old = desk.read_version(article, version.id)
    assert (old.article.parts[0].text, old.article.byline, old.row.id) == ("It came at noon.", ("Ada Quill",), article)
    assert desk.read(article).article.parts[0].text == "It came at dusk."
    assert desk.read_version(article, version.id + 1) is None


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ('ferry "night boat', 7, "not closed"),
        ("ferry colour:red", 7, "no filter colour:"),
        ("OR ferry", 1, "both sides"),
        ("ferry OR", 8, "both sides"),
        ("ferry OR OR goat", 10, "both sides"),
        ("ferry OR -goat", 10, "left out"),
        ("date:soon", 1, "2031-03-04"),
        ("date:2031-13", 1, "2031-03-04"),
        ("before:99999y", 1, "before all dates"),
        ("is:new", 1, "unread"),
        ("title:", 1, "needs a word"),
        ("ferry bo*", 7, "three letters"),
        ("tag:", 1, "needs a word"),
    ],
)
def test_a_bad_query_is_explained_where_it_is_wrong(query, place, words):
    with pytest.raises(QueryError, match=words) as caught:
        parse_query(query, NOW)
    assert caught.value.place == place
    assert f"character {place}" in str(caught.value)


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2031", "2031-01-01", "2032-01-01"),
        ("2031-12", "2031-12-01", "2032-01-01"),
        ("2031-02-28", "2031-02-28", "2031-03-01"),
        ("today", "2031-03-10", "2031-03-11"),
        ("yesterday", "2031-03-09", "2031-03-10"),
    ],
)
def test_days_are_counted_where_the_reader_is(value, start, end):
    zone = NOW.astimezone().tzinfo
    (choice,) = parse_query(f"added:{value}", NOW.replace(tzinfo=zone)).choices
    (condition,) = choice.options
    assert isinstance(condition, Condition)
    assert [datetime.fromtimestamp(each, zone).date().isoformat() for each in condition.values] == [start, end]


def test_an_age_counts_from_now():
    (choice,) = parse_query("read:12h", NOW).choices
    assert choice.options[0].values[0] == (NOW - timedelta(hours=12)).timestamp()


hostile = st.text(
    st.one_of(st.sampled_from("\"-:*()^{}[]+,.;%_'\\ORNOTAND NEAR\x00\ufdd0東é\u0301"), st.characters()), max_size=40
)


@example('"" OR ""')
@example("title:* -* a*b *")
@example('x" OR rowid MATCH "y')
@example("NEAR(a b) AND NOT ^c")
@example("is:unread; DROP TABLE article")
@given(hostile)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_query_breaks_anything(desk, text):
    if not desk.find_ids("keeper", 9):
        put(desk, "Keeper retires", text="He kept the light.")
    found, place = [], 1
    try:
        found = desk.find_ids(text, 9)
        desk.explain_nothing(text)
    except QueryError as error:
        place = error.place
    assert 1 <= place <= len(text) + 1
    for hit in desk.find_hits(text, found) if found else ():
        assert all(0 <= start < end <= len(hit.snippet.text) for start, end in hit.snippet.marks)
    assert desk.find_ids("keeper", 9)


def test_nothing_found_is_explained(desk, shelf):
    assert desk.find_ids("ferry is:read after:2031-03", 9) == []
    assert desk.explain_nothing("ferry is:read after:2031-03") == [("ferry", 0), ("is:read", 1), ("after:2031-03", 0)]


# --- snippets ---------------------------------------------------------------------------------------------------------

LONG = " ".join(f"word{number}" for number in range(400))


def snip(text, query):
    snippet = find_snippet(text, parse_query(query, NOW).terms)
    return snippet.text, [snippet.text[start:end] for start, end in snippet.marks]


def test_a_snippet_shows_the_words_together():
    text = f"{LONG} The ferry left. {LONG} A ferry took the goat home. {LONG}"
    shown, marked = snip(text, "goat ferry")
    assert marked == ["ferry", "goat"]
    assert "A ferry took the goat home." in shown
    assert shown[0] == shown[-1] == "…"
    assert len(shown) <= 202


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Café Łódź, by the Straße.", "lodz strasse cafe", ["Café", "Łódź", "Straße"]),
        ("昨日、東京都知事は京都へ。", "京都", ["京都", "京都"]),
        ("Ferries and ferrymen", "ferr*", ["Ferries", "ferrymen"]),
        ("Nothing of it here.", "title:ferry", []),
        ("", "ferry", []),
    ],
)
def test_what_was_looked_for_is_marked(text, query, marked):
    shown, found = snip(text, query)
    assert (shown, found) == (text, marked)


def test_a_short_text_is_shown_whole_and_a_long_word_is_cut():
    assert snip("One line.\nAnother.", "line") == ("One line. Another.", ["line"])
    assert len(snip("x" * 5000, "y")[0]) <= 202


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("fer", "fer*"),
        ("night fer", "night fer*"),
        ("title:fer", "title:fer*"),
        ("-goat Før", "-goat Før*"),
        ("goat OR fer", "goat OR fer*"),
        ("night-boa", "night-boa*"),
        *((text, text) for text in ("", "fe", "fer ", "fer*", "fer,", '"night fer"', '"night fer', "-fer", "goat OR")),
        *((text, text) for text in ("is:unr", "tag:sea", "title:", "title:~fer", "港口", "night-bo", "date:2031")),
    ],
)
def test_the_word_that_is_being_typed_stands_for_all_that_begin_so(desk, typed, asked):
    assert desk.spread_query(typed) == asked
