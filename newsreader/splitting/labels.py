"""What each block of a page is, decided from its shape, its place and its neighbours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsreader.model import Block, Hints, Label
from newsreader.splitting.cards import label_cards
from newsreader.splitting.columns import make_columns
from newsreader.splitting.decide import Decisions, apply, decide
from newsreader.splitting.extent import (
    LEAST_WORDS,
    MOST_LINKED,
    find_body,
    is_coherent,
    is_linked_item,
    is_program,
    weigh,
)
from newsreader.splitting.features import Features, overlap
from newsreader.splitting.hints import find_title
from newsreader.splitting.names import is_name
from newsreader.splitting.net import load_ensemble
from newsreader.splitting.related import label_related

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.splitting.characters import Array
    from newsreader.splitting.net import Ensemble

# So much text under a title is one, though headlines stand between its paragraphs.
_SURE_WORDS = 300
_LONGEST_SUBHEADING = 12
_MOST_LEAD_WORDS = 45
# A standfirst or a caption is looked for no further than this from where it should stand.
_NEAR = 6
_SEPARATORS = re.compile(r"\s*[|\u2013\u2014\u00b7\u2022:-]")
_QUOTES = "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb "


def label_blocks(blocks: Sequence[Block], hints: Hints | None = None) -> tuple[Label, ...]:
    """One label for each block, in order; a page without an article has no TITLE and no BODY among them."""
    if hints is not None:
        return _label_tagged([Features(block) for block in blocks], hints)
    return label_by(blocks, load_ensemble())


def label_by(blocks: Sequence[Block], ensemble: Ensemble | None) -> tuple[Label, ...]:
    """As `label_blocks`, by the nets given; by rules alone where there are none."""
    features = [Features(block) for block in blocks]
    body = find_body(features)
    if ensemble is None or not features:
        return _label_by_rules(features, body)
    return label_by_chances(features, body, ensemble.predict(make_columns(features, body or (0, 0))))


def label_by_chances(features: Sequence[Features], body: tuple[int, int] | None, chances: Array) -> tuple[Label, ...]:
    """The labels of a page whose chances (blocks × classes) are known; `body` is the rules' stretch of text."""
    decisions = decide(chances, features)
    start, end = decisions.span
    titles = list(decisions.titles)
    if len(titles) < 2:
        # The rules know a title that is said again, and one where the net sees none.
        found = _find_titles(features, body[0] if body else start)
        titles = found if not titles or titles[0] in found[:-1] else titles
    text = [feature for feature, is_body in zip(features, decisions.is_body, strict=True) if is_body]
    has_text = sum(feature.words for feature in text) >= LEAST_WORDS and not is_program(text)
    is_article = has_text and (body or _is_sure(features, decisions))
    if not titles or not is_article:
        return _label_by_rules(features, body)
    labels = _label_around(features, titles, start, end)
    apply(labels, decisions, features)
    return tuple(labels)


def _label_by_rules(features: Sequence[Features], body: tuple[int, int] | None) -> tuple[Label, ...]:
    titles = _find_titles(features, body[0]) if body else []
    if body is None or not titles:
        return (Label.FURNITURE,) * len(features)
    return tuple(_label_around(features, titles, *body))


def _label_around(features: Sequence[Features], titles: Sequence[int], start: int, end: int) -> list[Label]:
    """All labels of a page whose title and stretch of text are known."""
    labels = [Label.FURNITURE] * len(features)
    _label_above(features, labels, titles)
    _label_head(features, labels, titles[-1] + 1, start)
    _label_body(features, labels, start, end)
    labels[end:] = label_related(features[end:])
    for index in titles:
        labels[index] = Label.TITLE
    _mark_lead(features, labels, titles[-1] + 1, end)
    _label_after(features, labels, end)
    return labels


def _label_tagged(features: Sequence[Features], hints: Hints) -> tuple[Label, ...]:
    """Labels of a page whose tags are known; its metadata may have the title that no block says."""
    labels = [Label.FURNITURE] * len(features)
    body = find_body(features)
    if body is None:
        return tuple(labels)
    start, end = body
    title = find_title(features, hints, start, end)
    if title is None and not hints.title:
        return tuple(labels)
    first = 0
    if title is not None:
        start = max(start, title + 1) if title < end else start
        labels[title] = Label.TITLE
        _label_above(features, labels, [title])
        first = title + 1
    _label_head(features, labels, first if title is not None else max(0, start - _NEAR), start)
    for index in range(start, end):
        labels[index] = _label_within(features, index, end)
    _mark_lead(features, labels, first, end)
    _label_after(features, labels, end)
    label_cards(features, labels, urlsplit(hints.url).hostname or "", hints.url)
    return tuple(labels)


