"""What each text of a page's HTML is, told by its tags and the page's gold: gold for what the corpus's gold leaves out.

Weak: each rule is right in most cases only, as the gold headlines themselves are (the corpus's README says how often).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from newsreader.model import Block, Label
from newsreader.splitting.dates import find_date, is_date_line
from newsreader.splitting.features import Features
from newsreader.text import split_site_suffix
from newsreader.training.tokens import find_covered, holds, tokenize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.training.markup import Unit

# "Read more: …" before a headline has at most so many words.
_MOST_PREFIX = 4
# A gold body may hold a short line of its head.
_MOST_SHORT_WORDS = 4
_MOST_SUBHEADING_WORDS = 24
_MOST_HEAD_WORDS = 20
_MOST_BESIDE_NAME = 12
_LEAST_LEAD_WORDS, _MOST_LEAD_WORDS = 6, 70
# How far from the title or the text's ends a date or a byline may stand, in texts.
_ABOVE, _WITHIN, _BELOW = 6, 3, 4
# Where more of the body stands in quotes, the page uses them for something else.
_MOST_QUOTED = 0.4

_LEAD_NAME = re.compile(
    r"(?:^|[\s_-])(?:standfirst|stand-?first|dek|subhead(?:line)?|sub-?title|summary|lead-?(?:in|text|paragraph)?|lede|teaser"
    r"|excerpt|intro\w*|description|abstract|vorspann|chapo|chapeau|sapo|entradilla|bajada|synopsis|kurztext)(?:$|[\s_-])"
    r"|standfirst|article-?(?:lead|intro|summary|dek|description|subtitle|subhead)|abstract$"
)


# Between a heading of a tool and its headline, or in a caption, stands what a button says.
_BUTTON = re.compile(
    r"(?:see|view|show|read|load|watch|play|ver|lire|mehr|alle|previous|next|zur\u00fcck|weiter)(?:\s+\w+){0,2}"
    r"|(?:(?:image|hide|toggle|show) )?caption|.*:",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Scene:
    """A page on the way: its texts, their labels so far, what the gold says of them, and where the article is."""

    units: Sequence[Unit]
    gold: dict[str, Any]
    labels: list[Label | None]
    in_body: list[bool]
    title: int
    first: int
    last: int

    @classmethod
    def of(cls, units: Sequence[Unit], gold: dict[str, Any]) -> Scene:
        """A page whose title, text and headlines are marked as the gold has them."""
        texts = [() if unit.is_alt else unit.tokens for unit in units]
        in_body = find_covered(texts, map(tokenize, gold["body"]))
        places = [index for index, is_ in enumerate(in_body) if is_]
        first, last = (places[0], places[-1]) if places else (len(units), -1)
        titles = {tokenize(title) for title in list_titles(gold)}
        above = [index for index in range(min(first + 2, len(units))) if _is_title(units[index], titles)]
        title = next((index for index in reversed(above) if units[index].heading), above[-1] if above else -1)
        labels: list[Label | None] = [Label.BODY if is_ else None for is_ in in_body]
        for index in above:
            # Others say it too: paths of links to the page, buttons to share it.
            if index == title or units[index].heading or not units[index].path:
                labels[index] = Label.TITLE
        scene = cls(units, gold, labels, in_body, title, first, last)
        scene._mark_headlines()
        return scene

    def _mark_headlines(self) -> None:
        kinds = {tokenize(headline["text"]): headline["kind"] for headline in self.gold["headlines"]}
        inline = [tokens for tokens, kind in kinds.items() if kind == "inline"]
        for index, unit in enumerate(self.units):
            if unit.is_alt or self.labels[index] is Label.TITLE:
                continue
            is_between = self.first < index < self.last
            kind = kinds.get(unit.tokens)
            if kind:
                self.labels[index] = Label.INLINE_LINK if kind == "inline" and is_between else Label.HEADLINE
            elif is_between and any(
                len(unit.tokens) <= len(tokens) + _MOST_PREFIX and holds(unit.tokens, tokens) for tokens in inline
            ):
                self.labels[index] = Label.INLINE_LINK

    def near_head(self, index: int) -> bool:
        """Whether a date or a byline may stand here: about the title, or right below the text."""
        start = (self.title if self.title >= 0 else self.first) - _ABOVE
        return start <= index <= self.first + _WITHIN or self.last < index <= self.last + _BELOW


def _is_title(unit: Unit, titles: set[tuple[str, ...]]) -> bool:
    is_said = unit.tokens in titles or tokenize(split_site_suffix(unit.text)[0]) in titles
    return is_said and not unit.is_alt and not unit.in_menu


def is_button(unit: Unit) -> bool:
    """Whether a text is one of the site's machinery, by its element or its words."""
    return unit.is_button or bool(_BUTTON.fullmatch(unit.text)) or Features(Block(unit.text, 0, 0)).is_furniture


