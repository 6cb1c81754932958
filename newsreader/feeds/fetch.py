"""Fetching over HTTP: with manners towards servers, and with care, since any answer may be hostile."""

from __future__ import annotations

import threading
import time
from base64 import b64encode
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from urllib3 import HTTPHeaderDict, exceptions

from newsreader import __version__
from newsreader.feeds import reasons, robots
from newsreader.feeds.addresses import Target, read_target, say_address
from newsreader.feeds.connections import Connections, PrivateAddressError, StaleConnectionError, limit_patience
from newsreader.feeds.credentials import find_headers
from newsreader.feeds.headers import read_max_age, read_retry_after, read_validator
from newsreader.feeds.line import Line
from newsreader.feeds.messages import FetchError, Request, Response
from newsreader.feeds.programs import Programs
from newsreader.feeds.scripts import NOT_ALLOWED, read_script
from newsreader.feeds.turns import Turn, Turns
from newsreader.text import clean_line
from newsreader.unpacking import ENCODINGS, TooLargeError, UnpackingError, unpack_body

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType
    from typing import Any

    from newsreader.config import Settings

# The limits on what servers send. Counted as it arrives and again as it is unpacked: what is larger is no feed and no
# page to read, and several of them at a time must fit into memory.
_MAX_BYTES = 20_000_000
# From http to https, to www., to a feed service, and two more.
_MAX_REDIRECTS = 5
# The whole of a fetch may take as many times as long as a server may be silent.
_PATIENCE = 6

# It has no address: the program has no page that could be named.
USER_AGENT = f"newsreader/{__version__}"
_AGENT_TOKEN = "newsreader"
_ACCEPT = {
    "feed": "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.9, text/html;q=0.5, */*;q=0.1",
    "page": "text/html, application/xhtml+xml, */*;q=0.5",
}
_REDIRECTS = (301, 302, 303, 307, 308)
_PERMANENT = (301, 308)


class _Answer(NamedTuple):
    """What a server said: a body, unpacked, only with status 200 or 203."""

    target: Target
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Journey:
    """How far the fetching of a request has come, along redirects: each is asked for when its own host is free."""

    def __init__(self, request: Request) -> None:
        self.request = request
        # Only a feed may be a program's.
        script = read_script(request.url) if request.accept == "feed" else None
        self.command = script.command if script else ""
        self.url = script.url if script else request.url
        # A program that asks no host waits for none.
        is_asking = self.url or not self.command
        self.first = self.target = read_target(self.url) if is_asking else Target("", "", request.url, 0)
        self.seen: list[str] = []
        self.is_moved = True
        self.spent = 0.0

    @property
    def host(self) -> str:
        """Whose turn is needed next."""
        return self.target.host


