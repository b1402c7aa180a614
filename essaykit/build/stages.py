"""Carrying out a pass over the documents in shards: tasks go to workers, lines come back in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar, overload

import msgspec

from essaykit.build.parts import part_files, read_part
from essaykit.workers import Lost, map_shards

Progress = Callable[[str, int, int], None]
"""Called with the pass (``read`` or ``build``), bytes done and bytes in all."""

SHARD_BYTES = 1 << 20
"""Raw bytes in one shard: a sixth of a second's work, so that progress is smooth and a kill costs little."""

LEAST_BYTES = 4096
"""What a document counts for at least: small ones cost time too."""


class HasPath(Protocol):
    """A line of a part says whose it is."""

    @property
    def path(self) -> str:
        """Path of the document or raw file."""


T = TypeVar("T")
L = TypeVar("L", bound=HasPath)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Generic[T, L]):
    """One of the two passes."""

    name: str
    function: Callable[[Any], int]
    """What a worker does with a shard: it writes a line for each task to the shard's part."""
    shard: Callable[[Path, Sequence[T]], Any]
    """The shard for a part and some tasks; called only when a worker is free for it."""
    size: Callable[[T], int]
    """Raw bytes of a task."""
    path: Callable[[T], str]
    """What the line of a task will be called."""
    lines: msgspec.json.Decoder[L]


@dataclass(frozen=True, slots=True)
class _Shards(Sequence[Any], Generic[T, L]):
    """Shards that are made when they are asked for, so that they aren't all in memory at once."""

    stage: Stage[T, L]
    parts: Sequence[Path]
    groups: Sequence[Sequence[T]]

    def __len__(self) -> int:
        return len(self.groups)

    @overload
    def __getitem__(self, number: int) -> Any: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Any]: ...
    def __getitem__(self, number: int | slice) -> Any:
        if isinstance(number, slice):
            return [self[n] for n in range(len(self))[number]]
        return self.stage.shard(self.parts[number], self.groups[number])


@dataclass(frozen=True, slots=True)
class Sharding:
    """Where and by how many the passes of a run are carried out."""

    parts: Path
    """Folder for the parts."""
    token: str
    """Stands in the names of this run's parts, so that those of a killed one stay until they are no longer needed."""
    version: str
    workers: int
    progress: Progress

    def carry_out(self, stage: Stage[T, L], tasks: Sequence[T]) -> tuple[dict[str, L], dict[str, str]]:
        """Carry out tasks in shards.

        Returns the lines that this run has written, by path; and the path and cause of those tasks that killed their process.
        A shard whose process died twice is taken apart, so that one document that brings down its process costs no other.
        """
        total = sum(stage.size(task) for task in tasks)
        groups = list(_grouped(tasks, stage.size, max(SHARD_BYTES >> 4, min(SHARD_BYTES, total // (self.workers * 4)))))
        parts = [self.parts / f"{stage.name}-{self.token}-{number}.jsonl" for number in range(len(groups))]
        done = 0

        def on_done(number: int, result: int | Lost) -> None:
            nonlocal done
            if not isinstance(result, Lost):
                done += sum(stage.size(task) for task in groups[number])
                self.progress(stage.name, done, total)

        self.progress(stage.name, 0, total)
        results = map_shards(stage.function, _Shards(stage, parts, groups), self.workers, on_done)
        lost: dict[str, str] = {}
        for number, result in enumerate(results):
            if isinstance(result, Lost):
                lost |= self._one_by_one(stage, groups[number], parts[number])
        written = part_files(self.parts, f"{stage.name}-{self.token}")
        return {line.path: line for part in written for line in read_part(part, self.version, stage.lines)}, lost

    def _one_by_one(self, stage: Stage[T, L], tasks: Sequence[T], part: Path) -> dict[str, str]:
        """Carry out what a lost shard has left undone, each task in a process of its own; returns those that killed theirs."""
        finished = {line.path for line in read_part(part, self.version, stage.lines)}
        rest = [task for task in tasks if stage.path(task) not in finished]
        parts = [part.with_name(f"{part.stem}-{number}.jsonl") for number in range(len(rest))]
        # never in this process, which has to survive
        results = map_shards(stage.function, _Shards(stage, parts, [[task] for task in rest]), max(self.workers, 2))
        return {stage.path(task): result.cause for task, result in zip(rest, results, strict=True) if isinstance(result, Lost)}


def _grouped(tasks: Sequence[T], size: Callable[[T], int], limit: int) -> Iterator[list[T]]:
    """Consecutive tasks in groups of about so many bytes."""
    group: list[T] = []
    weight = 0
    for task in tasks:
        group.append(task)
        weight += max(size(task), LEAST_BYTES)
        if weight >= limit:
            yield group
            group, weight = [], 0
    if group:
        yield group
