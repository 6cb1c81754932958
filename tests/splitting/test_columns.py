"""The numbers that the net sees: one row a block, finite, whatever the page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.model import Block, Link
from newsreader.splitting.columns import make_columns
from newsreader.splitting.features import Features
from newsreader.splitting.vocabulary import HASHED, Vocabulary, count_equal

TEXTS = [
    "Ferry late again, and nobody minds",
    "By Ann Lee",
    "The ferry to the outer islands was late again on Tuesday, for the third time this week.",
    '"We left when the tide told us to," the captain said, and would say no more about it.',
    "Most read",
    "Goat found on roof of school",
    "Goat found on roof of school",
    "海の音。" * 9,
    "!!!",
]


def features_of(texts: list[str]) -> list[Features]:
    return [Features(Block(text, number, number)) for number, text in enumerate(texts)]


def test_every_block_is_a_row_of_as_many_numbers() -> None:
    columns = make_columns(features_of(TEXTS), (2, 4))
    alone = make_columns(features_of(TEXTS[:1]), (0, 0))
    assert columns.values.shape == (len(TEXTS), alone.values.shape[1])
    assert columns.values.dtype == np.float32
    assert columns.words.shape == (len(TEXTS), HASHED)


def test_a_page_does_not_change_with_the_pages_before_it() -> None:
    first = make_columns(features_of(TEXTS), (2, 4))
    make_columns(features_of(["Ω ≠ 漢字 \U0001f600", "другое"]), (0, 0))
    again = make_columns(features_of(TEXTS), (2, 4))
    assert np.array_equal(first.values, again.values)
    assert np.array_equal(first.words, again.words)


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_finite_numbers(texts: list[str]) -> None:
    columns = make_columns(features_of(texts), (0, len(texts) // 2))
    assert np.isfinite(columns.values).all()
    assert columns.words.shape == (len(texts), HASHED)


def test_links_with_broken_addresses_are_no_trouble() -> None:
    block = Block("Goat found on roof", 0, 0, links=(Link("Goat found on roof", "http://[broken"),))
    assert np.isfinite(make_columns([Features(block)], (0, 0)).values).all()


def test_words_are_told_by_their_blocks() -> None:
    vocabulary = Vocabulary(["A goat, a goat", "", "the Goat"])
    assert vocabulary.counts.tolist() == [4, 0, 2]
    assert vocabulary.share_of(frozenset(["goat"])).tolist() == [0.5, 0.0, 0.5]
    hashes = vocabulary.hash_edges()
    assert hashes[0, 1] == hashes[2, 1] != 0
    assert not hashes[1].any()


def test_what_stands_twice_is_counted() -> None:
    count, before, after = count_equal(["a", "b", "a"])
    assert count.tolist() == pytest.approx([np.log(2), 0, np.log(2)])
    assert (before.tolist(), after.tolist()) == ([0, 0, 1], [1, 0, 0])