class Fetcher:
    """Fetches, from many threads at once if need be; a context, which closes its connections at the end.

    At most `connections` at a time go to one host, their requests at least `interval` seconds apart; a server may be
    silent for `timeout` seconds and take six times as long in all, waiting for turns and looking up names not counted.
    `proxy` is for all hosts; without it the environment says which. Programs (`exec:`, `filter:`) are run only with
    `allow_exec`, each for as long as a server may take in all.
    """

    def __init__(
        self,
        *,
        connections: int = 2,
        interval: float = 1.0,
        timeout: float = 10.0,
        proxy: str = "",
        allow_exec: bool = False,
    ) -> None:
        self._timeout = timeout
        self._allow_exec = allow_exec
        self._programs = Programs(_PATIENCE * timeout, _MAX_BYTES)
        self._turns = Turns(connections, interval)
        self._connections = Connections(connections, timeout, proxy)
        self._rules: dict[str, tuple[robots.Rule, ...] | None] = {}
        self._rules_locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    @classmethod
    def from_settings(cls, settings: Settings) -> Fetcher:
        """One with the manners of `[network]`."""
        return cls(
            connections=settings.network_connections,
            interval=settings.network_interval_ms / 1000,
            timeout=settings.network_timeout,
            proxy=settings.network_proxy,
            allow_exec=settings.feeds_allow_exec,
        )

    def fetch(self, request: Request) -> Response:
        """Fetch; blocks this thread until the host's turn comes and it has answered. Raises FetchError."""
        journey = self._begin(request)
        with Turn(self._turns) as turn:
            while (response := self._advance(journey, turn)) is None:
                pass
        return response

    def open_line(self, threads: int) -> Line[Any]:
        """A line whose requests are fetched by so many threads, in the order in which their hosts are free."""
        return Line(self._begin, self._advance, self._turns, threads)

    def close(self) -> None:
        """Close the connections that are kept, and end the programs that still run."""
        self._programs.close()
        self._connections.close()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _begin(self, request: Request) -> _Journey:
        journey = _Journey(request)
        if journey.command and not self._allow_exec:
            raise FetchError(NOT_ALLOWED)
        return journey

    def _advance(self, journey: _Journey, turn: Turn) -> Response | None:
        """What is at the end of a journey, None as long as it goes on. Raises FetchError."""
        request = journey.request
        if not journey.url:
            return Response(200, "", self._programs.run(journey.command, stop=request.stop))
        answer = self._go_on(journey, turn)
        if answer is None:
            return None
        target, status, headers = answer.target, answer.status, answer.headers
        if status == 304 and not (request.etag or request.last_modified):
            raise FetchError(f"{target.host} says that nothing changed, but was not asked that (304)", status=304)
        if status not in (200, 203, 304):
            raise reasons.explain_status(status, target.host, read_retry_after(headers.get("Retry-After"), time.time()))
        max_age = read_max_age(headers, time.time())
        if journey.command:
            turn.leave()
            # What the server vouches for is not what the program makes of it.
            return Response(
                200, target.url, self._programs.run(journey.command, answer.body, request.stop), max_age=max_age
            )
        etag, last_modified = (read_validator(headers.get(name)) for name in ("ETag", "Last-Modified"))
        is_same = status == 304
        if is_same and not (etag or last_modified):
            etag, last_modified = request.etag, request.last_modified
        return Response(
            status=304 if is_same else 200,
            url=target.url,
            body=answer.body,
            content_type=clean_line(headers.get("Content-Type", "")),
            etag=etag,
            last_modified=last_modified,
            moved_to=target.url if journey.is_moved and target is not journey.first else "",
            max_age=max_age,
        )

    def _go_on(self, journey: _Journey, turn: Turn) -> _Answer | None:
        """Ask where a journey has come to; None where that leads on. Raises FetchError where it leads nowhere."""
        if journey.request.stop:
            journey.request.stop.check()
        request, first, target = journey.request, journey.first, journey.target
        is_trusted = request.is_trusted and target.host == first.host
        if request.heeds_robots and not self._is_allowed(target, is_trusted, turn):
            raise FetchError(f"{target.host} does not want programs to fetch this page (robots.txt)")
        headers = HTTPHeaderDict(_make_headers(request))
        if _may_know_secrets(target, first):
            headers.update(find_headers(request) or _find_userinfo(journey.url))
        turn.take(target.host)
        started = time.monotonic()
        answer = self._ask(target, headers, is_trusted, journey)
        if answer.status not in _REDIRECTS:
            return answer
        journey.spent += time.monotonic() - started
        journey.is_moved = journey.is_moved and answer.status in _PERMANENT
        journey.seen.append(target.url)
        journey.target = _read_location(answer)
        if journey.target.url in journey.seen:
            raise FetchError(f"{first.host} redirects in a circle")
        if len(journey.seen) > _MAX_REDIRECTS:
            raise FetchError(f"{first.host} redirects more than {_MAX_REDIRECTS} times")
        return None

    def _ask(self, target: Target, headers: Mapping[str, str], is_trusted: bool, journey: _Journey) -> _Answer:
        """One request of a journey. Raises FetchError."""
        if held := self._turns.hold_of(target.host):
            raise reasons.explain_hold(target.host, held)
        patience, spent = _PATIENCE * self._timeout, journey.spent
        started = time.monotonic()
        try:
            with limit_patience(patience - spent, journey.request.stop):
                try:
                    answer = self._send(target, headers, is_trusted)
                except exceptions.ProtocolError as error:
                    if not any(isinstance(each, StaleConnectionError) for each in error.args):
                        raise
                    answer = self._send(target, headers, is_trusted)
        except (exceptions.HTTPError, OSError, PrivateAddressError, TooLargeError, UnpackingError, ValueError) as error:
            spent += time.monotonic() - started
            failure = reasons.explain_failure(
                error, target.host, timeout=self._timeout, limit=_MAX_BYTES, spent=spent, patience=patience
            )
            # What leads elsewhere has been spoken with.
            failure.is_unspoken &= target is journey.first and target.scheme == "https"
        else:
            return self._heed_wish(answer)
        # Raised here, it keeps nothing of what had come.
        raise failure

    def _heed_wish(self, answer: _Answer) -> _Answer:
        """Leave a host alone that asks for it."""
        if answer.status in (429, 503):
            wait = read_retry_after(answer.headers.get("Retry-After"), time.time())
            if wait:
                self._turns.hold(answer.target.host, wait)
        return answer

    def _send(self, target: Target, headers: Mapping[str, str], is_trusted: bool) -> _Answer:
        pools = self._connections.choose(target.scheme, target.host, is_trusted)
        response = pools.urlopen("GET", target.url, headers=headers, redirect=False, preload_content=False)
        try:
            body = b""
            if response.status in (200, 203):
                packed = bytearray()
                if (response.length_remaining or 0) > _MAX_BYTES:
                    raise TooLargeError
                for piece in response.stream(decode_content=False):
                    packed += piece
                    if len(packed) > _MAX_BYTES:
                        raise TooLargeError
                body = unpack_body(bytes(packed), response.headers.get("Content-Encoding", ""), _MAX_BYTES)
            return _Answer(target, response.status, response.headers, body)
        finally:
            # What is left of an answer is not waited for; a connection that has been read to its end is kept already.
            if not response.closed and response.status != 304:
                response.close()
            response.release_conn()

    def _is_allowed(self, target: Target, is_trusted: bool, turn: Turn) -> bool:
        if target.origin not in self._rules:
            with self._lock:
                lock = self._rules_locks.setdefault(target.origin, threading.Lock())
            if not lock.acquire(blocking=False):
                # Whoever holds it may need the turn.
                turn.leave()
                lock.acquire()
            try:
                if target.origin not in self._rules:
                    self._rules[target.origin] = self._fetch_rules(target, is_trusted, turn)
            finally:
                lock.release()
        rules = self._rules[target.origin]
        return rules is not None and robots.is_path_allowed(rules, target.url)

    def _fetch_rules(self, target: Target, is_trusted: bool, turn: Turn) -> tuple[robots.Rule, ...] | None:
        """The rules of a site; None where nothing may be fetched."""
        journey = _Journey(Request(f"{target.origin}/robots.txt", accept="page", is_trusted=is_trusted))
        try:
            while (answer := self._go_on(journey, turn)) is None:
                pass
        except FetchError:
            return None
        if answer.status in (200, 203):
            return robots.read_rules(answer.body, _AGENT_TOKEN)
        # 429 is no "there is none": it says not to ask for more.
        return () if 400 <= answer.status < 500 and answer.status != 429 else None


def _make_headers(request: Request) -> dict[str, str]:
    headers = {"User-Agent": USER_AGENT, "Accept": _ACCEPT[request.accept], "Accept-Encoding": ENCODINGS}
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


def _find_userinfo(url: str) -> dict[str, str]:
    """The name and password that stand in an address itself, as a header."""
    parts = urlsplit(url)
    if parts.username is None:
        return {}
    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode('ascii')}"}


def _may_know_secrets(target: Target, first: Target) -> bool:
    """Whether a target is the server that was named, or the same host as one that encrypts where it did not."""
    is_upgrade = (first.scheme, first.port, target.scheme, target.port) == ("http", 80, "https", 443)
    return target.host == first.host and (target.origin == first.origin or is_upgrade)


def _read_location(answer: _Answer) -> Target:
    location = answer.headers.get("Location", "").strip()
    if not location:
        raise FetchError(f"{answer.target.host} redirects to nowhere ({answer.status})", status=answer.status)
    # Headers are read as Latin-1, addresses in them commonly are UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return read_target(location, answer.target.url)
    except FetchError:
        raise FetchError(f"{answer.target.host} redirects to {say_address(location)}, which is not followed") from None
