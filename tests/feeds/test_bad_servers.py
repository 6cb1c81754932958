"""Servers that misbehave on purpose: each gets plain words, and none takes longer than it may."""

from __future__ import annotations

import errno
import gzip
import socket
import struct
import time
import tracemalloc
import zlib

import brotli
import pytest
from serving import answer, send

from newsreader.feeds import fetch
from newsreader.feeds.fetch import Fetcher
from newsreader.feeds.messages import FetchError, Request
from newsreader.feeds.reasons import explain_status

HEAD = b"HTTP/1.1 200 OK\r\n"
# Every piece comes long before a server counts as silent, the whole never.
DRIP = {"pause": 0.05}


def reset(asked, connection):
    """Half an answer, then a reset."""
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n<rss>")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def send_for_ever(asked, connection):
    connection.sendall(HEAD + b"\r\n")
    while True:
        connection.sendall(b"<item>" * 10_000)


def chunk_for_ever(asked, connection):
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1;" + b"x" * 1000 + b"\r\n<\r\n")


SILENT = "the server 127.0.0.1 does not answer (0.2 s)"
SLOW = "127.0.0.1 is too slow: not all had come after 1.2 s"


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        pytest.param(send(hangs=True), SILENT, id="hangs"),
        pytest.param(send(HEAD, hangs=True), SILENT, id="hangs in its headers"),
        pytest.param(send(HEAD + b"Content-Length: 9\r\n\r\n<rss", hangs=True), SILENT, id="hangs in the body"),
        pytest.param(send(HEAD, b"\r\n", *[b"<a>"] * 60, **DRIP), SLOW, id="drips a body"),
        pytest.param(
            send(HEAD, b"Transfer-Encoding: chunked\r\n\r\nff;", *[b"x"] * 60, **DRIP), SLOW, id="drips a chunk"
        ),
        pytest.param(send(HEAD, *[b"X"] * 60, **DRIP), SLOW, id="drips headers"),
        pytest.param(send(*[b"H"] * 60, **DRIP), SLOW, id="drips the first line"),
        pytest.param(reset, "breaks off", id="resets the connection"),
        pytest.param(send(HEAD + b"Content-Length: 900\r\n\r\n<rss>"), "sends breaks off", id="says too long a length"),
        pytest.param(
            send(HEAD + b"Transfer-Encoding: chunked\r\n\r\n9\r\n<rss>"), "sends breaks off", id="ends in a chunk"
        ),
        pytest.param(
            send(HEAD + b"Transfer-Encoding: chunked\r\n\r\ngoat\r\n"), "breaks off", id="says no chunk's length"
        ),
        pytest.param(send(b"goats are kept here\r\n\r\n"), "does not speak HTTP as it should", id="no HTTP"),
        pytest.param(send(HEAD + b"X: %b\r\n\r\n" % (b"y" * 70_000)), "headers without end", id="a long header"),
        pytest.param(send(HEAD + b"X: y\r\n" * 200 + b"\r\n"), "headers without end", id="many headers"),
        pytest.param(
            send(HEAD + b"Content-Length: 7, 8\r\n\r\ngoats!!"), "does not speak HTTP as it should", id="two lengths"
        ),
        pytest.param(answer(b"goat", headers=(("Content-Encoding", "gzip"),)), "can't be unpacked", id="no gzip"),
        pytest.param(
            answer(gzip.compress(b"<rss>" * 99)[:-9], headers=(("Content-Encoding", "gzip"),)),
            "sends breaks off",
            id="a gzip that ends early",
        ),
        pytest.param(answer(b"goat", headers=(("Content-Encoding", "wool"),)), "nobody asked for", id="packed oddly"),
        pytest.param(
            answer(b"goat", headers=(("Content-Encoding", "gzip, gzip, gzip, gzip"),)),
            "packed 4 times",
            id="packed often",
        ),
    ],
)
def test_what_is_wrong_is_said_in_time(server, behaviour, words):
    server.paths["/"] = behaviour
    with Fetcher(interval=0, timeout=0.2) as fetcher:
        started = time.monotonic()
        with pytest.raises(FetchError) as caught:
            fetcher.fetch(Request(server.url(), is_trusted=True))
        assert time.monotonic() - started < 1.6
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not caught.value.is_offline


def test_a_whole_answer_that_is_slow_but_not_too_slow_is_waited_for(server):
    server.paths["/"] = send(HEAD + b"\r\n", *[b"<a>"] * 12, **DRIP)
    with Fetcher(interval=0, timeout=0.2) as fetcher:
        assert fetcher.fetch(Request(server.url(), is_trusted=True)).body == b"<a>" * 12


def bomb(pack):
    return pack(bytes(fetch._MAX_BYTES + 1))


