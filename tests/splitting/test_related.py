from newsreader.model import Block, Link
from newsreader.splitting.features import Features
from newsreader.splitting.related import label_related

ROWS = ("Goat found on roof of school", "Mayor loses hat in the storm", "Bridge to stay half built again")


def label(*texts: str) -> list[str]:
    return label_blocks([Block(text, number, number) for number, text in enumerate(texts)])


def label_blocks(blocks: list[Block]) -> list[str]:
    return [str(label) for label in label_related([Features(block) for block in blocks])]


def test_a_headline_a_line_under_a_heading() -> None:
    assert label("Most read", *ROWS) == ["section-heading", *["headline"] * 3]


def test_ages_and_buttons_are_furniture() -> None:
    assert label("Most read", ROWS[0], "2 hours ago", ROWS[1], "Share") == [
        "section-heading",
        "headline",
        "furniture",
        "headline",
        "furniture",
    ]


def test_short_lines_above_single_headlines_are_kickers() -> None:
    labels = label("More on this story", "Nature", ROWS[0], "Harbour", ROWS[1], "Bridges", ROWS[2])
    assert labels == ["section-heading", *["kicker", "headline"] * 3]


def test_short_lines_above_several_headlines_are_headings() -> None:
    labels = label("Most read", *ROWS, "Around town", *ROWS)
    assert labels == ["section-heading", *["headline"] * 3] * 2


def test_a_heading_may_stand_above_the_first_kicker() -> None:
    labels = label("Tagged in this story", "Goats", "Around town", "Nature", ROWS[0], "Harbour", ROWS[1])
    assert labels == ["furniture", "furniture", "section-heading", "kicker", "headline", "kicker", "headline"]


def test_a_confirmed_heading_and_pairs_of_texts_and_headlines() -> None:
    labels = label(
        "Islands",
        "See more Islands",
        "A goat on the roof of a school",
        "Goat found on roof of school",
        "Exclusive",
        "The Mayor without his hat in a storm",
        "Mayor loses hat in the storm",
        "Ann Lee",
        "Half of the bridge will have to do",
        "Topics",
        "See more Topics",
        "Goats",
        "Bridges",
    )
    pair = ["alt-text", "headline"]
    assert labels == [
        *["section-heading", "furniture", *pair, "topic", *pair, *pair],
        *["section-heading", "furniture", "topic", "topic"],
    ]


def test_a_list_of_links_hangs_below_its_heading() -> None:
    def row(text: str, number: int, indent: int = 5) -> Block:
        return Block(text, number, number, indent=indent, links=(Link(text, "https://post.example/"),))

    blocks = [
        Block("Letters and opinion", 0, 0, 0, 1, indent=3),
        row(ROWS[0], 2),
        row("Slugs again", 3),
        row(ROWS[1], 4),
    ]
    assert label_blocks(blocks) == ["section-heading", "headline", "headline", "headline"]


def test_short_lines_without_a_heading_are_a_menu() -> None:
    assert label("Harbour", "Tides", "Islands") == ["furniture"] * 3
    assert label() == []
