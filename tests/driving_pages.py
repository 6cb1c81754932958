"""Articles for the tests of the app: titles of the demo edition, and pages made up beside it."""

from __future__ import annotations

from newsreader.desk import Desk
from newsreader.model import Article, Headline, Origin, Page, Part, PartKind, Section

LIGHTHOUSE = "Two villages spent 90 years"
LIBRARY_BOOK = "Library book comes back 88 years late"
GOAT = "Goat that witnessed 1802 boundary survey"


def make_page(title: str, *headlines: str, paragraphs: int = 3, published: str = "2031-03-20") -> Page:
    parts = [
        Part(PartKind.PARAGRAPH, f"Paragraph {number} of {title}, long enough to read.") for number in range(paragraphs)
    ]
    sections = (Section("Latest", tuple(Headline(text) for text in headlines)),) if headlines else ()
    return Page(Article(title, published, ("Ada Quill",), tuple(parts)), sections)


def add_page(desk: Desk, title: str, *headlines: str, paragraphs: int = 3) -> int:
    outcome = desk.add_page(
        make_page(title, *headlines, paragraphs=paragraphs), Origin(title.encode(), f"{title[:8]}.txt")
    )
    assert outcome.id is not None
    return outcome.id
