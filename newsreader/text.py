"""The one gate for foreign text: what is hostile is removed, titles and addresses are normalised, cells are counted.

Everything that came from outside passes `clean_line` or `clean_dump` before it is stored or shown, because terminal
libraries pass escape sequences in text on to the terminal.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from newsreader import cell_widths

if TYPE_CHECKING:
    from collections.abc import Mapping

# ECMA-48: CSI … final byte; OSC, DCS, SOS, PM, APC … up to BEL or ST (or, unterminated, the end of the line, so that
# one stray byte cannot swallow a page); other escapes of two or three bytes. C1 controls may stand for their ESC forms.
_SEQUENCES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b[ -/]*[0-~]?"
)
_INTRODUCERS = re.compile("[\x1b\x90\x98\x9b\x9d-\x9f]")
# All but controls; soft hyphen; zero-width space, fillers and marks that reorder or hide text (Unicode TR 36, "Trojan
# Source"); line separators; surrogates; interlinear annotation; byte order mark; non-characters; invisible tags.
_HARMLESS = (
    "\n -~\xa0-\xac\xae-\u034e\u0350-\u061b\u061d-\u115e\u1161-\u17b3\u17b6-\u180d\u180f-\u200a\u200c\u200d"
    "\u2010-\u2027\u202f-\u205f\u2070-\u3163\u3165-\ud7ff\ue000-\ufefe\uff00-\uff9f\uffa1-\ufff8\ufffc\ufffd"
    "\U00010000-\U000dffff\U000e1000-\U0010ffff"
)
# Compiled where they are needed first: a class so large takes milliseconds.
_UNWANTED = f"[^\t\ud800-\udfff{_HARMLESS}]"
# Nine dumps in ten pass as they come: this look at them takes a twentieth of the substitutions' time.
_CLEAN = f"[{_HARMLESS}]*"
_LINE_ENDS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# Sequences on whose width terminals disagree: joiners and variation selectors.
_DISPUTED = re.compile("[\u200c\u200d\ufe00-\ufe0f]")


def clean_dump(text: str) -> str:
    """Make a whole input harmless, its lines kept: `\\n` ends, tabs as four spaces, no control or hidden characters."""
    if re.fullmatch(_CLEAN, text):
        return text
    text = _LINE_ENDS.sub("\n", text.replace("\r\n", "\n"))
    if _INTRODUCERS.search(text):
        text = _SEQUENCES.sub("", text)
    text = re.sub(_UNWANTED, "", text).replace("\t", "    ")
    return _SURROGATES.sub("\ufffd", text)


def clean_line(text: str) -> str:
    """Make one title, name or paragraph harmless: as `clean_dump`, white space folded to single spaces."""
    return fold(clean_dump(text))


def fold(text: str) -> str:
    """Fold the white space of a text to single blanks."""
    text = text.strip()
    # Splitting takes twice as long as seeing that there is nothing to fold: no other white space is printable.
    return " ".join(text.split()) if "  " in text or not text.isprintable() else text


def to_display(text: str) -> str:
    """Simplify for the screen only: characters on whose width terminals disagree are left out."""
    return _DISPUTED.sub("", text)


# --- where there is only ASCII

# Characters that have no decomposition in Unicode but a customary writing in ASCII.
_SPELLINGS = str.maketrans(
    dict.fromkeys("‘’‚‛′ʼ‹›", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–−·", "-")
    | {"—": "--", "―": "--", "…": "...", "•": "*", "×": "x", "\xa0": " "}
    | {"£": "GBP ", "€": "EUR ", "¥": "JPY ", "©": "(c)", "®": "(R)", "°": "deg"}
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"}
    | {"đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i"}
)


# What Python itself puts into LC_CTYPE where the locale is C (PEP 538); it then says nothing of the terminal.
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


def speaks_utf8(environment: Mapping[str, str]) -> bool:
    """Whether the locale's encoding is UTF-8; one that names no encoding at all is taken for it."""
    ctype, lang = environment.get("LC_CTYPE", ""), environment.get("LANG", "")
    if ctype in _COERCED and lang in ("C", "POSIX") and sys.platform != "darwin":
        ctype = ""
    named = environment.get("LC_ALL") or ctype or lang
    encoding = named.partition(".")[2].partition("@")[0] or named
    return not named or encoding.lower().replace("-", "") == "utf8"


def transliterate(text: str) -> str:
    """The nearest writing in ASCII: quotes, dashes and accents made plain, `?` for what has none."""
    spelled = unicodedata.normalize("NFKD", text.translate(_SPELLINGS))
    kept = "".join(character for character in spelled if not unicodedata.combining(character))
    return kept.encode("ascii", "replace").decode("ascii")


# --- titles and addresses -------------------------------------------------------------------------------------------

_APOSTROPHES = re.compile("['\u2019\u2018\u02bc\u00b4`](?<=\\w.)(?=\\w)")
_WORDS = re.compile(r"\w+")
_SITE_SUFFIX = re.compile(r"^(?P<stem>.+?)\s+(?:[|\u2013\u2014\u00b7\u2022]|-|::|\u00bb)\s+(?P<site>[^|]{2,40})$")
_NAME_PARTICLES = frozenset(["the", "of", "and", "&", "de", "la", "le", "der", "die", "das", "for"])


