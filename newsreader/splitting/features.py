"""What can be seen of a block without its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from newsreader.splitting import cues
from newsreader.splitting.dates import is_age, is_date_line
from newsreader.splitting.names import split_credit

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsreader.model import Block

_Value = TypeVar("_Value")

_SENTENCE_END = re.compile("[.!?\u2026\u3002\uff01\uff1f\u0964][\"'\u2019\u201d\u201c\u00bb)\\]\u300d\u300f]*$")
# Large classes take long to compile: that of these letters is asked for where others than the West's are found.
_EASTERN = re.compile("[^\x00-\u0dff\u2000-\u2bff]")
_CJK = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f\uac00-\ud7af]"
_WORD = re.compile(r"\w+")
# Ranges rather than classes: vowel signs of Indian scripts are no letters to `\w`.
_NO_LETTERS = re.compile("[\x00-@\\[-`{-\xbf\u2000-\u2bff\u3000-\u303f\ufe30-\uff20]+")
_MENU_MARK = re.compile(r"[|/\u00b7\u2022, ](?:(?<! )|(?=\w+$))")
_CODE = re.compile(r"[{}<>\\=_;|@#$^~`*+]|\w\(|\)\w|//|::")
# How logs start a line (ISO 8601, syslog, Apache).
_LOG_START = re.compile(
    r"\W?(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d "
    r"|\d{1,3}(?:\.\d{1,3}){3} |\[[\d.: /-]{8,}\])"
)
# Compiled where they are needed first, which few pages do.
_LINK_LABEL = rf"(?i)(?P<label>{cues.LINK_LABELS})\s*(?::|\||>|\u00bb|\u2013|\u2014|-(?=\s))\s*(?P<rest>\S.*)"
_HEADING = rf"(?i)(?:{cues.HEADINGS})"
# Plain texts: `startswith` and `in` take a tenth of a pattern's time.
_FURNITURE_STARTS = tuple(cues.FURNITURE_STARTS.split("|"))
_CREDIT_WORDS = tuple(dict.fromkeys([*cues.CREDITS.casefold().split("|"), "\u00a9", "(c)"]))
# No credit is without one of these.
_CREDIT_SIGN = re.compile("[:\uff1a(\\[\u00a9,]")
_PICTURE_START = re.compile(rf"(?:{cues.CREDITS})\s?(?:caption|source)?\s*[:,\uff1a]\s", re.IGNORECASE)

_LEAST_PROSE_WORDS = 4
_WHOLE_SHARE = 0.9


class _lazy(Generic[_Value]):
    """`functools.cached_property` without its lock, which took a fifth of a page's time (Python 3.11)."""

    def __init__(self, find: Callable[[Any], _Value]) -> None:
        self._find = find
        self.__doc__ = find.__doc__

    def __get__(self, instance: Any, owner: type | None = None) -> _Value:
        value = instance.__dict__[self._find.__name__] = self._find(instance)
        return value


@dataclass(frozen=True)
class Features:
    """A block's shape and cues; what takes time is found when it is asked for."""

    block: Block

    @_lazy
    def words(self) -> int:
        """Words, where two Chinese, Japanese, Korean or Thai characters count as one."""
        text = self.block.text
        if text.isascii() or not _EASTERN.search(text):
            return len(text.split())
        return len(re.sub(_CJK, " ", text).split()) + len(re.findall(_CJK, text)) // 2

    @_lazy
    def is_sentence(self) -> bool:
        """Whether it ends as sentences do."""
        return bool(_SENTENCE_END.search(self.block.text[-8:]))

    @_lazy
    def is_question(self) -> bool:
        """Whether it ends with a question mark."""
        return self.block.text.rstrip("\"'\u2019\u201d)").endswith(("?", "\uff1f"))

    @_lazy
    def is_code(self) -> bool:
        """Whether it has the marks of a program, a log or a table rather than of language."""
        text = self.block.text
        if _LOG_START.match(text):
            return True
        letters = len(_NO_LETTERS.sub("", text))
        return letters < 0.6 * len(text.replace(" ", "")) or len(_CODE.findall(text)) > max(2, len(text) // 50)

    @_lazy
    def is_prose(self) -> bool:
        """Whether it reads as a paragraph, or a sentence of one."""
        return self.is_sentence and self.words >= _LEAST_PROSE_WORDS and not self.is_furniture and not self.is_code

    @_lazy
    def is_furniture(self) -> bool:
        """Whether it is a line of the site's machinery, by its words."""
        text = self.block.text
        lowered = text.casefold()
        folded = lowered.strip(" .!:\u2026>")
        if folded in cues.FURNITURE or lowered.startswith(_FURNITURE_STARTS):
            return True
        if not text[:1].isalnum() and not any(character.isalnum() for character in text):
            return True
        if len(folded) <= 100 and _is_menu(folded):
            return True
        if len(text) > 140 or self.is_sentence:
            return False
        return any(invitation in lowered for invitation in cues.INVITATIONS)

    @_lazy
    def is_share(self) -> bool:
        """Whether it is a row of buttons between an article's head and its text."""
        return self._has_only(cues.SHARE_WORDS)

    @_lazy
    def is_button(self) -> bool:
        """Whether it says nothing but what buttons say, in any language."""
        return self._has_only(cues.BUTTON_WORDS)

    def _has_only(self, known: frozenset[str]) -> bool:
        text = self.block.text
        if len(text) > 80:
            return False
        words = _WORD.findall(text.casefold())
        return 0 < len(words) <= 6 and known.issuperset(words)

    @_lazy
    def is_date(self) -> bool:
        """Whether it says when, and little else."""
        return is_date_line(self.block.text)

    @_lazy
    def is_age(self) -> bool:
        """Whether it says only how long ago."""
        return is_age(self.block.text)

    @_lazy
    def is_caption(self) -> bool:
        """Whether it ends with a picture's credit or starts as captions do."""
        text = self.block.text
        if self.block.is_caption:
            return True
        if len(text) > 700 or not _CREDIT_SIGN.search(text):
            return False
        lowered = text.casefold()
        return any(word in lowered for word in _CREDIT_WORDS) and (
            bool(split_credit(text)[1]) or bool(_PICTURE_START.match(text))
        )

    @_lazy
    def is_heading_cue(self) -> bool:
        """Whether it starts as the headings of lists do (`Most read`, `Related stories`)."""
        return self.words <= 8 and not self.is_sentence and bool(re.match(_HEADING, self.block.text))

    @_lazy
    def is_whole_link(self) -> bool:
        """Whether the source knows it to be one link from end to end."""
        links = self.block.links
        if self.block.link_share >= _WHOLE_SHARE:
            return len(links) <= 1
        return len(links) == 1 and len(links[0].text) >= 0.9 * len(self.block.text)

    @_lazy
    def stems(self) -> frozenset[str]:
        """First letters of its longer words: what two texts about one thing share."""
        return frozenset(word[:5] for word in _WORD.findall(self.block.text.casefold()) if len(word) > 3)


def split_link_label(text: str) -> tuple[str, str]:
    """Cut the label off an inline link: `Read more: A headline` is ("Read more", "A headline"); no label is ""."""
    match = re.match(_LINK_LABEL, text)
    if match is None or len(match["rest"].split()) < 2:
        return "", text
    return match["label"], match["rest"]


def _is_menu(folded: str) -> bool:
    """Whether it is a row of furniture: `about | contact | privacy`."""
    pieces = [piece.strip() for piece in _MENU_MARK.split(folded)]
    return len(pieces) > 1 and all(piece in cues.FURNITURE for piece in pieces if piece)
