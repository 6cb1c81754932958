"""How sure a splitting is: two chances that are finite and in order, whatever the nets say."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from newsreader.model import Block, Label
from newsreader.splitting.classes import CLASSES, LABEL_ORDER, LABELS
from newsreader.splitting.columns import make_columns
from newsreader.splitting.net import Chances
from newsreader.splitting.sureness import find_sureness

PARAGRAPH = "The ferry to the outer islands was late again on Tuesday, for the third time this week."
COLUMNS = make_columns([Block(PARAGRAPH, number, number) for number in range(8)])


def chances_of(body: list[float]) -> Chances:
    classes = np.zeros((len(body), CLASSES))
    classes[:, 1] = body
    classes[:, 0] = 1 - classes[:, 1]
    labels = np.zeros((len(body), LABELS))
    labels[:, LABEL_ORDER.index(Label.BODY)] = body
    return Chances(classes, labels, np.zeros(len(body)))


@given(arrays.arrays(np.float64, 8, elements=st.floats(0, 1)))
@settings(deadline=None)
def test_any_chances_give_chances(body: np.ndarray) -> None:
    sureness = find_sureness(COLUMNS, chances_of(body.tolist()), body > 0.7)
    assert all(0 <= chance <= 1 for chance in sureness)


def test_nets_that_are_sure_are_believed_more_than_nets_that_waver() -> None:
    sure = find_sureness(COLUMNS, chances_of([0.99] * 8), np.ones(8, dtype=bool))
    wavering = find_sureness(COLUMNS, chances_of([0.99, 0.6, 0.4, 0.6, 0.5, 0.4, 0.6, 0.3]), np.arange(8) == 0)
    assert sure.text > wavering.text
    assert sure.article > wavering.article
