"""A document in, a page out: what each block is, and the article and its related headlines made of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsreader.splitting.assemble import assemble, settle_labels
from newsreader.splitting.corrections import match_corrections
from newsreader.splitting.dates import parse_date
from newsreader.splitting.labels import NOTHING_GIVEN, label_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsreader.model import Document, Label, Page

__all__ = ["assemble", "label_blocks", "match_corrections", "settle_labels", "split"]


def split(document: Document, *, day: str = "", given: Mapping[int, Label] = NOTHING_GIVEN) -> Page:
    """The article of a document and the headlines beside it; `given` are the labels of blocks that the reader said.

    `day` is when the page was read: its date where it states none, and the one from which `2 hours ago` is told.
    Raises NotAnArticleError where there is no article.
    """
    page = assemble(document, label_blocks(document.blocks, document.hints, given), day=parse_date(day) or day)
    if page.article.published or not day:
        return page
    return replace(page, article=replace(page.article, published=parse_date(day) or day))
