"""Who wrote it, who took the picture: names cut out of bylines and captions."""

from __future__ import annotations

import re
from itertools import groupby

from newsreader.splitting.cues import (
    AGENCIES,
    BYLINES,
    COLLECTIVES,
    CREDITS,
    DATE_WORDS,
    GIVEN_NAMES,
    NO_PERSONS,
    NOT_NAMES,
    ROLE_KINDS,
    ROLES,
)
from newsreader.splitting.dates import find_date


def _any_of(phrases: str) -> str:
    """A pattern of phrases, the longest first; sorted by their first letters, at which most texts fail."""
    ordered = sorted(phrases.split("|"), key=lambda phrase: (phrase[0], -len(phrase)))
    groups = groupby(ordered, key=lambda phrase: phrase[0])
    return "|".join(f"{letter}(?:{'|'.join([phrase[1:] for phrase in group])})" for letter, group in groups)


_ANY_CUE = _any_of(BYLINES)
_BYLINE = re.compile(
    rf"(?:{_ANY_CUE})(?:\b\s*[:\uff1a]?\s+|\s?[:\uff1a]\s?)"
    r"(?=[^\W\d_])(?P<names>.+)",
    re.IGNORECASE,
)
# What is left of a time behind a date.
_DATE_TAIL = re.compile(r"^(?:(?:uhr|hrs|[ap]\.?m\.?|[A-Z]{2,4}T)\b[\s,;/|\u2013\u2014-]*)+", re.IGNORECASE)
_BARE_CUE = re.compile(rf"(?:{_ANY_CUE})\s*[:\uff1a]?", re.IGNORECASE)
# `ByA. Name`: the cue glued to the name, or to what stands before it.
_GLUED_CUE = re.compile(r"(?P<cue>By|Von|Par|Por)(?=[A-Z][a-z]+ [A-Z])")
_INNER_GLUED_CUE = re.compile(r"By\s(?<=[a-z]By\s)(?=[A-Z][a-z]+ [A-Z])")
# A cue inside a line that starts with the date or the section: `3 Dec 2031 by A. Name`.
_INNER_CUE = re.compile(
    r"[\s|\u00b7\u2022/,](?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or|[Ww]ritten by|Author:|Autor:)\s+(?=[^\W\d_a-z])"
)
# What ends a list of names: words before a date, buttons, the next sentence.
_AFTER_NAMES = re.compile(
    r"[\s\d](?:(?<=\d)|(?:on|am|le|el|il|at|updated|published|posted|last|first|aktualisiert|veröffentlicht|stand|publié|mis|modifié"
    r"|publicado|actualizado|aggiornato|pubblicato|follow|share|email|view|read|see|full|more|twitter|facebook"
    r"|is (?:a|an|the)|ist|est|the associated|special to|via|comments?|\d)\b|@\w|https?:|\().*$",
    re.IGNORECASE,
)
# Two words glued where a line's end was lost: `NameCity Columnist`.
_GLUE = re.compile(r"(?<=[a-z]{2})(?<!Mac)(?<!Fitz)(?=[A-Z][a-z]|[A-Z]{2})")
_BETWEEN = re.compile(
    r"\s*(?:[,;|\u00b7\u2022/]|\s[\u2013\u2014-](?:\s|$)|\b(?:and|AND|And|und|UND|et|ET|en|with|mit|og|och|e|i|y|и|ve)\b"
    r"(?=\s|$)|&)\s*"
)
_PLACE = re.compile(r"\s+(?:in|for|at|from|of|aus|für|à|pour|en|para|per|voor|desde|da|i)\s.*$", re.IGNORECASE)
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "di",
        "del",
        "della",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
        "mc",
        "o'",
        "st",
    ]
)
_DIGIT = re.compile(r"\d")
# No person's name holds one of these.
_NO_NAME = re.compile(r"[:/()@|!?+]")
_AGENCY = re.compile(r"(?:news|agency|agencies|press|media|staff|online|team|service)$", re.IGNORECASE)
_LONGEST_AGENCY = 8

_CREDIT_TAIL = re.compile(
    rf"(?:^|(?<=[\s.]))(?:{CREDITS})\s*(?:by|courtesy of)?\s*[:\uff1a]\s*(?P<credit>\S.{{1,120}})$", re.IGNORECASE
)
_CREDIT_BRACKETS = re.compile(rf"\s*[(\[](?P<inside>[^()\[\]]*\b(?:{CREDITS})\b[^()\[\]]*)[)\]]\.?$", re.IGNORECASE)
_CREDIT_WORD = re.compile(rf"^(?:{CREDITS})\b\s*(?:by|courtesy of)?\s*[:\uff1a]?\s*", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:^|\s)(?:\u00a9|\([cC]\))\s*(?P<credit>\S.{1,80})$")
# No credit is without one of these.
_CREDIT_SIGN = re.compile("[:\uff1a(\\[\u00a9]")
_LONGEST_CAPTION = 700


def split_credit(text: str) -> tuple[str, str]:
    """Cut a picture's credit off its caption (`…. Picture: A. Name/Agency`, `… (Photo: Agency)`); "" where none is."""
    if len(text) > _LONGEST_CAPTION or not _CREDIT_SIGN.search(text):
        return text, ""
    match = _CREDIT_BRACKETS.search(text)
    if match:
        return text[: match.start()].rstrip(), _CREDIT_WORD.sub("", match["inside"]).strip()
    for pattern in (_CREDIT_TAIL, _COPYRIGHT):
        match = pattern.search(text)
        # A credit is a name, not a sentence.
        if match and len(match["credit"].split()) <= 10 and ". " not in match["credit"]:
            if match.start() == 0 and not _is_credit(match["credit"]):
                return match["credit"], ""
            return text[: match.start()].rstrip(), match["credit"].strip()
    return text, ""


