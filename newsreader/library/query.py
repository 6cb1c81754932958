"""The query language: words, phrases, `-not`, `OR` and filters, read into what the index and the tables are asked.

    ferry "night boat" -goat title:harbour OR title:~^live site:example.org date:2031-03 before:7d is:unread tag:war

Pure: nothing that was typed becomes part of a statement.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from newsreader.library.conditions import FILTERS, Condition
from newsreader.library.patterns import MATCHES, PatternError, compile_pattern
from newsreader.library.rows import HIDDEN, SHOWN
from newsreader.library.tokens import find_words, fold_text, fold_word, is_run
from newsreader.model import QueryError
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


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
        words = tuple(match[0] for match in find_words(fold_word(token.value)))
        if is_beginning and words and len(words[-1]) < LEAST_BEGINNING and not is_run(words[-1]):
            raise QueryError("The beginning of a word needs three letters", token.place)
        return Term(words, COLUMNS.get(token.field, ""), is_beginning) if words else None
    reader = FILTERS.get(token.field)
    if reader is None:
        known = ", ".join(f"{name}:" for name in (*COLUMNS, *FILTERS))
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


def _is_single(words: Sequence[str]) -> bool:
    """One character of a writing that is kept as pairs: found as their beginning."""
    return len(words) == 1 and len(words[0]) == 1 and is_run(words[0])
