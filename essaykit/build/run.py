"""The build: find raw files, observe them, merge what they tell, make the documents that changed, write the index.

What a run leaves depends on nothing but the raw files, the decisions, the
encoding asked for and the versions: a folder built in one go, in several goes,
after kills, by one worker or many has the same bytes. Documents are put in
place one by one as they are made; the index comes last and in one piece, so
readers see the old corpus until the new one is whole.
"""

from __future__ import annotations

import codecs
import secrets
import shutil
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from essaykit import __version__
from essaykit.build.core import Core, real_core
from essaykit.build.fetched import with_records
from essaykit.build.make import OUTCOMES, MakeShard, Making, Outcome, make_shard
from essaykit.build.observe import MOST_REMEMBERED, SCANS, ObserveShard, Reading, Remembered, Scan, observe_shard
from essaykit.build.parts import encode_lines, part_files, read_part
from essaykit.build.plan import Plan, Planned, plan_documents
from essaykit.build.report import BuildReport
from essaykit.build.sources import Listing, RawFile, list_sources
from essaykit.build.stages import Progress, Sharding, Stage
from essaykit.errors import CorpusError, UsageError
from essaykit.model import SCHEMA_VERSION
from essaykit.store.decisions import read_decisions
from essaykit.store.files import sweep, told, write_whole
from essaykit.store.index import IndexedDocument, IndexedFailure, IndexLine, decode_index, encode_index, path_order, totals
from essaykit.store.layout import LAYOUT, Layout, prepared_corpus
from essaykit.store.lock import locked

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
        UsageError: if there is no such encoding.
        CorpusError: if the folder is none of ours, another build holds it, or the disk is full.
            What can't be read is no error here: see `BuildReport.failures`.
    """
    try:
        codecs.lookup(encoding or "utf-8")
    except LookupError:
        raise UsageError(f"there is no encoding called {encoding}", hint="such as utf-8, gb18030, big5, utf-16") from None
    core = core or real_core()
    layout = prepared_corpus(Path(out))
    with locked(layout.state / "build.lock", wait=wait, on_wait=on_wait):
        for folder in (layout.folder, layout.documents, layout.state):
            sweep(folder)
        version = f"{LAYOUT} {SCHEMA_VERSION} {__version__} {core.rules_version()} {encoding or ''}"
        remembered = Remembered(MOST_REMEMBERED if workers <= 1 else 0)
        reading = Reading(core, version, encoding, str(layout.state / "parts"), str(layout.state / "converted"), remembered)
        sharding = Sharding(layout.state / "parts", secrets.token_hex(4), version, max(workers, 1), progress or _silent)
        with told(sharding.parts):
            if force:
                shutil.rmtree(sharding.parts, ignore_errors=True)
                shutil.rmtree(reading.converted, ignore_errors=True)
            sharding.parts.mkdir(exist_ok=True)
        listing = with_records(list_sources(paths, layout.folder))
        if stdin is not None:
            spool = layout.state / f".essaykit-{sharding.token}-stdin.tmp"
            write_whole(spool, stdin, durable=False)
            listing.files.append(RawFile("-", str(spool), len(stdin)))
        report = _build(_Run(layout, reading, sharding, force), listing)
        sweep(layout.state)
        return report


def _silent(_stage: str, _done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class _Run:
    layout: Layout
    reading: Reading
    sharding: Sharding
    force: bool

    @property
    def observations(self) -> Path:
        return self.layout.state / "observations.jsonl"


def _build(run: _Run, listing: Listing) -> BuildReport:
    layout = run.layout
    with locked(layout.decisions_lock, wait=WAIT):
        decisions, broken = read_decisions(layout.folder)
    before = _last_index(layout)
    scans = _observe(run, listing.files)
    plan = plan_documents(run.reading.core, run.reading.version, scans, {file.path: file for file in listing.files}, decisions)
    outcomes = _make(run, plan, {} if run.force else _known_lines(run, before))
    failed = [o.line for o in outcomes if isinstance(o.line, IndexedFailure)]
    failures = [*listing.failures, *(f for scan in scans for f in scan.failures), *plan.failures, *failed]
    documents = [o.line for o in outcomes if isinstance(o.line, IndexedDocument)]
    ids = {line.id for line in documents}
    left_alone = bool(before) and not documents
    if not left_alone:
        _finish(run, scans, [*documents, *failures, *listing.skipped], ids)
    return BuildReport(
        corpus=str(layout.folder),
        totals=totals(documents),
        built=sum(o.made for o in outcomes),
        reused=sum(not o.made for o in outcomes) - len(failed),
        removed=0 if left_alone else sum(line.id not in ids for line in before),
        left_alone=left_alone,
        failures=tuple(sorted(failures, key=lambda f: path_order(f.path))),
        skipped=len(listing.skipped),
        broken_decisions=tuple(str(error) for error in broken),
        homeless_decisions=plan.homeless,
    )


def _last_index(layout: Layout) -> list[IndexedDocument]:
    """The documents of the last run's index; a broken one is as good as none."""
    with suppress(OSError, CorpusError):
        return [x for x in decode_index(layout.index.read_bytes(), str(layout.index)) if isinstance(x, IndexedDocument)]
    return []


