"""The bytes of a feed made text: in its encoding, whatever the feed or its server say of that."""

from __future__ import annotations

import codecs
import re

# UTF-32 stands first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# A `<` and what must follow it, without a mark (XML 1.0, appendix F).
_WIDE = (
    (re.compile(rb"(?:\s\0)*<\0[?!a-zA-Z]\0"), "utf-16-le"),
    (re.compile(rb"(?:\0\s)*\0<\0[?!a-zA-Z]"), "utf-16-be"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']\s*([\w.:-]{1,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
# Python's own notations, which no feed is written in; some take time in the square of the text.
_NO_CHARSETS = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"])
# What is declared for these is what browsers read instead (https://encoding.spec.whatwg.org/#names-and-labels).
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254"}
# Bytes that are no UTF-8 stand in text that is, where somebody pasted it.
_STRAY = re.compile("[\udc80-\udcff]")
# Controls that no text has on purpose stand for the characters that Windows-1252 has in their place.
_CONTROL_BYTES = re.compile(rb"\xc2[\x80-\x9f]")
_CONTROL_NUMBERS = re.compile(rb"&#(?:1|[xX][89])")
_CONTROLS = re.compile("[\x80-\x9f]|&#(1[2-5]\\d|[xX][89][\\da-fA-F]);", re.ASCII)


def decode(data: bytes, content_type: str = "") -> str:
    """The text of a feed, which may have characters in it that XML forbids.

    UTF-8 is taken for that, whatever is declared; bytes that no declared encoding explains are read as Windows-1252.
    """
    text = _decode_marked(data) or _decode_utf8(data) or _decode_declared(data, content_type)
    if text is None:
        text = _STRAY.sub(_read_stray, data.decode("utf-8", "surrogateescape"))
    if _CONTROL_BYTES.search(data) or _CONTROL_NUMBERS.search(data):
        text = _CONTROLS.sub(_read_control, text)
    return text


def _decode_marked(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            # Only the first mark is one: behind it, the same bytes are white space without width.
            return data.decode(encoding, "replace").removeprefix("\ufeff") if encoding != "utf-8" else None
    head = data[:200]
    return next((data.decode(encoding, "replace") for start, encoding in _WIDE if start.match(head)), None)


def _decode_utf8(data: bytes) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    # Seven-bit encodings (ISO-2022-JP) look like ASCII, but for their escapes.
    return text if "\x1b" not in text or not text.isascii() else None


def _decode_declared(data: bytes, content_type: str) -> str | None:
    declared = _DECLARED.search(data[:1000])
    served = _CHARSET.search(content_type)
    for name in (declared[1].decode("ascii", "replace") if declared else "", served[1] if served else ""):
        try:
            encoding = codecs.lookup(name).name
            encoding = _WIDER.get(encoding, encoding)
            if encoding.replace("_", "-") not in _NO_CHARSETS:
                return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return None


def _read_stray(match: re.Match[str]) -> str:
    return bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "replace")


def _read_control(match: re.Match[str]) -> str:
    number = match[1]
    code = ord(match[0]) if number is None else int(number[1:], 16) if number[0] in "xX" else int(number)
    if not 0x80 <= code < 0xA0:
        return match[0]
    # Five of them stand for nothing.
    return bytes([code]).decode("cp1252", "ignore")
