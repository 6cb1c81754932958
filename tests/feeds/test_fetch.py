"""Fetching from a server that answers as it should."""

from __future__ import annotations

import gzip
import time
import zlib

import brotli
import pytest
from serving import answer, redirect, send

from newsreader import __version__
from newsreader.feeds.fetch import Fetcher
from newsreader.feeds.messages import FetchError, Request, Response
from newsreader.unpacking import ENCODINGS

FEED = b"<rss><channel><title>The Ferry Post</title></channel></rss>" * 20


def ask(server, path="/feed", **options) -> Request:
    return Request(server.url(path), **{"is_trusted": True, **options})


def test_an_answer_comes_with_all_that_is_kept_of_it(server, fetcher):
    headers = (
        ("Content-Type", "application/rss+xml; charset=utf-8"),
        ("ETag", 'W/"goats, \\ and 7"'),
        ("Last-Modified", "Yesterday, in the rain"),
        ("Cache-Control", "public, max-age=900"),
    )
    server.paths["/feed"] = answer(FEED, headers=headers)
    assert fetcher.fetch(ask(server)) == Response(
        status=200,
        url=server.url("/feed"),
        body=FEED,
        content_type="application/rss+xml; charset=utf-8",
        etag='W/"goats, \\ and 7"',
        last_modified="Yesterday, in the rain",
        max_age=900.0,
    )
    sent = server.asked[0].headers
    assert sent["user-agent"] == f"newsreader/{__version__}"
    assert "atom" in sent["accept"]
    assert sent["accept-encoding"] == ENCODINGS
    assert "if-none-match" not in sent


def test_validators_are_sent_back_as_they_came(server, fetcher):
    tag, date = 'W/"goats, \\ and \xe9"', "Yesterday, in the rain"
    server.paths["/feed"] = answer(
        status="304 Not Modified", headers=(("ETag", '"new"'), ("Cache-Control", "max-age=60"))
    )
    response = fetcher.fetch(ask(server, etag=tag, last_modified=date))
    assert server.asked[0].headers["if-none-match"] == tag
    assert server.asked[0].headers["if-modified-since"] == date
    assert (response.status, response.body, response.etag, response.max_age) == (304, b"", '"new"', 60.0)


def test_a_304_without_validators_keeps_those_it_was_asked_with(server, fetcher):
    server.paths["/feed"] = answer(status="304 Not Modified")
    response = fetcher.fetch(ask(server, etag='"7"', last_modified="Monday"))
    assert (response.etag, response.last_modified) == ('"7"', "Monday")
    with pytest.raises(FetchError, match="was not asked"):
        fetcher.fetch(ask(server))


def test_a_page_is_asked_for_as_one(server, fetcher):
    server.paths["/"] = answer(b"<html>")
    fetcher.fetch(ask(server, "/", accept="page"))
    assert server.asked[0].headers["accept"].startswith("text/html")


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def pack_zstd(body: bytes) -> bytes:
    zstd = pytest.importorskip("backports.zstd")
    return zstd.compress(body)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("gzip", gzip.compress),
        ("X-GZip", gzip.compress),
        ("gzip", lambda body: gzip.compress(body[:100]) + gzip.compress(body[100:]) + b"\0\0\0"),
        ("deflate", zlib.compress),
        ("deflate", raw_deflate),
        ("br", brotli.compress),
        ("zstd", pack_zstd),
        ("zstd", lambda body: pack_zstd(body[:100]) + pack_zstd(body[100:])),
        ("gzip, br", lambda body: brotli.compress(gzip.compress(body))),
        ("identity", bytes),
        ("", bytes),
    ],
)
def test_what_is_packed_is_unpacked(server, fetcher, name, pack):
    server.paths["/feed"] = answer(pack(FEED), headers=(("Content-Encoding", name),))
    assert fetcher.fetch(ask(server)).body == FEED


@pytest.mark.parametrize(
    "behaviour",
    [
        send(b"HTTP/1.0 200 OK\r\n\r\n" + FEED),
        send(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + FEED),
        send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(FEED), FEED)),
        # More than was announced: what was announced is taken.
        answer(FEED + b"surplus", headers=(("Content-Length", str(len(FEED))),)),
    ],
)
def test_every_way_of_saying_where_a_body_ends_is_understood(server, fetcher, behaviour):
    server.paths["/feed"] = behaviour
    assert fetcher.fetch(ask(server)).body == FEED
    assert fetcher.fetch(ask(server)).body == FEED


def test_an_empty_body_is_an_answer(server, fetcher):
    server.paths["/feed"] = answer(b"", headers=(("Content-Encoding", "gzip"),))
    assert fetcher.fetch(ask(server)).body == b""


