"""newsboat's filter expressions (`( title =~ "goat" or author =~ "Keeper" ) and unread = "yes"`) as our queries.

A query has all its words and filters at once, each of them one or one of several (`OR`); what says more than that can't
be said in it. Operators and attributes are those of newsboat's manual, "Filter Language".
"""

from __future__ import annotations

import re
from typing import NamedTuple


class UntranslatableError(Exception):
    """The expression can't be said as a query; the text says why."""


class _Token(NamedTuple):
    kind: str
    text: str


class _Comparison(NamedTuple):
    attribute: str
    operator: str
    value: str


class _Group(NamedTuple):
    """Comparisons and groups that are joined by one word, `and` or `or`."""

    joiner: str
    members: tuple[_Comparison | _Group, ...]


_TOKEN = re.compile(
    r"\s*(?:(?P<bracket>[()])|(?P<operator>==|=~|!~|!=|!#|<=|>=|=|<|>|#|between\b)|\"(?P<text>(?:[^\"\\]|\\.)*)\""
    r"|(?P<number>-?\d+(?::-?\d+)?)|(?P<word>[A-Za-z_]+))",
    re.DOTALL,
)
# Brackets stand within brackets.
_MOST_TOKENS = 200
_COLUMNS = {"title": "title", "author": "author", "content": "body"}
# Of regular expressions these say only which words are looked for.
_PLAIN_WORDS = re.compile(r"[\w'’ -]*\w[\w'’ -]*")
_LEAST_BEGINNING = 3
_UNKNOWN = {
    "link": "an article's address",
    "guid": "an article's guid",
    "date": "a date as it is written",
    "enclosure_url": "enclosures",
    "enclosure_type": "enclosures",
    "feedtitle": "a feed's title",
    "feedlink": "a feed's address",
    "rssurl": "a feed's address",
    "description": "a feed's description",
    "feeddate": "a feed's date",
    "unread_count": "a feed's counts",
    "total_count": "a feed's counts",
    "articleindex": "places in a list",
    "feedindex": "places in a list",
}


def flag_tag(flag: str) -> str:
    """The tag that stands for one of newsboat's flags, a letter; tags know no capitals."""
    return f"flag-{flag}" if flag.islower() else f"flag-capital-{flag.lower()}"


def translate_filter(expression: str) -> str:
    """The query that asks for what `expression` does; raises UntranslatableError where none does.

    Where newsboat looks for letters anywhere, a query looks for words that begin with them.
    """
    tokens = _split(expression)
    tree, rest = _parse(tokens, 0)
    if rest != len(tokens):
        raise UntranslatableError(f"it goes on where it should end, at `{tokens[rest].text}`")
    conjuncts = tree.members if isinstance(tree, _Group) and tree.joiner == "and" else (tree,)
    return " ".join(_translate_choice(member) for member in _flatten(conjuncts))


