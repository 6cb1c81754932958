"""Web archives: pages of WARC and WET files, whole, packed and damaged."""

from __future__ import annotations

import gzip
import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.archives import ArchivedPage, read_archive
from newsreader.cli import main
from newsreader.desk import Desk
from newsreader.inputs import Given, read_one, read_pages
from newsreader.model import InputRefusedError, Outcome, Status

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://post.example/news/ferry-late-once-again"
TEXT = """Ferry is late again, and nobody minds | Island Post
Home
News
Ferry is late again, and nobody minds
By Ann Lee
Posted 2 days ago
The ferry to the outer islands was late again on Tuesday, for the third time this week.
Passengers were given soup, which most of them said they had come for in the first place.
The harbour master said that the ferry would be late on Wednesday too, because of the soup.
"""
HTML = b"<html><body><h1>Goat on roof</h1><p>A goat was seen on the roof of the harbour office.</p></body></html>"


def make_record(kind: str, body: bytes, content_type: str = "text/plain", url: str = URL) -> bytes:
    return (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2031-03-06T10:00:00Z\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + (body + b"\r\n\r\n")


def make_answer(body: bytes, *headers: str, status: str = "200 OK", content_type: str = "text/html") -> bytes:
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {content_type}", *headers])
    return make_record("response", head.encode() + b"\r\n\r\n" + body, "application/http; msgtype=response")


def make_wet(*texts: str) -> bytes:
    pages = (make_record("conversion", text.encode(), url=f"{URL}-{n}") for n, text in enumerate(texts))
    return make_record("warcinfo", b"isPartOf: fiction", "application/warc-fields") + b"".join(pages)


def read_all(data: bytes, limit: int = 1 << 20) -> list[ArchivedPage]:
    return list(read_archive(io.BytesIO(data), limit))


def test_pages_have_their_text_address_and_day() -> None:
    assert read_all(make_wet(TEXT, "Second")) == [
        ArchivedPage(TEXT.encode(), f"{URL}-0", "2031-03-06"),
        ArchivedPage(b"Second", f"{URL}-1", "2031-03-06"),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        make_answer(HTML),
        make_answer(
            b"10\r\n" + HTML[:16] + b"\r\n%x;a=b\r\n" % (len(HTML) - 16) + HTML[16:] + b"\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked",
        ),
        make_answer(gzip.compress(HTML), "Content-Encoding: gzip"),
        # As many archives keep them: unpacked, under headers that say otherwise.
        make_answer(HTML, "Content-Encoding: br", "Transfer-Encoding: chunked"),
        make_record("resource", HTML, "text/html; charset=utf-8", f"<{URL}>"),
    ],
)
def test_what_servers_answered_is_a_page(answer: bytes) -> None:
    assert read_all(answer) == [ArchivedPage(HTML, URL, "2031-03-06")]


