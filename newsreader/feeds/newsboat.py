"""What newsboat (and newsbeuter before it) keeps, read for those who come from there; nothing is ever written.

Files and their syntax are those of newsboat's manual; `cache.db` is that of versions 2.x (schema 2.11).
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from newsreader.feeds.filters import UntranslatableError, translate_filter
from newsreader.feeds.messages import FetchError
from newsreader.feeds.scripts import clean_address, read_script
from newsreader.model import Entry, FeedError, Link, Subscription
from newsreader.text import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# More than anybody has written by hand.
_LARGEST_FILE = 10_000_000
_MOST_INCLUDES = 50
_NAMES = ("newsboat", "newsbeuter")
_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"?|([^\s"#][^\s"]*|#))', re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_COLUMNS = {
    "guid": "''",
    "title": "''",
    "author": "''",
    "url": "''",
    "feedurl": "''",
    "pubDate": "0",
    "content": "''",
    "unread": "1",
    "enclosure_url": "''",
    "enclosure_type": "''",
    "flags": "''",
    "deleted": "0",
}


class Places(NamedTuple):
    """Where newsboat's files are; those other than `urls` may be missing."""

    urls: Path
    config: Path
    cache: Path


class Search(NamedTuple):
    """A `query:` feed: its name and our query."""

    name: str
    query: str


class HidingRule(NamedTuple):
    """An `ignore-article`: a query; `feed` is the address of the only feed it is for, or ""."""

    query: str
    feed: str = ""


class Refusal(NamedTuple):
    """A line that was not taken, and why."""

    text: str
    reason: str


class Newsboat(NamedTuple):
    """What newsboat's files say, in their order; `exec:` and `filter:` feeds are among the others."""

    subscriptions: tuple[Subscription, ...]
    searches: tuple[Search, ...]
    rules: tuple[HidingRule, ...]
    refusals: tuple[Refusal, ...]


class CachedEntry(NamedTuple):
    """An article in newsboat's cache, with what its reader did to it; `flags` are letters."""

    feed: str
    entry: Entry
    is_unread: bool
    flags: str = ""
    is_deleted: bool = False


def find_newsboat(home: Path, environment: Mapping[str, str], path: str = "") -> Places | None:
    """The files of the first newsboat or newsbeuter that has a list of feeds: XDG's folders, then its own.

    With a `path` those in this folder, of which the list itself may be named too; None where there is no list.
    """
    known: list[tuple[Path, Path]] = []
    for name in _NAMES:
        config = Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / name
        data = Path(environment.get("XDG_DATA_HOME") or home / ".local/share") / name
        known += [(config, data), (home / f".{name}", home / f".{name}")]
    if path:
        named = Path(path).absolute()
        named = named.parent if named.name == "urls" and named.is_file() else named
        # Elsewhere all lies in one folder.
        known = [pair for pair in known if pair[0] == named] or [(named, named)]
    return next(
        (
            Places(folder / "urls", folder / "config", cache / "cache.db")
            for folder, cache in known
            if (folder / "urls").is_file()
        ),
        None,
    )


def read_newsboat(places: Places) -> tuple[Newsboat, Places]:
    """What the files say, and the places again: the settings may name another cache. Raises FeedError."""
    refusals: list[Refusal] = []
    rules: list[HidingRule] = []
    for tokens in _read_config(places.config, refusals):
        if tokens[0] == "ignore-article" and len(tokens) == 3:
            _read_rule(tokens[1], tokens[2], rules, refusals)
        elif tokens[0] == "cache-file" and len(tokens) == 2:
            places = places._replace(cache=_resolve(tokens[1], places.config.parent))
        elif tokens[0] == "urls-source" and tokens[1:] and tokens[1] != "local":
            refusals.append(Refusal(" ".join(tokens), "the feeds kept by that service are not read"))
    feeds: dict[str, Subscription] = {}
    searches: list[Search] = []
    for line in _read_lines(places.urls):
        tokens = _split(line)
        if not tokens:
            continue
        address, tags = tokens[0], tokens[1:]
        if address.startswith("query:"):
            _read_search(address, searches, refusals)
        elif url := clean_address(address):
            feeds.setdefault(url, _subscribe(url, tags))
        else:
            refusals.append(Refusal(clean_line(address), _explain_address(address)))
    return Newsboat(tuple(feeds.values()), tuple(searches), tuple(rules), tuple(refusals)), places


def _explain_address(address: str) -> str:
    """Why it is none of a feed."""
    try:
        read_script(address)
    except FetchError as error:
        return str(error)
    return "a file, not an address" if address.startswith("file:") else "no address of the web"


def _subscribe(url: str, words: list[str]) -> Subscription:
    """A line's words behind the address: `~` begins a title, `!` hides the feed, the others are tags."""
    titles = [clean_line(word[1:]) for word in words if word.startswith("~")]
    tags = dict.fromkeys(clean_line(word) for word in words if word[:1] not in ("~", "!"))
    return Subscription(
        url,
        titles[0] if titles else "",
        tags=tuple(filter(None, tags)),
        is_hidden=any(word.startswith("!") for word in words),
    )


