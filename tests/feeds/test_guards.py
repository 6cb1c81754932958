"""Where no request may lead: private addresses, servers that can't prove who they are; and what proxies change."""

from __future__ import annotations

import select
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest
from serving import answer, redirect, send

from newsreader.feeds.addresses import is_public, is_public_name
from newsreader.feeds.fetch import Fetcher
from newsreader.feeds.messages import FetchError, Request


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
        ),
        *(
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "198.18.0.1",
            "::",
            "::1",
            "fe80::1",
            "fe80::1%eth0",
        ),
        *("fc00::1", "fd12:3456::1", "ff02::1", "fec0::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::1", "2002:c0a8:101::", "::7f00:1"),
    ],
)
def test_an_address_that_is_not_of_the_internet(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8", "2002:808:808::"]
)
def test_an_address_of_the_internet(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "host",
    ["localhost", "a.localhost", "127.1", "0x7f000001", "2130706433", "printer", "nas.local", "::1", "x.home.arpa."],
)
def test_a_name_that_is_not_of_the_internet(host):
    assert not is_public_name(host)


def test_names_of_the_internet():
    assert all(map(is_public_name, ["goat.example", "8.8.8.8", "localhost.example", "2606:4700::1111", "lan.example"]))


@pytest.mark.parametrize(
    "location", ["http://localhost:{port}/b", "http://127.1:{port}/b", "http://[::ffff:7f00:1]:{port}/b"]
)
def test_a_redirect_to_a_private_address_is_not_followed_though_the_host_before_was_trusted(server, fetcher, location):
    server.paths |= {"/a": redirect(location.format(port=server.port)), "/b": answer(b"secret")}
    with pytest.raises(FetchError, match="lies in a private network"):
        fetcher.fetch(Request(server.url("/a"), is_trusted=True))
    assert [asked.path for asked in server.asked] == ["/a"]


def test_a_private_host_is_fetched_only_where_it_was_named_by_hand(server, fetcher, names):
    names["inside.example"] = ["127.0.0.1"]
    server.paths |= {"/a": redirect("/b"), "/b": answer(b"<rss/>")}
    for host in ("127.0.0.1", "inside.example"):
        with pytest.raises(FetchError, match="private network"):
            fetcher.fetch(Request(server.url("/a", host)))
        assert fetcher.fetch(Request(server.url("/a", host), is_trusted=True)).body == b"<rss/>"
        # A connection that was made for one who may is of no use to one who may not.
        with pytest.raises(FetchError, match="private network"):
            fetcher.fetch(Request(server.url("/a", host)))
    assert len(server.asked) == 4


def test_the_address_that_is_connected_to_is_the_one_that_was_looked_at(server, fetcher, names):
    # Public when looked up first, private from the second time on.
    names["rebound.example"] = ["192.88.99.1", "127.0.0.1"]
    server.paths["/"] = answer(b"secret")
    for _ in range(3):
        with pytest.raises(FetchError):
            fetcher.fetch(Request(server.url("/", "rebound.example")))
    assert server.asked == []


# --- TLS


# What `openssl ca` wants to be told; it alone lets a certificate have expired.
AUTHORITY = """
[ca]
default_ca = own
[own]
new_certs_dir = .
database = index.txt
serial = serial.txt
default_md = sha256
policy = names
x509_extensions = hosts
[names]
commonName = supplied
[hosts]
subjectAltName = DNS:goat.example
basicConstraints = CA:TRUE
"""


