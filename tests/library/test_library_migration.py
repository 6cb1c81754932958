"""A library of an older version: brought up to date whole, with a copy kept, or left as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3

import pytest
from library_stock import COUNTED, make_first_version, put

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library import backups, schema
from newsreader.library.migrations import MIGRATIONS
from newsreader.library.tokens import fold_pointed
from newsreader.model import Action, LibraryError

ARTICLES = 40


def test_all_is_there_afterwards_and_can_be_searched(library):
    make_first_version(library, ARTICLES)
    told = []
    with Desk(library, Settings(), tell=told.append) as desk:
        assert [desk.count(view) for view in COUNTED] == [40, 20, 40, 1, 0]
        assert len(desk.find_ids("cafe keeper", 100)) == ARTICLES
        assert desk.find_ids('"keeper 7"', 9) == desk.find_ids("number 7 site:post.example author:quill", 9) == [7]
        reading = desk.read(7)
        assert [edge.text for edge in reading.edges] == ["Ferry number 8 returns"]
        assert [row.id for row in reading.edges[0].targets] == [8]
        assert [row.id for row in reading.backlinks] == [6]
        assert desk.read(ARTICLES).edges[0].is_wanted
        assert desk.undo_any() is None
        desk.mark(Action.DELETE, (7,), True)
        assert [desk.count(view) for view in COUNTED] == [39, 20, 39, 1, 1]
        desk._db.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    assert "copy" in told[0]
    (copy,) = backups.list_backups(library)
    db = sqlite3.connect(copy)
    assert db.execute("SELECT count(*) FROM edge WHERE text <> ''").fetchone() == (ARTICLES,)
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    db.close()


def test_the_version_is_what_the_migrations_lead_to():
    assert len(MIGRATIONS) == schema.VERSION


def test_words_with_points_are_indexed_anew_without_them(library, monkeypatch):
    texts = {"هو يُشعل حَريقًا": "Goats هُم", "За\u0301мок on the rock": "A ferry.", "Ferry returns": "Café of the כַּבְשָׂה."}
    monkeypatch.setattr("newsreader.library.index.fold_text", fold_pointed)
    with Desk(library, Settings()) as desk:
        first, second, third = [put(desk, title, text=text) for title, text in texts.items()]
        assert desk.find_ids("يشعل OR замок", 9) == []
        desk._db.execute("PRAGMA user_version = 6")
    monkeypatch.undo()
    with Desk(library, Settings()) as desk:
        for query in ("يُشعل", "يشعل", "حريقا", "هم goats"):
            assert desk.find_ids(query, 9) == [first], query
        assert desk.find_ids("замок rock", 9) == [second]
        assert desk.find_ids("cafe כבשה", 9) == [third]
        # Each leaves the index as it is in it now.
        desk.mark(Action.DELETE, (first, second, third), True)
        desk._db.execute("UPDATE article SET deleted_at = 1")
        assert desk.purge_trash() == len(texts)
        desk._db.execute("CREATE VIRTUAL TABLE temp.word USING fts5vocab (main, search, row)")
        assert desk._db.execute("SELECT * FROM temp.word").fetchall() == []
        desk._db.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_a_new_library_needs_no_copy(library):
    Desk(library, Settings()).close()
    assert backups.list_backups(library) == []


def test_the_last_three_copies_and_the_largest_are_kept(library):
    sizes = [ARTICLES, 5 * ARTICLES, *[ARTICLES] * 4]
    for number, articles in enumerate(sizes):
        library.unlink(missing_ok=True)
        make_first_version(library, articles)
        Desk(library, Settings()).close()
        newest = backups.list_backups(library)[-1]
        # Made within one second, they would have one name.
        newest = newest.rename(newest.with_name(newest.name.replace(".v1-", f".v1-{number}")))
        os.utime(newest, (number, number))
    assert [each.name.split("-")[1][0] for each in backups.list_backups(library)] == ["1", "3", "4", "5"]


def test_without_room_for_a_copy_nothing_is_changed(library, monkeypatch):
    make_first_version(library, ARTICLES)
    before = library.read_bytes()
    usage = shutil.disk_usage(library.parent)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(LibraryError, match="make room there and try again; nothing was changed"):
        Desk(library, Settings())
    assert library.read_bytes() == before
    assert [each.name for each in library.parent.iterdir() if each != library] == []


@pytest.mark.parametrize("failing", ["copy", "migration"])
def test_a_disk_that_fills_up_leaves_the_old_version(library, monkeypatch, failing):
    make_first_version(library, ARTICLES)

    def fail(*_):
        raise sqlite3.OperationalError("database or disk is full")

    if failing == "copy":
        monkeypatch.setattr(backups.shutil, "disk_usage", shutil.disk_usage)
        monkeypatch.setattr("pathlib.Path.replace", fail)
    else:
        monkeypatch.setattr("newsreader.library.functions.unpack_content", fail)
    with pytest.raises(LibraryError):
        Desk(library, Settings())
    monkeypatch.undo()
    # A start that fails again and again fills no disk, and lets no other copy go.
    assert [each.name for each in library.parent.iterdir() if not each.name.startswith("library.sqlite-")] == [
        library.name
    ]
    db = sqlite3.connect(library)
    assert db.execute("PRAGMA user_version").fetchone() == (1,)
    assert db.execute("SELECT count(*) FROM edge WHERE text <> ''").fetchone() == (ARTICLES,)
    db.close()
    with Desk(library, Settings()) as desk:
        assert len(desk.find_ids("keeper", 100)) == ARTICLES
