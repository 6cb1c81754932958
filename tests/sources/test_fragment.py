"""The text of a feed's entry: its parts, and nothing lost or let through."""

from __future__ import annotations

import time
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.model import Article, Part, PartKind
from newsreader.sources.fragment import read_fragment
from newsreader.text import clean_line

BASE = "https://isle.example/news/1"


def read(html: str) -> list[tuple[str, str]]:
    return [(part.kind.value, part.text) for part in read_fragment(html, BASE)]


def texts(html: str) -> list[str]:
    return [part.text for part in read_fragment(html, BASE)]


def test_elements_become_parts() -> None:
    html = """<h2>Goats</h2><p>The <a href="/f">ferry</a> left
        the <em>quay</em>.</p><blockquote><p>It was late.</p></blockquote>
        <ul><li>One</li><li>Two <b>goats</b></li></ul><ol start="3"><li>Three</li><li>Four</li></ol>
        <pre><code>if goat:\n    feed(goat)\n</code></pre>
        <table><tr><th>Goat</th><td>7</td></tr></table>line one<br>line two<hr><script>x()</script><style>p{}</style>"""
    assert read(html) == [
        ("subheading", "Goats"),
        ("paragraph", "The ferry left the quay."),
        ("quote", "It was late."),
        ("paragraph", "• One"),
        ("paragraph", "• Two goats"),
        ("paragraph", "3. Three"),
        ("paragraph", "4. Four"),
        ("paragraph", "if goat:"),
        ("paragraph", "    feed(goat)"),
        ("paragraph", "Goat | 7"),
        ("paragraph", "line one"),
        ("paragraph", "line two"),
    ]


@pytest.mark.parametrize(
    ("html", "groups"),
    [
        ("<pre>if goat:\n    feed(goat)\n\nferry()\n</pre>", [["if goat:", "    feed(goat)"], ["ferry()"]]),
        ("<pre>a</pre><pre>b</pre>", [["a"], ["b"]]),
        ("<pre><div>a</div><div>b</div></pre>c", [["a", "b"], ["c"]]),
        (
            "Goats:<ul><li>One<ol><li>Hay<li>Oats</ol></li><li><p>Two</p></li></ul><ul><li>Ferry</ul>",
            [["Goats:"], ["\u2022 One", "  1. Hay", "  2. Oats", "\u2022 Two"], ["\u2022 Ferry"]],
        ),
        (
            "<ul><li><p>One.</p><p>More of it.</p><li>Two<li>Three</ul>",
            [["• One."], ["More of it."], ["• Two", "• Three"]],
        ),
        ("<ul><li>One<pre>x\ny</pre><li>Two</ul>", [["• One"], ["x", "y"], ["• Two"]]),
        (
            "<table><tr><th>Goat</th><td>7</td></tr><tr><th>Ferry<td>2</table><table><tr><td>x<td>y</table>",
            [["Goat | 7", "Ferry | 2"], ["x | y"]],
        ),
        # A frame around the whole text is no table.
        ("<table><tr><td>One.</td></tr><tr><td>Two.</td></tr></table>", [["One."], ["Two."]]),
        ("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>", [["One."], ["Two."]]),
        ("<blockquote><ul><li>One<li>Two</ul></blockquote><ul><li>Three</ul>", [["• One", "• Two"], ["• Three"]]),
        ("<ul><li><h3>One</h3><li><h3>Two</h3></ul>", [["• One"], ["• Two"]]),
        ("<ul><li>One<li><a href=/2>Goats swam</a><li>Two</ul>", [["• One"], ["Goats swam"], ["• Two"]]),
        ("One.<br>Two.<p>Three.<p>Four.", [["One."], ["Two."], ["Three."], ["Four."]]),
    ],
)
def test_lines_of_one_thing_stand_together(html: str, groups: list[list[str]]) -> None:
    found = Article("Goats", parts=read_fragment(html, BASE)).groups
    assert [[part.text for part in group] for group in found] == groups