def list_titles(gold: dict[str, Any]) -> list[str]:
    """The right titles of a page."""
    return [title for title in [gold.get("title"), *(gold.get("title_variants") or [])] if title]


# --- the text -------------------------------------------------------------------------------------------------------


def mark_text(scene: Scene) -> None:
    """Pictures' texts and captions; quotes and subheadings between the paragraphs."""
    units, labels = scene.units, scene.labels
    quoted = sum(len(unit.tokens) for unit, is_ in zip(units, scene.in_body, strict=True) if is_ and unit.is_quote)
    whole = sum(len(unit.tokens) for unit, is_ in zip(units, scene.in_body, strict=True) if is_)
    for index, unit in enumerate(units):
        if unit.is_alt:
            if len(unit.tokens) >= 3 and not unit.in_menu:
                labels[index] = Label.ALT_TEXT
        elif labels[index] in (Label.TITLE, Label.HEADLINE, Label.INLINE_LINK):
            continue
        elif unit.is_caption:
            is_sure = not scene.in_body[index] and not unit.address and not is_button(unit) and not unit.in_menu
            labels[index] = Label.CAPTION if is_sure and len(unit.tokens) >= 2 else None
        elif unit.is_quote and scene.in_body[index]:
            is_sure = quoted <= _MOST_QUOTED * whole and not unit.address
            labels[index] = Label.QUOTE if is_sure else None
        elif unit.heading >= 2 and scene.first < index < scene.last and _is_subheading(scene, index):
            labels[index] = Label.SUBHEADING


def _is_subheading(scene: Scene, index: int) -> bool:
    """Whether a heading within the text is the text's: the gold has it, or paragraphs follow in the same box."""
    unit = scene.units[index]
    if len(unit.tokens) > _MOST_SUBHEADING_WORDS or unit.address or unit.in_menu:
        return False
    if scene.in_body[index]:
        return True
    following = next((i for i in range(index + 1, len(scene.units)) if not scene.units[i].is_alt), None)
    if following is None or not scene.in_body[following]:
        return False
    return scene.units[following].path[:-1] == unit.path[:-1]


# --- the head -------------------------------------------------------------------------------------------------------


def mark_head(scene: Scene) -> None:
    """Date, byline and standfirst."""
    names = [tokens for name in scene.gold.get("byline") or [] if (tokens := tokenize(name))]
    for index, unit in enumerate(scene.units):
        if scene.labels[index] is not None and not (scene.in_body[index] and len(unit.tokens) <= _MOST_SHORT_WORDS):
            continue
        if unit.is_alt or unit.in_menu or not scene.near_head(index) or len(unit.tokens) > _MOST_HEAD_WORDS:
            continue
        is_dated = find_date(unit.text) is not None
        is_named = any(holds(unit.tokens, name) for name in names)
        # A line that says both is neither alone.
        if is_dated and not is_named and _is_day(unit.text, scene.gold.get("published")) and is_date_line(unit.text):
            scene.labels[index] = Label.DATE
        elif is_named and not is_dated and any(_names(unit.tokens, name) for name in names):
            scene.labels[index] = Label.BYLINE
    _mark_lead(scene)


def _is_day(text: str, published: str | None) -> bool:
    found = find_date(text)
    if found is None or not published:
        return False
    return abs((date.fromisoformat(found.iso[:10]) - date.fromisoformat(published[:10])).days) <= 1


def _names(tokens: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether a text names this author and says little else; one word is a name only where it stands alone."""
    most = len(name) + (1 if len(name) == 1 else _MOST_BESIDE_NAME)
    return holds(tokens, name) and len(tokens) <= most


def _mark_lead(scene: Scene) -> None:
    """The standfirst: marked by its class, or the first paragraph if byline or date stand between it and the next."""
    units, labels = scene.units, scene.labels
    text = [index for index in range(len(units)) if labels[index] is Label.BODY]
    start = scene.title + 1 if 0 <= scene.title < scene.first else scene.first
    for index in range(start, min(scene.first + 1, len(units))):
        unit = units[index]
        is_free = (labels[index] is None or index == scene.first) and not unit.is_alt and not unit.address
        is_long = _LEAST_LEAD_WORDS <= len(unit.tokens) <= _MOST_LEAD_WORDS
        if is_free and is_long and not is_date_line(unit.text) and _LEAD_NAME.search(" ".join(unit.names)):
            labels[index] = Label.LEAD
            return
    if len(text) < 3 or len(units[text[0]].tokens) > _MOST_LEAD_WORDS or labels[text[0]] is not Label.BODY:
        return
    lead, second = text[:2]
    between = [labels[index] for index in range(lead + 1, second)]
    is_apart = units[lead].path[:-1] != units[second].path[:-1]
    if is_apart and (Label.BYLINE in between or Label.DATE in between):
        labels[lead] = Label.LEAD
