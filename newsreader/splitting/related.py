"""The lists of headlines beside an article: their headings, headlines, alternative texts, kickers and topics."""

from __future__ import annotations

from itertools import pairwise
from operator import ne
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.splitting.features import Features, overlap
from newsreader.text import title_key

if TYPE_CHECKING:
    from collections.abc import Sequence

# Neighbours in a list share next to no words, a picture's text and its headline many. Kickers may be
# words of their headlines too: only longer texts are evidence.
_ALT_EVIDENCE = 0.14
_LEAST_EVIDENCE = 2
# Where a list's headlines are alike (a live blog's days), each shares words with both its neighbours; a picture's
# text shares them with its headline alone.
_PAIRING = 2
_SERIES_WORDS = 2
_MOST_LABEL_WORDS = 3
# A short line with fewer headlines than this behind it is a kicker, with more a heading.
_KICKER_REACH = 2.5


def label_related(features: Sequence[Features]) -> list[Label]:
    """Labels of what stands below (or between) an article's paragraphs."""
    labels = [Label.FURNITURE] * len(features)
    headings = _find_headings(features)
    starts = [0, *headings]
    segments: list[tuple[int | None, list[int]]] = []
    for start, stop in pairwise([*dict.fromkeys(starts), len(features)]):
        heading = start if start in headings else None
        first = start if heading is None else start + 1
        if first < stop and heading is not None and _is_confirmed(features, heading):
            first += 1
        segments.append((heading, [i for i in range(first, stop) if _is_content(features[i])]))
    has_alts = _find_alts(features, [content for _, content in segments])
    for heading, content in segments:
        if heading is not None and not features[heading].is_tag_heading and content:
            labels[heading] = Label.SECTION_HEADING
        if not any(features[i].words > _MOST_LABEL_WORDS for i in content):
            _label_topics(features, labels, heading, content)
        elif has_alts:
            _label_pairs(features, labels, content)
        else:
            _label_list(features, labels, heading, content)
    return labels


def _is_content(feature: Features) -> bool:
    """Whether a line belongs to a list: no machinery, no age, no caption."""
    if feature.is_furniture or feature.is_age or feature.is_date or feature.is_share or feature.is_caption:
        return False
    return not feature.block.text.startswith("#")


def _find_headings(features: Sequence[Features]) -> dict[int, None]:
    """The headings, in order: confirmed ones (`Latest`, then `See more Latest`); only without those, likely ones."""
    confirmed: dict[int, None] = {}
    likely: dict[int, None] = {}
    for index, feature in enumerate(features):
        following = features[index + 1] if index + 1 < len(features) else None
        if _is_confirmed(features, index):
            confirmed[index] = None
        elif feature.is_tag_heading or _is_likely_heading(feature, following):
            likely[index] = None
    return confirmed if len(confirmed) > 1 else dict.fromkeys(sorted([*confirmed, *likely]))


def _is_confirmed(features: Sequence[Features], index: int) -> bool:
    """Whether the next line shows more of what this one names."""
    name = features[index + 1].see_more() if index + 1 < len(features) else ""
    return bool(name) and title_key(name) == features[index].key


def _is_likely_heading(feature: Features, following: Features | None) -> bool:
    if following is None or feature.is_furniture or feature.is_inline_link or feature.is_sentence:
        return False
    if feature.is_heading_cue and feature.words <= _MOST_LABEL_WORDS + 1 and not feature.is_whole_link:
        return True
    # A list hangs below its heading.
    is_above_list = following.block.indent > feature.block.indent and following.is_whole_link
    return is_above_list and feature.words <= 8 and not feature.is_whole_link


# --- pictures' texts ------------------------------------------------------------------------------------------------


def _find_alts(features: Sequence[Features], segments: Sequence[Sequence[int]]) -> bool:
    """Whether the page writes its pictures' texts above their headlines: pairs of neighbours then share words."""
    lists = [content for content in segments if any(features[i].words > _MOST_LABEL_WORDS for i in content)]
    paired = [_pair_up(features, content) for content in lists]
    pairs = [pair for each in paired for pair in each]
    telling = [(features[a], features[b]) for a, b in pairs if features[a].words > _MOST_LABEL_WORDS]
    shared = [overlap(alt, headline) for alt, headline in telling if not _is_series(alt, headline)]
    between = [overlap(features[a[1]], features[b[0]]) for each in paired for a, b in pairwise(each)]
    covers = 2 * len(pairs) >= 0.6 * sum(len(content) for content in lists)
    if not covers or len(shared) < _LEAST_EVIDENCE or sum(shared) < _ALT_EVIDENCE * len(shared):
        return False
    return sum(shared) * max(1, len(between)) >= _PAIRING * sum(between) * len(shared)


def _is_series(one: Features, other: Features) -> bool:
    """Whether two lines are one but for a word or two, as two headlines of a series are."""
    words, others = one.key.split(), other.key.split()
    return len(words) == len(others) and 0 < sum(map(ne, words, others)) <= _SERIES_WORDS


