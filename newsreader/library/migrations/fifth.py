"""Version 5: feeds and their entries; the pages that are to be fetched."""

from __future__ import annotations

# What the reader set and calls it, what it says of itself, what the next request for it has to say, when that is due.
# `timing` is JSON of what decides on that; who is unsubscribed from keeps its row, so that it can be undone.
STATEMENTS = (
    """
    CREATE TABLE feed (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        url TEXT NOT NULL UNIQUE,
        place INTEGER NOT NULL,
        name TEXT NOT NULL DEFAULT '',
        title TEXT NOT NULL DEFAULT '',
        home TEXT NOT NULL DEFAULT '',
        full_text TEXT NOT NULL DEFAULT 'short',
        is_hidden INTEGER NOT NULL DEFAULT 0,
        headers TEXT NOT NULL DEFAULT '[]',
        etag TEXT NOT NULL DEFAULT '',
        last_modified TEXT NOT NULL DEFAULT '',
        body_hash BLOB NOT NULL DEFAULT x'',
        timing TEXT NOT NULL DEFAULT '{}',
        next_at REAL NOT NULL DEFAULT 0,
        failures INTEGER NOT NULL DEFAULT 0,
        tried_at REAL,
        succeeded_at REAL,
        error TEXT NOT NULL DEFAULT '',
        is_gone INTEGER NOT NULL DEFAULT 0,
        articles INTEGER NOT NULL DEFAULT 0,
        unread INTEGER NOT NULL DEFAULT 0,
        added_at REAL NOT NULL,
        deleted_at REAL
    )
    """,
    "CREATE INDEX feed_by_place ON feed (place, id) WHERE deleted_at IS NULL",
    """
    CREATE TABLE feed_tag (
        feed_id INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
        name TEXT NOT NULL,
        PRIMARY KEY (feed_id, name)
    ) WITHOUT ROWID
    """,
    # How many entries were published in each of the last weeks (counted from 1970).
    """
    CREATE TABLE feed_week (
        feed_id INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
        week INTEGER NOT NULL,
        entries INTEGER NOT NULL,
        PRIMARY KEY (feed_id, week)
    ) WITHOUT ROWID
    """,
    # What a feed brought is remembered though its article is gone for good: it would bring it again.
    """
    CREATE TABLE entry (
        feed_id INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE,
        guid_hash INTEGER NOT NULL,
        digest INTEGER NOT NULL,
        article_id INTEGER REFERENCES article ON DELETE SET NULL,
        PRIMARY KEY (feed_id, guid_hash)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX entry_by_article ON entry (article_id) WHERE article_id IS NOT NULL",
    "CREATE INDEX entry_by_feed ON entry (feed_id, article_id) WHERE article_id IS NOT NULL",
    """
    CREATE TABLE page_due (
        article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
        tries INTEGER NOT NULL DEFAULT 0,
        next_at REAL NOT NULL DEFAULT 0,
        error TEXT NOT NULL DEFAULT ''
    )
    """,
    # An article that two entries of one feed bring counts once.
    """
    CREATE TRIGGER count_entry AFTER INSERT ON entry
    WHEN new.article_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM entry WHERE article_id = new.article_id AND feed_id = new.feed_id AND guid_hash <> new.guid_hash
    ) BEGIN
        UPDATE feed SET articles = articles + (article.deleted_at IS NULL),
            unread = unread + (article.deleted_at IS NULL AND article.read_at IS NULL)
        FROM article WHERE feed.id = new.feed_id AND article.id = new.article_id;
    END
    """,
    """
    CREATE TRIGGER count_entry_marked AFTER UPDATE OF read_at, deleted_at ON article
    WHEN (new.read_at IS NULL) <> (old.read_at IS NULL) OR (new.deleted_at IS NULL) <> (old.deleted_at IS NULL)
    BEGIN
        UPDATE feed SET articles = articles + (new.deleted_at IS NULL) - (old.deleted_at IS NULL),
            unread = unread + (new.deleted_at IS NULL AND new.read_at IS NULL)
                - (old.deleted_at IS NULL AND old.read_at IS NULL)
        WHERE id IN (SELECT feed_id FROM entry WHERE article_id = new.id);
    END
    """,
    """
    CREATE TRIGGER count_entry_removed BEFORE DELETE ON article BEGIN
        UPDATE feed SET articles = articles - (old.deleted_at IS NULL),
            unread = unread - (old.deleted_at IS NULL AND old.read_at IS NULL)
        WHERE id IN (SELECT feed_id FROM entry WHERE article_id = old.id);
    END
    """,
    # Of levels of the index of names so few segments are merged when that is asked for: each is looked into.
    "INSERT INTO naming (naming, rank) VALUES ('usermerge', 2)",
)
