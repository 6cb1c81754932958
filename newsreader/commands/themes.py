"""`newsreader themes`: the themes, and where each comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader import themes
from newsreader.commands import output

if TYPE_CHECKING:
    import argparse


def run(_arguments: argparse.Namespace) -> int:
    """List the themes; 1 if a file of the user's own is broken, which is said after the others."""
    found, failures = themes.read_themes()
    width = max(len(palette.name) for palette, _ in found)
    for palette, origin in found:
        facts = {"Theme": palette.name, "Kind": palette.kind, "From": origin}
        output.write_row(f"{{Theme:<{width}}}  {{Kind:<5}}  {{From}}", facts)
    for failure in failures:
        output.complain(str(failure))
    return 1 if failures else 0
