"""What a page's metadata adds to its article: its title, date and names, where the page has none or others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.splitting.dates import parse_date
from newsreader.splitting.names import is_name, parse_byline
from newsreader.text import split_site_suffix

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Article, Block, Hints
    from newsreader.splitting.head import Head

_COMPACT = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?!\d)")
# Time zones put a page's date and its metadata's a day apart.
_MOST_DAYS_APART = 1


def settle_title(head: Head, hints: Hints, blocks: Sequence[Block], labels: Sequence[Label]) -> Head:
    """The head with the title that the page's tags name, else the metadata's."""
    titles = [index for index, label in enumerate(labels) if label is Label.TITLE]
    text = blocks[titles[-1]].text if titles else hints.title
    title, site = split_site_suffix(text)
    return replace(head, title=title, site=site or head.site, title_block=titles[-1] if titles else -1)


def apply_hints(article: Article, hints: Hints, blocks: Sequence[Block]) -> Article:
    """The article with the metadata's date and names where its page shows none, or others."""
    published = _parse_moment(hints.published) or article.published or _find_time(blocks)
    says_more = "T" in article.published or "T" not in published
    if article.published and says_more and _are_near(article.published, published):
        published = article.published
    byline = _parse_names(hints) or article.byline
    return replace(article, published=published, byline=byline, site=article.site or hints.site)


def _parse_moment(text: str) -> str:
    match = _COMPACT.match(text)
    return parse_date(f"{match['year']}-{match['month']}-{match['day']}" if match else text)


def _find_time(blocks: Sequence[Block]) -> str:
    return next((moment for block in blocks if block.in_main and (moment := _parse_moment(block.time))), "")


def _are_near(one: str, other: str) -> bool:
    try:
        days = date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])
    except ValueError:
        return False
    return abs(days.days) <= _MOST_DAYS_APART


def _parse_names(hints: Hints) -> tuple[str, ...]:
    names = [name for text in hints.byline for name in ([text] if is_name(text) else parse_byline(text))]
    return tuple(dict.fromkeys(names))