def _pair_up(features: Sequence[Features], content: Sequence[int]) -> list[tuple[int, int]]:
    """The best division of a list into pairs of a picture's text and its headline, and single lines.

    Dynamic programming from the end: each line stands alone or makes a pair with the one below it.
    """
    has_gaps = any(features[i].block.blanks_before for i in content)
    best = [0.0] * (len(content) + 2)
    takes_pair = [False] * len(content)
    for place in range(len(content) - 1, -1, -1):
        alone = best[place + 1] + _score_single(features[content[place]])
        best[place] = alone
        if place + 1 < len(content):
            pair = best[place + 2] + _score_pair(features[content[place]], features[content[place + 1]], has_gaps)
            if pair > alone:
                best[place], takes_pair[place] = pair, True
    pairs: list[tuple[int, int]] = []
    place = 0
    while place < len(content):
        if takes_pair[place]:
            pairs.append((content[place], content[place + 1]))
            place += 1
        place += 1
    return pairs


def _score_single(feature: Features) -> float:
    if feature.is_kind:
        return 0.3
    return -0.2 if feature.words <= _MOST_LABEL_WORDS else -0.8


def _score_pair(alt: Features, headline: Features, has_gaps: bool) -> float:
    score = 0.5 + 2 * overlap(alt, headline)
    if alt.is_kind:
        score -= 1
    if headline.words < _MOST_LABEL_WORDS:
        score -= 1.5
    if headline.block.text.endswith(".") and not alt.block.text.endswith("."):
        score -= 1
    # Dumps leave a line blank inside a pair and often none between two.
    if has_gaps and not headline.block.blanks_before:
        score -= 1
    if has_gaps and not alt.block.blanks_before:
        score += 0.5
    return score


def _label_pairs(features: Sequence[Features], labels: list[Label], content: Sequence[int]) -> None:
    for index in content:
        is_label = features[index].words <= _MOST_LABEL_WORDS
        labels[index] = Label.TOPIC if is_label else Label.HEADLINE
    for alt, headline in _pair_up(features, content):
        labels[alt], labels[headline] = Label.ALT_TEXT, Label.HEADLINE


# --- topics and plain lists -----------------------------------------------------------------------------------------


def _label_topics(
    features: Sequence[Features], labels: list[Label], heading: int | None, content: Sequence[int]
) -> None:
    """Short lines under a heading are its topics; without one they are a menu, under one of tags the article's own."""
    if heading is None or features[heading].is_tag_heading or len(content) < 2:
        if heading is not None:
            labels[heading] = Label.FURNITURE
        return
    for index in content:
        labels[index] = Label.TOPIC


def _label_list(features: Sequence[Features], labels: list[Label], heading: int | None, content: Sequence[int]) -> None:
    """A headline a line; short lines above them are their kickers, or headings, by how many stand below each."""
    headlines_of_list = _find_linked_rows(features, content)
    rows = [i for i in content if _is_row(features[i]) or features[i].words <= _MOST_LABEL_WORDS]
    groups = _group(rows, {i for i in rows if features[i].words > _MOST_LABEL_WORDS} | headlines_of_list)
    if heading is None and sum(len(group[1]) for group in groups) < 2:
        return
    reaches = [len(headlines) for shorts, headlines in groups if shorts and headlines]
    has_kickers = bool(reaches) and sum(reaches) / len(reaches) < _KICKER_REACH
    for shorts, headlines in groups:
        for index in headlines:
            labels[index] = Label.HEADLINE
        if not shorts or not headlines:
            continue
        if has_kickers:
            labels[shorts[-1]] = Label.KICKER
            shorts = shorts[:-1]
        if shorts:
            labels[shorts[-1]] = Label.SECTION_HEADING


def _is_row(feature: Features) -> bool:
    return feature.is_headline or (feature.is_whole_link and feature.words > _MOST_LABEL_WORDS)


def _find_linked_rows(features: Sequence[Features], content: Sequence[int]) -> set[int]:
    """Lines of unbroken lists of links that hold a headline: there, short ones are headlines too."""
    found: set[int] = set()
    run: list[int] = []
    for index in [*content, -1]:
        feature = features[index]
        goes_on = (
            index >= 0
            and bool(run)
            and index == run[-1] + 1
            and not feature.block.blanks_before
            and feature.block.indent == features[run[-1]].block.indent
        )
        if not goes_on:
            if any(features[i].words > _MOST_LABEL_WORDS for i in run):
                found.update(run)
            run = []
        if index >= 0 and feature.is_whole_link:
            run.append(index)
    return found


def _group(rows: Sequence[int], headlines: set[int]) -> list[tuple[list[int], list[int]]]:
    """Runs of short lines, each with the run of headlines below it."""
    groups: list[tuple[list[int], list[int]]] = [([], [])]
    for index in rows:
        if index in headlines:
            groups[-1][1].append(index)
            continue
        if groups[-1][1]:
            groups.append(([], []))
        groups[-1][0].append(index)
    return groups
