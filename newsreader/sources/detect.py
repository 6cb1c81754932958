"""What were we given? Bytes are decoded or refused, and the text goes to the reader that knows its form."""

from __future__ import annotations

import codecs

from newsreader.model import Document, InputRefusedError
from newsreader.sources import browser, dump
from newsreader.text import clean_dump, clean_url

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
_HTML_STARTS = ("<!doctype", "<html", "<?xml", "<!--")


def decode(data: bytes, *, limit: int) -> str:
    """The text of `data`: UTF-8, UTF-16 with its mark, else Windows-1252.

    Raises InputRefusedError where there is no text to be had: empty, over `limit` bytes, binary, or HTML.
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
        raise InputRefusedError("the input is empty: give the text dump of a page")
    if text.lstrip()[:9].lower().startswith(_HTML_STARTS):
        raise InputRefusedError(
            "the input is HTML, not a text dump: make one with `lynx -dump FILE | newsreader read -`"
        )
    return text


def read_document(data: bytes, *, url: str = "", limit: int) -> Document:
    """Blocks of `data` in reading order; `url` is where the page came from, the base of its relative addresses.

    Raises InputRefusedError as `decode` does.
    """
    lines = clean_dump(decode(data, limit=limit)).split("\n")
    address = clean_url(url)
    if browser.is_browser_dump(lines):
        blocks, address = browser.read_page(lines, address)
        return Document(blocks, style="lynx", url=address)
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
        raise InputRefusedError("the input is binary, not text: give the text dump of a page")
    return text


def _refuse_binary(data: bytes) -> None:
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise InputRefusedError(f"the input is {name}, not text: give the text dump of a page")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > _CONTROL_SHARE * len(data):
        raise InputRefusedError("the input is binary, not text: give the text dump of a page")


def _decode_bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    # Mostly right UTF-8 (cut in the middle of a character, or with one foreign quote) is better mended than misread.
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if sum(character > "\x7f" for character in text) - broken > 4 * broken:
        return text
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
