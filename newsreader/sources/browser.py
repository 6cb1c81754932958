"""What a text browser writes (`lynx -dump`): indented and wrapped, `[12]` before links, their addresses at the end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsreader.model import Block, Link
from newsreader.sources.layout import (
    Unit,
    find_counted,
    find_wrap_width,
    indent_of,
    join_lines,
    needed_width,
    to_blocks,
)
from newsreader.sources.sharing import find_shared_address
from newsreader.text import clean_url, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_MARK = re.compile(r"\[(\d{1,5})\]")
_ADDRESS = re.compile(r"^[^\S\n]{0,6}(\d{1,5})\. ([A-Za-z][A-Za-z0-9+.-]*:\S.*)", re.MULTILINE)
_FILE = re.compile(r"file:(?://[^/?#]*)?([^#]*)", re.IGNORECASE)
# Lynx numbers its lists by bullets of these shapes, one for each level; it indents them by three at least.
_BULLETS = frozenset("*+o#@=~-")
_LEAST_BULLET_INDENT = 3
_RULE = re.compile(r"\s*[_=-]{8,}")
# Names of pictures and frames, fields, buttons; what stands in an [INS: … :INS] is text. Each branch begins with one
# letter, which lets the search skip all others.
_FIELD = re.compile(
    r"\[(?:[^\s\[\]]{1,300}\.(?:jpe?g|png|gif|webp|svg|avif|ico)(?:\?[^\s\]]{0,300})?\]"
    r"|(?:BUTTON|SUBMIT|IMAGE|IMG|INLINE|LINK|USEMAP|EMBED|OBJECT|FRAME|IFRAME)\]|(?:INS|DEL): ?|[ _xX]\])"
    r"|\((?:(?:BUTTON|IMAGE|IMG)\)|[ _]\))|:(?:INS|DEL)\]|___+"
    r"|I(?<!\wI)FRAME: \S+|F(?<!\wF)RAME: \S+"
)
_BUTTON = re.compile(r"\s*[(\[](?:BUTTON|SUBMIT)[)\]]")
_LINK_END = re.compile("[.!?\u2026][\"'\u2019\u201d)]?\\s")
_LIST_NAME = re.compile(r" {2,}\S.{0,30}:\s*$")
_ENTRY_SHARE = 0.5
# Lynx indents all but the largest headings by three.
_INDENT_SHARE = 0.7
_LEAST_LINES = 5
# No terminal is wider: a longer line was not wrapped.
_MOST_COLUMNS = 160
_LONG_SHARE = 0.01
_MOST_OFF_CENTRE = 3
# The columns left free on either side of all but the largest headings.
_MARGIN = 3
# What hangs in lists is indented by less than this.
_LEAST_CENTRED = 15


def read_page(lines: Sequence[str], url: str = "") -> tuple[tuple[Block, ...], str] | None:
    """The blocks of a text browser's dump and the page's address; None where it has not the form of one.

    The address is `url`, else the page's `canonical` link, else what its buttons share, else ""; it is the base of
    relative addresses. The list of addresses at the end is used for the links and is no block.
    """
    end, addresses = _find_references(lines)
    if not addresses and not _is_indented(lines):
        return None
    shown = lines[:end]
    base = url or _find_canonical(shown, addresses) or find_shared_address(addresses.values(), shown)
    targets = {number: _resolve(address, base) for number, address in addresses.items()}
    units = list(_join_lines(shown, find_wrap_width(shown, surely=True)))
    for unit in units:
        if "[" in unit.text:
            _cut_marks(unit, targets)
    return to_blocks(units), base


def _is_indented(lines: Sequence[str]) -> bool:
    """Whether nearly every line is indented and next to none so long that a browser would have wrapped it."""
    # Most dumps end here.
    if sum([line.startswith("   ") for line in lines if line]) < _INDENT_SHARE * _LEAST_LINES:
        return False
    written = [line for line in lines if line and not line.isspace()]
    indented = sum([line.startswith("   ") for line in written])
    if len(written) < _LEAST_LINES or indented < _INDENT_SHARE * len(written):
        return False
    too_long = sum(len(line) > _MOST_COLUMNS and " " in line.strip() for line in written)
    return too_long <= _LONG_SHARE * len(written)


def _find_references(lines: Sequence[str]) -> tuple[int, dict[int, str]]:
    """The line where the closing list of addresses begins (its heading included), and the addresses by number.

    Lynx translates the list's headings, so it is known by its form alone: numbered addresses from 1 on, to the end
    of the text (addresses as long as a message are broken, their rest standing on lines of its own).
    """
    candidates = [number for number, line in enumerate(lines) if "1. " in line]
    for start in reversed(candidates):
        match = _ADDRESS.match(lines[start])
        if match and match[1] == "1":
            break
    else:
        return len(lines), {}
    entries = _ADDRESS.findall("\n".join(lines[start:]))
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
    return start, {int(number): url for number, url in entries}


def _find_canonical(lines: Sequence[str], addresses: Mapping[int, str]) -> str:
    """The address behind `#[1]canonical`, which lynx writes first where a page's head names its own address."""
    first = next((line for line in lines if line.strip()), "")
    match = re.match(r"\s*#.*?\[(\d{1,5})\]canonical\b", first)
    return clean_url(addresses.get(int(match[1]), "")) if match else ""


