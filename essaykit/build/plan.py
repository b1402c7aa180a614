"""Between the passes: which documents there are, what each reads from the others, and whether it has to be made."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from essaykit.build.core import Core
from essaykit.build.make import Task
from essaykit.build.observe import Item, Scan, observation_of
from essaykit.build.rulings import Rulings
from essaykit.build.sources import RawFile
from essaykit.model import ContextView, Decision
from essaykit.store.index import IndexedDocument, IndexedFailure, path_order


@dataclass(frozen=True, slots=True)
class Planned:
    """A document that the corpus will hold."""

    item: Item
    """Its first path is the one it goes by."""
    raw: RawFile
    size: int
    """Its share of the raw file's bytes."""
    other_paths: tuple[str, ...]
    other_records: tuple[str | None, ...]
    """Where the records of the other paths lie, for pages that were fetched."""
    decisions: tuple[Decision, ...]
    key: str
    """Digest of everything that the document is made from."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All documents of a run in the order of their paths, and the context that they read from."""

    core: Core
    context: Any
    documents: list[Planned]
    failures: list[IndexedFailure]
    """Records that have the path of another document."""
    homeless: tuple[str, ...]
    """Ids of decisions about documents that aren't there."""

    def task(self, planned: Planned, known: IndexedDocument | None) -> Task:
        """The task for a worker. What it reads from the context is put in only now: it is much, for all documents at once."""
        sha256 = planned.item.sha256
        return Task(
            id=sha256[:16], sha256=sha256, raw=planned.raw, path=planned.item.path, other_paths=planned.other_paths,
            other_records=planned.other_records,
            view=_view(self.core, planned.item, self.context), decisions=planned.decisions, key=planned.key, known=known,
        )  # fmt: skip


def plan_documents(core: Core, version: str, scans: Sequence[Scan], raw: dict[str, RawFile], decisions: Sequence[Decision]) -> Plan:
    """Group what was read by content, merge the observations, and digest what each document is made from.

    The same bytes at several paths are one document, which goes by the first path and is observed once.
    """
    groups: dict[str, list[tuple[Item, RawFile, int]]] = {}
    failures = []
    paths = set()
    found = ((item, raw[scan.path], raw[scan.path].size // len(scan.items)) for scan in scans for item in scan.items)
    for item, file, size in sorted(found, key=lambda f: (path_order(f[0].path), path_order(f[1].path))):
        if item.path in paths:
            failures.append(IndexedFailure(path=item.path, cause="a file and a record have this path", hint="rename one of the files"))
            continue
        paths.add(item.path)
        groups.setdefault(item.sha256, []).append((item, file, size))
    rulings = Rulings.of(decisions, found_ids={sha256[:16] for sha256 in groups}, found_paths=paths)
    context = core.merge_observations(observation_of(group[0][0]) for group in groups.values())
    documents = []
    for sha256, group in groups.items():
        item, file, size = group[0]
        own_paths = tuple(i.path for i, _, _ in group)
        own = rulings.for_document(sha256[:16], own_paths, item.site)
        records = [i.record for i, _, _ in group]
        made_from = (version, sha256, own_paths, core.view_digest(_view(core, item, context)), own, *(records if any(records) else ()))
        key = hashlib.blake2b(msgspec.json.encode(made_from), digest_size=16).hexdigest()
        documents.append(Planned(item, file, size, own_paths[1:], tuple(f.record for _, f, _ in group[1:]), own, key))
    return Plan(core, context, documents, failures, rulings.homeless)


def _view(core: Core, item: Item, context: Any) -> ContextView:
    return core.view_context(observation_of(item), context)
