"""The title: which blocks might be it, how much of one is, and what speaks for each.

A sign is there or not; distances, sizes and chances are put into classes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.splitting.names import has_cue, is_name
from newsreader.splitting.scene import CHANCES, Scale, Scene, find_key
from newsreader.text import split_site_suffix
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    # Takes a kind, what is kept, what is lost, and the mark between the two.
    _Add = Callable[[str, str, str, str], None]

# So many blocks are looked at closely: the likeliest ones, and the page's first.
_MOST = 8
# Where nothing tells what is likely, a title is looked for so far above the text.
_REACH = 80
_LONGEST = 300
# No browser breaks a line that is shorter, with the word that comes next.
_WRAP = 78
_MOST_WORDS = 45
_SEPARATOR = re.compile(r"\s*[|\u2013\u2014\u00b7\u2022:\u00bb\uff1a\uff5c(\[-]")
_SEPARATORS = " \t|-:\u2013\u2014\u00b7\u2022\u00bb\uff1a\uff5c/"
_CUT = re.compile(
    r"\s+(?P<mark>[|\u2013\u2014\u00b7\u2022\u00bb<>/\u2039\u203a-]|::)\s+|(?<=[\w)!?\"'\u201d\u2019])(?P<colon>\s?:|\uff1a)\s+|\s?(?P<wide>[\uff5c|])\s?|\s(?P<bracket>[\[(\u3010])"
)
# Behind so many words and an upright stroke stand names of sites and sections, one or more.
_PIPED = re.compile(r"(?:\S+\s+){3,}?\S+\s[|\uff5c]\s")
_NUMBER = re.compile(r"\d{1,2}[.)]\s+|[#*+\u2022]\s+")
_HOST = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}", re.IGNORECASE)
_MOST_SITE_WORDS = 6
_MOST_CUTS = 4
# A line that begins so goes on with the one above, unless it is such a mark alone; how many pieces a title is cut into.
_GOING_ON, _LONGEST_MARK = ":\u2013\u2014|,", 3
_CLOSING = ":,"
_MOST_PIECES = 3
# Where a line that is part of another is looked for, and its least share of the other.
_NEAR_ABOVE, _NEAR_BELOW = 40, 20
_LEAST_SHARE = 0.4
# The page's last lines, in characters.
_FOOT = 1500
_LIKELY = 0.1

_BEFORE_TEXT = Scale("before text", -1, 0, 1, 2, 3, 5, 8, 12, 20, 40, 80)
_FROM_TOP = Scale("from top", 0, 1, 2, 5, 15, 40)
_WORDS = Scale("words", 1, 2, 3, 5, 8, 12, 18, 25, 35)
_BELOW = Scale("words below", 1, 2, 4, 8, 18, 30, 50)
_ABOVE = Scale("words above", 1, 2, 4, 8, 18, 30)
_OF_BEST = Scale("of best", 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.999)
_COPIES = Scale("said", 0, 1, 2, 3)
_SHARED = Scale("words of text", 0, 0.2, 0.4, 0.6, 0.8)
_WITH_TOP = Scale("words of top", 0, 0.15, 0.3, 0.5, 0.7, 0.9)
_INDENT = Scale("indented", -1, 0, 3, 9)
_BLANKS = Scale("blanks above", 0, 1)
_LABELS = {label: f"labelled {label}" for label in Label}
_LABELS_BELOW = {label: f"over {label}" for label in Label}
_LABELS_ABOVE = {label: f"under {label}" for label in Label}
_MATTER = Scale("head matter", 1, 2, 3, 5)


def list_titles(scene: Scene) -> list[int]:
    """The blocks that might hold the title, in order."""
    blocks, labels = scene.blocks, scene.labels
    chances = scene.chances.title
    size = len(blocks)
    if chances is not None:
        least = 0.02 * max(chances, default=0.0)
        likely = [index for index in range(size) if chances[index] >= least]
        found = sorted(likely, key=chances.__getitem__, reverse=True)[:_MOST]
    else:
        last = min(scene.start + 3, size)
        ranked = []
        for index in range(max(0, last - _REACH), last):
            words = blocks[index].text.count(" ") + 1
            label = labels[index]
            if 2 <= words <= _MOST_WORDS or label is Label.TITLE:
                nearness = (scene.start - index) / 8
                shape = 4 if 4 <= words <= 25 else 2 if words < 4 else 3
                ranked.append((10 * (label is Label.TITLE) + shape - nearness - 3 * (label is Label.HEADLINE), index))
        found = [index for _, index in sorted(ranked, reverse=True)[:_MOST]]
    found += [index for index in range(min(2, size)) if index not in found]
    return sorted(index for index in found if len(blocks[index].text) <= _LONGEST)


def describe_title(scene: Scene, index: int, rivals: Sequence[int]) -> list[str]:
    """The signs of a block as the one that holds the title; `rivals` are all that might."""
    blocks, labels = scene.blocks, scene.labels
    block = blocks[index]
    text = block.text
    feature = scene.feature(index)
    words = feature.words
    signs = [
        _BEFORE_TEXT(scene.start - index),
        _FROM_TOP(index),
        _WORDS(words),
        _LABELS[labels[index]],
        _COPIES(scene.count_lines(text)),
    ]
    chances = scene.chances.title
    if chances is not None:
        chance = chances[index]
        signs += [CHANCES(chance), _OF_BEST(chance / (max(chances[rival] for rival in rivals) or 1.0))]
        if all(chances[rival] <= chance for rival in rivals if rival):
            signs.append("best under top" if index else "best")
    if feature.is_sentence and not feature.is_question:
        signs.append("sentence")
    if text.endswith(("\u2026", "...", ":")):
        signs.append("cut short")
    if feature.is_date or feature.is_age:
        signs.append("date")
    if has_cue(text) or is_name(text):
        signs.append("byline")
    if feature.is_caption:
        signs.append("caption")
    if feature.is_furniture:
        signs.append("furniture")
    if block.links:
        signs.append("link" if feature.is_whole_link else "has link")
    if text.isupper():
        signs.append("capitals")
    if not text[:1].isalnum():
        signs.append("starts with a mark")
    if index:
        signs += [_LABELS_ABOVE[labels[index - 1]], _ABOVE(blocks[index - 1].text.count(" ") + 1)]
        signs += _compare_to_top(scene, index)
    if index + 1 < len(blocks):
        signs += [_LABELS_BELOW[labels[index + 1]], _BELOW(blocks[index + 1].text.count(" ") + 1)]
    stems = feature.stems
    if stems:
        signs.append(_SHARED(sum(stem in scene.first_texts for stem in stems) / len(stems)))
    matter = (Label.DATE, Label.BYLINE)
    for distance, label in enumerate(labels[index + 1 : index + 6], 1):
        if label in matter:
            signs.append(_MATTER(distance))
            break
    if any(label in matter for label in labels[max(0, index - 3) : index]):
        signs.append("head matter above")
    if scene.is_spaced:
        signs.append(_BLANKS(block.blanks_before))
        if scene.start < len(blocks):
            signs.append(_INDENT(block.indent - blocks[scene.start].indent))
    if index == max(rivals, key=lambda rival: (rival < scene.start) * len(blocks[rival].text)):
        signs.append("longest")
    if index == rivals[-1]:
        signs.append("last")
    return signs


def _compare_to_top(scene: Scene, index: int) -> Iterator[str]:
    top, text = scene.blocks[0].text, scene.blocks[index].text
    stems, top_stems = scene.feature(index).stems, scene.feature(0).stems
    if top.lower() == text.lower():
        yield "is top"
    elif top.lower().startswith(text.lower()) and _SEPARATOR.match(top[len(text) :]):
        yield "starts top"
    elif text.lower() in top.lower():
        yield "in top"
    elif stems and len(top_stems) > 2:
        yield _WITH_TOP(len(stems & top_stems) / max(len(stems), len(top_stems)))


def find_heading(scene: Scene, titles: Sequence[int], chosen: int, title: str) -> int:
    """Where the title stands above the text, rather than in the page's first line: the rest of the head is there."""
    key = find_key(title)
    again = [index for index in titles if chosen < index <= scene.start + 2]
    return next((index for index in reversed(again) if key and key in find_key(scene.blocks[index].text)), chosen)


