"""`newsreader split`: many pages in, their articles out, one JSON object a line; touches no library."""

from __future__ import annotations

import json
from itertools import chain, count
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from newsreader import config, paths
from newsreader.commands import output
from newsreader.inputs import is_archive, name_input, open_unpacked, read_bounded, read_opened
from newsreader.model import InputRefusedError, NewsreaderError, Outcome, Page, PartKind
from newsreader.processes import map_ahead
from newsreader.text import clean_url

if TYPE_CHECKING:
    import argparse
    import io
    from collections.abc import Iterator

# A page's text takes up to six times its size where JSON writes its characters as escapes (RFC 8259, section 7).
_MOST_ESCAPED = 6
# What is read of an article, but for what stands between its paragraphs.
_TEXT = (PartKind.LEAD, PartKind.PARAGRAPH, PartKind.SUBHEADING, PartKind.QUOTE)


class Job(NamedTuple):
    """One line to do: its number from 1 on (0: a page that stands in no line) and its bytes (None: too long); of a page
    in an archive its address, and what is `wrong` with it.
    """

    number: int
    line: bytes | None
    name: str
    limit_mib: int
    url: str = ""
    wrong: str = ""


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each line read, in their order; 1 where one of them could not be split."""
    limit_mib = config.load_settings(paths.config_path()).max_input_mib
    name = name_input(arguments.file)
    failed = False
    try:
        with open_unpacked(arguments.file) as file:
            for result in map_ahead(split_line, _read_jobs(file, name, limit_mib), arguments.jobs):
                failed |= "error" in result
                output.write_json(result)
    except InputRefusedError as error:
        raise InputRefusedError(f"{name}: {error}") from None
    return int(failed)


# --- lines in -------------------------------------------------------------------------------------------------------


def _read_jobs(file: io.BufferedReader, name: str, limit_mib: int) -> Iterator[Job]:
    if is_archive(file):
        for page in read_opened(file, name, limit_mib):
            if isinstance(page, Outcome):
                yield Job(0, None, page.name, limit_mib, wrong=page.reason)
            else:
                yield Job(0, page.data, page.name, limit_mib, clean_url(page.url))
        return
    longest = (limit_mib << 20) * _MOST_ESCAPED
    skipped = b""
    numbers = count(1)
    for line in iter(lambda: file.readline(longest + 1), b""):
        if not line.strip() and len(skipped) < longest:
            skipped += line
            next(numbers)
        elif line.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
            first = line.removeprefix(b"\xef\xbb\xbf")
            for whole in chain([_end_line(file, first, longest)], _read_lines(file, longest)):
                number = next(numbers)
                if whole is None or whole.strip():
                    yield Job(number, whole, name, limit_mib)
            return
        else:
            yield Job(0, read_bounded(file, limit_mib, skipped + line), name, limit_mib)
            return
    raise InputRefusedError("is empty; give JSON Lines, or the text of a page")


def _read_lines(file: BinaryIO, longest: int) -> Iterator[bytes | None]:
    for line in iter(lambda: file.readline(longest + 1), b""):
        yield _end_line(file, line, longest)


def _end_line(file: BinaryIO, line: bytes, longest: int) -> bytes | None:
    """The line, or None where it is too long; the rest of it is passed over."""
    if len(line) <= longest:
        return line
    while line and not line.endswith(b"\n"):
        line = file.readline(longest)
    return None


# --- pages out ------------------------------------------------------------------------------------------------------


def split_line(job: Job) -> dict[str, Any]:
    """The result of one line: its page's parts, or an `error` in their place."""
    result: dict[str, Any] = {"id": job.url or job.name}
    try:
        if job.wrong:
            raise InputRefusedError(job.wrong)
        data, url = job.line or b"", job.url
        if job.number:
            result["id"] = None
            record = _read_record(job)
            result["id"] = record.get("id")
            if "style" in record:
                result["style"] = record["style"]
            data, url = _read_page(record)
        return result | outline(_split(data, url, job.limit_mib))
    except NewsreaderError as error:
        return result | {"error": str(error)}
    except Exception as error:  # one page must not end the others
        from newsreader.failures import log_failure

        return result | {"error": log_failure(error)}


def _read_record(job: Job) -> dict[str, Any]:
    if job.line is None:
        raise InputRefusedError(f"line {job.number} is larger than a page of {job.limit_mib} MiB can be")
    try:
        record = json.loads(job.line)
    except (ValueError, RecursionError):
        raise InputRefusedError(f"line {job.number} is no JSON; write one object a line") from None
    if not isinstance(record, dict):
        raise InputRefusedError(f'line {job.number} is no object; write {{"id": …, "text": …}}')
    return record


def _read_page(record: dict[str, Any]) -> tuple[bytes, str]:
    text, url = record.get("text", record.get("html")), record.get("url") or ""
    if not isinstance(text, str) or not isinstance(url, str):
        raise InputRefusedError('the page has no "text" or "html" that is a string, or an "url" that is none')
    # A lone surrogate, which JSON allows, is no text.
    return text.encode("utf-8", "replace"), clean_url(url)


def _split(data: bytes, url: str, limit_mib: int) -> Page:
    from newsreader.intake import read_page

    return read_page(data, url=url, limit=limit_mib << 20)


def outline(page: Page) -> dict[str, Any]:
    """A page's parts as `split` writes them."""
    article = page.article
    inline = [part.text for part in article.parts if part.kind is PartKind.LINK]
    return {
        "title": article.title,
        "published": article.published or None,
        "byline": list(article.byline),
        "body": [part.text for part in article.parts if part.kind in _TEXT],
        "headlines": inline + [headline.text for section in page.sections for headline in section.headlines],
        "confidence": page.confidence,
        "kind": page.kind,
    }
