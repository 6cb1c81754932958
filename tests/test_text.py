"""The gate: what is hostile is gone, what is not is kept, and cells are counted as the terminal library counts them."""

from __future__ import annotations

import re
import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich._unicode_data import load as load_cell_table
from rich.cells import cell_len, get_character_cell_size

from newsreader import text
from newsreader.tui.terminal.widths import share_widths

share_widths()
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@pytest.mark.parametrize(
    ("hostile", "harmless"),
    [
        ("\x1b]52;c;ZXZpbA==\x07copied", "copied"),
        ("\x1b]52;c;ZXZpbA==\x1b\\copied", "copied"),
        ("\x9d52;c;ZXZpbA==\x9ccopied", "copied"),
        ("\x1b]8;;http://x.example\x1b\\a link\x1b]8;;\x1b\\", "a link"),
        ("\x1b[2J\x1b[31mred\x1b[0m \x9b1mbold", "red bold"),
        ("\x1bPq#0;2;0;0;0#0~~@@\x1b\\sixel", "sixel"),
        ("\x1b]0;never ended", ""),
        ("\x1b]0;never ended\nthe next line", "the next line"),
        ("\x1bcreset \x1b(0 \x1b7", "reset"),
        ("tw\u202eo\u202c \u2066ways\u2069", "two ways"),
        ("zero\u200bwidth soft\xadhyphen", "zerowidth softhyphen"),
        ("bell\x07 back\x08space nul\x00", "bell backspace nul"),
        ("\ufeffmark", "mark"),
        ("tag\U000e0041\U000e0042s", "tags"),
        (
            "[bold]as it is[/bold] [link=http://x.example]here[/link]",
            "[bold]as it is[/bold] [link=http://x.example]here[/link]",
        ),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
    ],
)
def test_what_a_terminal_would_obey_is_removed(hostile: str, harmless: str) -> None:
    assert text.clean_line(hostile) == harmless


@given(st.text(st.characters(max_codepoint=0x2FF)) | st.text() | st.from_regex(r"(\x1b[\[\]P(][ -~]{0,9})*[\x07\x9c]?"))
def test_nothing_that_passed_the_gate_is_a_control(foreign: str) -> None:
    cleaned = text.clean_dump(foreign)
    assert not FORBIDDEN.search(cleaned)
    assert text.clean_dump(cleaned) == cleaned
    line = text.clean_line(foreign)
    assert "\n" not in line
    assert line == line.strip()


def test_line_ends_are_made_one_kind() -> None:
    assert text.clean_dump("a\r\nb\rc\u2028d\x0ce\x85f") == "a\nb\nc\nd\ne\nf"


# --- titles and addresses


@pytest.mark.parametrize(
    ("title", "same"),
    [
        ("The bell’s “return” — at last", 'the Bell\'s "return" - at last'),
        ("Lamp keeper turns the light by hand | The Skerl Bulletin", "Lamp keeper turns the light by hand"),
        ("Lamp keeper turns the light by hand - Skerl Bulletin", "Lamp keeper turns the light by hand"),
        ("Cafe\u0301 owner finds bell", "Café owner finds bell"),
        ("ＦＵＬＬ width title of four", "full width title of four"),
        ("  Odd \u00a0 blanks  in it ", "Odd blanks in it"),
    ],
)
def test_two_writings_of_a_title_have_one_key(title: str, same: str) -> None:
    assert text.title_key(title) == text.title_key(same)


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Ferry strike ends", "Ferry strike end"),
        ("The Morning Programme 18/01 | Watch again", "The Morning Programme 17/01 | Watch again"),
        ("A child, a bell, a shell – little Skerl elects its mayor", "A child, a bell, a shell"),
        ("Café owner", "Cafe owner"),
        ("?!", "…"),
    ],
)
def test_other_titles_have_other_keys(title: str, other: str) -> None:
    assert text.title_key(title) != text.title_key(other)


def test_a_title_of_marks_alone_has_its_key_in_no_time() -> None:
    began = time.process_time()
    assert text.title_key("Ferry late, " + "\u0315\u0300" * 100_000).startswith("ferry late")
    assert time.process_time() - began < 2


