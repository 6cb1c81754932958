"""What may happen to a library in use: a full disk, a kill, other processes."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from kill_rounds import run_rounds
from library_stock import list_ids, make_origin, make_page, put

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library import database
from newsreader.library.packing import pack_page
from newsreader.model import LibraryError, Place, Status, View

HERE = Path(__file__).parent


def start(code, *arguments):
    """Run Python code in a process of its own, its lines of output to be read."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)], stdout=subprocess.PIPE, text=True, cwd=HERE
    )


def wish_without_end(desk):
    for number in range(1000):
        desk.set_wanted(f"Wish {number} " + "of many words " * 20, "", True)


def test_a_full_disk_stores_nothing_by_halves_and_passes(desk):
    kept = put(desk, "Kept")
    (pages,) = desk._db.execute("PRAGMA page_count").fetchone()
    desk._db.execute(f"PRAGMA max_page_count = {pages}")
    noise = random.Random(1).randbytes(100_000)
    big = make_page("Too big", *(f"Headline {number} " + "of many words " * 20 for number in range(300)))
    outcome = desk.add_page(big, make_origin(noise))
    assert outcome.status is Status.FAILED
    assert "disk is full" in outcome.reason
    assert outcome.id is None
    with pytest.raises(LibraryError, match="disk is full"):
        wish_without_end(desk)
    assert list_ids(desk, View.ALL) == [kept]
    for table in ("article", "body", "dump"):
        assert desk._db.execute(f"SELECT count(*) FROM {table}").fetchone() == (1,)
    assert desk.count(View.WANTED) == len(desk.list_wishes())
    desk._db.execute("PRAGMA max_page_count = 1000000")
    assert desk.add_page(big, make_origin(noise)).status is Status.ADDED
    assert desk.count(View.ALL) == 2


def test_nothing_of_a_page_is_stored_where_storing_it_fails_late(desk, monkeypatch):
    def fail(*_):
        raise RuntimeError("late")

    monkeypatch.setattr("newsreader.library.index.index_articles", fail)
    with pytest.raises(RuntimeError, match="late"):
        desk.add_page(make_page("Ferry returns"), make_origin())
    for table in ("article", "body", "dump", "edge"):
        assert desk._db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


ADD_WITHOUT_END = """
    import sys
    from pathlib import Path
    from library_stock import put
    from newsreader.config import Settings
    from newsreader.desk import Desk
    with Desk(Path(sys.argv[1]), Settings()) as desk:
        for number in range(100_000):
            print(put(desk, f"{sys.argv[2]} {number}", *(f"Headline {number} {each}" for each in range(9))), flush=True)
"""


@pytest.mark.parametrize("reported", [1, 40, 150])
def test_a_kill_loses_nothing_that_was_reported(library, reported):
    adding = start(ADD_WITHOUT_END, library, "Title")
    ids = [int(adding.stdout.readline()) for _ in range(reported)]
    adding.kill()
    ids += [int(line) for line in adding.stdout.read().split("\n")[:-1]]
    adding.wait()
    adding.stdout.close()
    with Desk(library, Settings()) as desk:
        assert desk._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert desk._db.execute("PRAGMA foreign_key_check").fetchall() == []
        stored = list_ids(desk, View.ALL)
        assert set(ids) <= set(stored)
        assert desk.count(View.ALL) == len(stored)
        # None is there by halves, reported or not.
        assert {len(desk.read(article_id).edges) for article_id in stored} == {9}
        put(desk, "Works afterwards")


ADD_SOME = """
    import sys
    from pathlib import Path
    from library_stock import put
    from newsreader.config import Settings
    from newsreader.desk import Desk
    with Desk(Path(sys.argv[1]), Settings()) as desk:
        for number in range(60):
            article = put(desk, f"{sys.argv[2]} {number}", f"{sys.argv[2]} {number - 1}")
            desk.set_bookmarked(article, True)
            desk.read(article)
    print("done")
"""


