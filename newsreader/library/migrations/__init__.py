"""How a library of an older version becomes one of this version.

A migration is some statements, run in one transaction; migrations are only ever added, never changed. Loaded only
where there is something to do.
"""

from __future__ import annotations

from typing import NamedTuple

from newsreader.library.migrations import fifth, first, fourth, second, seventh, sixth, third


class Migration(NamedTuple):
    """Statements that make a library of one version one of the next; `rewrites` where a backup is due before them."""

    statements: tuple[str, ...]
    rewrites: bool = False


MIGRATIONS = (
    Migration(first.STATEMENTS),
    Migration(second.STATEMENTS, rewrites=True),
    Migration(third.STATEMENTS, rewrites=True),
    Migration(fourth.STATEMENTS),
    Migration(fifth.STATEMENTS),
    Migration(sixth.STATEMENTS),
    Migration(seventh.STATEMENTS),
)
"""MIGRATIONS[n] makes a library of version n one of version n + 1."""
