"""The ways in which pages write a date, as ISO 8601 and no more precise than they are written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from itertools import pairwise

from newsreader.splitting.cues import AGES, DATE_WORDS, DAYS_AGO, MONTH_NAMES, MONTHS, UNITS, UPDATED_WORDS, ZONES
from newsreader.values import dataclass

# Patterns begin with what they look for, and look behind it afterwards: so the search skips all other characters.

# A date line is short; a long text is not searched.
LONGEST_DATED = 200
_WORD = r"[^\W\d_]{3,12}"
# Pages glue the time, an age or another date to the year at times: `5 March 20318:22`, `5 March 20312 years`.
_YEAR = r"(?P<year>(?:19|20)\d{2})(?:(?!\d)|(?=\d{1,2}(?::\d\d|\.?\s[^\W\d_])))"
_DAY = r"(?P<day>\d(?<!\d\d)\d?)"
# What may be a date at all: a year, or three numbers with marks between them.
_HINT = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|[./-]\d{1,2}[./-]\d\d)")
# What all dates have whose month is a word, and all that are written in numbers alone.
_DAY_AND_YEAR = re.compile(r"\d\D+(?:19|20)\d\d")
_MARK = re.compile(r"\d(?:[./-]|\s?[年년])")
_ISO = re.compile(rf"(?<!\d){_YEAR}-(?P<month>\d{{2}})-(?P<day>\d{{2}})(?!\d)T?")
_DAY_FIRST = re.compile(
    rf"{_DAY}(?:st|nd|rd|th|er|\.|º|ª)?[\s-]+(?:de\s+|of\s+)?(?P<name>{_WORD})[.,]*[\s-]+(?:del?\s+)?{_YEAR}"
)
_MONTH_FIRST = re.compile(rf"(?<!\w)(?P<name>{_WORD})\.?\s+{_DAY}(?:st|nd|rd|th)?(?:,\s*|\s+){_YEAR}")
# A name may be glued to it, as to an age: `A. NameDec 3, 2031`.
_GLUED_MONTH = re.compile(
    r"(?P<name>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?<=\w...)[a-z]{0,6})"
    rf"\.?\s+{_DAY},?\s+{_YEAR}"
)
_NUMERIC = re.compile(rf"{_DAY}(?P<mark>[./-])\s?(?P<month>\d{{1,2}})(?P=mark)\s?{_YEAR}")
_SHORT_YEAR = re.compile(
    r"(?P<day>\d(?<![\d./-]\d)\d?)(?P<mark>[./-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{2})(?![\d./-]\d|\d)"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d){_YEAR}(?:[/.]|\s?[年년]\s?)(?P<month>\d{{1,2}})(?:[/.]|\s?[月월]\s?)(?P<day>\d{{1,2}})(?!\d)\s?[日일]?"
)
_IN_WORDS = (_DAY_FIRST, _MONTH_FIRST, _GLUED_MONTH)
_IN_NUMBERS = (_ISO, _YEAR_FIRST, _NUMERIC, _SHORT_YEAR)
_HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"
_CLOCK = re.compile(
    rf"(?P<hour>\d(?<![\d.:]\d)\d?)(?:(?:[:.h]|\u2236(?=\d))(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:[.,]\d+)?)?(?![\d])\s?{_HALF}?"
    rf"|\s?{_HALF.replace('half', 'half2')})",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s?\(?(?:(?P<name>[A-Za-z]{1,4})\b(?!\s?[+-]\d))?(?:(?:UTC|GMT)?\s?(?P<offset>[+-]\d{1,2}(?::?\d{2})?)(?!\d))?"
)
_HALF_DAY = re.compile(r"\d\s?[ap]\.?m\b", re.IGNORECASE)
_AGE = re.compile(rf"(?:{AGES})$", re.IGNORECASE)
_LONGEST_AGE = 60
_MOST_ENDING = 2
_COUNT = r"\d{1,3}|an?|one|eine[mnr]?|une?|una?|un|uno|een|en|ett|et|um|uma"
_UNIT = r"[^\W\d_]{1,8}"
# Compiled where they are needed first, which few pages do.
_AGO = (
    rf"(?i)(?<!\w)(?:(?:f[oö]r\s)?(?P<before>{_COUNT})\s?(?P<unit1>{_UNIT})\.?\s"
    r"(?:ago|fa|geleden|sedan|siden|atrás|temu|назад|önce)\b"
    rf"|(?:vor|il y a|hace|há|przed)\s(?P<between>{_COUNT})\s?(?P<unit2>{_UNIT})(?!\w)"
    r"|(?P<behind>\d{1,3})(?P<unit3>min|[hd])$)"
)
_NAMED_DAY = rf"(?i)(?<!\w)(?P<day>{'|'.join(sorted(map(re.escape, DAYS_AGO), key=len, reverse=True))})(?!\w)"
_PLAIN_WORD = re.compile(r"[^\W\d_]+")
_PART = re.compile(r"\s[|/\u00b7\u2022\u2013\u2014-]\s|[|\u00b7\u2022]")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text: ISO 8601, where its day stands, and what else the text says."""

    iso: str
    start: int
    rest: str


