"""Headlines told by their tags: lines that are links from end to end, grouped by the card that they stand in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsreader.model import Label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.splitting.features import Features

_LEAST_WORDS = 4
_MOST_KICKER_WORDS = 3
# The last piece of an article's address is words or a number; a section's is a word.
_LEAST_SLUG_MARKS = 2
_NUMBER = re.compile(r"\d{4}")
_PAGE = re.compile(r"\.(?:s?html?|php|aspx?|story)$")
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|themen?|thema|category|categories|kategorie|authors?|autor(?:en)?|profile|people|search|suche"
    r"|login|account|subscribe|newsletters?|privacy|terms|about|contact|legal|help|faq|shop|cookies?|impressum"
    r"|datenschutz|sections?)(?:[/._-]|$)",
    re.IGNORECASE,
)


def label_cards(features: Sequence[Features], labels: list[Label], host: str, own: str) -> None:
    """Label the headlines among the blocks that are no part of the article, and what stands around them in place.

    `host` is the page's own (links elsewhere are no related headlines), `own` its address; "" where it is not known.
    """
    site, own = _site_of(host), own.partition("#")[0]
    index = 0
    while index < len(features):
        stop = index + 1
        address = _address_of(features[index])
        if labels[index] is Label.FURNITURE and address:
            while stop < len(features) and labels[stop] is Label.FURNITURE and _address_of(features[stop]) == address:
                stop += 1
            if _is_article(address, site, own):
                _label_card(features, labels, range(index, stop))
        index = stop
    _label_headings(features, labels)


def _address_of(feature: Features) -> str:
    """Where a block leads that is a link from end to end; "" for others."""
    return feature.block.links[0].url if feature.block.links and feature.is_whole_link else ""


def _is_article(address: str, site: str, own: str) -> bool:
    """Whether an address is one that another article of the same site could have."""
    address = address.partition("#")[0]
    if own and address == own:
        return False
    # Addresses have passed `clean_url`: `urlsplit` finds the same parts in five times the time.
    place, _, query = address.partition("//")[2].partition("?")
    host, _, path = place.partition("/")
    if site and _site_of(host.partition(":")[0]) != site:
        return False
    path = f"/{path}"
    if len(path) < 4 or _NO_ARTICLE.search(path):
        return False
    slug = path.rstrip("/").rpartition("/")[2]
    if slug.count("-") + slug.count("_") >= _LEAST_SLUG_MARKS or _PAGE.search(slug):
        return True
    return bool(_NUMBER.search(slug) or _NUMBER.search(query))


@lru_cache(maxsize=256)
def _site_of(host: str) -> str:
    """The last two names of a host (three behind a short one: `.co.uk`)."""
    names = host.split(".")
    return ".".join(names[-3:] if len(names) > 2 and len(names[-2]) <= 3 else names[-2:])


def _label_card(features: Sequence[Features], labels: list[Label], card: range) -> None:
    """A card is one link with its picture, kicker, headline and summary: a heading is the headline, else the first."""
    texts = [i for i in card if not features[i].block.is_alt]
    # A menu holds headlines where it shows them as such: with a heading, or a picture.
    is_plain = len(card) == 1 and not features[card[0]].block.heading
    if is_plain and features[card[0]].block.in_menu:
        return
    worded = [i for i in texts if _is_worded(features[i])]
    headings = [i for i in worded if features[i].block.heading]
    emphasised = [i for i in worded if features[i].block.is_emphasised]
    chosen = (headings or emphasised or worded)[:1]
    if not chosen:
        return
    for i in card:
        if features[i].block.is_alt and i < chosen[0]:
            labels[i] = Label.ALT_TEXT
        elif i < chosen[0] and features[i].words <= _MOST_KICKER_WORDS and not features[i].is_furniture:
            labels[i] = Label.KICKER
    labels[chosen[0]] = Label.HEADLINE


def _is_worded(feature: Features) -> bool:
    """Whether a block says enough to be a headline, and is no age, date or button."""
    if feature.words < _LEAST_WORDS or len(feature.block.text) > 300:
        return False
    return not (feature.is_furniture or feature.is_age or feature.is_date)


def _label_headings(features: Sequence[Features], labels: list[Label]) -> None:
    """A heading without a link above a headline heads its section."""
    waiting: int | None = None
    for index, feature in enumerate(features):
        if labels[index] is Label.HEADLINE:
            if waiting is not None:
                labels[waiting] = Label.SECTION_HEADING
            waiting = None
        elif labels[index] is not Label.FURNITURE and labels[index] not in (Label.ALT_TEXT, Label.KICKER):
            waiting = None
        elif labels[index] is Label.FURNITURE and not feature.block.is_alt:
            is_heading = bool(feature.block.heading) or (not feature.is_whole_link and feature.is_heading_cue)
            if is_heading and feature.words <= 10:
                waiting = index