def _observe(run: _Run, files: Sequence[RawFile]) -> list[Scan]:
    """First pass: a scan for each raw file, in the order of paths."""
    known = {} if run.force else _known_scans(run)
    stage: Stage[tuple[RawFile, str | None], Scan] = Stage(
        name="read",
        function=partial(observe_shard, run.reading),
        shard=lambda part, work: ObserveShard(str(part), tuple(work)),
        size=lambda work: work[0].size,
        path=lambda work: work[0].path,
        lines=SCANS,
    )
    fresh, lost = run.sharding.carry_out(stage, [(raw, known[raw.path].sha256 if raw.path in known else None) for raw in files])
    for path, cause in lost.items():
        fresh[path] = Scan(path=path, sha256="", failures=(IndexedFailure(path=path, cause=cause),))
    return [fresh.get(raw.path) or known[raw.path] for raw in files]


def _known_scans(run: _Run) -> dict[str, Scan]:
    """What earlier runs read, whole ones and killed ones, by path."""
    files = [run.observations, *part_files(run.sharding.parts, "read")]
    scans = (scan for file in files for scan in read_part(file, run.reading.version, SCANS))
    return {scan.path: scan for scan in scans if scan.lasting}


def _make(run: _Run, plan: Plan, known: dict[str, IndexedDocument]) -> list[Outcome]:
    """Second pass: what became of each document, in the order of the plan."""
    stage: Stage[Planned, Outcome] = Stage(
        name="build",
        function=partial(make_shard, Making(run.reading, str(run.layout.documents))),
        shard=lambda part, some: MakeShard(str(part), tuple(plan.task(planned, known.get(planned.key)) for planned in some)),
        size=lambda planned: planned.size,
        path=lambda planned: planned.item.path,
        lines=OUTCOMES,
    )
    outcomes, lost = run.sharding.carry_out(stage, plan.documents)
    for path, cause in lost.items():
        outcomes[path] = Outcome(path=path, made=False, line=IndexedFailure(path=path, cause=cause))
    return [outcomes[planned.item.path] for planned in plan.documents]


def _known_lines(run: _Run, before: Sequence[IndexedDocument]) -> dict[str, IndexedDocument]:
    """Index lines of documents that earlier runs made, whole ones and killed ones, by key."""
    known = {line.key: line for line in before}
    for file in part_files(run.sharding.parts, "build"):
        outcomes = read_part(file, run.reading.version, OUTCOMES)
        known.update((o.line.key, o.line) for o in outcomes if isinstance(o.line, IndexedDocument))
    return known


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
        shutil.rmtree(run.sharding.parts)