def test_pictures_say_what_they_show() -> None:
    html = (
        '<figure><img src="a.jpg" alt="A goat"><figcaption>The goat of the isle</figcaption></figure>'
        '<figure><a href="/b"><img src="b.jpg" alt="A ferry"></a></figure>'
        '<p><img src="c.png" alt="IMG_1.png">It left <img alt="🐐" class="emoji">.</p>'
        '<p><img src="d.png" alt="A bell"></p>'
    )
    assert read_fragment(html, BASE) == (
        Part(PartKind.CAPTION, "The goat of the isle", alt="A goat"),
        Part(PartKind.CAPTION, "A ferry"),
        Part(PartKind.PARAGRAPH, "It left 🐐."),
        Part(PartKind.CAPTION, "A bell"),
    )


@pytest.mark.parametrize(
    ("html", "label", "text"),
    [
        ('<p><a href="/2">The goats swam</a></p>', "", "The goats swam"),
        ('<p>Read more: <a href="/2">The goats swam</a></p>', "Read more", "The goats swam"),
        ('<p><a href="/2">Read more: The goats swam</a></p>', "Read more", "The goats swam"),
        ('<li>→ <a href="/2">The goats swam</a> »</li>', "", "The goats swam"),
        ('<p><a href="/2"><div>The goats swam</div></a></p>', "", "The goats swam"),
    ],
)
def test_a_paragraph_that_is_nothing_but_a_link_is_one(html: str, label: str, text: str) -> None:
    assert read_fragment(f"<p>First.</p>{html}<p>Last.</p>", BASE)[1] == Part(
        PartKind.LINK, text, label=label, url="https://isle.example/2"
    )


def test_links_that_lead_nowhere_are_text() -> None:
    assert read('<p><a href="javascript:x()">The goats swam</a></p><p><a>Twice</a></p>') == [
        ("paragraph", "The goats swam"),
        ("paragraph", "Twice"),
    ]


@pytest.mark.parametrize(
    "end",
    [
        '<p><a href="/1">Continue reading <span>The ferry</span> →</a></p>',
        '<p><a href="/1">Read more</a></p>',
        '<a href="/1">Read the full story…</a>',
        '<p>The post <a href="/1">The ferry</a> appeared first on <a href="/">Isle Courier</a>.</p>',
        '<p><a href="/1">Read more</a></p><p>The post <a href="/1">The</a> appeared first on <a href="/">I</a>.</p>',
    ],
)
def test_what_leads_on_to_the_page_is_left_out(end: str) -> None:
    assert texts(f"<p>The ferry left the quay.</p>{end}") == ["The ferry left the quay."]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<p>The ferry left … <a href="/1">Continue reading The ferry</a></p>', "The ferry left …"),
        ('The ferry left [&#8230;] <a href="/1">(Read more)</a>', "The ferry left…"),
        ("The ferry left [...]", "The ferry left…"),
        ('<p><a href="/1">Read more</a></p>', "Read more"),
        ("<p>Goats: read more books.</p>", "Goats: read more books."),
        ('<p><a href="/x">More</a> goats', "More goats"),
        ('<p>Fishers want more <a href="/x">goats</a></p>', "Fishers want more goats"),
    ],
)
def test_the_end_of_a_teaser_is_cut_off_only_where_it_is_one(html: str, text: str) -> None:
    assert texts(html) == [text]


def test_a_link_to_another_article_at_the_end_is_kept() -> None:
    assert texts('<p>Seen.</p><p><a href="/2">More goats seen</a></p>') == ["Seen.", "More goats seen"]


def test_plain_text_and_entities_are_read() -> None:
    assert texts("Fish &amp; chips &#8212; 3 &lt; 4") == ["Fish & chips — 3 < 4"]
    assert texts("just words") == ["just words"]
    assert texts("") == texts(" \n ") == texts("<p> </p>") == []


