"""Articles as Markdown: whole with its front matter for the export, the text alone for what is copied and piped."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from newsreader.model import Part, PartKind
from newsreader.wording import say_byline, say_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsreader.model import Edge, Reading


def render_markdown(reading: Reading) -> Iterator[str]:
    """An article with front matter (YAML, its strings as in JSON), then its related headlines as lists."""
    row, article = reading.row, reading.article
    front = {
        "id": row.id,
        "title": article.title,
        "published": article.published,
        "byline": list(article.byline),
        "source": row.source,
        "url": row.url,
        "bookmarked": row.is_bookmarked,
        "read": not row.is_unread,
        "tags": list(reading.kept.tags),
        "note": reading.kept.note,
    }
    yield "---"
    yield from (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items())
    yield "---"
    yield ""
    yield f"# {_escape(article.title)}"
    yield from _render_parts(reading)
    for index, section in enumerate(reading.sections):
        yield ""
        yield f"## {_escape(section.heading or 'Related')}"
        yield ""
        yield from (_link(edge) for edge in reading.edges if edge.section == index)
        yield from (f"- {_escape(topic)}" for topic in section.topics)


def render_for_others(reading: Reading) -> str:
    """An article as it is handed to others: title, author, date, site, address and text.

    What the reader keeps of it (tags, notes, marks) and what the page relates stay out.
    """
    row, article = reading.row, reading.article
    facts = (say_byline(article.byline), say_moment(article.published), row.source)
    lines = [f"# {_escape(article.title)}", "", _escape(" · ".join(fact for fact in facts if fact))]
    if row.url:
        lines += ["", f"<{row.url}>"]
    return "\n".join([*lines, *_render_parts(reading), ""])


def _render_parts(reading: Reading) -> Iterator[str]:
    inline = (edge for edge in reading.edges if edge.section is None)
    for group in reading.article.groups:
        yield ""
        if group[0].kind is PartKind.LINK:
            yield from (_link(next(inline)) for _ in group)
        else:
            # Two blanks end a line: without them Markdown lets the next one go on with it.
            yield from (f"{_render_part(part)}  " for part in group[:-1])
            yield _render_part(group[-1])


def _render_part(part: Part) -> str:
    text = _escape(part.text)
    if part.kind is PartKind.SUBHEADING:
        return f"## {text}"
    if part.kind is PartKind.QUOTE:
        return f"> {text}"
    if part.kind is PartKind.CAPTION:
        return f"*{text}*{f' ({_escape(part.credit)})' if part.credit else ''}"
    return f"**{text}**" if part.kind is PartKind.LEAD else text


def _link(edge: Edge) -> str:
    label = f"{_escape(edge.label)}: " if edge.label else ""
    return f"- {label}[{_escape(edge.text)}](<{edge.url}>)" if edge.url else f"- {label}{_escape(edge.text)}"


def _escape(text: str) -> str:
    """What Markdown would take for marks is text here, and blanks that it would leave out are kept."""
    words = text.lstrip(" ")
    return "\xa0" * (len(text) - len(words)) + re.sub(r"([\\`*_\[\]<>#|~])", r"\\\1", words)
