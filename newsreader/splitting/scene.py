"""A page as the candidates for its head see it: where its text stands, what stands where, what is said again."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from newsreader.model import Label
from newsreader.splitting.classes import LABEL_ORDER, TITLE
from newsreader.splitting.dates import LONGEST_DATED, FoundDate, find_date, may_hold_date
from newsreader.splitting.features import Features
from newsreader.values import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from newsreader.model import Block
    from newsreader.splitting.net import Chances

TEXTS = frozenset([Label.BODY, Label.LEAD])
_TITLE_LABEL, _DATE_LABEL, _BYLINE_LABEL = map(LABEL_ORDER.index, (Label.TITLE, Label.DATE, Label.BYLINE))
# The text whose words a title shares: the first paragraphs.
_FIRST_TEXTS = 8
# How far from the title and the text the head's lines are looked for, and how many may stand between those two.
_REACH = 8
_MOST_BETWEEN = 40
_MOST_DATES = 12
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely each block says the title, the date, the byline; None where no net was asked."""

    title: Sequence[float] | None = None
    date: Sequence[float] | None = None
    byline: Sequence[float] | None = None

    @classmethod
    def of(cls, chances: Chances | None) -> Likely:
        """What the nets say of it."""
        if chances is None:
            return cls()
        labels = chances.labels
        title = (chances.classes[:, TITLE] + labels[:, _TITLE_LABEL]) / 2
        return cls(title.tolist(), labels[:, _DATE_LABEL].tolist(), labels[:, _BYLINE_LABEL].tolist())


class Scale:
    """Names for the classes of a number: one for each limit that it does not pass, one for what passes all."""

    def __init__(self, name: str, *limits: float) -> None:
        self._limits = limits
        self._names = (*(f"{name} \u2264{limit}" for limit in limits), f"{name} >{limits[-1]}")

    def __call__(self, number: float) -> str:
        """The name of a number's class."""
        return self._names[bisect_left(self._limits, number)]


# A block's chance as a sign; the nets are sure of most.
CHANCES = Scale("chance", 0.001, 0.01, 0.03, 0.1, 0.3, 0.6, 0.8, 0.9, 0.95, 0.98)


class Scene:
    """The blocks and labels of a page, with what is asked of them more than once."""

    def __init__(
        self,
        blocks: Sequence[Block],
        labels: Sequence[Label],
        chances: Chances | None = None,
        given: Mapping[int, Label] | None = None,
        url: str = "",
    ) -> None:
        self._given = given or {}
        self.url = url
        self.blocks, self.labels, self.chances = blocks, labels, Likely.of(chances)
        texts = [index for index, label in enumerate(labels) if label in TEXTS]
        self.start, self.end = (texts[0], texts[-1] + 1) if texts else (len(blocks), len(blocks))
        self.title = self.date = -1
        self.is_spaced = any([block.blanks_before for block in blocks])
        # Letter by letter is slow: most blocks are of ASCII alone, even where the page is not.
        lowered = [block.text.lower() for block in blocks]
        self.lines = "\n{}\n".format("\n\n".join(lowered))
        self.first_texts = " ".join([lowered[index] for index in texts[:_FIRST_TEXTS]])
        self._copies = Counter(lowered)
        self._features: dict[int, Features] = {}
        self._dates: dict[int, FoundDate | None] = {}

    def find_given(self, label: Label) -> list[int]:
        """The blocks that the reader says are this, in order."""
        return sorted(index for index, own in self._given.items() if own is label)

    def may_be(self, index: int, label: Label) -> bool:
        """Whether the reader does not say that a block is something else."""
        return self._given.get(index, label) is label

    def feature(self, index: int) -> Features:
        """What can be seen of a block."""
        found = self._features.get(index)
        if found is None:
            found = self._features[index] = Features(self.blocks[index])
        return found

    def find_date(self, index: int) -> FoundDate | None:
        """The date that a block states."""
        if index not in self._dates:
            self._dates[index] = find_date(self.blocks[index].text)
        return self._dates[index]

    def find_dates(self) -> dict[int, FoundDate]:
        """The dates stated on the page, in order: all of the head's, and of others those nearest to it."""
        head = self.find_head_blocks()
        title = self.title if self.title >= 0 else self.start
        texts = [block.text for block in self.blocks]
        hinted = [
            index
            for index, text in enumerate(texts)
            if len(text) <= LONGEST_DATED and ("20" in text or "19" in text or index in head) and may_hold_date(text)
        ]
        ends = (title, self.start, self.end)
        hinted.sort(key=lambda index: (index > 0 and index not in head, min([abs(index - end) for end in ends])))
        found: dict[int, FoundDate] = {}
        for index in hinted:
            date = self.find_date(index)
            if date:
                found[index] = date
            if len(found) == _MOST_DATES:
                break
        return dict(sorted(found.items()))

    def find_head_blocks(self) -> set[int]:
        """Where the head's lines may stand: around the title, above the text, between its first paragraphs."""
        title = self.title if self.title >= 0 else self.start
        above = self.around(self.start, min(_MOST_BETWEEN, max(_REACH, self.start - title)), _REACH)
        among = [index for index in self.around(self.start, 0, _MOST_BETWEEN) if self.labels[index] not in TEXTS]
        return {*self.around(title, _REACH, 2 * _REACH), *above, *among}

    def around(self, index: int, before: int, after: int) -> range:
        """The blocks so near to one, as far as there are any."""
        return range(max(0, index - before), min(len(self.blocks), index + after + 1))

    def find_ends(self, word: str) -> list[int]:
        """Where in `lines` a word ends, each time that the page says it."""
        ends, start = [], 0
        while (place := self.lines.find(word, start)) >= 0:
            start = place + len(word)
            ends.append(start)
        return ends

    def count_lines(self, text: str) -> int:
        """How many blocks say just this, in large letters or small."""
        return self._copies[text.lower()]


def find_key(text: str) -> str:
    """The words of a short text, under which its writings meet."""
    return " ".join(_WORD.findall(text.casefold()))