# --- the title -----------------------------------------------------------------------------------------------------


def _is_sure(features: Sequence[Features], decisions: Decisions) -> bool:
    """Whether text that the rules do not see is an article all the same: long, or of paragraphs in sequence."""
    start, end = decisions.span
    weights = [weigh(feature) for feature in features[start:end]]
    words = sum(feature.words for feature, is_ in zip(features, decisions.is_body, strict=True) if is_)
    if words >= _SURE_WORDS and decisions.titles:
        return True
    return is_coherent(weights) and sum(weight > 0 for weight in weights) >= 2


def _find_titles(features: Sequence[Features], start: int) -> list[int]:
    """The blocks above the text that hold the title: the page's own, and the article's where it is said again."""
    blocks = [feature.block for feature in features[:start]]
    # A date glued to the first line: the line is the title, where it is as long as one.
    if len(blocks) > 1 and blocks[1].first_line == blocks[0].first_line and features[1].words >= 4:
        return [1]
    candidates = [
        i
        for i, feature in enumerate(features[:start])
        if feature.words >= 2
        and not (feature.is_furniture or feature.is_date or feature.is_byline or feature.is_age or feature.is_caption)
        and not blocks[i].text.startswith("#")
        and not (i == start - 1 and feature.is_short)
        and not _is_alt(features, i)
    ]
    if not candidates:
        return []
    top = candidates[0]
    if top <= 2:
        repeated = [i for i in candidates[1:] if _is_said_again(features[top], features[i])]
        if repeated:
            return [top, repeated[-1]]
    anchor = next((i for i in range(start) if i > top and (features[i].is_byline or features[i].is_date)), start)
    above = [i for i in candidates if i < anchor] or candidates
    headlines = [i for i in above if features[i].is_headline and features[i].words >= 4] or above
    if top == 0 and features[0].words >= 4:
        # A page's own title words its article's differently at times.
        close = max(headlines, key=lambda i: (i != 0) * overlap(features[0], features[i]))
        if close != 0 and overlap(features[0], features[close]) >= 0.6:
            return [0, close] if features[0].words > features[close].words else [close]
    return [headlines[-1]]


def _is_said_again(title: Features, other: Features) -> bool:
    """Whether `other` is the page's title without the name of its site."""
    if other.words < 3:
        return False
    if title.key == other.key:
        return True
    text, start = title.block.text, other.block.text
    return text.startswith(start) and bool(_SEPARATORS.match(text[len(start) :]))


# --- the article ----------------------------------------------------------------------------------------------------


def _label_alone(feature: Features) -> Label | None:
    """A block's label where its own words, or its tags, tell it."""
    if feature.block.is_alt:
        return Label.ALT_TEXT
    if feature.block.in_chrome:
        return Label.FURNITURE
    if feature.is_furniture or feature.is_share or feature.is_age:
        return Label.FURNITURE
    if feature.is_inline_link:
        return Label.INLINE_LINK
    if feature.is_date:
        return Label.DATE
    if feature.is_byline:
        return Label.BYLINE
    return Label.CAPTION if feature.is_caption else None


def _label_above(features: Sequence[Features], labels: list[Label], titles: Sequence[int]) -> None:
    """A date or a byline may stand close above a title."""
    last = titles[-1]
    if features[0].is_date and features[0].block.last_line == features[1].block.first_line:
        labels[0] = Label.DATE
    for index in range(max(0, last - 4), last):
        alone = _label_alone(features[index])
        if index not in titles and alone in (Label.DATE, Label.BYLINE):
            labels[index] = alone


def _label_head(features: Sequence[Features], labels: list[Label], first: int, start: int) -> None:
    """What stands between the title and the first paragraph."""
    for index in range(first, start):
        feature = features[index]
        alone = _label_alone(feature)
        if alone is not None:
            labels[index] = alone
        elif _is_alt(features, index):
            labels[index] = Label.ALT_TEXT
        elif is_name(feature.block.text) and _touches_date(features, index):
            labels[index] = Label.BYLINE
        elif index == first and feature.words >= 8 and not feature.is_whole_link:
            labels[index] = Label.LEAD


