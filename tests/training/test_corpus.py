"""Pages of our own, as the splitter learns them."""

import json
from itertools import chain
from pathlib import Path

import pytest

from newsreader.sources import read_document
from newsreader.training.corpus import read_own

ROOT = Path(__file__).parents[2] / "newsreader"
WRITTEN = json.loads((ROOT / "training" / "own.json").read_text(encoding="utf-8"))


def test_every_page_of_the_demo_has_a_label_for_each_block() -> None:
    pages = {path.name: path for path in (ROOT / "demo").glob("*.txt")}
    assert set(pages) == set(WRITTEN) - {"seed.txt"}
    for name, path in pages.items():
        counts = (run.partition("*")[2] or "1" for run in WRITTEN[name].split())
        assert sum(map(int, counts)) == len(read_document(path.read_bytes(), limit=1 << 20).blocks), name


def test_a_page_that_has_changed_is_not_learnt_from(tmp_path: Path) -> None:
    (tmp_path / "seed.txt").write_text("Ferry late again\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"seed\.txt has 1 blocks"):
        list(chain(read_own(tmp_path)))
