"""The wire: whatever Textual paints, the terminal shows the same as from Textual's own driver, for fewer bytes."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from emulator import Emulator
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from newsreader.tui.terminal.capabilities import Capabilities, Scrolling, choose_capabilities
from newsreader.tui.terminal.driver import list_strips
from newsreader.tui.terminal.wire import Wire

SYSTEMS = {"truecolor": 1 << 24, "256": 256, "standard": 16}
STYLES = [
    Style.parse(each)
    for each in (
        "#d9d1c3 on #1c1a17",
        "bold #f5ecdb on #453c30",
        "#9a9183 on #1c1a17",
        "italic #92b4c8 on #1c1a17",
        "underline #92b4c8 on #1c1a17",
        "reverse #d9d1c3 on #1c1a17",
        "strike on #24211d",
        "bold red",
        "none",
    )
]
LINKED = STYLES[3] + Style(link="https://isle.example/lamp")
LINKED._link_id = "7"
WORDS = [
    "ferry",
    "goat ",
    " ",
    "      ",
    "lamp",
    "-",
    "------------",
    "═══════",
    "灯台",
    "島",
    "é",
    "e\u0301",
    "🐐",
    "●",
]
ROW = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([*STYLES, LINKED])), max_size=8)
STEP = st.one_of(
    st.tuples(st.just("paint"), st.lists(ROW, min_size=12, max_size=12)),
    st.tuples(st.just("rows"), st.lists(st.tuples(st.integers(0, 11), ROW), min_size=1, max_size=4)),
    st.tuples(st.just("piece"), st.tuples(st.integers(0, 11), st.integers(0, 40), ROW)),
    st.tuples(st.just("scroll"), st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(-5, 5))),
    st.tuples(st.just("resize"), st.tuples(st.integers(8, 44), st.integers(2, 12))),
    st.tuples(
        st.just("other"), st.sampled_from(["\x1b[2J", "\x1b[3;5r\n\n\nbell\x1b[7m", "\x1b[5;5Hgoat\r\nherd", "\x1bc"])
    ),
)


def make_strip(row: list[tuple[str, Style]], width: int) -> Strip:
    """A row of exactly so many cells, as Textual's lines are."""
    strip = Strip([Segment(text, style) for text, style in row])
    return strip.adjust_cell_length(width, STYLES[0]).simplify()


class Screens:
    """Two terminals, one written to as Textual does, the other by the wire."""

    def __init__(self, capabilities: Capabilities, system: Any, *, joins: bool = False) -> None:
        self._capabilities, self._joins = capabilities, joins
        self._console = Console(color_system=system, force_terminal=True)
        for style in (*STYLES, LINKED):
            # Rich keeps the codes of the first colour system that a style was rendered in.
            style._ansi = None
        self.wire = Wire(capabilities)
        self.resize(40, 10)

    def resize(self, columns: int, rows: int) -> None:
        self.columns, self.count = columns, rows
        fills = self._capabilities.erases_in_colour
        has_regions = self._capabilities.scrolling is not Scrolling.NONE
        self.plain = Emulator(columns, rows)
        self.ours = Emulator(columns, rows, fills=fills, has_regions=has_regions, joins=self._joins)
        # What a terminal makes of its contents when its size changes is unknown.
        self.ours.feed("\x1b[41mdebris\x1b[2;2Hdebris")
        self.wire.resize(columns, rows)
        self.wire.forget()
        self.rows = [make_strip([], columns)] * rows
        self.paint(self.rows)

    def paint(self, strips: list[Strip]) -> None:
        self.rows = strips
        self.show(LayoutUpdate([[strip] for strip in strips], Region(0, 0, self.columns, self.count)))

    def paint_rows(self, changed: dict[int, Strip], start: int = 0) -> None:
        """A partial update as the compositor makes them: each row is cut where its widgets are."""
        chops: list[dict[int, Strip | None]] = [{} for _ in self.rows]
        ends: list[list[int]] = [[] for _ in self.rows]
        for y, strip in changed.items():
            self.rows[y] = strip
            parts = strip.divide([start, self.columns]) if start else [strip]
            chops[y] = dict(zip([0, start] if start else [0], parts, strict=True))
            ends[y] = [start, self.columns] if start else [self.columns]
        spans = [(y, start, self.columns) for y in sorted(changed)]
        self.show(ChopsUpdate(chops, spans, ends))

    def show(self, update: LayoutUpdate | ChopsUpdate) -> None:
        # A plain terminal needs carriage returns; it gets absolute positions instead.
        self.plain.feed(update.render_segments(self._console).replace("\n", ""))
        for column, row, segments in list_strips(update):
            self.wire.put(column, row, segments)
        self.frame = self.wire.make_frame()
        self.ours.feed(self.frame)

    def play(self, kind: str, given: Any) -> None:
        if kind == "paint":
            self.paint([make_strip(row, self.columns) for row in given[: self.count]])
        elif kind == "rows":
            self.paint_rows({y % self.count: make_strip(row, self.columns) for y, row in given})
        elif kind == "piece":
            y, start, row = given
            # Textual would part a letter from its mark here.
            row = [(unicodedata.normalize("NFC", text), style) for text, style in row]
            self.paint_rows({y % self.count: make_strip(row, self.columns)}, start % self.columns)
        elif kind == "scroll":
            first, last, by = given
            first, last = sorted((first % self.count, last % self.count))
            part = self.rows[first : last + 1]
            moved = part[by:] + part[:by]
            self.paint_rows(dict(zip(range(first, last + 1), moved, strict=True)))
        elif kind == "resize":
            self.resize(*given)
        else:
            self.ours.feed(given)
            self.ours.reset_mode(7, private=True)
            self.wire.forget()
            self.paint_rows({0: self.rows[0]})


