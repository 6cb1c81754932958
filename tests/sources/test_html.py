import json
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from newsreader.model import Block, Hints, InputRefusedError, NotAnArticleError
from newsreader.sources import decode, read_document
from newsreader.sources.elements import Around
from newsreader.sources.html import read_page
from newsreader.sources.tags import tame
from newsreader.splitting import split
from newsreader.text import clean_line, clean_url

LIMIT = 40_000_000
URL = "https://post.example/harbour/late-ferry-again"
PARAGRAPH = "The ferry came in after dark, and nobody on the quay had been told why it was late. "


def blocks_of(html: str, url: str = URL) -> tuple[Block, ...]:
    return read_page(html, url)[0]


def texts_of(html: str) -> list[str]:
    return [block.text for block in blocks_of(html)]


def hints_of(html: str) -> Hints:
    return read_page(html, URL)[2]


# --- blocks ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<p>One <b>bold</b>\n  word</p><p>Two</p>", ["One bold word", "Two"]),
        ("<div>Before<p>Inside</p>after</div>", ["Before", "Inside", "after"]),
        ("One<br>Two<br/><br>Three", ["One", "Two", "Three"]),
        ("<h1>A title<br>of two lines</h1>", ["A title of two lines"]),
        ("<pre>let a\n  let b</pre>", ["let a", "let b"]),
        ("<ul><li>One<ul><li>Two</li></ul></li><li>Three</ul>", ["One", "Two", "Three"]),
        ("<table><tr><td>Boat<td>Hour</tr><tr><td>Tern<td>9.15</table>", ["Boat", "Hour", "Tern", "9.15"]),
        ("<p>unclosed <i>words <p>next</i> one", ["unclosed words", "next one"]),
        ("<p>a &amp; b&nbsp;c &#27;[31mred &lt;p&gt;", ["a & b c red <p>"]),
        ("<!doctype html><title>Not text</title><p>Text", ["Text"]),
        ("", []),
    ],
)
def test_a_block_for_each_stretch_of_text(html: str, texts: list[str]) -> None:
    assert texts_of(html) == texts


@pytest.mark.parametrize(
    "html",
    [
        "<p hidden>No</p>",
        "<div aria-hidden=true><p>No</p></div>",
        "<div style='color:red; display : none'>No</div>",
        "<script>No</script><style>No</style><noscript>No</noscript><template><p>No</p></template>",
        "<svg><title>No</title><text>No</text></svg><iframe>No</iframe><textarea>No</textarea>",
        "<select><option>No</select><!-- No -->",
    ],
)
def test_what_is_hidden_is_left_out(html: str) -> None:
    assert texts_of(f"<p>Yes</p>{html}") == ["Yes"]


def test_a_picture_saved_in_a_style_does_not_end_it() -> None:
    picture = f"url('data:image/png;base64,{'A' * 400}')"
    assert texts_of(f"""<p>Yes</p><div style="background: {picture}; display: none">No</div>""") == ["Yes"]


def test_a_page_that_hides_all_its_text_is_read_all_the_same() -> None:
    paragraphs = f"<p>{PARAGRAPH * 3}</p>" * 4
    assert len(texts_of(f"<h1>Late</h1><div style=display:none>{paragraphs}</div>")) == 5


def test_a_script_of_the_server_that_was_left_in_is_no_text() -> None:
    assert texts_of("<body><p>a</p><?php if (is_page()) { ?><p>b</p><?php } ?></body>") == ["a", "b"]