@given(WORDS)
def test_a_title_key_is_its_own_key_unless_empty(title: str) -> None:
    assert bool(text.title_key(title)) == bool(text.title_key(title).strip())
    assert text.title_key(title.upper()) == text.title_key(title.upper().lower()) or "İ" in title.upper()


def test_addresses_that_differ_in_trifles_have_one_key() -> None:
    key = text.url_key("https://www.quill.example/news/bell?id=7")
    assert key == "quill.example/news/bell?id=7"
    for other in (
        "http://quill.example/news/bell/?utm_source=feed&id=7#comments",
        "HTTPS://QUILL.EXAMPLE:443/news/bell?id=7&fbclid=x",
    ):
        assert text.url_key(other) == key
    assert text.url_key("https://quill.example:8080/news/bell?id=7") != key


HOSTS = st.sampled_from(
    ["quill.example", "WWW.Quill.example", "127.0.0.1", "a-b.example.", "[::1]", "u:p@quill.example"]
)
PATHS = st.text(st.sampled_from("/a%C3.~;:@=& é"), max_size=12)


@given(
    st.sampled_from(["http", "https"]), HOSTS, st.sampled_from(["", ":80", ":443", ":8080", ":42042", ":65000"]), PATHS
)
def test_plain_addresses_have_the_keys_of_those_with_more_behind_them(
    scheme: str, host: str, port: str, path: str
) -> None:
    url = f"{scheme}://{host}{port}/{path}"
    # What stands behind it is left out, and no plain address is so read.
    assert text.url_key(url) == text.url_key(f"{url}#part") == text.url_key(f"{url}?utm_source=feed")


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "http://", "http://[bad", "x", "", "http://a:99999999/"]
)
def test_what_is_no_web_address_is_none(url: str) -> None:
    assert text.clean_url(url) == ""
    assert text.url_key(url) == ""


def test_an_address_is_made_whole_and_harmless() -> None:
    assert text.clean_url("../a b\x1b[31m", "https://quill.example/news/x") == "https://quill.example/ab"


# --- cells


CODES = [code for code in range(0x20, 0x110000) if not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000]


def test_every_character_is_as_wide_as_rich_says_but_for_vowel_signs_beside_letters() -> None:
    """Where this fails after an update of rich: python tests/make_cell_widths.py > newsreader/cell_widths.py."""
    table = load_cell_table("latest").widths
    said = {code: width for first, last, width in table for code in range(first, last + 1)}
    others = [code for code in CODES if text.cell_width(chr(code)) != said.get(code, 1)]
    assert {text.cell_width(chr(code)) for code in others} == {1}
    # Those that this Python's Unicode does not know yet it can't call marks.
    assert {unicodedata.category(chr(code)) for code in others} <= {"Mc", "Cn"}
    assert set("िীிာ") <= set(map(chr, others))


def test_rich_counts_every_character_as_we_do() -> None:
    assert [code for code in CODES if text.cell_width(chr(code)) != get_character_cell_size(chr(code))] == []


@given(st.text())
def test_displayed_text_is_as_wide_as_rich_says(foreign: str) -> None:
    shown = text.to_display(text.clean_line(foreign))
    assert text.cell_width(shown) == cell_len(shown)


@given(st.text(), st.integers(0, 30))
def test_pad_and_truncate_keep_to_their_width(foreign: str, width: int) -> None:
    shown = text.to_display(text.clean_line(foreign))
    assert text.cell_width(text.truncate(shown, width)) <= width
    assert text.cell_width(text.pad(shown, width)) == width


@given(st.text(), st.integers(2, 40), st.integers(2, 40))
def test_wrapping_loses_nothing_and_keeps_to_its_width(foreign: str, width: int, first_width: int) -> None:
    shown = text.to_display(text.clean_line(foreign))
    spans = text.wrap_spans(shown, width, first_width)
    lines = [shown[start:end] for start, end in spans]
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")
    assert all(
        text.cell_width(line) <= limit for line, limit in zip(lines, [first_width] + [width] * len(lines), strict=False)
    )
    assert all(start <= end for start, end in spans)
    assert [start for start, _ in spans] == sorted({start for start, _ in spans}) or not shown


