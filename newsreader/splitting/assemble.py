"""A page made of its labelled blocks: the article in parts, and the sections beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from textwrap import shorten
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
from newsreader.splitting.scene import TEXTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.model import Hints
    from newsreader.splitting.head import Head
    from newsreader.splitting.labels import Labelling

# A headline's least words; of a line of several links it is the longest one, where that has so much of the line.
_LEAST_WORDS, _LEAST_SHARE = 4, 0.5
_LONGEST_DATE, _LONGEST_LINK = 30, 4
# A page that shows no title, such as one cut out of its frame, is called by its text's first words.
_LONGEST_OPENING, _MORE = 80, " …"
# A list that counts its headlines: `1. Ferry late again`, `2. Goat on roof`.
_COUNTED = re.compile(r"(\d{1,2})[.)]\s+(?=\S)")
_SIDE = frozenset([Label.SECTION_HEADING, Label.HEADLINE, Label.TOPIC, Label.KICKER, Label.ALT_TEXT])
_PART_KINDS = {
    Label.LEAD: PartKind.LEAD,
    Label.BODY: PartKind.PARAGRAPH,
    Label.SUBHEADING: PartKind.SUBHEADING,
    Label.QUOTE: PartKind.QUOTE,
    Label.CAPTION: PartKind.CAPTION,
    Label.INLINE_LINK: PartKind.LINK,
}


def assemble(document: Document, labelling: Labelling, *, day: str = "") -> Page:
    """The page that the labels of a document's blocks make; `day` is when it was read, if that is known.

    Raises NotAnArticleError where they name no text.
    """
    labels = labelling.labels
    if len(labels) > MOST_BLOCKS:
        raise NotAnArticleError(f"no article: {len(labels):,} lines are more than any has")
    if labelling.kind is PageKind.INDEX:
        raise NotAnArticleError("no article, but an index of others: give the page of one of them")
    if TEXTS.isdisjoint(labels):
        raise NotAnArticleError(
            "no article found: no paragraphs follow one another; `newsreader inspect` says what its lines are"
        )
    hints = _find_hints(document, labelling)
    head = _settle_head(document, labelling, hints, day)
    labelled = list(zip(document.blocks, mark_head(labels, head, labelling.given), strict=True))
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


def settle_labels(document: Document, labelling: Labelling, *, day: str = "") -> tuple[Label, ...]:
    """What each block is in the page that `assemble` makes, the head's blocks included."""
    if TEXTS.isdisjoint(labelling.labels) or labelling.kind is PageKind.INDEX:
        return labelling.labels
    head = _settle_head(document, labelling, _find_hints(document, labelling), day)
    return tuple(mark_head(labelling.labels, head, labelling.given))


def _find_hints(document: Document, labelling: Labelling) -> Hints | None:
    """What metadata says, without what the reader says that a block of the page says."""
    hints, said = document.hints, set(labelling.given.values())
    if hints and Label.DATE in said:
        hints = replace(hints, published="")
    if hints and Label.BYLINE in said:
        hints = replace(hints, byline=())
    return hints


def _settle_head(document: Document, labelling: Labelling, hints: Hints | None, day: str) -> Head:
    labels = labelling.labels
    # What metadata says is said more exactly than as an age.
    day = "" if hints and hints.published else day
    head = find_head(document.blocks, labels, labelling.chances, labelling.given, url=document.url, day=day)
    if hints:
        head = settle_title(head, hints, document.blocks, labels)
    texts = [place for place, label in enumerate(labels) if label in TEXTS]
    if not head.title or (Label.TITLE not in labels and not hints):
        head = replace(head, title=_open(document.blocks[texts[0]].text), title_block=-1)
    # All the text that there is stays text.
    return head if texts != [head.title_block] else replace(head, title_block=-1)


def _open(text: str) -> str:
    """The first words of a text, of one without blanks its first letters."""
    opening = shorten(text, _LONGEST_OPENING, placeholder=_MORE)
    return opening if opening != _MORE.strip() else text[: _LONGEST_OPENING - len(_MORE)] + _MORE


# --- the article ----------------------------------------------------------------------------------------------------


def _make_parts(labelled: Sequence[tuple[Block, Label]]) -> list[Part]:
    parts: list[Part] = []
    alt = ""
    captions: set[str] = set()
    for block, label in labelled:
        if label is Label.CAPTION:
            # Pages say a picture's text for wide and for narrow screens.
            if block.text in captions:
                continue
            captions.add(block.text)
        if label in _PART_KINDS:
            parts.append(_make_part(_PART_KINDS[label], block, alt))
        alt = block.text if label is Label.ALT_TEXT else ""
    return parts


def _make_part(kind: PartKind, block: Block, alt: str) -> Part:
    if kind is PartKind.CAPTION:
        text, credit = split_credit(block.text)
        return Part(kind, text, alt=alt, credit=credit)
    if kind is PartKind.LINK:
        label, text = split_link_label(block.text)
        return Part(kind, text, label=label, url=_url_of(block))
    return Part(kind, block.text)


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
    if text.endswith(half) and len(half.split()) >= _LEAST_WORDS and text in (half + half, f"{half} {half}"):
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
        """Short lines among headlines are labels, alone they are topics; numbers that count headlines are cut off."""
        topics = tuple(self.topics)
        labels, topics = (topics, ()) if self.headlines else ((), topics)
        matches = [_COUNTED.match(headline.text) for headline in self.headlines]
        numbers = [int(match[1]) for match in matches if match]
        if len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1)):
            self.headlines = [
                replace(headline, text=headline.text[match.end() :]) if match else headline
                for headline, match in zip(self.headlines, matches, strict=True)
            ]
        return Section(self.heading, tuple(self.headlines), topics, labels)


def _make_sections(labelled: Sequence[tuple[Block, Label]], breaks: frozenset[int]) -> list[Section]:
    """Sections in order; headlines before any heading, behind a break, or after the text went on, have no heading."""
    opened: list[_OpenSection] = []
    current: _OpenSection | None = None
    alt = kicker = ""
    for index, (block, label) in enumerate(labelled):
        if label not in _SIDE:
            if label is not Label.FURNITURE:
                current, alt, kicker = None, "", ""
        elif label is Label.SECTION_HEADING:
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
        else:
            alt = block.text
    return [section.close() for section in opened if section.headlines or section.topics]
