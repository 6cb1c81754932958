"""The net's forward pass, and the weights that ship."""

import hashlib
import json

import numpy as np
import pytest

from newsreader.splitting.columns import Columns
from newsreader.splitting.net import WEIGHTS, Ensemble, Net, read_nets

STYLES = {"wet", "seed", "lynx", "w3m", "bs4", "inscriptis", "resi"}


def random_page(columns: int, blocks: int = 150) -> Columns:
    random = np.random.default_rng(4)
    values = random.normal(size=(blocks, columns)).astype(np.float32)
    return Columns(values, random.integers(0, 40, size=(blocks, 10)).astype(np.uint32))


def test_forward_pass_equals_the_training_library() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed: pip install newsreader[training]")
    from newsreader.training import learn

    torch.manual_seed(4)
    net = learn.Net(columns=12, vocabulary=30).eval()
    page = random_page(12)
    vocabulary = np.arange(1, 31, dtype=np.uint32)
    arrays = {name.replace(".", "_"): value.detach().numpy() for name, value in net.state_dict().items()}
    arrays.update(mean=np.zeros(12, np.float32), scale=np.ones(12, np.float32), vocabulary=vocabulary)
    words = torch.from_numpy(learn.find_words(page.words, vocabulary).astype(np.int64))
    with torch.no_grad():
        expected = net(torch.from_numpy(page.values)[None], words[None], torch.ones(1, len(page.values)))[0].numpy()
    assert np.abs(Net(arrays).run(page) - expected).max() < 1e-4


def test_chances_sum_to_one() -> None:
    nets = read_nets(WEIGHTS)
    chances = Ensemble(nets).predict(random_page(nets[0].columns, 7))
    assert chances.shape == (7, 5)
    assert chances.sum(axis=1) == pytest.approx(np.ones(7), abs=1e-5)


def test_figures_are_those_of_the_weights() -> None:
    note = json.loads(WEIGHTS.with_suffix(".json").read_text(encoding="utf-8"))
    assert note["sha256"] == hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()
    assert note["folds"] == len(read_nets(WEIGHTS))
    assert set(note["figures"]) == STYLES


def test_weights_are_small_and_hold_numbers_only() -> None:
    assert WEIGHTS.stat().st_size <= 1_000_000
    with np.load(WEIGHTS, allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind in "fu" for name in arrays.files)
