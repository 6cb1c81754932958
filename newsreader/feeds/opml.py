"""OPML 2.0 (http://opml.org/spec2.opml), the list of feeds that readers exchange: read leniently, written strictly.

Folders are tags, those within each other one tag with slashes. A feed's first tag is its folder, the others stand in
its `category`; what OPML has no attribute for stands in a namespace of our own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from newsreader.feeds.decoding import decode
from newsreader.feeds.mending import mend
from newsreader.model import FeedError, FullText, Subscription
from newsreader.text import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from xml.etree.ElementTree import Element

_SPACE = "urn:newsreader:opml"
_FULL_TEXT, _HIDDEN = f"{{{_SPACE}}}fulltext", f"{{{_SPACE}}}hidden"
# Nobody reads so many feeds; the largest lists of others have some thousand.
_MOST_OUTLINES = 50_000
_START = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<name>[A-Za-z][\w.:-]*+)(?=[\s/>])", re.DOTALL | re.ASCII)
_SCHEME = re.compile(r"^feed:(?://)?(?=https?:)")
# Each folder is a level of elements.
_MOST_FOLDERS = 20


class FeedList(NamedTuple):
    """The feeds of a list in its order, each once; `refused` are the addresses that are none of the web's."""

    subscriptions: tuple[Subscription, ...]
    refused: tuple[str, ...] = ()


def read_opml(data: bytes) -> FeedList:
    """The feeds in an OPML file; raises FeedError, with the line and the column, where it is none."""
    text = decode(data)
    # As in `parse`: what stands before the outermost element, declarations of entities above all, is never parsed.
    start = next((match for match in _START.finditer(text) if match["name"]), None)
    if start is None:
        raise FeedError("not OPML: it has no element at all (line 1, column 1)")
    if start["name"].lower() != "opml":
        raise _refuse(text, start.start(), f"it begins with <{clean_line(start['name'][:40])}>")
    root = _parse(text, start.start())
    found: dict[str, Subscription] = {}
    refused: list[str] = []
    for outline, tags in _walk(root):
        said = {key.lower(): clean_line(value) for key, value in outline.attrib.items()}
        # What browsers once made of a feed's address.
        url = clean_url(_SCHEME.sub("", said["xmlurl"]).replace("feed://", "http://", 1))
        if not url:
            refused.append(said["xmlurl"])
            continue
        known = found.get(url)
        read = _read_outline(url, said, tags)
        # A feed in two folders has two tags.
        found[url] = read if known is None else _with_tags(known, read.tags)
    return FeedList(tuple(found.values()), tuple(refused))


def _refuse(text: str, place: int, reason: str) -> FeedError:
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return FeedError(f"not OPML: {reason} (line {line}, column {column})")


def _parse(text: str, start: int) -> Element:
    try:
        return ElementTree.fromstring(text[start:].encode("utf-8", "replace"))
    except ElementTree.ParseError as error:
        mended = mend(text[start:])
        line, column = error.position
        place = start + sum(len(each) for each in text[start:].splitlines(keepends=True)[: line - 1]) + column
    try:
        root = ElementTree.fromstring(mended)
    except ElementTree.ParseError:
        root = None
    if root is None or next(root.iter("outline"), None) is None:
        raise _refuse(text, place, "it can't be read as XML")
    return root


def _walk(root: Element) -> Iterator[tuple[Element, str]]:
    """The outlines that name a feed, and the folders around each."""
    stack: list[tuple[Element, str]] = [(each, "") for each in reversed(root.findall("body"))]
    number = 0
    while stack and number < _MOST_OUTLINES:
        element, folder = stack.pop()
        number += 1
        names = {key.lower(): key for key in element.attrib}
        if "xmlurl" in names:
            yield element, folder
        elif element.tag == "outline":
            name = clean_line(element.get(names.get("title", ""), "") or element.get(names.get("text", ""), ""))
            folder = "/".join(filter(None, (folder, name)))
        stack += [(child, folder) for child in reversed(element) if child.tag == "outline"]


def _read_outline(url: str, said: dict[str, str], folder: str) -> Subscription:
    title = said.get("title") or said.get("text", "")
    categories = (_unescape(each.strip()) for each in said.get("category", "").split(","))
    tags = dict.fromkeys(filter(None, (folder, *categories)))
    full_text = said.get(_FULL_TEXT, "")
    return Subscription(
        url,
        "" if title == said["xmlurl"] else title,
        clean_url(said.get("htmlurl", "")),
        tuple(tags),
        next((each for each in FullText if each == full_text), FullText.SHORT),
        said.get(_HIDDEN, "") == "yes",
    )


def _with_tags(known: Subscription, tags: Iterable[str]) -> Subscription:
    merged = tuple(dict.fromkeys((*known.tags, *tags)))
    return Subscription(known.url, known.title, known.home, merged, known.full_text, known.is_hidden)


# --- writing --------------------------------------------------------------------------------------------------------


class _Folder:
    """A folder and what is in it, each in its order."""

    def __init__(self) -> None:
        self.folders: dict[str, _Folder] = {}
        self.subscriptions: list[Subscription] = []


def write_opml(subscriptions: Iterable[Subscription]) -> str:
    """The feeds as OPML: each in the folder of its first tag, in their order there."""
    root = _Folder()
    for subscription in subscriptions:
        folder = root
        for name in _split_tag(subscription.tags[0]) if subscription.tags else ():
            folder = folder.folders.setdefault(name, _Folder())
        folder.subscriptions.append(subscription)
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<opml version="2.0" xmlns:newsreader="{_SPACE}">',
            "  <head><title>Feeds</title></head>",
            "  <body>",
            *_write_folder(root, "    "),
            "  </body>",
            "</opml>",
            "",
        ]
    )


def _write_folder(folder: _Folder, indent: str) -> Iterator[str]:
    for subscription in folder.subscriptions:
        yield f"{indent}<outline{''.join(_write_attributes(subscription))}/>"
    for name, inner in folder.folders.items():
        yield f"{indent}<outline text={quoteattr(name)}>"
        yield from _write_folder(inner, f"{indent}  ")
        yield f"{indent}</outline>"


def _write_attributes(subscription: Subscription) -> Iterator[str]:
    # OPML demands a text.
    yield f' type="rss" text={quoteattr(subscription.title or subscription.url)}'
    if subscription.title:
        yield f" title={quoteattr(subscription.title)}"
    yield f" xmlUrl={quoteattr(subscription.url)}"
    if subscription.home:
        yield f" htmlUrl={quoteattr(subscription.home)}"
    if len(subscription.tags) > 1:
        yield f" category={quoteattr(','.join(map(_escape, subscription.tags[1:])))}"
    if subscription.full_text is not FullText.SHORT:
        yield f' newsreader:fullText="{subscription.full_text}"'
    if subscription.is_hidden:
        yield ' newsreader:hidden="yes"'


def _split_tag(tag: str) -> list[str]:
    """The folders of a tag; one whose slashes part nothing is a single folder."""
    names = tag.split("/")
    return names if len(names) <= _MOST_FOLDERS and all(name and name == name.strip() for name in names) else [tag]


def _escape(tag: str) -> str:
    """A category: commas part them, and a slash makes a path of them, which begins with one."""
    escaped = tag.replace("%", "%25").replace(",", "%2C")
    return f"/{escaped}" if "/" in tag else escaped


def _unescape(category: str) -> str:
    return category.removeprefix("/").replace("%2C", ",").replace("%25", "%")
