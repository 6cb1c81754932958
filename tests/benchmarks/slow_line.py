"""Reading over a slow line: `python tests/benchmarks/slow_line.py [--rate 200] [--trip 150] [--articles 10000]`.

Starts an sshd of its own on loopback, connects through a line of so many kbit/s and ms to and fro (40 bytes a packet
are added), and runs the program at the other end, on a made-up library. Prints the lag of `j` held down for ten seconds
(from the last key to the last change of the screen, beside the round trip), its bytes a key, and the time from Enter to
the whole article, beside a round trip and the article's bytes at the line's rate. The bytes are those that sshd sent.
"""

from __future__ import annotations

import argparse
import getpass
import os
import shlex
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from library_scale import Press, fill
from terminal import Session, make_environment, make_path

HEADER_BYTES, PACKET = 40, 1400
# So much a socket's buffers hold: what the network itself would.
BUFFER = 16_384
HELD_SECONDS, HELD_HZ = 10.0, 30


class Line:
    """A slow line to a port: connections to `port` are led on."""

    def __init__(self, target: int, kbits: float, trip_ms: float) -> None:
        self.bytes_per_second, self._delay = kbits * 125, trip_ms / 2000
        self._target = target
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.sent_back = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self._target))
            for end in (near, far):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._lead, args=(source, sink, sink is near), daemon=True).start()

    def _lead(self, source: socket.socket, sink: socket.socket, is_back: bool) -> None:
        """Packets leave one after another at the line's rate, and come out after its delay."""
        waiting: deque[tuple[float, bytes]] = deque()
        is_there = threading.Condition()

        def deliver() -> None:
            while True:
                with is_there:
                    while not waiting:
                        is_there.wait()
                    due, data = waiting.popleft()
                time.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    sink.close()
                    return
                sink.sendall(data)
                self.sent_back += len(data) if is_back else 0

        threading.Thread(target=deliver, daemon=True).start()
        free = 0.0
        while True:
            try:
                data = source.recv(PACKET)
            except OSError:
                data = b""
            free = max(free, time.monotonic()) + (len(data) + HEADER_BYTES) / self.bytes_per_second
            with is_there:
                waiting.append((free + self._delay, data))
                is_there.notify()
            if not data:
                return
            time.sleep(max(0.0, free - time.monotonic()))

    def close(self) -> None:
        """Take no more connections."""
        self._server.close()


class Server:
    """An sshd of our own, and the key that it lets in."""

    def __init__(self, folder: Path) -> None:
        self.key = folder / "user"
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = found.getsockname()[1]
        (folder / "config").write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nPidFile none\nStrictModes no\n"
            f"AuthorizedKeysFile {folder / 'user.pub'}\nPasswordAuthentication no\nPermitRootLogin yes\nUsePAM no\n"
        )
        if os.getuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        sshd = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
        if sshd is None:
            sys.exit("there is no sshd here")
        self.process = subprocess.Popen([sshd, "-D", "-e", "-f", str(folder / "config")], stderr=subprocess.DEVNULL)
        time.sleep(0.5)

    def make_command(self, port: int, home: Path) -> list[str]:
        """The program at the other end of a port."""
        remote = {name: value for name, value in make_environment(home, "wire").items() if name != "TERM"}
        settings = [f"{name}={value}" for name, value in remote.items()]
        options = ["StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "IdentitiesOnly=yes", "LogLevel=ERROR"]
        command = ["/usr/bin/env", "ssh", "-F", "/dev/null", "-tt", "-i", str(self.key), "-p", str(port)]
        command += [word for option in options for word in ("-o", option)]
        program = shlex.join(["env", *settings, sys.executable, "-m", "newsreader"])
        return [*command, f"{getpass.getuser()}@127.0.0.1", program]


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=float, default=200, help="kbit/s")
    parser.add_argument("--trip", type=float, default=150, help="ms to and fro")
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--cursor", default="auto", help="the setting")
    parser.add_argument("--folder", type=Path, help="where the library is put, and left (a temporary one)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        library = make_path(folder, options.articles)
        if not library.exists():
            fill(library, Press(options.articles))
        server = Server(Path(temporary))
        line = Line(server.port, options.rate, options.trip)
        try:
            runs = [measure(server, line, library, options) for _ in range(options.runs)]
        finally:
            line.close()
            server.process.terminate()
    lag, bytes_a_key, opening, sent = (statistics.median(values) for values in zip(*runs, strict=True))
    at_rate = sent / line.bytes_per_second * 1000
    print(f"{options.rate:.0f} kbit/s, {options.trip:.0f} ms, {options.articles:,} articles; medians of {options.runs}")
    print(f"j held for {HELD_SECONDS:.0f} s: lag {lag:.0f} ms ({lag - options.trip:+.0f} to the round trip)")
    print(f"  {bytes_a_key:.0f} bytes a key on the wire")
    over = opening - options.trip - at_rate
    print(
        f"Enter to the article: {opening:.0f} ms, {sent:.0f} bytes ({over:+.0f} to the round trip and {at_rate:.0f} ms)"
    )


def measure(
    server: Server, line: Line, library: Path, options: argparse.Namespace
) -> tuple[float, float, float, float]:
    """One session: lag in ms and bytes a key of a held key; ms and bytes from Enter to the article."""
    with tempfile.TemporaryDirectory() as home:
        shutil.copy(library, Path(home) / "library.sqlite")
        (Path(home) / "config.toml").write_text(f'cursor = "{options.cursor}"\n')
        session = Session(server.make_command(line.port, Path(home)), make_environment(Path(home), "wire"), (80, 24))
        session.quiet_seconds = 0.5 + options.trip / 1000
        session.start(f"1/{options.articles}")
        before = line.sent_back
        count = int(HELD_SECONDS * HELD_HZ)
        lag = session.hold("j", count, 1 / HELD_HZ)
        sent = line.sent_back - before
        if f"{count + 1}/{options.articles}" not in session.text:
            sys.exit(f"the cursor is not where it should be:\n{session.text}")
        before = line.sent_back
        opening = session.press("\r").last_ms
        opened = line.sent_back - before
        session.quit()
    return lag, sent / count, opening, opened


if __name__ == "__main__":
    main()
