"""Index pages made of what a corpus of articles holds: where the article stood in a dump, teasers of other articles.

Fronts, sections and lists of what was found are known to be no article, however much each of their parts reads like
one. They are made in the layouts and styles in which sites and dumps write them; all that is chosen is chosen by the
random source given, so that the same corpus makes the same pages.
"""

from __future__ import annotations

import re
from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.training.corpus import fold_of
from newsreader.training.doubt import find_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from random import Random

    Lines = list[str]

# What one teaser is made of, a letter for each of its lines: its title (h), its first sentence or two (p), the same cut
# short (c), its date (d), author (b), section (k), address (u), what stands about the word that was looked for (s), the
# text of its picture (i), or a line that asks to read more (m). Title and sentence in one line are left out: nothing
# tells them from a paragraph.
LAYOUTS = ("hp", "hpd", "hdp", "hpb", "hbdp", "khp", "khpbd", "hpm", "hdpm", "hc", "hcm", "hus", "hs", "ihp", "ihpd")
# How many teasers a page has, few more often than many; after so many a section may end.
_FEWEST, _MOST = 6, 30
_SECTION = 6
# Shares of pages that begin with a story told at length, that have sections, and those of a section's teasers that are
# a title alone.
_LEADS, _SECTIONED, _BARE = 0.25, 0.35, 0.3
_LONGEST_NAME = 25
_LEAST_TITLE_WORDS, _LEAST_SENTENCE_WORDS = 3, 6
_SENTENCE = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”“»)]))\s+|(?<=[。！？])")
# One or two words, behind a bullet or the mark of a link.
_NAME = re.compile(r"\W*(?:\[\d+\])?([^\W\d_]{3,}(?: [^\W\d_]{3,})?)\s*")
_WIDTHS = {"lynx": 72, "w3m": 80}
_UNSPACED = frozenset(["wet", "bs4"])
_SPACED = frozenset(["resi", "seed"])
_MORE = {
    "en": ("Read more", "More", "Continue reading", "Full story »", "Read more…"),
    "de": ("mehr", "Weiterlesen", "Mehr lesen ›", "[mehr]"),
    "fr": ("Lire la suite", "Lire l'article"),
    "es": ("Leer más", "Seguir leyendo"),
}
_AGES = {"en": "{} hours ago", "de": "vor {} Stunden", "fr": "il y a {} heures", "es": "hace {} horas"}
_BY = {"en": "By ", "de": "Von ", "fr": "Par ", "es": "Por "}


class Teaser(NamedTuple):
    """What an index may show of an article: its first `paragraphs`, cut into sentences, and what is known of it."""

    title: str
    paragraphs: tuple[tuple[str, ...], ...]
    date: str
    author: str
    url: str
    language: str


class Line(NamedTuple):
    """One text of an index page; `kind` is a letter of `LAYOUTS`, or N for the name of a section."""

    kind: str
    text: str


class Rack:
    """The teasers of pages by their gold records, kept by fold and language."""

    def __init__(self, pages: Iterable[Mapping[str, Any]], folds: int) -> None:
        self._folds = folds
        self._teasers: dict[tuple[int, str], list[Teaser]] = {}
        for page in pages:
            teaser = make_teaser(page)
            if teaser:
                self._teasers.setdefault((self._fold_of(page), teaser.language), []).append(teaser)

    def choose(self, page: Mapping[str, Any]) -> list[Teaser]:
        """Those of other pages of a page's fold and language; English ones where these are too few."""
        fold = self._fold_of(page)
        found = [teaser for teaser in self._teasers.get((fold, page["lang"]), ()) if teaser.url != page["url"]]
        return found if len(found) >= _FEWEST else self._teasers[fold, "en"]

    def _fold_of(self, page: Mapping[str, Any]) -> int:
        return fold_of(page["domain"], self._folds)


