"""The build: find raw files, observe them, merge what they tell, make the documents that changed, write the index.

What a run leaves depends on nothing but the raw files, the decisions, the
encoding asked for and the versions: a folder built in one go, in several goes,
after kills, by one worker or many has the same bytes. Documents are put in
place one by one as they are made; the index comes last and in one piece, so
readers see the old corpus until the new one is whole.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import msgspec

from essaykit import __version__
from essaykit.build.core import Core, real_core
from essaykit.build.make import OUTCOMES, MakeShard, Making, Outcome, Task, make_shard
from essaykit.build.observe import SCANS, Item, ObserveShard, Reading, Scan, observation_of, observe_shard
from essaykit.build.parts import encode_lines, part_files, read_part
from essaykit.build.report import BuildReport
from essaykit.build.rulings import Rulings
from essaykit.build.sources import Listing, RawFile, list_sources
from essaykit.errors import CorpusError
from essaykit.model import SCHEMA_VERSION, ContextView
from essaykit.store.decisions import read_decisions
from essaykit.store.files import sweep, told, write_whole
from essaykit.store.index import (
    IndexedDocument,
    IndexedFailure,
    IndexLine,
    decode_index,
    encode_index,
    path_order,
    totals,
)
from essaykit.store.layout import LAYOUT, Layout, prepared_corpus
from essaykit.store.lock import locked
from essaykit.workers import Lost, map_shards

Progress = Callable[[str, int, int], None]
"""Called with the pass (``read`` or ``build``), bytes done and bytes in all."""

SHARD_BYTES = 1 << 20
"""Raw bytes in one shard: a sixth of a second's work, so that progress is smooth and a kill costs little."""

WAIT = 60.0
"""Seconds to wait for another build into the same folder."""


def build_corpus(
    paths: Iterable[str | Path],
    out: str | Path,
    *,
    workers: int = 1,
    force: bool = False,
    encoding: str | None = None,
    stdin: bytes | None = None,
    progress: Progress | None = None,
    on_wait: Callable[[str], None] | None = None,
    wait: float = WAIT,
    core: Core | None = None,
) -> BuildReport:
    """Build a corpus folder from raw files, or bring one up to date.

    Afterwards the folder holds what a fresh build of these paths would; documents of files that are
    gone are removed, decisions always stay. When no document at all can be read, a corpus that holds some is left as it was.

    Args:
        paths: files and folders.
        out: the corpus folder; made if it isn't there.
        workers: processes to use; the result does not depend on it. See `essaykit.workers.map_shards`.
        force: make everything anew, believing nothing that earlier runs left.
        encoding: Python's name of the encoding of all text files, instead of finding it out.
        stdin: bytes of one more input, called ``-``.
        progress: told how far the work is.
        on_wait: told, in one line, when another build holds the folder.
        wait: seconds to wait for it.
        core: reading and pipeline, for tests.

    Raises:
        CorpusError: if the folder is none of ours, another build holds it, or the disk is full.
            What can't be read is no error here: see `BuildReport.failures`.
    """
    core = core or real_core()
    layout = prepared_corpus(Path(out))
    with locked(layout.state / "build.lock", wait=wait, on_wait=on_wait):
        for folder in (layout.folder, layout.documents, layout.state):
            sweep(folder)
        version = f"{LAYOUT} {SCHEMA_VERSION} {__version__} {core.rules_version()} {encoding or ''}"
        reading = Reading(core, version, encoding, texts=str(layout.state / "parts"), converted=str(layout.state / "converted"))
        run = _Run(layout, reading, workers, force, progress or _silent, secrets.token_hex(4))
        with told(run.parts):
            if force:
                shutil.rmtree(run.parts, ignore_errors=True)
                shutil.rmtree(reading.converted, ignore_errors=True)
            run.parts.mkdir(exist_ok=True)
        listing = list_sources(paths, layout.folder)
        if stdin is not None:
            spool = layout.state / f".essaykit-{run.token}-stdin.tmp"
            write_whole(spool, stdin, durable=False)
            listing.files.append(RawFile("-", str(spool), len(stdin)))
        report = _build(run, listing)
        sweep(layout.state)
        return report


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Run:
    layout: Layout
    reading: Reading
    workers: int
    force: bool
    progress: Progress
    token: str
    """Part of the names of this run's parts, so that those of a killed one stay until they are no longer needed."""

    @property
    def parts(self) -> Path:
        return self.layout.state / "parts"

    @property
    def observations(self) -> Path:
        return self.layout.state / "observations.jsonl"


