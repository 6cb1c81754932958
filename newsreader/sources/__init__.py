"""Bytes in, a document of blocks out: what was given is recognised, decoded, made harmless and cut into blocks."""

from newsreader.sources.detect import decode, read_document

__all__ = ["decode", "read_document"]
