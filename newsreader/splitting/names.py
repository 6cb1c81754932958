"""Who wrote it, who took the picture: names cut out of bylines and captions."""

from __future__ import annotations

import re

from newsreader.splitting.cues import BYLINES, CREDITS, ROLES
from newsreader.splitting.dates import find_date

_BYLINE = re.compile(
    rf"(?:{'|'.join(sorted(BYLINES, key=len, reverse=True))})\b\s*:?\s+(?=[^\W\d_])(?P<names>.+)", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:[,;|\u00b7\u2022/]|\s[\u2013\u2014-]\s|\b(?:and|und|et|en|with|y)\b|&)\s*")
_PLACE = re.compile(r"\s+(?:in|for|at|from|of|aus|für|à|pour|en|para|per|voor)\s.*$")
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
_AGENCY = re.compile(r"(?:news|agency|agencies|press|media|staff|online|team|service)$", re.IGNORECASE)
_LONGEST_BYLINE = 160

_CREDIT_TAIL = re.compile(
    rf"(?:^|(?<=[\s.]))(?:{CREDITS})\s*(?:by|courtesy of)?\s*[:\uff1a]\s*(?P<credit>\S.{{1,120}})$", re.IGNORECASE
)
_CREDIT_BRACKETS = re.compile(rf"\s*[(\[](?P<inside>[^()\[\]]*\b(?:{CREDITS})\b[^()\[\]]*)[)\]]\.?$", re.IGNORECASE)
_CREDIT_WORD = re.compile(rf"^(?:{CREDITS})\b\s*(?:by|courtesy of)?\s*[:\uff1a]?\s*", re.IGNORECASE)
_COPYRIGHT = re.compile(r"(?:^|\s)(?:\u00a9|\([cC]\))\s*(?P<credit>\S.{1,80})$")
_LONGEST_CAPTION = 700


def split_credit(text: str) -> tuple[str, str]:
    """Cut a picture's credit off its caption (`…. Picture: A. Name/Agency`, `… (Photo: Agency)`); "" where none is."""
    if len(text) > _LONGEST_CAPTION:
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


def is_byline(text: str) -> bool:
    """Whether a line says who wrote (`By A. Name, Harbour correspondent`)."""
    if len(text) > _LONGEST_BYLINE or text.endswith((".", "!", "?", ":")):
        return False
    match = _BYLINE.match(text)
    if match is None:
        return False
    name = _names_of(match["names"])[0]
    return is_name(name) or (name == match["names"] and name[0].isupper() and len(name.split()) == 1)


def is_name(text: str) -> bool:
    """Whether a text has the shape of a person's name: two to five words, capitalised but for particles."""
    words = text.split()
    return (
        2 <= len(words) <= 5
        and all(word.lower() in _PARTICLES or (word[0].isalpha() and not word[0].islower()) for word in words)
        and not any(character.isdigit() for character in text)
    )


def parse_byline(text: str) -> tuple[str, ...]:
    """The names in a byline, without roles, places and dates; an agency only where it stands alone."""
    found = find_date(text)
    if found:
        text = text[: found.start] if found.start > len(text) // 4 else found.rest
    match = _BYLINE.match(text.strip())
    pieces = _names_of(match["names"] if match else text)
    people = [piece for piece in pieces if is_name(piece) and not _is_role(piece)]
    if people:
        return tuple(dict.fromkeys(people))
    others = [piece for piece in pieces if piece[0].isupper() and len(piece.split()) <= 5 and not _has_role(piece)]
    return tuple(others[:1])


def _names_of(text: str) -> list[str]:
    pieces = [_PLACE.sub("", piece).strip(" .:\u2013\u2014-") for piece in _BETWEEN.split(text)]
    return [piece for piece in pieces if piece] or [text]


def _has_role(piece: str) -> bool:
    return any(word.strip(".,").casefold() in ROLES for word in piece.split())


def _is_role(piece: str) -> bool:
    return _has_role(piece) or bool(_AGENCY.search(piece))
