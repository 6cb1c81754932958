"""Articles as one web page, which needs nothing else to be read."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from newsreader.model import PartKind
from newsreader.wording import say_byline, say_moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsreader.model import Edge, Reading

_STYLE = "body{max-width:42em;margin:2em auto;padding:0 1em;font:1.1em/1.5 serif}figcaption,.facts{color:#555}"
# The blanks at the beginning of a line mean something.
_STYLE += "p,blockquote{white-space:pre-wrap}"


# What stands around the articles.
HEAD = (
    "<!doctype html>",
    '<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    f"<title>newsreader</title><style>{_STYLE}</style></head><body>",
)
FOOT = ("</body></html>",)


def render_article(reading: Reading) -> Iterator[str]:
    """An article as lines of HTML, its related headlines beside it; links to others lead to `#a` and their ids."""
    row, article = reading.row, reading.article
    yield f'<article id="a{row.id}"><h1>{escape(article.title)}</h1>'
    facts = [say_byline(article.byline), say_moment(article.published), row.source, ", ".join(reading.kept.tags)]
    yield f'<p class="facts">{escape(" · ".join(fact for fact in facts if fact))}</p>'
    if row.url:
        yield f'<p class="facts"><a href="{escape(row.url)}">{escape(row.url)}</a></p>'
    if reading.kept.note:
        yield f"<pre>{escape(reading.kept.note)}</pre>"
    inline = (edge for edge in reading.edges if edge.section is None)
    for group in article.groups:
        before, after = _TAGS[group[0].kind]
        lines = [_anchor(next(inline)) if part.kind is PartKind.LINK else escape(part.text) for part in group]
        yield f"{before}{'<br>'.join(lines)}{after}"
    for index, section in enumerate(reading.sections):
        yield f"<aside><h2>{escape(section.heading or 'Related')}</h2><ul>"
        yield from (f"<li>{_anchor(edge)}</li>" for edge in reading.edges if edge.section == index)
        yield from (f"<li>{escape(topic)}</li>" for topic in section.topics)
        yield "</ul></aside>"
    yield "</article><hr>"


_TAGS = {
    PartKind.LEAD: ("<p><strong>", "</strong></p>"),
    PartKind.PARAGRAPH: ("<p>", "</p>"),
    PartKind.LINK: ("<p>", "</p>"),
    PartKind.SUBHEADING: ("<h2>", "</h2>"),
    PartKind.QUOTE: ("<blockquote>", "</blockquote>"),
    PartKind.CAPTION: ("<figure><figcaption>", "</figcaption></figure>"),
}


def _anchor(edge: Edge) -> str:
    """A link: inside the file where its article may be in it, else to its address."""
    url = f"#a{edge.targets[0].id}" if edge.targets else edge.url
    label = f"{escape(edge.label)}: " if edge.label else ""
    return f'{label}<a href="{escape(url)}">{escape(edge.text)}</a>' if url else f"{label}{escape(edge.text)}"
