"""What is kept beside a corpus: fingerprints of its essays, so that only new ones are read again; and the copies found among them.

Derived data: it names what it was made from, is made anew where that differs,
and can be thrown away. Where it can't be written, nothing is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
import numpy as np

from essaykit import __version__
from essaykit.copies.added import with_added
from essaykit.copies.find import Found, find_copies
from essaykit.copies.grams import SIZE, Grams, find_grams, joined
from essaykit.copies.index import Index
from essaykit.copies.result import CopiesResult, told
from essaykit.errors import CorpusError
from essaykit.store import Corpus
from essaykit.store.files import write_whole
from essaykit.store.layout import Layout

HASH = 16
"""Bytes of a text's hash."""
GRAMS = "copies-grams.bin"
_KEY = f"{__version__}/{SIZE}/2"
LARGE = 10_000
"""A corpus of so many texts is not searched anew for each addition …"""
GROWN = 1.1
"""… but when it has grown by a tenth: then what is stock, and who is whose source, may have changed."""


class _KeptGrams(msgspec.Struct, frozen=True):
    key: str
    texts: bytes
    """Hashes of the texts, one after another."""
    sizes: bytes
    values: bytes


class _KeptCopies(msgspec.Struct, frozen=True):
    key: str
    digest: str
    ids: tuple[str, ...]
    result: CopiesResult
    stock: bytes
    stock_counts: bytes
    sources: bytes
    grams: bytes
    """Hash of the hashes of the texts whose fingerprints are kept beside it."""
    texts: bytes
    """Hashes of the texts, one after another."""
    searched: int
    """How many texts there were when all were last searched."""


def text_grams(texts: Sequence[str], folder: Path | None = None) -> Grams:
    """The fingerprints of texts; what is kept in the folder is used and renewed."""
    if folder is None:
        return find_grams(texts)
    hashes = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=HASH).digest() for text in texts]
    old_hashes, old = _load_grams(folder / GRAMS)
    if old_hashes == b"".join(hashes):
        return old
    known = {old_hashes[i * HASH : (i + 1) * HASH]: i for i in range(len(old))}
    fresh = find_grams([text for text, hashed in zip(texts, hashes, strict=True) if hashed not in known])
    new = iter(range(len(fresh)))
    parts = [old.of(known[h]) if h in known else fresh.of(next(new)) for h in hashes]
    sizes = np.fromiter(map(len, parts), np.int64, len(parts))
    grams = Grams(np.concatenate([np.zeros(0, np.uint32), *parts]), np.append(0, np.cumsum(sizes)))
    kept = _KeptGrams(_KEY, b"".join(hashes), sizes.astype("<u4").tobytes(), grams.values.astype("<u4").tobytes())
    with suppress(CorpusError):
        write_whole(folder / GRAMS, msgspec.msgpack.encode(kept), durable=False)
    return grams


def _load_grams(path: Path) -> tuple[bytes, Grams]:
    try:
        kept = msgspec.msgpack.decode(path.read_bytes(), type=_KeptGrams)
        sizes = np.frombuffer(kept.sizes, "<u4").astype(np.int64)
        values = np.frombuffer(kept.values, "<u4")
    except (OSError, ValueError):
        return b"", joined(())
    if kept.key != _KEY or len(kept.texts) != HASH * len(sizes) or sizes.sum() != len(values):
        return b"", joined(())
    return kept.texts, Grams(values.astype(np.uint32, copy=False), np.append(0, np.cumsum(sizes)))


def corpus_copies(corpus: Corpus, ids: Sequence[str], grams: Grams) -> tuple[CopiesResult, Found | None]:
    """The copies in a corpus; as they are kept if it has not changed since, else found and kept.

    The second is None where they were kept.
    """
    if (kept := kept_copies(corpus)) is not None:
        return kept, None
    hashes, _ = _load_grams(corpus.folder / "state" / GRAMS)
    added = _added(Layout(corpus.folder).copies, ids, hashes, grams)
    found, searched = added or (find_copies(grams), len(ids))
    result = told(found, grams, ids, corpus.digest)
    record = _KeptCopies(
        _KEY, corpus.digest, tuple(ids), result,
        found.stock.astype("<u4").tobytes(), found.stock_counts.astype("<u4").tobytes(), found.sources.astype("<u4").tobytes(),
        _hashed_hashes(corpus.folder / "state" / GRAMS), hashes, searched,
    )  # fmt: skip
    with suppress(CorpusError, UnicodeEncodeError):
        (corpus.folder / "state").mkdir(exist_ok=True)
        write_whole(Layout(corpus.folder).copies, msgspec.msgpack.encode(record), durable=False)
    return result, found


