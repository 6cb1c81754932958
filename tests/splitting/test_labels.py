from newsreader.model import Block, Label
from newsreader.splitting import label_blocks

PARAGRAPHS = (
    "The ferry to the outer islands was late again on Tuesday, for the third time this week.",
    '"We left when the tide told us to," the captain said, and would say no more about it.',
    "Passengers were given soup, which most of them said they had come for in the first place.",
)


def label(*texts: str) -> dict[str, Label]:
    blocks = [Block(text, number, number) for number, text in enumerate(texts)]
    return dict(zip(texts, label_blocks(blocks).labels, strict=True))


def test_every_block_gets_one_label() -> None:
    assert label_blocks([]).labels == ()
    assert label("Home", "News") == {"Home": Label.FURNITURE, "News": Label.FURNITURE}


def test_a_title_said_again_is_a_title_twice() -> None:
    page, own = "Ferry late again | Island Post", "Ferry late again"
    labels = label(page, "Home", "Goat found on roof of the customs house", own, "By Ann Lee", *PARAGRAPHS)
    assert [text for text, is_ in labels.items() if is_ is Label.TITLE] == [page, own]


def test_without_it_the_headline_above_the_byline_is_the_title() -> None:
    labels = label("Home", "Sport", "Ferry is late again today", "By Ann Lee", "4 March 2031", *PARAGRAPHS)
    assert labels["Ferry is late again today"] is Label.TITLE
    assert labels["By Ann Lee"] is Label.BYLINE
    assert labels["4 March 2031"] is Label.DATE
    assert all(labels[text] is Label.BODY for text in PARAGRAPHS)


def test_what_stands_between_paragraphs() -> None:
    first, second, third = PARAGRAPHS
    labels = label(
        "Ferry is late again today",
        "By Ann Lee",
        first,
        "Listen to this article",
        second,
        "Read more: Goat found on roof",
        "What the soup was",
        third,
        '"told us to," the captain said',
        "The ferry Patience in the rain. (Photo: Bo S/Isles)",
        "Advertisement",
        "And then?",
        "On Wednesday the ferry left on time, which nobody on the quay had been prepared for at all.",
        "The captain has since apologised to those whom it left behind, and there will be soup again.",
    )
    assert labels["Listen to this article"] is Label.FURNITURE
    assert labels["Read more: Goat found on roof"] is Label.INLINE_LINK
    assert labels["What the soup was"] is Label.SUBHEADING
    assert labels["The ferry Patience in the rain. (Photo: Bo S/Isles)"] is Label.CAPTION
    assert labels["Advertisement"] is Label.FURNITURE
    assert labels["And then?"] is Label.SUBHEADING
    assert labels['"told us to," the captain said'] is Label.QUOTE


def test_a_pictures_text_stands_above_its_caption() -> None:
    alt = "The ferry Patience at the quay"
    labels = label("Ferry is late again today", alt, "The ferry Patience in rain. Picture: Bo S/Isles", *PARAGRAPHS)
    assert labels[alt] is Label.ALT_TEXT


def test_a_standfirst_stands_above_the_byline_or_the_buttons() -> None:
    lead = "Soup was served, and eaten, on every deck."
    above = label("Ferry is late again today", lead, "By Ann Lee", *PARAGRAPHS)
    assert above[lead] is Label.LEAD
    below = label("Ferry is late again today", "By Ann Lee", lead, "Share", "Save", *PARAGRAPHS)
    assert below[lead] is Label.LEAD
    plain = label("Ferry is late again today", "By Ann Lee", lead, *PARAGRAPHS)
    assert plain[lead] is Label.BODY


def test_menus_around_the_article_are_furniture() -> None:
    labels = label("Home", "Sport", "Ferry is late again today", "By Ann Lee", *PARAGRAPHS, "About us", "Terms")
    assert {labels[text] for text in ("Home", "Sport", "About us", "Terms")} == {Label.FURNITURE}
