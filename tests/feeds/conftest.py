"""Servers on loopback, names that lead to them, and fetchers that lose no time."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

import pytest
from serving import Server

from newsreader.feeds.fetch import Fetcher


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def make_server() -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def make(**options) -> Server:
        servers.append(Server(**options))
        return servers[-1]

    yield make
    for each in servers:
        each.close()


@pytest.fixture
def server(make_server: Callable[..., Server]) -> Server:
    return make_server()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    """One without pauses that gives a server 0.3 s."""
    with Fetcher(interval=0, timeout=0.3) as made:
        yield made


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What the resolver knows: each name's addresses; a list that is asked more than once loses its first each time."""
    known: dict[str, list[str]] = {}
    original = socket.getaddrinfo

    def look_up(host, port, *arguments, **options):
        found = known.get(host)
        if found is None:
            # No test asks a name server.
            if not host.replace(".", "").isdigit() and ":" not in host and host != "localhost":
                raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
            return original(host, port, *arguments, **options)
        address = found.pop(0) if len(found) > 1 else found[0]
        return original(address, port, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known
