"""HTML: a block for each stretch of text between block elements, with what only its tags tell."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from newsreader.model import Block, Link
from newsreader.sources.metadata import read_hints
from newsreader.sources.tags import tame
from newsreader.text import clean_dump, clean_line, clean_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from newsreader.model import Hints

# The longest pages of live blogs have some thousand; far more is a bomb, or a book.
_MOST_BLOCKS = 20_000

# Elements that begin and end a block (HTML standard, "Rendering": display block, table parts, list items).
_BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table
    tbody td tfoot th thead tr ul button
    """.split()
)
# Elements whose content is no text of the page.
_SKIPPED = frozenset(
    """
    head script style template noscript svg math iframe object embed audio video canvas map select datalist textarea
    progress meter noframes frameset
    """.split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_EMPHASIS = frozenset(["strong", "em", "b", "i"])
# The page's machinery: https://www.w3.org/TR/wai-aria-1.2/#landmark_roles and the elements that stand for them.
_CHROME = frozenset(["nav", "header", "footer", "aside", "form", "dialog", "button"])
_CHROME_ROLES = frozenset(["navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog"])
_HIDDEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# Some sites wrap the whole page in a form or a header: what holds more of its text than this is no machinery.
_MOST_CHROME = 0.5
# The main article is the first that has at least this share of the longest one's text (more may follow below it).
_LEAST_MAIN = 0.4


@dataclass(frozen=True, slots=True)
class _Place:
    """What the elements around a text say of it; `chrome` and `article` number the outermost such element, 0 is none."""

    heading: int = 0
    chrome: int = 0
    article: int = 0
    in_main: bool = False
    is_list_item: bool = False
    is_caption: bool = False
    is_quote: bool = False
    is_emphasised: bool = False
    in_figure: bool = False
    is_preformatted: bool = False
    link: int = 0
    url: str = ""


class _Builder:
    """The block in the making, and those made."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.blocks: list[Block] = []
        self.places: list[_Place] = []
        self._pieces: list[tuple[str, _Place]] = []
        self._alts: list[tuple[str, _Place]] = []
        self._time = ""
        self._numbers = 0
        # Menus say the same addresses twice, and cards each of theirs three times.
        self._addresses: dict[str, str] = {}

    @property
    def is_full(self) -> bool:
        return len(self.blocks) >= _MOST_BLOCKS

    def number(self) -> int:
        """A number that no other element has."""
        self._numbers += 1
        return self._numbers

    def add_text(self, text: str, place: _Place) -> None:
        if self._pieces or not text.isspace():
            self._pieces.append((text, place))

    def add_alt(self, text: str, place: _Place) -> None:
        self._alts.append((text, place))

    def add_time(self, moment: str) -> None:
        self._time = self._time or clean_line(moment)

    def break_line(self, place: _Place) -> None:
        """`<br>`: the end of a block, but a title, a caption or a link goes on behind it."""
        if place.heading or place.is_caption or place.link:
            self.add_text(" ", place)
        else:
            self.flush()

    def flush(self) -> None:
        """End the block; where it has no text, nothing was."""
        alts, self._alts = self._alts, []
        for text, place in alts:
            self._append(text, place, [(text, place)], is_alt=True)
        pieces, self._pieces = self._pieces, []
        moment, self._time = self._time, ""
        if not pieces:
            return
        if pieces[0][1].is_preformatted:
            # Its line ends mean something; each line is a block, as `<br>` would make it.
            for line in clean_dump("".join(text for text, _ in pieces)).split("\n"):
                self._append(line, pieces[0][1], [])
            return
        self._append("".join(text for text, _ in pieces), pieces[0][1], pieces, moment)

    def _append(
        self, raw: str, place: _Place, pieces: list[tuple[str, _Place]], moment: str = "", *, is_alt: bool = False
    ) -> None:
        text = clean_line(raw)
        if not text or self.is_full:
            return
        links, linked = self._find_links(pieces)
        marked = [place.is_emphasised for piece, place in pieces if not piece.isspace()]
        number = len(self.blocks)
        block = Block(
            text,
            number,
            number,
            links=links,
            heading=0 if is_alt else max((place.heading for _, place in pieces), default=place.heading),
            is_list_item=place.is_list_item,
            is_caption=place.is_caption,
            is_emphasised=bool(marked) and all(marked),
            is_quote=place.is_quote,
            is_alt=is_alt,
            link_share=min(1.0, linked / len(text)),
            time=moment,
        )
        self.blocks.append(block)
        self.places.append(place)

    def _find_links(self, pieces: list[tuple[str, _Place]]) -> tuple[tuple[Link, ...], int]:
        """The links of a block that have an address, and the characters of all."""
        texts: dict[tuple[int, str], list[str]] = {}
        for piece, place in pieces:
            if place.link:
                texts.setdefault((place.link, place.url), []).append(piece)
        links: list[Link] = []
        linked = 0
        for (_, address), found in texts.items():
            text = clean_line("".join(found))
            linked += len(text)
            if text and (url := self._resolve(address)):
                links.append(Link(text, url))
        return tuple(links), linked

    def _resolve(self, address: str) -> str:
        url = self._addresses.get(address)
        if url is None:
            url = self._addresses[address] = clean_url(address, self.base)
        return url


def read_page(text: str, url: str = "") -> tuple[tuple[Block, ...], str, Hints]:
    """The blocks of a page, its address (`url`, else the one it gives itself, else "") and what its metadata says.

    Hidden elements are left out; `url` is the base of relative addresses where the page names none.
    """
    tree = LexborHTMLParser(tame(text))
    hints = read_hints(tree, url)
    address = url or hints.url
    declared = tree.css_first("base[href]")
    base = clean_url(declared.attributes.get("href") or "", address) if declared else ""
    builder = _Builder(base or address)
    if tree.body is not None:
        _walk(tree.body, builder)
    return tuple(_place_blocks(builder)), address, hints if hints.url else replace(hints, url=address)


def _walk(root: LexborNode, builder: _Builder) -> None:
    """Feed the builder with all that is shown below `root`; a stack of its own, for pages nest deeper than Python."""
    stack: list[tuple[LexborNode | None, _Place, bool]] = []
    node, place = root.child, _Place()
    is_block = True
    while not builder.is_full:
        if node is None:
            # The end of an element, and of its block where it is one.
            if is_block:
                builder.flush()
            if not stack:
                return
            node, place, is_block = stack.pop()
            continue
        tag = node.tag or ""
        if tag == "-text":
            builder.add_text(node.text_content or "", place)
        elif tag == "br":
            builder.break_line(place)
        elif tag not in _SKIPPED and tag[0] not in "-!":
            attributes = node.attributes
            if not _is_hidden(attributes):
                begins = tag in _BLOCKS
                if begins:
                    builder.flush()
                inner = _enter(tag, attributes, place, builder)
                child = node.child
                if child is not None:
                    stack.append((node.next, place, is_block))
                    node, place, is_block = child, inner, begins
                    continue
        node = node.next


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and bool(_HIDDEN_STYLE.search(style or ""))


def _enter(tag: str, attributes: dict[str, str | None], place: _Place, builder: _Builder) -> _Place:
    """The place inside an element."""
    if tag in _HEADINGS:
        return replace(place, heading=_HEADINGS[tag])
    if tag == "a":
        return replace(place, link=builder.number(), url=attributes.get("href") or "")
    if tag in _EMPHASIS:
        return place if place.is_emphasised else replace(place, is_emphasised=True)
    if tag == "img":
        alt = attributes.get("alt")
        if alt and (place.link or place.in_figure):
            builder.add_alt(alt, place)
        return place
    if tag == "time":
        builder.add_time(attributes.get("datetime") or "")
        return place
    role = attributes.get("role") or ""
    changed: dict[str, object] = {}
    if tag == "article" or role == "article":
        changed["article"] = place.article or builder.number()
    elif tag == "main" or role == "main":
        changed["in_main"] = True
    elif tag in _CHROME or role in _CHROME_ROLES:
        # An article's own header holds its title.
        is_own = tag == "header" and role not in _CHROME_ROLES and (place.article or place.in_main)
        if not is_own and not place.chrome:
            changed["chrome"] = builder.number()
    elif tag == "li":
        changed["is_list_item"] = True
    elif tag == "figcaption":
        changed["is_caption"] = True
    elif tag == "blockquote":
        changed["is_quote"] = True
    elif tag == "figure":
        changed["in_figure"] = True
    elif tag == "pre":
        changed["is_preformatted"] = True
    return replace(place, **changed) if changed else place


def _place_blocks(builder: _Builder) -> list[Block]:
    """The blocks, with what only the whole page tells: which part is the main one and which its machinery."""
    chromes: defaultdict[int, int] = defaultdict(int)
    articles: defaultdict[int, int] = defaultdict(int)
    total = 0
    for block, place in zip(builder.blocks, builder.places, strict=True):
        # Links say little of where the text is.
        size = int(len(block.text) * (1 - block.link_share))
        total += size
        chromes[place.chrome] += size
        if not place.chrome:
            articles[place.article] += size
    longest = max((size for number, size in articles.items() if number), default=0)
    article = next((number for number, size in articles.items() if number and size >= _LEAST_MAIN * longest), 0)
    # Where most text is in no article, the articles are cards of a list, or comments.
    if article and articles[0] > 2 * longest:
        article = 0
    has_main = any(place.in_main for place in builder.places)
    placed: list[Block] = []
    for block, place in zip(builder.blocks, builder.places, strict=True):
        in_chrome = place.chrome > 0 and chromes[place.chrome] <= _MOST_CHROME * total
        in_main = place.article == article if article else place.in_main and has_main
        placed.append(replace(block, in_main=in_main and not in_chrome, in_chrome=in_chrome))
    return placed


