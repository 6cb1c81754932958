"""What migrations need that SQL has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsreader.library.content import join_text, unpack_content
from newsreader.library.keys import hash_key
from newsreader.library.packing import name_page
from newsreader.library.tokens import fold_pointed, fold_text, is_pointed
from newsreader.text import site_of

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

# Articles between two words on how far it is.
_STEP = 500


def add_functions(db: sqlite3.Connection, tell: Callable[[str], None] | None = None) -> None:
    """Give a connection the functions that migrations call; `tell` hears how many articles were indexed."""
    done = 0

    def count() -> None:
        nonlocal done
        done += 1
        if tell and done % _STEP == 0:
            tell(f"Indexing: {done:,} articles")

    def search_body(data: bytes) -> str:
        count()
        return fold_text(_read_text(data))

    def search_pointed_body(data: bytes) -> str:
        return fold_pointed(_read_text(data))

    def name_stored(title: str, data: bytes) -> str:
        count()
        return name_page(title, *unpack_content(data))

    db.create_function("name_page", 2, name_stored)
    db.create_function("hash_key", 1, hash_key, deterministic=True)
    db.create_function("site_of", 1, site_of, deterministic=True)
    db.create_function("search_line", 1, fold_text, deterministic=True)
    db.create_function("search_body", 1, search_body)
    db.create_function("search_pointed_line", 1, fold_pointed, deterministic=True)
    db.create_function("search_pointed_body", 1, search_pointed_body)
    db.create_function("is_pointed", 1, is_pointed, deterministic=True)


def _read_text(data: bytes) -> str:
    return join_text(unpack_content(data)[0])