def _build(run: _Run, listing: Listing) -> BuildReport:
    layout = run.layout
    with locked(layout.decisions_lock, wait=WAIT):
        decisions, broken = read_decisions(layout.folder)
    before = _last_index(layout)
    scans = _observe(run, listing.files)
    raw = {file.path: file for file in listing.files}
    found = [(item, raw[scan.path]) for scan in scans for item in scan.items]
    rulings = Rulings.of(decisions, found_ids={item.sha256[:16] for item, _ in found}, found_paths={item.path for item, _ in found})
    tasks = list(_tasks(run, found, rulings, before))
    outcomes = _make(run, tasks, {scan.path: len(scan.items) for scan in scans})
    failed = [o.line for o in outcomes if isinstance(o.line, IndexedFailure)]
    failures = [*listing.failures, *(f for scan in scans for f in scan.failures), *failed]
    documents = [o.line for o in outcomes if isinstance(o.line, IndexedDocument)]
    ids = {line.id for line in documents}
    gone = [line for line in before if line.id not in ids]
    left_alone = bool(before) and not documents
    if not left_alone:
        _finish(run, scans, [*documents, *failures, *listing.skipped], ids)
    return BuildReport(
        corpus=str(layout.folder),
        totals=totals(documents),
        built=sum(o.made for o in outcomes),
        reused=sum(not o.made for o in outcomes) - len(failed),
        removed=0 if left_alone else len(gone),
        left_alone=left_alone,
        failures=tuple(sorted(failures, key=lambda f: path_order(f.path))),
        skipped=len(listing.skipped),
        broken_decisions=tuple(str(error) for error in broken),
        homeless_decisions=rulings.homeless,
    )


def _last_index(layout: Layout) -> list[IndexedDocument]:
    """The documents of the last run's index; a broken one is as good as none."""
    with suppress(OSError, CorpusError):
        return [x for x in decode_index(layout.index.read_bytes(), str(layout.index)) if isinstance(x, IndexedDocument)]
    return []


# ---- first pass -----------------------------------------------------------------------------------


def _observe(run: _Run, files: Sequence[RawFile]) -> list[Scan]:
    """A scan for each raw file, in the order of paths."""
    known = {} if run.force else _known_scans(run)
    stage: _Stage[tuple[RawFile, str | None], Scan] = _Stage(
        name="read", function=partial(observe_shard, run.reading), shard=lambda part, work: ObserveShard(str(part), tuple(work)),
        size=lambda work: work[0].size, path=lambda work: work[0].path, lines=SCANS,
    )  # fmt: skip
    fresh, lost = _carry_out(run, stage, [(raw, known[raw.path].sha256 if raw.path in known else None) for raw in files])
    for path, cause in lost.items():
        fresh[path] = Scan(path=path, sha256="", failures=(IndexedFailure(path=path, cause=cause),))
    return [fresh.get(raw.path) or known[raw.path] for raw in files]


def _known_scans(run: _Run) -> dict[str, Scan]:
    """What earlier runs read, whole ones and killed ones, by path."""
    scans = (scan for file in [run.observations, *part_files(run.parts, "read")] for scan in read_part(file, run.reading.version, SCANS))
    return {scan.path: scan for scan in scans if scan.lasting}


# ---- second pass ----------------------------------------------------------------------------------


def _tasks(run: _Run, found: list[tuple[Item, RawFile]], rulings: Rulings, before: Sequence[IndexedDocument]) -> Iterator[Task]:
    """A task for each different content, in the order of its first path."""
    core = run.reading.core
    found.sort(key=lambda pair: path_order(pair[0].path))
    groups: dict[str, list[tuple[Item, RawFile]]] = {}
    for pair in found:
        groups.setdefault(pair[0].sha256, []).append(pair)
    context = core.merge_observations(observation_of(group[0][0]) for group in groups.values())
    known = {} if run.force else _known_lines(run, before)
    for sha256, group in groups.items():
        item, raw = group[0]
        paths = tuple(i.path for i, _ in group)
        view: ContextView = core.view_context(observation_of(item), context)
        decisions = rulings.for_document(sha256[:16], paths, item.site)
        parts = (run.reading.version, sha256, paths, core.view_digest(view), decisions)
        key = hashlib.blake2b(msgspec.json.encode(parts), digest_size=16).hexdigest()
        yield Task(
            id=sha256[:16], sha256=sha256, raw=raw, path=item.path, other_paths=paths[1:],
            view=view, decisions=decisions, key=key, known=known.get(key),
        )  # fmt: skip


def _known_lines(run: _Run, before: Sequence[IndexedDocument]) -> dict[str, IndexedDocument]:
    """Index lines of documents that earlier runs made, whole ones and killed ones, by key."""
    known = {line.key: line for line in before}
    for file in part_files(run.parts, "build"):
        outcomes = read_part(file, run.reading.version, OUTCOMES)
        known.update((o.line.key, o.line) for o in outcomes if isinstance(o.line, IndexedDocument))
    return known


