"""Drafts made entries: texts cleaned, addresses made whole, titles found where there are none, all told apart."""

from __future__ import annotations

import re
from collections import defaultdict
from hashlib import sha256
from html import escape, unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newsreader.feeds.moments import read_moment
from newsreader.model import Entry, FeedContent, Link
from newsreader.text import clean_line, clean_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsreader.feeds.drafts import EntryDraft, FeedDraft, File, Text

# Titles are lines of a list; what is longer is text. One made of the text is about as long as a line.
_LONGEST_TITLE, _LONGEST_MADE_TITLE = 500, 80
# So much of a text is looked at for a title.
_TITLE_SOURCE = 4000
_LONGEST_NAME, _MOST_NAMES = 200, 20
# What tells an entry from others is an address or a number; longer ones are kept as their hash.
_LONGEST_GUID = 1000
_MOST_FILES = 50

_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});")
# Elements that stand in titles; anything else between `<` and `>` is what the title says.
_TITLE_TAG = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|del|em|font|i|img|ins|kbd|mark|nobr|q|s|small|span|strike|strong|sub|sup|tt|u|var|wbr)"
    r"(?:[\s/][^<>]*)?>",
    re.IGNORECASE,
)
_TITLE_BREAK = re.compile(r"</?(?:br|div|h[1-6]|li|p|ul|ol)(?:[\s/][^<>]*)?>", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style)\b.*?(?:</\1[^<>]*>|\Z)|<!--.*?(?:-->|\Z)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*(?:>|\Z)")
_INLINE = re.compile(
    r"</?(?:a|abbr|b|code|em|font|i|mark|s|small|span|strong|sub|sup|u)(?:[\s/][^<>]*)?>", re.IGNORECASE
)
_HAS_TAG = re.compile(r"<[a-zA-Z/!]")
_EMPTY_LINES = re.compile(r"\n[ \t\r]*\n\s*")
_MAIL = re.compile(r"(?:mailto:)?[\w.+-]{1,64}@[\w.-]{1,255}")
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


def finish(draft: FeedDraft, url: str, now: float) -> FeedContent:
    """The feed that was read from `url`; `now` is in Unix seconds, for dates that lie ahead.

    Of entries with one guid and one address, the first stays; entries that share only their guid get their address
    into it.
    """
    home = clean_url(draft.home, url) if draft.home else ""
    base = url if draft.is_own_base else home or url
    entries = [_finish_entry(each, draft.names, base, now) for each in draft.entries]
    return FeedContent(
        _read_title(draft.title) or clean_line(urlsplit(home or url).hostname or ""),
        home,
        _tell_apart(entries),
        draft.rhythm.ttl,
        draft.rhythm.hours,
        draft.rhythm.days,
    )


def _finish_entry(draft: EntryDraft, names: Sequence[str], base: str, now: float) -> Entry:
    content = _choose(draft.contents)
    html = content or _choose(draft.summaries)
    url = clean_url(draft.url, base) if draft.url else ""
    if not url and _ADDRESS.match(draft.guid):
        url = clean_url(draft.guid)
    title = _read_title(draft.title) or _make_title(html)
    guid = clean_line(draft.guid) or url
    if not guid:
        guid = _hash(f"{title}\n{html}")
    elif len(guid) > _LONGEST_GUID:
        guid = _hash(guid)
    return Entry(
        guid,
        title,
        url,
        next(filter(None, (read_moment(date, now) for date in draft.dates)), ""),
        _read_names(draft.names or names),
        html,
        not content,
        _read_files(draft.files, base),
    )


def _tell_apart(entries: list[Entry]) -> tuple[Entry, ...]:
    found: dict[tuple[str, str], Entry] = {}
    for entry in entries:
        found.setdefault((entry.guid, entry.url), entry)
    if len(found) == len({guid for guid, _ in found}):
        return tuple(found.values())
    urls: defaultdict[str, int] = defaultdict(int)
    for guid, _ in found:
        urls[guid] += 1
    return tuple(
        entry if urls[entry.guid] == 1 else _with_guid(entry, f"{entry.guid} {entry.url}") for entry in found.values()
    )


def _with_guid(entry: Entry, guid: str) -> Entry:
    return Entry(
        guid, entry.title, entry.url, entry.published, entry.byline, entry.html, entry.is_summary, entry.enclosures
    )