def test_blocks_know_what_their_tags_tell() -> None:
    html = """
    <article><h2>Heading</h2><blockquote><p>Quoted</p></blockquote>
    <figure><img alt="A grey boat"><figcaption>Boat, <br>grey</figcaption></figure>
    <ul><li>Item</li></ul><p><strong>All</strong> <em>of it</em></p><p><b>Not</b> all</p>
    <p class="photo-caption">By name</p><time datetime="2031-03-05T18:22">Wednesday</time></article>"""
    heading, quote, alt, caption, item, strong, mixed, named, moment = blocks_of(html)
    assert (heading.heading, heading.in_main, heading.in_chrome) == (2, True, False)
    assert (quote.text, quote.is_quote) == ("Quoted", True)
    assert (alt.text, alt.is_alt) == ("A grey boat", True)
    assert (caption.text, caption.is_caption) == ("Boat, grey", True)
    assert (item.is_list_item, mixed.is_list_item) == (True, False)
    assert (strong.is_emphasised, mixed.is_emphasised) == (True, False)
    assert named.is_caption
    assert moment.time == "2031-03-05T18:22"
    assert [block.first_line for block in blocks_of(html)] == list(range(9))


def test_machinery_and_main_part_are_told_by_elements_roles_and_names() -> None:
    html = f"""
    <header><a href=/>Post</a></header><nav><a href=/a>A</a></nav><div role=search>Find</div>
    <main><article><header><h1>Title</h1></header><p>{PARAGRAPH * 2}</p><aside>More</aside>
    <div class="article newsletter-box">Sign here</div></article></main>
    <section id=comments><p>{PARAGRAPH * 5}</p></section><footer>Imprint</footer>"""
    marks = {block.text.strip()[:8]: (block.in_main, block.in_chrome) for block in blocks_of(html)}
    no, yes = (False, True), (True, False)
    assert marks["Post"] == marks["A"] == marks["Find"] == marks["More"] == marks["Sign her"] == marks["Imprint"] == no
    assert marks["Title"] == yes
    assert [block.in_chrome for block in blocks_of(html) if block.text.startswith("The ferry")] == [False, True]


def test_a_form_or_a_header_around_the_whole_page_is_no_machinery() -> None:
    assert not blocks_of(f"<form><p>{PARAGRAPH}</p></form>")[0].in_chrome


def test_of_many_articles_the_long_one_is_the_main_part() -> None:
    cards = "<article><h3>Card</h3></article>" * 3
    blocks = blocks_of(f"<main>{cards}<article><p>{PARAGRAPH * 4}</p></article>{cards}</main>")
    assert [block.in_main for block in blocks] == [False] * 3 + [True] + [False] * 3


# --- links ----------------------------------------------------------------------------------------------------------


def test_links_have_absolute_addresses() -> None:
    html = "<base href='/b/'><p>See <a href='c?d=1#e'>this <b>one</b></a> or <a href='//o.example/x'>that</a></p>"
    (block,) = blocks_of(html)
    assert [(link.text, link.url) for link in block.links] == [
        ("this one", "https://post.example/b/c?d=1#e"),
        ("that", "https://o.example/x"),
    ]
    assert 0.5 < block.link_share < 0.9


def test_links_that_lead_nowhere_count_but_are_none() -> None:
    (block,) = blocks_of("<a href='javascript:alert(1)'>Press</a>")
    assert (block.links, block.link_share) == ((), 1.0)


def test_a_link_around_blocks_is_the_link_of_each() -> None:
    html = (
        "<a href=/x-y-z><img alt='Two gulls'><span>Gulls</span><h3>Gulls take over the quay</h3><p>They came.</p></a>"
    )
    blocks = blocks_of(html)
    assert [(block.text, block.is_alt, block.heading) for block in blocks] == [
        ("Two gulls", True, 0),
        ("Gulls", False, 0),
        ("Gulls take over the quay", False, 3),
        ("They came.", False, 0),
    ]
    assert {link.url for block in blocks for link in block.links} == {"https://post.example/x-y-z"}


@settings(max_examples=400, deadline=None)
@given(st.from_regex(r"(https?://[a-z.-]{1,9}|/)?[ -~]{0,12}", fullmatch=True))
def test_plain_addresses_are_resolved_as_all_others(address: str) -> None:
    escaped = address.replace("&", "&amp;").replace('"', "&quot;")
    (block,) = blocks_of(f'<a href="{escaped}">x</a>')
    wanted = clean_url(address, URL)
    assert [link.url for link in block.links] == ([wanted] if wanted else [])


