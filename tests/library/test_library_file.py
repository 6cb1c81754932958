"""The library's file: made, refused, reported."""

from __future__ import annotations

import hashlib
import os
import sqlite3

import pytest
from library_stock import list_ids, make_first_version, put

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library import database, migrations, schema
from newsreader.library.database import open_database
from newsreader.model import LibraryError, View


def digest_folder(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def refuse(library):
    """Try to open a library that must be left as it is; the line that says why it was refused."""
    before = digest_folder(library.parent)
    with pytest.raises(LibraryError) as caught:
        open_database(library)
    assert digest_folder(library.parent) == before
    assert "\n" not in str(caught.value)
    assert str(library) in str(caught.value)
    return str(caught.value)


def test_what_can_only_be_read_can_be_read(library, monkeypatch):
    with Desk(library, Settings()) as desk:
        kept = put(desk, "Ferry returns", "Goat on the roof")
    before = library.read_bytes()
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    with Desk(library, Settings()) as desk:
        assert desk.read(kept).edges[0].text == "Goat on the roof"
        assert desk.find_ids("ferry", 9) == list_ids(desk, View.ALL) == [kept]
        for change in (lambda: desk.set_bookmarked(kept, True), lambda: desk.mark_opened(kept)):
            with pytest.raises(LibraryError, match="can't be written; check the permissions"):
                change()
    assert library.read_bytes() == before
    assert sorted(each.name for each in library.parent.iterdir()) == [library.name]
    make_first_version(library.with_name("old.sqlite"), 3)
    with pytest.raises(LibraryError, match="from an older newsreader"):
        Desk(library.with_name("old.sqlite"), Settings())


def test_a_library_is_made_with_its_folders(tmp_path):
    path = tmp_path / "a" / "b" / "library.sqlite"
    db = open_database(path)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA application_id").fetchone() == (schema.APPLICATION_ID,)
    assert db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert db.execute("PRAGMA synchronous").fetchone() == (1,)
    assert db.execute("PRAGMA busy_timeout").fetchone()[0] >= 5000
    db.close()


def test_an_empty_file_becomes_a_library(library):
    library.touch()
    open_database(library).close()
    assert library.stat().st_size > 0


def test_what_is_not_a_database_is_refused_untouched(library):
    library.write_text("Dear diary, " * 100)
    assert "not a newsreader library" in refuse(library)
    library.write_text("short")
    assert "not a newsreader library" in refuse(library)


@pytest.mark.parametrize("application_id", [0, 0x0F055112])
def test_another_applications_database_is_refused_untouched(library, application_id):
    db = sqlite3.connect(library)
    db.executescript(f"PRAGMA journal_mode = wal; PRAGMA application_id = {application_id}; CREATE TABLE entry (title)")
    db.close()
    assert "another application's" in refuse(library)


def test_a_library_of_a_newer_version_is_refused_untouched(library):
    db = open_database(library)
    db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    db.close()
    line = refuse(library)
    assert "newer newsreader" in line
    assert "update" in line


def test_a_newer_version_that_stands_only_in_the_log_is_refused_too(library):
    newer = open_database(library)
    newer.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    with pytest.raises(LibraryError, match="newer newsreader"):
        open_database(library)
    newer.close()


def test_a_migration_keeps_what_is_there_and_fails_whole(library, monkeypatch):
    with Desk(library, Settings()) as desk:
        put(desk, "Ferry returns")
    later = ("CREATE TABLE colour (name TEXT)", "INSERT INTO colour VALUES ('green')")
    monkeypatch.setattr(
        migrations,
        "MIGRATIONS",
        (*migrations.MIGRATIONS, migrations.Migration((*later, "INSERT INTO nowhere VALUES (1)"))),
    )
    monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    with pytest.raises(LibraryError, match="nowhere"):
        open_database(library)
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS[:-1], migrations.Migration(later)))
    with Desk(library, Settings()) as desk:
        assert desk.count(View.ALL) == 1
        assert desk._db.execute("SELECT name FROM colour").fetchall() == [("green",)]
        assert desk._db.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def fill(library):
    with Desk(library, Settings()) as desk:
        for number in range(60):
            put(desk, f"Title {number}", *(f"Headline {number} {each}" for each in range(20)))


def read_all(library):
    with Desk(library, Settings()) as desk:
        for article_id in list_ids(desk, View.ALL):
            desk.read(article_id)


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_damaged_library_is_reported_and_kept(library, damage):
    fill(library)
    data = library.read_bytes()
    library.write_bytes(data[:8192] if damage == "cut" else data[:4096] + b"\xa5" * (len(data) - 4096))
    damaged = library.read_bytes()
    with pytest.raises(LibraryError, match="damaged") as caught:
        read_all(library)
    assert "newsreader library salvage" in str(caught.value)
    assert library.read_bytes() == damaged


def test_a_damaged_text_is_reported(desk):
    article_id = put(desk, "Ferry returns")
    desk._db.execute("UPDATE body SET data = x'789c00'")
    with pytest.raises(LibraryError, match="damaged"):
        desk.read(article_id)
    assert desk.fetch_rows([article_id])


def test_a_folder_or_a_path_through_a_file_is_explained(tmp_path):
    with pytest.raises(LibraryError, match=r"can't be opened: Is a directory"):
        open_database(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match=r"can't be opened: (Not a directory|File exists)"):
        open_database(tmp_path / "file" / "library.sqlite")


def test_a_library_that_can_only_be_read_is_read_and_says_so(desk):
    article_id = put(desk, "Ferry returns")
    desk._db.execute("PRAGMA query_only = ON")  # SQLite reports it as it does a read-only file
    assert desk.read(article_id).row.title == "Ferry returns"
    with pytest.raises(LibraryError, match="can't be written"):
        desk.set_bookmarked(article_id, True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_explained(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(LibraryError, match="can't be opened"):
        open_database(tmp_path / "library.sqlite")


def test_too_old_an_sqlite_is_refused(library, monkeypatch):
    monkeypatch.setattr(database, "LEAST_SQLITE", (99, 0, 0))
    with pytest.raises(LibraryError, match=r"needs 99\.0\.0"):
        open_database(library)
    assert not library.exists()
