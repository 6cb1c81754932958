"""A fragment of HTML that is the text of one article, as feeds bring it: its parts in reading order.

Unlike a page (`html`), it has no machinery around the text to be told apart by the names of its elements.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from newsreader.model import Part, PartKind
from newsreader.sources import elements
from newsreader.sources.tags import tame
from newsreader.text import clean_dump, clean_line, clean_url

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# A book in one entry has some thousand paragraphs; far more is a bomb.
_MOST_PARTS = 10_000
# A row of a table is a line: its cells are parted, not blocks.
_CELLS = frozenset(["td", "th"])
_BLOCKS = elements.BLOCKS - _CELLS
_CELL_MARK = " | "
# Lists in lists are indented, so many levels of them.
_DEEPEST_SHOWN = 8
# Only these are lines under each other.
_JOINED_KINDS = (PartKind.PARAGRAPH, PartKind.QUOTE)
_KINDS = {
    **dict.fromkeys(elements.HEADINGS, PartKind.SUBHEADING),
    "blockquote": PartKind.QUOTE,
    "figcaption": PartKind.CAPTION,
}
_TEXTS = frozenset(["p", *elements.HEADINGS])
_HIDDEN_TAG = re.compile(r"<[^<>]*(?:hidden|display)")
_PRINTABLE = bytes(range(0x20, 0x7F))
# The name of a file says nothing of a picture.
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|avif)", re.IGNORECASE)
# Characters drawn as pictures stand in the text.
_LONGEST_CHARACTER = 4
# What stands before a link to another article: a few words with a colon, or one of these.
_LABEL = re.compile(r"([^:]{2,40}):")
_OWN_LABEL = re.compile(
    r"((?:read (?:more|also|next)|related|see also|more on this|also read|watch|listen)(?: \w+)?)"
    r"\s*[:\u2013-]\s+(?=\S)",
    re.IGNORECASE,
)
_BRACKETS = " \t\n[](){}<>\u2039\u203a\u00ab\u00bb\u2192\u2026.:|"
# The end of a teaser, in links to the page it belongs to, and what blogs' software adds to every entry.
_MORE = re.compile(
    r"(?:continue|keep) reading\b.{0,200}"
    r"|(?:read|view|see) (?:more|on|(?:the )?(?:full|whole|rest|original|entire)\b.{0,80})"
    r"|read (?:this|the) (?:article|story|post)\b.{0,80}|more(?: details| info(?:rmation)?)?"
    r"|weiterlesen\b.{0,200}|mehr lesen|lire la suite\b.{0,80}|(?:seguir|continuar) leyendo\b.{0,80}|leer m\u00e1s"
    r"|lees (?:meer|verder)|leggi (?:tutto|di pi\u00f9)|l\u00e4s mer",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"the post .{1,500} (?:first )?appeared (?:first )?on .{1,200}", re.IGNORECASE)
_CUT = re.compile(r"\s*(?:\[\s*(?:\u2026|\.\.\.)\s*\]|\(\s*(?:\u2026|\.\.\.)\s*\))\s*$")


class _Unit(Enum):
    """What a line is one of where it is no paragraph: of a listing, a list, a table."""

    LINE = auto()
    ITEM = auto()
    ROW = auto()


class _Place(NamedTuple):
    """What the elements around a text make of it."""

    kind: PartKind = PartKind.PARAGRAPH
    is_preformatted: bool = False


class _Line(NamedTuple):
    """A paragraph before it is known what it is; `links` are the words and addresses of those in it.

    It `is_joined` to the line before where both are lines of one listing, items of one list or rows of one table.
    """

    kind: PartKind
    text: str
    links: tuple[tuple[str, str], ...] = ()
    marker: str = ""
    alt: str = ""
    is_joined: bool = False


class _Writer:
    """The line in the making, and those made."""

    def __init__(self) -> None:
        self.lines: list[_Line] = []
        self.anchor: str | None = None
        self.in_figure = 0
        # The lists that are open: how many items each has had, below 0 where they bear no number.
        self.counts: list[int] = []
        self._pieces: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._anchor_start = 0
        self._marker = ""
        self._alts: list[str] = []
        self._cells = 0
        # What the line before is one of, as long as what it stands in goes on.
        self._unit: _Unit | None = None

    def add_text(self, text: str) -> None:
        if self._pieces or not text.isspace():
            self._pieces.append(text)

    def add_line(self, kind: PartKind, text: str, place: _Place) -> bool:
        """Add a whole line, where none is begun, as `add_text` and `flush` would; False where those are needed."""
        if place.is_preformatted or self.in_figure or self.anchor is not None:
            return False
        text = _clean(text)
        if text and self._marker:
            self.lines.append(_Line(kind, text, (), self._marker, "", self._join(_Unit.ITEM, kind)))
            self._marker = ""
        elif text:
            self.lines.append(_Line(kind, text))
            self._unit = None
        return True

    def add_picture(self, alt: str) -> None:
        alt = _clean(alt)
        if not alt or _FILE_NAME.fullmatch(alt):
            return
        if len(alt) <= _LONGEST_CHARACTER and not alt.isascii():
            self._pieces.append(alt)
        else:
            self._alts.append(alt)

    def begin_cell(self) -> None:
        self._cells += 1
        if self._pieces:
            self._pieces.append(_CELL_MARK)

    def begin_block(self) -> None:
        """Begin a listing, a list that is in no other, or a table: no line of it is joined to what stands before."""
        self._unit = None

    def begin_item(self) -> None:
        marker = "\u2022 "
        if self.counts and self.counts[-1] >= 0:
            self.counts[-1] += 1
            marker = f"{self.counts[-1]}. "
        self._marker = "  " * min(len(self.counts) - 1, _DEEPEST_SHOWN) + marker

    def begin_link(self, address: str) -> None:
        self.anchor, self._anchor_start = address, len(self._pieces)

    def end_link(self) -> None:
        words = "".join(self._pieces[self._anchor_start :])
        if self.anchor and words and not words.isspace():
            self._links.append((words, self.anchor))
        self.anchor = None

    def flush(self, place: _Place) -> None:
        """End the line; where it has no text, nothing was."""
        if self._alts and not self.in_figure:
            self.flush_pictures()
        cells, self._cells = self._cells, 0
        if not self._pieces:
            return
        anchor = self.anchor
        if anchor is not None:
            self.end_link()
        text, links = "".join(self._pieces), self._links
        self._pieces, self._links = [], []
        if anchor is not None:
            self.begin_link(anchor)
        if place.is_preformatted:
            # Its line ends mean something, and so do the blanks at their beginning.
            for line in clean_dump(text).strip("\n").split("\n"):
                if line.strip():
                    is_joined = self._join(_Unit.LINE, place.kind)
                    self.lines.append(_Line(place.kind, line.rstrip(), is_joined=is_joined))
                else:
                    self._unit = None
            return
        text = _clean(text)
        if not text:
            return
        marker, self._marker = self._marker, ""
        alt = ""
        if place.kind is PartKind.CAPTION and self._alts:
            alt, self._alts = self._alts[0], []
        # What has but one cell is more often a page's frame than a table's row.
        unit = _Unit.ITEM if marker else _Unit.ROW if cells > 1 else None
        self.lines.append(_Line(place.kind, text, tuple(links), marker, alt, self._join(unit, place.kind)))

    def flush_pictures(self) -> None:
        """What pictures say that have no caption."""
        self.lines += [_Line(PartKind.CAPTION, alt) for alt in dict.fromkeys(self._alts)]
        self._alts = []

    def _join(self, unit: _Unit | None, kind: PartKind) -> bool:
        """Whether a line that is one of these, or of nothing, stands right under the one before."""
        is_joined = unit is not None and unit is self._unit and kind in _JOINED_KINDS
        self._unit = unit
        return is_joined


def read_fragment(html: str, base: str) -> tuple[Part, ...]:
    """The parts of an article whose text is `html`; links are relative to `base`.

    A line that is nothing but a link is a link; links within a text are not kept. What leads on to the page that the
    text was cut from ("Continue reading") is left out.
    """
    if "<" not in html and "&" not in html:
        text = _clean(html)
        lines = [_Line(PartKind.PARAGRAPH, text)] if text else []
    else:
        body = LexborHTMLParser(tame(html)).body
        writer = _Writer()
        if body is not None:
            _walk(body, writer, may_hide=_may_hide(html))
        lines = writer.lines
    _drop_furniture(lines)
    return tuple([_make_part(line, base) for line in lines[:_MOST_PARTS]])


def _walk(root: LexborNode, writer: _Writer, *, may_hide: bool) -> None:
    """Feed the writer with all that is shown below `root`; a stack of its own, for elements nest deeper than Python."""
    stack: list[tuple[LexborNode | None, str, _Place]] = []
    node, tag, place = root.child, "body", _Place()
    skipped, blocks = elements.SKIPPED, _BLOCKS
    while len(writer.lines) < _MOST_PARTS:
        if node is None:
            if tag in blocks or tag == "body":
                writer.flush(place)
                if tag == "figure":
                    writer.in_figure -= 1
                    if not writer.in_figure:
                        writer.flush_pictures()
                elif tag in ("ol", "ul"):
                    writer.counts.pop()
            elif tag == "a":
                writer.end_link()
            if not stack:
                return
            node, tag, place = stack.pop()
            continue
        name = node.tag or ""
        if name == "-text":
            writer.add_text(node.text_content or "")
        elif name == "br":
            if place.kind is PartKind.PARAGRAPH and not place.is_preformatted and writer.anchor is None:
                writer.flush(place)
            else:
                writer.add_text("\n")
        elif name == "img":
            writer.add_picture(node.attributes.get("alt") or "")
        elif name and name not in skipped and name[0] not in "-!" and not (may_hide and _is_hidden(node)):
            child = node.child
            if name in blocks:
                writer.flush(place)
                # Most are text alone: half of all that is done for one is saved.
                if (
                    name in _TEXTS
                    and child is not None
                    and child.next is None
                    and child.tag == "-text"
                    and writer.add_line(_KINDS.get(name, place.kind), child.text_content or "", place)
                ):
                    node = node.next
                    continue
            if child is not None:
                stack.append((node.next, tag, place))
                if name in blocks:
                    place = _enter(name, node, place, writer)
                elif name == "a":
                    writer.begin_link(node.attributes.get("href") or "")
                elif name in _CELLS:
                    writer.begin_cell()
                node, tag = child, name
                continue
        node = node.next


def _enter(name: str, node: LexborNode, place: _Place, writer: _Writer) -> _Place:
    """The place inside a block element."""
    if name == "li":
        writer.begin_item()
        return place
    if name in ("pre", "table") or (name in ("ol", "ul") and not writer.counts):
        writer.begin_block()
    if name == "ul":
        writer.counts.append(-1)
    elif name == "ol":
        start = node.attributes.get("start") or ""
        writer.counts.append(int(start) - 1 if start.isascii() and start.isdigit() and 0 < len(start) < 7 else 0)
    elif name == "figure":
        writer.in_figure += 1
    elif name == "pre":
        return place._replace(is_preformatted=True)
    kind = _KINDS.get(name)
    return place._replace(kind=kind) if kind else place


def _may_hide(html: str) -> bool:
    """Whether any element could be hidden; to ask each of them takes as long as all else."""
    return ("hidden" in html or "display" in html) and bool(_HIDDEN_TAG.search(html))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(elements.HIDDEN_STYLE.search(attributes.get("style") or ""))


def _clean(text: str) -> str:
    """As `clean_line`, which plain ASCII need not pay for."""
    text = text.strip()
    if not text.isascii():
        return clean_line(text)
    # Five times as fast as to ask each character whether it is printable.
    if "  " not in text and not text.encode().translate(None, _PRINTABLE):
        return text
    folded = " ".join(text.split())
    return folded if folded.isprintable() else clean_line(text)


def _drop_furniture(lines: list[_Line]) -> None:
    """Take from the end what belongs to no article; a text that is nothing else is kept."""
    while len(lines) > 1 and (_SIGNED.fullmatch(lines[-1].text) or _is_more(lines[-1])):
        lines.pop()
    if not lines:
        return
    last = lines[-1]
    if last.links:
        words = _clean(last.links[-1][0]).strip(_BRACKETS)
        text = last.text.rstrip(_BRACKETS)
        rest = text.removesuffix(words).rstrip(" [(")
        if rest and rest != text and _MORE.fullmatch(words):
            last = last._replace(text=rest, links=last.links[:-1])
    if last.kind is PartKind.PARAGRAPH and (cut := _CUT.search(last.text, len(last.text) - 12)) and cut.start():
        last = last._replace(text=f"{last.text[: cut.start()]}\u2026")
    lines[-1] = last


def _is_more(line: _Line) -> bool:
    """Whether a line is nothing but links onwards."""
    text = line.text.strip(_BRACKETS)
    return bool(line.links) and bool(_MORE.fullmatch(text)) and _clean(line.links[-1][0]).strip(_BRACKETS) == text


def _make_part(line: _Line, base: str) -> Part:
    text, kind = line.text.removesuffix(" |"), line.kind
    if len(line.links) == 1 and kind is PartKind.PARAGRAPH:
        words, address = line.links[0]
        words = _clean(words)
        label = _find_label(text, words) if words else None
        if label is not None and (url := clean_url(address.strip(), base)):
            own = _OWN_LABEL.match(words) if not label else None
            return Part(PartKind.LINK, words[own.end() :] if own else words, label=own[1] if own else label, url=url)
    return Part(kind, f"{line.marker}{text}" if line.marker else text, "", line.alt, "", "", line.is_joined)


def _find_label(text: str, words: str) -> str | None:
    """What stands before a link that is all a line has; None where there is more."""
    if text.strip(_BRACKETS) == words.strip(_BRACKETS):
        return ""
    if text.endswith(words):
        label = _LABEL.fullmatch(text[: -len(words)].rstrip())
        return label[1].strip() if label else None
    return None