# --- metadata -------------------------------------------------------------------------------------------------------

ARTICLE = {
    "@type": "NewsArticle",
    "headline": "Ferry late &quot;again&quot;",
    "datePublished": "2031-03-05T18:22:00+01:00",
    "author": [{"@type": "Person", "name": "Ada Quill"}, {"name": "https://post.example/ben"}, "Ben Oar"],
}
FOUND = ('Ferry late "again"', "2031-03-05T18:22:00+01:00", ("Ada Quill", "Ben Oar"))


@pytest.mark.parametrize(
    "value",
    [
        json.dumps(ARTICLE),
        json.dumps([{"@type": "WebSite", "name": "Post"}, ARTICLE]),
        json.dumps({"@graph": [{"@type": "Organization"}, ARTICLE | {"@type": ["Thing", "ReportageNewsArticle"]}]}),
        json.dumps(ARTICLE).replace("Ferry late", "Ferry\nlate"),
        "<!--" + json.dumps(ARTICLE) + "-->",
    ],
    ids=["object", "array", "graph", "line end in a string", "in a comment"],
)
def test_json_ld_is_read_in_its_forms(value: str) -> None:
    hints = hints_of(f'<script type="application/ld+json">{value}</script><p>Text')
    assert (hints.title, hints.published, hints.byline) == FOUND


def test_json_ld_tells_the_text_that_some_write_as_html() -> None:
    lines = [f"The ferry was late again &amp; nobody on island {number} knew why." for number in range(5)]
    body = "".join(f"&lt;p class=&quot;text&quot;&gt;{line}&lt;/p&gt;" for line in lines)
    value = json.dumps(ARTICLE | {"articleBody": body})
    hints = hints_of(f'<script type="application/ld+json">{value}</script><p>Text')
    assert hints.text.split() == " ".join(lines).replace("&amp;", "&").split()


def test_a_teaser_is_not_the_text() -> None:
    value = json.dumps(ARTICLE | {"articleBody": "The ferry was late again."})
    assert hints_of(f'<script type="application/ld+json">{value}</script><p>Text').text == ""


def test_broken_json_ld_is_read_by_its_words() -> None:
    value = json.dumps(ARTICLE)[:-1] + ",,}"
    hints = hints_of(f'<script type="application/ld+json">{value}</script>')
    assert (hints.title, hints.published, hints.byline) == (FOUND[0], FOUND[1], ("Ada Quill",))


@pytest.mark.parametrize("value", ["[" * 100_000, '{"headline": 7, "@type": {}}', "null", '"headline"', ""])
def test_json_ld_that_says_nothing_does_no_harm(value: str) -> None:
    page = f'<title>Own</title><script type="application/ld+json">{value} "datePublished"</script>'
    assert hints_of(page).title == "Own"


def test_other_metadata_stands_in() -> None:
    hints = hints_of(
        """<title>Ferry late | Post</title><meta property=og:title content="Ferry late">
        <meta name=Author content="A Quill">
        <meta name=date content=2031-03-05><meta property=og:site_name content=Post><link rel=canonical href=/ferry>"""
    )
    assert hints == Hints("Ferry late", "2031-03-05", ("A Quill",), "https://post.example/ferry", "Post")


def test_a_page_without_an_address_tells_its_own() -> None:
    html = "<link rel=canonical href=https://post.example/late><a href=x>y</a>"
    blocks, address, _ = read_page(html)
    assert (address, blocks[0].links[0].url) == ("https://post.example/late", "https://post.example/x")


# --- bytes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "codec"),
    [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("Shift_JIS", "shift_jis")],
)
@pytest.mark.parametrize("form", ["<meta charset={}>", '<meta http-equiv=x content="text/html; charset={}">'])
def test_the_encoding_that_a_page_names_is_used(name: str, codec: str, form: str) -> None:
    word = {"cp1251": "Паром", "shift_jis": "フェリー"}.get(codec, "Fähre")
    data = f"<!doctype html>{form.format(name)}<p>{word}".encode(codec)
    assert read_document(data, limit=LIMIT).blocks[0].text == word


