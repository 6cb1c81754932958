"""What speaks for a block being its page's title, date or byline: the names of the signs that it shows.

Each sign has a weight (`head_weights.json`); distances and sizes are put into classes, so that a sign is there or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.splitting.cues import AGENCIES, CREDITS, PUBLISHED_WORDS
from newsreader.splitting.dates import FoundDate, find_date, is_date_line, is_of_update
from newsreader.splitting.names import has_cue, has_role, is_cue, is_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.splitting.features import Features

_CREDIT = re.compile(rf"\b(?:{CREDITS})\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_LONGEST_KEY = 200
_COPYRIGHT = re.compile(r"\u00a9|\bcopyright\b|\(c\)|all rights", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[|\u2013\u2014\u00b7\u2022:\u00bb\uff1a\uff5c(\[-]")
# The text whose words a title shares: the first paragraphs.
_FIRST_TEXTS = 8


@dataclass
class Scene:
    """A page as the candidates see it: its blocks, where its text stands, which dates it states."""

    features: Sequence[Features]
    labels: Sequence[Label]
    start: int
    end: int
    title: int = -1
    date: int = -1
    is_spaced: bool = False
    indent: int = 0
    longest: int = 0
    top_key: str = ""
    keys: dict[str, int] = field(default_factory=dict)
    text_stems: frozenset[str] = frozenset()
    dates: dict[int, FoundDate] = field(default_factory=dict)
    days: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, features: Sequence[Features], labels: Sequence[Label]) -> Scene:
        """The scene of a page's blocks and their labels."""
        texts = [index for index, label in enumerate(labels) if label in (Label.BODY, Label.LEAD)]
        start, end = (texts[0], texts[-1] + 1) if texts else (len(features), len(features))
        scene = cls(features, labels, start, end)
        for feature in features:
            if len(feature.block.text) <= _LONGEST_KEY:
                key = key_of(feature.block.text)
                scene.keys[key] = scene.keys.get(key, 0) + 1
        if features:
            scene.top_key = key_of(features[0].block.text)
        scene.is_spaced = any(feature.block.blanks_before for feature in features)
        above = [f.words for f in features[max(0, start - 12) : start] if not f.is_sentence and not f.is_furniture]
        scene.longest = max(above, default=0)
        if texts:
            scene.indent = features[start].block.indent
        stems = [features[index].stems for index in texts[:_FIRST_TEXTS]]
        scene.text_stems = frozenset().union(*stems)
        for index, feature in enumerate(features):
            found = find_date(feature.block.text)
            if found:
                scene.dates[index] = found
                day = found.iso[:10]
                scene.days[day] = scene.days.get(day, 0) + 1
        return scene


def key_of(text: str) -> str:
    """The words of a short text, under which its copies meet."""
    return " ".join(_WORD.findall(text.casefold()))


@lru_cache(maxsize=4096)
def _bucket(number: int, *limits: int) -> str:
    """The class of a number: the least limit that it does not pass."""
    return next((f"\u2264{limit}" for limit in limits if number <= limit), f">{limits[-1]}")


# --- title ----------------------------------------------------------------------------------------------------------


def describe_title(scene: Scene, index: int, text: str) -> Iterator[str]:
    """The signs of a block (with the words that were taken from it) as the title."""
    feature = scene.features[index]
    top = scene.features[0]
    words = feature.words
    yield f"words {_bucket(words, 1, 2, 3, 5, 8, 18, 25, 35)}"
    yield f"before text {_bucket(scene.start - index, 0, 1, 2, 3, 5, 8, 12, 20, 40, 80)}"
    length = "short" if words <= 3 else "usual" if words <= 20 else "long"
    yield f"{length} before text {_bucket(scene.start - index, 1, 2, 4, 8, 20)}"
    if feature.block.links and not feature.is_whole_link:
        yield "has link"
    if index >= scene.start - 12 and words >= scene.longest:
        yield "longest"
    yield f"from top {_bucket(index, 0, 1, 2, 5, 15)}"
    if scene.labels[index] is Label.TITLE:
        yield "labelled"
    if feature.is_sentence and not feature.is_question:
        yield "sentence"
    if feature.is_date or feature.is_age:
        yield "date"
    if has_cue(text) or is_name(text):
        yield "byline"
    if feature.is_furniture:
        yield "furniture"
    if feature.is_caption:
        yield "caption"
    if feature.is_whole_link:
        yield "link"
    if text.endswith(("\u2026", "...", ":")):
        yield "cut short"
    if text.isupper():
        yield "capitals"
    if index:
        yield from _compare_to_top(scene, feature, text)
        if index - 1 in scene.dates and scene.features[index - 1].is_date:
            yield "under date"
    elif len(text) < len(top.block.text):
        yield "top without site"
    key = key_of(text)
    copies = scene.keys.get(key, 1)
    if copies > 1:
        yield f"said again {_bucket(copies, 2, 3)}"
    if feature.stems:
        share = len(feature.stems & scene.text_stems) / len(feature.stems)
        yield f"words of text {_bucket(int(share * 10), 0, 2, 4, 6, 8)}"
        yield f"common words {_bucket(len(feature.stems & scene.text_stems), 0, 1, 2, 3, 5, 8)}"
    for distance, other in enumerate(scene.features[index + 1 : index + 6], 1):
        if other.is_date or other.is_byline or (index + distance in scene.dates and has_cue(other.block.text)):
            yield f"head matter {_bucket(distance, 1, 2, 3, 5)}"
            break
    yield from _look_around(scene, index, text)
    earlier = scene.features[max(0, index - 12) : index]
    if not any(other.words >= 5 and not other.is_furniture for other in earlier):
        yield "first long one"


