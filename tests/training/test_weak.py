"""Weak gold of an invented page, found again in dumps of it."""

import gzip
import json
from pathlib import Path
from typing import Any

from newsreader.model import Block, Document, Label
from newsreader.sources import read_document
from newsreader.splitting.classes import BODY, HEADLINE, LOOSE, OTHER, TITLE
from newsreader.training import weak

TITLE_TEXT = "Ferry to the outer islands late again"
LEAD = "For the third time in a week passengers were given soup instead of a crossing."
BODY_TEXT = [
    "The ferry Patience left the quay four hours late on Tuesday, said Captain Lee of the Isles line.",
    "What the soup was",
    "It was pea soup, with bread, and most passengers said that they had come for it in the first place.",
    "The tide waits for nobody, and we for the tide.",
    "The line promised to publish its timetable before the season ends, and the recipe by next week.",
]
HTML = f"""<html><head><title>{TITLE_TEXT} | Isles Post</title></head><body>
<nav><ul><li><a href="/news">News</a></li><li><a href="/harbour">Harbour</a></li></ul></nav>
<main><article><h1>{TITLE_TEXT}</h1><p class="standfirst">{LEAD}</p>
<div class="meta"><span class="author">By Ann Lee</span></div><div><time>4 March 2031</time></div>
<figure><img src="a.jpg" alt="A ferry at a quay in the rain"><figcaption>The Patience at the quay.</figcaption></figure>
<div class="text"><p>{BODY_TEXT[0]}</p>
<p><a href="/2031/goat-found-on-roof-of-school">Goat found on roof of school</a></p>
<h2>{BODY_TEXT[1]}</h2><p>{BODY_TEXT[2]}</p>
<blockquote>{BODY_TEXT[3]}</blockquote><p>{BODY_TEXT[4]}</p></div>
<ul><li><a href="/topics/ferries" rel="tag">Ferries</a></li></ul></article></main>
<aside><h3>Most read</h3><ul>
<li><a href="/2031/mayor-loses-hat-in-storm"><span>Weather</span><h4>Mayor loses hat in the storm</h4></a></li>
<li><a href="/2031/bridge-to-stay-half-built"><span>Roads</span><h4>Bridge to stay half built again</h4></a></li>
</ul><h3>Sport</h3><ul>
<li><a href="/2031/rovers-draw-with-themselves">Rovers draw with themselves at home</a></li>
<li><a href="/2031/chess-club-moves-at-last">Chess club moves at last to the harbour</a></li>
</ul></aside></body></html>"""
GOLD: dict[str, Any] = {
    "id": "isles-1",
    "title": TITLE_TEXT,
    "title_variants": [],
    "published": "2031-03-04",
    "byline": ["Ann Lee"],
    "body": [LEAD, *BODY_TEXT],
    "headlines": [
        {"text": "Goat found on roof of school", "url": "", "kind": "inline"},
        *(
            {"text": text, "url": "", "kind": "list"}
            for text in (
                "Mayor loses hat in the storm",
                "Bridge to stay half built again",
                "Rovers draw with themselves at home",
                "Chess club moves at last to the harbour",
            )
        ),
    ],
    "headlines_optional": [],
}


def make_page(folder: Path) -> weak.WeakPage:
    for name, line in (("gold", GOLD), ("html", {"id": "isles-1", "url": "https://isles.example/1", "html": HTML})):
        with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
    return weak.read_pages(folder, {"isles-1"})["isles-1"]


def make_document(*texts: str) -> Document:
    return Document(tuple(Block(text, number, number) for number, text in enumerate(texts)), "dump")


def test_a_page_is_marked_by_its_tags_and_its_gold(tmp_path: Path) -> None:
    page = make_page(tmp_path)
    assert {" ".join(mark.tokens): mark.label and str(mark.label) for mark in page} == {
        "news": "furniture",
        "harbour": "furniture",
        "ferry to the outer islands late again isles post": "title",
        "ferry to the outer islands late again": "title",
        " ".join(weak.tokenize(LEAD)): "lead",
        "by ann lee": "byline",
        "4 march 2031": "date",
        "a ferry at a quay in the rain": "alt-text",
        "the patience at the quay": "caption",
        " ".join(weak.tokenize(BODY_TEXT[0])): "body",
        "goat found on roof of school": "inline-link",
        "what the soup was": "subheading",
        " ".join(weak.tokenize(BODY_TEXT[2])): "body",
        " ".join(weak.tokenize(BODY_TEXT[3])): "quote",
        " ".join(weak.tokenize(BODY_TEXT[4])): "body",
        "ferries": "topic",
        "most read": "section-heading",
        "weather": "kicker",
        "mayor loses hat in the storm": "headline",
        "roads": "kicker",
        "bridge to stay half built again": "headline",
        "sport": "section-heading",
        "rovers draw with themselves at home": "headline",
        "chess club moves at last to the harbour": "headline",
    }


def test_a_dump_may_cut_and_join_what_the_page_has(tmp_path: Path) -> None:
    page = make_page(tmp_path)
    start, _, end = BODY_TEXT[0].partition(" on Tuesday")
    document = make_document(
        "News", TITLE_TEXT, "By Ann Lee 4 March 2031", start, "on Tuesday" + end, "Buy soup", "Most read", "Weather"
    )
    labels, _ = weak.align(document, page)
    assert labels == (
        Label.FURNITURE,
        Label.TITLE,
        None,
        Label.BODY,
        Label.BODY,
        None,
        Label.SECTION_HEADING,
        Label.KICKER,
    )


def test_pictures_texts_are_asked_for_where_a_dump_shows_them(tmp_path: Path) -> None:
    page = make_page(tmp_path)
    shown = make_document("A ferry at a quay in the rain", "The Patience at the quay.")
    assert weak.align(shown, page)[0] == (Label.ALT_TEXT, Label.CAPTION)


def test_headlines_under_one_heading_are_one_section(tmp_path: Path) -> None:
    page = make_page(tmp_path)
    headlines = [headline["text"] for headline in GOLD["headlines"]]
    _, numbers = weak.align(make_document(TITLE_TEXT, *headlines), page)
    assert numbers[:2] == (-1, -1)
    first, second, third, fourth = numbers[2:]
    assert first == second
    assert third == fourth
    assert first != third


def test_blocks_of_html_get_the_classes_of_the_gold() -> None:
    document = read_document(HTML.encode(), url="https://isles.example/1", limit=1 << 20)
    classes = dict(zip((block.text for block in document.blocks), weak.align_gold(document, GOLD), strict=True))
    assert classes[TITLE_TEXT] == TITLE
    assert all(classes[text] == BODY for text in (LEAD, *BODY_TEXT))
    assert all(classes[headline["text"]] == HEADLINE for headline in GOLD["headlines"])
    assert {classes[text] for text in ("News", "By Ann Lee", "Most read", "Weather", "Ferries")} == {OTHER}


def test_a_headline_among_other_words_is_loose() -> None:
    document = make_document("Roads: Bridge to stay half built again, and who is to pay", *BODY_TEXT)
    assert weak.align_gold(document, GOLD)[0] == LOOSE
