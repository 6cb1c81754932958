from __future__ import annotations

import pytest

from newsreader.config import Settings
from newsreader.desk import Desk


@pytest.fixture
def library(tmp_path):
    return tmp_path / "library.sqlite"


@pytest.fixture
def desk(library):
    with Desk(library, Settings()) as desk:
        yield desk