def find_date(text: str) -> FoundDate | None:
    """The date of a line, with the time and zone that stand beside it; None where there is none.

    Of several it is the first, but one said to be of an update gives way.
    """
    if not may_hold_date(text):
        return None
    patterns = [
        *(_IN_WORDS if _DAY_AND_YEAR.search(text) else ()),
        *(_IN_NUMBERS if _MARK.search(text) else ()),
    ]
    found = sorted(
        [
            (match.start(), match.end(), day)
            for pattern in patterns
            for match in pattern.finditer(text)
            if (day := _to_day(match))
        ]
    )
    if not found:
        return None
    chosen = 0
    if len(found) > 1:
        heads = [text[before[1] : after[0]] for before, after in pairwise([(0, 0, ""), *found])]
        chosen = next((index for index, head in enumerate(heads) if not is_of_update(head)), 0)
    start, end, day = found[chosen]
    limit = next((other[0] for other in found[chosen + 1 :] if other[0] >= end), len(text))
    # The first time behind the date is its own, but not one behind a second date; else one before it.
    for low, high in ((end, limit), (found[chosen - 1][1] if chosen else 0, start)):
        side = text[low:high]
        for match in _CLOCK.finditer(side):
            clock = _to_clock(match)
            if clock is None:
                continue
            size, zone = _find_zone(side[match.end() :])
            cuts = sorted([(start, end), (low + match.start(), low + match.end() + size)])
            rest = text[: cuts[0][0]] + " " + text[cuts[0][1] : cuts[1][0]] + " " + text[cuts[1][1] :]
            return FoundDate(f"{day}T{clock}{zone}", start, rest)
    return FoundDate(day, start, text[:start] + " " + text[end:])


def may_hold_date(text: str) -> bool:
    """Whether it is worth the time to look for a date in a text."""
    return len(text) <= LONGEST_DATED and _HINT.search(text) is not None


def is_of_update(text: str) -> bool:
    """Whether the words before a date say that it is of a later change."""
    return any(map(text.casefold().__contains__, UPDATED_WORDS))


def parse_date(text: str) -> str:
    """The first date of a line as ISO 8601 (`2031-03-05`, `2031-03-05T18:22+01:00`), "" where there is none.

    Seconds are left out, an offset is there only where the line states a zone; `1/2/2031` is day first, except
    where the line tells its time as am or pm.
    """
    found = find_date(text)
    return found.iso if found else ""


def is_date_line(text: str) -> bool:
    """Whether a line says when, and nothing else worth a word."""
    found = find_date(text)
    return found is not None and says_little_else(text, found)


def says_little_else(text: str, found: FoundDate) -> bool:
    """Whether there is nothing worth a word beside the date that was found in a line."""
    if len(text) > 120:
        return False
    # A second date on the line ("Updated …") has its words of the same kind.
    words = [_fold(word) for word in _PLAIN_WORD.findall(found.rest)]
    return sum(word not in DATE_WORDS and word not in MONTH_NAMES and word not in ZONES for word in words) <= 2


def is_age(text: str) -> bool:
    """Whether a line says only how long ago (`2 hours ago`, `Yesterday`, `4 min read`)."""
    return len(text) <= 40 and bool(_AGE.match(text))


def _fold(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(c))


def _month_of(name: str) -> int:
    """The number of a month by its name or abbreviation, 0 where it is none."""
    folded = _fold(name)
    if folded not in MONTH_NAMES:
        return 0
    return next((MONTHS[folded[:size]] for size in range(len(folded), 2, -1) if folded[:size] in MONTHS), 0)


