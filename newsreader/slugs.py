"""The words in an address: most sites write their titles into the last part of theirs, the slug."""

from __future__ import annotations

import re
from urllib.parse import unquote

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


def find_slug_words(url: str) -> frozenset[str]:
    """The words of that part of an address's path which has most of them; none where it has too few to be a title."""
    path = url.partition("//")[2].partition("?")[0].partition("#")[0].partition("/")[2]
    words = max((find_writings(unquote(part)[:_LONGEST]) for part in path.split("/")), key=len) - _ENDINGS
    return words if len(words) >= _LEAST_WORDS else frozenset()


def find_words(text: str) -> frozenset[str]:
    """The longer words of a text, small letters, without apostrophes."""
    return frozenset(_WORD.findall(text.casefold().translate(_APOSTROPHES)))


def find_writings(text: str) -> frozenset[str]:
    """The longer words of a text in all writings that an address may give them."""
    words = find_words(text)
    if text.isascii():
        return words
    text = text.casefold()
    return words | find_words(transliterate(text)) | find_words(transliterate(text.translate(_SPELLED)))
