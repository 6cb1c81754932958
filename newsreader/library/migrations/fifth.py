"""Version 5: from which step each step was taken."""

from __future__ import annotations

# Of those that an older version noted, each was taken from the one before it.
STATEMENTS = (
    "ALTER TABLE step ADD COLUMN parent_id INTEGER",
    """
    UPDATE step SET parent_id =
        (SELECT max(id) FROM step AS before WHERE before.run_id = step.run_id AND before.id < step.id)
    """,
)
