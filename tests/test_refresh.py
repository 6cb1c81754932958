"""Feeds asked for what is new: the whole program against a server on loopback."""

from __future__ import annotations

import json
import signal
import subprocess
import time

import pytest
from feed_press import HoldingPress, Press, make_feed, serving, word_of
from program import make_command, make_environment, run_program

from newsreader.config import Settings
from newsreader.desk import Desk
from newsreader.markdown import render_markdown
from newsreader.model import (
    Article,
    Errand,
    FullText,
    Headline,
    Origin,
    Page,
    Part,
    PartKind,
    RefreshStatus,
    Section,
    View,
)
from newsreader.wording import say_clock

# Without the manners towards real servers, which the tests of fetching hold it to.
UNHURRIED = Settings(network_connections=16, network_interval_ms=0, network_timeout=2)
CONFIG = "[network]\nconnections = 16\ninterval_ms = 0\ntimeout = 2\n"


@pytest.fixture
def press():
    with serving(Press(3, 12, words=(20, 60))) as press:
        yield press


@pytest.fixture
def desk(tmp_path, press):
    with Desk(tmp_path / "library.sqlite", UNHURRIED) as desk:
        for number in range(press.feeds):
            desk.subscribe(press.url(number))
        yield desk


def refresh(desk, **chosen):
    return sorted(desk.refresh(desk.choose_feeds(**chosen)), key=lambda each: each.id)


def fetch(desk, url):
    (fetched,) = desk.run_errands([Errand(1, url)])
    return fetched.outcome


def say(refreshed):
    return [(each.status.value, each.new, each.changed) for each in refreshed]


def test_what_is_new_is_stored_found_and_named_by_its_feed(desk, press):
    assert say(refresh(desk)) == [("updated", 12, 0)] * 3
    assert [feed.title for feed in desk.list_feeds()] == [f"Feed 00{n} of the islands" for n in range(3)]
    assert desk.count(View.UNREAD) == 36
    (found,) = desk.find_ids(word_of(1, 7), 9)
    reading = desk.read(found)
    assert reading.row.published.startswith("2026-03-04T09:40")
    assert reading.article.byline == ("Ada Quill",)
    assert reading.row.url == f"{press.base}/page/1/7"


def test_nothing_new_costs_a_304_and_nothing_is_read(desk, press, monkeypatch):
    refresh(desk)
    press.answered.clear()
    monkeypatch.setattr("newsreader.reading.Reader.read", lambda *_: pytest.fail("it was read"))
    assert say(refresh(desk)) == [("unchanged", 0, 0)] * 3
    assert sorted(press.answered) == [(f"/feed/{number}", 304) for number in range(3)]


def test_without_validators_the_same_body_is_not_read_again(desk, press, monkeypatch):
    press.has_validators = False
    refresh(desk)
    monkeypatch.setattr("newsreader.reading.Reader.read", lambda *_: pytest.fail("it was read"))
    assert say(refresh(desk)) == [("unchanged", 0, 0)] * 3
    assert {code for _, code in press.answered} == {200}


def test_a_new_entry_and_a_changed_one_are_told_apart(desk, press):
    refresh(desk)
    (found,) = desk.find_ids(word_of(0, 3), 9)
    press.bodies[0] = make_feed(0, 13, press.base, press.words).replace(
        b"See ref00000003", b"Mended: ref00000003 at last"
    )
    assert say(refresh(desk)) == [("updated", 1, 1), ("unchanged", 0, 0), ("unchanged", 0, 0)]
    assert desk.find_ids("mended", 9) == [found]
    assert len(desk.list_versions(found)) == 1


def test_a_feed_that_fails_holds_up_no_other_and_what_it_had_stays(desk, press):
    refresh(desk)
    press.extra["/feed/1"] = (500, b"")
    press.bodies[2] = make_feed(2, 14, press.base, press.words)
    failed = refresh(desk)
    assert say(failed) == [("unchanged", 0, 0), ("failed", 0, 0), ("updated", 2, 0)]
    assert "500" in failed[1].error
    health = desk.list_feeds()[1].health
    assert (health.failures, health.error) == (1, failed[1].error)
    assert desk.list_feeds()[1].articles == 12
    del press.extra["/feed/1"]
    assert say(refresh(desk))[1] == ("unchanged", 0, 0)
    assert desk.list_feeds()[1].health.error == ""


def test_what_is_no_feed_says_so_and_is_asked_whole_again(desk, press):
    page = b"<!doctype html><html><body><p>We moved.</p></body></html>"
    press.extra["/feed/0"] = (200, page)
    assert "page" in refresh(desk)[0].error
    press.extra.clear()
    assert say(refresh(desk))[0] == ("updated", 12, 0)


