"""One table of widths: Rich, and Textual with it, measures text as `text.cell_width` does."""

from __future__ import annotations

from functools import cache

import rich.cells
from rich._unicode_data import load

from newsreader.text import list_widths


@cache
def load_table() -> rich.cells.CellTable:
    """Rich's table with our widths; NUL takes no cell there."""
    return load("latest")._replace(widths=[(0, 0, 0), *list_widths()])


def share_widths() -> None:
    """From now on Rich measures by our table, whatever version of Unicode it is asked for."""
    # Rich has no other way to it.
    rich.cells.load_cell_table = lambda _version="": load_table()  # type: ignore[attr-defined,assignment]  # see above
    rich.cells.get_character_cell_size.cache_clear()
    rich.cells.cached_cell_len.cache_clear()