def test_a_connection_is_kept_and_one_that_the_server_closed_is_replaced(server, fetcher):
    server.paths["/feed"] = answer(FEED)
    for _ in range(3):
        fetcher.fetch(ask(server))
    assert {asked.connection for asked in server.asked} == {1}

    def close_second(asked, connection):
        # Closed only when the next request is there, so that nobody can see it before.
        if len(server.asked) == 5:
            return False
        return answer(FEED)(asked, connection)

    server.paths["/feed"] = close_second
    assert [fetcher.fetch(ask(server)).body for _ in range(2)] == [FEED, FEED]
    assert [asked.connection for asked in server.asked] == [1, 1, 1, 1, 1, 2]


def test_a_server_that_closes_a_fresh_connection_is_not_asked_again(server, fetcher):
    server.paths["/feed"] = send()
    with pytest.raises(FetchError, match="breaks off the connection"):
        fetcher.fetch(ask(server))
    assert len(server.asked) == 1


def test_validators_that_can_not_be_sent_back_are_not_kept(server, fetcher):
    server.paths["/a"] = answer(FEED, headers=(("ETag", '"\x1b[31m"'), ("Last-Modified", "x" * 3000)))
    response = fetcher.fetch(ask(server, "/a"))
    assert (response.etag, response.last_modified) == ("", "")


def test_foreign_headers_are_harmless(server, fetcher):
    server.paths["/a"] = answer(FEED, headers=(("Content-Type", "text/\x1b]0;goat\x07xml\x00"),))
    assert fetcher.fetch(ask(server, "/a")).content_type == "text/xml"


# --- redirects


def test_a_move_is_reported_where_every_redirect_is_for_ever(server, fetcher):
    server.paths |= {
        "/old": redirect("/older", 301),
        "/older": redirect(server.url("/feed"), 308),
        "/mixed": redirect("/old", 302),
        "/feed": answer(FEED),
    }
    assert fetcher.fetch(ask(server, "/old")).moved_to == server.url("/feed")
    mixed = fetcher.fetch(ask(server, "/mixed"))
    assert (mixed.url, mixed.moved_to) == (server.url("/feed"), "")
    assert fetcher.fetch(ask(server)).moved_to == ""


def test_redirects_are_followed_so_far_and_no_further(server, fetcher):
    server.paths |= {f"/{n}": redirect(f"/{n + 1}") for n in range(6)}
    server.paths["/6"] = answer(FEED)
    assert fetcher.fetch(ask(server, "/1")).body == FEED
    with pytest.raises(FetchError, match="redirects more than 5 times"):
        fetcher.fetch(ask(server, "/0"))


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("/loop", "redirects in a circle"),
        ("#part", "redirects in a circle"),
        ("file:///etc/passwd", "redirects to file:///etc/passwd, which is not followed"),
        ("javascript:alert(1)", "which is not followed"),
        ("ftp://goat.example/", "which is not followed"),
        ("http://", "redirects in a circle"),
        ("http://goat.example:99999/", "which is not followed"),
        ("http://[::1/", "which is not followed"),
        ("gopher:\x1b[31mred", "redirects to gopher:red, which"),
        ("", "redirects to nowhere (302)"),
    ],
)
def test_redirects_that_lead_nowhere_are_named(server, fetcher, location, words):
    server.paths["/loop"] = redirect(location)
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(ask(server, "/loop"))
    assert words in str(caught.value)
    assert len(server.asked) == 1


# --- secrets


def test_secrets_are_found_when_they_are_needed_and_reach_no_other_host(server, make_server, names, monkeypatch):
    monkeypatch.setenv("GOAT_TOKEN", "hay")
    names |= {"here.example": ["127.0.0.1"], "there.example": ["127.0.0.1"]}
    other = make_server()
    server.paths |= {
        "/feed": redirect("/near"),
        "/near": redirect(other.url("/far", "here.example")),
        "/back": answer(FEED),
    }
    other.paths["/far"] = redirect(server.url("/back", "here.example"))
    with Fetcher(interval=0, timeout=0.5) as fetcher:
        fetcher.fetch(
            Request(
                server.url("/feed", "here.example"),
                etag='"7"',
                headers=(("X-Token", "env:GOAT_TOKEN"), ("Accept-Language", "de")),
                user="ada",
                password="command:printf 'se cret\\nmore'",
                is_trusted=True,
            )
        )
    sent = {asked.path: asked.headers for asked in [*server.asked, *other.asked]}
    for path in ("/feed", "/near", "/back"):
        assert sent[path]["x-token"] == "hay"
        assert sent[path]["accept-language"] == "de"
        assert sent[path]["authorization"] == "Basic YWRhOnNlIGNyZXQ="
    # Another port is another server.
    assert not {"x-token", "authorization", "accept-language"} & set(sent["/far"])
    assert sent["/far"]["if-none-match"] == '"7"'


