"""Full-text search: which articles a query finds, and where its words stand in them."""

from __future__ import annotations

import re
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category

from newsreader.library.conditions import Condition
from newsreader.library.patterns import PATIENCE, matching
from newsreader.library.query import Scope, Term
from newsreader.library.rows import HIDDEN, find_newest
from newsreader.library.tokens import find_words, fold_word, is_run
from newsreader.model import Snippet

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from newsreader.library.query import Choice, Query

# A title's word counts as much as so many of the body, and so on: title, body, byline, site.
_WEIGHTS = "8.0, 1.0, 4.0, 4.0"
MOST_FOUND = 1000
# Of what more articles match, only those that were stored last are ranked, or only the newest looked at.
MOST_RANKED, MOST_WALKED = 10_000, 50_000
# Words that so many of the articles stored last have (of a sample) say little of any: by these alone, of a large
# library only so many articles are searched, those stored last.
_FREQUENT_SHARE, _SAMPLE, _LARGE = 0.1, 2000, 150_000
# Where no more are hidden or in the trash, these are left out of what matches, rather than all that matches looked at:
# for a word in 5,000 of 100,000 articles that takes 8 ms instead of 18.
_MOST_LEFT_OUT = 5000
# Characters of a snippet, and those of them before the first word that was looked for.
_SNIPPET_SIZE, _LEAD = 200, 40
# Words looked through for a snippet, and those of them among which it is chosen.
_MOST_SEARCHED, _MOST_HITS = 4000, 40


# --- finding ----------------------------------------------------------------------------------------------------------


def find_ids(db: sqlite3.Connection, query: Query, limit: int = MOST_FOUND, *, is_by_time: bool = False) -> list[int]:
    """The articles that a query finds, at most `limit`: best first where it has words, else (or with `is_by_time`)
    newest first.
    """
    match = _make_match(query)
    conditions, values = _make_conditions(query)
    most = max(limit, MOST_WALKED)
    order = "article.deleted_at DESC" if query.scope is Scope.TRASH else "article.sort_at DESC, article.id DESC"
    source: str
    own: tuple[object, ...]
    if match and is_by_time:
        source, own = f"{_MATCHING.format('0')} ORDER BY rowid DESC", (match, 0)
    elif match:
        source, own = _choose_ranking(db, query, match)
        most, order = MOST_RANKED, "hit.score, hit.id DESC"
    else:
        source, own = _choose_source(query, order)
    # From an index to the rows, never the other way.
    statement = (
        f"SELECT article.id FROM ({source} LIMIT {most}) AS hit CROSS JOIN article ON article.id = hit.id"
        f" WHERE {conditions} ORDER BY {order} LIMIT ?"
    )
    if match and not is_by_time and conditions == Scope.SHOWN.value and _are_few_left_out(db):
        shown = f"({source} LIMIT {most}) AS hit WHERE id NOT IN ({_LEFT_OUT})"
        statement = f"SELECT id FROM {shown} ORDER BY {order} LIMIT ?"
    return _ask(db, query, statement, (*own, *values, limit))


_LEFT_OUT = (
    f"SELECT id FROM article WHERE {Scope.TRASH.value} UNION ALL SELECT id FROM article WHERE {Scope.HIDDEN.value}"
)


def _are_few_left_out(db: sqlite3.Connection) -> bool:
    amount = db.execute(f"SELECT count(*) FROM ({_LEFT_OUT} LIMIT ?) AS left_out", (_MOST_LEFT_OUT + 1,)).fetchone()[0]
    return bool(amount <= _MOST_LEFT_OUT)


def _choose_source(query: Query, order: str) -> tuple[str, tuple[object, ...]]:
    """Where to look for what a query without words finds, and the values of that: where there is least."""
    alone = (choice.options[0] for choice in query.choices if len(choice.options) == 1 and not choice.is_negated)
    sources = [option for option in alone if isinstance(option, Condition) and option.source]
    if query.scope is not Scope.SHOWN or not sources:
        return f"SELECT id FROM article WHERE {query.scope.value} ORDER BY {order}", ()
    least = min(sources, key=lambda condition: condition.reach)
    return least.source, least.values