@given(st.text("ab \u2019", max_size=60), st.integers(1, 12), st.integers(1, 12))
def test_narrow_text_breaks_where_any_text_does(shown: str, width: int, first_width: int) -> None:
    # A combining mark takes no cell, and is no blank: with it lines are counted through.
    counted = text.wrap_spans(f"{shown}\u0301", width, first_width)
    spans = text.wrap_spans(shown, width, first_width)
    if not shown.endswith(" "):
        assert [start for start, _ in spans] == [start for start, _ in counted]
        assert spans[:-1] == counted[:-1]


def test_lines_break_at_blanks_and_between_wide_characters() -> None:
    assert text.wrap("The bell rang twice", 9) == ["The bell", "rang", "twice"]
    assert text.wrap("海の音が聞こえる", 6) == ["海の音", "が聞こ", "える"]
    assert text.wrap("unbreakable", 4) == ["unbr", "eaka", "ble"]
    assert unicodedata.normalize("NFC", "".join(text.wrap("e\u0301" * 9, 4))) == "é" * 9


@pytest.mark.parametrize(
    ("start", "rest"),
    [("• ", "Goats"), ("  12. ", "Goats"), ("    ", "feed(goat)"), ("", "1945. Goats"), ("", "3.5 goats"), ("", "•")],
)
def test_a_line_of_a_list_begins_with_its_mark(start: str, rest: str) -> None:
    assert text.split_start(start + rest) == (start, rest)


@pytest.mark.parametrize(
    ("shown", "lines"),
    [
        ("海の音が。島へ", ["海の音", "が。島", "へ"]),
        ("海の「音」が、島", ["海の", "「音」", "が、島"]),
        ("海の（音）", ["海の", "（音）"]),
        ("。。。。", ["。。。", "。"]),
        ("你好“你", ["你好", "“你"]),
        ("你你你”他", ["你你", "你”他"]),
        ("か\u3099か\u3099か\u3099か\u3099", ["か\u3099か\u3099か\u3099", "か\u3099"]),
        ("कीकीकीकी", ["कीकीकी", "की"]),
        ("ककककककी", ["ककककक", "की"]),
    ],
)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(shown: str, lines: list[str]) -> None:
    assert text.wrap(shown, 6) == lines


KINSOKU = st.text("海音a 、。」）”か\u3099「（“,)", max_size=60)


@given(KINSOKU, st.integers(1, 12))
def test_lines_begin_and_end_so_wherever_there_is_another_way(shown: str, width: int) -> None:
    spans = text.wrap_spans(shown, width)
    lines = [shown[start:end] for start, end in spans]
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")
    assert all(text.cell_width(line) <= width or len(line) == 1 for line in lines if "\u3099" not in line)
    for (start, end), (following, _) in pairwise(spans):
        if end == following and (shown[end] in "、。」）”,)\u3099" or shown[end - 1] in "「（“"):
            # Nowhere in the line could it have been broken otherwise.
            others = [place for place in range(start + 1, end) if text.cell_width(shown[place - 1 : place + 1]) > 2]
            assert not [
                place for place in others if shown[place] not in "、。」）”,)\u3099" and shown[place - 1] not in "「（“"
            ]
            assert " " not in shown[start:end].strip(" ")


def test_wrapping_takes_time_in_proportion_to_the_text() -> None:
    def take(count: int) -> float:
        shown = "海。（、」" * count
        before = time.process_time()
        text.wrap_spans(shown, 40)
        return time.process_time() - before

    take(100)
    assert min(take(20_000) for _ in range(3)) < 20 * min(take(2_000) for _ in range(3))


@pytest.mark.parametrize(
    ("environment", "is_utf8"),
    [
        ({}, True),
        ({"LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "C", "LC_ALL": "C.utf8"}, True),
        ({"LANG": "C"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),  # Python's own doing
        ({"LANG": "de_DE.UTF-8", "LC_CTYPE": "de_DE.ISO-8859-1"}, False),
        ({"LC_ALL": "POSIX", "LANG": "en_GB.UTF-8"}, False),
        ({"LANG": "de_DE.utf8@euro"}, True),
    ],
)
def test_the_locale_says_whether_there_is_utf8(environment: dict[str, str], is_utf8: bool) -> None:
    assert text.speaks_utf8(environment) is is_utf8


def test_what_can_be_spelled_in_ascii_is() -> None:
    assert text.transliterate("Łucja Brandt-Øye: “naïve” – 3,5 °C… 海") == 'Lucja Brandt-Oye: "naive" - 3,5 degC... ?'