# --- how much of the block is the title -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cut:
    """A writing of the title: a block's text without the site's name, a kicker or a number, or with a line more."""

    text: str
    site: str
    signs: list[str]


_KINDS = (
    "whole",
    "tail cut",
    "head cut",
    "both cut",
    "number cut",
    "line in head",
    "line in tail",
    "joined below",
    "joined above",
    "joined around",
)
_KEPT_WORDS = {kind: Scale(f"{kind}: words", 1, 2, 3, 4, 6, 9) for kind in _KINDS}
_LOST_WORDS = {kind: Scale(f"{kind}: lost", 0, 1, 2, 3, 4, 6, 9) for kind in _KINDS}
_SAID = {kind: Scale(f"{kind}: said", 0, 1, 2) for kind in _KINDS}
_LOST_SAID = {kind: Scale(f"{kind}: lost said", 0, 1, 2) for kind in _KINDS}


def list_cuts(scene: Scene, index: int) -> list[Cut]:
    """The writings of the title that a block may hold."""
    text = scene.blocks[index].text
    found: dict[str, Cut] = {}

    def add(kind: str, kept: str, lost: str, mark: str) -> None:
        kept, lost = kept.strip(" \t|"), lost.strip()
        if kept and kept not in found and not (kind in ("whole", "tail cut") and _PIPED.match(kept)):
            site = lost if kind == "tail cut" and len(lost.split()) <= _MOST_SITE_WORDS else ""
            found[kept] = Cut(kept, site, _describe_cut(scene, index, kind, kept, lost, mark))

    _add_cut(text, add)
    _add_lines(scene, index, add)
    _add_joined(scene, index, add)
    return list(found.values()) or [Cut(text, "", ["whole"])]


