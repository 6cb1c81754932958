"""A page made of its labelled blocks: the article in parts, and the sections beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from newsreader.model import (
    Article,
    Block,
    Document,
    Headline,
    Label,
    NotAnArticleError,
    Page,
    Part,
    PartKind,
    Section,
)
from newsreader.splitting.features import split_link_label
from newsreader.splitting.head import find_head, mark_head
from newsreader.splitting.hints import apply_hints, settle_title
from newsreader.splitting.names import split_credit

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT_KINDS = {
    Label.LEAD: PartKind.LEAD,
    Label.BODY: PartKind.PARAGRAPH,
    Label.SUBHEADING: PartKind.SUBHEADING,
    Label.QUOTE: PartKind.QUOTE,
}


def assemble(document: Document, labels: Sequence[Label]) -> Page:
    """The page that the labels (one for each block of the document) make.

    Raises NotAnArticleError where they name no title or no text.
    """
    if not any(label in (Label.BODY, Label.LEAD) for label in labels):
        raise NotAnArticleError(
            "no article found: no paragraphs follow one another; `newsreader inspect` says what its lines are"
        )
    head, hints = find_head(document.blocks, labels), document.hints
    if hints:
        head = settle_title(head, hints, document.blocks, labels)
    if not head.title or (Label.TITLE not in labels and not hints):
        raise NotAnArticleError(
            "no article found: paragraphs, but no title above them; `newsreader inspect` says what its lines are"
        )
    labelled = list(zip(document.blocks, mark_head(labels, head), strict=True))
    article = Article(
        title=head.title,
        published=head.published,
        byline=head.byline,
        parts=tuple(_make_parts(labelled)),
        url=document.url,
        site=head.site,
    )
    if hints:
        article = apply_hints(article, hints, document.blocks)
    return Page(article, tuple(_make_sections(labelled)))


# --- the article ----------------------------------------------------------------------------------------------------


def _make_parts(labelled: Sequence[tuple[Block, Label]]) -> list[Part]:
    parts: list[Part] = []
    alt = ""
    for block, label in labelled:
        if label in _TEXT_KINDS:
            parts.append(Part(_TEXT_KINDS[label], block.text))
        elif label is Label.CAPTION:
            text, credit = split_credit(block.text)
            parts.append(Part(PartKind.CAPTION, text, alt=alt, credit=credit))
        elif label is Label.INLINE_LINK:
            name, text = split_link_label(block.text)
            parts.append(Part(PartKind.LINK, text, label=name, url=_url_of(block)))
        alt = block.text if label is Label.ALT_TEXT else ""
    return parts


def _url_of(block: Block) -> str:
    """The address of a block's main link: the one with most words."""
    return max(block.links, key=lambda link: len(link.text)).url if block.links else ""


# --- the sections ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _OpenSection:
    heading: str
    headlines: list[Headline] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)

    def close(self) -> Section:
        """Short lines among headlines are labels, alone they are topics."""
        topics = tuple(self.topics)
        labels, topics = (topics, ()) if self.headlines else ((), topics)
        return Section(self.heading, tuple(self.headlines), topics, labels)


def _make_sections(labelled: Sequence[tuple[Block, Label]]) -> list[Section]:
    """Sections in order; headlines before any heading, or after the text went on, make one without a heading."""
    opened: list[_OpenSection] = []
    current: _OpenSection | None = None
    alt = kicker = ""
    for block, label in labelled:
        if label is Label.SECTION_HEADING:
            current = _OpenSection(block.text)
            opened.append(current)
        elif label in (Label.HEADLINE, Label.TOPIC):
            if current is None:
                current = _OpenSection("")
                opened.append(current)
            if label is Label.TOPIC:
                current.topics.append(block.text)
            else:
                current.headlines.append(Headline(block.text, alt, kicker, _url_of(block)))
                alt = kicker = ""
        elif label is Label.KICKER:
            kicker = block.text
        elif label is Label.ALT_TEXT:
            alt = block.text
        elif label is not Label.FURNITURE:
            current, alt, kicker = None, "", ""
    return [section.close() for section in opened if section.headlines or section.topics]
