"""Connections: urllib3's, with a deadline that nothing outlasts and a look at the address that is connected to."""

from __future__ import annotations

import errno
import socket
import ssl
import threading
import time
from contextlib import contextmanager, nullcontext, suppress
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies_environment, proxy_bypass

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util import parse_url

from newsreader.feeds.addresses import is_public, is_public_name
from newsreader.feeds.messages import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from newsreader.feeds.stops import Stop

# Hosts whose connections are kept for the next request.
_KEPT_HOSTS = 32


class PrivateAddressError(Exception):
    """A host lies at a private address, where it must not."""


class StaleConnectionError(HTTPException):
    """A connection that was kept had been closed by the server; nothing of an answer came."""


class _Patience(threading.local):
    """Until when (of the monotonic clock) this thread waits for servers, and what makes it give up."""

    until = float("inf")
    stop: Stop | None = None


_PATIENCE = _Patience()


@contextmanager
def limit_patience(seconds: float, stop: Stop | None = None) -> Iterator[None]:
    """Within this, no reading by this thread goes on for longer in all, however the answer drips in; nor once `stop` is
    told.
    """
    _PATIENCE.until, _PATIENCE.stop = time.monotonic() + seconds, stop
    try:
        yield
    finally:
        _PATIENCE.until, _PATIENCE.stop = float("inf"), None


def _shorten(timeout: float | None) -> float | None:
    """A timeout, shortened to what is left. Raises TimeoutError where nothing is."""
    left = _PATIENCE.until - time.monotonic()
    if left <= 0:
        raise TimeoutError("out of patience")
    return left if timeout is None or left < timeout else timeout


class _Impatient(socket.socket):
    """A socket that reads no longer than this thread has patience: a timeout of its own holds for one read only."""

    def connect(self, *arguments: Any) -> None:
        with self._waiting():
            super().connect(*arguments)

    def recv(self, *arguments: Any) -> bytes:
        with self._waiting():
            return super().recv(*arguments)

    def recv_into(self, *arguments: Any) -> int:
        with self._waiting():
            return super().recv_into(*arguments)

    def _waiting(self) -> AbstractContextManager[None]:
        self.settimeout(_shorten(self.gettimeout()))
        return _PATIENCE.stop.ending(self._hang_up) if _PATIENCE.stop else nullcontext()

    def _hang_up(self) -> None:
        # That of a TLS socket would take away what another thread reads with.
        with suppress(OSError):
            socket.socket.shutdown(self, socket.SHUT_RDWR)


class _ImpatientTLS(_Impatient, ssl.SSLSocket):
    pass


class _Dialling(HTTPConnection):
    """Dials by itself: the addresses that are looked at are those that are connected to."""

    is_guarded = False
    _answers = 0

    def _new_conn(self) -> socket.socket:
        host = self._dns_host.strip("[]")
        self._answers = 0
        try:
            found = socket.getaddrinfo(host, self.port, 0, socket.SOCK_STREAM)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except UnicodeError:
            # A label is empty or longer than 63 letters.
            unknown = socket.gaierror(socket.EAI_NONAME, "no name of a host")
            raise NameResolutionError(self.host, self, unknown) from unknown
        allowed = [each for each in found if not self.is_guarded or is_public(str(each[4][0]))]
        if not allowed:
            raise PrivateAddressError(str(found[0][4][0]))
        reason: OSError | None = None
        for family, kind, protocol, _, address in allowed:
            dialling = _Impatient(family, kind, protocol)
            try:
                for option in self.socket_options or ():
                    dialling.setsockopt(*option)
                dialling.settimeout(self.timeout)
                dialling.connect(address)
                return dialling
            except OSError as error:
                dialling.close()
                # That there is no way to the one says less than that the other does not answer.
                if reason is None or reason.errno in (errno.ENETUNREACH, errno.EADDRNOTAVAIL):
                    reason = error
        assert reason is not None
        if isinstance(reason, TimeoutError):
            raise ConnectTimeoutError(self, f"{self.host} does not answer") from reason
        raise NewConnectionError(self, str(reason)) from reason

    def getresponse(self) -> Any:
        self._answers += 1
        try:
            return super().getresponse()
        except (ConnectionResetError, BrokenPipeError) as error:
            if self._answers > 1:
                raise StaleConnectionError from error
            raise


