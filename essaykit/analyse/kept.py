"""Cuts into words that are kept beside a corpus, so that a corpus is cut once, not by every command.

The file is derived data: it names the segmentation and the hash of each text it
was made from, is made anew where these differ (texts that are in it are not cut
again), and can be thrown away. Where it can't be written, nothing is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np

from essaykit.analyse.pieces import cut_together, in_order
from essaykit.analyse.tokens import Numbers, Tokens
from essaykit.analyse.words import Segmenter
from essaykit.errors import CorpusError
from essaykit.store.files import write_whole

HASH = 16
"""Bytes of a text's hash."""


class _Kept(msgspec.Struct, frozen=True):
    segmentation: str
    texts: bytes
    """Hashes of the texts, one after another."""
    words: tuple[str, ...]
    starts: memoryview
    """Of `Tokens`, as little-endian 64-bit integers."""
    ids: memoryview
    """Of `Tokens`, as 16-bit integers if there are few words, else 32-bit."""


def cut_texts(texts: Sequence[str], segmenter: Segmenter) -> Tokens:
    """Cut texts and number their words; where the segmenter has a folder, what is kept there is used and renewed."""
    if segmenter.folder is None:
        return _cut(texts, segmenter)
    hashes = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=HASH).digest() for text in texts]
    path = segmenter.folder / f"words-{segmenter.key}.bin"
    old = _load(path, segmenter.key)
    if old is not None and old[0] == b"".join(hashes):
        return old[1]
    tokens = _cut(texts, segmenter) if old is None else _cut_new(texts, segmenter, hashes, *old)
    with suppress(CorpusError, UnicodeEncodeError):  # a folder that can't be written to, a lone surrogate
        write_whole(path, _packed(tokens, hashes, segmenter.key), durable=False)
    return tokens


def _cut(texts: Sequence[str], segmenter: Segmenter) -> Tokens:
    numbers = Numbers()
    return in_order(numbers, *cut_together(texts, segmenter, numbers))


def _cut_new(texts: Sequence[str], segmenter: Segmenter, hashes: list[bytes], old_hashes: bytes, old: Tokens) -> Tokens:
    """The texts as `_cut` would number them, those that were cut before taken from there."""
    known = {old_hashes[i * HASH : (i + 1) * HASH]: i for i in range(old.texts)}
    numbers = Numbers(old.words)
    new = [text for text, hashed in zip(texts, hashes, strict=True) if hashed not in known]
    new_ids, new_starts = cut_together(new, segmenter, numbers)
    fresh = pairwise(new_starts.tolist())
    old_starts = old.starts.tolist()
    parts = [np.empty(0, dtype=np.uint32)]
    for hashed in hashes:
        number = known.get(hashed)
        begin, end = next(fresh) if number is None else old_starts[number : number + 2]
        parts.append((new_ids if number is None else old.ids)[begin:end])
    starts = np.cumsum([0, *map(len, parts[1:])], dtype=np.int64)
    return in_order(numbers, np.concatenate(parts), starts)


def _packed(tokens: Tokens, hashes: list[bytes], segmentation: str) -> bytes:
    narrow = np.dtype("<u2") if len(tokens.words) <= 1 << 16 else np.dtype("<u4")
    starts, ids = tokens.starts.astype("<i8", copy=False), tokens.ids.astype(narrow, copy=False)
    return msgspec.msgpack.encode(_Kept(segmentation, b"".join(hashes), tokens.words, starts.view(np.uint8).data, ids.view(np.uint8).data))


def _load(path: Path, segmentation: str) -> tuple[bytes, Tokens] | None:
    """Hashes and words; None if there is no such file or it is broken."""
    try:
        kept = msgspec.msgpack.decode(path.read_bytes(), type=_Kept)
        starts = np.frombuffer(kept.starts, dtype="<i8").astype(np.int64)
        ids = np.frombuffer(kept.ids, dtype="<u2" if len(kept.words) <= 1 << 16 else "<u4").astype(np.uint32, copy=False)
    except (OSError, ValueError):
        return None
    sound = (
        kept.segmentation == segmentation
        and len(starts) == len(kept.texts) // HASH + 1
        and starts[0] == 0
        and starts[-1] == len(ids)
        and (np.diff(starts) > 0).all()
        and (not len(ids) or int(ids.max()) < len(kept.words))
    )
    return (kept.texts, Tokens(kept.words, ids, starts)) if sound else None
