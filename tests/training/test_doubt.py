from random import Random

import pytest

from newsreader.training.doubt import cut_around, cut_article, find_calibration_error, format_reliability, make_bins


def test_what_is_left_of_a_page_without_its_article() -> None:
    assert cut_article("Menu\nFerry late\n\nIt was late.\nMost read", ".T B.") == "Menu\n\nMost read"


def test_a_frame_has_nothing_from_between_its_paragraphs() -> None:
    text, labels = "Menu\nFerry late\nIt was late.\nA ferry\nIt still is.\nMost read", ".TB.B."
    assert cut_article(text, labels) == "Menu\nA ferry\nMost read"
    assert cut_article(text, labels, is_frame=True) == "Menu\nMost read"


def test_answers_are_counted_by_how_sure_they_are() -> None:
    bins = make_bins([(0.95, True), (1.0, True), (0.15, False), (0.1, True)])
    assert [row.size for row in bins] == [0, 2, *[0] * 7, 2]
    assert bins[9].right == 1.0
    assert bins[1].confidence == pytest.approx(0.125)
    assert find_calibration_error(bins) == pytest.approx((2 * 0.375 + 2 * 0.025) / 4)
    assert find_calibration_error(make_bins([])) == 0.0


def test_the_table_has_a_line_for_each_bin() -> None:
    lines = list(format_reliability([(0.5, True)]))
    assert len(lines) == 12
    assert lines[6].split() == ["0.5", "to", "0.6", "1", "0.500", "1.000"]
    assert lines[-1].endswith("0.500")


def test_what_a_reader_marks_is_the_article_and_a_few_lines_around_it() -> None:
    rows = [*(f"Menu {number}" for number in range(40)), "Ferry late", "Ann Lee", "It was late.", *(["Foot"] * 40)]
    labels = "." * 40 + "T.B" + "." * 40
    for seed in range(20):
        text, own = cut_around("\n".join(rows), labels, Random(seed))
        assert len(text.split("\n")) == len(own) <= 3 + 24
        assert "Ferry late\nAnn Lee\nIt was late." in text
        assert "T.B" in own
