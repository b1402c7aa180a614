"""The functions that the build calls, as one value that can be handed to worker processes and replaced in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from essaykit.errors import ReadError
from essaykit.model import ContextView, Decision, Document, Observation, Source, SourceText


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Reading and the pipeline; all of them functions of a module's top level, so that they can be pickled."""

    read_source: Callable[..., SourceText]
    """(data, name, encoding=None)"""
    needs_office: type[ReadError]
    is_record_file: Callable[[bytes, str], bool]
    read_records: Callable[[bytes, str], Iterator[tuple[str, bytes | ReadError]]]
    convert_office: Callable[[bytes, str, float], bytes]
    observe_source: Callable[[SourceText, str], Observation]
    merge_observations: Callable[[Iterable[Observation]], Any]
    """The context of all documents; it stays in the process that builds."""
    view_context: Callable[[Observation, Any], ContextView]
    view_digest: Callable[[ContextView], str]
    make_source: Callable[[bytes, str, SourceText], Source]
    decide_document: Callable[[SourceText, Source, ContextView, Sequence[Decision]], Document]
    rules_version: Callable[[], str]


def merge_observations(observations: Iterable[Observation]) -> Any:
    """The context of these documents."""
    from essaykit.pipeline import CorpusContext

    return CorpusContext().merge_all(observations)


def real_core() -> Core:
    """The core that essaykit ships."""
    from essaykit import pipeline, read

    return Core(
        read_source=read.read_source, needs_office=read.NeedsOffice, is_record_file=read.is_record_file, read_records=read.read_records,
        convert_office=read.convert_office, observe_source=pipeline.observe_source, merge_observations=merge_observations,
        view_context=pipeline.view_context, view_digest=pipeline.view_digest, make_source=pipeline.make_source,
        decide_document=pipeline.decide_document, rules_version=pipeline.rules_version,
    )  # fmt: skip
