"""What people ruled: ``decisions.jsonl``, one decision a line, only ever added to."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from essaykit.errors import CorpusError
from essaykit.model import Decision
from essaykit.store.documents import decode
from essaykit.store.files import told
from essaykit.store.layout import existing_corpus
from essaykit.store.lock import locked

_DECODER = msgspec.json.Decoder(Decision)
_WAIT = 10.0
"""Seconds to wait for another writer; a line takes milliseconds."""


def read_decisions(folder: Path) -> tuple[tuple[Decision, ...], tuple[CorpusError, ...]]:
    """The decisions of a corpus in the order in which they were made, and an error for each line that is none.

    Broken lines are left where they are; nothing that a person wrote is thrown away.

    Raises:
        CorpusError: if the folder is no corpus or the file can't be read. A missing file holds no decisions.
    """
    path = existing_corpus(folder).decisions
    if not path.exists():
        return (), ()
    with told(path):
        data = path.read_bytes()
    decisions: list[Decision] = []
    problems: list[CorpusError] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            decisions.append(decode(_DECODER, line, str(path), f"line {number}"))
        except CorpusError as error:
            problems.append(CorpusError(error.cause, file=error.file, place=error.place, hint="mend or delete this line"))
    return tuple(decisions), tuple(problems)


def append_decision(folder: Path, *decisions: Decision) -> None:
    """Add decisions to a corpus, all or none, and wait until the disk has them.

    Raises:
        CorpusError: if the folder is no corpus, or the disk is full; the file is then as it was.
    """
    layout = existing_corpus(folder)
    data = encode_decisions(decisions)
    with told(layout.state):
        layout.state.mkdir(exist_ok=True)
    with locked(layout.decisions_lock, wait=_WAIT), told(layout.decisions), layout.decisions.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            if file.read(1) != b"\n":  # a line that was cut off stays a line of its own
                data = b"\n" + data
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(size)
            raise


def encode_decisions(decisions: Sequence[Decision]) -> bytes:
    """Decisions as lines of JSON.

    Raises:
        CorpusError: if a text holds a lone surrogate.
    """
    try:
        return b"".join(msgspec.json.encode(decision) + b"\n" for decision in decisions)
    except UnicodeEncodeError as error:
        raise CorpusError(f"a decision can't be written as JSON: {error.reason}") from None
