"""The index of excerpts kept beside a corpus, so that only the first draft after a change waits for it.

Derived data: it names the corpus that it was made from, is made anew where that
differs, and can be thrown away. Where it can't be written, nothing is kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from essaykit import __version__
from essaykit.draft.excerpt_index import EssaySource, ExcerptIndex, index_essays
from essaykit.draft.nearness import TextOf
from essaykit.draft.roles import role_cards
from essaykit.errors import CorpusError
from essaykit.store import Corpus
from essaykit.store.files import write_whole

FILE = "excerpts.bin"
_KEY = f"{__version__}/{'/'.join(role_cards())}/2"
"""Rises at its end when what is indexed changes."""


class _Array(msgspec.Struct, frozen=True):
    dtype: str
    shape: tuple[int, ...]
    data: bytes


class _Kept(msgspec.Struct, frozen=True):
    key: str
    digest: str
    essays: tuple[tuple[str, str, str, str, str, str], ...]
    arrays: dict[str, _Array]


def corpus_excerpts(corpus: Corpus) -> tuple[ExcerptIndex, TextOf]:
    """The index of a corpus, as it is kept if the corpus has not changed since; and what reads the few essays that are asked for."""
    index = _load(corpus)
    if index is None:
        index = index_essays(sorted(corpus, key=lambda essay: essay.id))
        with suppress(CorpusError, UnicodeEncodeError):
            (corpus.folder / "state").mkdir(exist_ok=True)
            write_whole(corpus.folder / "state" / FILE, _packed(index, corpus.digest), durable=False)
    return index, _reader(corpus, index)


def _reader(corpus: Corpus, index: ExcerptIndex) -> TextOf:
    read: dict[str, str] = {}

    def text_of(numbers: Iterable[int]) -> dict[int, str]:
        wanted = list(numbers)
        missing = {index.essays[n].document for n in wanted if index.essays[n].id not in read}
        read.update((essay.id, essay.text) for essay in corpus.essays_in(missing))
        return {n: read[index.essays[n].id] for n in wanted}

    return text_of


def _packed(index: ExcerptIndex, digest: str) -> bytes:
    arrays = {f.name: getattr(index, f.name) for f in fields(index) if f.name != "essays"}
    kept = {
        name: _Array(a.dtype.newbyteorder("<").str, a.shape, a.astype(a.dtype.newbyteorder("<")).tobytes()) for name, a in arrays.items()
    }
    essays = tuple((e.id, e.document, e.title, e.path, e.site, e.url) for e in index.essays)
    return msgspec.msgpack.encode(_Kept(_KEY, digest, essays, kept))


def _load(corpus: Corpus) -> ExcerptIndex | None:
    path = Path(corpus.folder) / "state" / FILE
    try:
        kept = msgspec.msgpack.decode(path.read_bytes(), type=_Kept)
        if (kept.key, kept.digest) != (_KEY, corpus.digest):
            return None
        arrays: dict[str, Any] = {name: np.frombuffer(a.data, a.dtype).reshape(a.shape) for name, a in kept.arrays.items()}
        return ExcerptIndex(essays=tuple(EssaySource(*e) for e in kept.essays), **arrays)
    except (OSError, ValueError, TypeError):
        return None
