"""What were we given? Bytes are decoded or refused, and the text goes to the reader that knows its form."""

from __future__ import annotations

import codecs
import re

from newsreader.model import Document, InputRefusedError
from newsreader.sources import browser, dump
from newsreader.text import clean_dump, clean_url


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# First bytes of files that people take for text by mistake (file(1)'s database has the same ones).
_MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF-": "a PDF file",
    b"\x1f\x8b": "gzip data",
    b"BZh": "bzip2 data",
    b"\xfd7zXZ": "xz data",
    b"\x28\xb5\x2f\xfd": "zstandard data",
    b"PK\x03\x04": "a ZIP archive (or an office file)",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
}
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
# Bytes that text has no use for: controls other than backspace, tab, line ends, form feed and escape.
_CONTROLS = bytes(set(range(0x20)) - set(b"\b\t\n\v\f\r\x1b")) + b"\x7f"
# Evenly spread bytes have 10 % of them; real dumps, terminal recordings included, stay below one in a thousand.
_CONTROL_SHARE = 0.05
# What makes a text that begins with a tag or a comment HTML: one of these near its start, or paragraphs' ends.
_HTML_START = re.compile(r"\s*<(?:[!?a-z])", re.IGNORECASE)
_HTML_MARK = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta)[\s>]", re.IGNORECASE)
_HTML_END = re.compile(r"</(?:p|div|a|h[1-6]|article)\s*>", re.IGNORECASE)
_HTML_HEAD = 4096
_LEAST_ENDS = 3
# Where pages name their encoding (HTML standard, "prescan a byte stream": within the first 1024 bytes; some are late).
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,30})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,30})")
# Encodings of https://encoding.spec.whatwg.org/ by Python's names; what calls itself Latin-1 is Windows-1252.
_ENCODINGS = _words(
    """
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 big5 big5hkscs cp949 euc_jp euc_kr
    gb18030 gb2312 gbk iso2022_jp iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10
    iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic shift_jis tis-620 utf-8
    """
)


def decode(data: bytes, *, limit: int) -> str:
    """The text of `data`: UTF-8, UTF-16 with its mark, else Windows-1252.

    HTML that is no UTF-8 is decoded as it says itself. Raises InputRefusedError where there is no text to be had:
    empty, over `limit` bytes, or binary.
    """
    if len(data) > limit:
        raise InputRefusedError(
            f"the input has {_megabytes(len(data))}, the limit is {_megabytes(limit)}: give one page at a time"
        )
    text = _decode_utf16(data)
    if text is None:
        _refuse_binary(data)
        text = _decode_bytes(data.removeprefix(codecs.BOM_UTF8))
    if not text.strip():
        raise InputRefusedError("the input is empty: give a page's HTML or the text dump of one")
    return text


def is_html(text: str) -> bool:
    """Whether a text is a page's HTML, or a piece of it; one that is other XML (a feed) is not."""
    if not _HTML_START.match(text):
        return False
    if _HTML_MARK.search(text[:_HTML_HEAD]):
        return True
    return not text.lstrip().startswith("<?xml") and len(_HTML_END.findall(text)) >= _LEAST_ENDS


def read_document(data: bytes, *, url: str = "", limit: int) -> Document:
    """Blocks of `data` in reading order; `url` is where the page came from, the base of its relative addresses.

    Raises InputRefusedError as `decode` does, and where the input is XML but no page.
    """
    text = decode(data, limit=limit)
    address = clean_url(url)
    if is_html(text):
        # Imported late: its parser takes as long to load as all else together, and a dump needs none.
        from newsreader.sources import html

        blocks, address, hints = html.read_page(text, address)
        return Document(blocks, style="html", url=address, hints=hints)
    if text.lstrip().startswith("<?xml"):
        raise InputRefusedError("the input is XML, not a page: give a page's HTML or the text dump of one")
    lines = clean_dump(text).split("\n")
    if page := browser.read_page(lines, address):
        return Document(page[0], style="lynx", url=page[1])
    return Document(blocks=dump.read_blocks(lines), style="dump", url=address)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _decode_utf16(data: bytes) -> str | None:
    encoding = _UTF16.get(data[:2])
    if encoding is None:
        return None
    text = data[2:].decode(encoding, errors="replace")
    # FF FE may also start some other file: real UTF-16 of a page has no NULs left once it is decoded.
    if "\0" in text:
        raise InputRefusedError("the input is binary, not text: give a page's HTML or the text dump of one")
    return text


def _refuse_binary(data: bytes) -> None:
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise InputRefusedError(f"the input is {name}, not text: give a page's HTML or the text dump of one")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > _CONTROL_SHARE * len(data):
        raise InputRefusedError("the input is binary, not text: give a page's HTML or the text dump of one")


def _find_encoding(data: bytes) -> str:
    """The encoding that an HTML page names, as Python calls it; "" where it names none or none of the web's."""
    match = _XML_ENCODING.match(data) or _CHARSET.search(data[:_HTML_HEAD])
    if match is None:
        return ""
    try:
        name = codecs.lookup(match[1].decode("ascii")).name
    except LookupError:
        return ""
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return name if name in _ENCODINGS else ""


def _decode_bytes(data: bytes) -> str:
    # Written in ASCII throughout, it would pass for UTF-8.
    if b"\x1b$" in data and _find_encoding(data) == "iso2022_jp":
        return data.decode("iso2022_jp", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _find_encoding(data)
    if declared not in ("", "utf-8"):
        return data.decode(declared, errors="replace")
    # Mostly right UTF-8 (cut in the middle of a character, or with one foreign quote) is better mended than misread.
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if sum(character > "\x7f" for character in text) - broken > 4 * broken:
        return text
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
