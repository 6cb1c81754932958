"""An article's head: its title, its date and its authors, each the best of its candidate blocks."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.splitting.dates import FoundDate, find_date
from newsreader.splitting.evidence import Scene, describe_byline, describe_date, describe_title, key_of
from newsreader.splitting.features import Features
from newsreader.splitting.names import has_cue, is_cue, parse_byline
from newsreader.text import split_site_suffix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from newsreader.model import Block

# How far from the title and the text a byline without a cue is looked for, in blocks.
_REACH = 8
# A title is looked for among this many blocks above the text, and among the page's first ones.
_MOST_ABOVE = 80
_FIRST = 4
_LONGEST_BYLINE = 160
_LONGEST_TITLE = 300
_MOST_TITLE_WORDS = 45
# Two words this far above the text are a menu's.
_FAR = 20
_JOINT = re.compile(r"(?:[,&/|]|and|und|et|y|en|e|og|och|mit|with|, and)", re.IGNORECASE)
_JOINT_END = re.compile(r"(?:[,&]|\b(?:and|und|et|y|en|og|och|with))$", re.IGNORECASE)
_WRAPPED = range(60, 82)
_SEPARATORS = " \t|-:\u2013\u2014\u00b7\u2022\u00bb\uff1a\uff5c"
_MOST_SITE_WORDS = 6
_TAIL = re.compile(r"^(?P<stem>.*\S)\s+(?:[|\u2013\u2014\u00b7\u2022\u00bb-]|::)\s+(?P<tail>[^|]{2,60})$")
_HOST = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that might be it: its index, the text read (joined with the next blocks' at times), what was found."""

    index: int
    text: str
    value: str | tuple[str, ...]
    signs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the head says, and the blocks that say it (-1: none does)."""

    title: str = ""
    site: str = ""
    published: str = ""
    byline: tuple[str, ...] = ()
    title_block: int = -1
    date_block: int = -1
    byline_block: int = -1


def find_head(blocks: Sequence[Block], labels: Sequence[Label]) -> Head:
    """The head of the article whose text the labels name; without a title where no block could be one."""
    scene = Scene.of([Features(block) for block in blocks], labels)
    weights = load_weights()
    title = choose(list_titles(scene), weights["title"])
    if title is None:
        return Head()
    scene.title = title.index
    dates = list(list_dates(scene))
    date = choose(dates, weights["date"])
    if date:
        scene.date = date.index
    byline = choose(list_bylines(scene), weights["byline"])
    text, site = split_title(scene, title.text)
    return Head(
        text,
        site,
        _find_time(dates, date) if date else "",
        tuple(byline.value) if byline else (),
        title.index,
        date.index if date else -1,
        byline.index if byline else -1,
    )


def _find_time(dates: Sequence[Candidate], date: Candidate) -> str:
    """The date, with the time that another line of the head gives the same day."""
    day = str(date.value)
    if "T" in day:
        return day
    timed = (
        str(other.value)
        for other in dates
        if str(other.value).startswith(f"{day}T") and not {"updated", "under updated", "prose"} & set(other.signs)
    )
    return next(timed, day)


def mark_head(labels: Sequence[Label], head: Head) -> list[Label]:
    """The labels with the head's blocks marked as such, unless they are paragraphs that merely say so."""
    marked = list(labels)
    for index, label in ((head.byline_block, Label.BYLINE), (head.date_block, Label.DATE)):
        if index >= 0 and marked[index] not in (Label.BODY, Label.LEAD, Label.TITLE, Label.BYLINE):
            marked[index] = label
    if head.title_block >= 0:
        marked[head.title_block] = Label.TITLE
    return marked


def choose(candidates: Iterable[Candidate], weights: Mapping[str, float]) -> Candidate | None:
    """The candidate whose signs weigh most; None where all weigh less than none at all."""
    best, most = None, weights.get("none", float("-inf"))
    for candidate in candidates:
        weight = sum(weights.get(sign, 0.0) for sign in candidate.signs)
        if weight > most:
            best, most = candidate, weight
    return best


