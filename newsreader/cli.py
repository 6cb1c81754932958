"""The command line: what every command has in common in the way it ends.

Each command's module is imported when the command runs, and the parser when there is something to parse.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from newsreader.commands import output
from newsreader.model import NewsreaderError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

# Looking for cycles so often as Python does took a tenth of a short command's time, its end included.
_FEW_COLLECTIONS = 50_000
# 128 + SIGINT, as a shell reports a program that ctrl+c ended.
_INTERRUPTED = 130
# What the parser makes of nothing; to load and to build it takes 18 ms.
START: Any = SimpleNamespace(library=None, theme=None, is_continued=False, plain=False, command="browse")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 done, 1 something could not be done, 2 wrong usage."""
    output.prepare()
    gc.set_threshold(_FEW_COLLECTIONS)
    gc.enable()
    atexit.register(gc.freeze)
    # Pages are small: numpy's threads would cost their start, and fight those of other processes for the cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        arguments = _parse(argv) if (sys.argv[1:] if argv is None else argv) else START
        output.use_plain(arguments.plain)
        code: int = import_module(f"newsreader.commands.{arguments.command}").run(arguments)
        output.finish()
    except BrokenPipeError:
        # Who reads has seen enough: no failure, and no word of it.
        output.abandon()
        return 0
    except NewsreaderError as error:
        output.complain(str(error))
        return 2 if isinstance(error, output.UsageError) else 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        from newsreader.failures import log_failure

        output.complain(log_failure(error))
        return 1
    return code


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    from newsreader.arguments import build_parser

    parser = build_parser()
    arguments = parser.parse_args(argv)
    if arguments.plain and "json" in arguments and arguments.json:
        parser.error("--plain and --json: name one of them")
    return arguments
