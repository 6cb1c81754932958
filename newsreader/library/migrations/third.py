"""Version 3: close titles, stories, the queue, saved searches, sites, what links are said not to mean."""

from __future__ import annotations

# What articles are called is indexed beside what they name, so that titles that are close meet; of several sites'
# articles on one story the first leads, and the others stand behind it in the lists.
STATEMENTS = (
    # Merged still less often: adding many gains a twentieth.
    "INSERT INTO search (search, rank) VALUES ('automerge', 16)",
    "ALTER TABLE article ADD COLUMN lead_id INTEGER",
    "CREATE INDEX sibling_by_lead ON article (lead_id) WHERE lead_id IS NOT NULL",
    "DROP INDEX article_by_time",
    "DROP INDEX unread_by_time",
    "CREATE INDEX article_by_time ON article (sort_at, id, lead_id) WHERE deleted_at IS NULL",
    "CREATE INDEX unread_by_time ON article (sort_at, id, lead_id) WHERE deleted_at IS NULL AND read_at IS NULL",
    "CREATE INDEX article_by_opening ON article (last_opened_at) WHERE last_opened_at IS NOT NULL",
    "DROP TABLE naming",
    """
    CREATE VIRTUAL TABLE naming USING fts5 (keys, content = '', detail = none, columnsize = 0, tokenize = 'ascii')
    """,
    "INSERT INTO naming (naming, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO naming (naming, rank) VALUES ('automerge', 8)",
    """
    INSERT INTO naming (rowid, keys)
    SELECT article.id, name_page(title, body.data) FROM article JOIN body ON body.article_id = article.id
    """,
    # What a link was said not to mean.
    """
    CREATE TABLE refusal (
        article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
        target_id INTEGER NOT NULL,
        title_hash INTEGER NOT NULL,
        url_hash INTEGER NOT NULL,
        PRIMARY KEY (article_id, target_id, title_hash, url_hash)
    ) WITHOUT ROWID
    """,
    "CREATE TABLE queue (article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE, place INTEGER NOT NULL)",
    "CREATE INDEX queue_by_place ON queue (place, article_id)",
    # How much there is of each site that is known; what has neither a site nor an address is of none.
    "CREATE TABLE site (name TEXT PRIMARY KEY, articles INTEGER NOT NULL, unread INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE INDEX site_by_size ON site (articles DESC, name)",
    """
    INSERT INTO site SELECT source, count(*), sum(read_at IS NULL) FROM article
    WHERE deleted_at IS NULL AND (site <> '' OR url <> '') GROUP BY source
    """,
    "CREATE TABLE saved (name TEXT PRIMARY KEY, query TEXT NOT NULL) WITHOUT ROWID",
    "DROP TRIGGER count_added",
    "DROP TRIGGER count_removed",
    "DROP TRIGGER count_marked",
    """
    CREATE TRIGGER count_added AFTER INSERT ON article BEGIN
        UPDATE tally SET amount = amount + 1 WHERE view = 'all' AND new.lead_id IS NULL;
        UPDATE tally SET amount = amount + 1 WHERE view = 'unread' AND new.lead_id IS NULL AND new.read_at IS NULL;
        UPDATE tally SET amount = amount + 1 WHERE view = 'bookmarks' AND new.bookmarked_at IS NOT NULL;
        INSERT INTO site SELECT new.source, 0, 0 WHERE (new.site <> '' OR new.url <> '')
            AND NOT EXISTS (SELECT 1 FROM site WHERE name = new.source);
        UPDATE site SET articles = articles + 1, unread = unread + (new.read_at IS NULL)
        WHERE name = new.source AND (new.site <> '' OR new.url <> '');
    END
    """,
    """
    CREATE TRIGGER count_moved AFTER UPDATE OF source, site, url ON article
    WHEN old.deleted_at IS NULL AND (new.source <> old.source OR (old.site = '' AND old.url = '')) BEGIN
        UPDATE site SET articles = articles - 1, unread = unread - (old.read_at IS NULL)
        WHERE name = old.source AND (old.site <> '' OR old.url <> '');
        INSERT INTO site SELECT new.source, 0, 0 WHERE (new.site <> '' OR new.url <> '')
            AND NOT EXISTS (SELECT 1 FROM site WHERE name = new.source);
        UPDATE site SET articles = articles + 1, unread = unread + (new.read_at IS NULL)
        WHERE name = new.source AND (new.site <> '' OR new.url <> '');
    END
    """,
    """
    CREATE TRIGGER count_removed AFTER DELETE ON article BEGIN
        UPDATE site SET articles = articles - 1, unread = unread - (old.read_at IS NULL)
        WHERE name = old.source AND old.deleted_at IS NULL AND (old.site <> '' OR old.url <> '');
        UPDATE tally SET amount = amount - 1 WHERE view = 'trash' AND old.deleted_at IS NOT NULL;
        UPDATE tally SET amount = amount - 1 WHERE view = 'all' AND old.deleted_at IS NULL AND old.lead_id IS NULL;
        UPDATE tally SET amount = amount - 1
        WHERE view = 'unread' AND old.deleted_at IS NULL AND old.lead_id IS NULL AND old.read_at IS NULL;
        UPDATE tally SET amount = amount - 1
        WHERE view = 'bookmarks' AND old.deleted_at IS NULL AND old.bookmarked_at IS NOT NULL;
    END
    """,
    """
    CREATE TRIGGER count_marked AFTER UPDATE OF read_at, bookmarked_at, deleted_at, lead_id ON article
    WHEN (new.read_at IS NULL) <> (old.read_at IS NULL) OR (new.deleted_at IS NULL) <> (old.deleted_at IS NULL)
        OR (new.bookmarked_at IS NULL) <> (old.bookmarked_at IS NULL) OR (new.lead_id IS NULL) <> (old.lead_id IS NULL)
    BEGIN
        UPDATE tally SET amount = amount + (new.deleted_at IS NULL AND new.lead_id IS NULL)
            - (old.deleted_at IS NULL AND old.lead_id IS NULL)
        WHERE view = 'all';
        UPDATE tally SET amount = amount + (new.deleted_at IS NOT NULL) - (old.deleted_at IS NOT NULL)
        WHERE view = 'trash';
        UPDATE tally SET amount = amount + (new.deleted_at IS NULL AND new.lead_id IS NULL AND new.read_at IS NULL)
            - (old.deleted_at IS NULL AND old.lead_id IS NULL AND old.read_at IS NULL)
        WHERE view = 'unread';
        UPDATE tally SET amount = amount + (new.deleted_at IS NULL AND new.bookmarked_at IS NOT NULL)
            - (old.deleted_at IS NULL AND old.bookmarked_at IS NOT NULL)
        WHERE view = 'bookmarks';
        UPDATE site SET articles = articles + (new.deleted_at IS NULL) - (old.deleted_at IS NULL),
            unread = unread + (new.deleted_at IS NULL AND new.read_at IS NULL)
                - (old.deleted_at IS NULL AND old.read_at IS NULL)
        WHERE name = new.source AND (new.site <> '' OR new.url <> '');
    END
    """,
)
