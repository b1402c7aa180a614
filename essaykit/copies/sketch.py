"""Which pairs are worth comparing: the texts that share one of the least fingerprints of each, met in one sorted list.

Of each text those fingerprints are kept that lie under a limit, the same for all
texts of one size: a bottom sketch with a threshold, as in Broder, "On the
resemblance and containment of documents", 1997 (MOD sampling), and later FracMinHash.
A sketch depends on its text alone, so sketches of shards are simply put together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from essaykit.copies.grams import Codes, Grams, Ints

SIZE = 96
"""Fingerprints that a text has in its sketch, about; a text that has fewer has all of them."""
WINDOW = 32
_PART = 1 << 22
"""Fingerprints that are sorted at a time."""
_SOME = 1 << 22
"""Pairs that are gathered before doubles are taken out."""
_COUNT = np.uint64(16)
"""Bits of a pair's key that tell how often it was met."""
_TIMES = np.uint64(0xFFFF)
_ODD = np.uint32(0x9E3779B1)
ALL = 0xFFFFFFFF
"""The greatest fingerprint: the limit of a text that has few."""
Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Sketches:
    """Sketches of many texts, one after another; text ``i`` has ``values[starts[i]:starts[i + 1]]``, in order, each once."""

    values: Codes
    starts: Ints
    limits: Ints
    """Of each text: the greatest fingerprint that may be in its sketch."""

    def __len__(self) -> int:
        return len(self.limits)


@dataclass(frozen=True, slots=True)
class Postings:
    """The fingerprints of sketches in order, and the text that each is from; copies stand together."""

    values: Codes
    texts: npt.NDArray[np.uint32]
    limits: Ints
    """As in `Sketches`."""


def sketch_limits(sizes: Ints) -> Ints:
    """The greatest fingerprint in the sketch of a text that has so many grams."""
    limits: Ints = np.minimum((ALL * SIZE) // np.maximum(sizes, 1), ALL)
    return limits


def find_sketches(grams: Grams) -> Sketches:
    """The sketch of each text."""
    sizes = grams.sizes
    limits = sketch_limits(sizes)
    found = [np.zeros(0, np.uint32)]
    counts = np.zeros(len(grams), np.int64)
    for begin, end in grams.blocks():
        low, high = grams.starts[begin], grams.starts[end]
        values = grams.values[low:high]
        at = np.flatnonzero(values <= np.repeat(limits[begin:end].astype(np.uint32), sizes[begin:end]))
        bounds = np.searchsorted(at, grams.starts[begin : end + 1] - low)
        row = np.repeat(np.arange(end - begin, dtype=np.uint64) << np.uint64(32), np.diff(bounds))
        keys = _once(np.sort(row | values[at]))
        found.append(keys.astype(np.uint32))
        counts[begin:end] = np.bincount((keys >> np.uint64(32)).astype(np.int64), minlength=end - begin)
    return Sketches(np.concatenate(found), np.append(0, np.cumsum(counts)), limits)


def joined_sketches(parts: Iterable[Sketches]) -> Sketches:
    """The sketches of shards, one after another."""
    found = list(parts)
    values = np.concatenate([np.zeros(0, np.uint32), *(part.values for part in found)])
    sizes = np.concatenate([np.zeros(0, np.int64), *(np.diff(part.starts) for part in found)])
    limits = np.concatenate([np.zeros(0, np.int64), *(part.limits for part in found)])
    return Sketches(values, np.append(0, np.cumsum(sizes)), limits)


def find_postings(sketches: Sketches) -> Postings:
    """The fingerprints of all sketches that stand in at least two."""
    bits = np.uint64(max(1, len(sketches).bit_length()))
    texts = np.repeat(np.arange(len(sketches), dtype=np.uint32), np.diff(sketches.starts))
    values = sketches.values
    following = np.append(values[1:], values[:1])
    parts = len(values) // _PART + 1
    step = max(1, len(values) // (1 << 14))
    bounds = np.quantile(values[::step], np.arange(1, parts) / parts).astype(np.uint32) if parts > 1 else np.zeros(0, np.uint32)
    found = [(np.zeros(0, np.uint32), np.zeros(0, np.uint32))]
    for low, high in zip([0, *bounds.tolist()], [*bounds.tolist(), ALL + 1], strict=True):
        some = slice(None) if parts == 1 else np.flatnonzero((values >= low) & (values < high) if high <= ALL else values >= low)
        # value, what can be seen of the text's next one, text: in one key that sorts quickly
        keys = values[some].astype(np.uint64) << np.uint64(32)
        keys |= (following[some] * _ODD >> np.uint32(bits)).astype(np.uint64) << bits
        keys |= texts[some]
        keys = np.sort(keys)
        value = (keys >> np.uint64(32)).astype(np.uint32)
        same = value[1:] == value[:-1]
        shared = np.flatnonzero(np.append(same, False) | np.append(False, same)) if len(value) else np.zeros(0, np.int64)
        found.append((value[shared], (keys[shared] & np.uint64((1 << int(bits)) - 1)).astype(np.uint32)))
    return Postings(np.concatenate([v for v, _ in found]), np.concatenate([t for _, t in found]), sketches.limits)


def candidates(postings: Postings, agreeing: int = 1, window: int = WINDOW) -> tuple[Ints, Ints, Ints]:
    """Pairs of texts that share at least so many fingerprints of their sketches: first and second, in order, and how many.

    Texts that share one are paired with `window` neighbours; copies stand together, as more is compared than the one.
    """
    values, texts = postings.values, postings.texts
    bits = np.uint64(len(postings.limits).bit_length())
    keys = np.zeros(0, np.uint64)
    for begin, end in _runs(values):
        gathered, value, text = [keys], values[begin:end], texts[begin:end].astype(np.uint64)
        at = np.flatnonzero(value[1:] == value[:-1])
        for distance in range(1, window + 1):
            if not len(at):
                break
            first, second = text[at], text[at + distance]
            gathered.append((np.minimum(first, second) << bits | np.maximum(first, second)) << _COUNT | np.uint64(1))
            at = at[: np.searchsorted(at, len(value) - distance - 1)]
            at = at[value[at + distance + 1] == value[at]]
        keys = _counted(np.concatenate(gathered))
    counts = (keys & _TIMES).astype(np.int64)
    keys, counts = keys[counts >= agreeing] >> _COUNT, counts[counts >= agreeing]
    return (keys >> bits).astype(np.int64), (keys & np.uint64((1 << int(bits)) - 1)).astype(np.int64), counts


def _runs(values: Codes) -> Iterable[tuple[int, int]]:
    """Ranges of a sorted row that are not much longer than can make `_SOME` pairs, none of which parts equal values."""
    begin = 0
    while begin < len(values):
        end = min(begin + _SOME // 4, len(values))
        end = int(np.searchsorted(values, values[end - 1], side="right"))
        yield begin, end
        begin = end


def _counted(keys: Keys) -> Keys:
    """Pairs in order, each once, with the sum of how often they were met in the low bits."""
    keys = np.sort(keys)
    if not len(keys):
        return keys
    pair = keys >> _COUNT
    begin = np.flatnonzero(np.append(True, pair[1:] != pair[:-1]))
    times = np.add.reduceat(keys & _TIMES, begin)
    return pair[begin] << _COUNT | times


def _once(ordered: Keys) -> Keys:
    new = np.ones(len(ordered), dtype=bool)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]
