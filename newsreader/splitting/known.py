"""A row of known hashes, and at which place in it each of many others stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from newsreader.splitting.characters import Indices

_BITS = 32


class Known:
    """Known hashes (different ones, rising); their first bits say nearly where each is, a fifth of a search's time."""

    def __init__(self, hashes: npt.NDArray[np.uint32]) -> None:
        self.hashes = hashes
        # With so many beginnings few hashes share theirs.
        bits = (4 * len(hashes) + 1).bit_length()
        self._shift = np.uint32(_BITS - bits)
        sizes = np.bincount(hashes >> self._shift, minlength=1 << bits)
        self._starts = np.cumsum(sizes, dtype=np.int32) - sizes.astype(np.int32)
        self._most = int(sizes.max())

    def find(self, hashes: npt.NDArray[np.uint32]) -> Indices:
        """Each hash's place among the known ones, from 1; 0 for those that are not among them."""
        found = np.zeros(hashes.shape, dtype=np.int64)
        places = self._starts[hashes >> self._shift]
        for _ in range(self._most):
            np.minimum(places, len(self.hashes) - 1, out=places)
            is_here = self.hashes[places] == hashes
            places += 1
            np.copyto(found, places, where=is_here)
        return found