def find_site(scene: Scene, title: Cut) -> str:
    """The site's name: what was cut off the title, or what the page's first line says behind it."""
    top = scene.blocks[0].text
    if title.site:
        return title.site
    if top.lower().startswith(title.text.lower()):
        site = top[len(title.text) :].strip(_SEPARATORS)
        return site if len(site.split()) <= _MOST_SITE_WORDS else ""
    return split_site_suffix(top)[1]


def _add_cut(text: str, add: _Add) -> None:
    """The text itself, and without what its marks part from it."""
    add("whole", text, "", "")
    number = _NUMBER.match(text)
    if number:
        add("number cut", text[number.end() :], "", "")
    marks = list(_CUT.finditer(text))
    for match in marks[-_MOST_CUTS:]:
        add("tail cut", text[: match.start()], text[match.end() :].strip(_SEPARATORS), match.group().strip())
    for match in {match.start(): match for match in [*marks[:2], *marks[-1:]]}.values():
        add("head cut", text[match.end() :], text[: match.start()], match.group().strip())
    if len(marks) > 1:
        lost = f"{text[: marks[0].start()]} {text[marks[-1].end() :]}"
        add("both cut", text[marks[0].end() : marks[-1].start()], lost, marks[-1].group().strip())


def _add_lines(scene: Scene, index: int, add: _Add) -> None:
    """Other lines of the page with which the text begins or ends."""
    text = scene.blocks[index].text
    for other in scene.blocks[max(0, index - _NEAR_ABOVE) : index + _NEAR_BELOW]:
        line = other.text
        if not _LEAST_SHARE * len(text) < len(line) < len(text) or line.count(" ") < 2:
            continue
        if text.startswith(line):
            rest = text[len(line) :].strip()
            add("line in head", line, rest.strip(_SEPARATORS), "" if rest[:1].isalnum() else rest[:1])
        elif text.endswith(line):
            add("line in tail", line, text[: -len(line)].strip(_SEPARATORS), "")


def _add_joined(scene: Scene, index: int, add: _Add) -> None:
    blocks = scene.blocks
    text = blocks[index].text
    below = _join(text, blocks[index + 1].text) if index + 1 < len(blocks) else ""
    above = _join(blocks[index - 1].text, text) if index else ""
    if below and len(below) <= _LONGEST and _may_join(scene, index, below):
        add("joined below", below, blocks[index + 1].text, "")
    if above and len(above) <= _LONGEST and _may_join(scene, index - 1, above):
        add("joined above", above, blocks[index - 1].text, "")
    around = _join_around(scene, index)
    if around != text:
        add("joined around", around, "", "")


def _join(one: str, two: str) -> str:
    return f"{one}{two}" if two[:1] in _CLOSING else f"{one} {two}"


def _join_around(scene: Scene, index: int) -> str:
    """A block with those around it that the page's first line says with it, one after the other: pieces of one line."""
    texts = [block.text for block in scene.blocks]
    top, whole = find_key(texts[0]), texts[index]
    if not index or not find_key(whole):
        return whole
    joined = whole
    for piece in reversed(texts[max(1, index - _MOST_PIECES) : index]):
        joined = _join(piece, joined)
        if len(joined) > _LONGEST or find_key(joined) not in top:
            break
        # Marks alone belong to it where words come before them, or behind.
        whole = joined if find_key(piece) else whole
    joined = whole
    for piece in texts[index + 1 : index + 1 + _MOST_PIECES]:
        joined = _join(joined, piece)
        if len(joined) > _LONGEST or find_key(joined) not in top:
            break
        whole = joined if find_key(piece) else whole
    return whole


