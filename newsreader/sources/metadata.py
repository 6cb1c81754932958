"""What a page's head says of its article: JSON-LD (schema.org), OpenGraph, `<meta>`, canonical link, `<title>`."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from newsreader.model import Hints
from newsreader.text import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selectolax.lexbor import LexborHTMLParser

# A page has a handful of small ones; more, or larger ones, are lists of other things.
_MOST_SCRIPTS = 50
_LONGEST_SCRIPT = 500_000
_MOST_VALUES = 5000
_MOST_AUTHORS = 10
_LONGEST_TITLE = 300
_LONGEST_NAME = 80
# Characters of an article's text; less is a teaser.
_LEAST_TEXT = 200
_TAG = re.compile(r"<[^<>]*>")

# Types of schema.org that are an article: https://schema.org/Article and what is derived from it.
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Reportage\w*|NewsStory|Report|VideoObject)$")
_TITLE_NAMES = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "datepublished",
    "article.published",
    "published_time",
    "cxenseparse:recs:publishtime",
    "date.issued",
    "dcterms.date",
)
_AUTHOR_NAMES = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "dcterms.creator",
)
_SITE_NAMES = ("og:site_name", "application-name")
# A byline that is an address, a handle or a number names nobody.
_NO_NAME = re.compile(r"https?:|www\.|@|^\W*\d+\W*$|\{|<", re.IGNORECASE)
# White space is never given back: of two stretches of it side by side, each would be tried with each.
_BROKEN_FIELD = r'"%s"\s*+:\s*+(?:\[\s*+)?(?:\{[^{}]*?"name"\s*+:\s*+)?"((?:[^"\\]|\\.){1,300})"'


def read_hints(tree: LexborHTMLParser, url: str = "") -> Hints:
    """What the page's metadata says, JSON-LD before the others; `url` is the base of a relative canonical address."""
    named = _read_named(tree)
    title, published, byline, text = _read_scripts(tree)
    element = tree.css_first("title")
    own_title = element.text() if element is not None else ""
    canonical = tree.css_first('link[rel="canonical"]')
    address = (canonical.attributes.get("href") if canonical is not None else "") or named.get("og:url", "")
    return Hints(
        title=title or _clean(_first(named, _TITLE_NAMES) or own_title, _LONGEST_TITLE),
        published=clean_line(published or _first(named, _DATE_NAMES))[:40],
        byline=byline or _clean_names(_first_names(named)),
        url=clean_url(address, url),
        site=_clean(_first(named, _SITE_NAMES), _LONGEST_NAME),
        text=text,
    )


def _clean(text: str, longest: int) -> str:
    text = clean_line(unescape(text))
    return text if len(text) <= longest else ""


def _first(named: dict[str, str], names: tuple[str, ...]) -> str:
    return next((named[name] for name in names if named.get(name)), "")


def _read_named(tree: LexborHTMLParser) -> dict[str, str]:
    """The page's `<meta>` by their lower-case name, property or itemprop: the first of each."""
    named: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        content = (attributes.get("content") or "").strip()
        if name and content:
            named.setdefault(name.strip().lower(), content)
    return named


def _first_names(named: dict[str, str]) -> list[str]:
    return next(([named[name]] for name in _AUTHOR_NAMES if _clean_names([named.get(name, "")])), [])


def _clean_names(names: list[str]) -> tuple[str, ...]:
    cleaned = [_clean(name, _LONGEST_NAME) for name in names]
    return tuple(dict.fromkeys(name for name in cleaned if name and not _NO_NAME.search(name)))[:_MOST_AUTHORS]


# --- JSON-LD --------------------------------------------------------------------------------------------------------


def _read_scripts(tree: LexborHTMLParser) -> tuple[str, str, tuple[str, ...], str]:
    """Title, date, authors and text of the first article that the page's JSON-LD describes."""
    for node in tree.css('script[type*="ld+json"]')[:_MOST_SCRIPTS]:
        text = node.text() or ""
        if '"headline"' not in text and '"datePublished"' not in text:
            continue
        if len(text) > _LONGEST_SCRIPT:
            continue
        try:
            # strict=False: real pages have bare line ends in their strings.
            value = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
        except (ValueError, RecursionError):
            found = _read_broken(text)
        else:
            found = _read_article(value)
        if any(found):
            return found
    return "", "", (), ""


def _read_article(value: object) -> tuple[str, str, tuple[str, ...], str]:
    for item in _walk(value):
        kinds = item.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if not any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
            continue
        title = _clean(_to_text(item.get("headline")), _LONGEST_TITLE)
        published = _to_text(item.get("datePublished")) or _to_text(item.get("dateCreated"))
        byline = _clean_names(list(_list_names(item.get("author")) or _list_names(item.get("creator"))))
        if title or published:
            return title, published, byline, _read_text(item)
    return "", "", (), ""


def _read_text(item: dict[str, object]) -> str:
    """The article's text, which some write as HTML."""
    text = _to_text(item.get("articleBody"))
    return clean_line(unescape(_TAG.sub(" ", unescape(text)))) if len(text) >= _LEAST_TEXT else ""


def _walk(value: object) -> Iterator[dict[str, object]]:
    """The objects of a JSON value, outer ones first; arrays and `@graph` are looked into, and so is `mainEntity`."""
    waiting = [value]
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting.extend(item[:_MOST_SCRIPTS])
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in item)


def _to_text(value: object) -> str:
    value = value[0] if isinstance(value, list) and value else value
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value if isinstance(value, str) else ""


def _list_names(value: object) -> list[str]:
    """The names of a person, of several, or of a plain string."""
    values = value[:_MOST_AUTHORS] if isinstance(value, list) else [value]
    names: list[str] = []
    for item in values:
        name = item.get("name") if isinstance(item, dict) else item
        names.extend(part for part in (name if isinstance(name, list) else [name]) if isinstance(part, str))
    return names


def _read_broken(text: str) -> tuple[str, str, tuple[str, ...], str]:
    """The same, without the text, from JSON that is none (a comma too many, a quote too few), by its words."""
    if not _ARTICLE_WORD.search(text):
        return "", "", (), ""
    title, published, author = (_find_field(text, name) for name in ("headline", "datePublished", "author"))
    return _clean(title, _LONGEST_TITLE), published, _clean_names([author]), ""


_ARTICLE_WORD = re.compile(r'"@type"\s*+:\s*+(?:\[\s*+)?"\w*(?:Article|BlogPosting)"')


def _find_field(text: str, name: str) -> str:
    match = re.search(_BROKEN_FIELD % name, text)
    if match is None:
        return ""
    try:
        value = json.loads(f'"{match[1]}"', strict=False)
    except ValueError:
        return match[1]
    return str(value)
