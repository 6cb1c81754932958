"""Pages that are more, or less, than one article."""

from newsreader.model import Block, Label, PageKind
from newsreader.splitting.kinds import tell_kind

ENTRY = (("14:05", Label.FURNITURE), ("The ferry has left the quay, four hours late.", Label.BODY))


def kind_of(*rows: tuple[str, Label], headlines: int = 0) -> PageKind:
    blocks = [Block(text, number, number) for number, (text, _) in enumerate(rows)]
    return tell_kind(blocks, [label for _, label in rows], headlines)


def test_an_article_with_its_date_is_an_article() -> None:
    assert kind_of(("Ferry late", Label.TITLE), *ENTRY, *[ENTRY[1]] * 5) is PageKind.ARTICLE


def test_entries_with_a_time_each_make_a_live_blog() -> None:
    assert kind_of(("Ferry late: live", Label.TITLE), *ENTRY * 6) is PageKind.LIVE_BLOG


def test_prices_and_results_between_paragraphs_are_no_times() -> None:
    lines = ("Copper: 2.15 a pound", "Rovers 2.10", "Doors open at 18:30 for all members")
    rows = [(line, Label.FURNITURE) for line in lines]
    assert kind_of(("Ferry late", Label.TITLE), *[*rows, ENTRY[1]] * 4) is PageKind.ARTICLE


def test_headlines_without_a_text_make_an_index() -> None:
    rows = [("Goat found on roof", Label.FURNITURE)] * 12
    assert kind_of(*rows, headlines=12) is PageKind.INDEX
    assert kind_of(*rows, headlines=2) is PageKind.OTHER
