import gzip

import pytest

from newsreader.model import InputRefusedError
from newsreader.sources import decode, read_document

LIMIT = 100_000
TEXT = "Ferry late “again” – Ærø says\n\nThe ferry was late.\n"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        b"\xff\xfe" + TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with its mark", "utf-16-le", "utf-16-be", "cp1252"],
)
def test_encodings_are_recognised(data: bytes) -> None:
    assert decode(data, limit=LIMIT) == TEXT


def test_bytes_without_meaning_in_cp1252_are_latin_1() -> None:
    assert decode("Fær ".encode("latin-1") + b"\x81 ok", limit=LIMIT) == "Fær \x81 ok"


def test_utf_8_cut_within_a_character_is_still_utf_8() -> None:
    data = "Łódź, Gdańsk, Świnoujście, Żary".encode() + "ż".encode()[:1]
    assert decode(data, limit=LIMIT).startswith("Łódź, Gdańsk, Świnoujście, Żary")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"\x89PNG\r\n\x1a\n rest", "PNG"),
        (b"%PDF-1.7 text", "PDF"),
        (gzip.compress(b"text", mtime=0), "gzip"),
        (b"PK\x03\x04 more", "ZIP"),
        (b"\x7fELF and so on", "program"),
        (b"text with a \x00 in it", "binary"),
        (b"\xff\xfe" + b"\x00\x00a\x00", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(InputRefusedError, match=says) as refused:
        decode(data, limit=LIMIT)
    assert "\n" not in str(refused.value)


def test_html_is_recognised_and_other_xml_refused() -> None:
    for data in (
        b"  \n<!DOCTYPE html><p>Text",
        b"\xef\xbb\xbf<HTML lang=en>",
        b"<?xml version='1.0'?><html xmlns='x'/>",
    ):
        assert read_document(data, limit=LIMIT).style == "html"
    with pytest.raises(InputRefusedError, match="XML"):
        read_document(b"<?xml version='1.0'?><rss/>", limit=LIMIT)


def test_input_over_the_limit_is_refused_with_both_sizes() -> None:
    with pytest.raises(InputRefusedError, match=r"2\.0 MB, the limit is 1\.0 MB"):
        decode(b"a" * 2_000_000, limit=1_000_000)
    assert decode(b"a" * 10, limit=10) == "a" * 10


def test_a_document_says_its_style_and_address() -> None:
    plain = read_document(b"A line\n\nAnother line\n", url="https://post.example/a b", limit=LIMIT)
    assert (plain.style, plain.url, len(plain.blocks)) == ("dump", "https://post.example/ab", 2)
    lynx = read_document(b"   [1]A line\n\nReferences\n\n   1. https://post.example/a\n", limit=LIMIT)
    assert (lynx.style, len(lynx.blocks)) == ("lynx", 1)
    assert read_document(b"A line", url="javascript:alert(1)", limit=LIMIT).url == ""


def test_sequences_are_removed_before_blocks_are_made() -> None:
    document = read_document(
        b"A\x1b[31m line\x1b]52;c;aGk=\x07\n\x1b]8;;http://x\x1b\\two\x1b]8;;\x1b\\\n", limit=LIMIT
    )
    assert [block.text for block in document.blocks] == ["A line", "two"]