def zstd_bomb():
    return pytest.importorskip("backports.zstd").compress(bytes(fetch._MAX_BYTES + 1))


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: bomb(gzip.compress), "gzip"),
        (lambda: gzip.compress(bomb(gzip.compress)), "gzip, gzip"),
        (lambda: gzip.compress(bytes(10_000_000)) * 3, "gzip"),
        (lambda: bomb(zlib.compress), "deflate"),
        (lambda: brotli.compress(bytes(fetch._MAX_BYTES * 5), quality=1), "br"),
        (zstd_bomb, "zstd"),
    ],
    ids=["gzip", "gzip in gzip", "gzip in pieces", "deflate", "br", "zstd"],
)
def test_what_unpacks_to_too_much_is_given_up_at_the_limit(server, make, name):
    body = make()
    assert len(body) < 200_000
    server.paths["/"] = answer(body, headers=(("Content-Encoding", name),))
    with Fetcher(interval=0, timeout=2) as fetcher, pytest.raises(FetchError, match="larger than 20 MB"):
        fetcher.fetch(Request(server.url(), is_trusted=True))


def test_a_bomb_takes_no_more_memory_than_the_limit(server):
    server.paths["/"] = answer(gzip.compress(bytes(300_000_000), 1), headers=(("Content-Encoding", "gzip"),))
    with Fetcher(interval=0, timeout=5) as fetcher:
        tracemalloc.start()
        try:
            with pytest.raises(FetchError, match="larger than 20 MB"):
                fetcher.fetch(Request(server.url(), is_trusted=True))
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    # The body itself has 1.3 MB; growing a buffer takes up to twice what it holds.
    assert peak < 60_000_000


@pytest.mark.parametrize("behaviour", [send_for_ever, chunk_for_ever], ids=["plain", "in chunks"])
def test_what_never_ends_is_given_up_at_the_limit(server, monkeypatch, behaviour):
    monkeypatch.setattr(fetch, "_MAX_BYTES", 1_000_000 if behaviour is send_for_ever else 500)
    server.paths["/"] = behaviour
    with Fetcher(interval=0, timeout=2) as fetcher, pytest.raises(FetchError, match=r"larger than (1 MB|0\.5 kB)"):
        fetcher.fetch(Request(server.url(), is_trusted=True))


def test_what_says_that_it_is_too_large_is_not_even_read(server):
    server.paths["/"] = send(HEAD + b"Content-Length: 20000001\r\n\r\n", hangs=True)
    with Fetcher(interval=0, timeout=0.5) as fetcher, pytest.raises(FetchError, match="larger than 20 MB"):
        fetcher.fetch(Request(server.url(), is_trusted=True))


def test_a_server_that_fails_holds_up_nobody_else_and_not_itself(server, fetcher):
    server.paths |= {"/bad": reset, "/good": answer(b"<rss/>")}
    for _ in range(2):
        with pytest.raises(FetchError):
            fetcher.fetch(Request(server.url("/bad"), is_trusted=True))
        assert fetcher.fetch(Request(server.url("/good"), is_trusted=True)).body == b"<rss/>"


def test_who_takes_no_connections_is_named(make_server, fetcher):
    closed = make_server()
    closed.close()
    with pytest.raises(FetchError, match=r"the server 127\.0\.0\.1 takes no connections"):
        fetcher.fetch(Request(closed.url(), is_trusted=True))


@pytest.mark.parametrize(
    ("code", "words", "is_offline"),
    [
        (socket.EAI_NONAME, "there is no host goat.example", False),
        (socket.EAI_AGAIN, "the name goat.example can't be looked up: you are offline, it seems", True),
    ],
)
def test_a_name_that_leads_nowhere(fetcher, monkeypatch, code, words, is_offline):
    def fail(*arguments, **options):
        raise socket.gaierror(code, "what the system says")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(Request("http://goat.example/"))
    assert (str(caught.value), caught.value.is_offline) == (words, is_offline)


def test_a_name_that_can_be_none(fetcher):
    for host in ("a" * 64 + ".example", "a..example"):
        with pytest.raises(FetchError, match="there is no host"):
            fetcher.fetch(Request(f"http://{host}/"))


def test_without_a_network_nobody_is_to_blame(fetcher, monkeypatch):
    def fail(self, address):
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", fail)
    with pytest.raises(FetchError, match="you are offline") as caught:
        fetcher.fetch(Request("http://192.0.2.1/", is_trusted=True))
    assert caught.value.is_offline


def test_trouble_does_not_say_for_ever_how_long_it_is_to_be_waited() -> None:
    error = explain_status(503, "harbour.example", 7200.0)
    assert str(error) == "harbour.example has no time at the moment (503); again in 2 h"
    assert error.lasting == "harbour.example has no time at the moment (503)"
