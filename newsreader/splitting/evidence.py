"""What speaks for a block being the one that says when, or by whom, its page's article was written.

Each sign is there or not; distances, sizes and chances are put into classes. `chooser` knows what each weighs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.splitting.cues import AGENCIES, CREDITS, GIVEN_NAMES, PUBLISHED_WORDS
from newsreader.splitting.dates import is_of_update, says_little_else
from newsreader.splitting.names import has_cue, has_role, is_cue, is_name
from newsreader.splitting.scene import CHANCES, Scale, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from newsreader.splitting.dates import FoundDate

_CREDIT = re.compile(rf"\b(?:{CREDITS})\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"\u00a9|\bcopyright\b|\(c\)|all rights", re.IGNORECASE)
_DIGIT = re.compile(r"\d")

_LABELS = {label: f"labelled {label}" for label in Label}
_UNDER = {label: f"under {label}" for label in Label}
_OVER = {label: f"over {label}" for label in Label}
_UNDER_TITLE = Scale("under title", 0, 1, 2, 3, 5, 8, 14, 30)
_OVER_TITLE = Scale("over title", 1, 2, 4, 8, 20)
_BEFORE_TEXT = Scale("before text", 1, 2, 4, 8, 20)
_IN_TEXT = Scale("in text", 0, 1, 3, 8)
_AFTER_TEXT = Scale("after text", 0, 1, 3, 8, 20)
_WORDS = Scale("words", 1, 2, 3, 5, 8, 14, 22)
_OTHER_WORDS = Scale("other words", 0, 1, 3, 6)
_NAMES = Scale("names", 1, 2, 3)
_FROM_DATE = Scale("from date", 0, 1, 2, 4, 8)
_COPIES = Scale("said again", 0, 1, 2, 3)
_MENTIONS = Scale("mentioned", 0, 1, 2, 3, 5)
_DAYS = Scale("copies", 1, 2, 4)
_GIVEN = Scale("given names", 0, 0.4, 0.9)


# --- date -----------------------------------------------------------------------------------------------------------


def describe_date(scene: Scene, index: int, text: str, found: FoundDate, dates: Mapping[int, FoundDate]) -> list[str]:
    """The signs of a block as the one that says when the article appeared; `dates` are all that might."""
    signs = _place(scene, index, scene.chances.date)
    head = text[: found.start]
    if is_of_update(head):
        signs.append("updated")
    elif _is_of_publishing(head):
        signs.append("published")
    before = scene.blocks[index - 1].text if index else ""
    if len(before) <= 40:
        if is_of_update(before):
            signs.append("under updated")
        elif _is_of_publishing(before):
            signs.append("under published")
    if _COPYRIGHT.search(text):
        signs.append("copyright")
    if has_cue(text):
        signs.append("byline")
    signs.append(_WORDS(text.count(" ") + 1))
    if "T" in found.iso:
        signs.append("time")
    if scene.feature(index).is_prose:
        signs.append("prose")
    day = found.iso[:10]
    days = [other.iso[:10] for other in dates.values()]
    newest, oldest = max(days, default=day), min(days, default=day)
    signs += [_DAYS(days.count(day)), "newest" if day >= newest else "older"]
    if day <= oldest:
        signs.append("oldest")
    if day[:4] != newest[:4]:
        signs.append("older year")
    near = (index - 2, index - 1, index + 1, index + 2)
    if any(other in dates and dates[other].iso[:10] != day for other in near):
        signs.append("among dates")
    for other in (index - 1, index + 1):
        if 0 <= other < len(scene.blocks):
            if scene.labels[other] is Label.BYLINE or is_name(scene.blocks[other].text):
                signs.append("beside name")
            if scene.labels[other] is Label.HEADLINE:
                signs.append("beside headline")
    zone = _zone(scene, index)
    if says_little_else(text, found):
        signs += ["alone", f"alone {zone}"]
    ordered = [other for other in dates if other >= scene.title]
    if index in ordered[:2]:
        signs.append("first under title" if ordered[0] == index else "second under title")
    if index == 0 and len(scene.blocks) > 1 and scene.blocks[1].first_line == scene.blocks[0].last_line:
        signs.append("glued")
    return signs


def _is_of_publishing(text: str) -> bool:
    return any(map(text.casefold().__contains__, PUBLISHED_WORDS))


def _place(scene: Scene, index: int, chances: Sequence[float] | None) -> list[str]:
    signs = [_LABELS[scene.labels[index]]]
    if index:
        signs.append(_UNDER[scene.labels[index - 1]])
    if index + 1 < len(scene.labels):
        signs.append(_OVER[scene.labels[index + 1]])
    if chances is not None:
        signs.append(CHANCES(chances[index]))
    if scene.title >= 0:
        if index >= scene.title:
            signs.append(_UNDER_TITLE(index - scene.title))
        else:
            signs.append(_OVER_TITLE(scene.title - index))
    if index < scene.start:
        signs.append(_BEFORE_TEXT(scene.start - index))
    elif index < scene.end:
        signs.append(_IN_TEXT(index - scene.start))
    else:
        signs.append(_AFTER_TEXT(index - scene.end))
    return signs


def _zone(scene: Scene, index: int) -> str:
    """Where a block stands, in a few words."""
    if index < scene.title:
        return "close over" if scene.title - index <= 3 else "far over"
    if index < scene.start:
        return "close under" if index - scene.title <= 4 else "under"
    if index < scene.end:
        return "in text" if index - scene.start > 1 else "under"
    return "close after" if index - scene.end <= 3 else "after"


# --- byline ---------------------------------------------------------------------------------------------------------


def describe_byline(scene: Scene, index: int, text: str, names: Sequence[str]) -> list[str]:
    """The signs of a block as the one that says who wrote the article."""
    blocks = scene.blocks
    own = blocks[index].text
    signs = _place(scene, index, scene.chances.byline)
    people = [name for name in names if is_name(name)]
    with_cue = has_cue(text)
    size = len(text.split())
    named = sum(len(name.split()) for name in names)
    shape = "cue" if with_cue else "whole" if people and named == size else "name" if people else "other"
    zone = _zone(scene, index)
    signs += [shape, f"{shape} {zone}", _WORDS(size), _OTHER_WORDS(size - named), _NAMES(len(names))]
    signs.append("people" if people else "other names")
    if people:
        signs.append(_GIVEN(sum(_has_given_name(name) for name in people) / len(people)))
    if text.startswith(names[0]):
        signs.append(f"starts {zone}")
    if scene.find_date(index):
        signs += ["dated", f"{shape} dated"]
    elif _DIGIT.search(text):
        signs.append("digits")
    if any(name.casefold() in AGENCIES for name in names):
        signs.append("agency")
    if scene.date >= 0:
        signs.append(_FROM_DATE(abs(index - scene.date)))
        if abs(index - scene.date) <= 2:
            signs.append(f"{shape} by date")
        if index < scene.date:
            signs.append("over date")
    if index + 1 < len(blocks):
        below = blocks[index + 1].text
        if len(below) < 80 and has_role(below):
            signs.append("over role")
        if below.startswith(names[0]):
            signs.append("over itself")
    if index:
        above = blocks[index - 1].text
        if len(above) < 80 and (is_cue(above) or has_cue(above)):
            signs.append("under cue")
        if above.endswith(names[0]):
            signs.append("under itself")
    if text != own:
        signs.append("joined")
    if has_role(text):
        signs.append("role")
    if text.endswith((".", "!", "?", ":")):
        signs.append("sentence")
    feature = scene.feature(index)
    if feature.is_furniture or feature.is_share or feature.is_age:
        signs.append("furniture")
    if _CREDIT.search(text) or feature.is_caption:
        signs.append("credit")
    if feature.is_whole_link:
        signs.append("link")
    if text.isupper():
        signs.append("capitals")
    if not own[:1].isupper() and not with_cue:
        signs.append("small letter")
    signs += _find_mentions(scene, names[0])
    return signs


def _has_given_name(name: str) -> bool:
    return name.split()[0].casefold() in GIVEN_NAMES


def _find_mentions(scene: Scene, name: str) -> Iterator[str]:
    """Where else the page says the name: authors have lines of their own, those written of are in the text."""
    folded = name.lower()
    family = folded.split()[-1]
    # To read the whole page takes long: it is done once, for the last word.
    ends = scene.find_ends(family)
    starts = [end - len(folded) for end in ends if scene.lines.endswith(folded, 0, end)]
    yield _COPIES(scene.count_lines(name))
    yield _MENTIONS(len(ends))
    if any([scene.lines.startswith(f"\n{folded} ", start - 1) for start in starts]):
        yield "begins a line"
    if any([scene.lines.endswith("by ", 0, start) for start in starts]):
        yield "after by"
    if scene.title >= 0 and family in scene.blocks[scene.title].text.lower():
        yield "in title"
    if family in scene.first_texts:
        yield "in text"
        if folded in scene.first_texts:
            yield "whole in text"
