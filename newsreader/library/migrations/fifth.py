"""Version 5: feeds, their entries, pages that are to be fetched; rules and what is hidden; where steps lead from."""

from __future__ import annotations

# What is hidden is stored as ever, and stands in no list: every index that a list walks leaves it out.
_NEW, _OLD, _ARTICLE = (f"({row}.deleted_at IS NULL AND {row}.hidden_at IS NULL)" for row in ("new", "old", "article"))

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
        login TEXT NOT NULL DEFAULT '',
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
    "CREATE INDEX feed_tag_by_name ON feed_tag (name, feed_id)",
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
    # In their order; `tag` is what an action has to say beside its name, `error` why a rule was given up.
    """
    CREATE TABLE rule (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        query TEXT NOT NULL,
        action TEXT NOT NULL,
        tag TEXT NOT NULL DEFAULT '',
        made_at REAL NOT NULL,
        error TEXT NOT NULL DEFAULT ''
    )
    """,
    "ALTER TABLE article ADD COLUMN hidden_at REAL",
    "DROP INDEX article_by_time",
    "DROP INDEX unread_by_time",
    "DROP INDEX article_by_arrival",
    "CREATE INDEX article_by_time ON article (sort_at, id, lead_id) WHERE deleted_at IS NULL AND hidden_at IS NULL",
    """
    CREATE INDEX unread_by_time ON article (sort_at, id, lead_id)
    WHERE deleted_at IS NULL AND hidden_at IS NULL AND read_at IS NULL
    """,
    "CREATE INDEX article_by_arrival ON article (added_at) WHERE deleted_at IS NULL AND hidden_at IS NULL",
    "CREATE INDEX hidden_by_time ON article (sort_at, id) WHERE deleted_at IS NULL AND hidden_at IS NOT NULL",
    "DROP TRIGGER count_added",
    "DROP TRIGGER count_moved",
    "DROP TRIGGER count_removed",
    "DROP TRIGGER count_marked",
    # The bookmarks are all there, hidden or not. What a salvaged library is filled with may have any marks.
    f"""
    CREATE TRIGGER count_added AFTER INSERT ON article BEGIN
        UPDATE tally SET amount = amount + 1 WHERE view = 'all' AND {_NEW} AND new.lead_id IS NULL;
        UPDATE tally SET amount = amount + 1
        WHERE view = 'unread' AND {_NEW} AND new.lead_id IS NULL AND new.read_at IS NULL;
        UPDATE tally SET amount = amount + 1
        WHERE view = 'bookmarks' AND new.deleted_at IS NULL AND new.bookmarked_at IS NOT NULL;
        UPDATE tally SET amount = amount + 1 WHERE view = 'trash' AND new.deleted_at IS NOT NULL;
        INSERT INTO site SELECT new.source, 0, 0 WHERE (new.site <> '' OR new.url <> '')
            AND NOT EXISTS (SELECT 1 FROM site WHERE name = new.source);
        UPDATE site SET articles = articles + 1, unread = unread + (new.read_at IS NULL)
        WHERE name = new.source AND {_NEW} AND (new.site <> '' OR new.url <> '');
    END
    """,
    f"""
    CREATE TRIGGER count_moved AFTER UPDATE OF source, site, url ON article
    WHEN {_OLD} AND (new.source <> old.source OR (old.site = '' AND old.url = '')) BEGIN
        UPDATE site SET articles = articles - 1, unread = unread - (old.read_at IS NULL)
        WHERE name = old.source AND (old.site <> '' OR old.url <> '');
        INSERT INTO site SELECT new.source, 0, 0 WHERE (new.site <> '' OR new.url <> '')
            AND NOT EXISTS (SELECT 1 FROM site WHERE name = new.source);
        UPDATE site SET articles = articles + 1, unread = unread + (new.read_at IS NULL)
        WHERE name = new.source AND (new.site <> '' OR new.url <> '');
    END
    """,
    f"""
    CREATE TRIGGER count_removed AFTER DELETE ON article BEGIN
        UPDATE site SET articles = articles - 1, unread = unread - (old.read_at IS NULL)
        WHERE name = old.source AND {_OLD} AND (old.site <> '' OR old.url <> '');
        UPDATE tally SET amount = amount - 1 WHERE view = 'trash' AND old.deleted_at IS NOT NULL;
        UPDATE tally SET amount = amount - 1 WHERE view = 'all' AND {_OLD} AND old.lead_id IS NULL;
        UPDATE tally SET amount = amount - 1
        WHERE view = 'unread' AND {_OLD} AND old.lead_id IS NULL AND old.read_at IS NULL;
        UPDATE tally SET amount = amount - 1
        WHERE view = 'bookmarks' AND old.deleted_at IS NULL AND old.bookmarked_at IS NOT NULL;
    END
    """,
    f"""
    CREATE TRIGGER count_marked AFTER UPDATE OF read_at, bookmarked_at, deleted_at, hidden_at, lead_id ON article
    WHEN (new.read_at IS NULL) <> (old.read_at IS NULL) OR (new.deleted_at IS NULL) <> (old.deleted_at IS NULL)
        OR (new.bookmarked_at IS NULL) <> (old.bookmarked_at IS NULL) OR (new.lead_id IS NULL) <> (old.lead_id IS NULL)
        OR (new.hidden_at IS NULL) <> (old.hidden_at IS NULL)
    BEGIN
        UPDATE tally SET amount = amount + ({_NEW} AND new.lead_id IS NULL) - ({_OLD} AND old.lead_id IS NULL)
        WHERE view = 'all';
        UPDATE tally SET amount = amount + (new.deleted_at IS NOT NULL) - (old.deleted_at IS NOT NULL)
        WHERE view = 'trash';
        UPDATE tally SET amount = amount + ({_NEW} AND new.lead_id IS NULL AND new.read_at IS NULL)
            - ({_OLD} AND old.lead_id IS NULL AND old.read_at IS NULL)
        WHERE view = 'unread';
        UPDATE tally SET amount = amount + (new.deleted_at IS NULL AND new.bookmarked_at IS NOT NULL)
            - (old.deleted_at IS NULL AND old.bookmarked_at IS NOT NULL)
        WHERE view = 'bookmarks';
        UPDATE site SET articles = articles + {_NEW} - {_OLD},
            unread = unread + ({_NEW} AND new.read_at IS NULL) - ({_OLD} AND old.read_at IS NULL)
        WHERE name = new.source AND (new.site <> '' OR new.url <> '');
    END
    """,
    # An article that two entries of one feed bring counts once.
    f"""
    CREATE TRIGGER count_entry AFTER INSERT ON entry
    WHEN new.article_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM entry WHERE article_id = new.article_id AND feed_id = new.feed_id AND guid_hash <> new.guid_hash
    ) BEGIN
        UPDATE feed SET articles = articles + {_ARTICLE}, unread = unread + ({_ARTICLE} AND article.read_at IS NULL)
        FROM article WHERE feed.id = new.feed_id AND article.id = new.article_id;
    END
    """,
    f"""
    CREATE TRIGGER count_entry_marked AFTER UPDATE OF read_at, deleted_at, hidden_at ON article
    WHEN (new.read_at IS NULL) <> (old.read_at IS NULL) OR {_NEW} <> {_OLD}
    BEGIN
        UPDATE feed SET articles = articles + {_NEW} - {_OLD},
            unread = unread + ({_NEW} AND new.read_at IS NULL) - ({_OLD} AND old.read_at IS NULL)
        WHERE id IN (SELECT feed_id FROM entry WHERE article_id = new.id);
    END
    """,
    f"""
    CREATE TRIGGER count_entry_removed BEFORE DELETE ON article BEGIN
        UPDATE feed SET articles = articles - {_OLD}, unread = unread - ({_OLD} AND old.read_at IS NULL)
        WHERE id IN (SELECT feed_id FROM entry WHERE article_id = old.id);
    END
    """,
    # Of the steps that an older version noted, each was taken from the one before it.
    "ALTER TABLE step ADD COLUMN parent_id INTEGER",
    """
    UPDATE step SET parent_id =
        (SELECT max(id) FROM step AS before WHERE before.run_id = step.run_id AND before.id < step.id)
    """,
    # Of levels of the index of names so few segments are merged when that is asked for: each is looked into.
    "INSERT INTO naming (naming, rank) VALUES ('usermerge', 2)",
)
