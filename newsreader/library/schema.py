"""The tables, and how a library of an older version becomes one of this version.

A migration is some statements, run in one transaction; migrations are only ever added, never changed.
"""

from __future__ import annotations

from typing import NamedTuple

from newsreader.library.tokens import TOKENIZER

APPLICATION_ID = 0x4E657773  # "News", in the header of the file: https://www.sqlite.org/fileformat.html#application_id

_FIRST = (
    # What a list or a count reads. Ids are never used twice (AUTOINCREMENT): history, journal and scripts name them.
    # `sort_at` is the publication in Unix seconds (a time without a zone read as UTC), the arrival where none is known.
    """
    CREATE TABLE article (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        title TEXT NOT NULL,
        title_key TEXT NOT NULL,
        url TEXT NOT NULL,
        url_key TEXT NOT NULL,
        site TEXT NOT NULL,
        source TEXT NOT NULL,
        published TEXT NOT NULL,
        day TEXT NOT NULL,
        sort_at REAL NOT NULL,
        byline TEXT NOT NULL,
        words INTEGER NOT NULL,
        content_hash BLOB NOT NULL,
        added_at REAL NOT NULL,
        read_at REAL,
        bookmarked_at REAL,
        last_opened_at REAL,
        offset INTEGER NOT NULL DEFAULT 0,
        progress REAL NOT NULL DEFAULT 0
    )
    """,
    "CREATE INDEX article_by_time ON article (sort_at, id)",
    "CREATE INDEX unread_by_time ON article (sort_at, id) WHERE read_at IS NULL",
    "CREATE INDEX bookmark_by_time ON article (sort_at, id) WHERE bookmarked_at IS NOT NULL",
    "CREATE INDEX article_by_title ON article (title_key, day)",
    "CREATE INDEX article_by_url ON article (url_key) WHERE url_key <> ''",
    "CREATE TABLE body (article_id INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE, data BLOB NOT NULL)",
    """
    CREATE TABLE dump (
        id INTEGER PRIMARY KEY,
        article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
        sha256 BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        url TEXT NOT NULL,
        day TEXT NOT NULL,
        added_at REAL NOT NULL,
        data BLOB NOT NULL
    )
    """,
    "CREATE INDEX dump_by_article ON dump (article_id, id)",
    """
    CREATE TABLE edge (
        article_id INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
        number INTEGER NOT NULL,
        section INTEGER,
        text TEXT NOT NULL,
        title_key TEXT NOT NULL,
        url TEXT NOT NULL,
        url_key TEXT NOT NULL,
        label TEXT NOT NULL,
        alt TEXT NOT NULL,
        kicker TEXT NOT NULL,
        PRIMARY KEY (article_id, number)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX edge_by_title ON edge (title_key)",
    "CREATE INDEX edge_by_url ON edge (url_key) WHERE url_key <> ''",
    """
    CREATE TABLE wish (
        title_key TEXT PRIMARY KEY,
        text TEXT NOT NULL,
        url TEXT NOT NULL,
        url_key TEXT NOT NULL,
        asked_at REAL NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX wish_by_time ON wish (asked_at, title_key)",
    "CREATE INDEX wish_by_url ON wish (url_key) WHERE url_key <> ''",
    # A run is one opening of the library that changed or visited something. `pid` is set while it lasts; `seen_at` is
    # its last sign of life, NULL where it visited nothing.
    "CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, pid INTEGER, seen_at REAL)",
    "CREATE INDEX run_by_time ON run (seen_at) WHERE seen_at IS NOT NULL",
    """
    CREATE TABLE step (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        run_id INTEGER NOT NULL REFERENCES run,
        visited_at REAL NOT NULL,
        article_id INTEGER,
        place TEXT NOT NULL
    )
    """,
    "CREATE INDEX step_by_run ON step (run_id, id)",
    # `before` is what the change replaced, as JSON: enough to put it back.
    """
    CREATE TABLE journal (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        run_id INTEGER NOT NULL REFERENCES run,
        changed_at REAL NOT NULL,
        action TEXT NOT NULL,
        is_on INTEGER NOT NULL,
        title TEXT NOT NULL,
        before TEXT NOT NULL,
        undone_at REAL
    )
    """,
    "CREATE INDEX journal_by_run ON journal (run_id, id) WHERE undone_at IS NULL",
    "CREATE TABLE memory (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # Counts are kept, not counted: count(*) walks a whole index.
    "CREATE TABLE tally (view TEXT PRIMARY KEY, amount INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO tally VALUES ('all', 0), ('unread', 0), ('bookmarks', 0), ('wanted', 0)",
    """
    CREATE TRIGGER count_added AFTER INSERT ON article BEGIN
        UPDATE tally SET amount = amount + 1 WHERE view = 'all';
        UPDATE tally SET amount = amount + (new.read_at IS NULL) WHERE view = 'unread';
        UPDATE tally SET amount = amount + (new.bookmarked_at IS NOT NULL) WHERE view = 'bookmarks';
    END
    """,
    """
    CREATE TRIGGER count_deleted AFTER DELETE ON article BEGIN
        UPDATE tally SET amount = amount - 1 WHERE view = 'all';
        UPDATE tally SET amount = amount - (old.read_at IS NULL) WHERE view = 'unread';
        UPDATE tally SET amount = amount - (old.bookmarked_at IS NOT NULL) WHERE view = 'bookmarks';
    END
    """,
    """
    CREATE TRIGGER count_read AFTER UPDATE OF read_at ON article
    WHEN (new.read_at IS NULL) <> (old.read_at IS NULL) BEGIN
        UPDATE tally SET amount = amount + (new.read_at IS NULL) - (old.read_at IS NULL) WHERE view = 'unread';
    END
    """,
    """
    CREATE TRIGGER count_bookmarked AFTER UPDATE OF bookmarked_at ON article
    WHEN (new.bookmarked_at IS NULL) <> (old.bookmarked_at IS NULL) BEGIN
        UPDATE tally SET amount = amount + (old.bookmarked_at IS NULL) - (new.bookmarked_at IS NULL)
        WHERE view = 'bookmarks';
    END
    """,
    """
    CREATE TRIGGER count_wished AFTER INSERT ON wish BEGIN
        UPDATE tally SET amount = amount + 1 WHERE view = 'wanted';
    END
    """,
    """
    CREATE TRIGGER count_unwished AFTER DELETE ON wish BEGIN
        UPDATE tally SET amount = amount - 1 WHERE view = 'wanted';
    END
    """,
)

# Keys become numbers, which make an index a third as large; a link's words stand in its article's content alone. The
# functions that are called here are those of `functions`.
_SECOND = (
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


# What articles are called is indexed beside what they name, so that titles that are close meet; of several sites'
# articles on one story the first leads, and the others stand behind it in the lists.
_THIRD = (
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


class Migration(NamedTuple):
    """Statements that make a library of one version one of the next; `rewrites` where a backup is due before them."""

    statements: tuple[str, ...]
    rewrites: bool = False


MIGRATIONS = (Migration(_FIRST), Migration(_SECOND, rewrites=True), Migration(_THIRD, rewrites=True))
"""MIGRATIONS[n] makes a library of version n one of version n + 1."""

VERSION = len(MIGRATIONS)
"""The version of the schema that this program reads and writes (SQLite's `user_version`)."""