def split_site_suffix(title: str) -> tuple[str, str]:
    """Split `Title | Site Name` into its title and its site; the site is empty where the last piece is no short name.

    A site's name has at most four words, each capitalised, and stands behind a title of at least four.
    """
    match = _SITE_SUFFIX.match(title)
    if match is None:
        return title, ""
    stem, site = match["stem"], match["site"]
    # The last separator counts: what stands before it may hold others.
    for separator in (" | ", " \u2013 ", " \u2014 ", " - ", " \u00b7 ", " \u2022 "):
        head, found, tail = site.rpartition(separator)
        if found:
            stem, site = f"{stem}{separator}{head}", tail
    words = site.split()
    is_name = len(words) <= 4 and all(
        word.lower() in _NAME_PARTICLES or not word[0].isalpha() or not word[0].islower() for word in words
    )
    if not is_name or len(stem.split()) < 4 or any(character.isdigit() for character in site):
        return title, ""
    return stem, site


# No title is longer. To bring marks that stand on one letter into their order takes time in the square of their number.
_LONGEST_KEYED = 2000


@lru_cache(maxsize=512)
def title_key(title: str) -> str:
    """The key under which two writings of one title meet: Unicode form, case, quotes, dashes, site names folded.

    What begins with the same 2,000 characters has one key.
    """
    stem, _ = split_site_suffix(fold(title[:_LONGEST_KEYED]))
    # ASCII has one form only.
    folded = stem.lower() if stem.isascii() else unicodedata.normalize("NFKC", _DISPUTED.sub("", stem)).casefold()
    words = _WORDS.findall(_APOSTROPHES.sub("", folded))
    return " ".join(words) if words else folded.strip()


_TRACKING = re.compile(
    r"^(?:utm_.*|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|yclid|_ga|at_\w+|ns_\w+|cmpid|ocid|ref_src|xtor)$"
)


# What an address that is whole and clean, as nearly all are, consists of; an empty query or fragment is none.
_CLEAN_ORIGIN = re.compile(r"https?://([A-Za-z0-9.-]+)(:(?:[1-9]\d{0,3}|[1-5]\d{4}))?(?![^/?#])", re.ASCII)
_CLEAN_PATH = re.compile(r"(?!//)[A-Za-z0-9_.~%/:=&+!$,'@()*-]*(?:\?[A-Za-z0-9_.~%/:=&?+!$,;'@()*-]+)?")


def clean_url(url: str, base: str = "") -> str:
    """An absolute http(s) address without control characters or blanks, or "" where there is none to be had."""
    origin = _CLEAN_ORIGIN.match(url)
    if origin and _CLEAN_PATH.fullmatch(url, origin.end()):
        return url
    origin = _CLEAN_ORIGIN.match(base)
    if origin and url.startswith("/") and "/." not in url and _CLEAN_PATH.fullmatch(url):
        return origin[0] + url
    url = "".join(clean_dump(url).split())
    try:
        joined = urljoin(base, url) if base else url
        parts = urlsplit(joined)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return ""
        _ = parts.port
    except ValueError:
        return ""
    return quote(urlunsplit(parts), safe="%/:=&?~#+!$,;'@()*[]")


def url_key(url: str) -> str:
    """The key under which two writings of one address meet: scheme, `www.`, fragment, tracking parameters dropped."""
    if not url:
        return ""
    url = clean_url(url)
    origin = _CLEAN_ORIGIN.match(url)
    if origin and "?" not in url and "#" not in url:
        port = origin[2] if origin[2] not in (None, ":80", ":443") else ""
        return f"{_name_site(origin[1])}{port}{url[origin.end() :].rstrip('/')}"
    parts = urlsplit(url)
    if not parts.hostname:
        return ""
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    query = ""
    if parts.query:
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        query = urlencode([pair for pair in pairs if not _TRACKING.match(pair[0])])
    return f"{_name_site(parts.hostname)}{port}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


def site_of(url: str) -> str:
    """The host of an address, lower case, without `www.`; "" where there is none."""
    origin = _CLEAN_ORIGIN.match(url)
    return _name_site(origin[1] if origin else urlsplit(clean_url(url)).hostname or "")


def _name_site(host: str) -> str:
    return host.lower().removeprefix("www.")


# --- cells ----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _load_widths() -> tuple[list[int], list[int]]:
    """Range starts in order, and the width from each start on (ranges of one cell between the others included)."""
    changes: list[tuple[int, int]] = [(0, 1)]
    for table, width in ((cell_widths.ZERO, 0), (cell_widths.WIDE, 2)):
        for item in table.split():
            start, _, end = item.partition("-")
            changes += [(int(start, 16), width), (int(end or start, 16) + 1, 1)]
    # Where one range ends on the start of another, the start counts.
    changes.sort(key=lambda change: (change[0], change[1] != 1))
    return [start for start, _ in changes], [width for _, width in changes]


