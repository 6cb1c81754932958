"""Version 6: the other addresses of articles."""

from __future__ import annotations

# An address that led to an article's page, which bears another: links that name it mean the article.
STATEMENTS = (
    """
    CREATE TABLE alias (
        url_hash INTEGER NOT NULL,
        article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
        PRIMARY KEY (url_hash, article_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX alias_by_article ON alias (article_id)",
)
