"""A server on loopback that does what a test says, byte by byte, and records who asked for what, when."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Asked:
    """One request: when it came (monotonic), by which connection, its path, and its headers by names in lower case."""

    at: float
    connection: int
    path: str
    headers: dict[str, str]
    done_at: float = 0.0


Behaviour = Callable[[Asked, socket.socket], bool | None]


def answer(
    body: bytes = b"", status: str = "200 OK", headers: tuple[tuple[str, str], ...] = (), after: float = 0.0
) -> Behaviour:
    """A well-behaved answer; the connection is kept."""

    def behave(asked: Asked, connection: socket.socket) -> bool:
        time.sleep(after)
        lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers)]
        if not any(name in ("Content-Length", "Transfer-Encoding") for name, _ in headers):
            lines.append(f"Content-Length: {len(body)}")
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + (b"" if status.startswith("304") else body))
        return True

    return behave


def send(*pieces: bytes, pause: float = 0.0, hangs: bool = False) -> Behaviour:
    """Raw bytes with pauses between them; then the end of the connection, or silence until the other side ends it."""

    def behave(asked: Asked, connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)
        if hangs:
            connection.recv(1)

    return behave


def redirect(location: str, status: int = 302) -> Behaviour:
    return answer(status=f"{status} Elsewhere", headers=(("Location", location),))


@dataclass
class Server:
    """Serves `paths`; everything else is 404. It speaks TLS where it has a context for it."""

    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None
    paths: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self._listener = socket.create_server((self.host, 0))
        self.port = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._busy = 0
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def url(self, path: str = "/", host: str = "") -> str:
        return f"http{'s' if self.tls else ''}://{host or self.host}:{self.port}{path}"

    def close(self) -> None:
        # Closing alone does not wake who waits in accept.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join(5)
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads[1:]:
            thread.join(5)
            assert not thread.is_alive()

    def _accept(self) -> None:
        count = 0
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            count += 1
            thread = threading.Thread(target=self._serve, args=(connection, count))
            self._threads.append(thread)
            with self._lock:
                self._open.add(connection)
            thread.start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        plain = connection
        with suppress(OSError):
            connection.settimeout(5)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as stream:
                while self._serve_one(connection, stream, number):
                    pass
        connection.close()
        with self._lock:
            self._open.discard(plain)

    def _serve_one(self, connection, stream, number: int) -> bool:
        line = stream.readline()
        if not line:
            return False
        path = line.split()[1].decode("latin-1")
        headers = {}
        while (line := stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip(" \r\n")
        asked = Asked(time.monotonic(), number, path, headers)
        with self._lock:
            self.asked.append(asked)
            self._busy += 1
            self.most_at_once = max(self.most_at_once, self._busy)
        try:
            return bool(self.paths.get(path, answer(status="404 Not Found"))(asked, connection))
        finally:
            with self._lock:
                self._busy -= 1
            asked.done_at = time.monotonic()