def list_widths() -> list[tuple[int, int, int]]:
    """Ranges of code points that take no cell or two, in order: first, last, cells."""
    starts, widths = _load_widths()
    ends = [*starts[1:], sys.maxunicode + 1]
    found = zip(starts, ends, widths, strict=True)
    return [(start, end - 1, width) for start, end, width in found if width != 1 and start < end]


@lru_cache(maxsize=4096)
def _character_width(character: str) -> int:
    starts, widths = _load_widths()
    return widths[bisect_right(starts, ord(character)) - 1]


# Latin letters and most punctuation take a cell each: a whole line of them is counted at once.
_NARROW = re.compile("[\x00-\u02ff\u2010-\u2027]*")


def cell_width(text: str) -> int:
    """Cells that `text` takes on a terminal; the same as `rich.cells.cell_len` for all that passed `to_display`."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    return sum(map(_character_width, text))


def truncate(text: str, width: int, ellipsis: str = "\u2026") -> str:
    """Cut `text` to at most `width` cells, an ellipsis at the end where something was cut."""
    if cell_width(text) <= width:
        return text
    room = width - cell_width(ellipsis)
    if room < 0:
        return ""
    used = 0
    for index, character in enumerate(text):
        used += _character_width(character)
        if used > room:
            return text[:index].rstrip() + ellipsis
    return text


def pad(text: str, width: int) -> str:
    """Cut or fill `text` with blanks to exactly `width` cells."""
    text = truncate(text, width)
    return text + " " * (width - cell_width(text))


def wrap_spans(text: str, width: int, first_width: int | None = None) -> list[tuple[int, int]]:
    """Break `text` into lines of at most `width` cells: (start, end) offsets, blanks at the breaks left out.

    Lines break at blanks, between wide characters (not before a closing mark or behind an opening one), and inside a
    word only where it is longer than a line. The first line may have another width (for a hanging label). A character
    wider than the line stands alone on one.
    """
    first = max(1, width if first_width is None else first_width)
    wrap_text = _wrap_narrow if text.isascii() or _NARROW.fullmatch(text) else _wrap_wide
    return [(a, a + len(text[a:b].rstrip(" "))) for a, b in wrap_text(text, max(1, width), first)]


def _wrap_narrow(text: str, width: int, limit: int) -> list[tuple[int, int]]:
    """Where every character takes a cell, lines need not be counted through: seven times as fast."""
    spans: list[tuple[int, int]] = []
    start, length = 0, len(text)
    while True:
        position = start + limit
        # Blanks may hang over the end.
        while position < length and text[position] == " ":
            position += 1
        if position >= length:
            break
        blank = text.rfind(" ", start + 1, position)
        spans.append((start, position if blank < 0 else blank))
        start = position if blank < 0 else blank + 1
        while start < length and text[start] == " ":
            start += 1
        limit = width
    if start < length or not spans:
        spans.append((start, length))
    return spans


# What begins no line, and what ends none, in Chinese and Japanese (W3C, "Requirements for Japanese Text Layout", 3.1.7
# and 3.1.8: the marks, not the small letters, on which printers differ).
_CLOSING = frozenset("、。，．・：；？！）］｝」』】〕〉》〗〙〛｠｡｣､･)]},.:;?!%»›”’…‥‼⁇⁈⁉")
_OPENING = frozenset("（［｛「『【〔〈《〖〘〚｟｢([{«‹“‘")


def _wrap_wide(text: str, width: int, limit: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = position = used = before = 0
    break_end = break_start = -1  # the last place to break: the line ends at break_end, the next starts at break_start
    while position < len(text):
        character = text[position]
        cells = _character_width(character)
        if character == " ":
            if position == start and spans:  # blanks at a break belong to no line
                start = position = position + 1
                continue
            break_end, break_start = position, position + 1
        elif (
            (cells == 2 or (before == 2 and cells))
            and position > start
            and character not in _CLOSING
            and text[position - 1] not in _OPENING
        ):
            break_end = break_start = position
        if used + cells > limit and position > start and character != " ":
            if break_end <= start:
                break_end = break_start = _find_letter(text, start, position)
            spans.append((start, break_end))
            start = position = break_start
            used, before, limit = 0, 0, width
            break_end = break_start = -1
            continue
        used += cells
        before = cells
        position += 1
    if start < len(text) or not spans:
        spans.append((start, len(text)))
    return spans


def split_start(text: str) -> tuple[str, str]:
    """The blanks and the mark with which a line of a list begins, and what stands behind: later lines hang under it."""
    start = re.match(r" *(?:(?:\u2022|\d{1,3}\.) )?(?=[^ ])", text)
    end = start.end() if start else 0
    return text[:end], text[end:]


def _find_letter(text: str, start: int, position: int) -> int:
    """Where the letter begins that a place is in the midst of, before its marks; the place itself where that is the
    line's first.
    """
    letter = position
    while letter > start and _is_mark(text[letter]):
        letter -= 1
    return letter if letter > start else position


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"


def wrap(text: str, width: int) -> list[str]:
    """The lines of `wrap_spans`."""
    return [text[start:end] for start, end in wrap_spans(text, width)]
