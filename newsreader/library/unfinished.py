"""A query that is still being typed."""

from __future__ import annotations

from newsreader.library.query import COLUMNS, LEAST_BEGINNING, split_query
from newsreader.library.tokens import find_words, fold_word, is_run
from newsreader.model import QueryError


def spread_last_word(text: str) -> str:
    """A query in which the word that is being typed stands for all words that begin so: `night fer` is `night fer*`.

    What has fewer than three letters, stands in quotation marks, is left out, or is no word stays as it is.
    """
    try:
        tokens = split_query(text)
    except QueryError:
        return text
    if not tokens or text[-1].isspace():
        return text
    last = tokens[-1]
    is_text = not last.field or last.field in COLUMNS
    if not is_text or last.is_negated or last.is_quoted or last.text == "OR" or last.value.startswith("~"):
        return text
    value = fold_word(last.value)
    words = [match[0] for match in find_words(value)]
    # Of writings without blanks any two characters are found as it is.
    is_long = bool(words) and value.endswith(words[-1]) and len(words[-1]) >= LEAST_BEGINNING and not is_run(words[-1])
    return f"{text}*" if is_long else text
