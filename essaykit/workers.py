"""A function over shards, in this process or in several; knows nothing of essays.

Shards and results go through pipes, so both are to be small: a worker reads
and writes files itself and returns statistics.

Each worker is a process of its own with a pipe of its own, rather than a
`ProcessPoolExecutor`: when one is killed, that is known to have been the end of
one shard and no other, and the rest of the work goes on.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Generic, TypeVar

from essaykit.errors import EssaykitError

S = TypeVar("S")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Lost:
    """Stands in the place of a result: the process that worked on this shard died, and so did a second one."""

    shard: int
    cause: str


class WorkerError(EssaykitError):
    """Worker processes can't be started, or one failed with an error that can't be handed over."""


def map_shards(
    function: Callable[[S], R],
    shards: Sequence[S],
    workers: int = 1,
    on_done: Callable[[int, R | Lost], None] | None = None,
) -> list[R | Lost]:
    """Results of ``function`` for every shard, in the order of the shards.

    Args:
        function: for ``workers > 1`` one that can be pickled (of a module's top level, or a `functools.partial` of one).
        shards: what each call gets.
        workers: processes to use; 1 works in this process. A script that asks for
            more needs ``if __name__ == "__main__":``, as processes are spawned on every system.
        on_done: called in this process with the shard's number and result, as they come.

    A shard whose process dies is tried once more when the others are through, alone; then its
    result is `Lost`. An exception in ``function``, or Ctrl-C, stops all workers and is raised here.

    >>> map_shards(len, ["ab", "", "c"])
    [2, 0, 1]
    """
    if workers <= 1:
        return [_told(on_done, number, _worked(function, shard)) for number, shard in enumerate(shards)]
    team = _Team(function, shards, on_done)
    again = team.run(range(len(shards)), min(workers, len(shards)))
    for number, cause in sorted(team.run(sorted(again), 1).items()):
        team.results[number] = _told(on_done, number, Lost(number, cause))
    return [team.results[number] for number in range(len(shards))]


SELDOM = 100_000
"""New objects between two searches for garbage in cycles. Records have no cycles: at Python's own 700 the searches find
nothing and cost a twelfth of a build."""


def _worked(function: Callable[[S], R], shard: S) -> R:
    """The result of a shard."""
    with few_searches():
        return function(shard)


@contextmanager
def few_searches() -> Iterator[None]:
    """Few searches for garbage on the way."""
    before = gc.get_threshold()
    gc.set_threshold(max(SELDOM, before[0]) if before[0] else 0, *before[1:])  # 0: searches are off, and stay so
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _told(on_done: Callable[[int, R | Lost], None] | None, number: int, result: Any) -> Any:
    if on_done is not None:
        on_done(number, result)
    return result


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process started inside does not hear Ctrl-C while it imports, before it can ask not to; the parent hears it a moment later."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # else it is started inside, and lets through again what is held back here
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Worker(Generic[S]):
    """One process, its pipe, and the number of the shard it has in hand."""

    def __init__(self, function: Callable[[S], Any]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: SpawnProcess = context.Process(target=_serve, args=(function, theirs), daemon=True)
        with _deaf_to_interrupts():
            self.process.start()
        theirs.close()  # else the end of the process would not be the end of the pipe
        self.started = False
        self.shard = -1

    def answer(self) -> tuple[str, Any] | None:
        """What the worker says; None if it is dead."""
        try:
            message: tuple[str, Any] = self.pipe.recv()
        except (EOFError, OSError):
            return None
        return message

    def end(self) -> None:
        """End the process, whatever it does; one that is dead already is only cleared away."""
        self.process.kill()
        self.process.join()
        self.pipe.close()


class _Team(Generic[S, R]):
    """The workers of one call, and the results so far."""

    def __init__(self, function: Callable[[S], R], shards: Sequence[S], on_done: Callable[[int, R | Lost], None] | None) -> None:
        self.function = function
        self.shards = shards
        self.on_done = on_done
        self.results: dict[int, R | Lost] = {}

    def run(self, numbers: Iterable[int], size: int) -> dict[int, str]:
        """Work through the shards of these numbers; returns the number and cause of those whose process died."""
        waiting = deque(numbers)
        died: dict[int, str] = {}
        staff: list[_Worker[S]] = []
        try:
            while waiting or staff:
                while waiting and len(staff) < size:
                    staff.append(_Worker(self.function))
                    self._give(staff[-1], waiting)
                ready = wait([worker.pipe for worker in staff])
                for worker in [w for w in staff if w.pipe in ready]:
                    message = worker.answer()
                    if message is None:
                        staff.remove(worker)
                        worker.end()
                        died[worker.shard] = _death(worker)
                    elif not self._heard(worker, *message):
                        continue
                    elif waiting:
                        self._give(worker, waiting)
                    else:
                        staff.remove(worker)
                        worker.end()
        finally:
            for worker in staff:
                worker.end()
        return died

    def _give(self, worker: _Worker[S], waiting: deque[int]) -> None:
        worker.shard = waiting.popleft()
        with suppress(OSError):  # already dead: found when its answer is waited for
            worker.pipe.send(self.shards[worker.shard])

    def _heard(self, worker: _Worker[S], kind: str, value: Any) -> bool:
        """Take in a message; true if the shard is done with."""
        if kind == "error":
            raise value
        if kind == "started":
            worker.started = True
            return False
        self.results[worker.shard] = value
        _told(self.on_done, worker.shard, value)
        return True


def _death(worker: _Worker[Any]) -> str:
    if not worker.started:
        raise WorkerError("worker processes can't be started", hint='use one worker, or guard the script by if __name__ == "__main__":')
    code = worker.process.exitcode
    if code is None or code >= 0:
        return f"its process ended with code {code}"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
    return f"its process was ended by {name}" + (" (out of memory?)" if name == "SIGKILL" else "")


def _serve(function: Callable[[Any], Any], pipe: Connection[Any, Any]) -> None:
    """What a worker process does: shard in, result out, until the pipe or the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError, OSError):
        pipe.send(("started", None))
        while True:
            shard = pipe.recv()
            try:
                answer = ("done", _worked(function, shard))
            except BaseException as error:  # noqa: BLE001 - handed over and raised in the parent
                answer = ("error", _portable(error))
            pipe.send(answer)


def _end_with_parent() -> None:
    """A killed parent takes its workers along, also in the middle of a shard."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _portable(error: BaseException) -> BaseException:
    """The error itself where pickling brings it back, else its description."""
    with suppress(Exception):
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
        return error
    return WorkerError(f"{type(error).__name__}: {error}")