@pytest.mark.parametrize("name", ["utf-7", "rot13", "unicode_escape", "no-such"])
def test_an_encoding_that_is_none_of_the_webs_is_passed_over(name: str) -> None:
    data = f"<!doctype html><meta charset={name}><p>F\xe4hre".encode("cp1252")
    assert read_document(data, limit=LIMIT).blocks[0].text == "Fähre"


# --- hostile pages --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 5000 + "deep",
        "<div>" * 100_000 + "deep",
        "<div></x>" * 50_000 + "deep",
        "<p><b a=1>" * 20_000 + "deep",
        "".join(f"<p><font a={number}>x" for number in range(5000)) + "deep",
        "<p " + " ".join(f"a{number}=1" for number in range(100_000)) + ">deep",
        "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]><p>&c;&c;</p>deep",
        "&amp;" * 200_000 + "deep",
        "<p>x" * 60_000 + "deep",
        "<p/" + "".join(f"a{number}/" for number in range(100_000)) + ">deep",
        "<p " + "".join(f"a{number}=''" for number in range(100_000)) + ">deep",
        "<p a='>' " + " ".join(f"a{number}=1" for number in range(100_000)) + ">deep",
        "".join(f"<body a{number}=1>" for number in range(75_000)) + "deep",
        "<p>deep</p>" + "<b/" * 120_000,
        "<rt>" * 100_000 + "deep",
        "<optgroup>" * 100_000 + "deep",
        "<p>deep</p><svg>" + "<tr>" * 100_000 + "</x>" * 100_000,
        "<p>deep</p><select>" + "<option>x" * 100_000,
        '<script type="ld+json">{"headline" "@type":' + " " * 200_000 + "x}</script>deep",
        '<script type="ld+json">{"@type":"Article" "headline":' + " " * 200_000 + "x}</script>deep",
    ],
    ids=[
        *("5,000 deep", "100,000 deep", "false ends", "emphasis", "fonts", "attributes", "entities", "text", "blocks"),
        *("slashes", "quotes", "attributes behind a quoted end", "bodies", "no end", "readings", "groups", "drawing"),
        *("choices", "blanks before a type", "blanks before a title"),
    ],
)
def test_hostile_pages_are_read_in_little_time(html: str) -> None:
    started = time.process_time()
    blocks = blocks_of(html)
    assert time.process_time() - started < 10
    assert 0 < len(blocks) <= 20_000


def test_a_large_page_of_small_drawings_keeps_its_links() -> None:
    drawing = '<svg><path d="M1"/><circle r="1"/></svg>'
    story = '<section><div><a href="/goat"><b>Goat</b> on roof</a></div></section><ruby>goat<rt>go</ruby>'
    item = f"<li>{drawing}{story}</li>"
    links = [link.url for block in blocks_of(f"<ul>{item * 2500}</ul>") for link in block.links]
    assert links == ["https://post.example/goat"] * 2500


def test_emphasis_left_open_makes_no_millions_of_elements() -> None:
    marks = (
        "".join(
            f"<{name}>"
            for name in ["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
        )
        * 3
    )
    page = f"{marks}{'<p>x' * 100_000}{marks.replace('<', '</')}"
    assert len(LexborHTMLParser(tame(page)).css("*")) < 2_100_000
    # Where there are few paragraphs, or each emphasis ends, all of it is kept.
    for page in (f"{marks}{'<p>x' * 1000}", "<p><b>x</b>" * 30_000):
        assert tame(page) == page


def test_texts_far_within_elements_without_names_are_told_of_in_little_time() -> None:
    around = Around("main", "story", None)
    began = time.process_time()
    for _ in range(20_000):
        around = Around("div", "", around)
        outer = around.tell()[1]
    assert time.process_time() - began < 2
    assert outer == ("story",)


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: f"<html>{text}".encode("utf-8", "replace")),
        st.lists(
            st.sampled_from(
                (
                    "<p> </p> <a_href=/b-c-d> </a> <h1> </h1> <br> <pre> <li> <img_alt=x> <article> </article> <aside>"
                    " <figcaption> <table><td> \x1b[2J &#155; <time_datetime=1> a. text_text_text_text._"
                )
                .replace("> <", ">|<")
                .replace(" ", "|")
                .replace("_", " ")
                .split("|")
            ),
            max_size=60,
        ).map(lambda pieces: ("<html>" + "".join(pieces)).encode()),
    )
)
def test_no_input_raises_any_other_error(data: bytes) -> None:
    try:
        document = read_document(data, url=URL, limit=LIMIT)
        page = split(document)
    except (InputRefusedError, NotAnArticleError):
        return
    for text in [page.article.title, *(part.text for part in page.article.parts)]:
        assert text == clean_line(text)