def make_teaser(gold: Mapping[str, Any]) -> Teaser | None:
    """The teaser of a page by its gold record; None where its title or its first sentence says too little."""
    paragraphs = tuple(tuple(filter(None, map(str.strip, _SENTENCE.split(text)))) for text in gold["body"][:3])
    title = (gold["title"] or "").strip()
    is_poor = not paragraphs or not paragraphs[0] or len(paragraphs[0][0].split()) < _LEAST_SENTENCE_WORDS
    # Texts of scripts without blanks have no words to count, and are rare.
    if is_poor or len(title.split()) < _LEAST_TITLE_WORDS:
        return None
    author = gold["byline"][0] if gold["byline"] else ""
    return Teaser(title, paragraphs, gold["published"] or "", author, gold["url"], gold["lang"])


def make_index(text: str, labels: str, teasers: Sequence[Teaser], layout: str, style: str, random: Random) -> str:
    """A dump's frame (`doubt.cut_article`), in the article's place an index of some of these teasers."""
    before, after = find_frame(text, labels)
    names = list_names(before + after)
    inner = write_dump(list_lines(teasers, layout, names, random), style, random)
    return "\n".join([*before, *inner, *after])


def make_html_index(text: str, labels: str, teasers: Sequence[Teaser], layout: str, random: Random) -> str:
    """The same as HTML, the frame's lines as links of a menu and a foot."""
    before, after = find_frame(text, labels)
    names = list_names(before + after)
    lines = list_lines(teasers, layout, names, random)
    name = random.choice(names)
    return "\n".join(
        [
            f"<!DOCTYPE html><html><head><title>{escape(name)}</title></head><body><header><nav>",
            *_link_all(before),
            f"</nav></header><main><h1>{escape(name)}</h1>",
            *write_html(lines, random),
            "</main><footer>",
            *_link_all(after),
            "</footer></body></html>",
        ]
    )


def find_frame(text: str, labels: str) -> tuple[Lines, Lines]:
    """The lines of a dump before its article and behind it, without titles."""
    start, stop = find_article(labels)
    rows = list(zip(text.split("\n"), labels, strict=True))
    before, after = ([line for line, label in part if label not in "BT"] for part in (rows[:start], rows[stop:]))
    return before, after


def list_names(lines: Sequence[str]) -> Lines:
    """Short lines, which may be called sections."""
    found = (_NAME.fullmatch(line) for line in lines)
    return [match[1] for match in found if match and len(match[1]) <= _LONGEST_NAME] or ["+"]


# --- what the page says ----------------------------------------------------------------------------------------------


def list_lines(teasers: Sequence[Teaser], layout: str, names: Sequence[str], random: Random) -> Iterator[list[Line]]:
    """The texts of an index of some of these teasers: those that belong together at a time."""
    count = min(len(teasers), round(_FEWEST * (_MOST / _FEWEST) ** random.random()))
    chosen = random.sample(list(teasers), count)
    size = random.choice((1, 1, 2))
    is_sectioned, is_numbered = random.random() < _SECTIONED, random.random() < 0.1
    yield [Line("N", random.choice(names))]
    if random.random() < _LEADS:
        first = chosen.pop()
        yield [Line("h", first.title), *(Line("p", " ".join(part)) for part in first.paragraphs)]
    for number, teaser in enumerate(chosen):
        if is_sectioned and number % _SECTION == _SECTION - 1:
            yield [Line("N", random.choice(names))]
        if is_sectioned and random.random() < _BARE:
            yield [Line("h", teaser.title)]
            continue
        lines = [Line(kind, _WRITERS[kind](teaser, size, names, random)) for kind in layout]
        if is_numbered:
            lines[0] = Line(lines[0].kind, f"{number + 1}. {lines[0].text}")
        yield [line for line in lines if line.text]


def _write_text(teaser: Teaser, size: int, names: Sequence[str], random: Random) -> str:
    return " ".join(teaser.paragraphs[0][:size])


