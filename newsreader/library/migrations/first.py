"""Version 1: articles, their bodies, dumps and links; wishes, history, journal; counts kept by triggers."""

from __future__ import annotations

STATEMENTS = (
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