def _is_credit(text: str) -> bool:
    """Whether what stands behind a leading `Image:` names its maker rather than what is to be seen."""
    return "/" in text or is_name(text) or len(text.split()) == 1


def has_cue(text: str) -> bool:
    """Whether a line starts as bylines do."""
    return bool(_BYLINE.match(text) or _GLUED_CUE.match(text))


def has_role(text: str) -> bool:
    """Whether a text names an occupation of those who write."""
    return not ROLES.isdisjoint([word.strip(".,") for word in text.casefold().split()])


def is_cue(text: str) -> bool:
    """Whether a text is nothing but the word before a byline."""
    return len(text) <= 24 and bool(_BARE_CUE.fullmatch(text))


def is_name(text: str) -> bool:
    """Whether a text has the shape of a person's name: two to five words, capitalised but for particles."""
    words = text.split(maxsplit=5)
    if not 2 <= len(words) <= 5:
        return False
    for word in words:
        is_capitalised = word[0].isalpha() and not word[0].islower()
        folded = word.casefold()
        if not (is_capitalised or folded in _PARTICLES) or folded in NOT_NAMES:
            return False
    return not _DIGIT.search(text)


def parse_byline(text: str) -> tuple[str, ...]:
    """The names in a byline, without roles, places and dates; an agency only where no person is named."""
    found = find_date(text) if len(text) <= 200 else None
    match = _BYLINE.match(text) or None
    inner = None if match else _INNER_CUE.search(text)
    if match:
        text = match["names"]
    elif inner:
        text = text[inner.end() :]
    elif glued := _GLUED_CUE.match(text) or _INNER_GLUED_CUE.search(text):
        text = text[glued.end() :]
    if found:
        again = find_date(text)
        if again:
            # A name stands before its date more often than behind it.
            head, tail = text[: again.start], again.rest[again.start :].lstrip(" ,;/|\u2013\u2014-")
            text = head if any(is_name(piece) for piece in _names_of(head)) else _DATE_TAIL.sub("", tail) or head
    text = _BYLINE.sub(r"\g<names>", text.strip(), count=1) if _BYLINE.match(text.strip()) else text
    pieces = [_cut_role(piece) for piece in _names_of(_AFTER_NAMES.sub("", text))]
    people = [piece for piece in pieces if _is_person(piece)]
    if people:
        return tuple(dict.fromkeys(piece for piece in pieces if piece in people or piece.casefold() in AGENCIES))
    others = [piece for piece in pieces if piece[:1].isalpha() and len(piece.split()) <= 5]
    if not (match or inner):
        # Without a word that says so, a role or a word beside a date is nobody's name.
        others = [piece for piece in others if not (piece[0].islower() or _is_other_line(piece) or _has_button(piece))]
    return tuple(others[:1])


def read_names(line: str) -> tuple[str, ...]:
    """The people whom a line of its own names, without cue and roles; none where it says anything else."""
    match = _BYLINE.match(line)
    names = [_cut_role(piece) for piece in _names_of(match["names"] if match else line)]
    return tuple(dict.fromkeys(names)) if all(map(_is_person, names)) else ()


def _is_person(piece: str) -> bool:
    if not is_name(piece) or _is_role(piece) or _NO_NAME.search(piece):
        return False
    return not _has_button(piece) and piece.split()[0].casefold() not in ROLE_KINDS


def _has_button(piece: str) -> bool:
    return not NO_PERSONS.isdisjoint([word.strip(".,:") for word in piece.casefold().split()])


def _names_of(text: str) -> list[str]:
    pieces = [_PLACE.sub("", piece).strip(" .:\u2013\u2014-") for piece in _BETWEEN.split(text)]
    return [piece for piece in pieces if piece] or [text]


def _cut_role(piece: str) -> str:
    """A name without the role that stands behind it, glued to it or not; once, where it is said twice."""
    half = piece[: len(piece) // 2]
    if piece == f"{half} {half}":
        piece = half
    head = _GLUE.split(piece)[0]
    if head != piece and is_name(head):
        return head
    words = piece.split()
    if len(words) > 3 and _AGENCY.search(words[-1]) and words[0].casefold() in GIVEN_NAMES:
        return " ".join(words[:2])
    if len(words) > 2 and has_role(piece) and words[-1].casefold() not in COLLECTIVES:
        first = next(i for i, word in enumerate(words) if word.strip(".,").casefold() in ROLES)
        while first > 2 and words[first - 1].casefold() in ROLE_KINDS:
            first -= 1
        if first >= 2 and is_name(" ".join(words[: min(first, 3)])):
            return " ".join(words[: min(first, 3)])
    return piece


def _is_other_line(piece: str) -> bool:
    words = [word.strip(".,:").casefold() for word in piece.split()]
    return (has_role(piece) and words[-1] not in COLLECTIVES) or words[0] in DATE_WORDS - {"the"}


def _is_role(piece: str) -> bool:
    return has_role(piece) or bool(_AGENCY.search(piece[-_LONGEST_AGENCY:]))
