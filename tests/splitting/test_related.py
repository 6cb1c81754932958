"""Headlines weighed anew: chances stay chances, the text has none, and company tells."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from newsreader.model import Block
from newsreader.splitting.classes import CLASSES, HEADLINE, LABELS
from newsreader.splitting.columns import make_columns
from newsreader.splitting.net import Chances
from newsreader.splitting.related import Rater, describe, look_again

LINES = [
    "Ferry late again",
    "Goat found on the lighthouse roof",
    "Harbour Board votes on night ferries",
    "Ferry late again",
    "Islands run out of paint",
    "Keeper of the light retires after forty years",
]
COLUMNS = make_columns([Block(line, number, number) for number, line in enumerate(LINES)])
SIZE = len(LINES)
NONE = np.zeros(SIZE, dtype=bool)


def chances_of(headlines: list[float]) -> Chances:
    classes = np.zeros((SIZE, CLASSES), dtype=np.float32)
    classes[:, HEADLINE] = headlines
    classes[:, 0] = 1 - classes[:, HEADLINE]
    return Chances(classes, np.full((SIZE, LABELS), 1 / LABELS, dtype=np.float32), np.zeros(SIZE, dtype=np.float32))


def rater_of(sign: int) -> Rater:
    """One that adds ten times a sign to what the nets say."""
    signs = describe(COLUMNS, chances_of([0.5] * SIZE), NONE)[1].shape[1]
    inward = np.zeros((signs, 1))
    inward[sign] = 10
    return Rater(
        {
            "mean": np.zeros(signs),
            "scale": np.ones(signs),
            "inward": inward,
            "bias": np.zeros(2),
            "outward": np.ones(1),
        }
    )


@given(arrays.arrays(np.float64, SIZE, elements=st.floats(0, 1)), arrays.arrays(np.bool_, SIZE))
@settings(deadline=None)
def test_any_chances_give_chances_and_the_text_holds_no_headline(headlines: np.ndarray, is_body: np.ndarray) -> None:
    before = chances_of(headlines.tolist())
    after = look_again(COLUMNS, before, is_body, NONE, rater_of(0))
    found = after.classes[:, HEADLINE]
    assert ((found >= 0) & (found <= 1)).all()
    assert not found[is_body].any()
    assert (np.delete(after.classes, HEADLINE, axis=1) == np.delete(before.classes, HEADLINE, axis=1)).all()


def test_a_rater_that_adds_nothing_leaves_what_may_be_a_headline_as_it_was() -> None:
    headlines = [0.9, 0.5, 0.1, 0.3, 0.001, 0.0]
    found = look_again(COLUMNS, chances_of(headlines), NONE, NONE, rater_of(-1)).classes[:, HEADLINE]
    assert np.allclose(found[:4], headlines[:4], atol=1e-3)
    assert not found[4:].any()


def test_a_copy_elsewhere_on_the_page_is_a_sign() -> None:
    places, signs = describe(COLUMNS, chances_of([0.9, 0.2, 0.2, 0.2, 0.2, 0.2]), NONE)
    alone, copy = signs[places.tolist().index(2)], signs[places.tolist().index(3)]
    assert np.isclose(copy, np.float32(0.9)).sum() > np.isclose(alone, np.float32(0.9)).sum()


def test_headlines_all_around_are_a_sign() -> None:
    lonely = describe(COLUMNS, chances_of([0.1, 0.1, 0.5, 0.1, 0.1, 0.1]), NONE)[1][2]
    among = describe(COLUMNS, chances_of([0.9, 0.9, 0.5, 0.9, 0.9, 0.9]), NONE)[1][2]
    assert (among > lonely).sum() > (among < lonely).sum()
