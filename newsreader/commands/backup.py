"""`newsreader backup` and `newsreader restore`: the whole library as one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from newsreader.commands import output

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Copy the library out, or in."""
    from newsreader.desk import Desk

    path = Path(arguments.file)
    with Desk(arguments.library, tell=output.tell) as desk:
        if arguments.name == "backup":
            size = desk.back_up(path)
            output.write_line(f"{path}: the whole library, {size / 1_000_000:,.1f} MB")
        else:
            kept = desk.restore(path)
            output.write_line(f"{desk.path}: is as it was in {path}; what it was before is kept in {kept.name}")
    return 0
