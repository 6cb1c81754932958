"""The one way from the bytes of an input to its page: sources and splitting joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.sources import read_document
from newsreader.splitting import label_blocks, split

if TYPE_CHECKING:
    from newsreader.model import Document, Page
    from newsreader.splitting.labels import Labelling


def read_page(data: bytes, *, url: str = "", day: str = "", limit: int) -> Page:
    """Split a dump or a page's HTML; `url` is its address, `day` its date (ISO) where it states none, `limit` in bytes.

    Raises InputRefusedError (empty, binary, XML, too large) or NotAnArticleError.
    """
    return split(read_document(data, url=url, limit=limit), day=day)


def inspect_blocks(data: bytes, *, url: str = "", limit: int) -> tuple[Document, Labelling]:
    """What an input was taken for, block by block: its document, one label for each block, and how sure they are.

    Raises InputRefusedError as `read_page` does.
    """
    document = read_document(data, url=url, limit=limit)
    return document, label_blocks(document.blocks, document.hints)
