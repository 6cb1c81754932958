"""What always holds on a page, whatever the nets' chances of its single blocks are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.model import Label
from newsreader.splitting.features import Features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Block
    from newsreader.splitting.characters import Array, Indices
    from newsreader.splitting.columns import Columns

    Flags = npt.NDArray[np.bool_]

# A paragraph that is said twice has some words; a pulled quote stands near the paragraph that it is taken from.
_LEAST_COPY = 8
_LEAST_QUOTE, _NEAR, _LEAST_PULLED = 5, 6, 1.5
_MOST_QUOTED = 0.4
_QUOTES = "\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb "
_PICTURE = re.compile(r"\[(?!\d+\])[^\s\[\]]+\]")
# Of the text, at most so much stands above its title by mistake; more is text whose title stands below it, unless it
# stands so many blocks above and there are so many words below.
_MOST_STRAY = 0.25
_FAR, _LEAST_KEPT = 20, 60
# A text that is cut at a gap keeps this share at least.
_LONGEST_GAP, _LEAST_SHARE = 40, 0.1
_SERIES, _LONG_SERIES = 3, 6
_ENDS = (".", "!", "?", "\u3002")
# A short first paragraph that byline or buttons part from the next is a standfirst, where the nets think it may be.
_LEAST_LEAD, _LONGEST_LEAD = 0.05, 150
_BETWEEN = frozenset([Label.DATE, Label.BYLINE, Label.FURNITURE])
# Where a section of headlines surely begins, and where it surely does not.
_BREAK_CUT, _NO_BREAK_CUT = 0.65, 0.2
_TEXT = frozenset([Label.TITLE, Label.LEAD, Label.BODY])
_MATTER = frozenset([Label.DATE, Label.BYLINE, Label.CAPTION])
_TOLD = frozenset([Label.BODY, Label.QUOTE])
_QUOTABLE = frozenset([Label.BODY, Label.QUOTE, Label.SUBHEADING])
_SIDE = frozenset([Label.SECTION_HEADING, Label.HEADLINE, Label.TOPIC])
# How far from title and text their date, names and pictures stand, in blocks.
_AROUND = 4


def drop_copies(is_body: Flags, blocks: Sequence[Block]) -> Flags:
    """A paragraph is text once: pages hold copies for print, or for narrow screens."""
    kept = is_body.copy()
    seen: set[str] = set()
    for place in np.flatnonzero(is_body).tolist():
        text = blocks[place].text
        if text in seen:
            kept[place] = False
        elif text.count(" ") >= _LEAST_COPY:
            seen.add(text)
    return kept


def drop_pictures(is_body: Flags, blocks: Sequence[Block]) -> Flags:
    """A name in brackets alone stands for a picture without a description, as w3m and lynx show them."""
    kept = is_body.copy()
    for place in np.flatnonzero(is_body).tolist():
        kept[place] = not _PICTURE.fullmatch(blocks[place].text)
    return kept


def drop_strays(is_body: Flags, counts: Indices, titles: Sequence[int]) -> Flags:
    """The text stands below its title: what little, or far, seems to stand above it does not belong to it."""
    if not titles:
        return is_body
    kept = is_body.copy()
    kept[: titles[-1]] = False
    strays = np.flatnonzero(is_body[: titles[-1]])
    if not len(strays) or counts[kept].sum() >= (1 - _MOST_STRAY) * counts[is_body].sum():
        return kept
    is_far = titles[-1] - strays[-1] > _FAR and counts[kept].sum() >= _LEAST_KEPT
    return kept if is_far else is_body


def hold_together(is_body: Flags, counts: Indices, titles: Sequence[int]) -> Flags:
    """The text ends where so many other blocks follow that what comes after them is of something else."""
    if not titles:
        return is_body
    below = np.flatnonzero(is_body[titles[-1] :]) + titles[-1]
    gaps = np.flatnonzero(np.diff(below) > _LONGEST_GAP)
    if not len(gaps):
        return is_body
    kept = is_body.copy()
    kept[below[gaps[0]] + 1 :] = False
    words = counts[kept].sum()
    return kept if words >= max(_LEAST_KEPT, _LEAST_SHARE * counts[is_body].sum()) else is_body


def continue_series(is_headline: Flags, is_body: Flags, columns: Columns) -> Flags:
    """Rows that begin with the same three words as the headline above them are headlines too."""
    found = is_headline.copy()
    for place in np.flatnonzero(_go_on(columns) & ~is_body).tolist():
        found[place] |= found[place - 1]
    return found


def find_series(blocks: Sequence[Block], columns: Columns) -> Flags:
    """Many rows that begin with the same three words, and end no sentence: a list beside the text."""
    found = np.zeros(len(blocks), dtype=bool)
    start = 0
    for end in [*np.flatnonzero(~_go_on(columns))[1:].tolist(), len(blocks)]:
        if end - start >= _LONG_SERIES:
            found[start:end] = not any([block.text.endswith(_ENDS) for block in blocks[start:end]])
        start = end
    return found


def _go_on(columns: Columns) -> Flags:
    """Which rows begin with the same three words as the one above them."""
    edges = columns.edges
    alike = np.zeros(len(edges), dtype=bool)
    alike[1:] = (edges[1:, :_SERIES] == edges[:-1, :_SERIES]).all(axis=1) & (edges[1:, _SERIES - 1] != 0)
    return alike


def confine_matter(labels: list[Label], blocks: Sequence[Block]) -> None:
    """Dates, names and captions are the article's around its title and its text; elsewhere they are other articles'.
    Buttons, dates and lone marks, which stand where captions do, are none.
    """
    places = [place for place, label in enumerate(labels) if label in _TEXT]
    first, last = (places[0] - _AROUND, places[-1] + _AROUND) if places else (0, -1)
    for place, label in enumerate(labels):
        if label in _MATTER and (
            not first <= place <= last or (label is Label.CAPTION and _says_nothing(Features(blocks[place])))
        ):
            labels[place] = Label.FURNITURE


def _says_nothing(caption: Features) -> bool:
    is_mark = not any([character.isalnum() for character in caption.block.text])
    return is_mark or caption.is_button or caption.is_date or caption.is_age


def mark_lead(labels: list[Label], blocks: Sequence[Block], chances: Array) -> None:
    """The first paragraph is the standfirst where the head's other lines stand between it and the next one."""
    places = [place for place, label in enumerate(labels) if label is Label.BODY or label is Label.LEAD]
    if len(places) < 3 or labels[places[0]] is Label.LEAD or chances[places[0]] < _LEAST_LEAD:
        return
    first, second = places[:2]
    is_apart = second > first + 1 and _BETWEEN.issuperset(labels[first + 1 : second])
    if is_apart and len(blocks[first].text) <= _LONGEST_LEAD:
        labels[first] = Label.LEAD


