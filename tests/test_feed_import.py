"""Feeds that come from lists, pages and other readers, and go into lists again."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import subprocess

import pytest
from feed_press import Press, serving, word_of
from program import has_ended, make_command, make_environment, run_program, wait_for_text

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


def test_an_address_without_a_scheme_is_asked_by_http_only_where_nobody_speaks_https(home, press):
    bare = press.url(0).removeprefix("http://")
    done = run_program(home, "feed", "add", bare)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == [f"Subscribed: {press.url(0)}", "  not encrypted"]
    count = len(press.answered)
    done = run_program(home, "feed", "add", f"https://{bare}")
    assert done.returncode == 1
    assert "can't agree on how to encrypt" in done.stderr
    assert run_program(home, "feed", "add", f"ada:goatcheese@{bare}").returncode == 1
    assert len(press.answered) == count, "what was typed with https, or a password, is never asked without"
    # Nobody listens there, by neither.
    done = run_program(home, "feed", "add", "127.0.0.1:9/feed")
    assert done.stderr == "newsreader: 127.0.0.1:9/feed: the server 127.0.0.1 takes no connections\n"
    done = run_program(home, "feed", "add", bare.replace("feed/0", "nothing"))
    assert "by https, the server 127.0.0.1 and this system" in done.stderr
    assert "; by http, there is nothing at this address" in done.stderr


def test_words_are_no_address(home):
    done = run_program(home, "feed", "add", "not a url")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr == "newsreader: not a url: no address of a feed or a page: it must begin with http:// or https://\n"
    )


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
    assert again.splitlines()[1:4] == [
        "       2  feeds, 2 of them known already",
        "       1  saved searches, 1 of them known already",
        "       1  rules, 1 of them known already",
    ]
    assert f"{amount - 1:>8}  articles, {amount - 1} of them known already" in again
    assert "       1  deleted articles, which stay away, 1 of them known already" in again
    # What newsboat had is what the feed brings: nothing comes twice, what was deleted stays away, and what it ignored,
    # which it has not kept, is hidden.
    assert run_program(home, "refresh").stdout.splitlines()[-1] == f"2 feeds, {12 - amount} new articles"
    assert sum(feed["articles"] for feed in list_feeds(home)) == amount - 1
    assert run_program(home, "search", word_of(1, 3)).stdout == ""


def test_without_newsboat_that_is_said(home):
    done = run_program(home, "feed", "import", "--newsboat")
    assert done.returncode == 1
    assert "newsboat has no list of feeds here" in done.stderr


# --- programs ---------------------------------------------------------------------------------------------------------

FEED = (
    '<rss version="2.0"><channel><title>Goat post</title><item><title>A goat comes ashore</title><guid>g1</guid>'
    "<description>Wet.</description></item></channel></rss>"
)


def allow(home):
    (home / "config.toml").write_text(f"{CONFIG}[feeds]\nallow_exec = true\n")


def test_programs_need_leave_wherever_they_come_from(home, press):
    address = f"exec:touch {home}/ran"
    (home / ".newsboat").mkdir()
    (home / ".newsboat/urls").write_text(f'"{address}"\n{press.url(0)}\n"filter:cat:{press.url(1)}"\n')
    done = run_program(home, "feed", "import", "--newsboat")
    assert done.returncode == 0
    refused = [line for line in done.stdout.splitlines() if line.startswith("not taken: ")]
    assert len(refused) == 2
    assert all("which allow_exec under [feeds] in the settings must allow first" in line for line in refused)
    done = run_program(home, "feed", "add", address, "--anyway")
    assert (done.returncode, "allow_exec" in done.stderr, "--anyway" in done.stderr) == (1, True, False)
    assert len(list_feeds(home)) == 1
    allow(home)
    # Whose list it is nobody knows.
    opml = f'<opml version="2.0"><body><outline text="x" xmlUrl="{address}"/></body></opml>'.encode()
    assert "which no list may bring" in run_program(home, "feed", "import", "-", data=opml).stdout
    assert run_program(home, "feed", "import", "--newsboat").stdout.splitlines()[1] == (
        "       3  feeds, 1 of them known already"
    )
    assert [feed["url"] for feed in list_feeds(home)] == [press.url(0), address, f"filter:cat:{press.url(1)}"]
    # Where leave is taken back, they are asked no more.
    (home / "config.toml").write_text(CONFIG)
    done = run_program(home, "refresh")
    assert (done.returncode, done.stderr.count("allow_exec")) == (1, 2)
    assert not (home / "ran").exists()


def test_what_a_program_writes_is_a_feed_and_the_same_again_is_nothing_new(home, press):
    allow(home)
    (home / "feed.xml").write_text(FEED)
    done = run_program(home, "feed", "add", f"exec:cat {home}/feed.xml", f"filter:cat:{press.url(1)}")
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(line for line in done.stdout.splitlines() if " new" in line) == [
        "1 new  Goat post",
        "6 new  Feed 001 of the islands",
    ]
    done = run_program(home, "refresh")
    assert (done.returncode, done.stdout) == (0, "2 feeds, 0 new articles\n")
    (home / "feed.xml").unlink()
    done = run_program(home, "refresh")
    assert (done.returncode, done.stdout) == (1, "2 feeds, 0 new articles, 1 feed failed\n")
    assert done.stderr.startswith("newsreader: failed: Goat post: its program ended with 1: cat: ")
    assert done.stderr.endswith("No such file or directory\n")
    done = run_program(home, "feed", "add", "exec:echo no feed at all")
    assert (done.returncode, done.stdout) == (1, "")
    assert "what its program writes is no feed; --anyway subscribes all the same" in done.stderr


def test_what_is_interrupted_leaves_no_program_behind(home):
    allow(home)
    assert run_program(home, "feed", "add", f"exec:echo $$ > {home}/pid; exec sleep 60", "--anyway").returncode == 0
    process = subprocess.Popen([*make_command(), "refresh"], env=make_environment(home), stderr=subprocess.DEVNULL)
    pid = int(wait_for_text(home / "pid"))
    process.send_signal(signal.SIGINT)
    process.wait(10)
    assert has_ended(pid)
