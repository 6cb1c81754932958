"""The query language: words, phrases, `-not`, `OR` and filters, read into what the index and the tables are asked.

    ferry "night boat" -goat title:harbour OR title:~^live site:example.org date:2031-03 before:7d is:unread tag:war

Pure: nothing that was typed becomes part of a statement.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.library.patterns import MATCHES, PatternError, compile_pattern
from newsreader.library.rows import HIDDEN, SHOWN
from newsreader.library.tokens import fold_text, fold_word, is_run
from newsreader.model import QueryError
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand together, in any column of the index or in one; `words` as they were typed, folded."""

    words: tuple[str, ...]
    column: str = ""
    is_beginning: bool = False

    @property
    def match(self) -> str:
        """The term in the language of FTS5, where a string can't be more than words."""
        phrase = fold_text(" ".join(self.words)).replace('"', " ")
        star = " *" if self.is_beginning or _is_single(self.words) else ""
        return f'{{{self.column}}} : "{phrase}"{star}' if self.column else f'"{phrase}"{star}'


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold of an article's row; `sql` is ours, `values` are the reader's.

    `source`, where there is one, selects by an index the few articles (or the newest of them) of which it can hold; the
    lower its `reach`, the fewer these are. `pattern_place` is the character of the query, from 1, at which its
    pattern stands, 0 where it has none.
    """

    sql: str
    values: tuple[Any, ...] = ()
    source: str = ""
    reach: int = 9
    pattern_place: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One of its terms or conditions must hold, or with `is_negated` none; `text` is how it was typed."""

    text: str
    options: tuple[Term | Condition, ...]
    is_negated: bool = False

    @property
    def is_text(self) -> bool:
        """Whether the index alone can tell."""
        return all(isinstance(option, Term) for option in self.options)


