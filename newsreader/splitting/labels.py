"""What each block of a page is: the nets' chances, and decisions under which a page hangs together."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from newsreader.model import Block, Hints, Label, PageKind
from newsreader.splitting.classes import BODY, HEADLINE, LABEL_ORDER, TEXT_LABELS, TITLE
from newsreader.splitting.columns import make_columns
from newsreader.splitting.corrections import HEADLINES, TEXT, be_certain
from newsreader.splitting.kinds import tell_kind
from newsreader.splitting.net import load_nets
from newsreader.splitting.related import load_rater, look_again
from newsreader.splitting.settle import (
    confine_matter,
    continue_series,
    drop_copies,
    drop_pictures,
    drop_strays,
    find_series,
    hold_together,
    mark_lead,
    mark_quotes,
    settle_sections,
)
from newsreader.splitting.sureness import UNSURE, Sureness, find_sureness
from newsreader.splitting.title_blocks import find_tagged_title, find_titles
from newsreader.splitting.told import heed_told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsreader.splitting.characters import Array
    from newsreader.splitting.columns import Columns
    from newsreader.splitting.net import Chances, Nets
    from newsreader.splitting.related import Rater

# Cuts that did best in cross-validation.
_BODY_CUTS = (0.7, 0.35)
# A page whose likeliest headline is less likely has none.
_LEAST_HEADLINE = 0.45
_HEADLINE_CUTS = (0.2, 0.4)
# Rows of a series that are headlines so likely are no text of a list that is the article.
_LEAST_OF_SERIES = 0.25
# An article has at least this many words of running text; fewer are a caption, a notice or a menu.
_LEAST_WORDS = 30
# A page that is less sure to hold an article has none; more would refuse more articles than other pages.
LEAST_SURE = 0.03
# A page that is less sure to hold one article only is a list of many; more would refuse more articles.
LEAST_SINGLE = 0.05
# Fewer blocks list nothing.
_LEAST_LISTED = 12
# A text under a title with so little else around it needs no other sign.
_FEW_BLOCKS, _LEAST_TITLE = 30, 0.4
# A block takes some kilobytes while it is looked at; books and logs have more of them than pages.
MOST_BLOCKS = 20_000


NOTHING_GIVEN: Mapping[int, Label] = MappingProxyType({})


def _places(*labels: Label) -> list[int]:
    return [LABEL_ORDER.index(label) for label in labels]


# What a block can be where the nets put it among headlines, or elsewhere than there and in the text.
_HEADLINES = _places(Label.INLINE_LINK, Label.HEADLINE)
_ELSEWHERE = _places(
    Label.DATE,
    Label.BYLINE,
    Label.CAPTION,
    Label.SECTION_HEADING,
    Label.ALT_TEXT,
    Label.KICKER,
    Label.TOPIC,
    Label.FURNITURE,
)


@dataclass(frozen=True)
class Labelling:
    """What a page's blocks are: a label each, and the headlines that begin a section; how sure that is; its kind.

    `chances` are what the nets said, None where no net was asked; `given` is what the reader said, by block.
    """

    labels: tuple[Label, ...]
    breaks: frozenset[int] = frozenset()
    chances: Chances | None = None
    sureness: Sureness = UNSURE
    kind: PageKind = PageKind.OTHER
    given: Mapping[int, Label] = field(default_factory=dict)


def label_blocks(
    blocks: Sequence[Block], hints: Hints | None = None, given: Mapping[int, Label] = NOTHING_GIVEN
) -> Labelling:
    """One label for each block, in order; a page without an article has no TITLE and no BODY among them.

    `given` are blocks' labels as the reader says they are: they stay, and the others are made to fit them. Who
    corrects an article has one: such a page is never too unsure to be one.
    """
    return label_by(load_nets(), load_rater(), blocks, hints, given)


def label_by(
    nets: Nets,
    rater: Rater,
    blocks: Sequence[Block],
    hints: Hints | None = None,
    given: Mapping[int, Label] = NOTHING_GIVEN,
    *,
    is_gated: bool = True,
) -> Labelling:
    """As `label_blocks`, by the nets and the rater given; `is_gated` says whether a page may be too unsure for one."""
    if not blocks or len(blocks) > MOST_BLOCKS:
        return Labelling((Label.FURNITURE,) * len(blocks))
    columns = make_columns(blocks, hints)
    chances = be_certain(nets.predict(columns), given)
    is_body = _heed(find_text(blocks, columns, chances, hints), given, TEXT)
    # Copies count here: what is said twice is no less an article.
    is_little = columns.counts[chances.text > _BODY_CUTS[-1]].sum() < _LEAST_WORDS
    is_short = not is_body.any() or (is_little and not given)
    sureness = UNSURE if is_short else find_sureness(columns, chances, is_body)
    is_series = find_series(blocks, columns)
    chances = be_certain(look_again(columns, chances, is_body, is_series, rater), given)
    # What is an image's description was learnt from more pages than what is no headline; a series describes none, and
    # is no text either.
    is_picture = np.where(is_series, 0, chances.labels[:, LABEL_ORDER.index(Label.ALT_TEXT)])
    headline = chances.classes[:, HEADLINE]
    headline = headline + np.where(is_series & (headline > _LEAST_OF_SERIES), chances.classes[:, BODY], 0)
    headline = np.where(is_body, 0, headline * (1 - is_picture))
    is_headline = _heed(continue_series(headline > _find_cut(headline), is_body, columns), given, HEADLINES)
    has_title = chances.classes[:, TITLE].max() > _LEAST_TITLE or bool(hints and hints.title)
    is_bare = has_title and len(blocks) < _FEW_BLOCKS
    may_refuse = is_gated and not given
    is_list = len(blocks) >= _LEAST_LISTED and may_refuse and not is_short and sureness.single < LEAST_SINGLE
    if is_short or is_list or (may_refuse and sureness.article < LEAST_SURE and not is_bare):
        furniture = [Label.FURNITURE] * len(blocks)
        _set_given(furniture, given)
        kind = PageKind.INDEX if is_list else tell_kind(blocks, furniture, int(is_headline.sum()))
        return Labelling(tuple(furniture), chances=chances, sureness=sureness, kind=kind, given=given)
    titles = find_titles(blocks, chances, is_body) if hints is None else find_tagged_title(blocks, hints, is_body)
    own_titles = tuple(sorted(place for place, label in given.items() if label is Label.TITLE))
    titles = own_titles or tuple(place for place in titles if place not in given)
    together = hold_together(drop_strays(is_body, columns.counts, titles), columns.counts, titles)
    together = _heed(together, given, TEXT)
    is_body = together if together.any() else is_body
    places = _choose(chances.labels, _ELSEWHERE)
    places[is_headline] = _choose(chances.labels[is_headline], _HEADLINES)
    start, end = np.flatnonzero(is_body)[[0, -1]]
    # A link is an inline one only inside of the text.
    outside = is_headline.copy()
    outside[start:end] = False
    places[outside] = LABEL_ORDER.index(Label.HEADLINE)
    places[is_body] = _choose(chances.labels[is_body], TEXT_LABELS)
    places[list(titles)] = LABEL_ORDER.index(Label.TITLE)
    labels = [LABEL_ORDER[place] for place in places.tolist()]
    _set_given(labels, given)
    confine_matter(labels, blocks)
    mark_lead(labels, blocks, chances.labels[:, LABEL_ORDER.index(Label.LEAD)])
    mark_quotes(labels, blocks)
    _set_given(labels, given)
    breaks = settle_sections(labels, chances.breaks)
    _set_given(labels, given)
    kind = tell_kind(blocks, labels, int(is_headline.sum()))
    return Labelling(tuple(labels), breaks, chances, sureness, kind, given)


def _heed(flags: npt.NDArray[np.bool_], given: Mapping[int, Label], among: frozenset[Label]) -> npt.NDArray[np.bool_]:
    """The flags, those of given blocks by whether their label is one of these."""
    if not given:
        return flags
    heeded = flags.copy()
    for place, label in given.items():
        heeded[place] = label in among
    return heeded


def _set_given(labels: list[Label], given: Mapping[int, Label]) -> None:
    for place, label in given.items():
        labels[place] = label


def find_text(
    blocks: Sequence[Block], columns: Columns, chances: Chances, hints: Hints | None
) -> npt.NDArray[np.bool_]:
    """Which blocks are the article's text; less sure ones where there would be none else, as on short pages."""
    text = heed_told(chances.text, columns, hints.text) if hints and hints.text else chances.text
    for cut in _BODY_CUTS:
        is_body = text > cut
        if columns.counts[is_body].sum() >= _LEAST_WORDS:
            break
    return drop_copies(drop_pictures(is_body, blocks), blocks) & ~find_series(blocks, columns)


def _choose(chances: Array, among: list[int]) -> Array:
    """The likeliest of some labels for each row, as its place in `LABEL_ORDER`."""
    chosen: Array = np.array(among)[np.argmax(chances[:, among], axis=1)]
    return chosen


def _find_cut(chances: Array) -> float:
    """The cut at which the headlines' expected F1 is highest; above all of them where there may be none."""
    if chances.max() < _LEAST_HEADLINE:
        return 1.0
    falling = np.sort(chances)[::-1]
    expected = 2 * np.cumsum(falling) / (np.arange(1, len(falling) + 1) + falling.sum())
    least, most = _HEADLINE_CUTS
    # Just below the last one that is taken.
    return float(np.clip(falling[int(np.argmax(expected))] - 1e-6, least, most))
