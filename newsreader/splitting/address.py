"""What a page's own address says of its title: most sites write the title's words into it."""

from __future__ import annotations

import re
from urllib.parse import unquote

from newsreader.splitting.scene import Scale
from newsreader.text import transliterate

_WORD = re.compile(r"[^\W\d_]{3,}")
# Ends of files are no words.
_ENDINGS = frozenset(["html", "htm", "shtml", "php", "asp", "aspx"])
# No title's words are more characters; to bring marks that stand on one letter into their order takes time in the
# square of their number.
_LONGEST = 2000
# A part of fewer words is the name of a section.
_LEAST_WORDS = 3
# How addresses write letters that have more than one writing in ASCII.
_SPELLED = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00e5": "aa"})
_APOSTROPHES = str.maketrans("", "", "'\u2019")
_SHARED = Scale("words of address", 0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)
_COVERED = Scale("in address", 0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)


def find_address_words(url: str) -> frozenset[str]:
    """The words of that part of an address's path which has most of them; none where it has too few to be a title."""
    path = url.partition("//")[2].partition("?")[0].partition("#")[0].partition("/")[2]
    words = max((_find_words(unquote(part)[:_LONGEST]) for part in path.split("/")), key=len) - _ENDINGS
    return words if len(words) >= _LEAST_WORDS else frozenset()


def describe_by_address(words: frozenset[str], text: str) -> list[str]:
    """The signs of a title whose page's address has these words: its share of them, and theirs of it."""
    size = len(_split(text))
    if not size:
        return ["no words for address"]
    shared = len(_find_words(text) & words)
    return [_SHARED(shared / len(words)), _COVERED(shared / size)]


def _find_words(text: str) -> frozenset[str]:
    """The longer words of a text in all writings that an address may give them."""
    if text.isascii():
        return _split(text)
    text = text.casefold()
    return _split(text) | _split(transliterate(text)) | _split(transliterate(text.translate(_SPELLED)))


def _split(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold().translate(_APOSTROPHES)))
