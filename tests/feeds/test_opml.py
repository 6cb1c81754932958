"""Lists of feeds: read as other readers write them, and kept whole by a round trip."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.feeds.opml import read_opml, write_opml
from newsreader.model import FeedError, FullText, Subscription
from newsreader.text import clean_line


def read(body: str) -> tuple[Subscription, ...]:
    return read_opml(f'<?xml version="1.0"?><opml version="1.0"><body>{body}</body></opml>'.encode()).subscriptions


def test_folders_become_tags() -> None:
    found = read(
        '<outline text="Sea"><outline text="Boats"><outline text="Ferry" title="The Ferry" type="rss"'
        ' xmlUrl="https://isle.example/f" htmlUrl="https://isle.example/"/></outline></outline>'
        '<outline XMLURL="https://hill.example/f" text="https://hill.example/f" category="/a/b,c"/>'
        '<outline text="Also"><outline xmlUrl="https://isle.example/f"/></outline>'
    )
    assert found == (
        Subscription("https://isle.example/f", "The Ferry", "https://isle.example/", ("Sea/Boats", "Also")),
        Subscription("https://hill.example/f", "", "", ("a/b", "c")),
    )


def test_faults_are_mended_and_addresses_that_are_none_are_named() -> None:
    data = (
        '\ufeff <!-- <opml> --><opml><body><outline text="Fish & chips &nbsp; &lt;b>" xmlUrl="feed://isle.example/f?a=1&b=2">'
        '<outline xmlUrl="feed:https://hill.example/f"/><outline text="x" xmlUrl="exec:rm"/>'
    ).encode()
    read = read_opml(data)
    assert [(each.url, each.title) for each in read.subscriptions] == [
        ("http://isle.example/f?a=1&b=2", "Fish & chips <b>"),
        ("https://hill.example/f", ""),
    ]
    assert read.refused == ("exec:rm",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1, column 1"),
        ("\n\n  <html><body>", "begins with <html> (line 3, column 3)"),
        ("<opml>\n<body>\n<oops &", "can't be read as XML (line 3, column 7)"),
        ("<opml></body>", "line 1, column 9"),
    ],
)
def test_what_is_no_opml_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(FeedError, match=r"^not OPML: [^\n]+$") as caught:
        read_opml(text.encode())
    assert said in str(caught.value)


def test_entities_that_grow_do_not() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    data = (
        f'<!DOCTYPE opml [<!ENTITY l0 "ha">{laughs}]><opml><body><outline text="&l11;" xmlUrl="https://isle.example/"/>'
    )
    began = time.process_time()
    (found,) = read_opml(data.encode()).subscriptions
    assert found.title == "&l11;"
    deep = read_opml(b"<opml><body>" + b"<outline text='a'>" * 100_000)
    assert deep.subscriptions == ()
    assert time.process_time() - began < 4


NAMES = st.text(max_size=12).map(clean_line)
TAGS = st.one_of(NAMES.filter(bool), st.sampled_from(["sea", "sea/boats", "/a", "a//b", "50%, or %2C", "a/", " / "]))
SUBSCRIPTIONS = st.builds(
    Subscription,
    url=st.integers(0, 30).map(lambda number: f"https://isle.example/{number}?a=1&b=%22"),
    title=NAMES,
    home=st.sampled_from(["", "https://isle.example/?a=1&b='2'"]),
    tags=st.lists(TAGS.map(clean_line), max_size=4, unique=True).map(tuple),
    full_text=st.sampled_from(FullText),
    is_hidden=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(SUBSCRIPTIONS, unique_by=lambda each: each.url))
def test_a_round_trip_keeps_all(subscriptions: list[Subscription]) -> None:
    read = read_opml(write_opml(subscriptions).encode())
    assert sorted(read.subscriptions, key=lambda each: each.url) == sorted(subscriptions, key=lambda each: each.url)
    assert read.refused == ()
    again = read_opml(write_opml(read.subscriptions).encode())
    assert again == read
