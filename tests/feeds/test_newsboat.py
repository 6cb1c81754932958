"""What newsboat keeps: its lists, its queries as ours, its articles; and nothing of it is touched."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsboat_cache import make_cache

from newsreader.feeds.filters import UntranslatableError, flag_tag, translate_filter
from newsreader.feeds.newsboat import HidingRule, Places, Search, find_newsboat, read_cache, read_newsboat
from newsreader.library.query import parse_query
from newsreader.model import FeedError, Link, Subscription

URLS = r"""
# my feeds
https://isle.example/feed sea "two words" "~The \"isle\"" # a comment
https://hill.example/feed "!" "~Hill"
"query:Unread goats:unread = \"yes\" and title =~ \"goat\"" q
"query:Odd:rssurl =~ \"hill\""
"query::unread = \"yes\""
"exec:~/bin/make feed" scripts
filter:~/bin/clean:https://quay.example/feed
filter:~/bin/clean:quay
file:///var/log/feed.xml
https://isle.example/feed again
not an address
"""
CONFIG = r"""
include "more"
ignore-article "*" "title =~ \"Ferry\""
ignore-article "https://hill.example/feed" "author =~ \"Bo\" or author =~ \"Anna\""
ignore-article "*" "title =~ \"^RT.*\""
include missing
color background white black
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    folder = tmp_path / ".newsboat"
    folder.mkdir()
    (folder / "urls").write_text(URLS)
    (folder / "config").write_text(CONFIG)
    (folder / "more").write_text('include config\nignore-article "*" "age > 30"\n')
    found = find_newsboat(tmp_path, {})
    assert found is not None
    return found


def test_the_lists_are_read(places: Places) -> None:
    read, _ = read_newsboat(places)
    assert read.subscriptions == (
        Subscription("https://isle.example/feed", 'The "isle"', tags=("sea", "two words")),
        Subscription("https://hill.example/feed", "Hill", is_hidden=True),
        Subscription("exec:~/bin/make feed", tags=("scripts",)),
        Subscription("filter:~/bin/clean:https://quay.example/feed"),
    )
    assert read.searches == (Search("Unread goats", "is:unread title:goat*"),)
    assert read.rules == (
        HidingRule("title:Ferry*"),
        HidingRule("author:Bo OR author:Anna*", "https://hill.example/feed"),
        HidingRule("before:31d"),
    )
    reasons = {refusal.text: refusal.reason for refusal in read.refusals}
    assert reasons['query:Odd:rssurl =~ "hill"'] == "a query can't ask for a feed's address (`rssurl`)"
    assert reasons['query::unread = "yes"'].startswith("a query needs a name")
    assert "regular expression" in reasons['ignore-article * title =~ "^RT.*"']
    assert reasons["file:///var/log/feed.xml"] == "a file, not an address"
    assert reasons["not"] == "no address of the web"
    assert reasons["filter:~/bin/clean:quay"] == "a filter is filter:COMMAND:URL, the address of a feed last"
    assert any(text.startswith("include") and "missing" in text for text in reasons)


def test_folders_are_found_where_newsboat_has_them(tmp_path: Path) -> None:
    assert find_newsboat(tmp_path, {}) is None
    old = tmp_path / ".newsbeuter"
    old.mkdir()
    (old / "urls").touch()
    assert find_newsboat(tmp_path, {}) == Places(old / "urls", old / "config", old / "cache.db")
    config = tmp_path / ".config/newsboat"
    config.mkdir(parents=True)
    (config / "urls").touch()
    places = Places(config / "urls", config / "config", tmp_path / ".local/share/newsboat/cache.db")
    assert find_newsboat(tmp_path, {}) == places
    moved = tmp_path / "elsewhere"
    (moved / "newsboat").mkdir(parents=True)
    (moved / "newsboat/urls").touch()
    found = find_newsboat(tmp_path, {"XDG_CONFIG_HOME": str(moved), "XDG_DATA_HOME": str(moved)})
    assert found is not None
    assert (found.urls, found.cache) == (moved / "newsboat/urls", moved / "newsboat/cache.db")


