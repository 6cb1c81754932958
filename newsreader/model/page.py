"""What a page is: blocks in; its article, its sections and what was thought of each line out.

Times are ISO 8601 strings exactly as precise as the page was (`2031-03-04`, `2031-03-04T07:40`, with an
offset only where the page states one).
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from newsreader.values import dataclass


class Label(StrEnum):
    """What a block of a page is."""

    TITLE = "title"
    DATE = "date"
    BYLINE = "byline"
    CAPTION = "caption"
    LEAD = "lead"
    BODY = "body"
    SUBHEADING = "subheading"
    QUOTE = "quote"
    INLINE_LINK = "inline-link"
    SECTION_HEADING = "section-heading"
    HEADLINE = "headline"
    ALT_TEXT = "alt-text"
    KICKER = "kicker"
    TOPIC = "topic"
    FURNITURE = "furniture"


class Link(NamedTuple):
    """A stretch of a block's text that the source knew to be a link."""

    text: str
    url: str


class Block(NamedTuple):
    """One paragraph-like unit of a page; lines are counted from 0 in the decoded input, both ends included.

    The fields from `heading` on are what only HTML tells, where lines mean nothing: there, a block's line is its
    number. `heading` is 1–6 (0: none), `link_share` the share of its characters that are links (buttons too), `time`
    what its first `<time datetime>` says; `in_main` is the page's main part, `in_chrome` its machinery (asides, forms,
    comments …), `in_menu` that of its head and foot. `names` are the tags of the innermost elements around it and the
    words of their classes and ids, `outer_names` those of the elements around these.
    """

    text: str
    first_line: int
    last_line: int
    blanks_before: int = 0
    blanks_after: int = 0
    indent: int = 0
    links: tuple[Link, ...] = ()
    heading: int = 0
    is_list_item: bool = False
    is_caption: bool = False
    is_emphasised: bool = False
    is_quote: bool = False
    is_alt: bool = False
    in_main: bool = False
    in_chrome: bool = False
    in_menu: bool = False
    link_share: float = 0.0
    time: str = ""
    names: tuple[str, ...] = ()
    outer_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hints:
    """What a page's metadata says of its article; "" and () where it says nothing. `published` is as it is written,
    `text` all of the article's text in one line.
    """

    title: str = ""
    published: str = ""
    byline: tuple[str, ...] = ()
    url: str = ""
    site: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What a source hands to the splitter. `style` names the reader that made the blocks (`dump`, `lynx`, `html`).

    `hints` are None where the source has no metadata: whoever finds some knows that the blocks are HTML's.
    """

    blocks: tuple[Block, ...]
    style: str
    url: str = ""
    hints: Hints | None = None


class PartKind(StrEnum):
    """What a part of an article's text is."""

    LEAD = "lead"
    PARAGRAPH = "paragraph"
    SUBHEADING = "subheading"
    QUOTE = "quote"
    CAPTION = "caption"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an article, in reading order.

    `label` stands before an inline link on the page ("Read more"); `alt` and `credit` belong to a caption. One that
    `is_joined` is a further line of what the part before belongs to: a listing, a list, a table.
    """

    kind: PartKind
    text: str
    label: str = ""
    alt: str = ""
    credit: str = ""
    url: str = ""
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """The main article of a page; `site` is the name that the page gives its site, "" where it gives none."""

    title: str
    published: str = ""
    byline: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    url: str = ""
    site: str = ""

    @property
    def groups(self) -> list[list[Part]]:
        """Its parts as they stand, an empty line between groups: all of one kind, links or what is joined."""
        groups: list[list[Part]] = []
        for part in self.parts:
            is_link = part.kind is PartKind.LINK
            if groups and groups[-1][-1].kind is part.kind and (is_link or part.is_joined):
                groups[-1].append(part)
            else:
                groups.append([part])
        return groups


@dataclass(frozen=True, slots=True)
class Headline:
    """A related headline: its words, what its picture says, and its address where the source knew one."""

    text: str
    alt: str = ""
    kicker: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A group of related headlines (or of topics) under its own heading."""

    heading: str
    headlines: tuple[Headline, ...] = ()
    topics: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


class Correction(NamedTuple):
    """What the reader says that a block of a dump is; the block is known again by its text, nearest to its lines."""

    first_line: int
    last_line: int
    text: str
    label: Label


class PageKind(StrEnum):
    """What a page is: one article, a live blog (an article of many entries), an index of others, or none of these."""

    ARTICLE = "article"
    LIVE_BLOG = "live-blog"
    INDEX = "index"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Page:
    """A page, split: its article and its related headlines.

    `confidence` is the chance (0 to 1) that the article's text was cut out rightly; None for pages that were kept.
    """

    article: Article
    sections: tuple[Section, ...] = ()
    confidence: float | None = None
    kind: PageKind = PageKind.ARTICLE


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a dump came from: its bytes as they came, the name of the input, and what the reader said of it."""

    data: bytes
    name: str
    url: str = ""
    day: str = ""
    corrections: tuple[Correction, ...] = ()


class SeenBlock(NamedTuple):
    """A block of a stored dump and what it was taken for; `sureness` is that label's chance, 1 where it `is_corrected`.

    Lines are a block's; of HTML, where they mean nothing, its number.
    """

    text: str
    first_line: int
    last_line: int
    label: Label
    sureness: float
    is_corrected: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article is what it is: the blocks of its newest dump, which is called `name`.

    `unmatched` are the corrections whose block is there no longer: they are kept and do nothing. `reason` says why
    there are no blocks, or why the article could not be made of them, and is "" where all is well.
    """

    article_id: int
    name: str
    blocks: tuple[SeenBlock, ...] = ()
    unmatched: tuple[Correction, ...] = ()
    reason: str = ""
