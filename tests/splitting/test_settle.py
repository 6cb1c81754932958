"""What holds on every page, whatever its blocks look like one by one."""

import numpy as np

from newsreader.model import Block, Label
from newsreader.splitting.columns import make_columns
from newsreader.splitting.settle import (
    confine_matter,
    continue_series,
    drop_copies,
    drop_pictures,
    drop_strays,
    find_series,
    hold_together,
    mark_lead,
    mark_quotes,
    settle_sections,
)

PARAGRAPH = "The ferry to the outer islands was late again on Tuesday, for the third time this week."
TITLE, BODY, HEADLINE, HEADING = Label.TITLE, Label.BODY, Label.HEADLINE, Label.SECTION_HEADING


def blocks_of(*texts: str) -> list[Block]:
    return [Block(text, number, number) for number, text in enumerate(texts)]


def test_a_paragraph_is_text_once_and_a_short_line_as_often_as_it_is_said() -> None:
    blocks = blocks_of(PARAGRAPH, "No.", PARAGRAPH, "No.")
    assert drop_copies(np.ones(4, dtype=bool), blocks).tolist() == [True, True, False, True]


def test_a_name_in_brackets_alone_is_a_picture_and_no_text() -> None:
    blocks = blocks_of(PARAGRAPH, "[ferry-300x200]", "[1]", "[The ferry was late]", "[logo] [quay]")
    assert drop_pictures(np.ones(5, dtype=bool), blocks).tolist() == [True, False, True, True, True]


def test_many_rows_of_a_series_are_a_list() -> None:
    def find(texts: list[str]) -> list[bool]:
        blocks = blocks_of(PARAGRAPH, *texts, PARAGRAPH)
        return find_series(blocks, make_columns(blocks)).tolist()

    rows = [f"Ferry crews vote, day {number}" for number in range(6)]
    assert find(rows) == [False, *[True] * 6, False]
    assert not any(find(rows[:5]))
    assert not any(find([f"{row}." for row in rows]))


def test_a_first_paragraph_that_the_byline_parts_from_the_next_is_the_standfirst() -> None:
    labels = [TITLE, BODY, Label.BYLINE, Label.FURNITURE, BODY, BODY]
    mark_lead(labels, blocks_of(*[PARAGRAPH] * 6), np.full(6, 0.2))
    assert labels[1] is Label.LEAD
    for others, chance in (([TITLE, BODY, BODY, BODY], 0.2), ([TITLE, BODY, HEADLINE, BODY, BODY], 0.2), (labels, 0.0)):
        kept = [BODY if label is Label.LEAD else label for label in others]
        mark_lead(kept, blocks_of(*[PARAGRAPH] * len(kept)), np.full(len(kept), chance))
        assert Label.LEAD not in kept


def test_little_above_the_title_is_no_text_of_it_and_much_is() -> None:
    is_body = np.array([True, False, True, True])
    assert drop_strays(is_body, np.array([5, 4, 30, 30]), [1]).tolist() == [False, False, True, True]
    assert drop_strays(is_body, np.array([50, 4, 30, 30]), [1]).tolist() == is_body.tolist()
    assert drop_strays(is_body, np.array([5, 4, 30, 30]), []).tolist() == is_body.tolist()


def test_much_that_stands_far_above_the_title_is_no_text_of_it() -> None:
    is_body = np.array([True, *[False] * 25, True, True])
    counts = np.array([500, *[4] * 25, 40, 40])
    assert not drop_strays(is_body, counts, [25])[0]
    assert drop_strays(is_body, counts, [15])[0]
    assert drop_strays(is_body, np.array([500, *[4] * 25, 4, 4]), [25])[0]


def test_the_text_ends_before_a_long_stretch_of_other_things() -> None:
    is_body = np.array([False, True, True, *[False] * 60, True])
    counts = np.full(64, 40)
    assert hold_together(is_body, counts, [0]).tolist() == [False, True, True, *[False] * 61]
    assert hold_together(is_body, counts, []).tolist() == is_body.tolist()
    counts[-1] = 2000
    assert hold_together(is_body, counts, [0])[-1]
    near = np.array([False, True, True, *[False] * 30, True])
    assert hold_together(near, np.full(34, 40), [0])[-1]


def test_rows_of_a_series_are_what_the_first_one_is() -> None:
    texts = [f"Ferry crews vote, day {number}" for number in range(3)]
    columns = make_columns(blocks_of(*texts, "Goat found on roof", "Goat found on roof again"))
    found = continue_series(np.array([True, False, False, False, False]), np.zeros(5, dtype=bool), columns)
    assert found.tolist() == [True, True, True, False, False]


def test_a_caption_beside_another_headline_is_not_the_articles() -> None:
    labels = [TITLE, Label.CAPTION, BODY, *[HEADLINE] * 4, Label.CAPTION]
    confine_matter(labels, blocks_of(*["A goat on a roof"] * 8))
    assert labels == [TITLE, Label.CAPTION, BODY, *[HEADLINE] * 4, Label.FURNITURE]


def test_buttons_and_dates_are_no_captions() -> None:
    texts = [
        "A goat on a roof",
        "Per E-Mail teilen E-Mail",
        "Link kopieren Link kopieren",
        "Published 5 March 2031",
        "2 hours ago",
        ".",
    ]
    labels = [TITLE, *[Label.CAPTION] * 6, BODY]
    confine_matter(labels, blocks_of("A title", *texts, PARAGRAPH))
    assert labels == [TITLE, Label.CAPTION, *[Label.FURNITURE] * 5, BODY]


def test_a_pulled_quote_is_told_from_the_paragraph_that_it_is_taken_from() -> None:
    labels = [BODY, BODY, BODY]
    mark_quotes(
        labels, blocks_of(PARAGRAPH, "\u201cfor the third time this week\u201d", "And nobody minded it at all.")
    )
    assert labels == [BODY, Label.QUOTE, BODY]


def test_a_text_that_stands_in_quotes_as_a_whole_is_no_quote() -> None:
    quoted = [Block(f"{PARAGRAPH} {number}", number, number, is_quote=True) for number in range(4)]
    labels = [BODY, Label.QUOTE, BODY, BODY]
    mark_quotes(labels, quoted)
    assert labels == [BODY] * 4


def test_a_heading_that_begins_nothing_is_a_kicker() -> None:
    labels = [TITLE, BODY, HEADING, HEADLINE, HEADING, HEADLINE, HEADING, HEADLINE]
    chances = np.array([0, 0, 0, 0, 0, 0.05, 0, 0.9])
    assert settle_sections(labels, chances) == frozenset()
    assert labels[4:7] == [Label.KICKER, HEADLINE, HEADING]


def test_a_section_may_begin_without_a_heading() -> None:
    labels = [TITLE, BODY, HEADLINE, HEADLINE, HEADLINE]
    assert settle_sections(labels, np.array([0, 0, 0, 0.1, 0.9])) == {4}


def test_topics_under_nothing_are_a_menu() -> None:
    labels = [Label.TOPIC, TITLE, BODY, Label.TOPIC, HEADING, Label.TOPIC]
    settle_sections(labels, np.zeros(6))
    assert labels == [Label.FURNITURE, TITLE, BODY, Label.FURNITURE, HEADING, Label.TOPIC]