def make_certificate(folder: Path, *, end: str) -> ssl.SSLContext:
    """A server's side; its certificate, for goat.example until `end`, signed by itself, in `folder`/cert.pem."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl to make a certificate with")
    for name, text in (("ca.cnf", AUTHORITY), ("index.txt", ""), ("serial.txt", "01\n")):
        (folder / name).write_text(text)
    for words in (
        "req -new -newkey rsa:2048 -nodes -keyout key.pem -out request.pem -subj /CN=goat.example",
        f"ca -batch -selfsign -config ca.cnf -keyfile key.pem -in request.pem -out cert.pem "
        f"-startdate 20200101000000Z -enddate {end}0101000000Z",
    ):
        done = subprocess.run([program, *words.split()], cwd=folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    folder = tmp_path_factory.mktemp("tls")
    return make_certificate(folder, end="2099"), folder / "cert.pem"


@pytest.fixture
def secure(make_server, certificate, names):
    server = make_server(tls=certificate[0])
    server.paths["/"] = answer(b"<rss/>")
    names |= {"goat.example": ["127.0.0.1"], "sheep.example": ["127.0.0.1"]}
    return server


def test_a_certificate_that_nobody_knows_is_named(secure, fetcher):
    with pytest.raises(FetchError, match=r"the certificate of goat\.example was signed by nobody but itself"):
        fetcher.fetch(Request(secure.url("/", "goat.example"), is_trusted=True))
    assert secure.asked == []


def test_a_certificate_that_the_system_knows_is_taken_for_its_own_host_only(secure, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    with Fetcher(interval=0, timeout=1) as fetcher:
        for _ in range(2):
            assert fetcher.fetch(Request(secure.url("/", "goat.example"), is_trusted=True)).body == b"<rss/>"
        assert {asked.connection for asked in secure.asked} == {1}
        with pytest.raises(FetchError, match=r"the certificate is for other hosts than sheep\.example"):
            fetcher.fetch(Request(secure.url("/", "sheep.example"), is_trusted=True))


def test_an_encrypted_drip_ends_too(secure, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    secure.paths["/"] = send(b"HTTP/1.1 200 OK\r\n", *[b"X"] * 60, pause=0.05)
    with Fetcher(interval=0, timeout=0.2) as fetcher, pytest.raises(FetchError, match=r"too slow: .* after 1\.2 s"):
        fetcher.fetch(Request(secure.url("/", "goat.example"), is_trusted=True))


def test_a_certificate_that_has_expired_is_named(make_server, names, tmp_path, monkeypatch):
    server = make_server(tls=make_certificate(tmp_path, end="2021"))
    names["goat.example"] = ["127.0.0.1"]
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with (
        Fetcher(interval=0, timeout=1) as fetcher,
        pytest.raises(FetchError, match=r"certificate of goat.* has expired"),
    ):
        fetcher.fetch(Request(server.url("/", "goat.example"), is_trusted=True))


def test_a_server_that_can_not_encrypt_is_named(make_server, fetcher):
    # Without a certificate it knows no cipher that would do.
    server = make_server(tls=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER))
    with pytest.raises(FetchError, match="can't agree on how to encrypt"):
        fetcher.fetch(Request(server.url(), is_trusted=True))


# --- proxies


def test_a_proxy_is_asked_for_the_whole_address_and_only_where_it_is_set(server, make_server, names, monkeypatch):
    names["near.example"] = ["127.0.0.1"]
    proxy = make_server()
    server.paths["/"] = answer(b"directly")
    proxy.paths["http://goat.example/?a=b"] = answer(b"by proxy")
    monkeypatch.setenv("http_proxy", proxy.url().replace("//", "//ada:hay@"))
    monkeypatch.setenv("no_proxy", "near.example")
    with Fetcher(interval=0, timeout=0.5) as fetcher:
        assert fetcher.fetch(Request("http://goat.example/?a=b")).body == b"by proxy"
        assert fetcher.fetch(Request(server.url("/", "near.example"), is_trusted=True)).body == b"directly"
    assert proxy.asked[0].headers["proxy-authorization"] == "Basic YWRhOmhheQ=="
    assert "proxy-authorization" not in server.asked[0].headers


def test_a_proxy_of_the_settings_is_for_all_hosts(make_server, monkeypatch):
    proxy = make_server()
    proxy.paths["http://goat.example/"] = answer(b"by proxy")
    monkeypatch.setenv("no_proxy", "*")
    with Fetcher(interval=0, timeout=0.5, proxy=f"127.0.0.1:{proxy.port}") as fetcher:
        assert fetcher.fetch(Request("http://goat.example/")).body == b"by proxy"
        # Its own address is private, and that is well; what it leads to is seen by its name only.
        with pytest.raises(FetchError, match="private network"):
            fetcher.fetch(Request("http://localhost/"))
    assert len(proxy.asked) == 1


def test_encrypted_requests_pass_through_a_tunnel_that_learns_nothing(make_server, secure, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))

    def lead(asked, connection):
        connection.sendall(b"HTTP/1.1 200 Through\r\n\r\n")
        ends = {connection: socket.create_connection((secure.host, secure.port), timeout=5)}
        ends |= {far: near for near, far in ends.items()}
        while data := (ready := select.select(list(ends), [], [], 5)[0][0]).recv(65536):
            ends[ready].sendall(data)
        ends[connection].close()

    def refuse(asked, connection):
        connection.sendall(b"HTTP/1.1 403 No goats\r\n\r\n")

    proxy = make_server()
    proxy.paths |= {"goat.example:443": lead, "sheep.example:443": refuse}
    request = Request("https://goat.example/", user="ada", password="env:SSL_CERT_FILE")
    with Fetcher(interval=0, timeout=1, proxy=proxy.url()) as fetcher:
        assert fetcher.fetch(request).body == b"<rss/>"
        with pytest.raises(FetchError, match=r"the proxy does not lead to sheep\.example: 403 No goats"):
            fetcher.fetch(request._replace(url="https://sheep.example/"))
    assert "authorization" in secure.asked[0].headers
    assert not any("authorization" in asked.headers for asked in proxy.asked)


@pytest.mark.parametrize(
    ("proxy", "words"),
    [
        ("socks5://127.0.0.1:9", "of the form http://host:port"),
        ("http://", "of the form http://host:port"),
        ("http://127.0.0.1:9", "the proxy takes no connections"),
        ("http://no-such-proxy.example:9", "there is no such proxy"),
    ],
)
def test_a_proxy_that_is_none_is_named(names, proxy, words):
    with Fetcher(interval=0, timeout=0.3, proxy=proxy) as fetcher, pytest.raises(FetchError) as caught:
        fetcher.fetch(Request("http://goat.example/"))
    assert words in str(caught.value)
