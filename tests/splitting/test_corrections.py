"""What the reader says of a block is what it is, and the rest of the page still hangs together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.intake import explain_page, read_page
from newsreader.model import Block, Correction, Hints, Label, NotAnArticleError, PartKind
from newsreader.sources import read_document
from newsreader.splitting import label_blocks, match_corrections, settle_labels, split

DEMO = Path(__file__).parents[2] / "newsreader" / "demo"
LIMIT = 1 << 20
# As little as HTML knows when nothing is marked up.
DUMPS = [(DEMO / name).read_bytes() for name in ("courier-01-lighthouse.txt",)]
HTML = """<html><head><title>Ferry late again | Island Post</title><meta name="author" content="Bo Reed">
<meta property="article:published_time" content="2031-05-01T08:00"></head><body><nav><a href="/">Home</a></nav><main>
<h1>Ferry late again</h1><p>By Ann Lee</p><p>4 March 2031</p><h2>Goats rejoice at the harbour</h2>
<p>The ferry to the outer islands was late again on Tuesday, for the third time this week, and nobody minded.</p>
<p>"We left when the tide told us to," the captain said, and would say no more about it to the passengers.</p>
<p>Passengers were given soup, which most of them said they had come for in the first place, and some bread.</p>
</main><footer><p>About us</p><p>Terms of use</p></footer></body></html>"""
PAGES = [*(read_document(data, limit=LIMIT) for data in DUMPS), read_document(HTML.encode(), limit=LIMIT)]


@pytest.fixture
def page():
    return PAGES[1]


def place_of(document, text):
    return next(place for place, block in enumerate(document.blocks) if block.text == text)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_whatever_a_block_is_corrected_to_it_is_and_the_page_still_is_one(data):
    document = data.draw(st.sampled_from(PAGES))
    places = st.sampled_from(range(len(document.blocks)))
    said = data.draw(st.dictionaries(places, st.sampled_from(Label), min_size=1, max_size=3))
    labelling = label_blocks(document.blocks, document.hints, said)
    settled = settle_labels(document, labelling)
    for place, label in said.items():
        assert labelling.labels[place] is label
        assert settled[place] is label
    if {Label.BODY, Label.LEAD}.isdisjoint(settled):
        with pytest.raises(NotAnArticleError):
            split(document, given=said)
        return
    page = split(document, given=said)
    assert page.article.title
    assert page.article.parts
    for section in page.sections:
        assert section.headlines or section.topics
    titles = [place for place, label in enumerate(settled) if label is Label.TITLE]
    given_titles = [place for place, label in said.items() if label is Label.TITLE]
    # The page's own title, and the article's, which says the same.
    assert len(titles) <= max(2, len(given_titles))
    if len(given_titles) == 1:
        assert titles == given_titles
        assert page.article.title in document.blocks[titles[0]].text or not document.hints


def test_nothing_said_changes_nothing():
    for document in PAGES:
        assert (
            label_blocks(document.blocks, document.hints, {}).labels
            == label_blocks(document.blocks, document.hints).labels
        )


@pytest.mark.parametrize("document", PAGES, ids=["dump", "html"])
def test_the_head_is_what_the_reader_says(document):
    place = next(
        index
        for index, label in enumerate(settle_labels(document, label_blocks(document.blocks, document.hints)))
        if label is Label.BODY
    )
    blocks = list(document.blocks)
    blocks[place - 1] = replace_text(blocks[place - 1], "Ida Marsh")
    blocks[place + 1] = replace_text(blocks[place + 1], "Seen on 7 May 2032")
    document = replace(document, blocks=tuple(blocks))
    article = split(document, given={place - 1: Label.BYLINE, place + 1: Label.DATE}).article
    assert article.byline == ("Ida Marsh",)
    assert article.published.startswith("2032-05-07")


def replace_text(block: Block, text: str) -> Block:
    return block._replace(text=text, links=())


def test_what_is_said_not_to_be_the_head_is_not_taken_for_it(page):
    article = split(page).article
    assert (article.title, article.byline) == ("Ferry late again", ("Bo Reed",))
    title = place_of(page, "Ferry late again")
    other = split(replace(page, hints=None), given={title: Label.FURNITURE}).article
    assert other.title != "Ferry late again"
    moved = split(page, given={place_of(page, "Goats rejoice at the harbour"): Label.TITLE}).article
    assert moved.title == "Goats rejoice at the harbour"


def test_a_paragraph_that_is_none_leaves_the_text_and_a_button_that_is_one_enters_it(page):
    soup = next(place for place, block in enumerate(page.blocks) if block.text.startswith("Passengers"))
    texts = [part.text for part in split(page, given={soup: Label.FURNITURE}).article.parts]
    assert not any(text.startswith("Passengers") for text in texts)
    about = place_of(page, "About us")
    parts = split(page, given={about: Label.QUOTE}).article.parts
    assert ("About us", PartKind.QUOTE) in [(part.text, part.kind) for part in parts]


def test_who_corrects_a_page_says_that_there_is_an_article():
    blocks = tuple(Block(text, number, number) for number, text in enumerate(("Home", "The goat is back.", "Sport")))
    assert set(label_blocks(blocks).labels) == {Label.FURNITURE}
    labelling = label_blocks(blocks, None, {1: Label.BODY})
    assert labelling.labels[1] is Label.BODY


def test_a_page_that_is_left_without_text_has_no_article(page):
    said = {
        place: Label.FURNITURE
        for place, label in enumerate(label_blocks(page.blocks, page.hints).labels)
        if label in (Label.BODY, Label.LEAD, Label.QUOTE)
    }
    with pytest.raises(NotAnArticleError):
        split(page, given=said)


# --- which block is meant -------------------------------------------------------------------------------------------


def blocks_of(*texts: str) -> list[Block]:
    return [Block(text, 2 * number, 2 * number) for number, text in enumerate(texts)]


def test_a_block_is_known_by_its_text_nearest_to_its_lines():
    blocks = blocks_of("Share", "Soup", "Share", "Goats", "Share")
    said = [Correction(4, 4, "Share", Label.TOPIC), Correction(9, 9, "Share", Label.KICKER)]
    assert match_corrections(blocks, said) == ({2: Label.TOPIC, 4: Label.KICKER}, ())


def test_what_lies_right_is_not_taken_by_what_does_not():
    blocks = blocks_of("Share", "Soup", "Share")
    said = [Correction(3, 3, "Share", Label.TOPIC), Correction(4, 4, "Share", Label.KICKER)]
    assert match_corrections(blocks, said) == ({2: Label.KICKER, 0: Label.TOPIC}, ())


def test_what_fits_no_block_any_more_is_told_and_does_nothing():
    lost = Correction(0, 1, "Share this", Label.BODY)
    again = Correction(4, 4, "Soup", Label.TITLE)
    assert match_corrections(blocks_of("Share", "Soup"), [lost, again]) == ({1: Label.TITLE}, (lost,))
    twice = Correction(5, 5, "Soup", Label.BODY)
    assert match_corrections(blocks_of("Share", "Soup"), [twice, again])[1] == (twice,)


def test_a_page_is_read_and_explained_by_what_was_said():
    data = DUMPS[0]
    blocks, unmatched, reason = explain_page(data, limit=LIMIT)
    assert (unmatched, reason) == ((), "")
    assert not any(seen.is_corrected for seen in blocks)
    (button,) = [seen for seen in blocks if seen.text == "Listen to this article"]
    assert button.label is Label.FURNITURE
    assert 0.5 < button.sureness < 1
    said = [
        Correction(button.first_line, button.last_line, button.text, Label.BODY),
        Correction(0, 0, "No", Label.LEAD),
    ]
    again, unmatched, _ = explain_page(data, limit=LIMIT, corrections=said)
    (seen,) = [seen for seen in again if seen.text == button.text]
    assert (seen.label, seen.sureness, seen.is_corrected) == (Label.BODY, 1, True)
    assert unmatched == (said[1],)
    page = read_page(data, limit=LIMIT, corrections=said)
    assert button.text in [part.text for part in page.article.parts]


def test_what_is_no_article_is_explained_too():
    blocks, _, reason = explain_page(b"Home\n\nNews\n", limit=LIMIT)
    assert [seen.label for seen in blocks] == [Label.FURNITURE] * 2
    assert "no article" in reason


def test_metadata_yields_to_what_the_reader_says_of_the_page(page):
    assert isinstance(page.hints, Hints)
    assert split(page).article.published == "2031-05-01T08:00"
    said = {place_of(page, "4 March 2031"): Label.DATE, place_of(page, "By Ann Lee"): Label.BYLINE}
    article = split(page, given=said).article
    assert (article.published, article.byline) == ("2031-03-04", ("Ann Lee",))
