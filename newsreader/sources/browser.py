"""What a text browser writes (`lynx -dump`): indented and wrapped, `[12]` before links, their addresses at the end."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsreader.model import Block, Link
from newsreader.sources.layout import (
    Unit,
    find_wrap_width,
    fold,
    indent_of,
    join_lines,
    needed_width,
    to_blocks,
)
from newsreader.text import clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MARK = re.compile(r"\[(\d{1,5})\]")
_ADDRESS = re.compile(r"\s{0,6}(?P<number>\d{1,5})\. (?P<url>[A-Za-z][A-Za-z0-9+.-]*:\S.*)")
# Lynx numbers its lists by bullets of these shapes, one for each level.
_BULLET = re.compile(r" {3,}[*+o#@=~-](?: |$)")
_RULE = re.compile(r"\s*[_=-]{8,}\s*$")
# Names of pictures and frames, fields, buttons; what stands in an [INS: … :INS] is text.
_FIELD = re.compile(
    r"\[[^\s\[\]]+\.(?:jpe?g|png|gif|webp|svg|avif|ico)(?:\?[^\s\]]*)?\]|\bI?FRAME: \S+"
    r"|_{3,}|\((?:BUTTON|IMAGE|IMG)\)|\[(?:BUTTON|SUBMIT|IMAGE|IMG|INLINE|LINK|USEMAP|EMBED|OBJECT|FRAME|IFRAME)\]"
    r"|\[(?:INS|DEL): ?|:(?:INS|DEL)\]|\[[ _xX]\]|\([ _]\)"
)
_BUTTON = re.compile(r"\s*[(\[](?:BUTTON|SUBMIT)[)\]]")
_LINK_END = re.compile("[.!?\u2026][\"'\u2019\u201d)]?\\s")
_LIST_NAME = re.compile(r" {2,}\S.{0,30}:\s*$")
_ENTRY_SHARE = 0.5
# Lynx indents all but the largest headings by three.
_INDENT_SHARE = 0.7
_LEAST_LINES = 5


def is_browser_dump(lines: Sequence[str]) -> bool:
    """Whether the text has a text browser's form: a list of addresses at its end, or nearly every line indented."""
    if _find_references(lines)[1]:
        return True
    written = [line for line in lines if line.strip()]
    indented = sum(line.startswith("   ") for line in written)
    return len(written) >= _LEAST_LINES and indented >= _INDENT_SHARE * len(written)


def read_page(lines: Sequence[str], url: str = "") -> tuple[tuple[Block, ...], str]:
    """The blocks of a text browser's dump and the page's address: `url`, else its `canonical` link, else "".

    The list of addresses at the end is used for the links and is no block; `url` is the base of relative addresses.
    """
    end, addresses = _find_references(lines)
    base = url or _find_canonical(lines[:end], addresses)
    targets = {number: _resolve(address, base) for number, address in addresses.items()}
    units = list(_join_lines(lines[:end], find_wrap_width(lines[:end], surely=True)))
    for unit in units:
        _cut_marks(unit, targets)
    return to_blocks(units), base


def _find_references(lines: Sequence[str]) -> tuple[int, dict[int, str]]:
    """The line where the closing list of addresses begins (its heading included), and the addresses by number.

    Lynx translates the list's headings, so it is known by its form alone: numbered addresses from 1 on, to the end
    of the text (addresses as long as a message are broken, their rest standing on lines of its own).
    """
    for start in range(len(lines) - 1, -1, -1):
        match = _ADDRESS.match(lines[start])
        if match and match["number"] == "1":
            break
    else:
        return len(lines), {}
    entries = [found for line in lines[start:] if (found := _ADDRESS.match(line))]
    if len(entries) < _ENTRY_SHARE * sum(bool(line.strip()) for line in lines[start:]):
        return len(lines), {}
    above = start
    while above and (not lines[above - 1].strip() or _LIST_NAME.match(lines[above - 1])):
        above -= 1
    # `References` stands at the left edge over a blank line; without it, one entry is a numbered line of text.
    if 0 < above < start and not lines[above - 1].startswith(" ") and len(lines[above - 1].split()) <= 3:
        start = above - 1
    elif len(entries) < 2:
        return len(lines), {}
    return start, {int(found["number"]): found["url"] for found in entries}


