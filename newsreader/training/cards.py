"""What stands beside an article: the cards of its related headlines, with their kickers, headings and sections."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from newsreader.model import Block, Label
from newsreader.splitting.dates import find_date, is_age
from newsreader.splitting.features import Features
from newsreader.training.roles import is_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.training.markup import Unit
    from newsreader.training.roles import Scene

_MOST_KICKER_WORDS = 4
_MOST_HEADING_WORDS = 10
_MOST_TOPIC_WORDS = 5
# Further below the text, in texts, links to topics are those of the site.
_MOST_BELOW = 40
# A list's first card may stand outside the box of the others, but not further from them, in texts.
_LONGEST_CARD = 12
# Above and below the text.
_MOST_SAID = 2
# Texts between a section's heading and its first headline; boxes between a headline and its kicker.
_NEAR_HEADING, _NEAR_BOXES = 5, 4
_HEADING_NAME = re.compile(
    r"(?:section|block|module|widget|list|rail|box|container|group|related|sidebar)[\w-]*[-_]+(?:title|heading|headline)"
)
_NO_KICKER_NAME = re.compile(
    r"author|byline|date|time|stamp|duration|count|comment|share|icon|btn|button|number|rank|views|credit"
)
_TOPIC_ADDRESS = re.compile(
    r"/(?:tags?|topics?|themen|thema|schlagwort(?:e|er)?|stichwort(?:e)?|keywords?|hashtags?|subjects?|sujets?|temas?"
    r"|etiquetas?|argomenti|onderwerp(?:en)?|emne(?:r)?|tagi|temat(?:y)?|label)(?:/|$|[?=-])",
    re.IGNORECASE,
)
# Addresses of articles: a slug of words, or a number.
_ARTICLE_ADDRESS = re.compile(r"(?:[^/-]+-){2,}|\d{5,}")
_LETTER = re.compile(r"[^\W\d_]{2}")


def mark_related(scene: Scene) -> None:
    """Kickers and headings of headlines, topics, and the menus' lines."""
    units, labels = scene.units, scene.labels
    headlines = [index for index, label in enumerate(labels) if label is Label.HEADLINE]
    cards = _find_cards(units, headlines)
    kickers = [_find_kicker(scene, index, card) for index, card in zip(headlines, cards, strict=True)]
    shapes = Counter(_shape_of(units[index]) for index in kickers if index is not None)
    for kicker in kickers:
        # A card is one of several: what stands above a single headline may as well be its heading.
        if kicker is not None and shapes[_shape_of(units[kicker])] > 1:
            labels[kicker] = Label.KICKER
    for index, card in zip(headlines, cards, strict=True):
        heading = _find_heading(scene, index, card)
        if heading is not None:
            labels[heading] = Label.SECTION_HEADING
    _mark_topics(scene)
    for index, unit in enumerate(units):
        if labels[index] is None and unit.in_menu and not unit.is_alt:
            labels[index] = Label.FURNITURE


def _shape_of(unit: Unit) -> tuple[int, tuple[str, ...]]:
    """What kickers of one list have in common."""
    return len(unit.path), unit.names[-1:]


def _find_cards(units: Sequence[Unit], headlines: Sequence[int]) -> list[int]:
    """For each headline how many of the boxes around it hold another headline too; the next one is its own card."""
    cards = []
    for place, index in enumerate(headlines):
        others = [
            other
            for other in (*headlines[max(0, place - 2) : place], *headlines[place + 1 : place + 3])
            if units[other].tokens != units[index].tokens
        ]
        cards.append(max((_count_shared(units[index].path, units[other].path) for other in others), default=0))
    return cards


