"""A tiny reader and pipeline: each document is one essay, less the lines that stand in other documents of its site."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import time
from collections import Counter

from essaykit.build.core import Core
from essaykit.errors import ReadError
from essaykit.ledger import apply_between, make_operation, text_hash
from essaykit.model import Block, ContextView, Document, Essay, Observation, Reason, Source, SourceText

WHY = Reason(zh="同站重复", en="stands in other documents of the site")


class NeedsOfficeError(ReadError):
    pass


def read_source(data, name, *, encoding=None):
    if not data:
        raise ReadError("is empty")
    if b"\0" in data:
        raise ReadError("is binary", place="byte 0", hint="not text")
    if name.endswith(".doc"):
        raise NeedsOfficeError("needs LibreOffice")
    if b"CRASH" in data:
        raise ZeroDivisionError("reader\ncrashed")
    if b"KILL-READ" in data:
        os.kill(os.getpid(), signal.SIGKILL)
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        raise ReadError("is no text") from None
    blocks, at = [], 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if line.strip():
            blocks.append(Block(start=at, end=at + len(line.rstrip()), line=number))
        at += len(line)
    return SourceText(text=text, blocks=tuple(blocks), media_type="text/plain", encoding=encoding or "utf-8")


def is_record_file(data, name):
    return name.endswith(".jsonl")


def read_records(data, name):
    for number, line in enumerate(data.splitlines(), 1):
        try:
            yield f"{name}#{number}", json.loads(line)["text"].encode()
        except (ValueError, KeyError):
            yield f"{name}#{number}", ReadError("is no record")


def convert_office(data, name, timeout):
    if b"nooffice" in data:
        raise NeedsOfficeError("LibreOffice is not installed")
    return b"converted " + data


def _hash(line):
    return int.from_bytes(hashlib.blake2b(line.strip().encode(), digest_size=8).digest(), "big")


def observe_source(text, path):
    lines = {_hash(line) for line in text.text.splitlines() if line.strip()}
    return Observation(site=path.rpartition("/")[0], lines=tuple(sorted(lines)))


def merge_observations(observations):
    return Counter((o.site, line) for o in observations for line in o.lines)


def view_context(observation, context):
    counts = ((line, context[observation.site, line]) for line in observation.lines)
    return ContextView(site=observation.site, lines=tuple((line, count) for line, count in counts if count > 1))


def view_digest(view):
    return hashlib.sha256(repr((view.site, [line for line, _ in view.lines])).encode()).hexdigest()[:16]


def make_source(data, path, text):
    return Source(path=path, sha256=hashlib.sha256(data).hexdigest(), media_type=text.media_type, encoding=text.encoding)


def decide_document(source, record, view, decisions):
    path, sha256 = record.path, record.sha256
    if "KILL-BUILD" in source.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "FAIL-BUILD" in source.text:
        raise KeyError("oops")
    if "SLOW" in source.text:
        time.sleep(0.02)
    repeated = {line for line, _ in view.lines}
    lines = [(b.start, source.text[b.start : b.end]) for b in source.blocks]
    operations = [make_operation("site.repeated", start, line, "", WHY) for start, line in lines if _hash(line) in repeated]
    body, spans = apply_between(source.text, operations, 0, len(source.text))
    essay = Essay(id=f"{sha256[:16]}-0", heading=None, text=body, start=0, end=len(source.text), spans=spans)
    return Document(
        rules_version="fake", id=sha256[:16], source=record, text_sha256=text_hash(source.text),
        characters=len(source.text), title=path, promised_count=None, essays=(essay,), operations=tuple(operations),
        context_digest=view_digest(view), decisions_digest=",".join(d.id for d in decisions),
    )  # fmt: skip


def rules_version():
    return os.environ.get("FAKE_RULES", "fake")


CORE = Core(
    read_source=read_source,
    needs_office=NeedsOfficeError,
    is_record_file=is_record_file,
    read_records=read_records,
    convert_office=convert_office,
    observe_source=observe_source,
    merge_observations=merge_observations,
    view_context=view_context,
    view_digest=view_digest,
    make_source=make_source,
    decide_document=decide_document,
    rules_version=rules_version,
)
