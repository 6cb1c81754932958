"""What is read from the tree of a feed is what feedparser says of it, or nothing."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsreader.feeds.dialects import read_dialect
from newsreader.feeds.entries import finish
from newsreader.feeds.mending import mend
from newsreader.feeds.parse import parse_feed
from newsreader.feeds.tree import DeclinedError, read_tree
from newsreader.model import FeedContent, FeedError

URL = "https://isle.example/news/feed.xml"
NOW = 1_930_000_000.0
SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
    ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
    ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    ' xmlns:x="urn:islands"'
)
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def read_both(text: str) -> tuple[FeedContent | None, FeedContent]:
    """What the tree says (None where it declines), and what feedparser does."""
    try:
        tree = finish(read_tree(ElementTree.fromstring(text)), URL, NOW)
    except DeclinedError:
        tree = None
    return tree, finish(read_dialect(ElementTree.fromstring(text)), URL, NOW)


def wrap(kind: str, head: str, entries: list[str]) -> str:
    if kind == "atom":
        return f"<feed {ATOM} {SPACES}>{head}{''.join(f'<entry>{entry}</entry>' for entry in entries)}</feed>"
    items = [f"<item>{entry}</item>" for entry in entries]
    if kind == "rss":
        return (
            f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" {SPACES}><channel>{head}'
            f"{''.join(items)}</channel></rss>"
        )
    items = [item.replace("<item>", f'<item rdf:about="urn:{number}">', 1) for number, item in enumerate(items)]
    return f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {SPACES}><channel>{head}</channel>{"".join(items)}</rdf:RDF>'


# Words as feeds have them: tags, entities, other scripts, blanks, UTF-8 that was encoded twice.
WORDS = st.sampled_from(
    [
        "ferry",
        "goats & sheep",
        "<b>bold</b>",
        "<T>",
        "&amp;",
        "&#8217;",
        "“quoted”",
        "山羊",
        "\n\n",
        " ",
        "cafÃ©",
        "é",
        "🐐",
    ]
)
TEXTS = st.lists(WORDS, max_size=5).map(" ".join)
LINES = st.sampled_from(["", "Ferry", "Fish &amp; chips", "<i>Goats</i>", "It’s", " Two\n lines "])
ADDRESSES = st.sampled_from(
    ["https://isle.example/1", "/2", "goats?a=1&b=2", "", "mailto:a@b.example", "HTTP://Isle.Example"]
)
DATES = st.sampled_from(
    ["Mon, 03 Mar 2031 08:30:00 +0100", "2031-03-03T08:30:00Z", "2031-03-03", "", "soon", "9999-01-01"]
)
NAMES = st.sampled_from(["A. Keeper", "keeper@isle.test (A. Keeper)", "B <b@isle.test>", "", "Anna & Bo"])
TYPES = st.sampled_from(
    ["", ' type="text"', ' type="html"', ' type="text/html"', ' type="HTML"', ' type="application/pdf"']
)
XHTML = st.sampled_from(
    [
        '<div xmlns="http://www.w3.org/1999/xhtml"><p>It<br/>left &amp; <A HREF="/x?a=1&amp;b=2">came</A></p></div>',
        '<div xmlns="http://www.w3.org/1999/xhtml">one</div><div xmlns="http://www.w3.org/1999/xhtml">two</div>',
        '\n <div xmlns="http://www.w3.org/1999/xhtml" class="a">\n <img src="g.png" alt="&quot;&lt;"/> tail</div>\n ',
        "only text &lt;b&gt;",
    ]
)


NONE = st.just("")


def tag(name: str, texts: st.SearchStrategy[str], attributes: st.SearchStrategy[str] = NONE) -> st.SearchStrategy[str]:
    return st.builds(
        lambda text, said, is_data: f"<{name}{said}>{f'<![CDATA[{text}]]>' if is_data else escape(text)}</{name}>",
        texts,
        attributes,
        st.booleans(),
    )


SHARED = [
    tag("dc:creator", NAMES),
    tag("author", NAMES),
    tag("dc:date", DATES),
    tag("dcterms:issued", DATES),
    tag("content:encoded", TEXTS),
    tag("feedburner:origLink", ADDRESSES),
    tag("itunes:summary", TEXTS),
    tag("media:title", LINES),
    tag("media:description", TEXTS, st.sampled_from(["", ' type="plain"'])),
    tag("dc:subject", LINES),
    tag("x:mark", LINES, st.sampled_from(["", ' a="b"'])),
    st.builds(
        lambda url, width: f'<media:content url="{escape(url)}" medium="image" width="{width}"/>',
        ADDRESSES,
        st.integers(0, 9),
    ),
    st.builds(
        lambda url, title: (
            f'<media:group><media:content url="{escape(url)}" type="Audio/MPEG" fileSize="9000">'
            f"<media:description>{escape(title)}</media:description></media:content>"
            f"<media:title>{escape(title)}</media:title><x:y><x:z/></x:y></media:group>"
        ),
        ADDRESSES,
        LINES,
    ),
    st.builds(lambda url: f'<enclosure url="{escape(url)}" type="audio/mpeg" length="12000000"/>', ADDRESSES),
    st.just("<source url='https://hill.example'>Hill</source>"),
]
TITLE = tag("title", LINES)
ITEM = st.tuples(
    TITLE,
    st.lists(
        st.one_of(
            tag("link", ADDRESSES),
            tag("guid", ADDRESSES, st.sampled_from(["", ' isPermaLink="false"', ' isPermaLink="true"'])),
            tag("pubDate", DATES),
            tag("pubdate", DATES),
            tag("category", LINES, st.sampled_from(["", ' domain="d"'])),
            tag("comments", ADDRESSES),
            *SHARED,
        ),
        max_size=7,
    ).map("".join),
    st.one_of(st.just(""), tag("description", TEXTS)),
).map("".join)
ENTRY = st.tuples(
    tag("title", LINES, TYPES),
    st.lists(
        st.one_of(
            tag("id", ADDRESSES),
            tag("published", DATES),
            tag("updated", DATES),
            tag("content", TEXTS, TYPES),
            st.builds(lambda inner: f'<content type="xhtml">{inner}</content>', XHTML),
            st.builds(
                lambda url, rel: f'<link href="{escape(url)}"{rel}/>',
                ADDRESSES,
                st.sampled_from(
                    ["", ' rel="alternate"', ' rel="self"', ' rel="enclosure" type="a/b"', ' type="image/png"']
                ),
            ),
            st.builds(
                lambda name: f"<author><name>{escape(name)}</name><email>k@isle.example</email><uri>/k</uri></author>",
                NAMES,
            ),
            st.just("<contributor><name>C</name></contributor>"),
            st.just("<source><title>Hill</title><id>h</id><updated>2030-01-01</updated></source>"),
            *SHARED[4:],
        ),
        max_size=7,
    ).map("".join),
    st.one_of(st.just(""), tag("summary", TEXTS, TYPES)),
).map("".join)
BASES = st.sampled_from(["", "", ' xml:base="https://hill.example/a/"', ' xml:base="/b/"'])
HEAD = st.tuples(
    tag("title", LINES),
    st.one_of(tag("link", ADDRESSES), st.just('<link href="https://isle.example/home/"/>')),
    st.lists(
        st.sampled_from(
            [
                "<ttl>30</ttl>",
                "<image><title>I</title><link>/i</link><url>/i.png</url></image>",
                "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>3</sy:updateFrequency>",
                "<skipHours><hour>3</hour></skipHours>",
                "<description>Of islands</description>",
                "<author><name>Head</name></author>",
                "<itunes:owner><itunes:name>O</itunes:name></itunes:owner>",
                "<category>sea</category>",
            ]
        ),
        max_size=3,
        unique=True,
    ).map("".join),
).map("".join)
FEEDS = st.one_of(
    st.builds(wrap, st.sampled_from(["rss", "rdf"]), HEAD, st.lists(ITEM, max_size=3)),
    st.builds(wrap, st.just("atom"), HEAD, st.lists(ENTRY, max_size=3)),
)


@settings(max_examples=150, deadline=None)
@given(FEEDS, BASES)
def test_the_tree_says_what_feedparser_says(text: str, base: str) -> None:
    text = text.replace("<item>", f"<item{base}>").replace("<entry>", f"<entry{base}>")
    tree, parser = read_both(text)
    assert tree is None or tree == parser


def test_addresses_of_files_have_the_base_of_their_entry() -> None:
    entry = '<title>a</title><link rel="enclosure" href="/2"/>'
    text = wrap("atom", "", [entry]).replace("<entry>", '<entry xml:base="https://hill.example/a/">')
    tree, parser = read_both(text)
    assert tree == parser
    assert tree.entries[0].enclosures[0].url == "https://hill.example/2"


@pytest.mark.parametrize("kind", ["rss", "atom", "rdf"])
def test_usual_feeds_are_not_declined(kind: str) -> None:
    entry = "<title>a</title><link>https://isle.example/1</link>"
    if kind == "atom":
        entry = (
            '<title>a</title><link href="https://isle.example/1"/><content type="html">b</content><summary>c</summary>'
        )
    tree, parser = read_both(wrap(kind, "<title>t</title>", [entry, entry]))
    assert tree is not None
    assert tree == parser
    assert tree.entries[0].title == "a"


# What the software of most sites writes into an entry.
USUAL = {
    "blog": """<title>Goats</title><link>https://isle.example/1</link><comments>https://isle.example/1#c</comments>
        <dc:creator><![CDATA[A. Keeper]]></dc:creator><pubDate>Mon, 03 Mar 2031 08:30:00 +0000</pubDate>
        <category><![CDATA[Sea]]></category><guid isPermaLink="false">https://isle.example/?p=1</guid>
        <description><![CDATA[<p>Seen [&#8230;]</p>]]></description>
        <content:encoded><![CDATA[<p>Seen.</p>]]></content:encoded>
        <x:commentRss>https://isle.example/1/feed</x:commentRss><x:comments>3</x:comments>
        <media:thumbnail url="https://isle.example/t.jpg"/>
        <media:content url="https://isle.example/g.jpg" medium="image">
        <media:title type="html">Goat</media:title></media:content>""",
    "podcast": """<title>Goats</title><itunes:title>Goats</itunes:title><itunes:author>A. Keeper</itunes:author>
        <itunes:subtitle>s</itunes:subtitle><itunes:summary><![CDATA[<p>Seen.</p>]]></itunes:summary>
        <description>Seen.</description><itunes:image href="https://isle.example/i.jpg"/>
        <itunes:duration>10</itunes:duration>
        <itunes:explicit>no</itunes:explicit>
        <enclosure url="https://isle.example/g.mp3" length="5000" type="audio/mpeg"/>
        <guid isPermaLink="false">abc</guid>""",
    "paper": """<title>Goats</title><link>https://isle.example/1</link><description>&lt;p&gt;Seen&lt;/p&gt;</description>
        <category domain="https://isle.example/sea">Sea</category><guid>https://isle.example/1</guid>
        <media:content width="140" url="https://isle.example/s.jpg"><media:credit scheme="urn:ebu">K</media:credit>
        </media:content><media:content width="460" url="https://isle.example/l.jpg"/><dc:date>2031-03-03T08:30:00Z</dc:date>
        <atom:link href="https://isle.example/1" rel="standout"/><media:description>The goat</media:description>""",
    "video": """<id>yt:video:1</id><x:videoId>1</x:videoId><title>Goats</title><link rel="alternate" href="https://isle.example/1"/>
        <author><name>Isle</name><uri>https://isle.example/isle</uri></author><published>2031-03-03T08:30:00+00:00</published>
        <updated>2031-03-03T09:30:00+00:00</updated><media:group><media:title>Goats</media:title>
        <media:content url="https://isle.example/v" type="application/x-shockwave-flash" width="640" height="390"/>
        <media:thumbnail url="https://isle.example/t.jpg" width="480"/><media:description>Seen.</media:description>
        <media:community><media:starRating count="1"/><media:statistics views="2"/></media:community></media:group>""",
    "journal": """<id>tag:isle.example,2031:1</id><published>2031-03-03T08:30:00.000-08:00</published>
        <updated>2031-03-03T08:30:00.001-08:00</updated><category scheme="s" term="sea"/>
        <title type="text">Goats</title>
        <content type="html">&lt;p&gt;Seen.&lt;/p&gt;</content>
        <link rel="replies" type="application/atom+xml" href="/c"/>
        <link rel="edit" type="application/atom+xml" href="/e"/>
        <link rel="alternate" type="text/html" href="/1" title="G"/>
        <author><name>A</name><uri>/a</uri><email>a@isle.test</email><x:image rel="s" width="32" src="/i.png"/></author>
        <media:thumbnail url="/t.jpg" height="72"/><x:total>0</x:total>""",
}


@pytest.mark.parametrize("name", USUAL)
def test_what_usual_software_writes_is_not_declined(name: str) -> None:
    tree, parser = read_both(wrap("atom" if name in ("video", "journal") else "rss", "<title>t</title>", [USUAL[name]]))
    assert tree is not None
    assert tree == parser
    assert tree.entries[0].title == "Goats"
    assert "Seen" in tree.entries[0].html


@pytest.mark.parametrize(
    "odd",
    [
        "<title>one</title><title>two</title>",
        "<title>with <b>tags</b></title>",
        "<description>one</description><description>two</description>",
        "<description><p>tags</p></description>",
        "<item><title>within</title></item>",
        "<x:box><title>within</title></x:box>",
        "<image><title>of the item</title></image>",
        '<description mode="base64">QQ==</description>',
        '<body xmlns="http://www.w3.org/1999/xhtml"><p>it</p></body>',
    ],
)
def test_what_is_not_known_is_declined(odd: str) -> None:
    tree, parser = read_both(wrap("rss", "<title>t</title>", [odd]))
    assert tree is None
    assert parser.entries


@settings(max_examples=100, deadline=None)
@given(FEEDS)
def test_a_feed_that_is_xml_is_mended_to_itself(text: str) -> None:
    assert parse_feed(mend(text), url=URL, now=NOW) == parse_feed(text.encode(), url=URL, now=NOW)


@settings(max_examples=150, deadline=None)
@given(FEEDS, st.data())
def test_any_damage_gives_a_feed_or_an_error_in_words(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        junk = data.draw(
            st.sampled_from(["<", ">", "&", '"', "</item>", "<a", "]]>", "<!--", "\x00", "\x1b[2J", "&x;", "</"])
        )
        text = text[:place] + junk + text[place + data.draw(st.integers(0, 9)) :]
    try:
        feed = parse_feed(text.encode(), url=URL, now=NOW)
    except FeedError:
        pass
    else:
        said = [feed.title, *(f"{entry.title}{entry.guid}{entry.url}{entry.byline}" for entry in feed.entries)]
        assert not any(character < " " or character == "\x7f" for character in "".join(said))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
@example(b"<rss")
@example(b"<feed/>")
@example(b"{}")
def test_any_bytes_give_a_feed_or_an_error_in_words(data: bytes) -> None:
    for start in (b"", b"<rss>", b"{", b"<?xml encoding='utf-16'?><feed>"):
        with suppress(FeedError):
            parse_feed(start + data, url=URL, now=NOW)