def _to_day(match: re.Match[str]) -> str:
    groups = match.groupdict()
    day = int(groups["day"])
    month = _month_of(groups["name"]) if groups.get("name") else int(groups.get("month") or 0)
    year = int(groups["year"])
    if groups.get("mark"):
        # Month first is told by a clock of twelve hours, by a day over twelve, or by `12-03-31`.
        has_half = groups["mark"] == "/" and _HALF_DAY.search(match.string)
        if day <= 12 and (has_half or (groups["mark"] == "-" and year < 100) or month > 12):
            day, month = month, day
    try:
        return date(year + 2000 if year < 100 else year, month, day).isoformat()
    except ValueError:
        return ""


def _to_clock(match: re.Match[str]) -> str | None:
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or match["half2"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 else None


def _find_zone(text: str) -> tuple[int, str]:
    """How much of the text behind a time is its zone, and the zone's offset."""
    match = _ZONE.match(text)
    if match is None:
        return 0, ""
    if match["offset"]:
        sign, digits = match["offset"][0], match["offset"][1:]
        first, colon, last = digits.partition(":")
        if not colon and len(digits) > 2:
            first, last = digits[:-2], digits[-2:]
        hours, minutes = int(first), int(last or 0)
        return (match.end(), f"{sign}{hours:02}:{minutes:02}") if hours <= 14 and minutes < 60 else (0, "")
    offset = ZONES.get((match["name"] or "").lower(), "")
    return (match.end(), offset) if offset else (0, "")


def find_age(text: str, day: str) -> str:
    """The day of which a line says that it was `2 hours ago` or `yesterday at 14:30`, told from the day it was read.

    `day` is ISO 8601, with or without a time; an hour is there only where the line says one. "" where it says nothing.
    """
    if len(text) > _LONGEST_AGE or text.endswith((".", "!", "?")):
        return ""
    ago = re.search(_AGO, text)
    named = None if ago else re.search(_NAMED_DAY, text)
    try:
        read = datetime.fromisoformat(day)
    except ValueError:
        return ""
    if len(day) == len("2031-03-05"):
        # Hours ago are the same day's, for all that is known.
        read = read.replace(hour=23, minute=59)
    if ago:
        if ago["behind"] and text[: ago.start()].strip():
            return ""
        number = next(group for group in (ago["before"], ago["between"], ago["behind"]) if group)
        unit = next(group for group in (ago["unit1"], ago["unit2"], ago["unit3"]) if group)
        moment = _count_back(read, int(number) if number.isdecimal() else 1, _fold(unit))
        return moment.date().isoformat() if moment and _stands_alone(text, ago) else ""
    # Letters that a pattern takes for others in small or large (`ı`) are not those of the list.
    days = DAYS_AGO.get(named["day"].casefold()) if named else None
    if named is None or days is None:
        return ""
    match = _CLOCK.search(text, named.end())
    clock = _to_clock(match) if match else None
    moment = _count_back(read, days, "d")
    if moment is None or not _stands_alone(text, named, match if clock else None):
        return ""
    found = moment.date().isoformat()
    return f"{found}T{clock}" if clock else found


def _stands_alone(text: str, age: re.Match[str], clock: re.Match[str] | None = None) -> bool:
    """Whether beside an age, and its clock, there are words of dates only, up to a mark that parts it from others.

    Elsewhere ages are of what is told, `hier` is German for here, and `today` a paper's name.
    """
    between, end = (text[age.end() : clock.start()], clock.end()) if clock else ("", age.end())
    beside = (_PART.split(text[: age.start()])[-1], between, _PART.split(text[end:])[0])
    return all(_fold(word) in DATE_WORDS for piece in beside for word in _PLAIN_WORD.findall(piece))


def _count_back(read: datetime, number: int, unit: str) -> datetime | None:
    """The moment so many units before; None where the word is no unit, or the moment in no calendar."""
    # A stem is most of its word: `mes` is no `messages`.
    stems = (unit, *(unit[:length] for length in range(len(unit) - 1, max(1, len(unit) - _MOST_ENDING - 1), -1)))
    size = next((UNITS[stem] for stem in stems if stem in UNITS), None)
    if size is None:
        return None
    try:
        return read - timedelta(seconds=number * size)
    except OverflowError:
        return None