def _may_join(scene: Scene, index: int, text: str) -> bool:
    """Whether a block may go on in the next: that begins with a mark, the page says both together, or a browser broke
    the line.
    """
    one, two = scene.blocks[index], scene.blocks[index + 1]
    if one.first_line == 0 and index == 0 and two.first_line > 1:
        return False
    if two.text[:1] in _GOING_ON and len(two.text) > _LONGEST_MARK:
        return True
    if find_key(text) in find_key(scene.blocks[0].text):
        return True
    return scene.is_spaced and two.first_line == one.last_line + 1 and 50 <= one.indent + len(one.text) <= 82


def _describe_cut(scene: Scene, index: int, kind: str, kept: str, lost: str, mark: str) -> list[str]:
    top = scene.blocks[0].text
    signs = [
        kind,
        f"{kind}: top" if index == 0 else f"{kind}: inside",
        _KEPT_WORDS[kind](len(kept.split())),
        _SAID[kind](scene.count_lines(kept)),
    ]
    if mark:
        signs.append(f"{kind}: {mark}")
        if f" {mark} " in kept:
            signs.append(f"{kind}: {mark} kept")
    if kept[:1].islower():
        signs.append(f"{kind}: small letter")
    if kept[:1] in _GOING_ON and len(kept) > _LONGEST_MARK:
        signs.append(f"{kind}: going on")
    if kept.endswith((".", ",", ":")):
        signs.append(f"{kind}: stop")
    if kept.isupper():
        signs.append(f"{kind}: capitals")
    if index and top.lower().startswith(kept.lower()):
        rest = top[len(kept) :].strip()
        signs.append(
            f"{kind}: is top" if not rest else f"{kind}: starts top" if _SEPARATOR.match(rest) else f"{kind}: in top"
        )
    elif index and kept.lower() in top.lower():
        signs.append(f"{kind}: in top")
    if lost:
        signs += _describe_lost(scene, kind, lost)
        if index and find_key(lost) in find_key(top):
            signs.append(f"{kind}: lost in top")
        if split_site_suffix(f"{kept} {mark} {lost}")[1]:
            signs.append(f"{kind}: site")
    if kind in ("joined below", "joined above"):
        signs += _describe_joined(scene, index, index + 1 if kind == "joined below" else index - 1, kind)
    return signs


def _describe_lost(scene: Scene, kind: str, lost: str) -> Iterator[str]:
    """The signs of what is cut off, or joined: is it a site's name, or part of what is said?"""
    folded = lost.lower()
    yield _LOST_WORDS[kind](len(lost.split()))
    yield _LOST_SAID[kind](scene.count_lines(lost))
    if _HOST.fullmatch(lost.split()[-1]):
        yield f"{kind}: host"
    if folded in scene.lines[max(len(scene.lines) // 2, len(scene.lines) - _FOOT) :]:
        yield f"{kind}: lost at end"
    if scene.lines.count(folded) > 3:
        yield f"{kind}: lost often"
    if all(not word[:1].islower() for word in lost.split()):
        yield f"{kind}: lost capitals"
    if any(character.isdigit() for character in lost):
        yield f"{kind}: lost digits"
    if folded in scene.first_texts:
        yield f"{kind}: lost in text"
    if lost[-1:] in "?!.\"\u201d\u201c'":
        yield f"{kind}: lost sentence"


def _describe_joined(scene: Scene, index: int, other: int, kind: str) -> Iterator[str]:
    yield f"{kind}: {scene.labels[other]}"
    upper, lower = (scene.blocks[place] for place in sorted((index, other)))
    # The word that did not fit is why the line was broken.
    full = upper.indent + len(upper.text) + 1 + len(lower.text.split(maxsplit=1)[0])
    yield f"{kind}: full" if lower.first_line == upper.last_line + 1 and full > _WRAP else f"{kind}: not full"
    if scene.blocks[other].text[:1].islower():
        yield f"{kind}: lost small"
    if scene.chances.title is not None:
        yield f"{kind}: likely" if scene.chances.title[other] > _LIKELY else f"{kind}: unlikely"
