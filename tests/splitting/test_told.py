"""What the metadata tells of the text makes blocks likelier to be it, or less."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.intake import read_page
from newsreader.model import Block
from newsreader.splitting.columns import make_columns
from newsreader.splitting.told import heed_told

ROWS = (
    "Ferry late again",
    "The council has said nothing of what it means to do about that.",
    "The ferry to the outer islands was late again on Tuesday, for the third time.",
    "A goat on the quay at Tarrow. Photo: Ada Quill",
    "Nobody on board was told why, and the harbour master would not say either.",
    "Lighthouse to be painted orange before the summer, says its keeper",
)
TOLD = f"{ROWS[2]} {ROWS[4]}"
LIKELY = np.full(len(ROWS), 0.5)


def heed(told: str, rows: tuple[str, ...] = ROWS) -> np.ndarray:
    blocks = [Block(text, number, number) for number, text in enumerate(rows)]
    return heed_told(np.full(len(rows), 0.5), make_columns(blocks), told)


def test_what_is_told_is_likelier_what_is_missing_less_what_comes_after_least() -> None:
    title, lead, first, caption, last, after = heed(TOLD)
    assert first == last > 0.5
    assert title == lead == 0.5
    assert after < caption < 0.5


def test_other_case_and_blanks_are_the_same_text() -> None:
    assert heed(TOLD.upper().replace(" ", "  ")).tolist() == heed(TOLD).tolist()


@pytest.mark.parametrize(
    "told",
    [
        "",
        "Ferry",
        "Goats",
        "Seeds of the island's oldest pea have come home to the seed bank. " * 5,
        TOLD + " Peas." * 20,
    ],
    ids=["nothing", "a word", "another", "another page's", "more than is here"],
)
def test_what_is_not_this_pages_text_tells_nothing(told: str) -> None:
    assert (heed(told) == 0.5).all()


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_chances_stay_chances(told: str, rows: list[str]) -> None:
    found = heed(told + " ".join(rows), tuple(rows))
    assert found.shape == (len(rows),)
    assert ((found >= 0) & (found <= 1)).all()


def test_a_page_whose_metadata_tells_its_text_ends_sooner() -> None:
    sentences = [f"The ferry to island number {number} was late again, and nobody knew why." for number in range(9)]
    more = [f"A reader of island number {number} writes that it was ever thus, and is right." for number in range(4)]
    found = []
    for told in ("", " ".join(sentences)):
        value = json.dumps({"@type": "NewsArticle", "headline": "Ferry late again", "articleBody": told})
        body = "".join(f"<p>{text}</p>" for text in [*sentences, *more])
        html = f'<html><script type="application/ld+json">{value}</script><h1>Ferry late again</h1>{body}</html>'
        found.append([part.text for part in read_page(html.encode(), limit=1 << 20).article.parts])
    assert found[0] == [*sentences, *more]
    assert found[1][: len(sentences)] == sentences
    assert len(found[1]) < len(found[0])
