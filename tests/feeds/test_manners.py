"""Manners towards hosts, from the servers' own records of when they were asked; and that none waits for another."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from serving import Server, answer, redirect

from newsreader.config import Settings
from newsreader.feeds import connections
from newsreader.feeds.fetch import Fetcher
from newsreader.feeds.messages import FetchError, Request, Response


def ask(server: Server, path: str = "/", host: str = "", **options) -> Request:
    return Request(server.url(path, host), is_trusted=True, **options)


def keep_to(server: Server, interval: float, slack: float) -> bool:
    """Whether every request came so long after the first as its number says; one alone may come late, and so seem early
    to the next.
    """
    times = sorted(asked.at for asked in server.asked)
    return all(at - times[0] > number * interval - slack for number, at in enumerate(times))


def test_by_default_a_host_is_asked_once_a_second_by_two_connections(make_server):
    def behave(asked, connection):
        # The first two are still busy when the third would be due by the clock.
        return answer(after=2.3 if len(servers[asked.path].asked) < 3 else 0)(asked, connection)

    servers = {"/made": make_server(), "/set": make_server()}
    with Fetcher() as made, Fetcher.from_settings(Settings()) as by_settings, ThreadPoolExecutor(8) as threads:
        for path, fetcher in (("/made", made), ("/set", by_settings)):
            servers[path].paths[path] = behave
            for _ in range(3):
                threads.submit(fetcher.fetch, ask(servers[path], path))
    for server in servers.values():
        assert len(server.asked) == 3
        assert keep_to(server, 1.0, slack=0.1)
        assert server.asked[2].at - server.asked[0].at > 2.25
        assert server.most_at_once == 2
        assert len({asked.connection for asked in server.asked}) == 2


def test_the_settings_say_how_often_and_by_how_many(server):
    server.paths["/"] = answer(after=0.05)
    settings = Settings(network_connections=3, network_interval_ms=0, network_timeout=2)
    with Fetcher.from_settings(settings) as fetcher, ThreadPoolExecutor(9) as threads:
        list(threads.map(lambda _: fetcher.fetch(ask(server)), range(9)))
    assert server.most_at_once == 3
    assert server.asked[-1].at - server.asked[0].at < 0.5


def test_redirects_keep_to_the_interval_too(server):
    server.paths |= {"/a": redirect("/b"), "/b": redirect("/c"), "/c": answer()}
    with Fetcher(interval=0.1, timeout=1) as fetcher:
        fetcher.fetch(ask(server, "/a"))
    assert keep_to(server, 0.1, slack=0.02)


def test_no_host_waits_for_another(server, names):
    """A hundred feeds of one host, one of each of a hundred others, sixteen threads: the others are done at once."""
    server.paths["/"] = answer()
    others = [f"h{number}.example" for number in range(100)]
    names |= {host: ["127.0.0.1"] for host in ["busy.example", *others]}
    order = []
    with Fetcher(interval=0.02, timeout=2) as fetcher, fetcher.open_line(16) as line:
        for _ in range(100):
            line.put("busy.example", ask(server, host="busy.example"))
        for host in others:
            line.put(host, ask(server, host=host))
        for host, outcome in line:
            assert isinstance(outcome, Response)
            order.append(host)
    assert len(order) == 200
    assert set(order) == {"busy.example", *others}
    last_other = max(order.index(host) for host in others)
    # So few of the busy host came before the last other as the others' time allowed, one each 0.02 s.
    assert last_other < 150
    server.asked = [asked for asked in server.asked if asked.headers["host"].startswith("busy")]
    assert keep_to(server, 0.02, slack=0.02)


def test_a_slow_host_holds_up_two_threads_at_most(make_server, names):
    slow, quick = make_server(), make_server()
    names |= {"slow.example": ["127.0.0.1"], "quick.example": ["127.0.0.1"]}
    slow.paths["/"], quick.paths["/"] = answer(after=0.3), answer()
    with Fetcher(interval=0, timeout=2) as fetcher, fetcher.open_line(3) as line:
        for _ in range(4):
            line.put("slow", ask(slow, host="slow.example"))
        for _ in range(20):
            line.put("quick", ask(quick, host="quick.example"))
        order = [key for key, _ in line]
    assert order == ["quick"] * 20 + ["slow"] * 4
    assert slow.most_at_once == 2


def test_who_is_redirected_waits_for_the_other_host_without_holding_up_a_thread(server, names, monkeypatch):
    monkeypatch.setattr(connections, "is_public", lambda address: True)
    names |= {host: ["127.0.0.1"] for host in ["feeds.example", "a.example", "b.example", "c.example"]}
    server.paths |= {"/own": answer(), "/moved": redirect(server.url("/feed", "a.example")), "/feed": answer()}
    with Fetcher(interval=0.1, timeout=2) as fetcher, fetcher.open_line(2) as line:
        for _ in range(2):
            for host in ("a.example", "b.example", "c.example"):
                line.put("moved", ask(server, "/moved", host))
        for _ in range(3):
            line.put("own", ask(server, "/own", "feeds.example"))
        order = []
        for key, outcome in line:
            assert isinstance(outcome, Response)
            order.append(key)
    # The one host is asked eight times, two of which redirect; the other three.
    assert order.count("moved") == 6
    assert order.index("own") <= 1
    assert order[-1] == "moved"
    assert "own" not in order[-3:]


def test_more_can_be_put_in_line_while_answers_are_taken(server, fetcher):
    server.paths |= {"/feed": answer(b"feed"), "/page": answer(b"page")}
    with fetcher.open_line(2) as line:
        line.put("feed", ask(server, "/feed"))
        line.put("none", Request("file:///etc/passwd"))
        line.put("missing", ask(server, "/missing"))
        found = {}
        for key, outcome in line:
            found[key] = outcome
            if key == "feed":
                line.put("page", ask(server, "/page", accept="page"))
        assert list(line) == []
    assert (found["feed"].body, found["page"].body) == (b"feed", b"page")
    assert isinstance(found["none"], FetchError)
    assert found["missing"].status == 404


def test_answers_that_nobody_takes_do_not_pile_up(server, fetcher):
    server.paths["/"] = answer()
    with fetcher.open_line(2) as line:
        for number in range(20):
            line.put(number, ask(server))
        taken = iter(line)
        next(taken)
        time.sleep(0.2)
        assert len(server.asked) <= 1 + 2 * 2
        assert len(list(taken)) == 19


def test_a_line_that_is_left_begins_nothing_more(server):
    server.paths["/"] = answer()
    before = threading.active_count()
    with Fetcher(interval=0.05, timeout=1) as fetcher:
        with fetcher.open_line(4) as line:
            for number in range(100):
                line.put(number, ask(server))
            next(iter(line))
        asked = len(server.asked)
        time.sleep(0.2)
        assert len(server.asked) <= asked + 1
    # But for the server's own.
    assert threading.active_count() <= before + 2


def test_what_nobody_foresaw_reaches_the_one_who_iterates(server, fetcher, monkeypatch):
    def fail(*arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(fetcher, "_advance", fail)
    with fetcher.open_line(1) as line:
        line.put(1, ask(server))
        with pytest.raises(ZeroDivisionError):
            list(line)


def test_all_feeds_of_a_host_that_asks_for_it_are_left_alone_at_once(server):
    server.paths["/"] = answer(status="429 Enough", headers=(("Retry-After", "60"),))
    with Fetcher(interval=0.2, timeout=1) as fetcher, fetcher.open_line(4) as line:
        started = time.monotonic()
        for number in range(50):
            line.put(number, ask(server))
        held = [outcome.is_held for _, outcome in line]
        # None of them had to wait for a turn to hear it.
        assert time.monotonic() - started < 1
    assert len(server.asked) <= 2
    assert held.count(True) == 50 - len(server.asked)


# --- robots.txt

ROBOTS = b"User-agent: *\nDisallow: /\n\nUser-agent: newsreader\nDisallow: /private\nAllow: /private/news\n"


def test_robots_are_asked_once_and_heeded_where_no_reader_asked(server, fetcher):
    server.paths |= {"/robots.txt": answer(ROBOTS), "/page": answer(b"page"), "/private/a": answer(b"secret")}
    assert fetcher.fetch(ask(server, "/page", heeds_robots=True)).body == b"page"
    with pytest.raises(FetchError, match=r"does not want programs to fetch this page \(robots\.txt\)"):
        fetcher.fetch(ask(server, "/private/a", heeds_robots=True))
    assert fetcher.fetch(ask(server, "/private/a")).body == b"secret"
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/page", "/private/a"]


def test_a_redirect_into_what_robots_forbid_is_not_followed(server, fetcher):
    server.paths |= {"/robots.txt": answer(ROBOTS), "/page": redirect("/private/a")}
    with pytest.raises(FetchError, match="robots"):
        fetcher.fetch(ask(server, "/page", heeds_robots=True))


@pytest.mark.parametrize(
    ("status", "is_allowed"), [("404 None", True), ("403 No", True), ("500 Oh", False), ("429 Enough", False)]
)
def test_what_holds_without_robots(server, fetcher, status, is_allowed):
    server.paths |= {"/robots.txt": answer(status=status), "/page": answer(b"page")}
    with nullcontext() if is_allowed else pytest.raises(FetchError, match="robots"):
        assert fetcher.fetch(ask(server, "/page", heeds_robots=True)).body == b"page"


def test_robots_that_can_not_be_had_forbid(make_server, fetcher):
    gone = make_server()
    gone.close()
    for is_trusted in (True, False):
        with pytest.raises(FetchError, match="robots"):
            fetcher.fetch(Request(gone.url("/page"), heeds_robots=True, is_trusted=is_trusted))


def test_robots_keep_to_the_turns_and_many_who_wait_for_them_do_not_block(server):
    server.paths |= {"/robots.txt": redirect("/rules"), "/rules": answer(b"", after=0.1), "/page": answer(b"page")}
    with Fetcher(connections=1, interval=0.03, timeout=1) as fetcher, fetcher.open_line(6) as line:
        for number in range(8):
            line.put(number, ask(server, "/page", heeds_robots=True))
        assert all(isinstance(outcome, Response) for _, outcome in line)
    assert [asked.path for asked in server.asked] == ["/robots.txt", "/rules"] + ["/page"] * 8
    assert server.most_at_once == 1
    assert keep_to(server, 0.03, slack=0.02)
