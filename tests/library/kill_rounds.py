"""Kills processes that write to a library, at random moments, and looks at what is left.

`python tests/library/kill_rounds.py [--rounds 200] [--seed N]` ends with 1 at the first round that lost something.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1]))

from feed_press import Press, serving
from library_stock import list_ids, make_first_version, make_origin, make_page
from refresh_kills import check_refreshed, refresh, subscribe

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.library.backups import list_backups
from newsreader.library.packing import pack_page
from newsreader.model import Action, View

HEADLINES = 9
OLD_ARTICLES = 500
# The articles of two backups.
RESTORED = (5, 60)
FEEDS, ITEMS = 6, 40
# A refresh begins to write only some time after its process has started, in seconds.
REFRESH_START = 0.3


def add(path: Path) -> None:
    """Add pages in bulk without end, beside some changes, and say what is kept as soon as it is."""
    with Desk(path, Settings()) as desk:
        pages = (
            pack_page(
                make_page(f"Title {number}", *(f"Headline {number} {each}" for each in range(HEADLINES))), make_origin()
            )
            for number in range(10_000_000)
        )
        for number, outcome in enumerate(desk.add_packed(pages)):
            print(outcome.id, flush=True)
            if outcome.id and number % 50 == 0:
                desk.set_bookmarked(outcome.id, True)
                print("bookmarked", outcome.id, flush=True)
            if outcome.id and number % 70 == 0:
                desk.mark(Action.DELETE, (outcome.id,), True)
                desk.undo()


def migrate(path: Path) -> None:
    """Open a library of an older version."""
    print("opening", flush=True)
    Desk(path, Settings()).close()


def restore(path: Path) -> None:
    """Make a library one backup and then the other, without end."""
    with Desk(path, Settings()) as desk:
        print("restoring", flush=True)
        while True:
            for size in RESTORED:
                desk.restore(path.with_name(f"{size}.backup"))


def check(desk: Desk, reported: set[int], bookmarked: set[int]) -> list[str]:
    """What is wrong with a library after a kill."""
    wrong = []
    for pragma, good in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        found = desk._db.execute(f"PRAGMA {pragma}").fetchall()
        if found != good:
            wrong.append(f"{pragma}: {found}")
    for table in ("search", "naming"):
        # Raises where the index is damaged.
        desk._db.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    # It may have been killed between a deletion and its undoing.
    trash = {row.id for row in desk.list_page(View.TRASH, None, 100)[0]}
    stored = set(list_ids(desk, View.ALL)) | trash
    if not reported <= stored:
        wrong.append(f"lost: {sorted(reported - stored)[:5]}")
    if (desk.count(View.ALL) + desk.count(View.TRASH), len(trash)) != (len(stored), desk.count(View.TRASH)):
        wrong.append(f"{desk.count(View.ALL)} and {desk.count(View.TRASH)} counted, {len(stored)} stored")
    if not bookmarked <= set(list_ids(desk, View.BOOKMARKS)) | trash:
        wrong.append("a bookmark is lost")
    indexed = desk._db.execute("SELECT count(*) FROM search_docsize").fetchone()[0]
    if indexed != len(stored):
        wrong.append(f"{indexed} indexed, {len(stored)} stored")
    halves = desk._db.execute(
        "SELECT id FROM article WHERE NOT EXISTS (SELECT 1 FROM body WHERE body.article_id = article.id)"
        " OR links <> (SELECT count(*) FROM edge WHERE edge.article_id = article.id) OR links = 0"
    ).fetchall()
    if halves or any(not desk.read(article_id) for article_id in list_ids(desk, View.ALL)[:20]):
        wrong.append(f"half an article: {halves[:5]}")
    return wrong


def kill_adding(folder: Path, after: float) -> list[str]:
    """One round: kill a process that adds, so many seconds after its first word."""
    path = folder / "adding.sqlite"
    said = run_and_kill("add", path, after).split("\n")[:-1]
    bookmarked = {int(line.split()[1]) for line in said if line.startswith("bookmarked")}
    reported = {int(line) for line in said if line.isdigit()}
    with Desk(path, Settings()) as desk:
        return check(desk, reported, bookmarked)


def kill_migrating(folder: Path, after: float) -> list[str]:
    """One round: kill a process that brings a library up to date."""
    path = folder / "old.sqlite"
    make_first_version(path, OLD_ARTICLES)
    run_and_kill("migrate", path, after)
    with Desk(path, Settings()) as desk:
        return check(desk, set(range(1, OLD_ARTICLES + 1)), set(range(1, OLD_ARTICLES + 1)))


def kill_restoring(folder: Path, after: float) -> list[str]:
    """One round: kill a process that restores; the library is one of the two, and a copy is never half a library."""
    path = folder / "library.sqlite"
    for size in RESTORED:
        with Desk(folder / f"{size}.sqlite", Settings()) as desk:
            for number in range(size):
                desk.add_page(make_page(f"Title {number}", "Elsewhere"), make_origin())
            desk.back_up(folder / f"{size}.backup")
    path.write_bytes((folder / f"{RESTORED[0]}.backup").read_bytes())
    run_and_kill("restore", path, after)
    wrong = []
    for each in (path, *list_backups(path)):
        with Desk(each, Settings()) as desk:
            wrong += check(desk, set(), set())
            if desk.count(View.ALL) not in RESTORED:
                wrong.append(f"{each.name}: {desk.count(View.ALL)} articles")
    return wrong


def kill_refreshing(folder: Path, after: float) -> list[str]:
    """One round: kill a refresh, and refresh again."""
    with serving(Press(FEEDS, ITEMS, words=(50, 200))) as press:
        subscribe(folder, press)
        refresh(folder, after=REFRESH_START + after)
        code = refresh(folder)
        return check_refreshed(folder, FEEDS * ITEMS, code)


def run_and_kill(what: str, path: Path, after: float) -> str:
    """What a process has said until it was killed."""
    process = subprocess.Popen(
        [sys.executable, __file__, "--do", what, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    said = process.stdout.readline()
    time.sleep(after)
    process.kill()
    said += process.stdout.read()
    process.wait()
    process.stdout.close()
    return said


def run_rounds(rounds: int, seed: int) -> list[str]:
    """What was wrong in the first round in which something was; they kill migration, bulk add, refresh and restore in
    turns.
    """
    kills = (kill_migrating, kill_adding, kill_refreshing, kill_restoring)
    moments = random.Random(seed)
    for number in range(rounds):
        after = moments.uniform(0, 0.4)
        with tempfile.TemporaryDirectory() as folder:
            wrong = kills[number % len(kills)](Path(folder), after)
        if wrong:
            return [f"round {number} of seed {seed}, killed after {after:.3f} s", *wrong]
    return []


def main() -> int:
    """Run as many rounds as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--do", nargs=2, metavar=("WHAT", "PATH"), help="be the process that is killed")
    options = parser.parse_args()
    if options.do:
        {"add": add, "migrate": migrate, "restore": restore}[options.do[0]](Path(options.do[1]))
        return 0
    wrong = run_rounds(options.rounds, options.seed)
    print(*(wrong or [f"{options.rounds} rounds of seed {options.seed}: nothing lost"]), sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