def _split(expression: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    text = expression.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise UntranslatableError(f"it can't be understood at `{text[place : place + 20]}`")
        kind = match.lastgroup or ""
        word = match[kind]
        tokens.append(_Token(kind, re.sub(r"\\(.)", r"\1", word) if kind == "text" else word))
        place = match.end()
        if len(tokens) > _MOST_TOKENS:
            raise UntranslatableError("it is too long")
    return tokens


def _parse(tokens: list[_Token], place: int) -> tuple[_Comparison | _Group, int]:
    """The expression that begins at a token, and the token behind it."""
    members: list[_Comparison | _Group] = []
    joiners: set[str] = set()
    while True:
        member, place = _parse_member(tokens, place)
        members.append(member)
        if place >= len(tokens) or tokens[place].text not in ("and", "or") or tokens[place].kind != "word":
            break
        joiners.add(tokens[place].text)
        place += 1
    if len(joiners) > 1:
        raise UntranslatableError("`and` and `or` stand beside each other without brackets")
    return (members[0] if len(members) == 1 else _Group(joiners.pop(), tuple(members))), place


def _parse_member(tokens: list[_Token], place: int) -> tuple[_Comparison | _Group, int]:
    if place >= len(tokens):
        raise UntranslatableError("it ends too early")
    if tokens[place] == ("bracket", "("):
        inner, place = _parse(tokens, place + 1)
        if place >= len(tokens) or tokens[place] != ("bracket", ")"):
            raise UntranslatableError("a bracket is not closed")
        return inner, place + 1
    kinds = [token.kind for token in tokens[place : place + 3]]
    if kinds[:2] != ["word", "operator"] or len(kinds) < 3 or kinds[2] not in ("text", "number", "word"):
        raise UntranslatableError(f"it can't be understood at `{tokens[place].text}`")
    attribute, operator, value = (token.text for token in tokens[place : place + 3])
    return _Comparison(attribute, "=" if operator == "==" else operator, value), place + 3


def _flatten(members: tuple[_Comparison | _Group, ...]) -> list[_Comparison | _Group]:
    flat: list[_Comparison | _Group] = []
    for member in members:
        flat += _flatten(member.members) if isinstance(member, _Group) and member.joiner == "and" else [member]
    return flat


def _translate_choice(member: _Comparison | _Group) -> str:
    if isinstance(member, _Comparison):
        return _translate(member)
    options: list[str] = []
    for each in member.members:
        if isinstance(each, _Group) and each.joiner == "and":
            raise UntranslatableError("`and` stands within `or`")
        option = _translate_choice(each)
        # These are more than one thing, or none, and an OR has one on each side.
        if option.startswith("-") or " after:" in option:
            raise UntranslatableError("`or` joins what a query can't")
        options.append(option)
    return " OR ".join(options)


def _translate(comparison: _Comparison) -> str:
    attribute, operator, value = comparison
    if attribute in _COLUMNS:
        return _translate_text(_COLUMNS[attribute], operator, value)
    if attribute == "unread" and operator in ("=", "!=") and value in ("yes", "no"):
        return "is:unread" if (value == "yes") == (operator == "=") else "is:read"
    if attribute == "age":
        return _translate_age(operator, value)
    if attribute in ("flags", "tags") and operator in ("#", "!#"):
        name = flag_tag(value) if attribute == "flags" and len(value) == 1 else value
        if '"' in name or not name:
            raise UntranslatableError(f"there is no tag {name}")
        quoted = f'"{name}"' if " " in name else name
        return f"{'-' if operator == '!#' else ''}tag:{quoted}"
    if attribute in _UNKNOWN:
        raise UntranslatableError(f"a query can't ask for {_UNKNOWN[attribute]} (`{attribute}`)")
    raise UntranslatableError(f"`{attribute} {operator}` has no counterpart in a query")


def _translate_text(column: str, operator: str, value: str) -> str:
    if operator not in ("=~", "!~"):
        raise UntranslatableError(f"a query can't compare a whole {column}")
    words = value.split("|")
    if not all(_PLAIN_WORDS.fullmatch(each) for each in words):
        raise UntranslatableError(f"a query knows no regular expressions like `{value}`")
    terms = []
    for each in words:
        text = " ".join(each.split())
        # The last word may go on, where there is enough of it.
        star = "*" if len(re.split(r"[\W_]+", text)[-1]) >= _LEAST_BEGINNING else ""
        quoted = f'"{text}{star}"' if re.search(r"\W", text) else f"{text}{star}"
        terms.append(f"{column}:{quoted}")
    if operator == "!~":
        return " ".join(f"-{term}" for term in terms)
    return " OR ".join(terms)


def _translate_age(operator: str, value: str) -> str:
    """newsboat counts whole days: an article of 30 hours is one day old."""
    low, _, high = value.partition(":")
    if not (low.isdigit() and (high.isdigit() or not high)) or len(value) > 9:
        raise UntranslatableError(f"`age {operator} {value}` is no number of days")
    first = int(low)
    if operator == "between" and high:
        first, last = sorted((first, int(high)))
        return f"after:{last + 1}d" if not first else f"before:{first}d after:{last + 1}d"
    ages = {
        "<": f"after:{first}d",
        "<=": f"after:{first + 1}d",
        ">": f"before:{first + 1}d",
        ">=": f"before:{first}d",
        "=": f"before:{first}d after:{first + 1}d" if first else "after:1d",
    }
    if operator not in ages or high:
        raise UntranslatableError(f"`age {operator} {value}` has no counterpart in a query")
    return ages[operator]
