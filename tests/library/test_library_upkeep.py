"""Looking after a library: checks, what is rescued of a damaged one, what may go."""

from __future__ import annotations

import random
import sqlite3
import time

import pytest
from library_stock import list_ids, make_origin, make_page, put

from newsreader.cli import main
from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library.salvage import salvage
from newsreader.model import Action, LibraryError, RuleAction, View

ARTICLES = 120
PAGE = 4096


def say_nothing(_):
    pass


@pytest.fixture
def filled(library):
    """A library in one file, nothing in its write-ahead log."""
    with Desk(library, Settings()) as desk:
        for number in range(ARTICLES):
            headlines = [f"Title {number + 1}", *(f"Headline {number} {each}" for each in range(5))]
            noise = random.Random(number).randbytes(3000)
            desk.add_page(make_page(f"Title {number}", *headlines, text=f"Text {number}. " * 30), make_origin(noise))
        desk.set_tag((1, 2), "coast", True)
        desk.set_note(3, "Ask Ada")
        desk.set_bookmarked(4, True)
        desk.set_wanted("Never seen", "", True)
        desk._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return library


def rescue(library, target):
    before = library.read_bytes()
    found = salvage(library, target, say_nothing)
    assert library.read_bytes() == before
    return found


def test_all_of_a_sound_library_is_rescued(filled, tmp_path):
    with Desk(filled, Settings()) as desk:
        desk.mark(Action.HIDE, (5, 6), True)
        desk.mark(Action.DELETE, (6, 7), True)
        desk.add_rule(desk.make_rule("title:~^goat", RuleAction.HIDE))
    count, orphans = rescue(filled, tmp_path / "new.sqlite")
    assert (count, orphans) == (ARTICLES, [])
    with Desk(filled, Settings()) as old, Desk(tmp_path / "new.sqlite", Settings()) as new:
        assert list(new.find_damage(say_nothing)) == []
        assert list_ids(new, View.ALL) == list_ids(old, View.ALL)
        assert [new.read(each) for each in list_ids(new, View.ALL)] == [
            old.read(each) for each in list_ids(old, View.ALL)
        ]
        assert new.find_ids("tag:coast OR has:note OR is:bookmarked", 9) == [4, 3, 2, 1]
        assert [new.count(view) for view in View] == [old.count(view) for view in View]
        assert new.find_ids("is:hidden", 9) == [5]
        assert new.list_rules() == old.list_rules() != []