@pytest.mark.parametrize(
    "record",
    [
        make_answer(HTML, status="404 Not Found"),
        make_answer(b"\x89PNG", content_type="image/png"),
        make_record("request", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
        make_record("metadata", b"a: b", "application/warc-fields"),
        make_record("response", b"20 text/gemini\r\n# Goat", "text/gemini"),
    ],
)
def test_what_is_no_page_is_passed_over(record: bytes) -> None:
    assert [page.data for page in read_all(record + make_record("conversion", b"Goat") + record)] == [b"Goat"]


def test_what_is_too_large_is_passed_over_and_told() -> None:
    bomb = make_answer(gzip.compress(b" " * 5000), "Content-Encoding: gzip")
    pages = read_all(make_record("conversion", b"a" * 5000) + bomb + make_record("conversion", b"Goat"), limit=1000)
    assert [bool(page.wrong) for page in pages] == [True, True, False]
    assert pages[2].data == b"Goat"


def test_half_a_page_is_none() -> None:
    whole = make_record("conversion", TEXT.encode())
    pages = read_archive(io.BytesIO(whole + whole[:-40]), 1 << 20)
    assert next(pages).data == TEXT.encode()
    with pytest.raises(InputRefusedError, match="breaks off"):
        next(pages)


@given(st.binary(max_size=300), st.integers(0, 400))
def test_damaged_archives_are_refused_or_read(noise: bytes, place: int) -> None:
    data = make_wet("Goat")
    for damaged in (data[:place], data[:place] + noise + data[place:], b"WARC/" + noise):
        try:
            pages = read_all(damaged)
        except InputRefusedError:
            continue
        assert all(isinstance(page, ArchivedPage) for page in pages)


def test_an_archive_is_many_pages_packed_or_not(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.wet", tmp_path / "a.warc.wet.gz"
    wet = make_wet("One", "Two")
    plain.write_bytes(wet)
    # Each record is packed by itself, as Common Crawl does, so that it can be read alone.
    packed.write_bytes(b"".join(gzip.compress(b"WARC/" + part) for part in wet.split(b"WARC/")[1:]))
    for path in (plain, packed):
        pages = list(read_pages(str(path), 1))
        assert pages == [
            Given(text, f"{path}#{n}", f"{URL}-{n - 1}", "2031-03-06") for n, text in ((1, b"One"), (2, b"Two"))
        ]
        with pytest.raises(InputRefusedError, match="several pages; `newsreader add`"):
            read_one(str(path), 1)


def test_one_page_packed_is_that_page(tmp_path: Path) -> None:
    path = tmp_path / "page.txt.gz"
    path.write_bytes(gzip.compress(TEXT.encode()))
    assert read_one(str(path), 1) == Given(TEXT.encode(), str(path))
    path.write_bytes(gzip.compress(b"a" * (2 << 20)))
    with pytest.raises(InputRefusedError, match="larger than 1 MiB"):
        read_one(str(path), 1)


def test_what_came_before_the_damage_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "cut.wet.gz"
    long = " ".join(f"goat {number * number}" for number in range(60_000))
    path.write_bytes(gzip.compress(make_wet(TEXT, long, "Three"))[:-30])
    *pages, last = read_pages(str(path), 1)
    assert pages[0] == Given(TEXT.encode(), f"{path}#1", f"{URL}-0", "2031-03-06")
    assert isinstance(last, Outcome)
    assert (last.status, last.name) == (Status.FAILED, str(path))
    assert "is damaged" in last.reason


def test_adding_an_archive_keeps_its_pages_with_address_and_age(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive, library = tmp_path / "crawl.wet.gz", tmp_path / "library.sqlite"
    archive.write_bytes(gzip.compress(make_wet(TEXT, "Nothing here", TEXT.replace("erry", "oat"))))
    assert main(["add", "--library", str(library), str(archive)]) == 0
    said = capsys.readouterr().out
    assert f"{archive}#2: no article" in said
    with Desk(library) as desk:
        rows = desk.fetch_rows([1, 2])
        assert [row.title for row in rows] == [
            "Ferry is late again, and nobody minds",
            "Foat is late again, and nobody minds",
        ]
        assert [row.url for row in rows] == [f"{URL}-0", f"{URL}-2"]
        # Counted back from the day on which it was fetched.
        assert rows[0].published == "2031-03-04"
    assert main(["add", "--library", str(library), str(archive)]) == 0
    assert capsys.readouterr().out.count("known") == 2


def test_split_writes_a_line_for_each_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = tmp_path / "crawl.wet.gz"
    archive.write_bytes(gzip.compress(make_wet(TEXT, "Nothing here")))
    assert main(["split", str(archive)]) == 1
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["id"], first["title"]) == (f"{URL}-0", "Ferry is late again, and nobody minds")
    assert second["id"] == f"{URL}-1"
    assert "error" in second


def test_reading_an_archives_only_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = tmp_path / "library.sqlite"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(make_wet(TEXT))))
    assert main(["read", "--plain", "--library", str(library), "-"]) == 0
    assert "4 Mar 2031" in capsys.readouterr().out
    with Desk(library) as desk:
        assert desk.fetch_rows([1])[0].url == f"{URL}-0"
