"""What `tree` declines, read by feedparser: formats of old, markup where text should be, elements in odd places.

It is given XML only, without what it reads in ways that other readers do not, or in time that grows with the square.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import tostring

from newsreader.feeds.drafts import EntryDraft, FeedDraft, File, Text
from newsreader.feeds.tree import HTML_TYPES, NAMESPACES, VOID, read_rhythm, split_tag
from newsreader.model import FeedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

# feedparser takes 40 microseconds for each: some two seconds for so many.
_MOST_ELEMENTS = 50_000
# It looks for addresses of mail in the names of authors, in time that grows with the square of their length.
_LONGEST_NAME = 500
_NAMED = frozenset(["author", "creator", "managingeditor", "webmaster", "publisher"])
# It compares all categories with each other, and takes the owner of a podcast for an author.
_RENAMED = frozenset(["category", "subject", "keywords", "tags", "owner"])
# It takes these for the entry's own title and full text.
_QUALIFIED = {
    ("media:", "title"): "x-media-title",
    ("itunes:", "summary"): "x-itunes-summary",
    ("media:", "description"): "x-media-description",
    ("dc:", "description"): "x-dc-description",
}
_VOID_END = re.compile(rf"</(?:{'|'.join(sorted(VOID))})>", re.IGNORECASE)


def read_dialect(root: Element) -> FeedDraft:
    """The feed whose outermost element is `root`, which is changed; raises FeedError where it is too large."""
    rhythm = read_rhythm(root)
    # Imported late: most feeds do without it, and it takes longer than a hundred of them.
    import feedparser

    said = feedparser.parse(io.BytesIO(_prepare(root)), sanitize_html=False, resolve_relative_uris=False)
    is_atom = said.version.startswith("atom")
    return FeedDraft(
        _read_title(said.feed, is_atom=is_atom),
        _find_link(said.feed),
        [_read_entry(entry, is_atom=is_atom) for entry in said.entries],
        is_atom,
        _read_names(said.feed) if is_atom else (),
        rhythm,
    )


def _prepare(root: Element) -> bytes:
    """The feed as XML, without what feedparser would misread."""
    for number, element in enumerate(root.iter()):
        if number >= _MOST_ELEMENTS:
            raise FeedError(f"an unusual feed of more than {_MOST_ELEMENTS:,} elements, too large to be read")
        space, name = split_tag(element.tag)
        name = name.lower()
        renamed = _QUALIFIED.get((NAMESPACES.get(space.lower(), "?"), name), "")
        is_long = name in _NAMED and sum(len(text) for text in _own_texts(element)) > _LONGEST_NAME
        if renamed or name in _RENAMED or is_long:
            element.tag = renamed or f"x-{name}"
            element.attrib.clear()
    try:
        return tostring(root, "unicode").encode("utf-8", "replace")
    except RecursionError:
        raise FeedError("an unusual feed whose elements are nested too deep to be read") from None


def _own_texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _read_entry(entry: Any, *, is_atom: bool) -> EntryDraft:
    summary = entry.get("summary", "")
    summaries = [Text(summary, not is_atom or _is_html(entry.get("summary_detail", {})))] if summary else []
    summaries += [Text(entry[name]) for name in _QUALIFIED.values() if name in entry and not name.endswith("title")]
    title = _read_title(entry, is_atom=is_atom)
    files = [
        File(link.get("href", ""), link.get("type", ""), link.get("length", ""))
        for link in entry.get("links", [])
        if link.get("rel") == "enclosure"
    ]
    files += [
        File(
            each.get("url", ""),
            each.get("type") or each.get("medium", "").lower(),
            each.get("filesize", ""),
            each.get("width", ""),
            is_enclosure=False,
        )
        for each in entry.get("media_content", [])
    ]
    return EntryDraft(
        entry.get("id", ""),
        title if title.value else Text(entry.get("x-media-title", "")),
        entry.get("feedburner_origlink") or _find_link(entry),
        # Asked for one that is missing, it warns, and answers with another.
        tuple(entry[name] for name in ("published", "updated", "created") if name in entry),
        _read_names(entry),
        tuple(Text(_VOID_END.sub("", each["value"]), _is_html(each)) for each in entry.get("content", [])),
        tuple(summaries),
        tuple(files),
    )


def _read_title(said: Any, *, is_atom: bool) -> Text:
    return Text(said.get("title", ""), not is_atom or _is_html(said.get("title_detail", {})))


def _is_html(detail: Any) -> bool:
    return str(detail.get("type", "text/plain")) != "text/plain"


def _find_link(said: Any) -> str:
    """The address of the page that is told of; a `guid` that stands for it counts as none."""
    for link in said.get("links", []):
        if link.get("rel") == "alternate" and link.get("type") in HTML_TYPES and link.get("href"):
            return str(link["href"])
    return ""


def _read_names(said: Any) -> tuple[str, ...]:
    return tuple(author.get("name", "") for author in said.get("authors", []))