def test_a_server_that_wants_to_be_left_alone_is(desk, press):
    refresh(desk)
    assert desk.list_held() == ()
    press.extra["/feed/1"] = (429, b"")
    refresh(desk)
    assert desk.choose_feeds() == []
    # What one feed's server asked for holds for all of its host, as long as that.
    listed = desk.list_feeds()
    assert desk.list_held() == tuple(feed.health.held_until for feed in listed)
    assert time.time() + 600 < listed[0].health.held_until < time.time() + 24 * 3600
    assert desk.list_held(listed[:1]) == desk.list_held()[:1]


def test_pages_of_a_server_that_wants_to_be_left_alone_wait(desk, press, monkeypatch):
    press.is_brief = True
    press.bodies.clear()
    press.extra["/feed/1"] = (429, b"")
    refresh(desk)
    press.answered.clear()
    assert (desk.count_due_pages(), list(desk.fetch_due_pages(1)), press.answered) == (0, [], [])
    after = desk.list_held()[0] + 1
    monkeypatch.setattr(time, "time", lambda: after)
    assert desk.count_due_pages() == 24


def test_only_those_that_are_due_are_asked(desk):
    assert len(desk.choose_feeds(is_due=True)) == 3
    refresh(desk)
    assert desk.choose_feeds(is_due=True) == []
    assert len(desk.choose_feeds()) == 3


def test_what_is_gone_is_asked_no_more_but_by_its_name(desk, press):
    press.extra["/feed/1"] = (410, b"")
    assert [each.status.value for each in refresh(desk)] == ["updated", "failed", "updated"]
    assert [each.id for each in refresh(desk)] == [1, 3]
    del press.extra["/feed/1"]
    # Where it is there again after all, it is as any other.
    assert say(refresh(desk, only=desk.list_feeds()[1:2])) == [("updated", 12, 0)]
    assert [each.id for each in refresh(desk)] == [1, 2, 3]


def test_a_summary_brings_its_whole_page(desk, press):
    press.is_brief = True
    press.bodies.clear()
    refresh(desk, only=desk.list_feeds()[:1])
    (found,) = [key.article_id for key in desk.list_keys(View.ALL, None, 1)]
    assert desk.count_due_pages() == 12
    assert desk.read(found).article.parts[0].text == "In short."
    outcomes = list(desk.fetch_due_pages(1))
    assert {outcome.status.value for outcome in outcomes} == {"added"}
    assert desk.count_due_pages() == 0
    reading = desk.read(found)
    assert "The whole of" in reading.article.parts[-1].text
    # The related headlines are links to what the feed has brought.
    assert any(edge.targets for edge in desk.read(found + 5).edges)
    assert desk.count(View.ALL) == 12


def test_a_site_that_wants_no_programs_is_left_alone_but_not_by_its_reader(desk, press):
    press.is_brief = True
    press.bodies.clear()
    press.extra["/robots.txt"] = (200, b"User-agent: *\nDisallow: /page/")
    refresh(desk, only=desk.list_feeds()[:1])
    reasons = {outcome.reason for outcome in desk.fetch_due_pages(1)}
    assert len(reasons) == 1
    assert "robots.txt" in reasons.pop()
    article = desk.list_keys(View.ALL, None, 1)[0].article_id
    assert next(desk.run_errands([Errand(1, article_id=article)])).outcome.status.value == "added"
    assert "The whole of" in desk.read(article).article.parts[-1].text


def test_full_text_never_fetches_none(desk, press):
    press.is_brief = True
    press.bodies.clear()
    desk.set_full_text(desk.list_feeds()[0], FullText.NEVER)
    refresh(desk, only=desk.list_feeds()[:1])
    assert desk.count_due_pages() == 0


def test_a_page_that_the_reader_follows_is_kept(desk, press):
    outcome = fetch(desk, f"{press.base}/page/9/4")
    assert outcome.status.value == "added"
    assert "The whole of" in desk.read(outcome.id).article.parts[-1].text
    assert fetch(desk, f"{press.base}/nothing").reason.count("404") == 1


def put_linking(desk, *headlines):
    lines = tuple(Headline(text, url=url) for text, url in headlines)
    page = Page(Article("What the harbour says", parts=(Part(PartKind.PARAGRAPH, "Much."),)), (Section("More", lines),))
    return desk.add_page(page, Origin(b"a page with links", "harbour.txt")).id


def name_targets(desk, article):
    return [[row.id for row in edge.targets] for edge in desk.read(article).edges]


