"""The nets' forward pass, and the weights that ship."""

import hashlib
import json
from dataclasses import asdict

import numpy as np
import pytest

from newsreader.model import Block, Hints
from newsreader.splitting import related
from newsreader.splitting.classes import CLASSES, LABELS
from newsreader.splitting.columns import Columns, make_columns
from newsreader.splitting.net import WEIGHTS, Nets, load_nets, read_nets

STYLES = {"wet", "seed", "lynx", "w3m", "bs4", "inscriptis", "resi", "html"}
PAGE = make_columns(
    [Block(f"Line {'ferry goat mayor tide quay'[: number % 27]} {number}.", number, number) for number in range(90)]
)


# A page of HTML, whose elements have names.
HTML_PAGE = make_columns(
    [
        Block(f"Tide {number}", number, number, names=("<p>", "entry"), outer_names=("<div>", f"box{number % 4}"))
        for number in range(90)
    ],
    Hints(),
)


@pytest.mark.parametrize("page", [PAGE, HTML_PAGE], ids=["dump", "html"])
def test_forward_pass_equals_the_training_library(page: Columns) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed: pip install newsreader[training]")
    from newsreader.training.batches import Example, Scale, collate, prepare
    from newsreader.training.learn import Net

    torch.manual_seed(4)
    size = page.values.shape[1]
    example = Example("a", "", page, *(np.zeros(90, dtype=np.int8) for _ in range(3)))
    known = (np.unique(hashes[hashes > 0]) for hashes in (page.edges, page.shapes, HTML_PAGE.names))
    scale = Scale(np.zeros(size, np.float32), np.ones(size, np.float32), *known)
    nets = [Net(scale).eval() for _ in range(2)]
    prepared = prepare(example, scale)
    # As it goes into a batch, not as it is stored for one: in half precision.
    batch = collate([prepared])._replace(values=torch.from_numpy(np.clip(page.values, -6, 6))[None])
    with torch.no_grad():
        expected = np.stack([net(batch)[0].numpy() for net in nets])
    states = [{key.replace(".", "_"): value.numpy() for key, value in net.state_dict().items()} for net in nets]
    arrays = {key: np.stack([state[key] for state in states]) for key in states[0]}
    arrays.update(asdict(scale))
    assert np.abs(Nets(arrays).run(page) - expected).max() < 1e-4


def test_chances_sum_to_one() -> None:
    chances = load_nets().predict(PAGE)
    assert chances.classes.shape == (90, CLASSES)
    assert chances.labels.shape == (90, LABELS)
    assert chances.classes.sum(axis=1) == pytest.approx(np.ones(90), abs=1e-5)
    assert ((chances.breaks >= 0) & (chances.breaks <= 1)).all()


def test_figures_are_those_of_the_weights() -> None:
    note = json.loads(WEIGHTS.with_suffix(".json").read_text(encoding="utf-8"))
    assert note["sha256"] == hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    assert note["related sha256"] == hashlib.sha256(related.WEIGHTS.read_bytes()).hexdigest()
    assert set(note["figures"]) == STYLES


def test_weights_are_small_and_hold_numbers_only() -> None:
    assert read_nets(WEIGHTS)
    assert WEIGHTS.stat().st_size <= 3_000_000
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fu" for name in arrays.files)
