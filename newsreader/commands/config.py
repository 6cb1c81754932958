"""`newsreader config path`: where every file lies, and so what to remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader import paths
from newsreader.commands import output

if TYPE_CHECKING:
    import argparse


def run(arguments: argparse.Namespace) -> int:
    """Say where every file lies, whether it is there yet or not."""
    output.write_line(f"library  {arguments.library or paths.library_path()}")
    output.write_line(f"config   {paths.config_path()}")
    output.write_line(f"themes   {paths.user_themes_dir()}")
    output.write_line(f"log      {paths.log_path()}")
    return 0
