"""Feeds as they come: formats, texts, dates, identity, and what is broken, hostile or no feed at all."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from newsreader.feeds.moments import read_moment
from newsreader.feeds.parse import parse_feed
from newsreader.model import Entry, FeedContent, FeedError, Link

URL = "https://isle.example/news/feed.xml"
NOW = datetime(2031, 3, 4, 12, tzinfo=UTC).timestamp()


def parse(text: str | bytes, content_type: str = "") -> FeedContent:
    data = text.encode() if isinstance(text, str) else text
    return parse_feed(data, url=URL, content_type=content_type, now=NOW)


def rss(items: str, head: str = "<link>https://isle.example/</link>") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>Isle Courier</title>{head}{items}</channel></rss>"
    )


def atom(entries: str, head: str = '<link href="https://isle.example/"/>') -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Isle Courier</title>{head}{entries}</feed>'


def one(text: str | bytes, content_type: str = "") -> Entry:
    (entry,) = parse(text, content_type).entries
    return entry


def test_an_rss_item_brings_all_it_says() -> None:
    entry = one(
        rss(
            "<item><title>Ferry leaves</title><link>https://isle.example/ferry</link>"
            "<guid isPermaLink='false'>f-1</guid>"
            "<pubDate>Mon, 03 Mar 2031 08:30:00 +0100</pubDate><dc:creator>A. Keeper</dc:creator>"
            "<description>Short.</description><content:encoded><![CDATA[<p>It left.</p>]]></content:encoded>"
            '<enclosure url="/bell.mp3" type="audio/mpeg" length="24000000"/></item>'
        )
    )
    assert entry == Entry(
        "f-1",
        "Ferry leaves",
        "https://isle.example/ferry",
        "2031-03-03T08:30:00+01:00",
        ("A. Keeper",),
        "<p>It left.</p>",
        False,
        (Link("audio/mpeg, 24 MB", "https://isle.example/bell.mp3"),),
    )


def test_an_atom_entry_brings_all_it_says() -> None:
    feed = parse(
        atom(
            '<entry><title type="html">Fish &amp;amp; &lt;b&gt;goats&lt;/b&gt;</title><id>tag:isle.example,2031:1</id>'
            '<link rel="edit" href="/edit"/><link href="/ferry"/><updated>2031-03-03T09:00:00Z</updated>'
            "<published>2031-03-02</published><summary>Short.</summary>"
            '<content type="xhtml">'
            '<div xmlns="http://www.w3.org/1999/xhtml"><p>It<br/>left &amp; came.</p></div></content>'
            "</entry>",
            '<link href="https://isle.example/"/><author><name>A. Keeper</name></author>',
        )
    )
    assert (feed.title, feed.home) == ("Isle Courier", "https://isle.example/")
    (entry,) = feed.entries
    assert entry.title == "Fish & goats"
    assert entry.url == "https://isle.example/ferry"
    assert entry.published == "2031-03-02"
    assert entry.byline == ("A. Keeper",)
    assert entry.html == "<p>It<br>left &amp; came.</p>"
    assert not entry.is_summary


def test_an_rdf_feed_is_read() -> None:
    feed = parse(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://isle.example/"><title>Isle</title>'
        "<link>https://isle.example/</link><items><rdf:Seq><rdf:li resource='x'/></rdf:Seq></items></channel>"
        '<item rdf:about="https://isle.example/1"><title>Goats</title><link>https://isle.example/1</link>'
        "<description>Seen.</description><dc:date>2031-03-01T10:00:00Z</dc:date></item></rdf:RDF>"
    )
    assert feed.title == "Isle"
    (entry,) = feed.entries
    assert (entry.guid, entry.published, entry.is_summary) == (
        "https://isle.example/1",
        "2031-03-01T10:00:00+00:00",
        True,
    )


def test_a_json_feed_is_read() -> None:
    feed = parse(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Isle <i>Courier",
                "home_page_url": "https://isle.example/",
                "authors": [{"name": "A. Keeper"}],
                "items": [
                    {
                        "id": 7,
                        "url": "/ferry",
                        "title": None,
                        "content_text": "The ferry < the goat.\n\nIt left.",
                        "date_published": "2031-03-01T10:00:00-05:00",
                        "attachments": [{"url": "/map.pdf", "mime_type": "application/pdf", "size_in_bytes": 1200}],
                    },
                    {"id": "8", "summary": "Short.", "author": "not an object"},
                    "no item",
                ],
            }
        )
    )
    assert (feed.title, feed.home) == ("Isle <i>Courier", "https://isle.example/")
    first, second = feed.entries
    assert first.guid == "7"
    assert first.html == "<p>The ferry &lt; the goat.</p><p>It left.</p>"
    assert first.title == "The ferry < the goat. It left."
    assert first.byline == ("A. Keeper",)
    assert first.enclosures == (Link("application/pdf, 1 kB", "https://isle.example/map.pdf"),)
    assert second.is_summary


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Fish &amp;amp; chips &amp;#8217;", "Fish & chips ’"),
        ("&lt;b&gt;Bold&lt;/b&gt; and &lt;T&gt;", "Bold and <T>"),
        ("<![CDATA[Fish &amp; chips]]>", "Fish & chips"),
        ("Fish & chips &nbsp; &eacute;", "Fish & chips é"),
        ("  two\n lines ", "two lines"),
        ("A\u202eB\u200bC", "ABC"),
        ("&#27;[31mred", "[31mred"),
        ("It\x01em\x1b[31m one", "Item one"),
        ("It&#146;s &amp;#146;quoted", "It’s ’quoted"),
        ("caf\u00c3\u00a9", "café"),
        ("word " * 200, f"{'word ' * 99}word…"),
    ],
)
def test_titles_are_plain_text(title: str, expected: str) -> None:
    assert one(rss(f"<item><title>{title}</title></item>")).title == expected


def test_an_atom_title_that_is_text_keeps_what_looks_like_tags() -> None:
    assert one(atom("<entry><title>Use &lt;b&gt; &amp;amp; so</title></entry>")).title == "Use <b> &amp; so"


def test_an_entry_without_title_gets_the_first_words_of_its_text() -> None:
    text = "&lt;style&gt;p{}&lt;/style&gt;&lt;p&gt;The &lt;b&gt;ferry&lt;/b&gt; left&lt;/p&gt;" + " and came again" * 9
    entry = one(rss(f"<item><title> </title><description>{text}</description></item>"))
    assert entry.title.startswith("The ferry left and came again")
    assert entry.title.endswith("again and…")
    assert len(entry.title) <= 80


def test_the_picture_text_of_media_is_not_the_article() -> None:
    entry = one(
        rss(
            "<item><title>Ferry</title><description>It left.</description>"
            '<media:content url="https://isle.example/s.jpg" medium="image" width="140"/>'
            '<media:content url="https://isle.example/l.jpg" medium="image" width="700">'
            "<media:title>Quay</media:title><media:description>The quay</media:description></media:content>"
            '<media:thumbnail url="https://isle.example/t.jpg"/></item>'
        )
    )
    assert (entry.title, entry.html, entry.is_summary) == ("Ferry", "It left.", True)
    assert entry.enclosures == (Link("image", "https://isle.example/l.jpg"),)


def test_of_several_contents_the_html_is_chosen() -> None:
    entry = one(
        atom(
            '<entry><title>a</title><content>plain</content><content type="html">&lt;p&gt;b&lt;/p&gt;</content></entry>'
        )
    )
    assert entry.html == "<p>b</p>"


def test_addresses_are_relative_to_what_they_should_be() -> None:
    items = "<item><title>a</title><link>goats</link></item>"
    assert one(rss(items, "<link>https://isle.example/home/</link>")).url == "https://isle.example/home/goats"
    entries = '<entry><title>a</title><link href="goats"/></entry>'
    assert one(atom(entries)).url == "https://isle.example/news/goats"
    based = atom(entries.replace("<entry>", '<entry xml:base="https://hill.example/">'))
    assert one(based).url == "https://hill.example/goats"
    guid = "<item><title>a</title><guid>https://isle.example/?p=1</guid></item>"
    assert one(rss(guid)).url == "https://isle.example/?p=1"
    assert one(rss("<item><title>a</title><link>javascript:alert(1)</link></item>")).url == ""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Mon, 03 Mar 2031 08:30:00 GMT", "2031-03-03T08:30:00+00:00"),
        ("3 March 31 8:30 EST", "2031-03-03T08:30:00-05:00"),
        ("March 3, 2031", "2031-03-03"),
        ("Mon Mar 03 2031 08:30:00 GMT+0100", "2031-03-03T08:30:00+01:00"),
        ("2031-03-03T08:30:00.123456Z", "2031-03-03T08:30:00+00:00"),
        ("2031-03-03 08:30:00 +0530", "2031-03-03T08:30:00+05:30"),
        ("20310303", "2031-03-03"),
        ("Thu, 31 Dec 1998 23:59:60 GMT", "1999-01-01T00:00:00+00:00"),
        ("2031-03-05T12:00:00Z", "2031-03-05T12:00:00+00:00"),
        ("2031-03-07T12:00:00Z", ""),
        ("Fri, 31 Dec 9999 23:59:59 -1200", ""),
        ("0001-01-01T00:00:00Z", ""),
        ("1970-01-01T00:00:00Z", ""),
        ("2031-02-30", ""),
        ("Mon, 32 Foo 2031 99:99:99 GMT", ""),
        ("the day before yesterday", ""),
        ("", ""),
    ],
)
def test_moments_are_iso_or_nothing(written: str, expected: str) -> None:
    assert read_moment(written, NOW) == expected


def test_the_date_of_change_stands_in_for_an_impossible_one() -> None:
    entry = one(
        atom("<entry><title>a</title><published>9999-12-31T00:00:00Z</published><updated>2031-03-01</updated></entry>")
    )
    assert entry.published == "2031-03-01"


def test_entries_are_told_apart() -> None:
    def item(guid: str, link: str, title: str) -> str:
        return f"<item><title>{title}</title><guid isPermaLink='false'>{guid}</guid><link>{link}</link></item>"

    newest, other, last = parse(
        rss(
            item("g", "https://isle.example/1", "New")
            + item("g", "https://isle.example/1", "Old")
            + item("g", "https://isle.example/2", "Other")
            + item("h", "https://isle.example/3", "Last")
        )
    ).entries
    assert [newest.title, other.title, last.title] == ["New", "Other", "Last"]
    assert (newest.guid, other.guid, last.guid) == ("g https://isle.example/1", "g https://isle.example/2", "h")
    nameless = parse(rss("<item><description>a</description></item><item><description>b</description></item>")).entries
    assert len({entry.guid for entry in nameless}) == 2
    assert (
        nameless
        == parse(rss("<item><description>a</description></item><item><description>b</description></item>")).entries
    )


def test_the_feed_says_when_to_leave_it_alone() -> None:
    feed = parse(
        rss(
            "",
            "<ttl>60</ttl><skipHours><hour>24</hour><hour>7</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
            "<sy:updatePeriod>daily</sy:updatePeriod>",
        )
    )
    assert (feed.ttl, feed.skip_hours, feed.skip_days) == (3600, {0, 7}, {6})
    period = "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert parse(rss("", period)).ttl == 21_600
    assert parse(rss("", "<ttl>0</ttl>")).ttl is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        (" \n", "empty"),
        ("<!doctype html><html><body>Hello</body></html>", "newsreader feed discover https://isle.example"),
        ("<html><body><p>Hello", "web page"),
        ("hello", "not a feed"),
        ('{"a": 1}', "no `items`"),
        ('{"a": ', "JSON"),
        ("[" * 100_000, "not a feed"),
        ('{"a":' * 100_000, "JSON"),
        ("<opml><body/></opml>", "newsreader feed import"),
        ("<svg><path/></svg>", "not a feed"),
        ("GIF89a\x00\x01", "not a feed"),
    ],
)
def test_what_is_no_feed_is_named(text: str, said: str) -> None:
    with pytest.raises(FeedError, match=r"^[^\n]+$") as caught:
        parse(text)
    assert said in str(caught.value)


BROKEN = rss(
    "<item><title>Goats</title><link>https://isle.example/1</link><description>Two &amp;amp; one</description></item>"
)


@pytest.mark.parametrize(
    "data",
    [
        BROKEN.encode(),
        BROKEN[:-30].encode(),
        BROKEN[:-45].encode(),
        b"\xef\xbb\xbf" + BROKEN.encode(),
        b"\n\n <!-- <rss> notice -->\nNotice: x\n" + BROKEN.encode(),
        BROKEN.encode() + b"\n<script>track()</script>",
        BROKEN.replace("UTF-8", "UTF-16").encode("utf-16"),
        BROKEN.replace("UTF-8", "UTF-16").encode("utf-16-le"),
        BROKEN.replace("UTF-8", "no-such-thing").encode(),
        BROKEN.replace("<rss", '<!DOCTYPE rss SYSTEM "http://isle.example/x.dtd"><rss').encode(),
        BROKEN.replace("Goats", "Go\x00a\x08ts").encode(),
        BROKEN.replace("<item>", "<other:thing a=b a=c flag>&undeclared;</p></wrong><item>").encode(),
        BROKEN.replace("</item>", "").encode(),
        BROKEN.replace('xmlns:content="http://purl.org/rss/1.0/modules/content/"', "").encode(),
        BROKEN.replace("<title>", "<TITLE>").replace("</title>", "</Title>").encode(),
    ],
)
def test_what_can_be_kept_of_a_broken_feed_is_kept(data: bytes) -> None:
    entry = one(data)
    assert entry.title == "Goats"
    assert entry.url == "https://isle.example/1"
    assert entry.html.startswith("Two")


@pytest.mark.parametrize(
    ("data", "content_type", "title"),
    [
        (rss("<item><title>Café “x”</title></item>").encode("cp1252"), "", "Café “x”"),
        (rss("<item><title>Café</title></item>").encode(), "text/xml; charset=iso-8859-1", "Café"),
        (rss("<item><title>Кот</title></item>").encode("koi8-r"), "text/xml; charset=koi8-r", "Кот"),
        (rss("<item><title>Кот</title></item>").replace("UTF-8", "windows-1251").encode("cp1251"), "", "Кот"),
        (rss("<item><title>山羊</title></item>").replace("UTF-8", "gb2312").encode("gb18030"), "", "山羊"),
        (rss("<item><title>山羊</title></item>").replace("UTF-8", "iso-2022-jp").encode("iso-2022-jp"), "", "山羊"),
        (
            rss("<item><title>Caf\u00e9 – one</title></item>").encode().replace(b"one", b"\x93one\x94"),
            "",
            "Café – “one”",
        ),
        (rss("<item><title>a</title></item>").replace("UTF-8", "punycode").encode() + b"\xff", "", "a"),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(data: bytes, content_type: str, title: str) -> None:
    assert one(data, content_type).title == title


def test_odd_formats_are_read_too() -> None:
    old = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Isle</title>'
        '<entry><title mode="escaped">Goats</title>'
        '<link rel="alternate" type="text/html" href="https://isle.example/1"/><issued>2031-03-01T10:00:00Z</issued>'
        '<content type="text/html" mode="escaped">&lt;p&gt;Seen.&lt;/p&gt;</content></entry></feed>'
    )
    entry = one(old)
    assert (entry.title, entry.url, entry.html) == ("Goats", "https://isle.example/1", "<p>Seen.</p>")
    unescaped = one(rss("<item><title>Big <b>goats</b></title><description><p>Seen.</p></description></item>"))
    assert (unescaped.title, unescaped.html) == ("Big goats", "<p>Seen.</p>")


HOSTILE = """
import resource, sys, time
from newsreader.feeds.parse import parse_feed
from newsreader.model import FeedError
start = '<rss version="2.0"><channel><title>t</title>'
laughs = "".join(f'<!ENTITY l{i} "{f"&l{i-1};" * 10}">' for i in range(1, 12))
entity = "<item><title>%s</title></item></channel></rss>"
feeds = {
    "laughs": f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}]>{start}' + entity % "&l11;",
    "laughs at line starts": '<?xml version="1.0"?>\\n<!DOCTYPE rss [\\n<!ENTITY l0 "ha">\\n'
    + laughs.replace("<!E", "\\n<!E") + "\\n]>\\n" + start + entity % "&l11;",
    "quadratic": f'<!DOCTYPE rss [<!ENTITY a "{"a" * 100_000}">]>{start}' + entity % ("&a;" * 20_000),
    "external": f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>{start}' + entity % "[&x;]",
    "inner": f"{start}<!DOCTYPE rss [<!ENTITY l0 'ha'>{laughs}]>" + entity % "&l11;",
    "stray": start + "<" * 100_000, "unclosed": start + "<a " * 100_000, "comments": start + "<!--" * 100_000,
    "references": start + "&" * 1_000_000, "open": start + "<item>" * 50_000, "deep": start + "<a>" * 100_000,
    "quotes": start + '<a b="' * 100_000, "attributes": start + "<a " + 'b="c" ' * 100_000,
    "categories": start + "<item><title><b>x</b></title>" + "<category>c</category>" * 20_000,
    "mail": start + "<item><title><b>x</b></title><author>" + "a." * 100_000 + "</author>",
}
resource.setrlimit(resource.RLIMIT_AS, (600_000_000, 600_000_000))
for name, text in feeds.items():
    began = time.process_time()
    try:
        content = parse_feed(text.encode(), url="https://isle.example/feed")
        assert all(len(entry.title) < 600 for entry in content.entries), name
        assert not any("[" in entry.title and "&x;" not in entry.title for entry in content.entries), name
    except FeedError:
        pass
    taken = time.process_time() - began
    assert taken < 4, (name, taken)
print(len(feeds))
"""


def test_hostile_feeds_take_little_memory_and_time() -> None:
    done = subprocess.run([sys.executable, "-c", HOSTILE], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "15"), done.stderr


def test_a_feed_of_fifty_thousand_entries_is_read_within_its_memory() -> None:
    script = """
import resource
from newsreader.feeds.parse import parse_feed
item = b"<item><title>Ferry %d</title><link>https://isle.example/%d</link><description>It left.</description></item>"
data = b'<rss version="2.0"><channel>' + b"".join(item % (n, n) for n in range(50_000)) + b"</channel></rss>"
entries = parse_feed(data, url="https://isle.example/feed").entries
print(len(entries), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    count, most = map(int, done.stdout.split())
    assert count == 50_000
    assert most < 400 * 1024 * (1 if sys.platform == "linux" else 1024)
