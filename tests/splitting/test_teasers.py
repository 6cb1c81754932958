"""What tells one text from the teasers of many: an article goes on, its parts speak of the same things."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.model import Block
from newsreader.splitting.classes import CLASSES, HEADLINE, LABELS, TITLE
from newsreader.splitting.columns import make_columns
from newsreader.splitting.net import Chances
from newsreader.splitting.teasers import describe_parts

TITLES = ["Goat on the roof", "Late ferry stays late", "Bun with a lamp in it", "Fog stays until Easter"]
OTHERS = [
    "The animal had climbed up by night and would not say why it had done so.",
    "Passengers were given soup, and those with tickets were given another spoon.",
    "Castellan bakes them with lemon, and sells the burnt ones as shipwrecks.",
    "Wardens reckon on sights between one hand and two until spring comes back.",
]
SAME = [
    "The ferry to the outer islands was late again on Tuesday, said its captain.",
    "The captain of the ferry said that the islands had been late, and not the ferry.",
    "On the islands nobody had seen the captain, nor the ferry, before Tuesday evening.",
    "The ferry stays on the islands until Tuesday next, and so does its captain.",
]


def describe(texts: list[str], is_body: list[bool], head: int) -> np.ndarray:
    blocks = [Block(text, place, place) for place, text in enumerate(texts)]
    classes = np.zeros((len(texts), CLASSES), dtype=np.float32)
    classes[~np.array(is_body), head] = 1
    chances = Chances(classes, np.zeros((len(texts), LABELS), np.float32), np.zeros(len(texts), np.float32))
    return describe_parts(make_columns(blocks), chances, np.array(is_body))


def test_teasers_have_titles_between_them_and_do_not_go_on() -> None:
    index = describe([text for pair in zip(TITLES, OTHERS, strict=True) for text in pair], [False, True] * 4, HEADLINE)
    article = describe([TITLES[1], *SAME], [False, *[True] * 4], TITLE)
    near, _, again, core, share, teasers, heads, headed, longest, *_ = article - index
    assert min(near, again, core, longest) > 0
    assert max(share, teasers, heads, headed) < 0


def test_a_name_between_title_and_sentence_makes_no_difference() -> None:
    plain = [text for pair in zip(TITLES, OTHERS, strict=True) for text in pair]
    named = [text for title, other in zip(TITLES, OTHERS, strict=True) for text in (title, "By Ann Lee", other)]
    assert describe(plain, [False, True] * 4, HEADLINE)[5] == describe(named, [False, False, True] * 4, HEADLINE)[5]


@given(st.lists(st.tuples(st.text(max_size=60), st.booleans()), min_size=1, max_size=12))
@settings(deadline=None)
def test_any_blocks_give_numbers(rows: list[tuple[str, bool]]) -> None:
    texts, flags = [text for text, _ in rows], [flag for _, flag in rows]
    numbers = describe(texts, [True, *flags[1:]], TITLE)
    assert numbers.shape == (11,)
    assert np.isfinite(numbers).all()
