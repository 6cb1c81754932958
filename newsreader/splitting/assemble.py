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
    PageKind,
    Part,
    PartKind,
    Section,
)
from newsreader.splitting.dates import find_date
from newsreader.splitting.features import split_link_label
from newsreader.splitting.head import find_head, mark_head
from newsreader.splitting.hints import apply_hints, settle_title
from newsreader.splitting.labels import MOST_BLOCKS
from newsreader.splitting.names import split_credit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.splitting.labels import Labelling

# A headline's least words; of a line of several links it is the longest one, where that has so much of the line.
_LEAST_WORDS, _LEAST_SHARE = 4, 0.5
_LONGEST_DATE, _LONGEST_LINK = 30, 4
_TEXT_KINDS = {
    Label.LEAD: PartKind.LEAD,
    Label.BODY: PartKind.PARAGRAPH,
    Label.SUBHEADING: PartKind.SUBHEADING,
    Label.QUOTE: PartKind.QUOTE,
}


def assemble(document: Document, labelling: Labelling, *, day: str = "") -> Page:
    """The page that the labels of a document's blocks make; `day` is when it was read, if that is known.

    Raises NotAnArticleError where they name no title or no text.
    """
    labels = labelling.labels
    if len(labels) > MOST_BLOCKS:
        raise NotAnArticleError(f"no article: {len(labels):,} lines are more than any has")
    if labelling.kind is PageKind.INDEX:
        raise NotAnArticleError("no article, but an index of others: give the page of one of them")
    if not any(label in (Label.BODY, Label.LEAD) for label in labels):
        raise NotAnArticleError(
            "no article found: no paragraphs follow one another; `newsreader inspect` says what its lines are"
        )
    head, hints = find_head(document.blocks, labels, labelling.chances, day=day), document.hints
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
    return Page(article, tuple(_make_sections(labelled, labelling.breaks)), labelling.sureness.text, labelling.kind)


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


def _read_headline(block: Block) -> str:
    """A headline's words: one of its copies for wide and narrow screens, the main link of a line of several, no date
    behind it.
    """
    text = block.text
    if len(block.links) > 1:
        longest = max(block.links, key=lambda link: len(link.text)).text
        if len(longest.split()) >= _LEAST_WORDS and len(longest) >= _LEAST_SHARE * len(text):
            text = longest
    half = text[: len(text) // 2].rstrip()
    if len(half.split()) >= _LEAST_WORDS and text in (half + half, f"{half} {half}"):
        text = half
    date = find_date(text)
    head = text[: date.start].rstrip() if date else ""
    # A day that the headline speaks of stands behind a small word or a comma.
    words = head.split()
    is_apart = len(words) >= _LEAST_WORDS and len(words[-1]) > _LONGEST_LINK and head[-1] not in ",:-\u2013"
    return head if is_apart and len(text) - len(head) <= _LONGEST_DATE else text


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


def _make_sections(labelled: Sequence[tuple[Block, Label]], breaks: frozenset[int]) -> list[Section]:
    """Sections in order; headlines before any heading, behind a break, or after the text went on, have no heading."""
    opened: list[_OpenSection] = []
    current: _OpenSection | None = None
    alt = kicker = ""
    for index, (block, label) in enumerate(labelled):
        if label is Label.SECTION_HEADING:
            current, alt, kicker = _OpenSection(block.text), "", ""
            opened.append(current)
        elif label in (Label.HEADLINE, Label.TOPIC):
            if current is None or (index in breaks and current.headlines):
                current = _OpenSection("")
                opened.append(current)
            if label is Label.TOPIC:
                current.topics.append(block.text)
            else:
                current.headlines.append(Headline(_read_headline(block), alt, kicker, _url_of(block)))
                alt = kicker = ""
        elif label is Label.KICKER:
            kicker = block.text
        elif label is Label.ALT_TEXT:
            alt = block.text
        elif label is not Label.FURNITURE:
            current, alt, kicker = None, "", ""
    return [section.close() for section in opened if section.headlines or section.topics]
