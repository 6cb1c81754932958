"""robots.txt: what a site asks programs to leave alone (RFC 9309).

The standard library's reader knows neither the wildcards nor that the longest rule counts, and so would go where it
must not.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote, urlsplit

# The least that must be read of one (RFC 9309, 2.5); what stands behind is left out.
MAX_BYTES = 500 * 1024


class Rule(NamedTuple):
    """A pattern of paths (`*`: anything, `$` at its end: the end) and whether they may be fetched."""

    pattern: str
    is_allowed: bool


def read_rules(body: bytes, agent: str) -> tuple[Rule, ...]:
    """The rules that hold for the program `agent`: those of all groups that name it, else of those for `*`."""
    ours: list[Rule] = []
    others: list[Rule] = []
    names: list[str] = []
    is_named = is_open = False
    for line in body[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            # Agents on successive lines share the rules that follow.
            if not is_open:
                names = []
            is_open = True
            names.append(re.split("[^a-z_-]", value.lower())[0] if value != "*" else "*")
            is_named = is_named or agent in names
        elif key in ("allow", "disallow"):
            is_open = False
            if value:
                rule = Rule(_normalize(value), key == "allow")
                ours += [rule] if agent in names else []
                others += [rule] if "*" in names else []
    return tuple(ours if is_named else others)


def is_path_allowed(rules: tuple[Rule, ...], url: str) -> bool:
    """Whether `rules` let `url` be fetched: the longest that fits decides, of two as long the one that allows."""
    parts = urlsplit(url)
    path = _normalize((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    fitting = [(len(rule.pattern), rule.is_allowed) for rule in rules if _fits(rule.pattern, path)]
    return max(fitting)[1] if fitting else True


def _fits(pattern: str, path: str) -> bool:
    """Piece by piece, each as early as it goes: many stars cost no more than the pattern's length times the path's."""
    is_whole = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    if not pieces:
        return not is_whole or path == first
    place = len(first)
    for piece in pieces[:-1] if is_whole else pieces:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return not is_whole or (path.endswith(pieces[-1]) and len(path) - len(pieces[-1]) >= place)


def _normalize(path: str) -> str:
    """One writing of each path: what need not be escaped is not, all else is."""
    # An escaped slash is no slash (RFC 9309, 2.2.2).
    kept = re.split("(%2[Ff]|%3[Ff]|%2[Aa]|%24)", path)
    return "".join(
        piece.upper() if index % 2 else quote(unquote(piece), safe="/?&=:@!$'()*+,;~-._")
        for index, piece in enumerate(kept)
    )