class Scope(Enum):
    """Among which articles a query finds some: those that lists show, those that are hidden, or those in the trash.

    The value is what is so of them all.
    """

    SHOWN = SHOWN
    HIDDEN = HIDDEN
    TRASH = "article.deleted_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Query:
    """All choices must hold of an article in its scope."""

    choices: tuple[Choice, ...] = ()
    scope: Scope = Scope.SHOWN

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that are looked for, not those that are left out."""
        wanted = (choice for choice in self.choices if not choice.is_negated)
        return tuple(option for choice in wanted for option in choice.options if isinstance(option, Term))

    @property
    def pattern_place(self) -> int:
        """Where the first of its patterns stands; 0 where it has none."""
        options = (option for choice in self.choices for option in choice.options)
        return next((each.pattern_place for each in options if isinstance(each, Condition) and each.pattern_place), 0)

    def without(self, choice: Choice) -> Query:
        """The query less one of its choices."""
        return replace(self, choices=tuple(other for other in self.choices if other is not choice))


class Token(NamedTuple):
    """A word, a phrase or a filter as it was typed, at a character counted from 1."""

    place: int
    text: str
    is_negated: bool
    field: str
    value: str
    is_quoted: bool


_TOKEN = re.compile(
    r"""
    (?P<minus>-(?=[^\s-]))?
    (?:(?P<field>[A-Za-z]+):(?!//))?
    (?: (?P<tilde>~)?"(?P<quoted>[^"]*)(?P<closing>"?) | (?P<plain>[^\s"]+) )?
    """,
    re.VERBOSE,
)
COLUMNS = {"title": "title", "site": "site", "author": "byline", "body": "body"}
# Fewer letters are the beginning of too many words.
LEAST_BEGINNING = 3
_SCOPES = {"hidden": Scope.HIDDEN, "trash": Scope.TRASH}
WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


def parse_query(text: str, now: datetime) -> Query:
    """Read what was typed; relative days count from `now` (with its zone).

    Raises QueryError, which says what is wrong where, counted in characters from 1.
    """
    choices: list[Choice] = []
    scope = Scope.SHOWN
    is_or = False
    for token in split_query(text):
        if token.text == "OR":
            if not choices or is_or or choices[-1].is_negated:
                raise QueryError("OR needs words on both sides", token.place)
            is_or = True
            continue
        options = _read(token, now)
        if token.field == "is" and not token.is_negated and scope is not Scope.TRASH:
            scope = _SCOPES.get(token.value.lower(), scope)
        if not options:
            continue
        if is_or:
            if token.is_negated:
                raise QueryError("OR can't be followed by what is left out", token.place)
            last = choices.pop()
            choices.append(Choice(f"{last.text} OR {token.text}", (*last.options, options)))
        else:
            choices.append(Choice(token.text, (options,), token.is_negated))
        is_or = False
    if is_or:
        raise QueryError("OR needs words on both sides", len(text))
    return Query(tuple(choices), scope)


def split_query(text: str) -> list[Token]:
    """The tokens of a query. Raises QueryError where a quotation mark is not closed."""
    tokens = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        match = _TOKEN.match(text, place)
        assert match is not None
        if match.end() == place:  # a minus that stands alone
            place += 1
            continue
        if match["quoted"] is not None and not match["closing"]:
            raise QueryError("This quotation mark is not closed", match.start("quoted"))
        quoted = match["quoted"]
        value = match["plain"] or "" if quoted is None else f"{match['tilde'] or ''}{quoted}"
        field = (match["field"] or "").lower()
        tokens.append(
            Token(place + 1, match[0], bool(match["minus"]), field, value, is_quoted=match["quoted"] is not None)
        )
        place = match.end()
    return tokens


def _read(token: Token, now: datetime) -> Term | Condition | None:
    """What a token asks for; None where it holds no letter and no digit."""
    if not token.field or token.field in COLUMNS:
        if token.field and not token.value:
            raise QueryError(f"{token.field}: needs a word behind it", token.place)
        if token.field == "title" and token.value.startswith("~"):
            return _read_pattern(token)
        is_beginning = token.value.endswith("*")
        words = tuple(WORD.findall(fold_word(token.value)))
        if is_beginning and words and len(words[-1]) < LEAST_BEGINNING and not is_run(words[-1]):
            raise QueryError("The beginning of a word needs three letters", token.place)
        return Term(words, COLUMNS.get(token.field, ""), is_beginning) if words else None
    reader = _FILTERS.get(token.field)
    if reader is None:
        known = ", ".join(f"{name}:" for name in (*COLUMNS, *_FILTERS))
        raise QueryError(f"There is no filter {token.field}: (known: {known}); quote it to search for it", token.place)
    if not token.value:
        raise QueryError(f"{token.field}: needs a word behind it", token.place)
    try:
        return reader(token.value, now)
    except ValueError as error:
        raise QueryError(f"{token.field}:{token.value}: {error}", token.place) from None


def _read_pattern(token: Token) -> Condition:
    """A regular expression that is found somewhere in the title."""
    pattern = token.value[1:]
    place = token.place + token.text.rindex(pattern)
    try:
        compile_pattern(pattern)
    except PatternError as error:
        raise QueryError(str(error), place + error.place) from None
    return Condition(f"{MATCHES}(?, article.title)", (pattern,), pattern_place=place)


# --- filters ----------------------------------------------------------------------------------------------------------

# Sources of articles by one index each, the newest first; of a query without any other, its scope's.
_BY_TIME = f"SELECT id FROM article WHERE {SHOWN}{{}} ORDER BY sort_at DESC, id DESC"
_BY_SCOPE = {
    Scope.SHOWN: _BY_TIME.format(""),
    Scope.HIDDEN: f"SELECT id FROM article WHERE {HIDDEN} ORDER BY sort_at DESC, id DESC",
    Scope.TRASH: f"SELECT id FROM article WHERE {Scope.TRASH.value} ORDER BY deleted_at DESC",
}
_BY_NOTE = "SELECT id FROM article WHERE note <> '' ORDER BY id DESC"
_BY_BOOKMARK = (
    "SELECT id FROM article WHERE deleted_at IS NULL AND bookmarked_at IS NOT NULL ORDER BY sort_at DESC, id DESC"
)
_BY_TAG = """
SELECT article_id AS id FROM tag WHERE name = ? UNION SELECT entry.article_id FROM feed_tag
CROSS JOIN entry ON entry.feed_id = feed_tag.feed_id AND entry.article_id IS NOT NULL WHERE feed_tag.name = ?
ORDER BY id DESC
"""
_BY_FEED = "SELECT article_id AS id FROM entry WHERE feed_id = ? AND article_id IS NOT NULL ORDER BY article_id DESC"

_TAGGED = Condition("EXISTS (SELECT 1 FROM tag WHERE tag.article_id = article.id)")
_NOTED = Condition("article.note <> ''", source=_BY_NOTE, reach=1)
_STATES = {
    "unread": Condition("article.read_at IS NULL", source=_BY_TIME.format(" AND read_at IS NULL"), reach=6),
    "read": Condition("article.read_at IS NOT NULL"),
    "bookmarked": Condition("article.bookmarked_at IS NOT NULL", source=_BY_BOOKMARK, reach=2),
    "tagged": _TAGGED,
    "noted": _NOTED,
    "opened": Condition("article.last_opened_at IS NOT NULL"),
    "hidden": Condition("article.hidden_at IS NOT NULL"),
    "trash": Condition("article.deleted_at IS NOT NULL"),
}
_HOLDINGS = {
    "links": Condition("article.links > 0"),
    "tags": _TAGGED,
    "note": _NOTED,
    "author": Condition("article.byline <> ''"),
    "date": Condition("article.day <> ''"),
    "address": Condition("article.url <> ''"),
}
_AGE = re.compile(r"(\d{1,5})([hdwmy])")
_HOURS = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_DAY_SECONDS = 24 * 3600


def _pick_from(known: dict[str, Condition]) -> Callable[[str, datetime], Condition]:
    def pick(value: str, now: datetime) -> Condition:
        if value.lower() not in known:
            raise ValueError(f"known are {', '.join(known)}")
        return known[value.lower()]

    return pick


def _read_tag(value: str, now: datetime) -> Condition:
    """Tagged so itself, or brought by a feed that is."""
    holds = (
        "EXISTS (SELECT 1 FROM tag WHERE tag.name = ? AND tag.article_id = article.id) OR EXISTS ("
        "SELECT 1 FROM entry CROSS JOIN feed_tag ON feed_tag.feed_id = entry.feed_id AND feed_tag.name = ?"
        " WHERE entry.article_id = article.id)"
    )
    return Condition(holds, (value.casefold(),) * 2, source=_BY_TAG, reach=1)


def _read_feed(value: str, now: datetime) -> Condition:
    """Brought by a feed: by its number, or all whose name, title or address has this in it."""
    if value.isdecimal():
        return Condition(_BROUGHT.format("= ?"), (int(value),), source=_BY_FEED, reach=2)
    named = "SELECT id FROM feed WHERE instr(lower(name || ' ' || title || ' ' || url), ?)"
    return Condition(_BROUGHT.format(f"IN ({named})"), (value.lower(),))


_BROUGHT = "EXISTS (SELECT 1 FROM entry WHERE entry.article_id = article.id AND entry.feed_id {})"


def _within(column: str, order: str, reach: int) -> Callable[[str, datetime], Condition]:
    """A moment of the program's own lies in a day, a month, a year, or so short ago."""

    def read(value: str, now: datetime) -> Condition:
        start, end = _read_span(value, now)
        source = f"SELECT id FROM article WHERE {column} >= ? AND {column} < ?{order}"
        return Condition(f"{column} >= ? AND {column} < ?", (start.timestamp(), end.timestamp()), source, reach)

    return read