class _DiallingTLS(_Dialling, HTTPSConnection):
    pass


class _Guarded(_Dialling):
    is_guarded = True


class _GuardedTLS(_DiallingTLS):
    is_guarded = True


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Dialling


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _DiallingTLS


class _GuardedPool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _GuardedPoolTLS(HTTPSConnectionPool):
    ConnectionCls = _GuardedTLS


class Connections:
    """The pools: for hosts that may lie anywhere, for those that must be public, and for each proxy.

    `proxy` is the address of one for all hosts; without it the environment says which (`http_proxy`, `https_proxy`,
    `no_proxy`).
    """

    def __init__(self, connections: int, timeout: float, proxy: str) -> None:
        self._proxy = proxy
        # One for all, and its certificates loaded when the first is needed, which takes 20 to 40 ms.
        self._tls = urllib3.util.create_urllib3_context()
        self._has_certificates = False
        self._tls.sslsocket_class = _ImpatientTLS
        self._options: dict[str, Any] = {
            "num_pools": _KEPT_HOSTS,
            "maxsize": connections,
            "timeout": urllib3.Timeout(connect=timeout, read=timeout),
            "ssl_context": self._tls,
            "retries": False,
        }
        self._anywhere = self._make_manager(_Pool, _PoolTLS)
        self._public = self._make_manager(_GuardedPool, _GuardedPoolTLS)
        self._proxies: dict[str, urllib3.PoolManager] = {}
        self._lock = threading.Lock()

    def choose(self, scheme: str, host: str, is_trusted: bool) -> urllib3.PoolManager:
        """The pools for a host.

        Through a proxy, which alone knows the address, the form of the host's name decides: PrivateAddressError where
        that is private. Raises FetchError where the proxy that is set is none.
        """
        proxy = self.find_proxy(scheme, host)
        if scheme == "https" or proxy:
            with self._lock:
                if not self._has_certificates:
                    self._tls.load_default_certs()
                    self._has_certificates = True
        if not proxy:
            return self._anywhere if is_trusted else self._public
        if not is_trusted and not is_public_name(host):
            raise PrivateAddressError(host)
        with self._lock:
            if proxy not in self._proxies:
                self._proxies[proxy] = self._make_proxy(proxy)
            return self._proxies[proxy]

    def find_proxy(self, scheme: str, host: str) -> str:
        """The proxy that leads to a host, "" where none does."""
        if self._proxy:
            return self._proxy
        proxies = getproxies_environment()
        proxy = proxies.get(scheme, proxies.get("all", ""))
        return "" if not proxy or proxy_bypass(host) else proxy

    def close(self) -> None:
        """Close the connections that are kept."""
        for manager in (self._anywhere, self._public, *self._proxies.values()):
            # Clearing alone leaves it to the garbage collector, which may find the sockets first and complain.
            for key in manager.pools.keys():  # noqa: SIM118 (can't be iterated itself, on purpose)
                if (pool := manager.pools.get(key)) is not None:
                    pool.close()
            manager.clear()

    def _make_manager(self, plain: type[HTTPConnectionPool], secured: type[HTTPSConnectionPool]) -> urllib3.PoolManager:
        manager = urllib3.PoolManager(**self._options)
        manager.pool_classes_by_scheme = {"http": plain, "https": secured}
        return manager

    def _make_proxy(self, proxy: str) -> urllib3.PoolManager:
        # Curl and others let the scheme be left out.
        address = proxy if "://" in proxy else f"http://{proxy}"
        try:
            parts = parse_url(address)
            if not parts.host:
                raise ValueError
            headers = urllib3.util.make_headers(proxy_basic_auth=parts.auth) if parts.auth else None
            manager = urllib3.ProxyManager(address, proxy_headers=headers, proxy_ssl_context=self._tls, **self._options)
        except (urllib3.exceptions.HTTPError, ValueError):
            raise FetchError("the proxy that is set has no address of the form http://host:port") from None
        # The proxy's own address may be private: it commonly is.
        manager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}
        return manager
