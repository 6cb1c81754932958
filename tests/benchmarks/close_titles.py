"""How surely headlines find articles whose titles are only close: `python tests/benchmarks/close_titles.py CORPUS`.

Pairs that belong together: the titles of a page and, in CORPUS/gold.jsonl.gz, its `title_variants`; headlines whose
address is another page's, and its title. Pairs that do not: titles and headlines of one site with other addresses.
Exact titles are left out of both. Prints precision and recall on news and on all, each wrong pair, and what the
ratios of rapidfuzz give at the same number of wrong pairs, where it is installed.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from newsreader.library.closeness import get_keys, get_opening, is_close, is_cut_off
from newsreader.text import title_key, url_key

if TYPE_CHECKING:
    from collections.abc import Iterator


class Pair(NamedTuple):
    """Two writings, and their keys."""

    text: str
    other: str
    key: str
    other_key: str


def main() -> None:
    """Read the corpus, measure, print."""
    with gzip.open(Path(sys.argv[1]) / "gold.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    for name, chosen in (("news", [page for page in pages if page["genre"] == "news"]), ("all", pages)):
        measure(name, list(find_same(chosen)), list(find_others(chosen)))


def find_same(pages: list[dict[str, Any]]) -> Iterator[Pair]:
    """Pairs of one article's titles."""
    by_url = {url_key(page["url"]): page for page in pages if page["url"] and page["title"]}
    for page in pages:
        if page["title"]:
            yield from make_pairs((variant, page["title"]) for variant in page["title_variants"])
        for headline in page["headlines"]:
            target = by_url.get(url_key(headline.get("url") or "") or "nowhere")
            if target is not None and target is not page:
                yield from make_pairs([(headline["text"], target["title"])])


def find_others(pages: list[dict[str, Any]]) -> Iterator[Pair]:
    """Pairs of one site's titles that have different addresses."""
    sites: dict[str, dict[str, str]] = defaultdict(dict)
    for page in pages:
        if page["title"] and page["url"]:
            sites[page["domain"]][page["title"]] = url_key(page["url"])
        for headline in page["headlines"]:
            if headline.get("url"):
                sites[page["domain"]].setdefault(headline["text"], url_key(headline["url"]))
    for titles in sites.values():
        yield from make_pairs(pair for pair in combinations(titles, 2) if titles[pair[0]] != titles[pair[1]])


def make_pairs(texts: Any) -> Iterator[Pair]:
    """Those whose keys differ."""
    for text, other in texts:
        pair = Pair(text, other, title_key(text), title_key(other))
        if pair.key != pair.other_key:
            yield pair


def is_found(pair: Pair) -> bool:
    """Whether the one would find the other: by the index, then by its words."""
    return meets(pair.key, pair.other_key, is_cut_off(pair.text)) or meets(
        pair.other_key, pair.key, is_cut_off(pair.other)
    )


def meets(headline: str, title: str, is_cut: bool) -> bool:
    """Whether a headline finds a title."""
    has_key = get_opening(headline) == get_opening(title) if is_cut else set(get_keys(headline)) & set(get_keys(title))
    return bool(has_key) and is_close(headline, title, is_cut=is_cut)


def measure(name: str, same: list[Pair], others: list[Pair]) -> None:
    """Print how many pairs of each kind are found; cut-off titles of other addresses are no wrong pairs."""
    right = sum(map(is_found, same))
    found = [pair for pair in others if is_found(pair)]
    cut = [pair for pair in found if is_cut_off(pair.text) or is_cut_off(pair.other)]
    wrong = [pair for pair in found if pair not in cut]
    print(f"{name}: {right} of {len(same)} found, recall {right / len(same):.3f};", end=" ")
    print(f"of {len(others):,} other pairs {len(wrong)}, precision {right / (right + len(wrong)):.3f}", end=" ")
    print(f"({len(cut)} more say the same, cut off)")
    for pair in wrong:
        print(f"    {pair.text} / {pair.other}")
    try:
        from rapidfuzz import fuzz
    except ImportError:
        return
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.partial_ratio, fuzz.WRatio):
        scores = sorted((scorer(pair.key, pair.other_key) for pair in others), reverse=True)
        least = scores[len(wrong)]
        reached = sum(scorer(pair.key, pair.other_key) > least for pair in same) / len(same)
        print(f"    {scorer.__name__} above {least:.1f}: recall {reached:.3f}")


if __name__ == "__main__":
    main()
