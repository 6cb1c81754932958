"""An article's head: its title, its date and its authors, each the best of its candidate blocks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.slugs import find_slug_words
from newsreader.splitting.address import describe_by_address
from newsreader.splitting.chooser import load_choosers
from newsreader.splitting.cues import AGENCIES, GIVEN_NAMES, ROLES
from newsreader.splitting.dates import find_age, find_date
from newsreader.splitting.evidence import describe_byline, describe_date
from newsreader.splitting.names import has_cue, is_cue, is_name, parse_byline, read_names
from newsreader.splitting.scene import TEXTS, Scene
from newsreader.splitting.titles import describe_title, find_heading, find_site, list_cuts, list_titles
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from newsreader.model import Block
    from newsreader.splitting.chooser import Chooser
    from newsreader.splitting.net import Chances

_MOST_BYLINES = 10
# How far below the text a byline is looked for, in blocks, and how far one that begins as bylines do.
_REACH = 8
_FAR_REACH = 40
_LONGEST_BYLINE = 160
_MOST_BYLINE_WORDS = 24
_MOST_NAMES = 6
_CUES = ("by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ")
# What stands so close under the title, in so few words, may be anybody's name.
_CLOSE, _FEW = 3, 4
# More words than that are a sentence's or a headline's, where they look like it.
_SOME = 6
_NAME_WORDS = GIVEN_NAMES | AGENCIES
# A line's words before a role, a date or an agency.
_PIECE_END = re.compile(r"[,/|\u00b7\u2022(\u2013\u2014\d\s](?:(?<!\s)|-\s)")
_JOINT = re.compile(r"(?:[,&/|]|and|und|et|y|en|e|og|och|mit|with|, and)", re.IGNORECASE)
_JOINT_END = re.compile(r"(?:[,&]|\b(?:and|und|et|y|en|og|och|with))$", re.IGNORECASE)
_LIKELY = 0.02
# What a page that states no date, or names nobody, shows.
NONE = ("none",)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A block that might be it: what was found in it (and in the next ones, at times), its signs."""

    index: int
    value: str | tuple[str, ...]
    signs: list[str]


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


def find_head(
    blocks: Sequence[Block],
    labels: Sequence[Label],
    chances: Chances | None = None,
    given: Mapping[int, Label] | None = None,
    *,
    url: str = "",
    day: str = "",
) -> Head:
    """The head of the article whose text the labels name; without a title where no block could be one.

    `chances` are a net's, where one has seen the page; `given` is what the reader said of blocks; `url` is the page's
    address, if that is known; `day` is when the page was read, for `2 hours ago`.
    """
    return choose_head(Scene(blocks, labels, chances, given, url), load_choosers(), day)


def choose_head(scene: Scene, choosers: Mapping[str, Chooser], day: str = "") -> Head:
    """The head of a page by the choosers of title, cut, date and byline; the scene learns what was chosen."""
    titles = scene.find_given(Label.TITLE)
    titles = titles or [index for index in list_titles(scene) if scene.may_be(index, Label.TITLE)]
    words = find_slug_words(scene.url)
    chosen = choosers["title by address" if words else "title"].choose(describe_titles(scene, titles, words))
    if chosen < 0:
        return Head()
    cuts = list_cuts(scene, titles[chosen])
    title = cuts[choosers["cut"].choose([cut.signs for cut in cuts])]
    scene.title = find_heading(scene, titles, titles[chosen], title.text)
    dates = list_dates(scene)
    date = choose(choosers["date"], dates, is_sure=bool(scene.find_given(Label.DATE)))
    if date:
        scene.date = date.index
    byline = choose(choosers["byline"], list(list_bylines(scene)), is_sure=bool(scene.find_given(Label.BYLINE)))
    return Head(
        title.text,
        find_site(scene, title),
        _find_time(dates, date) if date else _find_age(scene, day),
        tuple(byline.value) if byline else (),
        scene.title,
        scene.date,
        byline.index if byline else -1,
    )


def describe_titles(scene: Scene, titles: Sequence[int], words: frozenset[str]) -> list[list[str]]:
    """The signs of each block that might hold the title, by the `words` of the page's address too, where it has some.

    A page's first line is written by those who write its address, for search engines, and often not as the title is:
    that the two agree says nothing.
    """
    signs = [describe_title(scene, index, titles) for index in titles]
    if words:
        for index, own in zip(titles, signs, strict=True):
            own += describe_by_address(words, scene.blocks[index].text) if index else ()
    return signs


def choose(chooser: Chooser, candidates: Sequence[Candidate], *, is_sure: bool = False) -> Candidate | None:
    """The candidate that it most likely is; None where it is likelier that none is, unless one `is_sure` to be it."""
    chosen = chooser.choose([candidate.signs for candidate in candidates], () if is_sure else NONE)
    return candidates[chosen] if chosen >= 0 else None


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


def _find_age(scene: Scene, day: str) -> str:
    """The day that the head tells from the day it was read; lists of headlines tell theirs too, so close by only."""
    if not day:
        return ""
    near = range(max(0, scene.title - 2), min(scene.start + 1, scene.title + _REACH, len(scene.blocks)))
    texts = (scene.blocks[index].text for index in near if index != scene.title)
    return next((found for text in texts if (found := find_age(text, day))), "")