def test_a_headline_means_what_was_fetched_for_it_whatever_that_calls_itself(desk, press):
    short, final = f"{press.base}/short", f"{press.base}/page/9/4"
    press.extra["/short"] = (302, b"/page/9/4")
    harbour = put_linking(desk, ("You won't believe this goat", short), ("And this one", f"{press.base}/short?two"))
    desk.set_wanted("You won't believe this goat", short, True)
    found = fetch(desk, short).id
    assert desk.read(found).row.url == final
    assert name_targets(desk, harbour) == [[found], []]
    assert [row.id for row in desk.read(found).backlinks] == [harbour]
    assert [row.id for row in desk.list_wishes()[0].targets] == [found]
    desk.mark_opened(found)
    assert desk.list_wishes() == []
    # The same bytes, known by now, that another address leads to.
    press.extra["/short?two"] = (301, b"/page/9/4")
    assert fetch(desk, f"{press.base}/short?two").id == found
    assert name_targets(desk, harbour) == [[found], [found]]


def test_a_page_to_which_all_lead_is_none_of_them(desk, press):
    press.extra["/story"] = (302, b"/page/9/4")
    harbour = put_linking(desk, ("A story that needs a login", f"{press.base}/story"))
    login = fetch(desk, f"{press.base}/story").id
    assert name_targets(desk, harbour) == [[login]]
    # Once its own page comes, it is another article, and the one that is meant.
    press.extra["/story"] = press.find("/page/9/5")
    story = fetch(desk, f"{press.base}/story").id
    assert story != login
    assert name_targets(desk, harbour) == [[story]]
    assert desk.read(login).backlinks == ()


def test_an_entry_whose_address_only_leads_on_is_met_by_it_still(desk, press):
    press.is_brief = True
    press.bodies.clear()
    for item in range(12):
        body = press.find(f"/page/0/{item}")[1]
        press.extra[f"/page/0/{item}"] = (302, f"/moved/{item}".encode())
        press.extra[f"/moved/{item}"] = (200, body)
    harbour = put_linking(desk, ("In other words", f"{press.base}/page/0/3"))
    refresh(desk, only=desk.list_feeds()[:1])
    before = name_targets(desk, harbour)
    assert {outcome.status.value for outcome in desk.fetch_due_pages(1)} == {"added"}
    assert name_targets(desk, harbour) == before
    assert desk.read(before[0][0]).row.url == f"{press.base}/moved/3"


def test_a_private_address_that_nobody_named_is_not_fetched(desk, press):
    outcome = fetch(desk, f"{press.base.replace('127.0.0.1', '127.0.0.2')}/page/9/4")
    assert outcome.status.value == "failed"
    assert "private" in outcome.reason


def test_what_has_arrived_when_it_is_stopped_is_kept(desk, press):
    outcomes = desk.refresh(desk.choose_feeds())
    first = next(outcomes)
    outcomes.close()
    assert first.status is RefreshStatus.UPDATED
    assert desk.list_feeds()[first.id - 1].articles == 12
    assert say(refresh(desk))[first.id - 1] == ("unchanged", 0, 0)
    assert [feed.articles for feed in desk.list_feeds()] == [12] * 3


# --- the commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path):
    (tmp_path / "config.toml").write_text(CONFIG)
    return tmp_path


def test_a_feed_is_added_listed_refreshed_and_left_from_the_command_line(home, press):
    done = run_program(home, "feed", "add", press.url(0), press.url(1), "--tag", "Coast")
    assert (done.returncode, done.stderr) == (0, "")
    assert "12 new  Feed 000 of the islands" in done.stdout
    listed = [json.loads(line) for line in run_program(home, "feed", "list", "--json").stdout.splitlines()]
    assert [(feed["title"], feed["tags"], feed["unread"]) for feed in listed] == [
        ("Feed 000 of the islands", ["coast"], 12),
        ("Feed 001 of the islands", ["coast"], 12),
    ]
    done = run_program(home, "refresh")
    assert done.stdout == "2 feeds, 0 new articles\n"
    assert run_program(home, "feed", "rename", "1", "Isles").stdout.startswith("Set name to Isles")
    assert run_program(home, "feed", "remove", "Isles").returncode == 0
    assert run_program(home, "undo").stdout.startswith("Undone, subscribed again: Isles")
    assert "Isles" in run_program(home, "feed", "list").stdout
    assert len(run_program(home, "list", "feed:isles").stdout.splitlines()) == 12


def test_a_feed_of_summaries_is_added_with_their_pages(home, press):
    press.is_brief = True
    press.bodies.clear()
    done = run_program(home, "feed", "add", press.url(0))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2:] == ["12 new  Feed 000 of the islands", "12 whole pages fetched"]
    assert f"The whole of {word_of(0, 3)}" in run_program(home, "search", word_of(0, 3)).stdout
    assert run_program(home, "refresh").stdout == "1 feed, 0 new articles\n"