@pytest.mark.parametrize("system", SYSTEMS)
@given(st.lists(STEP, min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_an_xterm_shows_what_textual_painted(system: str, steps: list[tuple[str, Any]]) -> None:
    screens = Screens(replace(choose_capabilities({"TERM": "xterm"}), colours=SYSTEMS[system]), system)
    for kind, given_ in steps:
        screens.play(kind, given_)
        assert screens.ours.look() == screens.plain.look(), (kind, screens.frame)
        assert system == "truecolor" or not re.search("[34]8;2;", screens.frame)
        assert system != "standard" or not re.search("[34]8;5;", screens.frame)


@pytest.mark.parametrize(
    ("term", "lacking"),
    [
        ("linux", r"\[\d*[bST]"),
        ("screen", r"\[\d*[bX]"),
        ("tmux", r"\[\d*[bX]"),
        ("xterm-kitty", "nothing"),
        ("rxvt", r"\[\d*b"),
        ("unheard-of", r"\[[\d;]*[bSTXr]|\x1bM"),
    ],
)
@given(st.lists(STEP, min_size=1, max_size=6))
@settings(max_examples=20, deadline=None)
def test_so_do_terminals_that_can_do_less(term: str, lacking: str, steps: list[tuple[str, Any]]) -> None:
    screens = Screens(replace(choose_capabilities({"TERM": term}), colours=16), "standard")
    for kind, given_ in steps:
        screens.play(kind, given_)
        assert screens.ours.look() == screens.plain.look(), (kind, screens.frame)
        assert not re.search(lacking, screens.frame)


# Vowel signs beside their letters (Hindi, Bengali, Tamil, Burmese), over and under them; the AM of Thai and Lao; jamo.
SIGNS = [
    "समस्तीपुर",
    "पुलिस",
    "ferry",
    " ",
    "      ",
    "রাজধানীতে",
    "செய்திகள்",
    "မြို့တော်",
    "น้ำ",
    "ນໍຳ້",
    "\u1112\u1161\u11ab",
    "灯台",
    "🐐",
]
SIGNED_ROW = st.lists(st.tuples(st.sampled_from(SIGNS), st.sampled_from(STYLES)), max_size=8)
SIGNED_STEP = st.one_of(
    st.tuples(st.just("paint"), st.lists(SIGNED_ROW, min_size=12, max_size=12)),
    st.tuples(st.just("rows"), st.lists(st.tuples(st.integers(0, 11), SIGNED_ROW), min_size=1, max_size=4)),
    st.tuples(st.just("scroll"), st.tuples(st.integers(0, 11), st.integers(0, 11), st.integers(-5, 5))),
)


@pytest.mark.parametrize("joins", [False, True])
@given(st.lists(SIGNED_STEP, min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_no_vowel_sign_is_lost_whether_a_terminal_gives_it_a_cell_or_not(
    joins: bool, steps: list[tuple[str, Any]]
) -> None:
    screens = Screens(choose_capabilities({"TERM": "xterm-256color"}), "256", joins=joins)
    for kind, given_ in steps:
        screens.play(kind, given_)
        for strip, shown in zip(screens.rows, screens.ours.display, strict=True):
            assert shown.replace(" ", "") == strip.text.replace(" ", ""), (kind, screens.frame)
        # What stands behind them stands where it is to stand.
        if not joins:
            assert screens.ours.look() == screens.plain.look(), (kind, screens.frame)


@given(st.lists(STEP, min_size=1, max_size=3), st.lists(STEP, min_size=1, max_size=3))
@settings(max_examples=30, deadline=None)
def test_another_wire_goes_on_from_where_one_was(before: list[tuple[str, Any]], after: list[tuple[str, Any]]) -> None:
    screens = Screens(choose_capabilities({"TERM": "xterm-256color"}), "256")
    # All of one size, the last one among them.
    size, pictures = (0, 0), [screens.wire.picture]
    for kind, given_ in before:
        screens.play(kind, given_)
        if size != (size := (screens.columns, screens.count)):
            pictures = []
        pictures.append(screens.wire.picture)
    packed = screens.wire.pack(pictures)
    assert packed.isascii()
    screens.wire = Wire(screens.wire.capabilities, screens.columns, screens.count)
    first, last = screens.wire.unpack(packed, 0, len(pictures) - 1)
    screens.wire.want(first)
    assert screens.wire.picture == first
    screens.wire.adopt(last)
    assert screens.wire.is_changed == (pictures[-1] != pictures[0])
    screens.wire.want(last)
    assert not screens.wire.is_changed
    assert screens.wire.make_frame() == ""
    for kind, given_ in after:
        screens.play(kind, given_)
        assert screens.ours.look() == screens.plain.look(), (kind, screens.frame)


def test_what_a_wire_of_another_size_showed_is_painted_anew() -> None:
    capabilities = choose_capabilities({"TERM": "xterm-256color"})
    wire = Wire(capabilities, 10, 3)
    other = Wire(capabilities, 10, 4)
    wire.adopt(*wire.unpack(other.pack([other.picture]), 0))
    assert wire.is_changed
    assert "\x1b[2J" in wire.make_frame()