def _write_cut(teaser: Teaser, size: int, names: Sequence[str], random: Random) -> str:
    words = _write_text(teaser, 2, names, random).split()
    return " ".join(words[: random.randint(8, 30)]) + random.choice(("…", "...", " [...]", " …"))


def _write_found(teaser: Teaser, size: int, names: Sequence[str], random: Random) -> str:
    words = " ".join(" ".join(part) for part in teaser.paragraphs).split()
    start = random.randint(0, max(0, len(words) - 12))
    dots = random.choice(("...", "…"))
    date = _write_date(teaser, size, names, random)
    head = f"{date} - " if date and random.random() < 0.5 else f"{dots} " if start else ""
    return f"{head}{' '.join(words[start : start + random.randint(10, 35)])} {dots}"


def _write_date(teaser: Teaser, size: int, names: Sequence[str], random: Random) -> str:
    if not teaser.date:
        return ""
    year, month, day = teaser.date[:10].split("-")
    if random.random() < 0.3:
        return _AGES.get(teaser.language, _AGES["en"]).format(random.randint(2, 23))
    return random.choice((f"{day}.{month}.{year}", f"{year}-{month}-{day}", f"{day}/{month}/{year}"))


def _write_more(teaser: Teaser, size: int, names: Sequence[str], random: Random) -> str:
    # Alike for all of a page.
    texts = _MORE.get(teaser.language, _MORE["en"])
    return texts[len(names) % len(texts)]


_WRITERS: dict[str, Callable[[Teaser, int, Sequence[str], Random], str]] = {
    "h": lambda teaser, *_: teaser.title,
    "p": _write_text,
    "c": _write_cut,
    "s": _write_found,
    "d": _write_date,
    "b": lambda teaser, *_: teaser.author and _BY.get(teaser.language, "") + teaser.author,
    "k": lambda teaser, size, names, random: random.choice(names),
    "u": lambda teaser, *_: teaser.url.partition("//")[2][:60].replace("/", " › "),
    "i": lambda teaser, *_: " ".join(teaser.title.split()[:6]),
    "m": _write_more,
}


# --- how it is written -----------------------------------------------------------------------------------------------


def write_dump(groups: Iterator[list[Line]], style: str, random: Random) -> Iterator[str]:
    """The lines of a dump in one of the corpus's styles."""
    is_inner = style in _SPACED or (style not in _UNSPACED and random.random() < 0.5)
    number = random.randint(10, 40)
    indent = "" if style in _UNSPACED or style in _SPACED else " " * random.randint(0, 3)
    for group in groups:
        for place, line in enumerate(group):
            text = line.text
            if style == "lynx" and line.kind in "hm":
                number += 1
                text = f"[{number}]{text}"
            elif style == "w3m" and line.kind == "i":
                text = f"[{text.replace(' ', '-').lower()[:16]}]"
            if is_inner and place:
                yield ""
            if style in _WIDTHS:
                yield from wrap(text, _WIDTHS[style], initial_indent=indent, subsequent_indent=indent)
            else:
                yield indent + text
        if style not in _UNSPACED:
            yield ""


def write_html(groups: Iterator[list[Line]], random: Random) -> Iterator[str]:
    """The elements of a page."""
    around, title = random.choice(("div", "li", "article")), random.choice(("h2", "h3"))
    for number, group in enumerate(groups):
        yield f"<{around}>"
        for line in group:
            text = escape(line.text)
            if line.kind in "hm":
                text = f'<a href="/story/{number}/{"-".join(text.lower().split()[:7])}">{text}</a>'
            name = title if line.kind == "h" else "h2" if line.kind == "N" else "p" if line.kind in "pcs" else "div"
            yield f"<{name}>{text}</{name}>"
        yield f"</{around}>"


def _link_all(lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(filter(str.strip, lines)):
        text = escape(line.strip())
        yield f"<p>{text}</p>" if text.endswith(".") else f'<li><a href="/{number}">{text}</a></li>'
