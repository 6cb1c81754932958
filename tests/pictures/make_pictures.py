"""Makes the README's pictures from the demo edition: `python tests/pictures/make_pictures.py`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from driving import run_reader  # noqa: E402 - the tests' folder comes first

from newsreader.desk import Desk  # noqa: E402

LIGHTHOUSE = "Two villages spent 90 years"


def clean_picture(svg: str) -> str:
    """The picture without the font that it would fetch: every system has a monospaced one."""
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    return re.sub(r"font-family: Fira Code, monospace", "font-family: monospace", svg)


async def make_pictures(library: Path) -> None:
    """The article beside its related headlines, by night and by day."""
    for name, theme in (("reading-dark", "newsprint-dark"), ("reading-light", "newsprint-light")):
        async with run_reader(library, size=(120, 40), title=LIGHTHOUSE, theme=theme) as reader:
            await reader.press("l", "n")
            svg = reader.app.export_screenshot(title="newsreader")
            (HERE / f"{name}.svg").write_text(clean_picture(svg), encoding="utf-8")


def main() -> None:
    """Fill a library that is thrown away with the demo edition, and take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "library.sqlite"
        demo = HERE.parents[1] / "newsreader" / "demo"
        with Desk(library) as desk:
            for dump in sorted(demo.glob("*.txt")):
                desk.add(dump.read_bytes(), dump.name)
        asyncio.run(make_pictures(library))


if __name__ == "__main__":
    main()
