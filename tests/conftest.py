"""What all tests share: a home of their own, and the demo edition as a library."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from newsreader.desk import Desk
from newsreader.model import Status

# What one process has compiled, no other that the tests start compiles again: half of the CPU time of most.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
DEMO = Path(__file__).parents[1] / "newsreader" / "demo"


@pytest.fixture(autouse=True)
def _home_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's library, settings or themes."""
    monkeypatch.setenv("NEWSREADER_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def demo_library_made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo edition as a library; copy it, never write to it."""
    path = tmp_path_factory.mktemp("demo") / "library.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSREADER_HOME", str(path.parent))
        with Desk(path) as desk:
            for dump in sorted(DEMO.glob("*.txt")):
                outcome = desk.add(dump.read_bytes(), dump.name)
                assert outcome.status is Status.ADDED, outcome
    return path


@pytest.fixture
def demo_library(demo_library_made_once: Path, tmp_path: Path) -> Path:
    """A library of this test's own that holds the demo edition."""
    return Path(shutil.copy(demo_library_made_once, tmp_path / "demo.sqlite"))