def _count_shared(path: Sequence[int], other: Sequence[int]) -> int:
    """How many boxes two texts share."""
    count = 0
    for mine, yours in zip(path, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


def _find_kicker(scene: Scene, index: int, card: int) -> int | None:
    """The short text right before a headline, in its link or its card."""
    units = scene.units
    headline = units[index]
    place = index - 1
    while place >= 0 and units[place].is_alt:
        place -= 1
    if place < 0 or scene.labels[place] is not None:
        return None
    unit = units[place]
    shared = _count_shared(unit.path, headline.path)
    is_same_link = bool(unit.address) and unit.address == headline.address
    is_same_card = shared > card and shared >= len(headline.path) - _NEAR_BOXES
    if not (is_same_link or is_same_card) or unit.in_menu or is_button(unit):
        return None
    if unit.heading and not is_same_link:
        return None
    if len(unit.tokens) > _MOST_KICKER_WORDS or not _LETTER.search(unit.text) or len(unit.text) > 40:
        return None
    if is_age(unit.text) or find_date(unit.text) or Features(Block(unit.text, 0, 0)).is_heading_cue:
        return None
    if unit.names and _NO_KICKER_NAME.search(unit.names[-1]):
        return None
    return place


def _find_heading(scene: Scene, index: int, card: int) -> int | None:
    """The heading above a headline that is the first below it, outside its card, and leads to no article."""
    units, labels = scene.units, scene.labels
    steps = 0
    for place in range(index - 1, -1, -1):
        unit = units[place]
        if unit.is_alt or labels[place] is Label.KICKER:
            continue
        steps += 1
        if labels[place] is not None or steps > _NEAR_HEADING or scene.in_body[place]:
            return None
        is_heading = unit.heading or (unit.names and _HEADING_NAME.search(unit.names[-1]))
        if not is_heading or is_button(unit) or is_age(unit.text):
            continue
        is_short = len(unit.tokens) <= _MOST_HEADING_WORDS and bool(_LETTER.search(unit.text))
        is_outside = _count_shared(unit.path, units[index].path) <= card or (
            0 < unit.heading < (units[index].heading or 7) and unit.address != units[index].address
        )
        leads_away = bool(unit.address) and bool(_ARTICLE_ADDRESS.search(unit.address.rstrip("/").rpartition("/")[2]))
        return place if is_short and is_outside and not leads_away and not unit.in_menu else None
    return None


def _mark_topics(scene: Scene) -> None:
    """Links to topics near the text, but for those said of several cards."""
    near = range(scene.title + 1, min(scene.last + _MOST_BELOW, len(scene.units)))
    topics = [index for index in near if scene.labels[index] is None and _is_topic(scene.units[index])]
    counts = Counter(scene.units[index].tokens for index in topics)
    for index in topics:
        if counts[scene.units[index].tokens] <= _MOST_SAID:
            scene.labels[index] = Label.TOPIC


def _is_topic(unit: Unit) -> bool:
    if (
        unit.is_alt
        or unit.in_menu
        or not unit.address
        or len(unit.tokens) > _MOST_TOPIC_WORDS
        or not _LETTER.search(unit.text)
    ):
        return False
    return unit.is_tagged or bool(_TOPIC_ADDRESS.search(unit.address))


# --- sections -------------------------------------------------------------------------------------------------------


def number_sections(scene: Scene) -> list[int]:
    """The section of each list headline: those under one heading, or in one list, are together."""
    units, labels = scene.units, scene.labels
    numbers = [-1] * len(units)
    headlines = [index for index, label in enumerate(labels) if label is Label.HEADLINE]
    lists = [units[index].path[:card] for index, card in zip(headlines, _find_cards(units, headlines), strict=True)]
    number, heading = -1, -1
    for place, index in enumerate(headlines):
        before = headlines[place - 1] if place else -1
        new_heading = next((i for i in range(index, before, -1) if labels[i] is Label.SECTION_HEADING), None)
        if new_heading is not None:
            number, heading = number + 1, new_heading
        elif before < 0 or not _is_together(scene, (before, index), (lists[place - 1], lists[place]), heading):
            number, heading = number + 1, -1
        numbers[index] = number
    return numbers


def _is_together(
    scene: Scene, pair: tuple[int, int], lists: tuple[tuple[int, ...], tuple[int, ...]], heading: int
) -> bool:
    """Whether two neighbouring headlines without a heading between them are of one section."""
    before, after = pair
    if any(scene.in_body[before + 1 : after]):
        return False
    mine, yours = lists
    is_within = mine[: len(yours)] == yours or yours[: len(mine)] == mine
    if mine == yours or (is_within and after - before <= _LONGEST_CARD):
        return True
    if heading < 0:
        return False
    # A heading reaches as far as the box that holds it and the first headline below it.
    units = scene.units
    scope = units[heading].path[: _count_shared(units[heading].path, units[before].path)]
    return units[after].path[: len(scope)] == scope