def test_adding_a_feed_can_be_interrupted_and_keeps_what_came(home):
    with serving(HoldingPress(1, 6, is_brief=True)) as press:
        press.hold("/page/0/3")
        added = subprocess.Popen([*make_command(), "feed", "add", press.url(0)], env=make_environment(home))
        try:
            with Desk(home / "library.sqlite") as desk:
                deadline = time.monotonic() + 30
                while len(desk.find_ids("whole", 9)) < 5 and time.monotonic() < deadline:
                    time.sleep(0.05)
                added.send_signal(signal.SIGINT)
                assert added.wait(10) == 130
                assert len(desk.find_ids("whole", 9)) == 5
                assert [feed.title for feed in desk.list_feeds()] == ["Feed 000 of the islands"]
        finally:
            added.kill()
            press.release()
        assert "1 whole page fetched" in run_program(home, "refresh").stdout


def test_the_exit_code_and_a_line_tell_which_feeds_failed(home, press):
    run_program(home, "feed", "add", "--anyway", press.url(0), f"{press.base}/nothing")
    done = run_program(home, "refresh")
    assert done.returncode == 1
    assert done.stderr.startswith(f"newsreader: failed: {press.base}/nothing: ")
    assert done.stdout.splitlines()[-1] == "2 feeds, 12 new articles, 1 feed failed"
    told = [json.loads(line) for line in run_program(home, "refresh", "--json").stdout.splitlines()]
    assert {each["status"] for each in told} == {"unchanged", "failed"}


def test_a_refresh_and_the_list_say_until_when_a_server_is_left_alone(home, press):
    run_program(home, "feed", "add", press.url(0), press.url(1))
    press.extra["/feed/1"] = (429, b"")
    assert run_program(home, "refresh").returncode == 1
    feed = json.loads(run_program(home, "feed", "list", "--json").stdout.splitlines()[0])
    until = say_clock(feed["health"]["held_until"])
    words = f"2 left alone until {until}, as their servers ask"
    done = run_program(home, "refresh")
    assert (done.returncode, done.stdout) == (0, f"0 feeds, 0 new articles, {words}\n")
    listed = run_program(home, "feed", "list").stdout.splitlines()
    assert [line.endswith(f", left alone until {until}") for line in listed] == [True, True]
    assert "(429); last answered just now, " in listed[1]


def test_an_article_is_said_to_be_of_the_feed_that_brought_it(desk, press):
    def list_sources():
        rows, _ = desk.list_page(View.ALL, None, 99)
        return {(row.source, row.site) for row in rows}

    names = [f"Feed 00{number} of the islands" for number in range(3)]
    refresh(desk)
    assert list_sources() == {(name, "127.0.0.1") for name in names}
    desk.rename_feed(desk.find_feeds(names[0])[0], "Isles")
    desk.unsubscribe(desk.find_feeds(names[1])[0])
    assert list_sources() == {(name, "127.0.0.1") for name in ("Isles", *names[1:])}
    (article_id,) = desk.find_ids(word_of(0, 3), 9)
    assert desk.read(article_id).row.source == "Isles"
    assert 'source: "Isles"' in "\n".join(render_markdown(desk.read(article_id)))
    assert len(desk.find_ids("site:127.0.0.1", 99)) == 36, "it is found by its site as ever"


def test_a_feed_is_asked_for_with_its_login_and_no_secret_is_stored(home, press):
    run_program(home, "feed", "add", press.url(0))
    done = run_program(home, "feed", "set", "1", "login", "ada goatcheese")
    assert (done.returncode, "env:NAME" in done.stderr) == (1, True)
    assert run_program(home, "feed", "set", "1", "headers", "Authorization: Bearer goatcheese").returncode == 1
    assert run_program(home, "feed", "set", "1", "login", "ada env:FEED_PASSWORD").returncode == 0
    assert run_program(home, "feed", "set", "1", "headers", "X-Isle: Nettle").returncode == 0
    press.bodies[0] = make_feed(0, 13, press.base, press.words)
    assert run_program(home, "refresh").returncode == 1
    assert "FEED_PASSWORD, which is not set" in run_program(home, "feed", "list").stdout
    assert run_program(home, "refresh", FEED_PASSWORD="goatcheese").returncode == 0
    asked = press.asked[-1]
    assert (asked["Authorization"], asked["X-Isle"]) == ("Basic YWRhOmdvYXRjaGVlc2U=", "Nettle")
    assert b"goatcheese" not in (home / "library.sqlite").read_bytes()
    assert run_program(home, "feed", "add", "--anyway", "http://ada:goatcheese@isle.example/feed").returncode == 1
