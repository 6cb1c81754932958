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
from newsreader.splitting.cues import UPDATED_WORDS
from newsreader.splitting.dates import parse_date
from newsreader.splitting.features import split_link_label
from newsreader.splitting.hints import apply_hints
from newsreader.splitting.names import parse_byline, split_credit
from newsreader.text import split_site_suffix, title_key

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT_KINDS = {
    Label.LEAD: PartKind.LEAD,
    Label.BODY: PartKind.PARAGRAPH,
    Label.SUBHEADING: PartKind.SUBHEADING,
    Label.QUOTE: PartKind.QUOTE,
}
_SEPARATORS = " \t|-:\u2013\u2014\u00b7\u2022\u00bb"
_MOST_SITE_WORDS = 6


def assemble(document: Document, labels: Sequence[Label]) -> Page:
    """The page that the labels (one for each block of the document) make.

    Raises NotAnArticleError where they name no title or no text.
    """
    labelled = list(zip(document.blocks, labels, strict=True))
    if not any(label in (Label.BODY, Label.LEAD) for _, label in labelled):
        raise NotAnArticleError("no article found: the text has no paragraphs that follow one another")
    titles = [block.text for block, label in labelled if label is Label.TITLE]
    hints = document.hints
    if not titles and hints and hints.title:
        titles = [hints.title]
    if not titles:
        raise NotAnArticleError("no article found: there are paragraphs, but no title above them")
    title, site = _split_title(titles)
    article = Article(
        title=title,
        published=_find_published([block.text for block, label in labelled if label in (Label.DATE, Label.BYLINE)]),
        byline=_find_names([block.text for block, label in labelled if label is Label.BYLINE]),
        parts=tuple(_make_parts(labelled)),
        url=document.url,
        site=site,
    )
    if hints:
        article = apply_hints(article, hints, document.blocks)
    return Page(article, tuple(_make_sections(labelled)))


# --- the article ----------------------------------------------------------------------------------------------------


def _split_title(titles: Sequence[str]) -> tuple[str, str]:
    """The title without its site's name, and that name: told by a title that is said again without it, or its form."""
    for longer in titles:
        for shorter in titles:
            site = longer[len(shorter) :].strip(_SEPARATORS)
            if len(shorter) < len(longer) and longer.startswith(shorter) and 0 < len(site.split()) <= _MOST_SITE_WORDS:
                return shorter, site
    _, site = split_site_suffix(titles[0])
    # The last one is the article's own; the first is the page's.
    title, own_site = split_site_suffix(titles[-1])
    if len(titles) > 1 and title_key(titles[0]) != title_key(titles[-1]):
        return titles[-1], site
    return title, own_site or site


def _find_published(texts: Sequence[str]) -> str:
    """The page's date: the first one stated, one without "updated" before one with it.

    A date without a time gives way to one of the same day that has it.
    """
    dated = [(text.casefold(), iso) for text in texts if (iso := parse_date(text))]
    if not dated:
        return ""
    original = [iso for text, iso in dated if not text.startswith(UPDATED_WORDS)]
    first = (original or [iso for _, iso in dated])[0]
    if len(first) > len("2031-03-05"):
        return first
    return next((iso for iso in original if iso.startswith(f"{first}T")), first)


def _find_names(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in texts for name in parse_byline(text)))


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
