"""An article and its related headlines as lines of a given width: pure functions, no Textual.

Offsets count characters through the article's pieces in order: the title, then every part, each followed by one for
the blank line after it (the title by two, for the line of its author and date). A reading position kept as an offset
survives another width.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from newsreader.actions import DEFAULT_KEYS, KeyNames
from newsreader.model import Edge, Part, PartKind, Reading, Row
from newsreader.text import cell_width, split_start, truncate, wrap_spans
from newsreader.tui.lines import Glyphs, Line, Role, Span, role_of_edge
from newsreader.values import dataclass
from newsreader.wording import count_related, reading_minutes, say_byline, say_date, say_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

# At first sight a section of more headlines than its share shows this many at the least.
_FEWEST_SHOWN = 1


def wrap_prefixed(
    text: str, width: int, prefix: Sequence[Span], role: Role, *, offset: int = 0, edge: int = 0
) -> list[Line]:
    """Wrap shown `text` behind a prefix, later lines hanging under its start; `offset` is that of the text's start."""
    hang = cell_width("".join(span.text for span in prefix))
    if hang > width // 2:  # in a very narrow pane the hanging indent would leave no room
        hang = min(2, width // 4)
        prefix = (Span(truncate("".join(span.text for span in prefix), max(1, width // 2), ""), Role.MUTED),)
    first = sum(cell_width(span.text) for span in prefix)
    lines = []
    for index, (start, end) in enumerate(wrap_spans(text, max(1, width - hang), max(1, width - first))):
        head = tuple(prefix) if index == 0 else (Span(" " * hang),)
        lines.append(Line((*head, Span(text[start:end], role)), offset + start, edge))
    return lines


@dataclass(frozen=True, slots=True)
class Measure:
    """The text's columns in a pane: blanks at the left, and the cells of a line."""

    margin: int
    width: int


def measure_pane(pane_width: int, measure: int) -> Measure:
    """At most `measure` cells of text, in the middle where there is room, never less than two blanks from a frame."""
    if pane_width < 40:
        return Measure(min(1, pane_width - 1), max(1, pane_width - 2))
    margin = max(2, (pane_width - measure) // 2)
    return Measure(margin, min(measure, pane_width - margin - 1))


def layout_article(
    reading: Reading, pane_width: int, measure: int, glyphs: Glyphs, keys: KeyNames = DEFAULT_KEYS
) -> list[Line]:
    """The whole article as lines, the line that ends it included."""
    columns = measure_pane(pane_width, measure)
    article, edges = reading.article, {edge.number: edge for edge in reading.edges}
    lines = _clamp(_wrap_plain(glyphs.show(article.title), columns.width, Role.TITLE, 0), len(article.title))
    lines += _wrap_pinned(glyphs.show(_say_provenance(reading, glyphs)), columns.width, len(article.title))
    offset = len(article.title) + 2
    number = 0
    for group in article.groups:
        lines.append(Line(offset=offset - 1))
        for part in group:
            if part.kind is PartKind.LINK:
                number += 1
                part_lines = _layout_link(edges[number], columns.width, offset, glyphs)
            else:
                part_lines = _layout_part(part, columns.width, offset, glyphs)
            lines += _clamp(part_lines, offset + len(part.text))
            offset += len(part.text) + 1
    lines += [Line(offset=offset - 1), *_wrap_pinned(_say_end(reading, glyphs, keys), columns.width, offset)]
    return [_shift(line, columns.margin) for line in lines]


def _wrap_plain(text: str, width: int, role: Role, offset: int) -> list[Line]:
    return wrap_prefixed(text, width, (), role, offset=offset)


def _clamp(lines: list[Line], last: int) -> list[Line]:
    """What is shown may be longer than the text by words around it or by its spelling; no line stands past the text."""
    return [Line(line.spans, min(line.offset, last), line.edge) for line in lines]


def _wrap_pinned(text: str, width: int, offset: int) -> list[Line]:
    """Words of ours, not the article's: all their lines stand at one offset."""
    return [Line(line.spans, offset) for line in _wrap_plain(text, width, Role.MUTED, offset)]


def _say_provenance(reading: Reading, glyphs: Glyphs) -> str:
    pieces = (
        say_byline(reading.article.byline),
        say_moment(reading.article.published),
        f"{reading_minutes(reading.row.words)} min",
    )
    return f" {glyphs.dot} ".join(piece for piece in pieces if piece)


def _say_end(reading: Reading, glyphs: Glyphs, keys: KeyNames) -> str:
    pieces = ["end"]
    if any(edge.section is not None for edge in reading.edges):
        counts = count_related(reading).split(", ", 1)
        related = f"related {counts[0]}" + (f" ({counts[1]})" if len(counts) > 1 else "")
        pieces.append(keys.hint("pane-right", related))
    elif reading.row.url:
        pieces.append(keys.hint("fetch", "whole page"))
    pieces.append(keys.hint("page-down", "next unread"))
    return f" {glyphs.dot} ".join(filter(None, pieces))


def _layout_part(part: Part, width: int, offset: int, glyphs: Glyphs) -> list[Line]:
    if part.kind is PartKind.CAPTION:
        text = f"[picture] {part.text}{f' {part.credit}' if part.credit else ''}"
        return wrap_prefixed(glyphs.show(text), width, (Span("  "),), Role.MUTED, offset=offset)
    if part.kind is PartKind.QUOTE:
        bar = Span(f"{glyphs.vertical} ", Role.MUTED)
        lines = wrap_prefixed(glyphs.show(part.text), width, (bar,), Role.TEXT, offset=offset)
        # The bar goes down the whole quote, as wide as what stands before the text: less of it in a very narrow pane.
        return [
            Line((Span(bar.text[: len(line.spans[0].text)], bar.role), *line.spans[1:]), line.offset) for line in lines
        ]
    role = {PartKind.SUBHEADING: Role.TITLE, PartKind.LEAD: Role.ACCENT}.get(part.kind, Role.TEXT)
    start, text = split_start(part.text)
    prefix = (Span(glyphs.show(start), role),) if start else ()
    return wrap_prefixed(glyphs.show(text), width, prefix, role, offset=offset + len(start))


def _layout_link(edge: Edge, width: int, offset: int, glyphs: Glyphs) -> list[Line]:
    label = f"{edge.label}: " if edge.label else ""
    prefix = (Span("  "), Span(glyphs.mark_edge(edge), role_of_edge(edge)), Span(f" [{edge.number}] ", Role.MUTED))
    return wrap_prefixed(glyphs.show(label + edge.text), width, prefix, Role.LINK, offset=offset, edge=edge.number)


def _shift(line: Line, margin: int) -> Line:
    return Line((Span(" " * margin), *line.spans), line.offset, line.edge) if line.spans else line


# --- the sidebar ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stop:
    """What the sidebar's cursor can stand on, and its lines, both ends included.

    `key` names it from one layout to the next: `edge:27`, `section:1`, `more:1`, `topics:1`, `row:14` (a backlink).
    """

    key: str
    first: int
    last: int
    section: int
    edge: Edge | None = None
    row: Row | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """The sidebar's lines, and what among them the cursor can stand on."""

    lines: tuple[Line, ...]
    stops: tuple[Stop, ...]


class _RelatedBuilder:
    """Collects lines and stops, so that every stop knows where its lines fell."""

    def __init__(self, width: int, glyphs: Glyphs, digits: int) -> None:
        self.width, self.glyphs, self.digits = width, glyphs, digits
        self.lines: list[Line] = []
        self.stops: list[Stop] = []

    def add(
        self, key: str, lines: Iterable[Line], section: int, edge: Edge | None = None, row: Row | None = None
    ) -> None:
        first = len(self.lines)
        self.lines += lines
        self.stops.append(Stop(key, first, len(self.lines) - 1, section, edge, row))

    def add_topics(self, section: int, topics: tuple[str, ...]) -> None:
        first = len(self.lines)
        words = self.glyphs.show(f" {self.glyphs.dot} ".join(topics))
        self.lines += wrap_prefixed(words, self.width - 1, (Span("   "),), Role.MUTED)
        self.stops.append(Stop(f"topics:{section}", first, len(self.lines) - 1, section, topics=topics))

    def add_group(self, group: _Group, share: int) -> None:
        """Add a section, of whose headlines at most `share` are shown, or one more."""
        self.add_heading(group.number, group.heading, group.size)
        shown = choose_shown(group.edges, share)
        for edge in shown:
            self.add_edge(edge, group.number)
        shown_rows = group.rows if len(group.rows) <= share + 1 else group.rows[:share]
        for row in shown_rows:
            self.add_row(row, group.number)
        hidden = group.size - len(shown) - len(shown_rows)
        if hidden:
            stored = sum(bool(edge.targets) for edge in group.edges) - sum(bool(edge.targets) for edge in shown)
            self.add_more(group.number, f"{hidden} more{f', {stored} stored' if stored else ''}")
        if group.topics:
            self.add_topics(group.number, group.topics)

    def add_heading(self, section: int, heading: str, count: int) -> None:
        tail = str(count) if count else ""
        title = truncate(self.glyphs.show(heading), max(1, self.width - 5 - len(tail)), self.glyphs.ellipsis)
        gap = " " * max(1, self.width - 4 - cell_width(title) - len(tail))
        spans = (
            Span(f" {self.glyphs.open} ", Role.ACCENT),
            Span(title, Role.ACCENT),
            Span(f"{gap}{tail} ", Role.MUTED),
        )
        self.add(f"section:{section}", [Line(spans)], section)

    def add_edge(self, edge: Edge, section: int) -> None:
        mark = self.glyphs.mark_edge(edge)
        number = f" {str(edge.number).rjust(self.digits)}".ljust(self.digits + 4 - cell_width(mark))
        prefix = (Span("  "), Span(mark, role_of_edge(edge)), Span(number, Role.MUTED))
        role = Role.TEXT if edge.targets else Role.MUTED
        self.add(
            f"edge:{edge.number}",
            wrap_prefixed(self.glyphs.show(edge.text), self.width - 1, prefix, role, edge=edge.number),
            section,
            edge,
        )

    def add_more(self, section: int, words: str) -> None:
        words = truncate(f"      {self.glyphs.ellipsis} {words}", self.width, self.glyphs.ellipsis)
        self.add(f"more:{section}", [Line((Span(words, Role.MUTED),))], section)

    def add_row(self, row: Row, section: int) -> None:
        role = Role.BOOKMARK if row.is_bookmarked else Role.STORED
        prefix = (Span("  "), Span(self.glyphs.mark_row(row), role), Span("  "))
        day = say_date(row.published)
        words = f"{row.title} ({row.source}{f', {day}' if day else ''})"
        self.add(
            f"row:{section}:{row.id}",
            wrap_prefixed(self.glyphs.show(words), self.width - 1, prefix, Role.TEXT),
            section,
            None,
            row,
        )


def layout_related(
    reading: Reading,
    width: int,
    height: int,
    glyphs: Glyphs,
    *,
    unfolded: frozenset[int] = frozenset(),
    is_stored_only: bool = False,
) -> Related:
    """The sidebar: sections as on the page, then the articles that link here, then those on the same story.

    Sections that are not `unfolded` show as many headlines as lets every heading be seen within `height` lines: all as
    many, then one or another more, as long as there are lines for them.
    """
    digits = len(str(max((edge.number for edge in reading.edges), default=1)))
    groups = _group_related(reading, is_stored_only=is_stored_only)
    counts: dict[tuple[int, int], int] = {}

    def count_lines(shares: Sequence[int]) -> int:
        for place, (group, share) in enumerate(zip(groups, shares, strict=True)):
            if (place, share) not in counts:
                builder = _RelatedBuilder(width, glyphs, digits)
                builder.add_group(group, share)
                counts[place, share] = len(builder.lines)
        return sum(counts[each] for each in enumerate(shares))

    # What is unfolded does not count: unfolding one section leaves the others as they are.
    shares = _choose_shares([group.size for group in groups], height, count_lines)
    builder = _RelatedBuilder(width, glyphs, digits)
    for group, share in zip(groups, shares, strict=True):
        builder.add_group(group, group.size if group.number in unfolded else share)
    return Related(tuple(builder.lines), tuple(builder.stops))


def _choose_shares(sizes: Sequence[int], height: int, count_lines: Callable[[Sequence[int]], int]) -> list[int]:
    """How many each of some groups shows of what it holds, at least one: as many as fit, all the same number, then one
    or another more as long as there are lines for it.
    """
    # More take more lines: the largest number that fits is found by halving, not by trying each.
    numbers = range(_FEWEST_SHOWN, max([_FEWEST_SHOWN, *sizes]) + 1)
    fitting = bisect_right(numbers, height, key=lambda number: count_lines([number] * len(sizes)))
    shares = [numbers[max(0, fitting - 1)]] * len(sizes)
    growing = list(range(len(sizes))) if fitting else []
    while growing:
        for place in list(growing):
            grown = [*shares[:place], shares[place] + 1, *shares[place + 1 :]]
            if shares[place] < sizes[place] and count_lines(grown) <= height:
                shares = grown
            else:
                growing.remove(place)
    return shares


@dataclass(frozen=True, slots=True)
class _Group:
    """A section of the sidebar: one of the page's own, or one of ours, which has articles."""

    number: int
    heading: str
    edges: Sequence[Edge] = ()
    rows: Sequence[Row] = ()
    topics: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return len(self.edges) or len(self.rows)


def _group_related(reading: Reading, *, is_stored_only: bool) -> list[_Group]:
    groups = []
    for number, section in enumerate(reading.sections):
        edges = [edge for edge in reading.edges if edge.section == number and (edge.targets or not is_stored_only)]
        if edges or not is_stored_only:
            topics = () if is_stored_only else section.topics
            groups.append(_Group(number, section.heading or "Related", edges, topics=topics))
    named = (("Linked from", reading.backlinks), ("Same story", reading.same_story))
    for number, (heading, rows) in enumerate(named, len(reading.sections)):
        groups += [_Group(number, heading, rows=rows)] if rows else []
    return groups


def choose_shown(edges: Sequence[Edge], share: int) -> list[Edge]:
    """At most `share` of a section's headlines, in the page's order: those that lead somewhere go before the others.

    One left over would take the same line as the words that say so, and is shown.
    """
    if len(edges) <= share + 1:
        return list(edges)
    ranked = sorted(edges, key=lambda edge: (not edge.targets and not edge.is_wanted, edge.number))
    chosen = {edge.number for edge in ranked[:share]}
    return [edge for edge in edges if edge.number in chosen]
