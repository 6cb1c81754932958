"""What goes out: articles as Markdown, JSON Lines, or one web page."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from newsreader.desk.looking import Looking
from newsreader.model import ExportForm, NewsreaderError
from newsreader.text import transliterate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from newsreader.model import ListName, Reading

    Dump = Callable[[dict[str, Any]], str]

# More articles no export holds.
MOST_EXPORTED = 1_000_000
_LONGEST_NAME = 60
# A file is in UTF-8, whatever the terminal speaks.
_dump = partial(json.dumps, ensure_ascii=False)


class Exporting(Looking):
    """Writing articles for others to read."""

    def list_exported(self, listed: ListName) -> list[int]:
        """The articles of a list that an export of it holds, newest first; none of a list of wishes."""
        return self.find_listed(listed, MOST_EXPORTED) or []

    def export(self, ids: Iterable[int], form: ExportForm, target: Path) -> Iterator[int]:
        """Write articles into a file, or as Markdown a file each into a folder; their ids as they are written.

        What is deleted is left out. A file is written whole or not at all. Raises NewsreaderError where it can't be.
        """
        # Imported late: most who open a library export nothing.
        from newsreader.markdown import render_markdown

        if form is ExportForm.MARKDOWN:
            with _explaining(target, "name another folder"):
                target.mkdir(parents=True, exist_ok=True)
            for reading in self._read_all(ids):
                with _whole_file(target / _name_file(reading)) as file:
                    file.writelines(f"{line}\n" for line in render_markdown(reading))
                yield reading.row.id
        else:
            with _whole_file(target) as file:
                for article_id, lines in self._render_pieces(ids, form, _dump):
                    file.writelines(f"{line}\n" for line in lines)
                    if article_id:
                        yield article_id

    def render_export(self, ids: Iterable[int], form: ExportForm, dump: Dump) -> Iterator[str]:
        """The lines of an export into one file; `dump` writes an object of JSON."""
        for _, lines in self._render_pieces(ids, form, dump):
            yield from lines

    def _render_pieces(self, ids: Iterable[int], form: ExportForm, dump: Dump) -> Iterator[tuple[int, Iterable[str]]]:
        """The lines of each article, with its id; with 0 what stands around them."""
        from newsreader import webpage
        from newsreader.description import describe_reading

        if form is ExportForm.HTML:
            yield 0, webpage.HEAD
        for reading in self._read_all(ids):
            is_html = form is ExportForm.HTML
            yield reading.row.id, webpage.render_article(reading) if is_html else (dump(describe_reading(reading)),)
        if form is ExportForm.HTML:
            yield 0, webpage.FOOT

    def _read_all(self, ids: Iterable[int]) -> Iterator[Reading]:
        for article_id in ids:
            reading = self.read(article_id)
            if reading is not None:  # another terminal may have deleted it
                yield reading


def _name_file(reading: Reading) -> str:
    words = re.findall("[a-z0-9]+", transliterate(reading.article.title).lower())
    return "-".join([f"{reading.row.id:06}", *words])[:_LONGEST_NAME].rstrip("-") + ".md"


@contextmanager
def _whole_file(path: Path) -> Iterator[TextIO]:
    """A file to be written: one that is there is replaced once the new one is whole."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    is_there = path.parent.is_dir()
    with _explaining(path, "name another file" if is_there else f"make the folder {path.parent}, or name another file"):
        try:
            with unfinished.open("w", encoding="utf-8", errors="replace") as file:
                yield file
            unfinished.replace(path)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


@contextmanager
def _explaining(path: Path, advice: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NewsreaderError(f"{path} can't be written: {error.strerror}; {advice}") from error