def test_a_name_and_a_password_in_an_address_are_sent_and_shown_nowhere(server, fetcher):
    server.paths["/feed"] = answer(FEED)
    url = server.url("/feed").replace("//", "//ada:se%20cret@")
    response = fetcher.fetch(Request(url, is_trusted=True))
    assert server.asked[0].headers["authorization"] == "Basic YWRhOnNlIGNyZXQ="
    assert response.url == server.url("/feed")
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(Request("gopher://ada:secret@goat.example/"))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"headers": (("X", "env:NO_SUCH_VARIABLE"),)}, "in the variable NO_SUCH_VARIABLE, which is not set"),
        ({"headers": (("X", "command:no-such-goat --x"),)}, "'no-such-goat', which is to give"),
        ({"headers": (("X", "command:"),)}, "is no command"),
        ({"headers": (("X", "command:'"),)}, "is no command"),
        ({"headers": (("X", "command:false"),)}, "'false' gave no secret for this feed (it ended with 1)"),
        ({"headers": (("X", "command:true"),)}, "'true' gave no secret"),
        ({"headers": (("X", "a\r\nY: b"),)}, "must be one line"),
        ({"headers": (("X: Y", "b"),)}, "can't be the name of a header"),
        ({"user": "ada", "password": "hay"}, "so that none is stored"),
    ],
)
def test_a_secret_that_can_not_be_had_is_explained_and_nothing_sent(server, fetcher, options, words):
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(ask(server, **options))
    assert words in str(caught.value)
    assert server.asked == []


def test_a_secret_of_any_letters_can_be_sent(server, fetcher, monkeypatch):
    monkeypatch.setenv("GOAT_TOKEN", "κατσίκα")
    server.paths["/feed"] = answer(FEED)
    fetcher.fetch(ask(server, headers=(("X-Token", "env:GOAT_TOKEN"),)))
    assert server.asked[0].headers["x-token"].encode("latin-1").decode() == "κατσίκα"


# --- statuses


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("404 Not Found", "there is nothing at this address of 127.0.0.1 (any more) (404)"),
        ("401 Unauthorized", "asks for a name and a password"),
        ("500 Oh", "the server 127.0.0.1 is in trouble (500)"),
        ("418 Teapot", "does not take this request (418)"),
        ("204 No Content", "answered with nothing (204)"),
        ("206 Partial", "makes no sense here (206)"),
    ],
)
def test_every_status_has_its_words(server, fetcher, status, words):
    server.paths["/feed"] = answer(b"", status=status)
    with pytest.raises(FetchError) as caught:
        fetcher.fetch(ask(server))
    assert words in str(caught.value)
    assert caught.value.status == int(status[:3])
    assert not caught.value.is_gone


def test_what_is_gone_says_so(server, fetcher):
    server.paths["/feed"] = answer(status="410 Gone")
    with pytest.raises(FetchError, match=r"gone for good.*\(410\)") as caught:
        fetcher.fetch(ask(server))
    assert caught.value.is_gone


@pytest.mark.parametrize("status", ["429 Too Many", "503 Busy"])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_who_asks_to_be_left_alone_is(server, fetcher, status, form):
    value = "240"
    if form == "date":
        value = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + 240.9))
    server.paths |= {"/feed": answer(status=status, headers=(("Retry-After", value),)), "/other": answer(FEED)}
    with pytest.raises(FetchError, match="again in 4 min") as caught:
        fetcher.fetch(ask(server))
    assert caught.value.status == int(status[:3])
    assert caught.value.retry_after == pytest.approx(240, abs=2)
    with pytest.raises(FetchError, match="asked to be left alone") as caught:
        fetcher.fetch(ask(server, "/other"))
    assert caught.value.is_held
    assert caught.value.retry_after == pytest.approx(240, abs=2)
    assert len(server.asked) == 1


# --- names


def test_names_are_asked_for_as_the_network_knows_them(server, fetcher, names):
    names["xn--bcher-kva.example"] = ["127.0.0.1"]
    server.paths |= {
        "/a": redirect(f"//bücher.example:{server.port}/ü?q=ö"),
        "/%C3%BC?q=%C3%B6": redirect("http://straße.example/"),
    }
    # The last has no entry among the names: it was asked for in this writing.
    with pytest.raises(FetchError, match=r"there is no host xn--strae-oqa\.example"):
        fetcher.fetch(Request(server.url("/a", "BÜCHER.example"), is_trusted=True))
    assert [asked.headers["host"] for asked in server.asked] == [f"xn--bcher-kva.example:{server.port}"] * 2


def test_no_address_of_the_web_is_refused(fetcher):
    for url in ("", "goat", "file:///etc/passwd", "http:///x", "http://[", "http://x:y/"):
        with pytest.raises(FetchError, match="is no address of the web"):
            fetcher.fetch(Request(url))