def _look_around(scene: Scene, index: int, text: str) -> Iterator[str]:
    """The blocks above and below, and the place on the page: a title stands out, a standfirst stands under one."""
    features = scene.features
    block = features[index].block
    if index:
        above = features[index - 1]
        yield f"words above {_bucket(above.words, 1, 2, 4, 8, 18, 30)}"
        if above.is_furniture or above.is_share:
            yield "furniture above"
        if above.stems and features[index].stems:
            shared = len(above.stems & features[index].stems) / len(features[index].stems)
            yield f"words of above {_bucket(int(shared * 10), 0, 2, 4)}"
            title_like = len(above.stems & scene.text_stems) / len(above.stems)
            if above.words >= 4 and not above.is_sentence:
                yield f"above shares text {_bucket(int(title_like * 10), 2, 5)}"
        if len(above.block.text) > len(text) and above.block.text.endswith(text):
            yield "ends crumbs"
    if index + 1 < len(features):
        below = features[index + 1]
        yield f"words below {_bucket(below.words, 1, 2, 4, 8, 18, 30, 50)}"
        if below.is_sentence:
            yield "sentence below"
        if below.is_caption:
            yield "caption below"
        if below.is_furniture or below.is_share:
            yield "furniture below"
    if scene.is_spaced:
        yield f"blanks above {_bucket(block.blanks_before, 0, 1)}"
        yield f"blanks below {_bucket(block.blanks_after, 0, 1)}"
        indent = block.indent - scene.indent
        yield "indented less" if indent < 0 else f"indented {_bucket(indent, 0, 3, 9)}"
    for other in features[max(0, index - 3) : index]:
        if other.is_date or other.is_byline:
            yield "head matter above"
            break


def _compare_to_top(scene: Scene, feature: Features, text: str) -> Iterator[str]:
    top = scene.features[0]
    title, words = top.block.text, feature.words
    key, top_key = key_of(text), scene.top_key
    if key == top_key and words >= 2:
        yield "is top"
    elif words >= 2 and title.casefold().startswith(text.casefold()) and _SEPARATOR.match(title[len(text) :]):
        yield "starts top"
    elif words >= 3 and key in top_key:
        yield "in top"
    elif feature.stems and top.words >= 4:
        shared = len(feature.stems & top.stems) / max(len(feature.stems), len(top.stems))
        yield f"words of top {_bucket(int(shared * 10), 0, 1, 3, 5, 7)}"


# --- date -----------------------------------------------------------------------------------------------------------


def describe_date(scene: Scene, index: int, text: str, found: FoundDate) -> Iterator[str]:
    """The signs of a block as the one that says when the article appeared."""
    feature = scene.features[index]
    yield from _place(scene, index)
    head = text[: found.start]
    if is_of_update(head):
        yield "updated"
    elif any(word in head.casefold() for word in PUBLISHED_WORDS):
        yield "published"
    before = scene.features[index - 1].block.text if index else ""
    if len(before) <= 40:
        if is_of_update(before):
            yield "under updated"
        elif any(word in before.casefold() for word in PUBLISHED_WORDS):
            yield "under published"
    if _COPYRIGHT.search(text):
        yield "copyright"
    if has_cue(text):
        yield "byline"
    if is_date_line(text):
        yield "alone"
    if feature.is_prose and feature.words > 8:
        yield "prose"
    yield f"words {_bucket(feature.words, 4, 8, 14, 22)}"
    if "T" in found.iso:
        yield "time"
    day = found.iso[:10]
    yield f"copies {_bucket(scene.days.get(day, 1), 1, 2, 4)}"
    newest = max(scene.days, default=day)
    yield "newest" if day >= newest else "older"
    if day == min(scene.days, default=day):
        yield "oldest"
    if day[:4] != newest[:4]:
        yield "older year"
    near = [scene.dates[i].iso[:10] for i in (index - 2, index - 1, index + 1, index + 2) if i in scene.dates]
    if any(other != day for other in near):
        yield "among dates"
    around = [scene.features[i] for i in (index - 1, index + 1) if 0 <= i < len(scene.features)]
    if any(other.is_byline or is_name(other.block.text) for other in around):
        yield "beside name"
    if any(other.is_whole_link and other.words > 4 for other in around):
        yield "beside link"
    zone = _zone(scene, index)
    if is_date_line(text):
        yield f"alone {zone}"
        lines = [i for i in scene.dates if i >= scene.title and scene.features[i].is_date]
        if lines and lines[0] == index:
            yield f"first line {zone}"
    ordered = [i for i in scene.dates if i >= scene.title]
    if ordered and ordered[0] == index:
        yield "first under title"
    elif len(ordered) > 1 and ordered[1] == index:
        yield "second under title"
    if index == 0 and len(scene.features) > 1 and scene.features[1].block.first_line == feature.block.last_line:
        yield "glued"