def _resolve(address: str, base: str) -> str:
    """An absolute address; lynx turns the relative ones of a page it read from a file into `file:///path`."""
    path = _FILE.match(address)
    if path:
        return clean_url(path[1], base) if base else ""
    return clean_url(address, base)


def _join_lines(lines: Sequence[str], width: int) -> Iterator[Unit]:
    """Units with their marks still in them: a bullet takes what hangs below it, other lines what was wrapped."""
    pieces: list[str] = []
    first = indent = 0
    # How far the lines below a bullet, or a list's number, hang.
    hang = 0
    counted = find_counted(lines)
    previous = ""

    # No field goes over a line's end: all are cut at once. (No lines make one empty text.)
    texts = _FIELD.sub(" ", "\n".join(lines)).split("\n")

    for number, (raw, text) in enumerate(zip(lines, texts, strict=False)):
        line = raw.rstrip()
        if not line or (line[-1] in "_=-" and _RULE.fullmatch(line)):
            if pieces:
                yield Unit(join_lines(pieces), first, number - 1, indent)
                pieces = []
            # A bullet's mark may stand alone, its text below it.
            hang = 0
            continue
        depth = indent_of(line)
        is_bullet = (
            depth >= _LEAST_BULLET_INDENT and line[depth] in _BULLETS and line[depth + 1 : depth + 2] in ("", " ")
        )
        is_continued = (
            bool(pieces)
            and not is_bullet
            and number not in counted
            and (
                (depth == indent + hang and needed_width(previous, line) > width)
                or (not hang and _is_heading_continued(previous, indent, line, depth, width))
            )
            and not _BUTTON.match(line)
        )
        if not is_continued:
            if pieces:
                yield Unit(join_lines(pieces), first, number - 1, indent)
                pieces = []
            first, indent, hang = number, depth, 2 if is_bullet else counted.get(number, 0)
        elif not hang:
            indent = depth
        previous = line
        piece = fold(text[depth + 1 :] if is_bullet else text)
        if piece:
            pieces.append(piece)
    if pieces:
        yield Unit(join_lines(pieces), first, len(lines) - 1, indent)


def _is_heading_continued(line: str, indent: int, following: str, depth: int, width: int) -> bool:
    """Whether a heading goes on: lynx centres the largest ones, and hangs the first line of others by two."""
    if depth == indent - 2:
        return needed_width(line, following) > width
    needed = needed_width(line.strip(), following)
    # Of one as wide as the whole page, margins included, only the rest, which is short, is seen to be centred.
    page = width + 2 * _MARGIN
    is_full = indent <= _MARGIN and needed > page - _MARGIN
    if is_full and depth > _LEAST_CENTRED and abs(depth + len(following) - page) <= _MOST_OFF_CENTRE:
        return True
    # Centred lines have as much room before them as behind.
    if max(abs(indent + len(line) - width - 1), abs(depth + len(following) - width - 1)) > _MOST_OFF_CENTRE:
        return False
    return needed > width - indent // 2


def _cut_marks(unit: Unit, targets: Mapping[int, str]) -> None:
    """Take the marks out of a unit's text and note the links.

    Lynx says where a link begins, not where it ends: it is taken to the next mark, or the end of its sentence.
    """
    before, *parts = _MARK.split(unit.text)
    # A mark without an address is text like any other.
    said, marks = [[before]], [0]
    for mark, text in zip(parts[::2], parts[1::2], strict=True):
        number = int(mark)
        if targets and number not in targets:
            said[-1] += (f"[{mark}]", text)
        else:
            marks.append(number)
            said.append([text])
    pieces = ["".join(texts) for texts in said]
    # A block that begins with its only mark is a link as a whole: headlines may have several sentences.
    is_whole = len(pieces) == 2 and not pieces[0].strip().rstrip("#")
    links: list[Link] = []
    for number, text in zip(marks[1:], pieces[1:], strict=True):
        sentence_end = None if is_whole else _LINK_END.search(text)
        words = (text[: sentence_end.start()] if sentence_end else text).strip()
        url = targets.get(number, "")
        if words and url:
            links.append(Link(words, url))
    unit.text = fold("".join(pieces))
    unit.links = tuple(links)