def find_between(
    db: sqlite3.Connection,
    query: Query,
    span: tuple[int, int],
    condition: str,
    own: Sequence[object] = (),
    *,
    patience: float = PATIENCE,
) -> list[int]:
    """Those of the articles with numbers from one to another (both included) that a query finds, and of which a
    condition of our own (with its values) holds besides, by their numbers.
    """
    match = _make_match(query)
    conditions, values = _make_conditions(query, span)
    if match:
        source = f"({_MATCHING_BETWEEN}) AS hit CROSS JOIN article ON article.id = hit.id WHERE"
        first: tuple[object, ...] = (match, *span)
    else:
        source, first = "article NOT INDEXED WHERE article.id BETWEEN ? AND ? AND", span
    statement = f"SELECT article.id FROM {source} {conditions} AND {condition} ORDER BY article.id"
    return _ask(db, query, statement, (*first, *values, *own), patience)


_MATCHING_BETWEEN = "SELECT rowid AS id FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"


def count_hidden(db: sqlite3.Connection, query: Query) -> int:
    """How many articles a query would find besides, were they not hidden, counted up to `MOST_FOUND`."""
    if query.scope is not Scope.SHOWN or db.execute(_ANY_HIDDEN).fetchone() is None:
        return 0
    return len(find_ids(db, replace(query, scope=Scope.HIDDEN), is_by_time=True))


_ANY_HIDDEN = f"SELECT 1 FROM article WHERE {HIDDEN} LIMIT 1"


def _ask(
    db: sqlite3.Connection, query: Query, statement: str, values: Sequence[object], patience: float = PATIENCE
) -> list[int]:
    place = query.pattern_place
    with matching(db, place, patience) if place else nullcontext():
        return [article_id for (article_id,) in db.execute(statement, values)]


_MATCHING = "SELECT rowid AS id, {} AS score FROM search WHERE search MATCH ? AND rowid > ?"


def _choose_ranking(db: sqlite3.Connection, query: Query, match: str) -> tuple[str, tuple[object, ...]]:
    """How the articles that match are ranked: by bm25, or, where that would have to look through nearly all of a large
    library, by whether their titles match and then the newest first.
    """
    newest = find_newest(db)
    wanted = [choice for choice in query.choices if choice.is_text and not choice.is_negated]
    frequent = {term for term in query.terms if newest > _LARGE and _is_frequent(db, term, newest)}
    is_all_over = all(not frequent.isdisjoint(choice.options) for choice in wanted)
    # bm25 counts how many articles have each phrase.
    if not is_all_over and not any(len(term.words) > 1 for term in frequent):
        return f"{_MATCHING.format(f'bm25(search, {_WEIGHTS})')} ORDER BY rowid DESC", (match, 0)
    first = newest - _LARGE if is_all_over else 0
    titled = f"SELECT * FROM ({_MATCHING.format('0')} ORDER BY rowid DESC LIMIT {MOST_FOUND})"
    others = f"SELECT * FROM ({_MATCHING.format('1')} ORDER BY rowid DESC LIMIT {MOST_RANKED})"
    source = f"SELECT id, min(score) AS score FROM ({titled} UNION ALL {others}) GROUP BY id"
    return source, (f"{{title}} : ({match})", first, match, first)


def _is_frequent(db: sqlite3.Connection, term: Term, newest: int) -> bool:
    """Whether each word of a term is in many of the articles stored last."""
    words = (Term((word,), term.column, term.is_beginning and word == term.words[-1]) for word in term.words)
    query = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid > ?"
    return all(
        db.execute(query, (word.match, newest - _SAMPLE)).fetchone()[0] >= _FREQUENT_SHARE * _SAMPLE for word in words
    )


def explain_nothing(db: sqlite3.Connection, query: Query) -> list[tuple[str, int]]:
    """For each part of a query that found nothing: its text, and how many (up to `MOST_FOUND`) there were without."""
    if len(query.choices) < 2:
        return []
    return [(choice.text, len(find_ids(db, query.without(choice)))) for choice in query.choices]


def _make_match(query: Query) -> str:
    """What the index is asked; "" where nothing wanted is a word."""
    wanted = [_match_choice(choice) for choice in query.choices if choice.is_text and not choice.is_negated]
    unwanted = [_match_choice(choice) for choice in query.choices if choice.is_text and choice.is_negated]
    if not wanted:
        return ""
    match = " AND ".join(wanted)
    return f"({match}) NOT ({' OR '.join(unwanted)})" if unwanted else match


