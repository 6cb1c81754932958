"""Made-up feeds, and a server on loopback that serves them: `python tests/feed_press.py --feeds 100 --items 100`.

Even feeds are RSS 2.0, odd ones Atom; the same numbers make the same feeds. Each article holds a word of its own
(`word_of`). The server answers what has not changed with 304, unless told to send no validators.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_START = datetime(2026, 3, 4, 7, 40, tzinfo=UTC)


def _split(words: str) -> list[str]:
    return words.split()


_NOUNS = _split(
    "ferry goat lighthouse harbour keeper island bakery storm tide council bridge orchard lantern quay gull"
)
_VERBS = _split("mends closes paints counts sells forgets finds opens crosses measures borrows rings")
_MORE = _split("quiet early northern broken salted narrow patient green distant wooden second last")


@lru_cache(maxsize=1)
def _make_sentences() -> list[str]:
    dice = random.Random(4)
    return [
        f"The {dice.choice(_MORE)} {dice.choice(_NOUNS)} {dice.choice(_VERBS)} the {dice.choice(_NOUNS)} &amp; the"
        f" {dice.choice(_MORE)} {dice.choice(_NOUNS)}, {dice.randint(2, 900)} days after the {dice.choice(_NOUNS)}."
        for _ in range(5000)
    ]


def word_of(feed: int, item: int) -> str:
    """A word that stands in one article only."""
    return f"ref{feed:03}{item:05}"


def make_title(feed: int, item: int) -> str:
    dice = random.Random(f"title {feed} {item}")
    return f"{feed}-{item} {dice.choice(_MORE)} {dice.choice(_NOUNS)} {dice.choice(_VERBS)} the {dice.choice(_NOUNS)}"


def make_html(feed: int, item: int, words: tuple[int, int] = (300, 900)) -> str:
    """The text of an article, some paragraphs of HTML."""
    dice = random.Random(f"text {feed} {item}")
    sentences = _make_sentences()
    paragraphs, count, wanted = [], 0, dice.randint(*words)
    while count < wanted:
        chosen = [dice.choice(sentences) for _ in range(dice.randint(2, 6) if wanted > 60 else 1)]
        count += sum(sentence.count(" ") + 1 for sentence in chosen)
        paragraphs.append(f"<p>{' '.join(chosen)}</p>")
    paragraphs.insert(len(paragraphs) // 2, f"<h2>{dice.choice(_MORE)} {dice.choice(_NOUNS)}</h2>")
    paragraphs.append(f"<p>See {word_of(feed, item)}.</p>")
    return "".join(paragraphs)


def make_feed(feed: int, items: int, base: str, words: tuple[int, int] = (300, 900)) -> bytes:
    """A feed of so many items, the newest first."""
    made = [_make_item(feed, item, base, words) for item in reversed(range(items))]
    title = f"Feed {feed:03} of the islands"
    if feed % 2:
        return (
            f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>{title}</title>'
            f'<id>{base}/{feed}</id><link href="{base}/site/{feed}"/><updated>2026-03-04T07:40:00Z</updated>'
            f"{''.join(made)}</feed>"
        ).encode()
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>{base}/site/{feed}</link><description>All of it.</description>"
        f"{''.join(made)}</channel></rss>"
    ).encode()


def _make_item(feed: int, item: int, base: str, words: tuple[int, int]) -> str:
    title, html, url = make_title(feed, item), make_html(feed, item, words), f"{base}/page/{feed}/{item}"
    moment = _START + timedelta(minutes=17 * item + feed)
    if feed % 2:
        text = html.replace("&", "&amp;").replace("<", "&lt;")
        return (
            f'<entry><title>{title}</title><id>{url}</id><link href="{url}"/><updated>{moment.isoformat()}</updated>'
            f'<author><name>Ada Quill</name></author><content type="html">{text}</content></entry>'
        )
    return (
        f"<item><title>{title}</title><guid>{url}</guid><link>{url}</link><pubDate>{format_datetime(moment)}</pubDate>"
        f"<description>In short.</description><content:encoded><![CDATA[{html}]]></content:encoded></item>"
    )


def make_page_html(feed: int, item: int) -> str:
    """The page of an article, with its whole text and what it is related to."""
    paragraphs = "".join(f"<p>{' '.join(_make_sentences()[each : each + 4])}</p>" for each in range(item, item + 8))
    others = "".join(
        f'<li><h3><a href="/page/{feed}/{other}">{make_title(feed, other)}, and all of Nettlequay wants to know why</a>'
        f"</h3><p>{2 + other} hours ago</p></li>"
        for other in range(item + 1, item + 7)
    )
    return (
        f"<html><head><title>{make_title(feed, item)}</title></head><body><main><article><h1>{make_title(feed, item)}"
        f"</h1><p>By Ada Quill</p>{paragraphs}<p>The whole of {word_of(feed, item)}.</p></article></main>"
        f"<aside><h2>More of it</h2><ul>{others}</ul></aside></body></html>"
    )


@dataclass(slots=True)
class Press:
    """What is served: feeds under `/feed/N`, articles' pages under `/page/N/M`, and what `extra` holds by its path, a
    code and a body; that of a redirect is the address to which it leads.

    With `is_brief` the feeds hold summaries alone. `answered` are the paths and codes of all answers, `asked` the
    headers of what they answer.
    """

    feeds: int
    items: int
    words: tuple[int, int] = (300, 900)
    has_validators: bool = True
    is_brief: bool = False
    extra: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    base: str = ""
    answered: list[tuple[str, int]] = field(default_factory=list)
    asked: list[Mapping[str, str]] = field(default_factory=list)
    bodies: dict[int, bytes] = field(default_factory=dict)

    def load(self, feed: int) -> bytes:
        if feed not in self.bodies:
            body = make_feed(feed, self.items, self.base, self.words)
            if self.is_brief:
                body = re.sub(
                    rb"<content.*?</content(:encoded)?>", b"<summary>In short.</summary>" if feed % 2 else b"", body
                )
            self.bodies[feed] = body
        return self.bodies[feed]

    def find(self, path: str) -> tuple[int, bytes]:
        """What is there, and its code."""
        kind, *numbers = path.strip("/").split("/")
        if path in self.extra:
            return self.extra[path]
        if kind == "feed" and numbers and int(numbers[0]) < self.feeds:
            return 200, self.load(int(numbers[0]))
        if kind == "page" and len(numbers) == 2:
            return 200, make_page_html(int(numbers[0]), int(numbers[1])).encode()
        return 404, b"There is none."

    def url(self, feed: int) -> str:
        return f"{self.base}/feed/{feed}"


@dataclass
class HoldingPress(Press):
    """One that holds up what is asked for until it may go."""

    _held: dict[str, threading.Event] = field(default_factory=dict)
    _waited_for: set[str] = field(default_factory=set)

    def find(self, path: str) -> tuple[int, bytes]:
        """What is there, and its code, once it may go."""
        if path in self._held:
            self._waited_for.add(path)
            self._held[path].wait(20)
        return super().find(path)

    def hold(self, path: str) -> threading.Event:
        """Hold up what is at a path until the event is set."""
        self._held[path] = threading.Event()
        return self._held[path]

    def is_waited_for(self, path: str) -> bool:
        """Whether somebody asked for what is held."""
        return path in self._waited_for

    def release(self) -> None:
        """Let all go that is held."""
        for may_go in self._held.values():
            may_go.set()


_P = TypeVar("_P", bound=Press)


def make_server(press: Press, port: int = 0) -> ThreadingHTTPServer:
    """A server for it on loopback, all its feeds made."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            code, body = press.find(self.path)
            tag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
            if self.headers.get("If-None-Match") == tag:
                code, body = 304, b""
            self.send_response_only(code)
            if code in (301, 302, 307, 308):
                self.send_header("Location", body.decode())
            if press.has_validators:
                self.send_header("ETag", tag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            press.answered.append((self.path, code))
            press.asked.append(self.headers)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        # Who is killed hangs up.
        def handle_error(self, *_: object) -> None:
            pass

    server = Server(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    press.base = f"http://127.0.0.1:{server.server_port}"
    for feed in range(press.feeds):
        press.load(feed)
    return server


@contextmanager
def serving(press: _P) -> Iterator[_P]:
    """The feeds served by a thread of this process."""
    server = make_server(press)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield press
    finally:
        server.shutdown()
        server.server_close()


def main() -> None:
    """Serve until the end of standard input; the base of the addresses stands on standard output."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--items", type=int, default=100)
    parser.add_argument("--words", type=int, nargs=2, default=(300, 900), help="least and most of an article")
    parser.add_argument("--no-validators", action="store_true")
    options = parser.parse_args()
    press = Press(options.feeds, options.items, tuple(options.words), has_validators=not options.no_validators)
    server = make_server(press)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(press.base, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