def mark_quotes(labels: list[Label], blocks: Sequence[Block]) -> None:
    """What tags call a quote is one, and so are some words of a longer paragraph near by.

    Where most of the text stands in quotes, it was put there for its looks.
    """
    told = [block for block, label in zip(blocks, labels, strict=True) if label in _TOLD]
    quoted = sum([len(block.text) for block in told if block.is_quote])
    is_told = quoted <= _MOST_QUOTED * sum([len(block.text) for block in told])
    for place, label in enumerate(labels):
        if label not in _QUOTABLE:
            continue
        is_quote = blocks[place].is_quote
        if label is Label.QUOTE:
            if is_quote and not is_told:
                labels[place] = Label.BODY
        elif (is_quote and is_told) or _is_pulled(blocks, place):
            labels[place] = Label.QUOTE


def _is_pulled(blocks: Sequence[Block], place: int) -> bool:
    """Whether a longer paragraph near by says the same words."""
    own = blocks[place].text
    text = own.strip(_QUOTES)
    if text.count(" ") + 1 < _LEAST_QUOTE:
        return False
    near = blocks[max(0, place - _NEAR) : place + _NEAR + 1]
    return any([len(other.text) >= _LEAST_PULLED * len(own) and text in other.text for other in near])


def settle_sections(labels: list[Label], chances: Array) -> frozenset[int]:
    """A heading begins a section, or it is a kicker; topics stand under a heading, or they are a menu.

    `chances` are those of a headline to begin a section, which say nothing of the page's first one. Returns the
    headlines that begin one without a heading of its own: they hold for those that nothing names.
    """
    heading: int | None = None
    is_headed = has_headline = has_label = False
    breaks = set()
    for place, label in enumerate(labels):
        if label in _TEXT:
            heading, is_headed, has_headline, has_label = None, False, False, False
        elif label not in _SIDE:
            continue
        elif label is Label.SECTION_HEADING:
            heading, is_headed, has_label = place, True, False
        elif label is Label.HEADLINE:
            if heading is not None and has_headline and chances[place] < _NO_BREAK_CUT:
                labels[heading] = Label.KICKER
            elif heading is None and not has_label and chances[place] > _BREAK_CUT:
                breaks.add(place)
            heading, has_headline, has_label = None, True, False
        elif is_headed or has_headline:
            has_label = True
        else:
            labels[place] = Label.FURNITURE
    return frozenset(breaks)