@lru_cache(maxsize=1)
def load_weights() -> dict[str, dict[str, float]]:
    """The weights of the signs, by field; `newsreader.training.head` makes them."""
    text = (files("newsreader.splitting") / "head_weights.json").read_text(encoding="utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)
    return weights


# --- candidates -----------------------------------------------------------------------------------------------------


def list_titles(scene: Scene) -> Iterator[Candidate]:
    """The blocks that might be the title: those above the text."""
    features = scene.features
    last = min(scene.start + 3, len(features))
    for index in range(last):
        if _FIRST <= index < last - _MOST_ABOVE:
            continue
        block = features[index].block
        if len(block.text) > _LONGEST_TITLE or _is_small(scene, index):
            continue
        yield Candidate(index, block.text, block.text, tuple(describe_title(scene, index, block.text)))
        # A browser breaks a centred or outdented title where no paragraph would break.
        below = features[index + 1].block if index + 1 < len(features) else None
        if below and block.indent + len(block.text) in _WRAPPED and below.first_line == block.last_line + 1:
            text = f"{block.text} {below.text}"
            if len(text) <= _LONGEST_TITLE and scene.is_spaced and not features[index + 1].is_sentence:
                yield Candidate(index, text, text, (*describe_title(scene, index, text), "joined"))


def _is_small(scene: Scene, index: int) -> bool:
    """Whether a block is a menu's item rather than a title; most are, and describing them takes time."""
    if index < _FIRST:
        return False
    words = scene.features[index].words
    return words < 2 or words > _MOST_TITLE_WORDS or (words < 3 and scene.start - index > _FAR)


def list_dates(scene: Scene) -> Iterator[Candidate]:
    """The blocks that state a date, and pairs of short ones that state one together."""
    for index, found in scene.dates.items():
        yield _as_date(scene, index, scene.features[index].block.text, found)
    for index in range(max(0, scene.title - 4), min(scene.start + 2, len(scene.features) - 1)):
        one, two = scene.features[index].block.text, scene.features[index + 1].block.text
        if len(one) <= 30 and len(two) <= 30 and index not in scene.dates and index + 1 not in scene.dates:
            joined = find_date(f"{one} {two}")
            if joined:
                yield _as_date(scene, index, f"{one} {two}", joined)


def _as_date(scene: Scene, index: int, text: str, found: FoundDate) -> Candidate:
    return Candidate(index, text, found.iso, tuple(describe_date(scene, index, text, found)))


def list_bylines(scene: Scene) -> Iterator[Candidate]:
    """The blocks that might name the authors: near the head or right below the text, elsewhere only by their cue."""
    features = scene.features
    for index, feature in enumerate(features):
        text = feature.block.text
        if len(text) > _LONGEST_BYLINE or feature.words > 24:
            continue
        is_near = (
            scene.title - _REACH <= index <= scene.start + _REACH or scene.end - 2 <= index <= scene.end + _REACH
        ) and index != scene.title
        if not is_near and not has_cue(text):
            continue
        text = _join_names(features, index)
        names = parse_byline(text)
        if names:
            yield Candidate(index, text, names, tuple(describe_byline(scene, index, text, names)))


def _join_names(features: Sequence[Features], index: int) -> str:
    """A byline that was cut at its links: `By`, `A. Name`, `and`, `B. Name` as one text."""
    text = features[index].block.text
    if is_cue(text) and index + 1 < len(features):
        index += 1
        text = f"{text} {features[index].block.text}"
    for _ in range(8):
        following = features[index + 1].block.text if index + 1 < len(features) else ""
        if len(following) > 60 or not following or len(text) > _LONGEST_BYLINE:
            break
        if not (_JOINT.fullmatch(following) or _JOINT_END.search(text) or following.startswith((", ", "and ", "und "))):
            break
        text = f"{text} {following}"
        index += 1
    return text


# --- the site's name ------------------------------------------------------------------------------------------------


def split_title(scene: Scene, title: str) -> tuple[str, str]:
    """The title without its site's name, and that name: told by the page's own title or by lines that repeat it."""
    top = scene.features[0].block.text
    site = top[len(title) :].strip(_SEPARATORS) if top.casefold().startswith(title.casefold()) else ""
    if site:
        own, name = _cut_sites(scene, title)
        return (own, name) if name and len(own.split()) >= 4 else (title, site if _is_short(site) else "")
    shorter = _find_shorter(scene, title)
    if shorter:
        return shorter, title[len(shorter) :].strip(_SEPARATORS)
    title, site = _cut_sites(scene, title)
    return title, site or split_site_suffix(top)[1]


def _is_short(site: str) -> bool:
    return 0 < len(site.split()) <= _MOST_SITE_WORDS


def _find_shorter(scene: Scene, title: str) -> str:
    """The title as another block above the text says it, with a name less at its end."""
    for feature in scene.features[: scene.start]:
        text = feature.block.text
        tail = title[len(text) :].strip()
        site = tail.strip(_SEPARATORS)
        if feature.words >= 2 and title.startswith(text) and site != tail and _is_short(site):
            return text
    return ""


def _cut_sites(scene: Scene, title: str) -> tuple[str, str]:
    """Cut names off the end as long as each is known for one: by its form, its address, or a line that is just it."""
    site = ""
    for _ in range(3):
        stem, name = split_site_suffix(title)
        if not name:
            match = _TAIL.match(title)
            if match is None:
                break
            is_known = _HOST.fullmatch(match["tail"]) or (
                key_of(match["tail"]) in scene.keys and len(match["tail"].split()) <= _MOST_SITE_WORDS
            )
            if not is_known or len(match["stem"].split()) < 3:
                break
            stem, name = match["stem"], match["tail"]
        title, site = stem, name
    return title, site
