"""Layout: nothing is wider than its pane, offsets only grow, panes always fill the width."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from newsreader.model import Article, Edge, Headline, Part, PartKind, Reading, Row, Section, Snippet
from newsreader.text import cell_width, clean_line, truncate
from newsreader.tui.find import list_pieces
from newsreader.tui.layout import choose_shown, layout_article, layout_related
from newsreader.tui.lines import ASCII, UNICODE, Line, Role, Span, fit_line
from newsreader.tui.panes import (
    ORDER,
    PaneName,
    change_width,
    choose_panes,
    divide_width,
    list_present,
    read_widths,
    write_widths,
)
from newsreader.tui.widgets.library import paint_snippet
from newsreader.tui.widgets.lines import mark_first_blanks, paint_line

# What terminals and layouts stumble over: wide, joined, right to left, marks over others, words without an end.
PIECES = (
    *("海の音が聞こえる", "서울의 밤", "عاد القارب في الليل", "הסירה חזרה", "เรือกลับมาถึงท่าเรือ", "नाव रात को लौटी"),
    *("👩‍👩‍👧‍👦", "🏴‍☠️", "❤️", "🇪🇺", "1️⃣", "e\u0301a\u0308o\u0302", "\u200bzero\u200dwidth", "ﷺ", "a b c"),
    "Averyveryverylongwordthatnolinecouldholdwhateveritswidthandwhateverthepanebesideit",
)
TEXTS = (
    st.text(max_size=80)
    | st.text("ab é海🦀 -", max_size=300)
    | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=8).map("".join)
).map(clean_line)
FILLED = TEXTS.filter(bool)


def make_row(number: int, title: str = "A stored article", *, is_unread: bool = True) -> Row:
    return Row(number, title, "quill.example", "", "2031-03-04", 0.0, 500, is_unread, False, 0.0)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    parts = tuple(
        Part(
            draw(st.sampled_from(PartKind)),
            draw(st.sampled_from(["", "    ", " " * 40, "\u2022 ", "      12. "])) + draw(FILLED),
            label=draw(st.sampled_from(["", "Read more"])),
            credit=draw(TEXTS),
            is_joined=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 6)))
    )
    sections = tuple(
        Section(
            draw(TEXTS),
            tuple(Headline(draw(FILLED)) for _ in range(draw(st.integers(0, 5)))),
            tuple(draw(st.lists(TEXTS, max_size=3))),
        )
        for _ in range(draw(st.integers(0, 4)))
    )
    edges = [Edge(0, part.text, label=part.label) for part in parts if part.kind is PartKind.LINK]
    edges += [
        Edge(0, headline.text, section=index)
        for index, section in enumerate(sections)
        for headline in section.headlines
    ]
    targets = st.sampled_from([(), (make_row(7),), (make_row(8, is_unread=False),), (make_row(8), make_row(9))])
    numbered = tuple(
        Edge(
            number,
            edge.text,
            label=edge.label,
            section=edge.section,
            targets=draw(targets),
            is_wanted=draw(st.booleans()),
        )
        for number, edge in enumerate(edges, 1)
    )
    article = Article(
        draw(FILLED),
        draw(st.sampled_from(["", "2031-03-04", "2031-03-04T07:40", "2031-03-04T07:40+01:00"])),
        tuple(draw(st.lists(FILLED, max_size=3))),
        parts,
    )
    backlinks = tuple(make_row(20 + number, draw(FILLED)) for number in range(draw(st.integers(0, 3))))
    return Reading(make_row(1, article.title), article, sections, numbered, backlinks)


@settings(max_examples=60)
@given(readings(), st.integers(4, 130), st.sampled_from([UNICODE, ASCII]))
def test_no_line_of_an_article_is_wider_than_its_pane(reading: Reading, width: int, glyphs: object) -> None:
    lines = layout_article(reading, width, 72, glyphs)
    assert all(cell_width(line.text) <= width for line in lines)
    offsets = [line.offset for line in lines]
    assert offsets == sorted(offsets)
    shown = {line.edge for line in lines if line.edge}
    assert shown == {edge.number for edge in reading.edges if edge.section is None}


def test_lines_of_one_thing_stand_together() -> None:
    parts = (
        Part(PartKind.PARAGRAPH, "if goat:"),
        Part(PartKind.PARAGRAPH, "    feed(goat, hay, oats)", is_joined=True),
        Part(PartKind.PARAGRAPH, "Done."),
    )
    article = Article("Goats", parts=parts)
    lines = layout_article(Reading(make_row(1), article, (), (), ()), 22, 72, UNICODE)
    shown = [(line.offset, line.text[1:]) for line in lines[3:9]]
    starts = dict(list_pieces(article))
    assert [text for _, text in shown] == ["if goat:", "    feed(goat, hay,", "    oats)", "", "Done.", ""]
    assert [offset for offset, _ in shown] == [7, 20, 36, 41, 42, 47]
    assert list(starts) == [0, 7, 16, 42]


@pytest.mark.parametrize("width", range(4, 12))
def test_a_quote_fits_the_narrowest_pane(width: int) -> None:
    row = Row(1, "0", "quill.example", "", "2031-03-04", 0.0, 500, True, False, 0.0, 0)
    reading = Reading(row, Article("0", parts=(Part(PartKind.QUOTE, "000 000"),)), (), (), ())
    assert all(cell_width(line.text) <= width for line in layout_article(reading, width, 72, UNICODE))


@settings(max_examples=60)
@given(readings(), st.integers(8, 130), st.integers(1, 40), st.booleans())
def test_no_line_of_the_sidebar_is_wider_than_its_pane(
    reading: Reading, width: int, height: int, is_stored_only: bool
) -> None:
    related = layout_related(reading, width, height, UNICODE, is_stored_only=is_stored_only)
    assert all(cell_width(line.text) <= width for line in related.lines)
    for stop in related.stops:
        assert 0 <= stop.first <= stop.last < len(related.lines)
    keys = [stop.key for stop in related.stops]
    assert len(keys) == len(set(keys))
    if not is_stored_only:
        everything = layout_related(
            reading, width, height, UNICODE, unfolded=frozenset(range(len(reading.sections) + 1))
        )
        shown = [stop.edge.number for stop in everything.stops if stop.edge]
        assert shown == [edge.number for edge in reading.edges if edge.section is not None]


@given(st.lists(TEXTS, max_size=4), st.integers(1, 130), st.booleans())
def test_a_painted_line_is_as_wide_as_its_pane(texts: list[str], width: int, is_selected: bool) -> None:
    spans = tuple(Span(UNICODE.show(text), role) for text, role in zip(texts, Role, strict=False))
    strip = paint_line(mark_first_blanks(spans), width, lambda _: Style(), is_selected=is_selected)
    assert sum(cell_len(segment.text) for segment in strip) == width


@given(st.lists(TEXTS, max_size=4), st.integers(0, 130), st.integers(0, 400))
def test_a_snippet_fits(texts: list[str], width: int, start: int) -> None:
    text = " ".join(texts)
    start = min(start, len(text))
    end = min(start + 4, len(text))
    line = paint_snippet(Snippet(text, ((start, end),) if start < end else ()), width, UNICODE)
    assert all(span.text for span in line.spans)
    assert cell_width(line.text) <= max(0, width - 1)


def test_a_snippet_says_where_it_was_cut() -> None:
    text = "The goat ate the flag, and then the ferry came back with all of its lamps lit and the band on deck."
    line = paint_snippet(Snippet(text, ((36, 41),)), 40, UNICODE)
    assert line.text.startswith("     …")
    assert line.text.endswith("…")
    assert Span("ferry", Role.LINK) in line.spans
    assert "…" not in paint_snippet(Snippet(text, ((36, 41),)), 120, UNICODE).text
    assert paint_snippet(Snippet(text, ((36, 41),)), 40, ASCII).text.endswith("...")


@given(st.lists(TEXTS, max_size=4), st.integers(0, 130))
def test_what_is_cut_off_a_line_is_said(texts: list[str], width: int) -> None:
    line = Line(tuple(Span(UNICODE.show(text), role) for text, role in zip(texts, Role, strict=False)), 3, 1)
    fitted = fit_line(line, width, "…")
    assert fitted.text == truncate(line.text, width)
    assert (fitted.offset, fitted.edge) == (3, 1)
    kept = fitted.text.removesuffix("…") if fitted is not line else line.text
    roles = [role for span in line.spans for role in [span.role] * len(span.text)]
    assert [role for span in fitted.spans for role in [span.role] * len(span.text)][: len(kept)] == roles[: len(kept)]


def make_reading(*sizes: int, words: int = 3) -> Reading:
    """A page with sections of so many headlines, some longer than others."""
    edges: list[Edge] = []
    for section, size in enumerate(sizes):
        for _ in range(size):
            number = len(edges) + 1
            edges.append(Edge(number, f"Headline {number}" + " of the island" * (number % words), section=section))
    sections = tuple(
        Section(f"Section {index}", tuple(Headline(edge.text) for edge in edges if edge.section == index))
        for index in range(len(sizes))
    )
    article = Article("Title", parts=(Part(PartKind.PARAGRAPH, "Text."),))
    return Reading(make_row(1), article, sections, tuple(edges), ())


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6), st.integers(5, 60), st.integers(20, 80))
def test_free_rows_are_used_as_long_as_every_heading_is_seen(sizes: list[int], height: int, width: int) -> None:
    reading = make_reading(*sizes)
    related = layout_related(reading, width, height, UNICODE)
    assert len([stop for stop in related.stops if stop.key.startswith("section:")]) == len(sizes)
    free = height - len(related.lines)
    everything = layout_related(reading, width, 999, UNICODE).stops
    lines = {stop.edge.number: stop.last - stop.first + 1 for stop in everything if stop.edge}
    shown = {stop.edge.number for stop in related.stops if stop.edge}
    for stop in related.stops:
        if stop.key.startswith("more:") and free >= 0:
            first, second, *rest = (n for n in lines if n not in shown and reading.edges[n - 1].section == stop.section)
            # The last two come together, in the room of the line that says so too.
            assert (lines[first] if rest else lines[first] + lines[second] - 1) > free


def test_one_long_section_beside_short_ones_takes_what_they_leave() -> None:
    related = layout_related(make_reading(30, 1, 1, words=1), 78, 22, UNICODE)
    assert len(related.lines) == 22
    assert [stop.key for stop in related.stops if stop.key.startswith("section:")] == [f"section:{n}" for n in range(3)]


@given(st.lists(st.booleans(), max_size=20), st.integers(1, 9))
def test_a_folded_section_shows_what_leads_somewhere_first(stored: list[bool], share: int) -> None:
    edges = [
        Edge(n, f"Headline {n}", section=0, targets=(make_row(7),) if is_stored else ())
        for n, is_stored in enumerate(stored, 1)
    ]
    shown = choose_shown(edges, share)
    assert [edge.number for edge in shown] == sorted(edge.number for edge in shown)
    assert len(shown) >= min(share, len(edges))
    assert len(shown) <= share + 1
    if len(shown) < len(edges):
        assert sum(bool(edge.targets) for edge in shown) == min(share, sum(stored))


def test_a_long_title_hangs_under_its_start() -> None:
    edge = Edge(
        27, "A headline so long that it takes several lines of a narrow pane", section=0, targets=(make_row(7),)
    )
    article = Article("Title", parts=(Part(PartKind.PARAGRAPH, "Text."),))
    reading = Reading(make_row(1), article, (Section("Latest", (Headline(edge.text),)),), (edge,), ())
    first, *rest = (line.text for line in layout_related(reading, 40, 20, UNICODE).lines[1:])
    assert first.startswith("  ● 27  A headline")
    assert all(line.startswith(" " * 8) and line[8] != " " for line in rest)


@given(
    st.integers(20, 300),
    st.sampled_from(ORDER),
    st.booleans(),
    st.booleans(),
    st.dictionaries(st.sampled_from(ORDER), st.integers(0, 400)),
)
def test_panes_fill_the_width_and_hold_the_focus(
    width: int, focused: PaneName, has_article: bool, has_related: bool, wished: dict[PaneName, int]
) -> None:
    present = list_present(has_article=has_article, has_related=has_related)
    if focused not in present:
        return
    panes = choose_panes(width, focused, present)
    assert focused in panes
    assert list(panes) == sorted(panes, key=ORDER.index)
    if width < 100:
        assert panes == (focused,)
    for wishes in ({}, wished):
        widths = divide_width(width, panes, 72, wishes)
        assert tuple(widths) == panes
        assert sum(widths.values()) == width
        assert all(cells >= 16 or len(panes) == 1 for cells in widths.values())
    change = change_width(widths, focused, 4)
    assert (change is None) == (len(panes) == 1)
    if change is not None:
        wider = divide_width(width, panes, 72, {**wished, change[0]: change[1]})
        assert wider[focused] - widths[focused] in range(5)


@given(st.dictionaries(st.sampled_from(ORDER), st.integers(0, 400)))
def test_widths_are_remembered_as_they_are(widths: dict[PaneName, int]) -> None:
    assert read_widths(write_widths(widths)) == widths
    assert read_widths(f"attic=30 {write_widths(widths)} list") == widths