def test_the_cache_is_read_and_left_alone(places: Places) -> None:
    make_cache(
        places.cache,
        (
            "g1",
            "Goats &\x1b[31m sheep",
            "K",
            "https://isle.example/1",
            1780300800,
            "<p>Seen</p>",
            0,
            None,
            None,
            "bA",
            0,
        ),
        ("g2", "Two", "", "", 0, "<p>x", 1, "https://isle.example/a.mp3", "audio/mpeg", None, 1),
        ("g3", b"caf\xe9", "", "", 10**15, "", 1, "", "", "", 0),
    )
    before = {path: path.read_bytes() for path in places.cache.parent.iterdir()}
    first, second, third = read_cache(places.cache)
    assert first.feed == "https://isle.example/feed"
    assert (first.entry.guid, first.entry.title, first.entry.byline) == ("g1", "Goats & sheep", ("K",))
    assert (first.entry.published, first.entry.html) == ("2026-06-01T08:00:00+00:00", "<p>Seen</p>")
    assert (first.is_unread, first.flags, first.is_deleted) == (False, "bA", False)
    assert (second.is_unread, second.flags, second.is_deleted) == (True, "", True)
    assert second.entry.enclosures == (Link("audio/mpeg", "https://isle.example/a.mp3"),)
    assert third.entry.published == ""
    assert {path: path.read_bytes() for path in places.cache.parent.iterdir()} == before
    assert flag_tag("b") != flag_tag("B")


def test_a_cache_with_a_log_of_writes_is_read_without_writing(places: Places) -> None:
    make_cache(places.cache, ("g1", "One", "", "", 0, "", 1, "", "", "", 0), script="PRAGMA journal_mode=WAL;")
    before = sorted(places.cache.parent.iterdir())
    assert [each.entry.guid for each in read_cache(places.cache)] == ["g1"]
    assert sorted(places.cache.parent.iterdir()) == before


def test_what_is_wrong_with_a_cache_is_said(places: Places, tmp_path: Path) -> None:
    assert list(read_cache(places.cache)) == []
    places.cache.write_bytes(b"no database at all" * 100)
    with pytest.raises(FeedError, match="may be damaged"):
        list(read_cache(places.cache))
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE goats (name)").connection.close()
    with pytest.raises(FeedError, match="no cache of newsboat's"):
        list(read_cache(other))


@pytest.mark.parametrize(
    ("expression", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "is:read"),
        ('title =~ "goat" and title !~ "sheep|cow"', "title:goat* -title:sheep* -title:cow*"),
        (
            '( author =~ "Anna" or author =~ "Bo" ) and ( title =~ "sea bird" )',
            'author:Anna* OR author:Bo title:"sea bird*"',
        ),
        ('(title =~ "a-b" or (content =~ "fog" or content =~ "ice"))', 'title:"a-b" OR body:fog* OR body:ice*'),
        ('tags # "sea" and flags # "B"', "tag:sea tag:flag-capital-b"),
        ('tags !# "two words"', '-tag:"two words"'),
        ("age < 7", "after:7d"),
        ("age <= 7", "after:8d"),
        ("age between 10:2", "before:2d after:11d"),
        ("age between 0:10", "after:11d"),
        ("age = 0", "after:1d"),
    ],
)
def test_filters_become_queries(expression: str, query: str) -> None:
    assert translate_filter(expression) == query
    parse_query(query, datetime.now(UTC))


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "title",
        'title = "Goats"',
        'title =~ "^goat"',
        'title =~ "goat" and title =~ "a" or title =~ "b"',
        '(title =~ "goat" and title =~ "a") or title =~ "b"',
        'title =~ "goat" or title !~ "b"',
        "age = 3 or age = 5",
        '(title =~ "goat"',
        'title =~ "goat")',
        "unread_count > 0",
        'link =~ "x"',
        'feathers = "yes"',
        "age > soon",
        'title =~ "goat" ; drop',
        "(" * 199,
        "(" * 10_000,
    ],
)
def test_what_no_query_says_is_refused_with_a_reason(expression: str) -> None:
    with pytest.raises(UntranslatableError, match=r"^[^\n]+$"):
        translate_filter(expression)


@given(st.text(alphabet='title author=~!#()"andor <>0:9|*-\\ é', max_size=60))
def test_any_expression_gives_a_query_that_is_one_or_a_reason(expression: str) -> None:
    try:
        query = translate_filter(expression)
    except UntranslatableError:
        return
    parse_query(query, datetime.now(UTC))
