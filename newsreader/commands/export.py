"""`newsreader export`: stored articles as Markdown, JSON Lines, or one HTML file."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsreader.commands import output, plain
from newsreader.markdown import render_markdown
from newsreader.model import NewsreaderError, PartKind
from newsreader.text import transliterate
from newsreader.wording import say_byline, say_moment

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator

    from newsreader.desk import Desk
    from newsreader.model import Edge, Reading

# Articles looked up at once.
_BATCH = 200
_MOST = 1_000_000
_LONGEST_NAME = 60


def run(arguments: argparse.Namespace) -> int:
    """Write what the query finds, newest first; all where there is none."""
    from newsreader.desk import Desk

    if arguments.format == "markdown" and not arguments.output:
        raise output.UsageError("export: --format markdown writes a file an article: name a folder with --output")
    with Desk(arguments.library, tell=output.tell) as desk:
        readings = _find(desk, arguments.query)
        try:
            if arguments.format == "markdown":
                _write_folder(readings, Path(arguments.output))
            elif arguments.output:
                # A file is in UTF-8, whatever the terminal speaks.
                dump = partial(json.dumps, ensure_ascii=False)
                _write_file(_render(readings, arguments.format, dump), Path(arguments.output))
            else:
                for line in _render(readings, arguments.format, output.to_json):
                    output.write_line(line)
        except OSError as error:
            raise NewsreaderError(
                f"{error.filename or arguments.output}: {error.strerror}; nothing else was written there"
            ) from error
    return 0


def _find(desk: Desk, query: str) -> Iterator[Reading]:
    ids = desk.find_ids(query, _MOST, is_by_time=True)
    for article_id in ids:
        reading = desk.read(article_id)
        if reading is not None:  # another terminal may have deleted it
            yield reading


def _render(readings: Iterator[Reading], form: str, dump: Callable[[dict[str, Any]], str]) -> Iterator[str]:
    """The lines of a file; `dump` writes an object of JSON."""
    if form == "html":
        return _render_html(readings)
    return (dump(plain.describe_reading(reading)) for reading in readings)


def _write_file(lines: Iterator[str], path: Path) -> None:
    """Whole or not at all: a file that is there is replaced once the new one is written."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", errors="replace") as file:
            file.writelines(f"{line}\n" for line in lines)
        unfinished.replace(path)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


# --- Markdown ---------------------------------------------------------------------------------------------------------


def _write_folder(readings: Iterator[Reading], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for reading in readings:
        words = re.findall("[a-z0-9]+", transliterate(reading.article.title).lower())
        name = "-".join([f"{reading.row.id:06}", *words])[:_LONGEST_NAME].rstrip("-")
        _write_file(render_markdown(reading), folder / f"{name}.md")


# --- HTML -------------------------------------------------------------------------------------------------------------

_STYLE = "body{max-width:42em;margin:2em auto;padding:0 1em;font:1.1em/1.5 serif}figcaption,.facts{color:#555}"


def _render_html(readings: Iterator[Reading]) -> Iterator[str]:
    yield "<!doctype html>"
    yield '<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield f"<title>newsreader</title><style>{_STYLE}</style></head><body>"
    for reading in readings:
        yield from _render_article(reading)
    yield "</body></html>"


def _render_article(reading: Reading) -> Iterator[str]:
    row, article = reading.row, reading.article
    yield f'<article id="a{row.id}"><h1>{escape(article.title)}</h1>'
    facts = [say_byline(article.byline), say_moment(article.published), row.source, ", ".join(reading.kept.tags)]
    yield f'<p class="facts">{escape(" · ".join(fact for fact in facts if fact))}</p>'
    if row.url:
        yield f'<p class="facts"><a href="{escape(row.url)}">{escape(row.url)}</a></p>'
    if reading.kept.note:
        yield f"<pre>{escape(reading.kept.note)}</pre>"
    inline = (edge for edge in reading.edges if edge.section is None)
    for part in article.parts:
        if part.kind is PartKind.LINK:
            yield f"<p>{_anchor(next(inline))}</p>"
        else:
            before, after = _TAGS[part.kind]
            yield f"{before}{escape(part.text)}{after}"
    for index, section in enumerate(reading.sections):
        yield f"<aside><h2>{escape(section.heading or 'Related')}</h2><ul>"
        yield from (f"<li>{_anchor(edge)}</li>" for edge in reading.edges if edge.section == index)
        yield from (f"<li>{escape(topic)}</li>" for topic in section.topics)
        yield "</ul></aside>"
    yield "</article><hr>"


_TAGS = {
    PartKind.LEAD: ("<p><strong>", "</strong></p>"),
    PartKind.PARAGRAPH: ("<p>", "</p>"),
    PartKind.SUBHEADING: ("<h2>", "</h2>"),
    PartKind.QUOTE: ("<blockquote>", "</blockquote>"),
    PartKind.CAPTION: ("<figure><figcaption>", "</figcaption></figure>"),
}


def _anchor(edge: Edge) -> str:
    """A link: inside the file where its article may be in it, else to its address."""
    url = f"#a{edge.targets[0].id}" if edge.targets else edge.url
    label = f"{escape(edge.label)}: " if edge.label else ""
    return f'{label}<a href="{escape(url)}">{escape(edge.text)}</a>' if url else f"{label}{escape(edge.text)}"
