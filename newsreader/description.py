"""An article as a JSON object: what scripts are given of it, and what an export in JSON Lines holds."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newsreader.model import Reading


def describe_reading(reading: Reading) -> dict[str, Any]:
    """An article as one JSON object: its row's fields, `id` first, then the other fields of `Reading`."""
    return {
        **asdict(reading.row),
        "article": asdict(reading.article),
        "sections": [asdict(section) for section in reading.sections],
        "edges": [{**asdict(edge), "state": edge.state} for edge in reading.edges],
        "backlinks": [asdict(row) for row in reading.backlinks],
        "kept": asdict(reading.kept),
        "same_story": [asdict(row) for row in reading.same_story],
    }