def _published(value: str, now: datetime) -> Condition:
    start, end = _read_span(value, now)
    return _between(start, end)


def _after(value: str, now: datetime) -> Condition:
    return _between(_read_span(value, now)[0], None)


def _before(value: str, now: datetime) -> Condition:
    return _between(None, _read_span(value, now)[0])


def _between(start: datetime | None, end: datetime | None) -> Condition:
    """Published from one day on and before another; of articles that state no date the arrival counts.

    The day is the page's own; where it stands in time (in UTC, by which lists are sorted) may be a day off.
    """
    conditions: list[str] = []
    values: list[Any] = []
    for moment, sign, slack in ((start, ">=", -_DAY_SECONDS), (end, "<", _DAY_SECONDS)):
        if moment is None:
            continue
        conditions += [
            f"article.sort_at {sign} ?",
            f"(CASE WHEN article.day = '' THEN article.sort_at {sign} ? ELSE article.day {sign} ? END)",
        ]
        values += [moment.timestamp() + slack, moment.timestamp(), moment.date().isoformat()]
    joined = " AND ".join(conditions)
    return Condition(joined, tuple(values), _BY_TIME.format(f" AND {joined}"), reach=5)


def _read_span(value: str, now: datetime) -> tuple[datetime, datetime]:
    """From when to when: a year, a month, a day, `today`, `yesterday`, or the last `12h`, `7d`, `2w`, `3m`, `1y`."""
    value = value.lower()
    today = datetime(now.year, now.month, now.day, tzinfo=now.tzinfo)
    if value == "today":
        return today, today + timedelta(days=1)
    if value == "yesterday":
        return today - timedelta(days=1), today
    if age := _AGE.fullmatch(value):
        hours = int(age[1]) * _HOURS[age[2]]
        try:
            return now - timedelta(hours=hours), now + timedelta(days=1)
        except OverflowError:
            raise ValueError("that is before all dates") from None
    try:
        parts = [int(part) for part in value.split("-")]
        if len(parts) == 1 and len(value) == 4:
            start, following = date(parts[0], 1, 1), date(parts[0] + 1, 1, 1)
        elif len(parts) == 2 and len(value) >= 6:
            start = date(parts[0], parts[1], 1)
            following = date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1)
        elif len(parts) == 3:
            start = date(parts[0], parts[1], parts[2])
            following = start + timedelta(days=1)
        else:
            raise ValueError
    except (ValueError, OverflowError):
        raise ValueError("write a day as 2031-03-04, 2031-03, 2031, or an age as 12h, 7d, 2w, 3m, 1y") from None
    zone = now.tzinfo or UTC
    return (
        datetime(start.year, start.month, start.day, tzinfo=zone),
        datetime(following.year, following.month, following.day, tzinfo=zone),
    )


def choose_source(query: Query) -> tuple[str, tuple[Any, ...]]:
    """Where to look for what a query without words finds, and the values of that: where there is least."""
    alone = (choice.options[0] for choice in query.choices if len(choice.options) == 1 and not choice.is_negated)
    sources = [option for option in alone if isinstance(option, Condition) and option.source]
    if query.scope is not Scope.SHOWN or not sources:
        return _BY_SCOPE[query.scope], ()
    least = min(sources, key=lambda condition: condition.reach)
    return least.source, least.values


_FILTERS: dict[str, Callable[[str, datetime], Condition]] = {
    "date": _published,
    "after": _after,
    "before": _before,
    "added": _within("article.added_at", f" AND {SHOWN} ORDER BY added_at DESC", reach=4),
    "read": _within("article.read_at", " ORDER BY read_at DESC", reach=3),
    "is": _pick_from(_STATES),
    "has": _pick_from(_HOLDINGS),
    "tag": _read_tag,
    "feed": _read_feed,
}


def _is_single(words: Sequence[str]) -> bool:
    """One character of a writing that is kept as pairs: found as their beginning."""
    return len(words) == 1 and len(words[0]) == 1 and is_run(words[0])