def mark_head(labels: Sequence[Label], head: Head, given: Collection[int] = ()) -> list[Label]:
    """The labels with the head's blocks marked as such, unless they are paragraphs that merely say so, or given."""
    marked = list(labels)
    for index, label in ((head.byline_block, Label.BYLINE), (head.date_block, Label.DATE)):
        if index >= 0 and marked[index] not in (Label.BODY, Label.LEAD, Label.TITLE, Label.BYLINE):
            marked[index] = label if index not in given else marked[index]
    if head.title_block >= 0 and head.title_block not in given:
        marked[head.title_block] = Label.TITLE
    return marked


# --- dates ----------------------------------------------------------------------------------------------------------


def list_dates(scene: Scene) -> list[Candidate]:
    """The blocks that state a date, and pairs of short ones that state one together."""
    own = scene.find_given(Label.DATE)
    dates = {index: found for index in own if (found := scene.find_date(index))} if own else scene.find_dates()
    texts = {index: scene.blocks[index].text for index in dates}
    for index in range(max(0, scene.title - 4), min(scene.start + 2, len(scene.blocks) - 1)):
        one, two = scene.blocks[index].text, scene.blocks[index + 1].text
        if not own and len(one) <= 30 and len(two) <= 30 and index not in dates and index + 1 not in dates:
            joined = find_date(f"{one} {two}")
            if joined:
                dates[index], texts[index] = joined, f"{one} {two}"
    return [
        Candidate(index, found.iso, describe_date(scene, index, texts[index], found, dates))
        for index, found in dates.items()
        if scene.may_be(index, Label.DATE)
    ]


# --- bylines --------------------------------------------------------------------------------------------------------


def list_bylines(scene: Scene) -> Iterator[Candidate]:
    """The blocks that might name the authors: near the head or right below the text, elsewhere only by their cue."""
    for index in _list_byline_blocks(scene):
        text = _join_names(scene.blocks, index)
        names = parse_byline(text)
        if not names:
            continue
        yield Candidate(index, names, describe_byline(scene, index, text, names))
        more = _find_more_names(scene.blocks, index, names) if is_name(names[0]) else names
        if len(more) > len(names):
            signs = describe_byline(scene, index, text, more)
            yield Candidate(index, more, [*signs, "names below", f"names below {scene.labels[index]}"])


def _list_byline_blocks(scene: Scene) -> list[int]:
    """The likeliest blocks by what is cheap to see: to read names out of a line takes long."""
    own = scene.find_given(Label.BYLINE)
    if own:
        return own
    blocks, chances = scene.blocks, scene.chances.byline
    head = scene.find_head_blocks()
    near = {*head, *scene.around(scene.end, 2, _REACH)}
    rated = []
    for index in range(max(0, min(near) - _FAR_REACH), min(len(blocks), scene.end + _FAR_REACH)):
        text = blocks[index].text
        is_likely = chances is not None and chances[index] > _LIKELY
        if not (is_likely or index in near or text[:8].lower().startswith(_CUES)) or index == scene.title:
            continue
        if not scene.may_be(index, Label.BYLINE):
            continue
        if len(text) <= _LONGEST_BYLINE and text.count(" ") <= _MOST_BYLINE_WORDS:
            rating = 4 if is_likely else _rate_byline(scene, index, text)
            if rating:
                ends = (scene.title, scene.start, scene.date if scene.date >= 0 else scene.title)
                rated.append((-rating, index not in head, min([abs(index - end) for end in ends]), index))
    return sorted(index for *_, index in sorted(rated)[:_MOST_BYLINES])


def _rate_byline(scene: Scene, index: int, text: str) -> int:
    """How much a line looks like a byline at first sight, 0 (not at all) to 3."""
    label = scene.labels[index]
    if label is Label.BYLINE or has_cue(text) or is_cue(text):
        return 3
    spaces = text.count(" ")
    if label in TEXTS or (spaces > _SOME and (label is Label.HEADLINE or text.endswith((".", "!", "?")))):
        return 0
    words = [word.strip(".,|/") for word in text.casefold().split()]
    if not _NAME_WORDS.isdisjoint(words):
        return 2
    if 0 < index - scene.title <= _CLOSE and spaces < _FEW:
        return 1
    return int(not ROLES.isdisjoint(words) or is_name(_PIECE_END.split(text, 1)[0]))


def _join_names(blocks: Sequence[Block], index: int) -> str:
    """A byline that was cut at its links: `By`, `A. Name`, `and`, `B. Name` as one text."""
    text = blocks[index].text
    if is_cue(text) and index + 1 < len(blocks):
        index += 1
        text = f"{text} {blocks[index].text}"
    for _ in range(8):
        following = blocks[index + 1].text if index + 1 < len(blocks) else ""
        if len(following) > 60 or not following or len(text) > _LONGEST_BYLINE:
            break
        if not (_JOINT.fullmatch(following) or _JOINT_END.search(text) or following.startswith((", ", "and ", "und "))):
            break
        text = f"{text} {following}"
        index += 1
    return text


def _find_more_names(blocks: Sequence[Block], index: int, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names with those that stand alone on the lines below, a role between two at most."""
    found = list(names)
    last = index
    for below in range(index + 1, min(index + 3 * _MOST_NAMES, len(blocks))):
        text = blocks[below].text
        if below - last > 2 or len(text) > 60:
            break
        # Said once more, with a role or a word glued to it, it is the same name.
        is_again = any(name in text for name in found)
        own = () if is_again else read_names(text)
        if own or is_again:
            last = below
        found += own
    return tuple(found[:_MOST_NAMES])
