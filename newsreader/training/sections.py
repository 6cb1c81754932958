"""Are headlines put together rightly, and labels given rightly?

Both against weak gold (`weak.py`), on news with trusted gold. *Sections*: over neighbouring pairs of the gold's list
headlines, in the order of the dump, the share rightly put in one section or in two. `found` is over the pairs of which
the splitter has both headlines; over `all` pairs one with a headline that it has not is wrong, so that nothing is won
by leaving headlines out. Both are means over pages; `same` and `apart` are shares of the found pairs of either kind,
all pages together, because most pairs are of one section. *Labels*: precision, recall and F1 of each label over the
blocks whose label is known, those of all pages together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from newsreader.model import Document, Label, NotAnArticleError
from newsreader.splitting import assemble
from newsreader.splitting.classes import LABEL_ORDER
from newsreader.training.corpus import UNKNOWN
from newsreader.training.tokens import holds, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from newsreader.splitting.labels import Labelling
    from newsreader.training.corpus import Sample


@dataclass(slots=True)
class Tally:
    """The counts of one style: a page's right, found and all pairs; pairs and right ones by kind; labels met."""

    pages: list[tuple[int, int, int]] = field(default_factory=list)
    pairs: Counter[bool] = field(default_factory=Counter)
    right: Counter[bool] = field(default_factory=Counter)
    labels: Counter[tuple[Label, Label]] = field(default_factory=Counter)

    def add(self, sample: Sample, labelling: Labelling) -> None:
        """Count a page that was labelled so."""
        self.labels.update(
            (LABEL_ORDER[gold], given)
            for gold, given in zip(sample.labels, labelling.labels, strict=True)
            if gold != UNKNOWN
        )
        numbers = sample.sections
        places = find_sections(sample.document, labelling)
        headlines = [index for index, number in enumerate(numbers) if number >= 0]
        found = right = 0
        for one, other in pairwise(headlines):
            if places[one] < 0 or places[other] < 0:
                continue
            found += 1
            is_same = numbers[one] == numbers[other]
            self.pairs[is_same] += 1
            if is_same == (places[one] == places[other]):
                right += 1
                self.right[is_same] += 1
        if len(headlines) > 1:
            self.pages.append((right, found, len(headlines) - 1))

    def share_found(self) -> float:
        """The share of found pairs rightly put in one section or in two, mean over pages."""
        return _mean([right / found for right, found, _ in self.pages if found])


def find_sections(document: Document, labelling: Labelling) -> list[int]:
    """For each block the index of the section into which the page made of these labels puts it as a headline, or -1."""
    labels = labelling.labels
    places = [-1] * len(labels)
    try:
        page = assemble(document, labelling)
    except NotAnArticleError:
        return places
    waiting = [
        (number, tokenize(headline.text))
        for number, section in enumerate(page.sections)
        for headline in section.headlines
    ]
    start = 0
    for index, label in enumerate(labels):
        if label is Label.HEADLINE:
            text = tokenize(document.blocks[index].text)
            for place in range(start, len(waiting)):
                if holds(text, waiting[place][1]):
                    places[index], start = waiting[place][0], place + 1
                    break
    return places


def format_sections(tallies: dict[str, Tally]) -> Iterator[str]:
    """A line for each style."""
    yield f"{'sections':12}{'pages':>7}{'pairs':>7}{'found':>8}{'all':>8}{'same':>8}{'apart':>8}"
    for style, tally in tallies.items():
        found = tally.share_found()
        everything = _mean([right / pairs for right, _, pairs in tally.pages])
        pairs = sum(pairs for _, _, pairs in tally.pages)
        kinds = [_share(tally.right[kind], tally.pairs[kind]) for kind in (True, False)]
        figures = "".join(f"{value:8.3f}" for value in (found, everything, *kinds))
        yield f"{style:12}{len(tally.pages):7}{pairs:7}{figures}"


def format_labels(name: str, counts: Counter[tuple[Label, Label]]) -> Iterator[str]:
    """A line for each label: how many blocks have it, and precision, recall and F1."""
    yield f"{name:16}{'blocks':>8}{'P':>8}{'R':>8}{'F1':>8}"
    for label in Label:
        right = counts[label, label]
        wanted = sum(count for (gold, _), count in counts.items() if gold is label)
        given = sum(count for (_, given), count in counts.items() if given is label)
        precision, recall, mean = _share(right, given), _share(right, wanted), _share(2 * right, given + wanted)
        yield f"{label:16}{wanted:8}{precision:8.3f}{recall:8.3f}{mean:8.3f}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else float("nan")
