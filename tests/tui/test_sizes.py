"""Every view at sizes from a phone's to a wall's: nothing breaks, nothing runs over, the focus stays in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from driving import run_reader

from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section
from newsreader.text import cell_width

if TYPE_CHECKING:
    from pathlib import Path

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
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sizes") / "library.sqlite"
    with Desk(path) as desk:
        for number, title in enumerate(TITLES):
            parts = (
                Part(PartKind.LEAD, title),
                Part(PartKind.CAPTION, title, credit="Ada Quill"),
                Part(PartKind.LINK, TITLES[number - 1], label="Read more"),
                Part(PartKind.QUOTE, f"{title} " * 20),
            )
            sections = (
                Section(title, tuple(Headline(other, kicker=other) for other in TITLES)),
                Section("", (), (title,)),
            )
            page = Page(Article(title, f"2031-05-0{9 - number}", (title,), parts, "", title[:20]), sections)
            desk.add_page(page, Origin(title.encode(), "x.txt"))
    return path


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_every_view_fits(library: Path, size: tuple[int, int]) -> None:
    async with run_reader(library, size=size) as reader:
        for view in VIEWS:
            await reader.press("g", "enter")
            keys = view.split()
            for keys_so_far in range(1, len(keys) + 1):
                await reader.press(keys[keys_so_far - 1])
                assert len(reader.rows) == size[1]
                assert all(cell_width(row.rstrip()) <= size[0] for row in reader.rows), view
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
