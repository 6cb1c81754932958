"""Words of any writing: what stands in a text is found by the word itself, and by how it begins."""

from __future__ import annotations

import sqlite3
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.library.query import LEAST_BEGINNING, parse_query
from newsreader.library.search import find_snippet
from newsreader.library.tokens import TOKENIZER, find_words, fold_text
from newsreader.text import clean_line

NOW = datetime(2031, 3, 10, 12, tzinfo=UTC)
# First and last code point of a script each.
SCRIPTS = {
    "Latin": (0x41, 0x24F),
    "Greek": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x52F),
    "Hebrew": (0x591, 0x5F2),
    "Arabic": (0x610, 0x6FF),
    "Syriac and Thaana": (0x700, 0x7BF),
    "Devanagari": (0x900, 0x97F),
    "Bengali": (0x980, 0x9FF),
    "Gujarati": (0xA80, 0xAFF),
    "Tamil": (0xB80, 0xBFF),
    "Malayalam": (0xD00, 0xD7F),
    "Sinhala": (0xD80, 0xDFF),
    "Thai and Lao": (0xE00, 0xEFF),
    "Tibetan": (0xF00, 0xFBC),
    "Burmese": (0x1000, 0x109F),
    "Khmer": (0x1780, 0x17FF),
    "Japanese": (0x3041, 0x30FF),
    "Hangul": (0xAC00, 0xAD00),
}


def is_letter(character: str) -> bool:
    """Letters and marks; none that stand for something else too, as for a mark over a blank."""
    kinds = [unicodedata.category(each) for each in unicodedata.normalize("NFKD", character)]
    return all(kind[0] in "LM" and kind != "Me" for kind in kinds)


LETTERS = [[chr(code) for code in range(first, last + 1) if is_letter(chr(code))] for first, last in SCRIPTS.values()]
WORDS = st.sampled_from(LETTERS).flatmap(lambda letters: st.text(st.sampled_from(letters), min_size=1, max_size=9))


INDEX = sqlite3.connect(":memory:", isolation_level=None)
INDEX.execute(f'CREATE VIRTUAL TABLE search USING fts5 (title, content = "", tokenize = "{TOKENIZER}")')


def is_found(query: str, text: str) -> bool:
    INDEX.execute("INSERT INTO search (search) VALUES ('delete-all')")
    INDEX.execute("INSERT INTO search (rowid, title) VALUES (1, ?)", (fold_text(text),))
    (term,) = parse_query(query, NOW).terms
    return INDEX.execute("SELECT 1 FROM search WHERE search MATCH ?", (term.match,)).fetchone() is not None


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(" -,/।"), st.data())
def test_each_word_of_a_text_finds_it_and_so_does_its_beginning(words: list[str], between: str, data) -> None:
    text = clean_line(unicodedata.normalize("NFC", between.join(words)))
    if not text:
        return
    for word in text.split(between):
        if not any(unicodedata.category(character)[0] == "L" for character in word):
            continue
        assert is_found(word, text), ascii((word, text))
        assert find_snippet(text, parse_query(word, NOW).terms).marks, ascii((word, text))
        least = next((size for size in range(3, len(word)) if len(fold_text(word[:size])) >= LEAST_BEGINNING), 0)
        if least:
            beginning = word[: data.draw(st.integers(least, len(word)))]
            assert is_found(f"{beginning}*", text), ascii((beginning, text))


@pytest.mark.parametrize(
    ("title", "queries"),
    [
        ("समस्तीपुर पुलिस ने चोरी का घर खोजा", "समस्तीपुर पुलिस चोरी घर पुलि* समस्ती* खोजा"),
        ("हिन्द महासागर", "हिन्द हिन्द* महा*"),
        ("রাজধানী ঢাকায় বৃষ্টি", "রাজধানী বৃষ্টি বৃষ্*"),
        ("தமிழ்நாடு செய்திகள்", "தமிழ்நாடு செய்திகள் செய்தி*"),
        ("မြန်မာ။ရန်ကုန်", "မြန်မာ ရန်ကုန် မြန်မာ။ မြန်မာ။ရန်ကုန် မြန်*"),
        ("เป็ดกล่าวว่าน้ำท่วมประตู", "เป็ด กล่าว น้ำ ประตู กล่า*"),
        ("يُشعل حَرِيقًا كـــبيرًا", "يُشعل يشعل حريقا حَرِيق* كبير* كبيرا"),
        ("הַסְּפִינָה חָזְרָה", "הספינה הַסְּפִינָה חזר*"),
        ("Ста\u0301рый за\u0301мок ѝ ё\u0301ж", "старый замок зам* и ёж"),
        ("ジョン・スミス氏", "ジョン・スミス ジョン スミス ・スミス"),
    ],
)
def test_words_with_marks_are_found(title: str, queries: str) -> None:
    assert [query for query in queries.split() if not is_found(query, title)] == []


def test_marks_that_make_another_letter_are_none_to_leave_out() -> None:
    assert not is_found("мои", "мой")
    assert not is_found("ежик", "ёжик")
    assert not is_found("पलस", "पुलिस")


def test_a_word_is_marked_whole() -> None:
    title = "समस्तीपुर पुलिस ने चोरी का घर खोजा"
    snippet = find_snippet(title, parse_query("पुलिस समस्ती*", NOW).terms)
    assert [snippet.text[start:end] for start, end in snippet.marks] == ["समस्तीपुर", "पुलिस"]


def test_what_parts_words_ends_none() -> None:
    assert [match[0] for match in find_words("day's end_of ジョン・スミス・ e\u0301 น้ำ!")] == [
        *("day", "s", "end", "of", "ジョン・スミス", "e\u0301", "น้ำ")
    ]