def _hash(text: str) -> str:
    return f"sha256:{sha256(text.encode('utf-8', 'replace')).hexdigest()}"


# --- texts ----------------------------------------------------------------------------------------------------------


def _choose(texts: Sequence[Text]) -> str:
    """The first that is HTML, else the first of all, as HTML; those that are empty count for nothing."""
    chosen = next((text for text in texts if text.is_html and text.value), None)
    if chosen:
        return chosen.value if _HAS_TAG.search(chosen.value) else _mark_paragraphs(chosen.value)
    return next((_mark_paragraphs(escape(text.value, quote=False)) for text in texts if text.value), "")


def _mark_paragraphs(text: str) -> str:
    """Text without tags, whose paragraphs are parted by empty lines, with tags for them."""
    if "\n" not in text:
        return text
    paragraphs = _EMPTY_LINES.split(text.strip())
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs) if len(paragraphs) > 1 else text


def _read_title(title: Text) -> str:
    text = title.value
    if title.is_html:
        if "<" in text:
            text = _TITLE_TAG.sub("", _TITLE_BREAK.sub(" ", text))
        if "&" in text:
            text = _REFERENCE.sub(_read_reference, text)
    text = clean_line(text)
    return text if len(text) <= _LONGEST_TITLE else _cut(text, _LONGEST_TITLE)


def _read_reference(match: re.Match[str]) -> str:
    return unescape(match[0])


def _make_title(html: str) -> str:
    """The first words of a text, for an entry that has no title; "" where it has no text either."""
    text = _UNSEEN.sub(" ", html[:_TITLE_SOURCE])
    text = clean_line(_REFERENCE.sub(_read_reference, _TAG.sub(" ", _INLINE.sub("", text))))
    return text if len(text) <= _LONGEST_MADE_TITLE else _cut(text, _LONGEST_MADE_TITLE)


def _cut(text: str, longest: int) -> str:
    """The text to the end of a word, with an ellipsis, so many characters at most."""
    kept = text[:longest].rpartition(" ")[0] or text[: longest - 1]
    return f"{kept.rstrip(' ,;:.-')}…"


def _read_names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_read_name, names[:_MOST_NAMES]))))


def _read_name(text: str) -> str:
    """The name in `keeper@island.example (A. Keeper)`, in `A. Keeper <keeper@island.example>` and in itself."""
    text = text[: 2 * _LONGEST_NAME]
    if "@" in text:
        text = _MAIL.sub("", text).replace("<>", "").strip()
        if text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
    if "&" in text:
        text = _REFERENCE.sub(_read_reference, text)
    return clean_line(text).removesuffix("()").strip()[:_LONGEST_NAME]


# --- files ----------------------------------------------------------------------------------------------------------


def _read_files(files: Sequence[File], base: str) -> tuple[Link, ...]:
    """The files as links that say what each is. Of pictures in several sizes, the widest stays."""
    if not files:
        return ()
    pictures = [file for file in files if not file.is_enclosure and _is_picture(file)]
    widest = max(pictures, key=lambda file: _number(file.width), default=None)
    links: dict[str, Link] = {}
    # An enclosure and a medium are often the same file: the first says more of it.
    for file in sorted(files, key=lambda file: not file.is_enclosure)[:_MOST_FILES]:
        url = clean_url(file.url, base)
        if url and url not in links and (file is widest or file.is_enclosure or not _is_picture(file)):
            links[url] = Link(_describe(file, url), url)
    return tuple(links.values())


def _is_picture(file: File) -> bool:
    return not file.media_type or file.media_type.startswith("image")


def _describe(file: File, url: str) -> str:
    """`audio/mpeg, 24 MB`; the file's name where the feed says nothing."""
    size = _number(file.size)
    # feedparser takes links for pages where they do not say what they are.
    media_type = "" if file.media_type == "text/html" else clean_line(file.media_type)[:_LONGEST_NAME]
    said = [media_type, _say_size(size) if size else ""]
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    return ", ".join(filter(None, said)) or clean_line(name)[:_LONGEST_NAME] or clean_line(urlsplit(url).hostname or "")


def _number(text: str) -> int:
    digits = text.strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 15 else 0


def _say_size(size: int) -> str:
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} kB"
    return f"{round(size / 1_000_000)} MB" if size < 1_000_000_000 else f"{size / 1_000_000_000:.1f} GB"