@pytest.mark.parametrize("seed", range(12))
def test_what_is_readable_of_a_damaged_library_is_rescued(filled, tmp_path, seed):
    data = bytearray(filled.read_bytes())
    places = random.Random(seed)
    for _ in range(1 + seed % 4):
        # The first page is the file's own description.
        start = places.randrange(1, len(data) // PAGE) * PAGE
        data[start : start + PAGE] = places.randbytes(PAGE)
    filled.write_bytes(data)
    target = tmp_path / "new.sqlite"
    try:
        count, orphans = rescue(filled, target)
    except LibraryError:
        # The pages that say which tables there are were hit.
        assert not target.exists()
        return
    with Desk(target, Settings()) as new:
        assert list(new.find_damage(say_nothing)) == []
        assert new.count(View.ALL) == count
        assert all(new.read(each) for each in list_ids(new, View.ALL))
    assert count + len(orphans) > 0


def test_articles_whose_rows_are_lost_are_made_again_from_their_dumps(library, tmp_path, capsys):
    demo = tmp_path / "page.txt"
    demo.write_bytes((__import__("program").FIRST).read_bytes())
    assert main(["add", str(demo), "--library", str(library)]) == 0
    db = sqlite3.connect(library)
    db.execute("UPDATE body SET data = x'00'")
    db.commit()
    db.close()
    capsys.readouterr()
    assert main(["library", "check", "--library", str(library)]) == 1
    assert "body 1" in capsys.readouterr().out
    target = tmp_path / "new.sqlite"
    assert main(["library", "salvage", str(target), "--library", str(library)]) == 0
    assert "1 articles rescued, 1 of them made again" in capsys.readouterr().out
    assert main(["library", "check", "--library", str(target)]) == 0
    assert main(["library", "salvage", str(target), "--library", str(library)]) == 1
    assert "is there already" in capsys.readouterr().err
    assert main(["library", "salvage"]) == 2


def test_a_damaged_library_can_be_restored_over(filled, tmp_path):
    backup = tmp_path / "copy.backup"
    with Desk(filled, Settings()) as desk:
        desk.back_up(backup)
    data = bytearray(filled.read_bytes())
    data[len(data) // 2 :] = b"\xa5" * (len(data) - len(data) // 2)
    filled.write_bytes(data)
    with Desk(filled, Settings()) as desk:
        kept = desk.restore(backup)
        assert desk.count(View.ALL) == ARTICLES
        assert list(desk.find_damage(say_nothing)) == []
    assert kept.read_bytes() == data


def test_what_is_wrong_is_told(desk):
    put(desk, "Ferry returns")
    assert list(desk.find_damage(say_nothing)) == []
    desk._db.execute("UPDATE tally SET amount = 5 WHERE view = 'unread'")
    desk._db.execute("UPDATE dump SET data = x'00'")
    desk._db.execute("DELETE FROM search_data WHERE id > 10")
    damage = "\n".join(desk.find_damage(say_nothing))
    assert "unread: 5 counted, 1 there" in damage
    assert "dump 1" in damage
    assert "index search" in damage


def test_only_what_nobody_marked_or_links_to_is_let_go(library):
    settings = Settings(retention_days=30)
    with Desk(library, settings) as desk:
        names = ["bookmarked", "tagged", "noted", "linked", "linked from nothing kept", "plain", "new"]
        links = {"bookmarked": "linked", "plain": "linked from nothing kept"}
        ids = {name: put(desk, name, *([links[name]] if name in links else [])) for name in names}
        desk.set_bookmarked(ids["bookmarked"], True)
        desk.set_tag((ids["tagged"],), "coast", True)
        desk.set_note(ids["noted"], "Ask Ada")
        month = 31 * 24 * 3600
        desk._db.execute("UPDATE article SET added_at = added_at - ? WHERE id <> ?", (month, ids["new"]))
        assert desk.list_outlived() == [ids["linked from nothing kept"], ids["plain"]]
    with Desk(library, Settings()) as desk:
        assert desk.list_outlived() == []


def test_compacting_lets_go_empties_the_trash_and_gives_back_room(filled, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path))
    from newsreader import paths

    paths.config_path().parent.mkdir(parents=True, exist_ok=True)
    paths.config_path().write_text("[retention]\ndays = 10\n")
    with Desk(filled, Settings()) as desk:
        long_ago = time.time() - 40 * 24 * 3600
        desk.mark(Action.DELETE, range(10, 90), True)
        # Some go as the program ends, that nobody waits for it.
        desk._db.execute("UPDATE article SET deleted_at = ? WHERE deleted_at IS NOT NULL", (long_ago,))
        desk._db.execute("UPDATE article SET added_at = ? WHERE id IN (4, 100)", (long_ago,))
    Desk(tmp_path / "empty.sqlite", Settings()).close()
    empty = (tmp_path / "empty.sqlite").stat().st_size
    size = filled.stat().st_size - empty
    assert main(["library", "compact", "--library", str(filled)]) == 0
    out = capsys.readouterr().out
    assert "1 articles moved to the trash" in out
    assert "60 articles left the trash" in out
    assert filled.stat().st_size - empty < 0.6 * size
    with Desk(filled, Settings()) as desk:
        assert desk.count(View.ALL) == ARTICLES - 81
        assert desk.count(View.TRASH) == 1
        assert list(desk.find_damage(say_nothing)) == []
        assert desk.read(4)