def _place(scene: Scene, index: int) -> Iterator[str]:
    if scene.labels[index] in (Label.DATE, Label.BYLINE):
        yield f"labelled {scene.labels[index]}"
    if scene.title >= 0:
        if index >= scene.title:
            yield f"under title {_bucket(index - scene.title, 0, 1, 2, 3, 5, 8, 14, 30)}"
        else:
            yield f"over title {_bucket(scene.title - index, 1, 2, 4, 8, 20)}"
    if index < scene.start:
        yield f"before text {_bucket(scene.start - index, 1, 2, 4, 8, 20)}"
    elif index < scene.end:
        yield f"in text {_bucket(index - scene.start, 0, 1, 3, 8)}"
    else:
        yield f"after text {_bucket(index - scene.end, 0, 1, 3, 8, 20)}"


def _zone(scene: Scene, index: int) -> str:
    """Where a block stands, in five words."""
    if index < scene.title:
        return "close over" if scene.title - index <= 3 else "far over"
    if index < scene.start:
        return "close under" if index - scene.title <= 4 else "under"
    if index < scene.end:
        return "in text" if index - scene.start > 1 else "under"
    return "close after" if index - scene.end <= 3 else "after"


# --- byline ---------------------------------------------------------------------------------------------------------


def describe_byline(scene: Scene, index: int, text: str, names: Sequence[str]) -> Iterator[str]:
    """The signs of a block as the one that says who wrote the article."""
    feature = scene.features[index]
    yield from _place(scene, index)
    people = [name for name in names if is_name(name)]
    with_cue = has_cue(text)
    kind = "people" if people else "other"
    yield f"{kind} with cue" if with_cue else f"{kind} without cue"
    size = len(text.split())
    named = sum(len(name.split()) for name in names)
    zone = _zone(scene, index)
    shape = "cue" if with_cue else "whole" if people and named == size else "name" if people else "other"
    yield f"{shape} {zone}"
    if text.startswith(names[0]):
        yield f"starts {zone}"
    if index in scene.dates:
        yield f"{shape} dated"
    if names[0].casefold() in AGENCIES or text.casefold().split()[0].strip(",|/") in AGENCIES:
        yield "agency"
    if scene.date >= 0 and abs(index - scene.date) <= 2:
        yield f"{shape} by date"
    if index + 1 < len(scene.features):
        below = scene.features[index + 1]
        if has_role(below.block.text) and below.words <= 8:
            yield "over role"
        if below.is_share or below.is_furniture:
            yield "over furniture"
        if below.is_whole_link and below.words > 4:
            yield "over headline"
    if index:
        above = scene.features[index - 1]
        if has_cue(above.block.text) or is_cue(above.block.text):
            yield "under cue"
        if above.is_furniture or above.is_share:
            yield "under furniture"
    if with_cue and not text.startswith(feature.block.text):
        yield "joined"
    if has_role(text):
        yield "role"
    if index in scene.dates:
        yield "dated"
    if scene.date >= 0:
        yield f"from date {_bucket(abs(index - scene.date), 0, 1, 2, 4, 8)}"
        if index < scene.date:
            yield "over date"
    yield f"words {_bucket(size, 1, 2, 3, 5, 8, 14)}"
    yield f"other words {_bucket(size - named, 0, 1, 3, 6)}"
    yield f"names {_bucket(len(names), 1, 2, 3)}"
    if text.endswith((".", "!", "?", ":")):
        yield "sentence"
    if feature.is_furniture or feature.is_share or feature.is_age:
        yield "furniture"
    if _CREDIT.search(text) or feature.is_caption:
        yield "credit"
    if feature.is_whole_link:
        yield "link"
    if text.isupper():
        yield "capitals"
    if any(character.isdigit() for character in text) and index not in scene.dates:
        yield "digits"
    key = key_of(names[0])
    copies = scene.keys.get(key, 0)
    if copies:
        yield f"said again {_bucket(copies, 1, 2, 3)}"
    stems = {word[:5] for word in names[0].casefold().split() if len(word) > 3}
    if scene.title >= 0 and stems & scene.features[scene.title].stems:
        yield "in title"
    if stems and stems <= scene.text_stems:
        yield "in text's words"
    if not feature.block.text[:1].isupper() and not with_cue:
        yield "small letter"
    if index and scene.features[index - 1].is_caption:
        yield "under caption"
