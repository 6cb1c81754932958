"""HTML: a block for each stretch of text between block elements, with what only its tags tell."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from newsreader.model import Block, Link
from newsreader.sources import elements
from newsreader.sources.metadata import read_hints
from newsreader.sources.tags import tame
from newsreader.text import clean_dump, clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborNode

    from newsreader.model import Hints

# The longest pages of live blogs have some thousand; far more is a bomb, or a book.
_MOST_BLOCKS = 20_000

# Fewer characters in paragraphs than these are a teaser.
_LEAST_TEXT = 700

_PLAIN_URL = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9_%/~+!$,@().-]*)?(?:\?[A-Za-z0-9_%=&.-]+)?")
_PLAIN_PATH = re.compile(r"/[A-Za-z0-9_-][A-Za-z0-9_%/~+!$,@().-]*(?:\?[A-Za-z0-9_%=&.-]+)?")
# Some sites wrap the whole page in a form or a header: what holds more of its text than this is no machinery.
_MOST_CHROME = 0.5
_MOST_LONG = 0.9
_MOST_TITLED = 0.2
# The main article is the first that has at least this share of the longest one's text (more may follow below it).
_LEAST_MAIN = 0.4
# Blanks around a block and its indent, of which HTML says nothing.
_NO_LAYOUT = (0, 0, 0)


class _Place(NamedTuple):
    """What the elements around a text say of it; `chrome` and `article` number the outermost such element, 0 is none.

    A `chrome` below 0 is what may be longer than the article: comments, consent.
    """

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


class _Anchor(NamedTuple):
    """An `<a>` around a text; two of the same address are two."""

    number: int
    address: str


class _Piece(NamedTuple):
    text: str
    place: _Place
    anchor: _Anchor | None
    around: elements.Around | None = None


class _Draft(NamedTuple):
    """A block before it is known what part of the page it stands in."""

    text: str
    place: _Place
    links: tuple[Link, ...]
    link_share: float
    heading: int
    is_emphasised: bool
    is_alt: bool
    time: str
    around: elements.Around | None


class _Builder:
    """The block in the making, and those made."""

    def __init__(self, base: str, *, is_revealing: bool = False) -> None:
        self.base = base
        self.is_revealing = is_revealing
        self.drafts: list[_Draft] = []
        # The elements that are open.
        self.around: elements.Around | None = None
        self._pieces: list[_Piece] = []
        self._alts: list[_Piece] = []
        self._time = ""
        self._numbers = 0
        # The numbers of the page's menus, head and foot.
        self.menus: set[int] = set()
        # Menus say the same addresses twice, and cards each of theirs three times.
        self._addresses: dict[str, str] = {}
        origin = urlsplit(base)
        self._origin = f"{origin.scheme}://{origin.netloc}" if base else ""

    @property
    def has_text(self) -> bool:
        """Whether there are paragraphs enough for an article."""
        return sum(len(draft.text) for draft in self.drafts if _is_paragraph(draft)) >= _LEAST_TEXT

    def number(self) -> int:
        """A number that no other element has."""
        self._numbers += 1
        return self._numbers

    def add_text(self, text: str, place: _Place, anchor: _Anchor | None) -> None:
        if self._pieces or not text.isspace():
            self._pieces.append(_Piece(text, place, anchor, self.around))

    def add_alt(self, text: str, place: _Place, anchor: _Anchor | None) -> None:
        self._alts.append(_Piece(text, place, anchor, self.around))

    def add_time(self, moment: str) -> None:
        self._time = self._time or _clean(moment)

    def break_line(self, place: _Place, anchor: _Anchor | None) -> None:
        """`<br>`: the end of a block, but a title, a caption or a link goes on behind it."""
        if place.heading or place.is_caption or anchor:
            self.add_text(" ", place, anchor)
        else:
            self.flush()

    def flush(self) -> None:
        """End the block; where it has no text, nothing was."""
        if self._alts:
            alts, self._alts = self._alts, []
            for piece in alts:
                self._append([piece], is_alt=True)
        moment, self._time = self._time, ""
        if not self._pieces:
            return
        pieces, self._pieces = self._pieces, []
        place = pieces[0].place
        if place.is_preformatted:
            # Its line ends mean something; each line is a block, as `<br>` would make it.
            for line in clean_dump("".join(piece.text for piece in pieces)).split("\n"):
                self._append([_Piece(line, place, None, pieces[0].around)])
            return
        self._append(pieces, moment)

    def _append(self, pieces: list[_Piece], moment: str = "", *, is_alt: bool = False) -> None:
        text = _clean("".join([piece.text for piece in pieces]))
        if not text or len(self.drafts) >= _MOST_BLOCKS:
            return
        place = pieces[0].place
        links, linked = self._find_links(text, pieces)
        self.drafts.append(
            _Draft(
                text,
                place,
                links,
                min(1.0, linked / len(text)),
                0 if is_alt else max([piece.place.heading for piece in pieces]),
                all([piece.place.is_emphasised or piece.text.isspace() for piece in pieces]),
                is_alt,
                moment,
                pieces[0].around,
            )
        )

    def _find_links(self, text: str, pieces: list[_Piece]) -> tuple[tuple[Link, ...], int]:
        """The links of a block of this text that have an address, and the characters of all."""
        if len(pieces) == 1:
            anchor = pieces[0].anchor
            url = self._resolve(anchor.address) if anchor else ""
            return (Link(text, url),) if url else (), len(text) if anchor else 0
        texts: dict[_Anchor, list[str]] = {}
        for piece in pieces:
            if piece.anchor:
                texts.setdefault(piece.anchor, []).append(piece.text)
        links: list[Link] = []
        linked = 0
        for anchor, found in texts.items():
            words = _clean("".join(found))
            linked += len(words)
            if words and (url := self._resolve(anchor.address)):
                links.append(Link(words, url))
        return tuple(links), linked

    def _resolve(self, address: str) -> str:
        url = self._addresses.get(address)
        if url is None:
            # Most are plain already; `clean_url` says the same of them in ten times the time.
            if _PLAIN_URL.fullmatch(address):
                url = address
            elif self._origin and _PLAIN_PATH.fullmatch(address) and "/." not in address:
                url = self._origin + address
            else:
                url = clean_url(address, self.base)
            self._addresses[address] = url
        return url


def _is_paragraph(draft: _Draft) -> bool:
    return len(draft.text) >= 80 and draft.link_share < 0.5 and not draft.place.chrome


def _clean(text: str) -> str:
    """As `clean_line`, which pages in plain ASCII need not pay for."""
    folded = " ".join(text.split())
    return folded if folded.isascii() and folded.isprintable() else clean_line(text)


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
        if not builder.has_text:
            # Some pages hide their text until a script has counted the reader's visits.
            revealed = _Builder(base or address, is_revealing=True)
            _walk(tree.body, revealed)
            builder = revealed if revealed.has_text else builder
    return (
        tuple(_place_blocks(builder.drafts, builder.menus)),
        address,
        hints if hints.url else replace(hints, url=address),
    )


def _walk(root: LexborNode, builder: _Builder) -> None:
    """Feed the builder with all that is shown below `root`; a stack of its own, for pages nest deeper than Python."""
    stack: list[tuple[LexborNode | None, _Place, _Anchor | None, bool]] = []
    node, place, anchor, is_block = root.child, _Place(), None, True
    skipped, begun = elements.SKIPPED, elements.BLOCKS
    while len(builder.drafts) < _MOST_BLOCKS:
        if node is None:
            # The end of an element, and of its block where it is one.
            if is_block:
                builder.flush()
            if not stack:
                return
            node, place, anchor, is_block = stack.pop()
            if builder.around:
                builder.around = builder.around.outer
            continue
        tag = node.tag or ""
        if tag == "-text":
            builder.add_text(node.text_content or "", place, anchor)
        elif tag == "br":
            builder.break_line(place, anchor)
        elif tag and tag not in skipped and tag[0] not in "-!":
            attributes = node.attributes
            # Next to none has one of these: to see that there is none takes a third of the time.
            if not (
                attributes
                and not elements.HIDING.isdisjoint(attributes)
                and _is_hidden(attributes)
                and not builder.is_revealing
            ):
                begins = tag in begun
                if begins:
                    builder.flush()
                child = node.child
                if tag == "img":
                    if (anchor or place.in_figure) and (alt := attributes.get("alt")):
                        builder.add_alt(alt, place, anchor)
                elif child is not None:
                    stack.append((node.next, place, anchor, is_block))
                    names = _join_names(attributes) if attributes else ""
                    builder.around = elements.Around(tag, names, builder.around)
                    if tag == "a":
                        anchor = _Anchor(builder.number(), attributes.get("href") or "")
                    elif tag == "time":
                        builder.add_time(attributes.get("datetime") or "")
                    else:
                        place = _enter(tag, attributes, names, place, builder)
                    node, is_block = child, begins
                    continue
        node = node.next


def _is_hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return bool(style) and bool(elements.HIDDEN_STYLE.search(style or ""))


def _join_names(attributes: dict[str, str | None]) -> str:
    names = attributes.get("class") or ""
    return f"{names} {attributes['id']}" if "id" in attributes else names


def _enter(tag: str, attributes: dict[str, str | None], names: str, place: _Place, builder: _Builder) -> _Place:
    """The place inside an element of these classes and this id."""
    role = attributes.get("role") if attributes else ""
    if role == "main":
        tag = "main"
    elif role == "article":
        tag = "article"
    elif role in elements.CHROME_ROLES:
        tag = "nav" if role in elements.MENU_ROLES else "aside"
    if tag in elements.HEADINGS:
        return place._replace(heading=elements.HEADINGS[tag])
    if tag in elements.EMPHASIS:
        return _mark(place, "is_emphasised")
    if tag == "article":
        return place if place.article else place._replace(article=builder.number())
    if not place.chrome and names and tag in elements.NAMED:
        kind = elements.read_names(names)
        if kind == "caption":
            return _mark(place, "is_caption")
        if kind:
            number = builder.number()
            return place._replace(chrome=number if kind == "machine" else -number)
    if tag in elements.CHROME:
        # An article's own header holds its title.
        is_own = tag == "header" and (place.article or place.in_main)
        if is_own or place.chrome:
            return place
        number = builder.number()
        if tag in elements.MENUS and not place.article:
            builder.menus.add(number)
        return place._replace(chrome=number)
    field = elements.FIELDS.get(tag)
    return _mark(place, field) if field else place


@lru_cache(maxsize=1024)
def _mark(place: _Place, field: str) -> _Place:
    """The place with a flag set; there are few on a page, and to make one takes long."""
    return place._replace(**{field: True})


def _place_blocks(drafts: list[_Draft], menus: set[int]) -> Iterator[Block]:
    """The blocks, with what only the whole page tells: which part is the main one and which its machinery."""
    chromes: defaultdict[int, int] = defaultdict(int)
    articles: defaultdict[int, int] = defaultdict(int)
    titled: set[int] = set()
    total = 0
    for draft in drafts:
        # Links say little of where the text is.
        size = int(len(draft.text) * (1 - draft.link_share))
        total += size
        chromes[draft.place.chrome] += size
        if draft.heading == 1:
            titled.add(draft.place.chrome)
        if not draft.place.chrome:
            articles[draft.place.article] += size
    longest = max((size for number, size in articles.items() if number), default=0)
    article = next((number for number, size in articles.items() if number and size >= _LEAST_MAIN * longest), 0)
    # Where most text is in no article, the articles are cards of a list, or comments.
    if articles[0] > 2 * longest:
        article = 0
    for number, draft in enumerate(drafts):
        place = draft.place
        most = _MOST_TITLED if place.chrome in titled else _MOST_CHROME if place.chrome > 0 else _MOST_LONG
        in_chrome = place.chrome != 0 and chromes[place.chrome] <= most * total
        names, outer_names = draft.around.tell() if draft.around else ((), ())
        # By place, as names take more than twice the time.
        yield Block(
            draft.text,
            number,
            number,
            *_NO_LAYOUT,
            draft.links,
            draft.heading,
            place.is_list_item,
            place.is_caption,
            draft.is_emphasised,
            place.is_quote,
            draft.is_alt,
            not in_chrome and (place.article == article if article else place.in_main),
            in_chrome,
            in_chrome and place.chrome in menus,
            draft.link_share,
            draft.time,
            names,
            outer_names,
        )
