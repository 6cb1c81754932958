"""Where on a page its article is: the stretch of most prose for fewest other lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Block
    from newsreader.splitting.features import Features

# An article has at least this many words of running text; fewer are a caption, a notice or a menu.
LEAST_WORDS = 30
# The share of its characters above which a text is a program, a log or a table.
_CODE_SHARE = 0.3
# Of an article's paragraphs, this share follows another one; on index pages each follows a headline.
_LEAST_COHERENCE = 0.25
# What a line that may be a headline takes from a stretch of text: as much as a short paragraph gives.
_HEADLINE_WEIGHT = -20
_LONGEST_ENDING = 60
# Of a paragraph, at most this share is links.
MOST_LINKED = 0.7
# A list's item or a quote is text without a full stop too, if it has some words.
_LEAST_ITEM_WORDS = 4


def find_body(features: Sequence[Features]) -> tuple[int, int] | None:
    """The first and the last paragraph (exclusive): the stretch of most words of prose for fewest other lines.

    A maximum subarray, found in one pass (Kadane); None where there is no article.
    """
    shown = [feature for feature in features if not feature.block.in_chrome]
    has_main = _has_main(features)
    if not has_main and is_program(shown):
        return None
    weights = [weigh(feature) for feature in features]
    if has_main:
        weights = [
            -weight if weight > 0 and not feature.block.in_main else weight
            for feature, weight in zip(features, weights, strict=True)
        ]
    best, best_span = 0, (0, 0)
    total = start = 0
    for index, weight in enumerate(weights):
        if total <= 0:
            if weight <= 0:
                continue
            total, start = 0, index
        total += weight
        if total > best and weight > 0:
            best, best_span = total, (start, index + 1)
    within = weights[slice(*best_span)]
    words = [feature.words for feature in features[slice(*best_span)]]
    if sum(count for count, weight in zip(words, within, strict=True) if weight > 0) < LEAST_WORDS:
        return None
    return best_span if has_main or is_coherent(within) else None


def _has_main(features: Sequence[Features]) -> bool:
    """Whether the page marks its main part, and the larger part of its text stands in it."""
    shown = [feature for feature in features if not feature.block.in_chrome and not feature.is_whole_link]
    prose = [feature for feature in shown if feature.is_sentence and feature.words >= _LEAST_ITEM_WORDS]
    inside = sum(feature.words for feature in prose if feature.block.in_main)
    return inside >= LEAST_WORDS and 2 * inside >= sum(feature.words for feature in prose)


def is_program(features: Sequence[Features]) -> bool:
    """Whether so much of a text is code, log or table that there is no article in it."""
    size = sum(len(feature.block.text) for feature in features)
    return sum(len(feature.block.text) for feature in features if feature.is_code) > _CODE_SHARE * size


def is_coherent(weights: Sequence[int]) -> bool:
    """Whether paragraphs follow one another, rather than each its own headline."""
    paragraphs = coherent = 0
    follows_text = False
    for weight in weights:
        if weight > 0:
            paragraphs += 1
            coherent += follows_text
            follows_text = True
        elif weight <= _HEADLINE_WEIGHT:
            follows_text = False
    return paragraphs <= 2 or coherent >= _LEAST_COHERENCE * (paragraphs - 1)


def weigh(feature: Features) -> int:
    """How much a block speaks for the article's text going on (above 0 only for paragraphs)."""
    block = feature.block
    if len(block.text) <= _LONGEST_ENDING and feature.is_ending:
        return -80
    if block.in_chrome:
        return -3
    if block.in_main:
        return _weigh_main(feature)
    if block.is_alt:
        return 0
    if block.heading and not feature.is_whole_link:
        return _HEADLINE_WEIGHT if block.heading == 1 else -5
    if feature.is_tag_heading or feature.see_more():
        return -12
    if feature.is_code:
        return -8
    if feature.is_furniture:
        return -3
    if feature.is_caption or feature.is_inline_link or feature.is_byline or feature.is_date or feature.is_age:
        return -1
    if feature.is_whole_link:
        return _HEADLINE_WEIGHT if feature.words > 3 else -6
    if feature.is_question and feature.words < 12:
        return -5
    if block.link_share > MOST_LINKED:
        return -6
    if feature.is_prose:
        return min(feature.words, 60)
    if block.in_main and (block.is_list_item or block.is_quote) and feature.words >= _LEAST_ITEM_WORDS:
        return min(feature.words, 20)
    if feature.is_short:
        return -6
    return _HEADLINE_WEIGHT if feature.is_headline else 0


def _weigh_main(feature: Features) -> int:
    """The same in a page's main part, where what is no link is text unless it says that it is not."""
    block = feature.block
    if block.is_alt:
        return 0
    if block.heading and not feature.is_whole_link:
        return _HEADLINE_WEIGHT if block.heading == 1 else -12 if feature.is_heading_cue else -1
    if block.link_share > MOST_LINKED:
        return -6 if feature.words > 3 else -2
    if feature.is_furniture or feature.is_share or is_linked_item(block):
        return -2
    if feature.is_caption or feature.is_inline_link or feature.is_byline or feature.is_date or feature.is_age:
        return -1
    if feature.is_sentence or block.is_list_item or block.is_quote:
        return min(feature.words, 60)
    return 1 if feature.words >= _LEAST_ITEM_WORDS else -1


def is_linked_item(block: Block) -> bool:
    """Whether a list's item is for the most part a link."""
    return block.is_list_item and block.link_share > 0.4
