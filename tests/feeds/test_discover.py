"""The feeds that pages name, and where else to look."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsreader.feeds.discover import find_feeds, guess_feeds
from newsreader.model import Link

URL = "https://isle.example/news/today.html"


def test_a_page_names_its_feeds() -> None:
    html = """<head><base href="/files/">
        <LINK REL="Alternate" TYPE="application/rss+xml; charset=utf-8" HREF="all.xml" TITLE="All &amp; more">
        <link rel="alternate" type="application/atom+xml" href="//hill.example/atom">
        <link rel="alternate" type="application/feed+json" href="https://isle.example/feed.json" title=" ">
        <link rel="alternate" type="application/rss+xml" href="all.xml" title="Again">
        <link rel="alternate" type="application/json" href="https://isle.example/wp-json/posts/1">
        <link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" type="text/css" href="/a.css">
        <link rel="alternate" type="application/rss+xml" href="javascript:x()"></head>"""
    assert find_feeds(html, URL) == (
        Link("All & more", "https://isle.example/files/all.xml"),
        Link("Atom", "https://hill.example/atom"),
        Link("JSON Feed", "https://isle.example/feed.json"),
    )


def test_addresses_to_try_begin_near_the_page() -> None:
    tried = guess_feeds(URL)
    assert tried[0] == "https://isle.example/news/feed"
    assert "https://isle.example/index.xml" in tried
    assert len(set(tried)) == len(tried)
    assert guess_feeds("https://isle.example") == guess_feeds("https://isle.example/")
    assert guess_feeds("https://isle.example")[0] == "https://isle.example/feed"
    assert guess_feeds("ftp://isle.example") == ()


@given(st.text(max_size=100))
def test_no_page_and_no_address_raises(text: str) -> None:
    find_feeds(f"<link rel=alternate type=application/rss+xml href='{text}' title='{text}'>", text)
    guess_feeds(text)