# --- pages ----------------------------------------------------------------------------------------------------------

PAGE = f"""<!doctype html><html><head><title>Ferry late again on the sound | The Post</title>
<script type="application/ld+json">{json.dumps(ARTICLE | {"headline": "Ferry late again on the sound"})}</script></head>
<body><nav><ul><li><a href=/news>News</a><li><a href=/a-b-c-d>Letters to the editor of the Post</a></ul></nav>
<main><article><h1>Ferry late again on the sound</h1><p>By Someone Else</p>
<figure><img alt="The quay at night"><figcaption>The quay. Photo: A. Name</figcaption></figure>
<p>{PARAGRAPH}</p><p>{PARAGRAPH}It sailed again at ten.</p><h2>What comes next</h2><p>{PARAGRAPH}Nobody could say.</p>
<ul><li>a new boat</li><li>an old boat, mended</li></ul><blockquote>We waited for hours</blockquote>
<p>{PARAGRAPH}So they went home.</p></article></main>
<aside><h2>Most read</h2><a href=/2031/gulls-take-quay><img alt="Two gulls"><span>Birds</span>
<h3>Gulls take over the quay</h3>
<p>They came at dawn and stayed.</p></a><p><a href="/2031/mast-breaks-off">Mast breaks off in a calm sea</a></p>
<p><a href="https://other.example/buy-a-boat-now">Buy a boat from our partners</a></p></aside>
<footer>The Post, Quay Street</footer></body></html>"""


def test_a_page_is_split_by_its_tags() -> None:
    page = split(read_document(PAGE.encode(), url=URL, limit=LIMIT))
    article = page.article
    assert (article.title, article.byline) == ("Ferry late again on the sound", ("Ada Quill", "Ben Oar"))
    assert article.published == "2031-03-05T18:22+01:00"
    assert [part.kind for part in article.parts] == [
        "caption", "paragraph", "paragraph", "subheading", "paragraph", "paragraph", "paragraph", "quote", "paragraph",
    ]  # fmt: skip
    (section,) = page.sections
    assert section.heading == "Most read"
    first, second = section.headlines
    assert (first.text, first.kicker, first.alt) == ("Gulls take over the quay", "Birds", "Two gulls")
    assert (first.url, second.url) == (
        "https://post.example/2031/gulls-take-quay",
        "https://post.example/2031/mast-breaks-off",
    )


def test_metadata_gives_what_no_block_says() -> None:
    document = read_document(PAGE.replace("<h1>Ferry late again on the sound</h1>", "").encode(), url=URL, limit=LIMIT)
    assert split(document).article.title == "Ferry late again on the sound"
    nameless = replace(document, hints=Hints(url=URL))
    with pytest.raises(NotAnArticleError):
        split(replace(nameless, blocks=()))


def test_pieces_of_html_are_html_and_other_text_is_not() -> None:
    assert read_document(b"<div><p>A</p><p>B</p></div>", limit=LIMIT).style == "html"
    assert read_document(b"<< Back\nA line\n", limit=LIMIT).style == "dump"
    assert decode(b"<p>x", limit=LIMIT) == "<p>x"