def test_processes_that_open_a_new_library_at_once_all_get_their_turn(library):
    processes = [start(ADD_SOME, library, f"Process {number}") for number in range(4)]
    assert [process.communicate(timeout=60)[0] for process in processes] == ["done\n"] * 4
    with Desk(library, Settings()) as desk:
        assert desk.count(View.ALL) == desk.count(View.BOOKMARKS) == 240
        assert len(list_ids(desk, View.ALL)) == 240
        assert desk._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_library_held_too_long_is_explained(library, desk, monkeypatch):
    desk._db.execute("PRAGMA busy_timeout = 10")
    other = sqlite3.connect(library, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    outcome = desk.add_page(make_page("Ferry returns"), make_origin())
    assert outcome.status is Status.FAILED
    assert "held by another program" in outcome.reason
    other.execute("ROLLBACK")
    other.close()
    assert desk.add_page(make_page("Ferry returns"), make_origin()).status is Status.ADDED
    assert database.BUSY_SECONDS >= 5


def test_another_desk_sees_changes_and_knows_of_them(library, desk):
    with Desk(library, Settings()) as other:
        assert not other.has_changed()
        article_id = put(desk, "Ferry returns")
        assert other.has_changed()
        assert not other.has_changed()
        assert list_ids(other, View.UNREAD) == [article_id]
        other.mark_opened(article_id)
        assert not other.has_changed()
        assert desk.has_changed()
        assert desk.count(View.UNREAD) == 0


def test_the_trail_of_a_killed_run_is_found(library):
    code = """
        import os, sys
        from pathlib import Path
        from newsreader.config import Settings
        from newsreader.desk import Desk
        from newsreader.model import Place
        desk = Desk(Path(sys.argv[1]), Settings())
        desk.record_step(Place(offset=7))
        os.kill(os.getpid(), 9)
    """
    killed = start(code, library)
    killed.communicate(timeout=60)
    with Desk(library, Settings()) as desk:
        assert [step.place for step in desk.load_trail()] == [Place(offset=7)]


def test_twenty_kills_while_much_is_written():
    # `python tests/library/kill_rounds.py` does 200.
    assert run_rounds(20, seed=int.from_bytes(os.urandom(4))) == []


def test_an_interrupted_add_goes_on_where_it_was(library, tmp_path):
    code = """
        import sys
        from pathlib import Path
        import newsreader
        from library_stock import make_page
        from newsreader.config import Settings
        from newsreader.desk import Desk
        class Intake:
            @staticmethod
            def read_page(data, **_):
                print(data.decode(), flush=True)
                return make_page(data.decode())
        newsreader.intake = Intake
        with Desk(Path(sys.argv[1]), Settings()) as desk:
            for outcome in desk.add_all(((b"Title %d" % number, "x") for number in range(3000)), 1):
                if outcome.status == "known":
                    print("known", flush=True)
        print("done")
    """
    adding = start(code, library)
    for _ in range(1500):
        adding.stdout.readline()
    adding.kill()
    adding.stdout.close()
    adding.wait()
    with Desk(library, Settings()) as desk:
        kept = desk.count(View.ALL)
    assert 0 < kept < 3000
    said = start(code, library).communicate(timeout=60)[0].splitlines()
    # What was kept is not even split again.
    assert said.count("known") == kept
    assert len([line for line in said if line.startswith("Title")]) == 3000 - kept
    assert said[-1] == "done"
    with Desk(library, Settings()) as desk:
        assert desk.count(View.ALL) == 3000


def test_a_full_disk_while_many_are_added_keeps_what_was_told(desk):
    def make_pages():
        for number in range(2000):
            headlines = [f"Headline {number} {each}" for each in range(5)]
            yield pack_page(make_page(f"Title {number}", *headlines), make_origin())
            if number == 600:
                (pages,) = desk._db.execute("PRAGMA page_count").fetchone()
                desk._db.execute(f"PRAGMA max_page_count = {pages + 20}")

    outcomes = list(desk.add_packed(make_pages()))
    kept = [outcome.id for outcome in outcomes if outcome.status is Status.ADDED]
    failed = [outcome for outcome in outcomes if outcome.status is Status.FAILED]
    assert len(outcomes) == 2000
    assert failed
    assert all("disk is full" in outcome.reason for outcome in failed)
    assert sorted(list_ids(desk, View.ALL)) == sorted(kept)
    desk._db.execute("PRAGMA max_page_count = 1000000")
    assert desk._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert len(desk.find_ids("title*", 10_000, is_by_time=True)) == len(kept)
    put(desk, "Works afterwards")


MIXED = """
    import sys, time
    from pathlib import Path
    from library_stock import make_origin, make_page, put
    from newsreader.config import Settings
    from newsreader.desk import Desk
    from newsreader.library.packing import pack_page
    from newsreader.model import View
    name, until = sys.argv[2], time.monotonic() + float(sys.argv[3])
    added = 0
    with Desk(Path(sys.argv[1]), Settings()) as desk:
        while time.monotonic() < until:
            titles = [f"{name} {added} {each}" for each in range(21)]
            pages = [make_page(title, titles[place + 1]) for place, title in enumerate(titles[:20])]
            packed = [pack_page(page, make_origin()) for page in pages]
            added += sum(outcome.status == "added" for outcome in desk.add_packed(packed))
            article = put(desk, f"{name} alone {added}")
            added += 1
            desk.set_bookmarked(article, True)
            desk.set_tag((article,), name, True)
            desk.undo()
            desk.find_ids(name, 20)
            desk.list_page(View.ALL, None, 50)
            desk.read(article)
    print(added)
"""


def test_four_processes_write_and_read_at_once(library):
    # A minute of it: NEWSREADER_SOAK=60.
    seconds = os.environ.get("NEWSREADER_SOAK", "4")
    processes = [start(MIXED, library, f"process{number}", seconds) for number in range(4)]
    counts = [int(process.communicate(timeout=90)[0]) for process in processes]
    assert all(counts)
    with Desk(library, Settings()) as desk:
        assert desk.count(View.ALL) == len(list_ids(desk, View.ALL)) == sum(counts)
        assert desk.count(View.BOOKMARKS) == len(list_ids(desk, View.BOOKMARKS))
        for number, count in enumerate(counts):
            assert len(desk.find_ids(f"process{number}", 50_000, is_by_time=True)) == count
        assert desk.list_tags() == []
        assert desk._db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
