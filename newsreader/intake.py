"""The one way from the bytes of an input to its page: sources and splitting joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.model import Correction, NotAnArticleError, SeenBlock
from newsreader.sources import read_document
from newsreader.splitting import assemble, label_blocks, match_corrections, settle_labels, split
from newsreader.splitting.sureness import rate_labels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Document, Page
    from newsreader.splitting.labels import Labelling


def read_page(data: bytes, *, url: str = "", day: str = "", limit: int, corrections: Sequence[Correction] = ()) -> Page:
    """Split a dump or a page's HTML; `url` is its address, `day` its date (ISO) where it states none, `limit` in bytes.

    `corrections` are what the reader said of its blocks. Raises InputRefusedError (empty, binary, XML, too large) or
    NotAnArticleError.
    """
    document = read_document(data, url=url, limit=limit)
    return split(document, day=day, given=match_corrections(document.blocks, corrections)[0])


def inspect_blocks(data: bytes, *, url: str = "", limit: int) -> tuple[Document, Labelling]:
    """What an input was taken for, block by block: its document, one label for each block, and how sure they are.

    Raises InputRefusedError as `read_page` does.
    """
    document = read_document(data, url=url, limit=limit)
    return document, label_blocks(document.blocks, document.hints)


def explain_page(
    data: bytes, *, url: str = "", day: str = "", limit: int, corrections: Sequence[Correction] = ()
) -> tuple[tuple[SeenBlock, ...], tuple[Correction, ...], str]:
    """What `read_page` takes each block of an input for, which corrections fit none, and why there is no article.

    Raises InputRefusedError as `read_page` does.
    """
    document = read_document(data, url=url, limit=limit)
    given, unmatched = match_corrections(document.blocks, corrections)
    labelling = label_blocks(document.blocks, document.hints, given)
    reason = ""
    try:
        assemble(document, labelling, day=day)
    except NotAnArticleError as error:
        reason = str(error)
    labels = settle_labels(document, labelling, day=day)
    rows = zip(document.blocks, labels, rate_labels(labels, labelling.chances), strict=True)
    blocks = tuple(
        SeenBlock(block.text, block.first_line, block.last_line, label, sureness, place in given)
        for place, (block, label, sureness) in enumerate(rows)
    )
    return blocks, unmatched, reason


def move_corrections(
    data: bytes, corrections: Sequence[Correction], *, url: str = "", limit: int
) -> tuple[Correction, ...]:
    """The corrections of another input whose blocks are in this one too, on the lines where they stand here.

    Raises InputRefusedError as `read_page` does.
    """
    blocks = read_document(data, url=url, limit=limit).blocks
    found = sorted(match_corrections(blocks, corrections)[0].items())
    return tuple(
        Correction(blocks[place].first_line, blocks[place].last_line, blocks[place].text, label)
        for place, label in found
    )
