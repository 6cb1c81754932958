"""Every view at sizes from a phone's to a wall's: nothing breaks, nothing runs over, the focus stays in sight."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from driving import Driver, run_reader
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from test_layout import TEXTS

from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section
from newsreader.text import title_key

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLES = (
    "Ferry returns",
    "海の音が聞こえる、と灯台守は言った。そして静かな夜がまた来た",
    "عاد القارب في الليل إلى الميناء القديم",
    "הסירה חזרה בלילה אל הנמל הישן",
    "เรือกลับมาถึงท่าเรือในตอนกลางคืน",
    "👩‍👩‍👧‍👦 🏴‍☠️ ❤️ and a title with marks: e\u0301a\u0308o\u0302",
    "Averyveryverylongwordthatnolinecouldholdwhateveritswidthandwhateverthepanebesideit",
)
SIZES = [(20, 5), (40, 10), (99, 9), (161, 12), (260, 60)]
# Each leads to a view, and the last key of it back.
VIEWS = (
    "",
    "space",
    "l",
    "l }",
    "h",
    "h h",
    "? escape",
    "ctrl+p escape",
    "u escape",
    "f escape",
    "P escape",
    "S a escape",
    "i / escape",
)


def make_library(path: Path, titles: Sequence[str]) -> Path:
    with Desk(path) as desk:
        for number, title in enumerate(titles):
            parts = (
                Part(PartKind.LEAD, title),
                Part(PartKind.CAPTION, title, credit="Ada Quill"),
                Part(PartKind.LINK, titles[number - 1], label="Read more"),
                Part(PartKind.QUOTE, f"{title} " * 20),
            )
            sections = (
                Section(title, tuple(Headline(other, kicker=other) for other in titles)),
                Section("", (), (title,)),
            )
            page = Page(Article(title, f"2031-05-0{9 - number}", (title,), parts, "", title[:20]), sections)
            desk.add_page(page, Origin(f"{title}\n\n{title * 9}\n\n{number}".encode(), "x.txt"))
        desk.set_tag([1], titles[0], True)
        desk.save_search(titles[-1], "a")
    return path


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_library(tmp_path_factory.mktemp("sizes") / "library.sqlite", TITLES)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_view_fits(library: Path, size: tuple[int, int]) -> None:
    async with run_reader(library, size=size) as reader:
        await look_at_every_view(reader, size)


# Few, for each is a program's start; what is painted into one line is tried a hundred times in test_layout.py.
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(TEXTS.filter(lambda text: title_key(text)), min_size=3, max_size=5, unique_by=title_key),
    st.tuples(st.integers(20, 260), st.integers(5, 60)),
)
async def test_every_view_fits_whatever_the_texts_and_the_size(titles: list[str], size: tuple[int, int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = make_library(Path(folder) / "library.sqlite", titles)
        async with run_reader(path, size=size) as reader:
            await look_at_every_view(reader, size)


async def look_at_every_view(reader: Driver, size: tuple[int, int]) -> None:
    for view in VIEWS:
        await reader.press("g", "enter")
        for key in view.split():
            await reader.press(key)
            assert len(reader.rows) == size[1]
            assert all(cell_len(row.rstrip()) <= size[0] for row in reader.rows), view
            assert reader.app.focused is None or reader.app.focused.region.area, view
        await reader.press("escape")


async def test_resizing_keeps_place_and_focus(library: Path) -> None:
    async with run_reader(library, size=(120, 40), title="Averyvery") as reader:
        await reader.press("space", "l", "j")
        place, key = reader.app.reader.article.text_offset, reader.app.reader.related.key
        for size in (*SIZES, (120, 40)):
            await reader.resize(*size)
            assert reader.app.reader.focused_pane == "related"
        assert reader.app.reader.article.text_offset == place
        stop = reader.app.reader.related.stop
        assert stop is not None
        assert stop.key == key


def list_widths(reader: Driver) -> list[int]:
    return [pane.outer_size.width for pane in reader.app.reader.panes.values() if pane.display]


async def test_widths_of_panes_outlive_the_run(demo_library: Path) -> None:
    async with run_reader(demo_library, size=(120, 40), title="Two villages", is_over_list=True) as reader:
        assert list_widths(reader) == [75, 45]
        await reader.press("l", ">", ">")
        assert list_widths(reader) == [67, 53]
        # The article's key moves the same border.
        await reader.press("h", ">")
        assert list_widths(reader) == [71, 49]
        for _ in range(20):
            await reader.press("<")
        assert list_widths(reader) == [40, 80]
        assert reader.status == "It gets no narrower."
        await reader.press(">")
        assert list_widths(reader) == [44, 76]
    async with run_reader(demo_library, size=(120, 40), title="Two villages", is_over_list=True) as reader:
        assert list_widths(reader) == [44, 76]
        # A terminal that has no room for them gets what it has room for, and the wish stays.
        await reader.resize(100, 30)
        assert list_widths(reader) == [40, 60]
        await reader.resize(200, 50)
        assert list_widths(reader)[3] == 76
        await reader.resize(80, 24)
        assert "Nothing stands beside it" in await reader.press(">")
        await reader.resize(120, 40)
        assert list_widths(reader) == [44, 76]


async def test_folds_outlive_the_run(demo_library: Path) -> None:
    for is_first in (True, False):
        async with run_reader(demo_library, size=(80, 24), title="Two villages", is_over_list=True) as reader:
            await reader.press("l")
            assert ("3 more" in reader.screen) == is_first
            if is_first:
                await reader.press("j", "j", "j", "j", "enter")
                assert "3 more" not in reader.screen
            # Another article's sections are as at first sight.
            await reader.press("h", "J", "l")
            assert not reader.app.reader.related.unfolded