def _match_choice(choice: Choice) -> str:
    return f"({' OR '.join(option.match for option in choice.options if isinstance(option, Term))})"


def _make_conditions(query: Query, span: tuple[int, int] | None = None) -> tuple[str, tuple[object, ...]]:
    """What the tables are asked: all that the index alone can't tell; with a span, of articles of these numbers."""
    conditions = [query.scope.value]
    values: list[object] = []
    has_words = bool(_make_match(query))
    for choice in query.choices:
        if choice.is_text and (has_words or not choice.is_negated):
            continue
        options = []
        for option in choice.options:
            if isinstance(option, Condition):
                options.append(f"({option.sql})")
                values += option.values
            else:
                between = " AND rowid BETWEEN ? AND ?" if span else ""
                options.append(f"article.id IN (SELECT rowid FROM search WHERE search MATCH ?{between})")
                values += (option.match, *(span or ()))
        conditions.append(f"{'NOT ' if choice.is_negated else ''}({' OR '.join(options)})")
    return " AND ".join(conditions), tuple(values)


# --- where the words stand --------------------------------------------------------------------------------------------


def find_snippet(text: str, terms: Sequence[Term]) -> Snippet:
    """The stretch of a text in which most of the terms' words stand close together, and where; else its beginning."""
    hits = list(islice(_find_words(text, terms), _MOST_HITS))
    start = _find_start(text, hits)
    end = _cut_before(text, start + _SNIPPET_SIZE)
    before, after = "\u2026" if start else "", "\u2026" if end < len(text.rstrip()) else ""
    shift = len(before) - start
    marks = [(hit.start + shift, hit.end + shift) for hit in hits if start <= hit.start and hit.end <= end]
    return Snippet(f"{before}{text[start:end]}{after}".replace("\n", " "), tuple(marks))


class _Hit(NamedTuple):
    """A word of a text that is asked for: its place, and what it is asked for by."""

    start: int
    end: int
    key: str


def _find_words(text: str, terms: Sequence[Term]) -> Iterator[_Hit]:
    """The words that the terms ask for, in their order."""
    wanted = {word for term in terms for word in term.words}
    beginnings = [term.words[-1] for term in terms if term.is_beginning]
    if not wanted:
        return
    if all(each.isascii() or category(each)[0] in "PSZ" for each in set(text)):
        # Nothing to fold but case: what is not ASCII are quotes and dashes.
        pattern = "|".join([*(rf"{word}\b" for word in wanted), *(rf"{word}\w*" for word in beginnings)])
        for match in re.finditer(rf"\b(?:{pattern})", text.lower()):
            yield _Hit(*match.span(), match[0])
        return
    # Where no blanks part words, what is asked for is a part of one.
    parts = [word for word in wanted if is_run(word)]
    for match in islice(find_words(text), _MOST_SEARCHED):
        word = fold_word(match[0])
        if word in wanted or any(word.startswith(each) for each in beginnings):
            yield _Hit(*match.span(), word)
            continue
        found = [(place.start(), place.end(), part) for part in parts for place in re.finditer(re.escape(part), word)]
        for start, end, part in sorted(found):
            # What folding has made longer or shorter is marked whole.
            is_exact = len(word) == len(match[0])
            yield _Hit(match.start() + start, match.start() + end, part) if is_exact else _Hit(*match.span(), part)


def _find_start(text: str, hits: Sequence[_Hit]) -> int:
    """Where the snippet of most different hits begins: some words before the first of them."""
    best, best_count = 0, 0
    for index, hit in enumerate(hits):
        inside = {other.key for other in hits[index:] if other.end <= hit.start + _SNIPPET_SIZE - _LEAD}
        if len(inside) > best_count:
            best, best_count = hit.start, len(inside)
    if best <= _LEAD:
        return 0
    # From the beginning of a word on, if there is one.
    blank = re.compile(r"\s").search(text, best - _LEAD, best)
    return blank.end() if blank else best - _LEAD


def _cut_before(text: str, end: int) -> int:
    """The end of the last word that ends before a place; the place itself where the word is endless."""
    if end >= len(text):
        return len(text)
    blank = max(text.rfind(" ", end - _LEAD, end), text.rfind("\n", end - _LEAD, end))
    return blank if blank > 0 else end
