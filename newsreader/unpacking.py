"""Bodies unpacked, never further than a limit: what unpacks to gigabytes is given up at the limit."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_GZIP_MAGIC = b"\x1f\x8b"
# Packed more than once is rare; more often than this is an attack.
_MAX_LAYERS = 3


class UnpackingError(Exception):
    """A body can't be unpacked: its text says what is wrong with it."""


class TooLargeError(Exception):
    """A body, or what it unpacks to, passes the limit."""


def unpack_body(body: bytes, encoding: str, limit: int) -> bytes:
    """Undo what Content-Encoding says was done to `body`; the result has at most `limit` bytes.

    Raises UnpackingError, and TooLargeError as soon as there is more.
    """
    names = [name.strip().lower() for name in encoding.split(",")]
    layers = [name for name in names if name not in ("", "identity")]
    if len(layers) > _MAX_LAYERS:
        raise UnpackingError(f"is packed {len(layers)} times over")
    for name in reversed(layers):
        if name not in _UNPACKERS:
            raise UnpackingError("is packed in a way that nobody asked for")
        # An empty body is often said to be packed.
        if body:
            body = _UNPACKERS[name](body, limit)
    return body


def _unpack_gzip(packed: bytes, limit: int) -> bytes:
    pieces = bytearray()
    while packed:
        piece, packed = _inflate(packed, 16 + zlib.MAX_WBITS, limit - len(pieces))
        pieces += piece
        # Padding behind the last member is left out, as other readers do.
        if not packed.startswith(_GZIP_MAGIC):
            break
    return bytes(pieces)


def _unpack_deflate(packed: bytes, limit: int) -> bytes:
    # Many servers send it bare (RFC 1951) where it should be wrapped (RFC 1950).
    is_wrapped = len(packed) > 1 and packed[0] & 0x0F == 8 and (packed[0] << 8 | packed[1]) % 31 == 0
    return _inflate(packed, zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS, limit)[0]


def _inflate(packed: bytes, window: int, limit: int) -> tuple[bytes, bytes]:
    """One member, and what stands behind it."""
    unpacker = zlib.decompressobj(window)
    try:
        # One more than the limit, so that it is seen to be passed; and none at all would mean no limit.
        piece = unpacker.decompress(packed, limit + 1)
    except zlib.error:
        raise UnpackingError("can't be unpacked") from None
    if len(piece) > limit:
        raise TooLargeError
    if not unpacker.eof:
        raise UnpackingError("breaks off")
    return piece, unpacker.unused_data


def _unpack_brotli(packed: bytes, limit: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    pieces = bytearray()
    try:
        pieces += unpacker.process(packed, output_buffer_limit=limit + 1)
        while not unpacker.can_accept_more_data() and len(pieces) <= limit:
            pieces += unpacker.process(b"", output_buffer_limit=limit + 1 - len(pieces))
    except brotli.error:
        raise UnpackingError("can't be unpacked") from None
    if len(pieces) > limit:
        raise TooLargeError
    if not unpacker.is_finished():
        raise UnpackingError("breaks off")
    return bytes(pieces)


def _unpack_zstd(packed: bytes, limit: int) -> bytes:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    pieces = bytearray()
    while packed:
        unpacker = zstd.ZstdDecompressor()
        try:
            piece = unpacker.decompress(packed, limit + 1 - len(pieces))
        except zstd.ZstdError:
            raise UnpackingError("can't be unpacked") from None
        pieces += piece
        if len(pieces) > limit:
            raise TooLargeError
        if not unpacker.eof:
            raise UnpackingError("breaks off")
        packed = unpacker.unused_data
    return bytes(pieces)


_UNPACKERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _unpack_gzip,
    "x-gzip": _unpack_gzip,
    "deflate": _unpack_deflate,
    "br": _unpack_brotli,
    "zstd": _unpack_zstd,
}

# What servers may pack with, for Accept-Encoding.
ENCODINGS = "gzip, deflate, br, zstd"
