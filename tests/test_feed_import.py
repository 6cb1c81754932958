"""Feeds that come from lists, pages and other readers, and go into lists again."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess

import pytest
from feed_press import Press, serving, word_of
from program import run_program

CONFIG = "[network]\nconnections = 16\ninterval_ms = 0\ntimeout = 2\n"
OPML = b"""<?xml version="1.0"?><opml version="2.0"><body>
<outline text="Coast"><outline text="Islands">
<outline text="Goats &amp; ferries" type="rss" xmlUrl="https://isle.example/rss" htmlUrl="https://isle.example/"/>
</outline></outline>
<outline text="Hill" xmlUrl="https://hill.example/atom"/><outline text="Odd" xmlUrl="gopher://hill.example"/>
</body></opml>"""


@pytest.fixture
def home(tmp_path):
    (tmp_path / "config.toml").write_text(CONFIG)
    return tmp_path


@pytest.fixture
def press():
    with serving(Press(3, 6, words=(20, 60))) as press:
        yield press


def list_feeds(home):
    return [json.loads(line) for line in run_program(home, "feed", "list", "--json").stdout.splitlines()]


def test_a_list_of_feeds_comes_in_once_and_goes_out_as_it_came(home, tmp_path):
    done = run_program(home, "feed", "import", "-", data=OPML)
    assert done.stdout.splitlines() == ["       2  feeds", "not taken: gopher://hill.example: no address of the web"]
    feeds = list_feeds(home)
    assert [(feed["title"], feed["tags"]) for feed in feeds] == [("Goats & ferries", ["coast/islands"]), ("Hill", [])]
    assert run_program(home, "feed", "export", str(tmp_path / "out.opml")).returncode == 0
    other = tmp_path / "other"
    other.mkdir()
    assert run_program(other, "feed", "import", str(tmp_path / "out.opml")).returncode == 0
    keys = ("url", "title", "tags", "full_text", "is_hidden")
    came, went = ([[feed[key] for key in keys] for feed in each] for each in (list_feeds(other), feeds))
    assert sorted(came) == sorted(went)
    again = run_program(home, "feed", "import", "-", data=OPML)
    assert again.stdout.startswith("       2  feeds, 2 of them known already")
    assert len(list_feeds(home)) == 2
    # All that one import did is one change.
    assert run_program(home, "undo").returncode == 0
    assert list_feeds(home) == []


def test_what_is_no_list_says_where_it_is_wrong(home):
    done = run_program(home, "feed", "import", "-", data=b"<opml><body><outline</body></opml>")
    assert done.returncode == 1
    assert "line 1" in done.stderr
    assert run_program(home, "feed", "import").returncode == 2


def test_the_feeds_of_a_page_are_found(home, press):
    press.extra["/named"] = (
        200,
        b'<html><head><link rel="alternate" type="application/rss+xml" title="All" href="/feed/1"></head>Us</html>',
    )
    press.extra["/bare/"] = (200, b"<html><body><p>Nothing is named here.</p></body></html>")
    press.extra["/feed.xml"] = (200, press.load(2))
    done = run_program(home, "feed", "discover", f"{press.base}/named")
    assert done.stdout == f"{press.base}/feed/1  All\n"
    assert run_program(home, "feed", "discover", f"{press.base}/bare/").stdout.startswith(
        f"{press.base}/feed.xml  Feed 002"
    )
    del press.extra["/feed.xml"]
    done = run_program(home, "feed", "discover", f"{press.base}/bare/")
    assert done.returncode == 1
    assert "names no feed" in done.stderr
    done = run_program(home, "feed", "add", f"{press.base}/named")
    assert done.stdout.splitlines() == [f"Subscribed: {press.base}/feed/1", "6 new  Feed 001 of the islands"]


# --- newsboat ---------------------------------------------------------------------------------------------------------


def make_newsboat(home, press):
    folder = home / ".newsboat"
    folder.mkdir()
    (folder / "urls").write_text(
        f'{press.url(0)} coast "~Isles"\n{press.url(1)} !\nexec:/bin/goats\n'
        '"query:Unread goats:unread = \\"yes\\" and title =~ \\"goat\\""\n'
    )
    (folder / "config").write_text(f'reload-threads 4\nignore-article "{press.url(0)}" "title =~ \\"storm\\""\n')
    return folder


@pytest.mark.skipif(not shutil.which("newsboat"), reason="newsboat is not installed")
def test_newsboat_is_taken_over_as_it_is_and_only_once(home, press):
    folder = make_newsboat(home, press)
    subprocess.run(
        ["newsboat", "-x", "reload"],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        check=True,
        timeout=60,
        capture_output=True,
    )
    db = sqlite3.connect(folder / "cache.db")
    with db:
        db.execute("UPDATE rss_item SET unread = 0, flags = 'ax' WHERE url = ?", (f"{press.base}/page/1/2",))
        db.execute("UPDATE rss_item SET deleted = 1 WHERE url = ?", (f"{press.base}/page/1/3",))
    amount = db.execute("SELECT count(*) FROM rss_item").fetchone()[0]
    db.close()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    done = run_program(home, "feed", "import", "--newsboat")
    assert (done.returncode, done.stderr) == (0, "")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    said = done.stdout.splitlines()
    assert said[1:4] == ["       2  feeds", "       1  saved searches", "       1  rules"]
    assert any(line.startswith("not taken: exec:/bin/goats") for line in said)
    feeds = list_feeds(home)
    assert [(feed["tags"], feed["is_hidden"]) for feed in feeds] == [(["coast"], False), ([], True)]
    assert feeds[0]["title"] == "Isles"
    assert sum(feed["articles"] for feed in feeds) == amount - 1
    (found,) = [json.loads(line) for line in run_program(home, "list", "--json", "tag:flag-x").stdout.splitlines()]
    assert found["url"] == f"{press.base}/page/1/2"
    assert not found["is_unread"]
    assert run_program(home, "saved").stdout.startswith("Unread goats")
    again = run_program(home, "feed", "import", "--newsboat").stdout
    assert f"{amount:>8}  articles, {amount} of them known already" in again
    # What newsboat had is what the feed brings: nothing comes twice, what was deleted stays away, and what it ignored,
    # which it has not kept, is hidden.
    assert run_program(home, "refresh").stdout.splitlines()[-1] == f"2 feeds, {12 - amount} new articles"
    assert sum(feed["articles"] for feed in list_feeds(home)) == amount - 1
    assert run_program(home, "search", word_of(1, 3)).stdout == ""


def test_without_newsboat_that_is_said(home):
    done = run_program(home, "feed", "import", "--newsboat")
    assert done.returncode == 1
    assert "newsboat has no list of feeds here" in done.stderr