def _make(run: _Run, tasks: Sequence[Task], items: dict[str, int]) -> list[Outcome]:
    """Carry out the tasks; ``items`` is the number of documents in each raw file."""
    stage: _Stage[Task, Outcome] = _Stage(
        name="build", function=partial(make_shard, Making(run.reading, str(run.layout.documents))),
        shard=lambda part, some: MakeShard(str(part), tuple(some)),
        size=lambda task: task.raw.size // items[task.raw.path], path=lambda task: task.path, lines=OUTCOMES,
    )  # fmt: skip
    outcomes, lost = _carry_out(run, stage, tasks)
    for path, cause in lost.items():
        outcomes[path] = Outcome(path=path, made=False, line=IndexedFailure(path=path, cause=cause))
    return [outcomes[task.path] for task in tasks]


# ---- both -----------------------------------------------------------------------------------------


class _HasPath(Protocol):
    @property
    def path(self) -> str: ...


T = TypeVar("T")
L = TypeVar("L", bound=_HasPath)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage(Generic[T, L]):
    """One of the two passes: tasks go out in shards, lines come back in parts."""

    name: str
    function: Callable[[Any], int]
    shard: Callable[[Path, Sequence[T]], Any]
    size: Callable[[T], int]
    path: Callable[[T], str]
    lines: msgspec.json.Decoder[L]


def _carry_out(run: _Run, stage: _Stage[T, L], tasks: Sequence[T]) -> tuple[dict[str, L], dict[str, str]]:
    """Carry out tasks in shards.

    Returns the lines that this run has written, by path; and the path and cause of those tasks that killed their process. A shard whose
    process died twice is taken apart, so that one document that brings down its process costs no other.
    """
    total = sum(stage.size(task) for task in tasks)
    groups = list(_grouped(tasks, stage.size, max(SHARD_BYTES >> 4, min(SHARD_BYTES, total // (run.workers * 4)))))
    parts = [run.parts / f"{stage.name}-{run.token}-{number}.jsonl" for number in range(len(groups))]
    done = 0

    def on_done(number: int, result: int | Lost) -> None:
        nonlocal done
        if not isinstance(result, Lost):
            done += sum(stage.size(task) for task in groups[number])
            run.progress(stage.name, done, total)

    run.progress(stage.name, 0, total)
    results = map_shards(stage.function, [stage.shard(p, g) for p, g in zip(parts, groups, strict=True)], run.workers, on_done)
    lost: dict[str, str] = {}
    for number, result in enumerate(results):
        if isinstance(result, Lost):
            lost |= _one_by_one(run, stage, groups[number], parts[number])
    written = part_files(run.parts, f"{stage.name}-{run.token}")
    return {line.path: line for part in written for line in read_part(part, run.reading.version, stage.lines)}, lost


def _one_by_one(run: _Run, stage: _Stage[T, L], tasks: Sequence[T], part: Path) -> dict[str, str]:
    """Carry out what a lost shard has left undone, each task in a process of its own; returns those that killed theirs."""
    finished = {line.path for line in read_part(part, run.reading.version, stage.lines)}
    rest = [task for task in tasks if stage.path(task) not in finished]
    shards = [stage.shard(part.with_name(f"{part.stem}-{number}.jsonl"), [task]) for number, task in enumerate(rest)]
    results = map_shards(stage.function, shards, max(run.workers, 2))  # never in this process, which has to survive
    return {stage.path(task): result.cause for task, result in zip(rest, results, strict=True) if isinstance(result, Lost)}


def _grouped(tasks: Sequence[T], size: Callable[[T], int], limit: int) -> Iterator[list[T]]:
    """Consecutive tasks in groups of about so many bytes; a file counts for 4 KiB at least."""
    group: list[T] = []
    weight = 0
    for task in tasks:
        group.append(task)
        weight += max(size(task), 4096)
        if weight >= limit:
            yield group
            group, weight = [], 0
    if group:
        yield group


def _finish(run: _Run, scans: Sequence[Scan], lines: Sequence[IndexLine], ids: set[str]) -> None:
    """Put state and index in place, then remove what belongs to neither."""
    layout = run.layout
    write_whole(run.observations, encode_lines(run.reading.version, [scan for scan in scans if scan.lasting]), durable=False)
    write_whole(layout.index, encode_index(lines))
    with told(layout.folder):
        for file in layout.document_files():
            if file.stem not in ids:
                file.unlink()
        converted = Path(run.reading.converted)
        if converted.is_dir():
            for text in converted.glob("*.text"):
                if text.stem[:16] not in ids:
                    text.unlink()
        shutil.rmtree(run.parts)
