"""What rules do: to new articles as they are stored, and on demand to those that are there already.

Rules act in their order, each on what its query finds then: what one has hidden is not found by those behind it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from newsreader.library import kept, rulebook
from newsreader.library.patterns import PATIENCE, TooSlowError
from newsreader.library.query import parse_query
from newsreader.library.rows import find_newest
from newsreader.library.search import find_between
from newsreader.model import Action, QueryError, RuleAction

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from newsreader.library.kept import Replaced
    from newsreader.library.query import Query
    from newsreader.model import Rule

MOST_TRIED = 10_000
"""So many of the articles that were stored last are looked at to tell what a rule would do."""

# Seconds that the pattern of a rule may work for some new articles; and articles that are looked at together where a
# rule is applied to all.
_SHORT_PATIENCE, _STEP = PATIENCE / 4, 10_000
# What must be so of an article for an action to change anything; what the reader marked is never hidden by a rule.
_CHANGES = {
    RuleAction.HIDE: "article.hidden_at IS NULL AND article.bookmarked_at IS NULL AND article.note = ''"
    " AND NOT EXISTS (SELECT 1 FROM tag WHERE tag.article_id = article.id)"
    " AND NOT EXISTS (SELECT 1 FROM queue WHERE queue.article_id = article.id)",
    RuleAction.TAG: "NOT EXISTS (SELECT 1 FROM tag WHERE tag.article_id = article.id AND tag.name = ?)",
    RuleAction.READ: "article.read_at IS NULL",
    RuleAction.FETCH: "article.url_hash <> 0"
    " AND NOT EXISTS (SELECT 1 FROM dump WHERE dump.article_id = article.id)"
    " AND NOT EXISTS (SELECT 1 FROM page_due WHERE page_due.article_id = article.id)",
}


class Reach(NamedTuple):
    """How many of how many articles, those that were stored last, a rule would change."""

    changed: int
    looked_at: int


def list_rules(db: sqlite3.Connection, now: float) -> list[Rule]:
    """The rules in their order; those that can't be read say why."""
    return [_check(rule, now) for rule in rulebook.list_rules(db)]


def _check(rule: Rule, now: float) -> Rule:
    if rule.error:
        return rule
    try:
        _parse(rule, now)
    except QueryError as error:
        return replace(rule, error=str(error))
    return rule


def _parse(rule: Rule, now: float) -> Query:
    return parse_query(rule.query, datetime.fromtimestamp(now).astimezone())


def apply_rules(db: sqlite3.Connection, ids: Sequence[int], now: float) -> None:
    """Do to some new articles, just stored, what the rules say; in the transaction that stores them.

    A rule that can't be read is passed over; so is, from then on, one whose pattern takes too long, which it then says.
    """
    spans = find_spans(ids)
    for rule in rulebook.list_rules(db) if spans else ():
        if rule.error:
            continue
        try:
            query = _parse(rule, now)
            found = [each for span in spans for each in _find(db, rule, query, span, patience=_SHORT_PATIENCE)]
        except TooSlowError as error:
            rulebook.give_up_rule(db, rule.id, str(error))
        except QueryError:
            continue
        else:
            _act(db, rule, found, now)


def find_spans(ids: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of each run of numbers that follow each other: those of new articles nearly always do."""
    ordered = sorted(set(ids))
    if not ordered:
        return []
    gaps = [(before, after) for before, after in pairwise(ordered) if after - before > 1]
    starts = [ordered[0], *(after for _, after in gaps)]
    return list(zip(starts, [*(before for before, _ in gaps), ordered[-1]], strict=True))


def apply_to_stored(db: sqlite3.Connection, rules: Sequence[Rule], now: float) -> Replaced:
    """Do to all stored articles what these rules say, as one change; those that say they can't be read are passed over.

    Raises QueryError where one takes too long.
    """
    changed: set[int] = set()
    made: list[Replaced] = []
    done: list[str] = []
    newest = find_newest(db)
    for rule in rules:
        if rule.error:
            continue
        query = _parse(rule, now)
        found = [each for span in _split_span(1, newest) for each in _find(db, rule, query, span)]
        if found:
            made.append(_act(db, rule, found, now))
            changed.update(found)
            done.append(f"{rule.effect} {len(found):,}")
    return kept.join_changes(db, sorted(changed), made, ", ".join(done))


def _split_span(first: int, last: int) -> Iterator[tuple[int, int]]:
    for start in range(first, last + 1, _STEP):
        yield start, min(start + _STEP - 1, last)


def measure_rule(db: sqlite3.Connection, rule: Rule, now: float) -> Reach:
    """What a rule would change of the articles that were stored last. Raises QueryError where it can't be read, or
    takes too long.
    """
    last = find_newest(db)
    span = (max(1, last - MOST_TRIED + 1), last)
    looked_at = db.execute(_STORED_BETWEEN, span).fetchone()[0]
    return Reach(len(_find(db, rule, _parse(rule, now), span)), int(looked_at))


_STORED_BETWEEN = "SELECT count(*) FROM article NOT INDEXED WHERE id BETWEEN ? AND ? AND deleted_at IS NULL"


def _find(
    db: sqlite3.Connection, rule: Rule, query: Query, span: tuple[int, int], *, patience: float = PATIENCE
) -> list[int]:
    """The articles with numbers in a span that a rule changes, which its query finds; never those in the trash."""
    condition = f"article.deleted_at IS NULL AND {_CHANGES[rule.action]}"
    own = (rule.tag,) if rule.action is RuleAction.TAG else ()
    return find_between(db, query, span, condition, own, patience=patience)


def _act(db: sqlite3.Connection, rule: Rule, ids: Sequence[int], now: float) -> Replaced:
    match rule.action:
        case RuleAction.HIDE:
            return kept.set_mark(db, Action.HIDE, ids, True, now)
        case RuleAction.READ:
            return kept.set_mark(db, Action.READ, ids, True, now)
        case RuleAction.TAG:
            return kept.set_tag(db, ids, rule.tag, True)
        case RuleAction.FETCH:
            return kept.set_page_due(db, ids)
