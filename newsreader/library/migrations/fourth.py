"""Version 4: what the reader says that lines of a page are."""

from __future__ import annotations

# What the reader says of blocks of dumps, and which articles are to be split again for that. A dump is named by its
# digest: a rescued or restored one may have another number.
STATEMENTS = (
    """
    CREATE TABLE correction (
        sha256 BLOB NOT NULL,
        first_line INTEGER NOT NULL,
        last_line INTEGER NOT NULL,
        text TEXT NOT NULL,
        label TEXT NOT NULL,
        made_at REAL NOT NULL,
        PRIMARY KEY (sha256, first_line, last_line, text)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE due (article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE, ticket INTEGER NOT NULL)",
)