def _is_alt(features: Sequence[Features], index: int) -> bool:
    """Whether a block is the alternative text of the picture whose caption follows it; a sentence must nearly be it."""
    if index + 1 >= len(features) or not features[index + 1].is_caption or features[index].is_short:
        return False
    if features[index].block.in_main:
        return features[index].block.is_alt
    return overlap(features[index], features[index + 1]) >= (0.75 if _is_text(features[index]) else 0.3)


def _touches_date(features: Sequence[Features], index: int) -> bool:
    return any(features[i].is_date for i in (index - 1, index + 1) if 0 <= i < len(features))


def _label_body(features: Sequence[Features], labels: list[Label], start: int, end: int) -> None:
    """Paragraphs, and what stands between them; a list of headlines in the text is labelled as those beside it are."""
    index = start
    while index < end:
        stop = index
        while stop < end and _label_alone(features[stop]) is None and not _is_text(features[stop]):
            stop += 1
        if stop - index >= 3:
            labels[index:stop] = label_related(features[index:stop])
            index = stop
            continue
        labels[index] = _label_between(features, index, end)
        index += 1


def _is_text(feature: Features) -> bool:
    return weigh(feature) > 0 or (feature.is_sentence and not feature.is_question and not feature.is_whole_link)


def _label_within(features: Sequence[Features], index: int, end: int) -> Label:
    """The label of a block between the paragraphs of a page whose tags are known."""
    feature = features[index]
    block = feature.block
    alone = _label_alone(feature)
    if alone is not None:
        return alone
    if feature.is_whole_link or is_linked_item(block):
        return Label.FURNITURE
    if block.heading and feature.is_heading_cue and index + 1 < end and features[index + 1].block.links:
        return Label.FURNITURE
    if block.is_quote:
        return Label.QUOTE
    if block.heading and feature.words <= 2 * _LONGEST_SUBHEADING:
        return Label.SUBHEADING
    if block.in_main:
        return Label.FURNITURE if block.link_share > MOST_LINKED else Label.BODY
    return _label_between(features, index, end)


def _label_between(features: Sequence[Features], index: int, end: int) -> Label:
    feature = features[index]
    alone = _label_alone(feature)
    if alone is not None:
        return alone
    if _is_alt(features, index):
        return Label.ALT_TEXT
    if _is_text(feature):
        return Label.BODY
    if feature.is_whole_link and feature.is_headline:
        return Label.INLINE_LINK
    if feature.is_code or feature.is_tag_heading:
        return Label.FURNITURE
    if _is_quoted(features, index):
        return Label.QUOTE
    following = next((i for i in range(index + 1, end) if _label_alone(features[i]) is None), None)
    has_text_below = following is not None and _is_text(features[following])
    if feature.words <= _LONGEST_SUBHEADING and has_text_below:
        return Label.SUBHEADING
    return Label.BODY if feature.words > _LONGEST_SUBHEADING and not feature.is_whole_link else Label.FURNITURE


def _is_quoted(features: Sequence[Features], index: int) -> bool:
    """Whether a block repeats words of a paragraph near it."""
    text = features[index].block.text.strip(_QUOTES)
    near = features[max(0, index - _NEAR) : index + _NEAR + 1]
    return features[index].words >= 5 and any(
        text in other.block.text for other in near if other is not features[index]
    )


def _mark_lead(features: Sequence[Features], labels: list[Label], first: int, end: int) -> None:
    """The first paragraph is a standfirst where head matter stands below it.

    A byline, date or button below it settles that; a picture only where it is short beside the paragraphs after it,
    because many pages set their first picture under their first paragraph.
    """
    texts = [i for i in range(first, end) if labels[i] is Label.BODY][:4]
    if len(texts) < 2:
        return
    lead, second = texts[:2]
    words = features[lead].words
    between = range(lead + 1, second)
    settles = any(labels[i] in (Label.BYLINE, Label.DATE) or features[i].is_share for i in between)
    usual = sum(features[i].words for i in texts[1:]) / (len(texts) - 1)
    hints = any(labels[i] is Label.CAPTION for i in between) and words < 0.75 * usual
    if words <= _MOST_LEAD_WORDS and (settles or hints):
        labels[lead] = Label.LEAD


def _label_after(features: Sequence[Features], labels: list[Label], end: int) -> None:
    """A date or a byline that the head lacks may stand right below the text."""
    for index in range(end, min(end + 3, len(features))):
        alone = _label_alone(features[index])
        if alone in (Label.DATE, Label.BYLINE) and alone not in labels:
            labels[index] = alone
