"""`newsreader doctor`: what newsreader found here, and what follows from it."""

from __future__ import annotations

import platform
import sqlite3
from typing import TYPE_CHECKING

from newsreader import __version__
from newsreader.commands import output
from newsreader.model import View

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Print a line a finding."""
    from newsreader.desk import Desk

    output.write_line(f"newsreader {__version__}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    with Desk(arguments.library, tell=output.tell) as desk:
        found = desk.describe_library()
        facts = [
            ("library", str(desk.path)),
            ("size", f"{found.size / 1_000_000:,.1f} MB, {desk.count(View.ALL):,} articles"),
            ("journal", f"{found.journal}: {_explain(found.journal, found.file_system)}"),
            *(("backup", backup) for backup in found.backups),
        ]
        for name, fact in facts:
            output.write_line(output.format_row(f"{name:<9}  {{{name}}}", {name: fact}))
    return 0


def _explain(journal: str, kind: str) -> str:
    where = f"on {kind}" if kind else "on a file system that the system does not name"
    if journal == "wal":
        return f"{where}; terminals read while another one writes"
    return f"{where}, which may be shared over a network; terminals wait for each other's writes"
