"""What is right, as the corpus's scorer has it: a title, a day, the names of authors."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from newsreader.training.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence


def find_key(text: str | None) -> str:
    """The words of a text, in a row."""
    return " ".join(tokenize(text or ""))


def is_title(gold: dict[str, Any], title: str) -> bool:
    """Whether a title is the page's or one of its variants."""
    titles = [gold["title"], *(gold.get("title_variants") or [])]
    return find_key(title) in {find_key(own) for own in titles} - {""}


def is_date(gold: dict[str, Any], day: str) -> bool:
    """Whether a day is the page's, or beside it."""
    if not (gold["published"] and day):
        return False
    return abs((date.fromisoformat(gold["published"][:10]) - date.fromisoformat(day[:10])).days) <= 1


def is_byline(gold: dict[str, Any], names: Sequence[str]) -> bool:
    """Whether all of the page's authors are named, and few others."""
    wanted = [key for name in gold["byline"] if (key := find_key(name))]
    found = f" {find_key(', '.join(names))} "
    size = sum(len(name.split()) for name in wanted)
    return bool(wanted) and all(f" {name} " in found for name in wanted) and len(found.split()) <= 2 * size + 4