def _added(path: Path, ids: Sequence[str], hashes: bytes, grams: Grams) -> tuple[Found, int] | None:
    """What is kept with the texts that are new, and how many were last searched; None where all have to be."""
    record = _load_record(path)
    if record is None or len(hashes) != HASH * len(ids) or not LARGE <= len(ids) <= GROWN * record.searched:
        return None
    place = {(name, hashes[i * HASH : (i + 1) * HASH]): i for i, name in enumerate(ids)}
    old = [place.get((name, record.texts[i * HASH : (i + 1) * HASH]), -1) for i, name in enumerate(record.ids)]
    if -1 in old:  # one has changed, or is gone
        return None
    return with_added(_kept_found(record), np.array(old, np.int64), grams), record.searched


def _kept_found(record: _KeptCopies) -> Found:
    number = {name: i for i, name in enumerate(record.ids)}
    pairs, stock = record.result.pairs, record.result.stock_pairs
    return Found(
        np.array([number[p.a] for p in pairs], np.int64), np.array([number[p.b] for p in pairs], np.int64),
        np.array([p.share_a for p in pairs], np.float64), np.array([p.share_b for p in pairs], np.float64),
        np.array([number[p.a] for p in stock], np.int64), np.array([number[p.b] for p in stock], np.int64),
        np.array([p.share for p in stock], np.float64), np.frombuffer(record.sources, "<u4").astype(np.int64),
        np.frombuffer(record.stock, "<u4").astype(np.uint32), np.frombuffer(record.stock_counts, "<u4").astype(np.int64),
    )  # fmt: skip


def kept_copies(corpus: Corpus) -> CopiesResult | None:
    """What `corpus_copies` kept; None if there is nothing, or the corpus has changed since."""
    record = _load_copies(corpus)
    return None if record is None else record.result


def independent_sources(corpus: Corpus) -> dict[str, int] | None:
    """Essay id → number of its independent source, for counts that are to count sources; None where copies were not looked for."""
    record = _load_copies(corpus)
    if record is None:
        return None
    return dict(zip(record.ids, np.frombuffer(record.sources, "<u4").tolist(), strict=True))


def warm_index(corpus: Corpus) -> tuple[Index, tuple[str, ...]] | None:
    """The index of a corpus with the ids of its essays, without reading one of them; None if it is not kept, or has changed since."""
    record = _load_copies(corpus)
    path = corpus.folder / "state" / GRAMS
    if record is None or not record.grams or _hashed_hashes(path) != record.grams:
        return None
    _, grams = _load_grams(path)
    if len(grams) != len(record.ids):
        return None
    return _index(grams, record), record.ids


def _hashed_hashes(path: Path) -> bytes:
    hashes, _ = _load_grams(path)
    return hashlib.blake2b(hashes, digest_size=HASH).digest() if hashes else b""


def _index(grams: Grams, record: _KeptCopies) -> Index:
    return Index(grams, np.frombuffer(record.stock, "<u4").astype(np.uint32), np.frombuffer(record.stock_counts, "<u4").astype(np.int64))


def corpus_index(corpus: Corpus, ids: Sequence[str], grams: Grams) -> Index:
    """An index of the essays of a corpus; copies are looked for if that is not kept."""
    _, found = corpus_copies(corpus, ids, grams)
    if found is not None:
        return Index(grams, found.stock, found.stock_counts)
    record = _load_copies(corpus)
    if record is None:  # the file has gone meanwhile
        return Index.of(grams)
    return _index(grams, record)


def _load_copies(corpus: Corpus) -> _KeptCopies | None:
    record = _load_record(Layout(corpus.folder).copies)
    return record if record is not None and record.digest == corpus.digest else None


def _load_record(path: Path) -> _KeptCopies | None:
    try:
        record = msgspec.msgpack.decode(path.read_bytes(), type=_KeptCopies)
    except (OSError, ValueError):
        return None
    return record if record.key == _KEY else None
