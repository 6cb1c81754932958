"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/); what has an unexpected type counts as missing."""

from __future__ import annotations

import json
from typing import Any

from newsreader.feeds.drafts import MOST_ENTRIES, EntryDraft, FeedDraft, File, Text
from newsreader.model import FeedError


def read_json(text: str) -> FeedDraft:
    """The feed that `text`, which begins with `{`, says; raises FeedError where it is none."""
    try:
        # Numbers of any length would take time in the square of it.
        said = json.loads(text, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        raise FeedError("not a feed: it begins like JSON, but can't be read as that") from None
    items = said.get("items") if isinstance(said, dict) else None
    if not isinstance(items, list):
        raise FeedError("not a feed: JSON, but it has no `items` as a JSON Feed has")
    return FeedDraft(
        Text(_text(said, "title"), is_html=False),
        _text(said, "home_page_url"),
        [_read_item(item) for item in items[:MOST_ENTRIES] if isinstance(item, dict)],
        names=_read_names(said),
    )


def _read_item(item: dict[str, Any]) -> EntryDraft:
    return EntryDraft(
        _text(item, "id"),
        Text(_text(item, "title"), is_html=False),
        _text(item, "url") or _text(item, "external_url"),
        (_text(item, "date_published"), _text(item, "date_modified")),
        _read_names(item),
        (Text(_text(item, "content_html")), Text(_text(item, "content_text"), is_html=False)),
        (Text(_text(item, "summary"), is_html=False),),
        tuple(
            File(_text(each, "url"), _text(each, "mime_type").lower(), _text(each, "size_in_bytes"))
            for each in _dicts(item, "attachments")
        ),
    )


def _read_names(said: dict[str, Any]) -> tuple[str, ...]:
    # Version 1.0 has one author, 1.1 a list of them.
    authors = _dicts(said, "authors") or _dicts({"authors": [said.get("author")]}, "authors")
    return tuple(_text(author, "name") for author in authors)


def _dicts(said: dict[str, Any], key: str) -> list[dict[str, Any]]:
    value = said.get(key)
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(said: dict[str, Any], key: str) -> str:
    """A text, or a number (which is a text already): some write those where a text should be."""
    value = said.get(key)
    return value.strip() if isinstance(value, str) else ""
