"""Known hashes are found where they stand, others nowhere."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsreader.splitting.known import Known

# Many that begin alike, and the first and the last there can be.
HASHES = st.integers(0, 40) | st.integers(0, (1 << 32) - 1) | st.just((1 << 32) - 1)


@given(st.sets(HASHES, max_size=60), st.lists(HASHES, max_size=60))
def test_a_hash_is_found_at_its_place(known: set[int], asked: list[int]) -> None:
    rising = sorted(known)
    found = Known(np.array(rising, dtype=np.uint32)).find(np.array([*asked, *rising], dtype=np.uint32))
    assert found.tolist() == [rising.index(key) + 1 if key in known else 0 for key in [*asked, *rising]]