def test_what_is_hidden_is_left_out() -> None:
    html = '<p>Seen.</p><p style="DISPLAY: none; display:none">Not.</p><div hidden>Not.</div><p>hidden display</p>'
    assert texts(html) == ["Seen.", "hidden display"]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60), max_size=6))
def test_no_word_of_a_paragraph_is_lost(paragraphs: list[str]) -> None:
    expected = [text for text in map(clean_line, paragraphs) if text]
    found = texts("".join(f"<p>{escape(text)}</p>" for text in paragraphs))
    # The mark of a text that is cut off may be written anew.
    assert [text.rstrip("[]().… ") for text in found] == [text.rstrip("[]().… ") for text in expected]


PIECES = st.one_of(
    st.sampled_from(
        ["<p>", "</p>", "<a href='/x'>", "</a>", "<ul>", "<ol start=x>", "<li>", "</ol>", "<figure>", "<h2>"]
    ),
    st.sampled_from(["<figcaption>", "</figure>", "<img alt='a goat'>", "<pre>", "</pre>", "<br>", "<table><tr><td>"]),
    st.sampled_from(
        ["<td>", "</table>", "<blockquote>", "text ", "Read more", "\x1b]0;x\x07", "&#x9b;", "\u202e", "…"]
    ),
    st.sampled_from(["<svg><a>", "<!--", "<div hidden>", "<template>", "<", "&"]),
)


def test_a_link_that_says_nothing_is_none() -> None:
    (part,) = read_fragment("<a href='/x'>\x1b]0;x\x07</a> \u203a", BASE)
    assert (part.kind, part.text) == (PartKind.PARAGRAPH, "\u203a")


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_any_soup_is_read_and_is_clean(pieces: list[str]) -> None:
    for part in read_fragment("".join(pieces), BASE):
        for said in (part.text, part.label, part.alt, part.url):
            assert all(character.isprintable() for character in said)
        assert part.text


AROUND = ["{}", "<ul><li>{}</li></ul>", "<ol><li>x{}</li><li>{}y</li></ol>", "<blockquote>a {} b</blockquote>"]
AROUND += [
    "<figure><img alt='a goat'>{}</figure>",
    "<figcaption>{}</figcaption>",
    "<pre>{}</pre>",
    "<a href='/x'>{}</a>",
]
AROUND += ["<div>a{}<p>b</div>", "<img alt='a bell'>{}", "<table><tr><td>{}<td>1</table>", "<h2>x{}</h2>", "x<br>{}"]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(AROUND),
            st.sampled_from(["p", "h2", "p class='x'"]),
            st.text(st.sampled_from("ab \n\t\x1b\xa0…é|&"), max_size=6),
        ),
        max_size=5,
    )
)
def test_paragraphs_of_text_alone_are_read_as_all_others(pieces: list[tuple[str, str, str]]) -> None:
    def write(inner: str) -> str:
        return "".join(
            around.format(*[f"<{tag}>{inner.format(escape(text))}</{tag.split()[0]}>"] * 2)
            for around, tag, text in pieces
        )

    assert read_fragment(write("{}"), BASE) == read_fragment(write("<span>{}</span>"), BASE)


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "deep",
        "<p><b a=1>" * 20_000,
        "<a href=x>" * 50_000 + "x",
        "<ol><li>" * 20_000 + "x",
        "<li>x" * 100_000,
        "<td>x" * 100_000,
        "<br>x" * 100_000,
        "x " * 1_000_000,
        "<p>" + "read more " * 100_000 + "</p><p><a href=x>" + "read more " * 100_000 + "</a></p>",
        "<p><a href=x>The post " + "appeared on " * 50_000,
        "<img alt=goat>" * 100_000,
        "<hidden " * 100_000,
    ],
)
def test_hostile_fragments_take_little_time(html: str) -> None:
    began = time.process_time()
    assert len(read_fragment(html, BASE)) <= 10_000
    assert time.process_time() - began < 4
