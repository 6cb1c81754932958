"""Words as the index keeps them."""

from __future__ import annotations

import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from newsreader.library import tokens

# Letters with marks, composed and not, marks alone, writings without blanks, ligatures, wide forms.
TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aeoxzAEZ<=10 \u0301\u0327\u0338\u0323\u1dc4\u0e01東京カナガ\u3099éÅøßİıﬁ’“ＡＢ가\u1100\u1161Ω\u0345α"
        ),
    ),
    max_size=40,
)


def fold_whole(text):
    """What is said of folding, of the text as one."""
    bare = unicodedata.normalize("NFC", tokens._MARKED.sub(r"\1", unicodedata.normalize("NFKD", text)))
    return re.sub(tokens._RUN, tokens._pair, bare.casefold().translate(tokens._SPELLINGS))


def lower_ascii(text):
    """What the index does itself."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in text)


@given(TEXTS)
def test_a_text_is_folded_by_pieces_as_it_would_be_as_one(text):
    assert lower_ascii(tokens.fold_text(text)) == lower_ascii(fold_whole(text))