def _find_canonical(lines: Sequence[str], addresses: Mapping[int, str]) -> str:
    """The address behind `#[1]canonical`, which lynx writes first where a page's head names its own address."""
    first = next((line for line in lines if line.strip()), "")
    match = re.match(r"\s*#.*?\[(\d{1,5})\]canonical\b", first)
    return clean_url(addresses.get(int(match[1]), "")) if match else ""


def _resolve(address: str, base: str) -> str:
    """An absolute address; lynx turns the relative ones of a page it read from a file into `file:///path`."""
    if address.lower().startswith("file:"):
        try:
            parts = urlsplit(address)
        except ValueError:
            return ""
        if not base:
            return ""
        address = parts.path + (f"?{parts.query}" if parts.query else "")
    return clean_url(address, base)


def _join_lines(lines: Sequence[str], width: int) -> Iterator[Unit]:
    """Units with their marks still in them: a bullet takes what hangs below it, other lines what was wrapped."""
    pieces: list[str] = []
    first = indent = 0
    in_bullet = False
    previous = ""

    for number, raw in enumerate(lines):
        line = "" if _RULE.match(raw) else raw.rstrip()
        is_bullet = bool(_BULLET.match(line))
        depth = indent_of(line)
        is_continued = (
            bool(pieces)
            and bool(line)
            and not is_bullet
            and not _BUTTON.match(line)
            and (
                (depth == indent + (2 if in_bullet else 0) and needed_width(previous, line) > width)
                or (not in_bullet and _is_heading_continued(previous, line, width))
            )
        )
        if not is_continued and pieces:
            yield Unit(join_lines(pieces), first, number - 1, indent)
            pieces = []
        if not line:
            # A bullet's mark may stand alone, its text below it.
            in_bullet = False
            continue
        text = fold(_FIELD.sub(" ", line[depth + 1 :] if is_bullet else line))
        if not is_continued:
            first, indent, in_bullet = number, depth, is_bullet
        elif not in_bullet:
            indent = depth
        previous = line
        if text:
            pieces.append(text)
    if pieces:
        yield Unit(join_lines(pieces), first, len(lines) - 1, indent)


def _is_heading_continued(line: str, following: str, width: int) -> bool:
    """Whether a heading goes on: lynx centres the largest ones, and hangs the first line of others by two."""
    if indent_of(following) == indent_of(line) - 2:
        return needed_width(line, following) > width
    if not (_is_centred(line, width) and _is_centred(following, width)):
        return False
    return needed_width(line.strip(), following) > width - indent_of(line) // 2


def _is_centred(line: str, width: int) -> bool:
    return abs(indent_of(line) + len(line) - width - 1) <= 3


def _cut_marks(unit: Unit, targets: Mapping[int, str]) -> None:
    """Take the marks out of a unit's text and note the links.

    Lynx says where a link begins, not where it ends: it is taken to the next mark, or the end of its sentence.
    """
    pieces: list[str] = []
    links: list[Link] = []
    position = 0
    marks = [match for match in _MARK.finditer(unit.text) if not targets or int(match[1]) in targets]
    for match, following in zip_longest(marks, marks[1:]):
        before = unit.text[position : match.start()]
        pieces.append(before)
        position = match.end()
        rest = unit.text[position : following.start() if following else len(unit.text)]
        sentence_end = _LINK_END.search(rest)
        # A block that begins with its only mark is a link as a whole: headlines may have several sentences.
        is_whole = len(marks) == 1 and not fold("".join(pieces)).rstrip("#")
        text = fold(rest if is_whole or sentence_end is None else rest[: sentence_end.start()])
        url = targets.get(int(match[1]), "")
        if text and url:
            links.append(Link(text, url))
    pieces.append(unit.text[position:])
    unit.text = fold("".join(pieces))
    unit.links = tuple(links)
