from collections.abc import Sequence

from newsreader.model import Block, Document, Label
from newsreader.splitting.classes import LABEL_ORDER
from newsreader.splitting.labels import Labelling
from newsreader.training.corpus import Sample
from newsreader.training.sections import Tally, find_sections, format_labels, format_sections

ROWS = (
    ("Ferry late again in the storm", Label.TITLE, -1),
    ("The ferry Patience left the quay four hours late on Tuesday, its captain said.", Label.BODY, -1),
    ("Most read", Label.SECTION_HEADING, -1),
    ("Goat found on roof of school", Label.HEADLINE, 0),
    ("Mayor loses hat in the storm", Label.HEADLINE, 0),
    ("Sport", Label.SECTION_HEADING, -1),
    ("Rovers draw with themselves at home", Label.HEADLINE, 1),
)
DOCUMENT = Document(tuple(Block(text, number, number) for number, (text, _, _) in enumerate(ROWS)), "dump")
LABELS = tuple(label for _, label, _ in ROWS)
SAMPLE = Sample(
    "isles-1",
    "wet",
    "isles.example",
    "hand",
    True,
    DOCUMENT,
    classes=(0,) * len(ROWS),
    labels=tuple(LABEL_ORDER.index(label) for label in LABELS),
    sections=tuple(section for _, _, section in ROWS),
)


def count(labels: Sequence[Label]) -> Tally:
    tally = Tally()
    tally.add(SAMPLE, Labelling(tuple(labels)))
    return tally


def test_headlines_are_in_the_sections_that_the_page_puts_them_in() -> None:
    assert find_sections(DOCUMENT, Labelling(LABELS)) == [-1, -1, -1, 0, 0, -1, 1]
    assert find_sections(DOCUMENT, Labelling((Label.FURNITURE,) * len(ROWS))) == [-1] * len(ROWS)


def test_pairs_of_neighbours_are_right_or_wrong() -> None:
    assert count(LABELS).pages == [(2, 2, 2)]
    joined = [Label.FURNITURE if text == "Sport" else label for text, label, _ in ROWS]
    tally = count(joined)
    assert tally.pages == [(1, 2, 2)]
    assert (tally.right[True], tally.right[False]) == (1, 0)


def test_a_headline_that_is_not_found_makes_its_pairs_wrong_among_all_only() -> None:
    missed = [Label.FURNITURE if text.startswith("Mayor") else label for text, label, _ in ROWS]
    assert count(missed).pages == [(0, 0, 2)]


def test_the_tables_have_a_line_for_each_style_and_each_label() -> None:
    tally = count([Label.FURNITURE if text == "Sport" else label for text, label, _ in ROWS])
    (_, line) = format_sections({"wet": tally})
    assert line.split() == ["wet", "1", "2", "0.500", "0.500", "1.000", "0.000"]
    lines = {line.split()[0]: line.split()[1:] for line in format_labels("wet", tally.labels)}
    assert lines["section-heading"] == ["2", "1.000", "0.500", "0.667"]
    assert set(Label) < set(lines)
