"""Digests, by which what was there before is known again.

`hashlib` is loaded for the first of them: it sets OpenSSL up, which takes 2 ms, and a start needs no digest.
"""

from __future__ import annotations


def digest(data: bytes, size: int) -> bytes:
    """The BLAKE2b digest of `size` bytes (RFC 7693)."""
    from hashlib import blake2b

    return blake2b(data, digest_size=size).digest()


def digest_whole(data: bytes) -> bytes:
    """The SHA-256 digest, 32 bytes (FIPS 180-4)."""
    from hashlib import sha256

    return sha256(data).digest()
