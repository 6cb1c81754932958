"""Feeds that are no XML made XML: stray `&` and `<`, entities nobody declared, tags that are never closed or opened.

Declarations are dropped, so that no entity grows beyond the feed. It takes time in proportion to the text.
"""

from __future__ import annotations

import re
from html import escape
from html.entities import html5
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Far more than a feed needs; what stands deeper is left out.
_MOST_DEPTH = 200
_MOST_ATTRIBUTES = 100
# A piece takes more memory than it has text, so they are not kept long.
_MOST_PIECES = 10_000
# XML 1.0, section 2.2.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# As in newsreader/text.py, but they end before the next tag: a feed may be a single line.
_SEQUENCES = re.compile("\x1b\\[[0-?]*[ -/]*[@-~]?|\x1b[\\]PX^_][^\x07\x1b<\n]*(?:\x07|\x1b\\\\)?|\x1b[ -/]*[0-;=-~]?")
# Prefixes that feeds use without declaring them.
_PREFIXES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
}
# What has no end is taken to the end of the text; of a tag that is cut off there, nothing is left.
_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)"
    r"|<\?.*?(?:\?>|\Z)"
    r"|<![^<>]*+>?"
    r"|</(?P<end>[A-Za-z_][\w.:-]*+)[^<>]*+(?:>|\Z)"
    r"|<(?P<start>[A-Za-z_][\w.-]*+(?::[A-Za-z_][\w.-]*+)?)(?P<attributes>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)(?:>|\Z)"
    r"|<[^<>]*+\Z"
    r"|(?P<stray><)",
    re.DOTALL | re.ASCII,
)
_ATTRIBUTE = re.compile(
    r"([A-Za-z_][\w.-]*+(?::[A-Za-z_][\w.-]*+)?)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=]+))",
    re.ASCII,
)
# All but those that XML has itself.
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{0,30});)?", re.ASCII
)
_ENTRIES = frozenset(["item", "entry"])


def mend(text: str) -> bytes:
    """XML that says what `text` says, which begins with the tag of its outermost element; what follows that is dropped.

    Characters that XML forbids are left out, and terminal sequences with them.
    """
    if _FORBIDDEN.search(text):
        text = _FORBIDDEN.sub("", _SEQUENCES.sub("", text))
    mended = bytearray()
    pieces: list[str] = []
    opened: list[str] = []
    declared: set[str] = set()
    used: set[str] = set()
    position = 0
    for match in _TOKEN.finditer(text):
        if opened:
            pieces.append(_mend_text(text[position : match.start()]))
        position = match.end()
        name = match["start"]
        if name:
            if len(opened) >= _MOST_DEPTH:
                continue
            _end_entry(name, opened, pieces)
            attributes, is_closed = _read_attributes(match["attributes"])
            used.update(each.partition(":")[0] for each in (name, *attributes) if ":" in each)
            if not opened:
                declared.update(each[6:] for each in attributes if each.startswith("xmlns:"))
            pieces.append(f"<{name}")
            pieces += [f' {key}="{value}"' for key, value in attributes.items()]
            pieces.append("/>" if is_closed else ">")
            if not is_closed:
                opened.append(name)
        elif match["end"]:
            _end_element(match["end"], opened, pieces)
            if not opened:
                break
        elif match["data"]:
            pieces.append(escape(match["data"], quote=False))
        elif match["stray"]:
            pieces.append("&lt;")
        if len(pieces) >= _MOST_PIECES:
            mended += _encode(pieces)
            pieces.clear()
    if opened:
        pieces.append(_mend_text(text[position:]))
    pieces += [f"</{name}>" for name in reversed(opened)]
    mended += _encode(pieces)
    missing = sorted(used - declared - {"xml", "xmlns"})
    uris = (f' xmlns:{prefix}="{_PREFIXES.get(prefix, f"urn:x-undeclared:{prefix}")}"' for prefix in missing)
    # They belong behind the name of the outermost element.
    start = re.match(rb"<[^\s/>]+", mended)
    if start:
        mended[start.end() : start.end()] = _encode(uris)
    return bytes(mended)


def _encode(pieces: Iterable[str]) -> bytes:
    return "".join(pieces).encode("utf-8", "replace")


def _end_entry(name: str, opened: list[str], pieces: list[str]) -> None:
    """Where one entry begins, another that is open has ended."""
    if _local(name) in _ENTRIES:
        before = next((each for each in opened if _local(each) in _ENTRIES), None)
        if before:
            _end_element(before, opened, pieces)


def _end_element(name: str, opened: list[str], pieces: list[str]) -> None:
    """Close the innermost element of this name and those within; an end without a beginning is passed over."""
    name = name.lower()
    place = next((place for place in reversed(range(len(opened))) if opened[place].lower() == name), -1)
    if place >= 0:
        pieces += [f"</{each}>" for each in reversed(opened[place:])]
        del opened[place:]


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _read_attributes(text: str) -> tuple[dict[str, str], bool]:
    """The attributes of a tag, each once, and whether it has no content."""
    attributes: dict[str, str] = {}
    stripped = text.rstrip()
    is_closed = stripped.endswith("/")
    for match in _ATTRIBUTE.finditer(stripped[:-1] if is_closed else stripped):
        name = match[1]
        # A prefix can't be declared to mean nothing, nor can XML's own mean anything else.
        if name not in attributes and name not in ("xmlns:xml", "xmlns:xmlns") and len(attributes) < _MOST_ATTRIBUTES:
            value = match[2] or match[3] or match[4] or ""
            if value or not name.startswith("xmlns:"):
                attributes[name] = _mend_references(value).replace('"', "&quot;")
    return attributes, is_closed


def _mend_text(text: str) -> str:
    return _mend_references(text).replace("]]>", "]]&gt;")


def _mend_references(text: str) -> str:
    return _REFERENCE.sub(_mend_reference, text) if "&" in text else text


def _mend_reference(match: re.Match[str]) -> str:
    name = match[1]
    if not name:
        return "&amp;"
    if name[0] != "#":
        characters = html5.get(f"{name};")
        return escape(characters) if characters else f"&amp;{name};"
    number = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000:
        return escape(chr(number))
    return " " if number in (9, 10, 13) else ""
