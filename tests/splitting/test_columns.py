"""The numbers that the net sees: one row a block, finite, whatever the page."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.model import Block, Hints, Link
from newsreader.splitting.characters import Characters
from newsreader.splitting.columns import Columns, make_columns
from newsreader.splitting.vocabulary import count_equal, find_shared
from newsreader.splitting.words import CUES, FIRST_WORDS, LAST_WORDS, Words

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
EDGES = FIRST_WORDS + LAST_WORDS


def columns_of(texts: list[str]) -> Columns:
    return make_columns([Block(text, number, number) for number, text in enumerate(texts)])


def words_of(texts: list[str]) -> Words:
    return Words(Characters(texts))


def test_every_block_is_a_row_of_as_many_numbers() -> None:
    columns, alone = columns_of(TEXTS), columns_of(TEXTS[:1])
    assert columns.values.shape == (len(TEXTS), alone.values.shape[1])
    assert columns.values.dtype == np.float32
    assert columns.edges.shape == (len(TEXTS), EDGES)
    assert columns.counts.sum() == len(columns.words)


def test_html_has_the_same_columns_with_more_of_them_set() -> None:
    blocks = [Block(text, number, number, heading=1, in_main=True) for number, text in enumerate(TEXTS)]
    plain, tagged = make_columns(blocks), make_columns(blocks, Hints(title=TEXTS[0]))
    assert plain.values.shape == tagged.values.shape
    assert (tagged.values != plain.values).any(axis=0).sum() >= 3


def test_a_page_does_not_change_with_the_pages_before_it() -> None:
    first = columns_of(TEXTS)
    columns_of(["Ω ≠ 漢字 \U0001f600", "другое"])
    again = columns_of(TEXTS)
    assert np.array_equal(first.values, again.values)
    assert np.array_equal(first.edges, again.edges)


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_finite_numbers(texts: list[str]) -> None:
    columns = columns_of(texts)
    assert np.isfinite(columns.values).all()
    assert columns.edges.shape == (len(texts), EDGES)


def test_links_with_broken_addresses_are_no_trouble() -> None:
    block = Block("Goat found on roof", 0, 0, links=(Link("Goat found on roof", "http://[broken"),))
    assert np.isfinite(make_columns([block]).values).all()


def test_words_are_told_by_their_blocks() -> None:
    words = words_of(["A goat, a goat", "", "the Goat"])
    assert words.counts.tolist() == [4, 0, 2]
    edges = np.append(words.hashes, 0)[words.find_edges()]
    assert edges[0, 1] == edges[2, 1] != 0
    assert not edges[1].any()


def test_writings_without_blanks_go_by_twos() -> None:
    assert words_of(["海の音と船", "a 海"]).counts.tolist() == [3, 2]


@given(st.lists(st.text(alphabet="ab c", max_size=12), min_size=2, max_size=8))
@settings(deadline=None)
def test_equal_texts_have_equal_hashes_wherever_they_stand(texts: list[str]) -> None:
    page = Characters(texts)
    hashes = page.stretches.hash(page.starts, page.ends)
    for one, text in enumerate(texts):
        for other, second in enumerate(texts):
            assert (hashes[one] == hashes[other]) == (text == second)


def test_cue_phrases_are_found_whole_and_at_the_start() -> None:
    share, starts, whole = words_of(
        ["Most read", "most READ today by all of us", "We most read", "Privacy policy"]
    ).mark_cues()
    heading, furniture = (list(CUES).index(name) for name in ("heading", "furniture"))
    assert starts[heading].tolist() == [1, 1, 0, 0]
    assert whole[furniture].tolist() == [0, 0, 0, 1]
    assert share[furniture, 3] == 1


def test_a_phrase_ends_with_its_block() -> None:
    _, starts, _ = words_of(["Sign", "in the margin"]).mark_cues()
    assert not starts[list(CUES).index("furniture"), 0]


def test_what_stands_twice_is_counted() -> None:
    count, before, after = count_equal(np.array([3, 5, 3], dtype=np.uint32))
    assert count.tolist() == pytest.approx([np.log(2), 0, np.log(2)])
    assert (before.tolist(), after.tolist()) == ([0, 0, 1], [1, 0, 0])


def test_blocks_that_share_a_rare_thing_are_found() -> None:
    keys, blocks = np.array([7, 7, 9, 7, 8, 8, 8], dtype=np.uint32), np.array([0, 2, 2, 2, 0, 1, 2])
    shared = find_shared(keys, blocks, 2)
    assert shared.group.tolist() == [0, 0]
    assert shared.block.tolist() == [0, 2]
    assert shared.blocks.tolist() == [0, 2]
    assert shared.degree.tolist() == pytest.approx([1 / np.log2(3)] * 2)
