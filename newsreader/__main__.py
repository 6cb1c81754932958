"""`python -m newsreader`, and the program itself: the frame that the last run left is shown before all else."""

from __future__ import annotations

import gc
import sys

from newsreader.tui.terminal import first


def main() -> int:
    """Run the command that was typed; the exit code."""
    # Nothing that a start makes is garbage; to look for some took 3 ms. Who runs the command begins with it.
    gc.disable()
    if len(sys.argv) == 1:
        first.show_frame()
    try:
        from newsreader.cli import main as run

        return run()
    finally:
        first.withdraw_frame()


if __name__ == "__main__":
    sys.exit(main())
