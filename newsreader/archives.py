"""Web archives: the pages of a WARC file (ISO 28500), of which WET files are a kind.

WET files, as Common Crawl makes them, hold the text of pages (`conversion` records); WARC files hold what servers
answered (`response`) or files as they were (`resource`). Read a record at a time: an archive may have gigabytes.
"""

from __future__ import annotations

import gzip
import io
import re
import zlib
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, cast

from newsreader.model import InputRefusedError
from newsreader.unpacking import TooLargeError, UnpackingError, unpack_body

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_START = b"WARC/"
# The records that may be a page, and what of them is one.
_PAGES = frozenset(["conversion", "resource", "response"])
_TYPES = frozenset(["text/html", "application/xhtml+xml", "text/plain"])
_LONGEST_HEAD, _LONGEST_LINE = 1 << 18, 1 << 16
_LENGTH = re.compile(r"\d{1,15}")
_SUCCESS = re.compile(rb"HTTP/\d[.\d]*\s+2\d\d\b")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\n]{0,1000}\n")
_PIECE = 1 << 20


class ArchivedPage(NamedTuple):
    """A page in an archive: its bytes, its address, the day (ISO) when it was fetched; or what is `wrong` with it."""

    data: bytes
    url: str
    day: str
    wrong: str = ""


@contextmanager
def unpack_file(file: BinaryIO) -> Iterator[io.BufferedReader]:
    """What gzip has packed into a file, as a file; raises InputRefusedError, as it is read, where it is damaged."""
    try:
        yield io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=file)))
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise InputRefusedError("is damaged: what gzip packed breaks off or can't be unpacked") from None


def read_archive(file: BinaryIO, limit: int) -> Iterator[ArchivedPage]:
    """The pages of an archive in their order; what is larger than `limit` bytes is passed over, and told as wrong.

    Raises InputRefusedError where no record begins where one should, or one breaks off.
    """
    while (line := _skip_blank_lines(file)) is not None:
        fields = _read_fields(file) if line.startswith(_START) else {}
        length = fields.get("content-length", "")
        if not _LENGTH.fullmatch(length):
            raise InputRefusedError("is damaged: no record of an archive stands where one should begin")
        left = int(length)
        if fields.get("warc-type", "").lower() in _PAGES:
            data = _read_whole(file, min(left, limit + 1))
            left -= len(data)
            page = _read_page(fields, data, limit)
            if page is not None:
                yield page
        while left > 0:
            left -= len(_read_whole(file, min(left, _PIECE)))


def _read_whole(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    # Half a page is none.
    if len(data) < size:
        raise InputRefusedError("breaks off in the middle of a page")
    return data


def _read_page(fields: Mapping[str, str], data: bytes, limit: int) -> ArchivedPage | None:
    """The page of a record; None where it holds another kind of thing."""
    page = ArchivedPage(b"", fields.get("warc-target-uri", "").strip("<>"), _read_day(fields.get("warc-date", "")))
    if len(data) > limit:
        return page._replace(wrong=f"is larger than {limit >> 20} MiB")
    kind = fields.get("content-type", "")
    if not kind.startswith("application/http"):
        return page._replace(data=data) if _is_text(kind) else None
    answer = io.BytesIO(data)
    if not _SUCCESS.match(answer.readline(_LONGEST_LINE)):
        return None
    headers = _read_fields(answer)
    if not _is_text(headers.get("content-type", "")):
        return None
    body = answer.read()
    try:
        # Archives often hold bodies put together and unpacked, under headers that say otherwise.
        if "chunked" in headers.get("transfer-encoding", "").lower():
            body = _join_chunks(body)
        if (encoding := headers.get("content-encoding", "")) and body.lstrip()[:1] != b"<":
            body = unpack_body(body, encoding, limit)
    except UnpackingError as error:
        return page._replace(wrong=str(error))
    except TooLargeError:
        return page._replace(wrong=f"unpacks to more than {limit >> 20} MiB")
    return page._replace(data=body)


def _read_day(moment: str) -> str:
    with suppress(ValueError):
        return date.fromisoformat(moment[:10]).isoformat()
    return ""


def _is_text(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() in _TYPES


def _join_chunks(body: bytes) -> bytes:
    """A body without its chunks' sizes (RFC 9112, 7.1); as it is where it has none."""
    pieces, place = bytearray(), 0
    while chunk := _CHUNK.match(body, place):
        size = int(chunk[1], 16)
        if not size:
            return bytes(pieces)
        pieces += body[chunk.end() : chunk.end() + size]
        end = chunk.end() + size
        place = end + (2 if body[end : end + 2] == b"\r\n" else 1)
    return bytes(pieces) or body


def _skip_blank_lines(file: BinaryIO) -> bytes | None:
    """The next line that is not blank; None at the end."""
    while line := file.readline(_LONGEST_LINE):
        if line.strip():
            return line
    return None


def _read_fields(file: BinaryIO) -> dict[str, str]:
    """Header fields up to the blank line behind them, by their names in small letters; of several the first."""
    fields: dict[str, str] = {}
    left = _LONGEST_HEAD
    while left > 0 and (line := file.readline(_LONGEST_LINE)).strip():
        left -= len(line)
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields
