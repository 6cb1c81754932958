"""Other processes of ours: how they are started, and work shared by them, in its order, never far ahead of need."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from newsreader.model import NewsreaderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Job = TypeVar("Job")
Result = TypeVar("Result")

# Jobs handed out at once for each process: enough to keep it busy, few enough to hold in memory.
_AHEAD = 4
# Fewer are not worth the start of processes that share the work.
FEW = 8
_NICE = 5
PACKAGE = str(Path(__file__).resolve().parent.parent)
"""Where the package lies: other processes find it on their path."""


def make_command(module: str) -> list[str]:
    """The command that runs a module of ours, in the environment that `make_environment` makes."""
    # -P keeps modules that lie in the user's folder from being taken for ours; where the package is, the path says.
    return [sys.executable, "-P", "-m", module]


def make_environment() -> dict[str, str]:
    """This process's environment, in which another one finds the package."""
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{PACKAGE}{os.pathsep}{known}" if known else PACKAGE}


def count_processes(jobs: int, wished: int | None = None) -> int:
    """By how many processes so many jobs are shared: one a core, or as many as are wished for; few by none."""
    return 1 if jobs < FEW else wished or os.cpu_count() or 1


def map_ahead(
    work: Callable[[Job], Result],
    jobs: Iterable[Job],
    processes: int,
    *,
    answer: Callable[[Job], Result | None] = lambda _: None,
) -> Iterator[Result]:
    """`work` on every job, in so many processes (1: in this one), results in the order of the jobs.

    What `answer` has a result for needs no work. Raises NewsreaderError where a process died.
    """
    if processes == 1:
        for job in jobs:
            known = answer(job)
            yield work(job) if known is None else known
        return
    # Importing them costs what a command that needs none should not pay.
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_belong)
    # An executor's own `map` reads all of its input before the first result is asked for.
    waiting: deque[Future[Result]] = deque()
    try:
        for job in jobs:
            known = answer(job)
            waiting.append(pool.submit(work, job) if known is None else _done(known))
            while waiting and (len(waiting) > _AHEAD * processes or waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    except BrokenProcessPool:
        raise NewsreaderError(
            "a process that splits pages died, perhaps of too little memory; try fewer jobs"
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _done(result: Result) -> Future[Result]:
    from concurrent.futures import Future

    future: Future[Result] = Future()
    future.set_result(result)
    return future


def _belong() -> None:
    """Leave ctrl+c to the process that started this one, and end with it: after a kill -9 nobody else would."""
    import threading
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # They take all cores, and the one process that all wait for, as the reader's own do, comes first.
    os.nice(_NICE)

    def watch() -> None:
        parent = parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()
