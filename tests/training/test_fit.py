"""Fitting: what says how sure a page is, and the nets."""

from dataclasses import asdict
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from newsreader.model import Block
from newsreader.splitting.classes import BODY, CLASSES, LABELS
from newsreader.splitting.columns import Columns, make_columns
from newsreader.splitting.net import Chances, Nets
from newsreader.training.sureness import fit

NEEDS_TORCH = pytest.mark.skipif(
    find_spec("torch") is None, reason="torch is not installed: pip install newsreader[training]"
)
LINES = ["Ferry late again", "The ferry was late again on Tuesday.", "Goat found on roof", "Home", "Most read"]


def test_the_regression_finds_what_tells_right_from_wrong() -> None:
    random = np.random.default_rng(1)
    signs = np.concatenate([random.normal(size=(400, 2)), np.ones((400, 1))], axis=1)
    answers = (signs[:, 0] + 0.3 * random.normal(size=400) > 0).astype(float)
    weights = fit(signs, answers)
    assert weights[0] > 2
    assert abs(weights[1]) < 1
    chances = 1 / (1 + np.exp(-(signs @ weights)))
    assert chances.mean() == pytest.approx(answers.mean(), abs=0.02)


def list_pages() -> list[list[Any]]:
    from newsreader.training.batches import Example

    pages = []
    for number in range(12):
        columns = make_columns([Block(f"{line} {number}", place, place) for place, line in enumerate(LINES)])
        classes = np.array([4, 1, 2, 0, 0], dtype=np.int8)
        unknown = np.full(5, -1, dtype=np.int8)
        pages.append([Example(str(number), f"{number}.example", columns, classes, unknown, unknown)])
    return pages


def train(pages: list[list[Any]], epochs: int) -> dict[str, Any]:
    from newsreader.training.batches import find_scale
    from newsreader.training.learn import learn

    scale = find_scale([page[0] for page in pages])
    arrays = learn(pages, scale, seed=3, epochs=epochs, log=lambda _: None)
    own = {name: array[None] for name, array in arrays.items()}
    return own | asdict(scale)


@NEEDS_TORCH
def test_the_same_pages_and_seed_give_the_same_net() -> None:
    first, second = (train(list_pages(), 2) for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


@NEEDS_TORCH
def test_a_taught_net_believes_its_teacher_more_than_gold() -> None:
    from newsreader.training.learn import teach

    class Doubter:
        """Takes every block for an article's text."""

        def predict(self, columns: Columns) -> Chances:
            size = len(columns.counts)
            classes = np.eye(CLASSES, dtype=np.float32)[np.full(size, BODY)]
            return Chances(classes, np.full((size, LABELS), 1 / LABELS, np.float32), np.full(size, 0.5, np.float32))

    pages = list_pages()
    alone, taught = (Nets(train(own, 20)).predict(pages[0][0].columns) for own in (pages, teach(pages, Doubter())))
    # The last lines are furniture by gold.
    assert alone.classes[3:, BODY].max() < 0.3 < 0.5 < taught.classes[3:, BODY].min()


@NEEDS_TORCH
def test_the_rater_learns_which_sign_amends_the_nets() -> None:
    from newsreader.splitting.related import Rater
    from newsreader.training.related import Page, learn

    random = np.random.default_rng(1)
    pages = []
    for _ in range(480):
        signs = random.normal(size=(8, 3)).astype(np.float32)
        pages.append(Page(0, signs, (signs[:, 2] > 0).astype(np.float32), np.full(8, 0.2, dtype=np.float32)))
    rater = Rater(learn(pages))
    high, low = rater.rate(np.array([[0, 0, 1], [0, 0, -1]], dtype=np.float32))
    assert high > 0.8
    assert low < 0.2