def _read_search(address: str, searches: list[Search], refusals: list[Refusal]) -> None:
    name, _, expression = address.removeprefix("query:").partition(":")
    try:
        if not clean_line(name):
            raise UntranslatableError("a query needs a name, query:NAME:FILTER")
        searches.append(Search(clean_line(name), translate_filter(expression)))
    except UntranslatableError as error:
        refusals.append(Refusal(clean_line(address), str(error)))


def _read_rule(feed: str, expression: str, rules: list[HidingRule], refusals: list[Refusal]) -> None:
    url = "" if feed == "*" else clean_address(feed)
    try:
        if feed != "*" and not url:
            raise UntranslatableError("its feed is no address of the web")
        rules.append(HidingRule(translate_filter(expression), url))
    except UntranslatableError as error:
        refusals.append(Refusal(clean_line(f"ignore-article {feed} {expression}"), str(error)))


# --- files ----------------------------------------------------------------------------------------------------------


def _read_lines(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            return file.read(_LARGEST_FILE).decode("utf-8", "replace").splitlines()
    except OSError as error:
        raise FeedError(f"{path} can't be read: {error.strerror}") from None


def _read_config(path: Path, refusals: list[Refusal]) -> Iterator[list[str]]:
    """The commands of the settings and of the files they include; a file that is missing has none."""
    waiting, seen = [path], {path}
    while waiting:
        current = waiting.pop(0)
        try:
            lines = _read_lines(current)
        except FeedError as error:
            if current != path or path.exists():
                refusals.append(Refusal(f"include {current}" if current != path else str(path), str(error)))
            continue
        for line in lines:
            tokens = _split(line)
            if not tokens:
                continue
            if tokens[0] == "include" and len(tokens) == 2:
                included = _resolve(tokens[1], current.parent)
                if included not in seen and len(seen) < _MOST_INCLUDES:
                    seen.add(included)
                    waiting.append(included)
            else:
                yield tokens


def _resolve(name: str, folder: Path) -> Path:
    try:
        return folder / Path(name).expanduser()
    except RuntimeError:
        # There is no such user.
        return folder / name


def _split(line: str) -> list[str]:
    """The words of a line: quoted ones may have blanks and escapes in them; `#` begins a comment."""
    words: list[str] = []
    for match in _TOKEN.finditer(line):
        if match[2] == "#":
            break
        words.append(match[2] or re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), match[1] or ""))
    return words


# --- the cache ------------------------------------------------------------------------------------------------------


def read_cache(path: Path) -> Iterator[CachedEntry]:
    """The articles in newsboat's cache, the oldest first; none where there is no cache.

    Raises FeedError where it is locked for long, damaged, or no such cache.
    """
    with _reading(path) as cache:
        known = {row[1] for row in cache.execute("PRAGMA table_info(rss_item)")} if cache else set()
        columns = ", ".join(name if name in known else default for name, default in _COLUMNS.items())
        for row in cache.execute(f"SELECT {columns} FROM rss_item ORDER BY id") if cache else ():
            yield _read_row(row)


def count_cached(path: Path) -> int:
    """How many articles `read_cache` yields. Raises FeedError as it does."""
    with _reading(path) as cache:
        return int(cache.execute("SELECT count(*) FROM rss_item").fetchone()[0]) if cache else 0


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection | None]:
    if not path.exists():
        yield None
        return
    try:
        with closing(_open(path)) as cache:
            if not list(cache.execute("PRAGMA table_info(rss_item)")):
                raise FeedError(f"{path} is no cache of newsboat's: it has no articles")
            yield cache
    except sqlite3.Error as error:
        reason = "another program is writing to it" if "locked" in str(error) else f"it may be damaged ({error})"
        raise FeedError(f"newsboat's cache can't be read: {path}: {reason}") from None


def _open(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode=ro"
    with path.open("rb") as file:
        header = file.read(20)
    # To read a database with a write-ahead log, or one whose last change was cut off, SQLite writes beside it.
    if header[18:20] == b"\x02\x02" or path.with_name(f"{path.name}-journal").exists():
        address += "&immutable=1"
    cache = sqlite3.connect(address, uri=True, timeout=3)
    cache.text_factory = lambda data: data.decode("utf-8", "replace")
    return cache


def _read_row(row: tuple[object, ...]) -> CachedEntry:
    said = dict(zip(_COLUMNS, row, strict=True))
    text = {name: str(value) if value is not None else "" for name, value in said.items()}
    url = clean_url(text["url"])
    enclosure = clean_url(text["enclosure_url"])
    entry = Entry(
        clean_line(text["guid"]) or url,
        clean_line(text["title"]),
        url,
        _read_time(said["pubDate"]),
        tuple(filter(None, [clean_line(text["author"])])),
        text["content"],
        True,
        (Link(clean_line(text["enclosure_type"]) or enclosure, enclosure),) if enclosure else (),
    )
    flags = "".join(dict.fromkeys(letter for letter in text["flags"] if letter.isascii() and letter.isalpha()))
    return CachedEntry(text["feedurl"], entry, bool(said["unread"]), flags, bool(said["deleted"]))


def _read_time(seconds: object) -> str:
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC).isoformat() if seconds else ""
    except (ValueError, OverflowError, OSError):
        return ""
