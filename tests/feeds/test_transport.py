"""What is read from headers, bodies and robots.txt: plain values, from text that may be anything."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.feeds.addresses import read_target
from newsreader.feeds.headers import read_max_age, read_retry_after, read_validator
from newsreader.feeds.messages import FetchError
from newsreader.feeds.robots import is_path_allowed, read_rules
from newsreader.text import clean_url
from newsreader.unpacking import TooLargeError, UnpackingError, unpack_body

NOW = 1_000_000_000.0  # Sun, 09 Sep 2001 01:46:40 GMT


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 09 Sep 2001 01:47:40 GMT", 60.0),
        ("Sun, 09 Sep 2001 01:40:00 GMT", 0.0),
        ("Sunday, 09-Sep-01 01:47:40 GMT", 60.0),
        # A wish for ten days, or for years, counts as one for a day.
        ("864000", 86_400.0),
        ("Sun, 09 Sep 2101 01:47:40 GMT", 86_400.0),
        ("-5", None),
        ("soon", None),
        ("9" * 5000, None),
        ("Sun, 09 Sep 99999 01:47:40 GMT", None),
    ],
)
def test_when_to_come_again(value, seconds):
    assert read_retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=300, must-revalidate"}, 300.0),
        ({"Cache-Control": 'MAX-AGE="300"', "Expires": "0"}, 300.0),
        ({"Cache-Control": "max-age=300", "Age": "100"}, 200.0),
        ({"Cache-Control": "max-age=300", "Age": "400"}, 0.0),
        ({"Cache-Control": "no-cache, max-age=300"}, 0.0),
        ({"Cache-Control": "s-maxage=300"}, None),
        ({"Cache-Control": "max-age=goat"}, None),
        ({"Expires": "Sun, 09 Sep 2001 01:47:40 GMT"}, 60.0),
        ({"Expires": "Sun, 09 Sep 2001 02:00:00 GMT", "Date": "Sun, 09 Sep 2001 01:59:30 GMT"}, 30.0),
        ({"Expires": "0"}, 0.0),
        ({"Expires": "-1", "Date": "goat"}, 0.0),
    ],
)
def test_how_long_an_answer_holds(headers, seconds):
    assert read_max_age(headers, NOW) == seconds


@given(st.text(), st.text(), st.text())
def test_no_header_raises_or_means_the_past(one, two, three):
    wait = read_retry_after(one, NOW)
    age = read_max_age({"Cache-Control": one, "Expires": two, "Date": three, "Age": two}, NOW)
    assert wait is None or wait >= 0
    assert age is None or age >= 0
    assert read_validator(one) in (one, "")


@given(st.binary(), st.sampled_from(["gzip", "deflate", "br", "gzip, br"]), st.integers(1, 200))
def test_bytes_that_are_anything_unpack_within_the_limit_or_not_at_all(body, name, limit):
    with suppress(UnpackingError, TooLargeError):
        assert len(unpack_body(body, name, limit)) <= limit


@given(st.binary(max_size=3000), st.integers(0, 3000), st.sampled_from(["gzip", "deflate", "br"]), st.data())
def test_what_was_packed_unpacks_whole_or_is_refused(body, limit, name, data):
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}[name](body)
    if len(body) > limit:
        with pytest.raises(TooLargeError):
            unpack_body(packed, name, limit)
    else:
        assert unpack_body(packed, name, limit) == body
    cut = packed[: data.draw(st.integers(0, len(packed) - 1))]
    if not cut:
        return
    with pytest.raises((UnpackingError, TooLargeError)):
        unpack_body(cut, name, limit)


@given(st.text(), st.sampled_from(["", "http://goat.example/a/b?c"]))
def test_a_target_is_harmless_ascii_or_none(url, base):
    try:
        target = read_target(url, base)
    except FetchError:
        return
    assert target.url.isascii()
    assert clean_url(target.url) == target.url
    assert target.url.startswith(f"{target.origin}/")
    assert read_target(target.url) == target


@pytest.mark.parametrize(
    ("url", "wire"),
    [
        ("HTTP://Goat.Example", "http://goat.example/"),
        ("https://goat.example:443/a#b", "https://goat.example/a"),
        ("http://goat.example:443/", "http://goat.example:443/"),
        ("http://ada:hay@goat.example?x", "http://goat.example/?x"),
        ("http://b%C3%BCcher.example/ü", "http://xn--bcher-kva.example/%C3%BC"),
        ("http://ｇｏａｔ。example/", "http://goat.example/"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        (" http://goat.example/a b\n", "http://goat.example/ab"),
    ],
)
def test_an_address_has_one_writing_on_the_wire(url, wire):
    assert read_target(url).url == wire


def may(rules: str, path: str) -> bool:
    return is_path_allowed(read_rules(rules.encode(), "newsreader"), f"http://goat.example{path}")


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("", "/a", True),
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("\ufeffuser-AGENT : * # all\r\nDISALLOW : /a # not\r\n", "/ab", False),
        ("User-agent: *\nDisallow: /a", "/A", True),
        # The longest rule counts, wherever it stands; of equals the one that allows.
        ("User-agent: *\nAllow: /\nDisallow: /a", "/a", False),
        ("User-agent: *\nDisallow: /\nAllow: /a", "/ab", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
        # Whoever is named has rules of its own, of all groups that name it.
        ("User-agent: *\nDisallow: /\nUser-agent: NewsReader/2.0\nDisallow: /b", "/a", True),
        (
            "User-agent: newsreader\nDisallow: /a\nUser-agent: x\nAllow: /\nUser-agent: newsreader\nDisallow: /b",
            "/b",
            False,
        ),
        ("User-agent: newsreader\nUser-agent: x\nDisallow: /a", "/a", False),
        ("User-agent: x\nDisallow: /", "/a", True),
        ("User-agent: x\nSitemap: http://a/\nUser-agent: *\nDisallow: /a", "/a", False),
        ("Disallow: /", "/a", True),
        # Wildcards.
        ("User-agent: *\nDisallow: /*.pdf$", "/x/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /a$", "/a", False),
        ("User-agent: *\nDisallow: /a$", "/ab", True),
        ("User-agent: *\nDisallow: /*ab*ab$", "/ab", True),
        ("User-agent: *\nDisallow: /*?print=", "/a?print=1", False),
        ("User-agent: *\nDisallow: *goat", "/the/goat", False),
        # One writing for all.
        ("User-agent: *\nDisallow: /ü", "/%C3%BC", False),
        ("User-agent: *\nDisallow: /%7Ejoe", "/~joe/a", False),
        ("User-agent: *\nDisallow: /a%2fb", "/a/b", True),
    ],
)
def test_robots_are_read_as_the_standard_says(rules, path, is_allowed):
    assert may(rules, path) is is_allowed


def test_robots_are_read_so_far_and_no_further():
    assert may("User-agent: *\n" + "Disallow: /x\n" * 50_000 + "Disallow: /a", "/a")


@given(st.binary(), st.text())
def test_robots_may_be_anything(body, path):
    is_path_allowed(read_rules(body, "newsreader"), f"http://goat.example/{path}")


def test_a_pattern_of_many_stars_takes_no_time():
    assert may("User-agent: *\nDisallow: /" + "*a" * 3000 + "$", "/" + "a" * 2000 + "b")
