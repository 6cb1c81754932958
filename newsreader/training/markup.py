"""A page's HTML as a row of texts, each with the elements around it: more than a reader's blocks keep of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from newsreader.sources import elements
from newsreader.sources.tags import tame
from newsreader.text import clean_line
from newsreader.training.tokens import tokenize

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# How many of the elements around a text lend it their names.
_NAMED_DEPTH = 3
# A box named so is a caption where so few texts stand between it and a picture.
_NEAR_PICTURE = 2
_PICTURES = frozenset(["img", "picture", "video", "iframe", "figure"])
_NAMES = ("class", "id", "itemprop", "data-testid", "data-component", "rel")


class _State(NamedTuple):
    """What the elements around a text say; `path` numbers those that are boxes, outermost first."""

    path: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    heading: int = 0
    is_caption: bool = False
    is_quote: bool = False
    is_button: bool = False
    in_menu: bool = False
    is_tagged: bool = False
    address: str = ""


class Unit(NamedTuple):
    """A text of the page, shown or hidden, as words too.

    `path` numbers the boxes around it, outermost first; `names` are the classes of the innermost three; `address` is
    where it leads that is a link nearly from end to end; `is_tagged` says that the link has `rel=tag`.
    """

    text: str
    tokens: tuple[str, ...]
    path: tuple[int, ...]
    names: tuple[str, ...]
    heading: int
    is_caption: bool
    is_quote: bool
    is_button: bool
    is_alt: bool
    is_tagged: bool
    in_menu: bool
    address: str


def read_units(html: str) -> list[Unit]:
    """The texts of a page in their order, hidden ones and the alternative texts of all pictures among them.

    What its `<title>` says is the first, in no box.
    """
    tree = LexborHTMLParser(tame(html))
    walk = _Walk()
    if (title := tree.css_first("head title")) is not None:
        walk.add_title(title.text())
    if tree.body is not None:
        walk.read(tree.body)
    return walk.units


class _Walk:
    """The texts found so far, and the one in the making."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self._pieces: list[tuple[str, _State]] = []
        self._alts: list[tuple[str, _State]] = []
        self._numbers = 0
        self._pictured = -_NEAR_PICTURE

    def add_title(self, text: str) -> None:
        """Take what the page's head says."""
        self._append(text, _State(), "")

    def read(self, root: LexborNode) -> None:
        """Visit all below `root`, with a stack of our own."""
        stack: list[tuple[LexborNode | None, _State, bool]] = []
        node, state, is_box = root.child, _State(), True
        while True:
            if node is None:
                if is_box:
                    self._flush()
                if not stack:
                    return
                node, state, is_box = stack.pop()
                continue
            tag = node.tag or ""
            if tag in _PICTURES:
                self._pictured = len(self.units)
            if tag == "-text":
                self._pieces.append((node.text_content or "", state))
            elif tag == "img":
                self._alts.append((node.attributes.get("alt") or "", state))
            elif tag == "br":
                if not (state.heading or state.is_caption or state.address):
                    self._flush()
            elif tag[:1].isalpha() and tag not in elements.SKIPPED and node.child is not None:
                stack.append((node.next, state, is_box))
                is_box = tag in elements.BLOCKS
                if is_box:
                    self._flush()
                state = self._enter(tag, node.attributes, state, is_box)
                node = node.child
                continue
            node = node.next

    def _enter(self, tag: str, attributes: dict[str, str | None], state: _State, is_box: bool) -> _State:
        names = " ".join(attributes[name] or "" for name in _NAMES if name in attributes).lower()
        if is_box:
            self._numbers += 1
            state = state._replace(path=(*state.path, self._numbers), names=(*state.names[1 - _NAMED_DEPTH :], names))
        elif names:
            state = state._replace(names=(*state.names[:-1], f"{state.names[-1] if state.names else ''} {names}"))
        if tag == "a":
            rel = (attributes.get("rel") or "").lower().split()
            return state._replace(address=attributes.get("href") or "", is_tagged="tag" in rel)
        if tag in elements.HEADINGS:
            return state._replace(heading=elements.HEADINGS[tag])
        is_named = elements.read_names(names) == "caption" and len(self.units) - self._pictured < _NEAR_PICTURE
        is_menu = tag in ("nav", "footer") or attributes.get("role") in elements.MENU_ROLES
        return state._replace(
            is_caption=state.is_caption or tag == "figcaption" or is_named,
            is_quote=state.is_quote or tag == "blockquote" or "pullquote" in names or "pull-quote" in names,
            is_button=state.is_button or tag == "button" or attributes.get("role") == "button",
            in_menu=state.in_menu or is_menu,
        )

    def _flush(self) -> None:
        """End the text; the pictures in it stand before it."""
        for text, state in self._alts:
            self._append(text, state, state.address, is_alt=True)
        self._alts = []
        pieces, self._pieces = self._pieces, []
        text = "".join(piece for piece, _ in pieces)
        if text.isspace() or not text:
            return
        linked = [(len(piece.strip()), state.address) for piece, state in pieces if state.address]
        is_linked = sum(size for size, _ in linked) >= 0.8 * len(" ".join(text.split()))
        # What the first word stands in is what the text stands in, but for a heading or a link within it.
        state = next(state for piece, state in pieces if not piece.isspace())
        heading = max(state.heading for _, state in pieces)
        address = max(linked)[1] if linked and is_linked else ""
        is_tagged = any(state.is_tagged for _, state in pieces)
        self._append(text, state._replace(heading=heading, is_tagged=is_tagged), address)

    def _append(self, text: str, state: _State, address: str, *, is_alt: bool = False) -> None:
        text = clean_line(text)
        if tokens := tokenize(text):
            self.units.append(
                Unit(
                    text,
                    tokens,
                    state.path,
                    state.names,
                    0 if is_alt else state.heading,
                    state.is_caption,
                    state.is_quote,
                    state.is_button,
                    is_alt,
                    state.is_tagged,
                    state.in_menu,
                    address,
                )
            )
