"""The layers give what their definitions give."""

import numpy as np
import pytest

from newsreader.splitting.layers import Convolution, divide_by_spread, fold_norm

NETS, WIDTH = 2, 6
NUMBERS = np.random.default_rng(7)


def draw(*shape: int) -> np.ndarray:
    return NUMBERS.standard_normal(shape).astype(np.float32)


def normalise(state: np.ndarray, norm: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    scale, shift = norm
    spread = np.sqrt(state.var(axis=2, keepdims=True) + 1e-5)
    return (state - state.mean(axis=2, keepdims=True)) / spread * scale + shift


def test_a_layer_holds_the_norm_before_it() -> None:
    state, weight, bias = draw(NETS, 9, WIDTH), draw(NETS, WIDTH, 4), draw(NETS, 1, 4)
    norm = draw(NETS, 1, WIDTH), draw(NETS, 1, WIDTH)
    folded, shift = fold_norm(weight, bias, norm)
    assert divide_by_spread(state) @ folded + shift == pytest.approx(normalise(state, norm) @ weight + bias, abs=1e-4)


@pytest.mark.parametrize("dilation", [1, 2, 8])
@pytest.mark.parametrize("size", [1, 2, 7, 16, 33])
def test_a_convolution_sums_its_three_taps(size: int, dilation: int) -> None:
    state, weight, bias = draw(NETS, size, WIDTH), draw(NETS, 3 * WIDTH, WIDTH), draw(NETS, 1, WIDTH)
    norm = draw(NETS, 1, WIDTH), draw(NETS, 1, WIDTH)
    padded = np.pad(normalise(state, norm), ((0, 0), (dilation, dilation), (0, 0)))
    rows = np.concatenate([padded[:, shift : shift + size] for shift in (0, dilation, 2 * dilation)], axis=2)
    assert Convolution(weight, bias, norm, dilation)(state) == pytest.approx(rows @ weight + bias, abs=1e-4)
