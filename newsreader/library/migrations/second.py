"""Version 2: keys as numbers, the indexes of words and of what is named, tags, notes, versions, the trash."""

from __future__ import annotations

from newsreader.library.tokens import TOKENIZER

# Keys become numbers, which make an index a third as large; a link's words stand in its article's content alone. The
# functions that are called here are those of `functions`.
STATEMENTS = (
    "ALTER TABLE article ADD COLUMN title_hash INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE article ADD COLUMN url_hash INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE article ADD COLUMN note TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE article ADD COLUMN deleted_at REAL",
    "UPDATE article SET title_hash = hash_key(title_key), url_hash = hash_key(url_key)",
    "DROP INDEX article_by_time",
    "DROP INDEX unread_by_time",
    "DROP INDEX bookmark_by_time",
    "DROP INDEX article_by_title",
    "DROP INDEX article_by_url",
    "CREATE INDEX article_by_time ON article (sort_at, id) WHERE deleted_at IS NULL",
    "CREATE INDEX unread_by_time ON article (sort_at, id) WHERE deleted_at IS NULL AND read_at IS NULL",
    "CREATE INDEX bookmark_by_time ON article (sort_at, id) WHERE deleted_at IS NULL AND bookmarked_at IS NOT NULL",
    "CREATE INDEX article_by_arrival ON article (added_at) WHERE deleted_at IS NULL",
    "CREATE INDEX article_by_reading ON article (read_at) WHERE read_at IS NOT NULL",
    "CREATE INDEX noted_article ON article (id) WHERE note <> ''",
    "CREATE INDEX trash_by_time ON article (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX article_by_title ON article (title_hash, sort_at) WHERE title_hash <> 0",
    "CREATE INDEX article_by_url ON article (url_hash) WHERE url_hash <> 0",
    "CREATE INDEX article_by_content ON article (content_hash)",
    """
    CREATE TABLE link (
        article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
        number INTEGER NOT NULL,
        title_hash INTEGER NOT NULL,
        url_hash INTEGER NOT NULL,
        PRIMARY KEY (article_id, number)
    ) WITHOUT ROWID
    """,
    "INSERT INTO link SELECT article_id, number, hash_key(title_key), hash_key(url_key) FROM edge",
    "DROP TABLE edge",
    "ALTER TABLE link RENAME TO edge",
    "ALTER TABLE article ADD COLUMN links INTEGER NOT NULL DEFAULT 0",
    "UPDATE article SET links = (SELECT count(*) FROM edge WHERE edge.article_id = article.id)",
    # Which articles name a title or an address. Keys are random: for each article an index of rows would be written to
    # all over; this one is written in one piece, and merged later.
    """
    CREATE VIRTUAL TABLE naming USING fts5 (keys, content = '', detail = none, columnsize = 0, tokenize = 'ascii')
    """,
    "INSERT INTO naming (naming, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO naming (naming, rank) VALUES ('automerge', 8)",
    """
    INSERT INTO naming (rowid, keys)
    SELECT article_id, group_concat(printf('t%x u%x', title_hash, url_hash), ' ') FROM edge GROUP BY article_id
    """,
    "DROP INDEX wish_by_url",
    "ALTER TABLE wish ADD COLUMN title_hash INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE wish ADD COLUMN url_hash INTEGER NOT NULL DEFAULT 0",
    "UPDATE wish SET title_hash = hash_key(title_key), url_hash = hash_key(url_key)",
    "CREATE INDEX wish_by_title ON wish (title_hash)",
    "CREATE INDEX wish_by_url ON wish (url_hash) WHERE url_hash <> 0",
    """
    CREATE TABLE tag (
        name TEXT NOT NULL,
        article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
        PRIMARY KEY (name, article_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX tag_by_article ON tag (article_id)",
    "ALTER TABLE journal ADD COLUMN detail TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE journal ADD COLUMN origin TEXT NOT NULL DEFAULT ''",
    # A run undid only its own changes, and none that is still going on can be of the older version.
    "DELETE FROM journal",
    "DROP INDEX journal_by_run",
    "CREATE INDEX journal_by_run ON journal (run_id, id)",
    "CREATE INDEX journal_made ON journal (id) WHERE undone_at IS NULL",
    "CREATE INDEX journal_undone ON journal (id) WHERE undone_at IS NOT NULL",
    # What an article said before its page changed, as its content is packed.
    """
    CREATE TABLE version (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
        replaced_at REAL NOT NULL,
        title TEXT NOT NULL,
        published TEXT NOT NULL,
        byline TEXT NOT NULL,
        words INTEGER NOT NULL,
        data BLOB NOT NULL
    )
    """,
    "CREATE INDEX version_by_article ON version (article_id, id)",
    f"""
    CREATE VIRTUAL TABLE search USING fts5 (title, body, byline, site, content = '', tokenize = "{TOKENIZER}")
    """,
    # Written in larger pieces that are merged less often: adding many gains a tenth.
    "INSERT INTO search (search, rank) VALUES ('hashsize', 16777216)",
    "INSERT INTO search (search, rank) VALUES ('automerge', 8)",
    """
    INSERT INTO search (rowid, title, body, byline, site)
    SELECT article.id, search_line(title), search_body(body.data), search_line(replace(byline, char(10), ' ')),
        search_line(site || ' ' || site_of(url))
    FROM article JOIN body ON body.article_id = article.id
    """,
    "DROP TRIGGER count_added",
    "DROP TRIGGER count_deleted",
    "DROP TRIGGER count_read",
    "DROP TRIGGER count_bookmarked",
    "INSERT INTO tally VALUES ('trash', 0)",
    """
    CREATE TRIGGER count_added AFTER INSERT ON article BEGIN
        UPDATE tally SET amount = amount + 1 WHERE view = 'all';
        UPDATE tally SET amount = amount + 1 WHERE view = 'unread' AND new.read_at IS NULL;
        UPDATE tally SET amount = amount + 1 WHERE view = 'bookmarks' AND new.bookmarked_at IS NOT NULL;
    END
    """,
    """
    CREATE TRIGGER count_removed AFTER DELETE ON article BEGIN
        UPDATE tally SET amount = amount - 1 WHERE view = 'trash' AND old.deleted_at IS NOT NULL;
        UPDATE tally SET amount = amount - 1 WHERE view = 'all' AND old.deleted_at IS NULL;
        UPDATE tally SET amount = amount - 1 WHERE view = 'unread' AND old.deleted_at IS NULL AND old.read_at IS NULL;
        UPDATE tally SET amount = amount - 1
        WHERE view = 'bookmarks' AND old.deleted_at IS NULL AND old.bookmarked_at IS NOT NULL;
    END
    """,
    """
    CREATE TRIGGER count_marked AFTER UPDATE OF read_at, bookmarked_at, deleted_at ON article
    WHEN (new.read_at IS NULL) <> (old.read_at IS NULL) OR (new.deleted_at IS NULL) <> (old.deleted_at IS NULL)
        OR (new.bookmarked_at IS NULL) <> (old.bookmarked_at IS NULL)
    BEGIN
        UPDATE tally SET amount = amount + (new.deleted_at IS NULL) - (old.deleted_at IS NULL) WHERE view = 'all';
        UPDATE tally SET amount = amount + (new.deleted_at IS NOT NULL) - (old.deleted_at IS NOT NULL)
        WHERE view = 'trash';
        UPDATE tally SET amount = amount + (new.deleted_at IS NULL AND new.read_at IS NULL)
            - (old.deleted_at IS NULL AND old.read_at IS NULL)
        WHERE view = 'unread';
        UPDATE tally SET amount = amount + (new.deleted_at IS NULL AND new.bookmarked_at IS NOT NULL)
            - (old.deleted_at IS NULL AND old.bookmarked_at IS NOT NULL)
        WHERE view = 'bookmarks';
    END
    """,
)
