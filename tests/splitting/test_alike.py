"""Headlines that are alike are headlines, and no pictures' texts of each other."""

import pytest

from newsreader.intake import read_page

HEAD = """\
Ferry late again, and nobody minds

By Ann Lee

4 March 2031, 18:22

The ferry to the outer islands was late again on Tuesday, for the third time this week.

"We left when the tide told us to," the captain said, and would say no more about it.

Passengers on the quay had brought soup, and several of them said that they had not noticed.

Latest News

"""
ALIKE = [
    "Live: ferry crews vote on the strike, day one",
    "Live: ferry crews vote on the strike, day two",
    "Weather for the north islands: rain, then wind",
    "Weather for the south islands: rain, then sun",
    "Harbour Questions with Ada Quill 18/01 | Watch again",
    "Harbour Questions with Ada Quill 17/01 | Watch again",
]
NUMBERED = [f"Ferry crews vote on the strike, day {number} of the count" for number in range(40)]


@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["gaps", "no gaps"])
@pytest.mark.parametrize("headlines", [ALIKE, NUMBERED], ids=["pairs", "all"])
def test_headlines_that_are_alike_are_all_kept(headlines: list[str], gap: str) -> None:
    page = read_page((HEAD + gap.join(headlines) + "\n").encode(), limit=1 << 20)
    found = [headline.text for section in page.sections for headline in section.headlines]
    assert found == headlines
