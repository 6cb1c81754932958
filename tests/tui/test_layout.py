"""Layout: nothing is wider than its pane, offsets only grow, panes always fill the width."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.model import Article, Edge, Headline, Part, PartKind, Reading, Row, Section
from newsreader.text import cell_width, clean_line
from newsreader.tui.layout import choose_shown, layout_article, layout_related
from newsreader.tui.lines import ASCII, UNICODE
from newsreader.tui.panes import ORDER, PaneName, choose_panes, divide_width, list_present

TEXTS = (st.text(max_size=80) | st.text("ab é海🦀 -", max_size=300)).map(clean_line)
FILLED = TEXTS.filter(bool)


def make_row(number: int, title: str = "A stored article", *, is_unread: bool = True) -> Row:
    return Row(number, title, "quill.example", "", "2031-03-04", 0.0, 500, is_unread, False, 0.0)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    parts = tuple(
        Part(
            draw(st.sampled_from(PartKind)),
            draw(FILLED),
            label=draw(st.sampled_from(["", "Read more"])),
            credit=draw(TEXTS),
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
@given(readings(), st.integers(12, 130), st.sampled_from([UNICODE, ASCII]))
def test_no_line_of_an_article_is_wider_than_its_pane(reading: Reading, width: int, glyphs: object) -> None:
    lines = layout_article(reading, width, 72, glyphs)
    assert all(cell_width(line.text) <= width for line in lines)
    offsets = [line.offset for line in lines]
    assert offsets == sorted(offsets)
    shown = {line.edge for line in lines if line.edge}
    assert shown == {edge.number for edge in reading.edges if edge.section is None}


@settings(max_examples=60)
@given(readings(), st.integers(12, 130), st.integers(1, 40), st.booleans())
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


@given(st.integers(20, 300), st.sampled_from(ORDER), st.booleans(), st.booleans())
def test_panes_fill_the_width_and_hold_the_focus(
    width: int, focused: PaneName, has_article: bool, has_related: bool
) -> None:
    present = list_present(has_article=has_article, has_related=has_related)
    if focused not in present:
        return
    panes = choose_panes(width, focused, present)
    assert focused in panes
    assert list(panes) == sorted(panes, key=ORDER.index)
    widths = divide_width(width, panes, 72)
    assert sum(widths.values()) == width
    assert all(cells >= 20 or len(panes) == 1 for cells in widths.values())
    if width < 100:
        assert panes == (focused,)
