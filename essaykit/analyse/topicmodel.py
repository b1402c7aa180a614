"""Topics that are kept in a file, and texts that come later assigned to them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from essaykit import __version__
from essaykit.analyse.arrays import Ints, Rows
from essaykit.analyse.clusters import unit_rows
from essaykit.analyse.counts import rows_of, weighted
from essaykit.analyse.spaces import Meanings, Space, word_space
from essaykit.analyse.sparse import sparse
from essaykit.analyse.stock import own_sentences, stock_keys
from essaykit.analyse.texts import Text, Texts, headed
from essaykit.analyse.topics import Features, Fitted, GroupShare, Method, group_shares
from essaykit.analyse.words import Segmenter, make_segmenter
from essaykit.errors import ReadError, UsageError
from essaykit.model import Record

FORMAT = "essaykit-topics/1"
"""Changes when older files can no longer be read."""
_HINT = "make it with 'essaykit topics --save FILE'"

Numbers = npt.NDArray[np.float64]


class NamedTopic(Record, frozen=True, kw_only=True):
    """A topic of a model: what it is about, and how many texts it was made of."""

    topic: int
    words: tuple[str, ...]
    size: int


class Table(Record, frozen=True, kw_only=True):
    """Numbers in rows of a width, as little-endian 32-bit floats."""

    width: int
    numbers: bytes


class TopicModel(Record, frozen=True, kw_only=True):
    """All that assigning texts needs: no text, and of stock sentences hashes only."""

    format: str
    version: str
    dictionary: str
    """Digest of the segmentation: texts have to be cut in the same way."""
    method: Method
    features: Features
    seed: int
    topics: tuple[NamedTopic, ...]
    words: tuple[str, ...]
    pairs: tuple[str, ...]
    """Pairs of Han characters; with the words they are the features."""
    weights: Table
    loadings: Table
    centres: Table
    stock: tuple[int, ...]
    mean: Table | None
    """Of the embeddings; this and the next two are None where there are none."""
    turn: Table | None
    joint: Table | None


class _Kind(msgspec.Struct, frozen=True):
    format: str


class Assigned(Record, frozen=True, kw_only=True):
    """The topic that a text is nearest to; -1 where it has none of the words that are known."""

    id: str
    cluster: int
    closeness: float
    """Cosine to the middle of the topic."""
    margin: float
    """How much nearer than to the next topic: about 0 is a coin thrown."""


class AssignedSize(Record, frozen=True, kw_only=True):
    """A topic, and how many of the texts are nearest to it."""

    topic: int
    words: tuple[str, ...]
    size: int
    share: float


class AssignedResult(Record, frozen=True, kw_only=True):
    """Texts assigned to the topics of a model."""

    topics: tuple[AssignedSize, ...]
    assignments: tuple[Assigned, ...]
    by: str | None
    groups: tuple[GroupShare, ...]
    model: str
    """Format of the model."""
    model_version: str
    """Version of essaykit that made it."""
    texts: int
    unknown: int
    """Texts with no word that the model knows."""
    left_out: dict[str, int]
    selected: tuple[str, ...]
    version: str


def topic_model(fitted: Fitted) -> TopicModel:
    """What to keep of topics that were found.

    Raises:
        UsageError: if there are none.
    """
    result, counts = fitted.result, fitted.counts
    if not result.topics:
        raise UsageError("there are no topics to save", hint=result.note)
    space = fitted.space or word_space(weighted(rows_of(counts.matrix, fitted.judged), counts.weights()), fitted.rows)
    meanings, width = space.meanings, fitted.clusters.centres.shape[1]
    return TopicModel(
        format=FORMAT, version=__version__, dictionary=result.counted.dictionary, method=result.method, features=result.features,
        seed=result.seed, topics=tuple(NamedTopic(topic=t.topic, words=t.words, size=t.size) for t in result.topics),
        words=tuple(fitted.tokens.words[i] for i in counts.word_ids.tolist()),
        pairs=tuple(chr(code >> 16) + chr(code & 0xFFFF) for code in counts.pairs.tolist()),
        weights=_table(counts.weights()[:, None]), loadings=_table(space.loadings if meanings else space.loadings[:, :width]),
        centres=_table(fitted.clusters.centres),
        stock=stock_keys(fitted.tokens, fitted.stock), mean=None if meanings is None else _table(meanings.mean[None, :]),
        turn=None if meanings is None else _table(meanings.turn), joint=None if meanings is None else _table(meanings.joint[:, :width]),
    )  # fmt: skip


def model_bytes(model: TopicModel) -> bytes:
    """A model as a file; the same topics give the same bytes."""
    return msgspec.msgpack.encode(model)


def read_model(path: Path) -> TopicModel:
    """Read a model.

    Raises:
        ReadError: if the file is missing, is no model, or is of a format that is not known here.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ReadError(error.strerror or "can't be read", file=str(path), hint=_HINT) from None
    try:
        kind = msgspec.msgpack.decode(data, type=_Kind).format
        model = msgspec.msgpack.decode(data, type=TopicModel) if kind == FORMAT else None
    except (msgspec.DecodeError, ValueError):
        raise ReadError("is no topic model", file=str(path), hint=_HINT) from None
    if model is None:
        raise ReadError(f"is of another format than {FORMAT}", file=str(path), hint="make it anew with this version")
    if not _is_sound(model):
        raise ReadError("is a broken topic model", file=str(path), hint=_HINT)
    return model


def _is_sound(model: TopicModel) -> bool:
    tables = (model.weights, model.loadings, model.centres, *(t for t in (model.mean, model.turn, model.joint) if t is not None))
    if any(table.width < 1 or not table.numbers or len(table.numbers) % (4 * table.width) for table in tables):
        return False
    features = len(model.words) + len(model.pairs)
    return (
        len(model.topics) == len(_numbers(model.centres))
        and model.weights.width == 1
        and features == len(_numbers(model.weights)) == len(_numbers(model.loadings))
        and (model.features == "words") == (model.joint is None)
    )


def assign_texts(
    model: TopicModel, texts: Texts | Sequence[Text], *, by: str | None = None, segmenter: Segmenter | None = None
) -> AssignedResult:
    """Put texts into the topics of a model; nothing is learnt from them.

    Args:
        model: of `topic_model` or `read_model`.
        texts: the texts.
        by: name of a field; each of its values makes a group whose share in each topic is told.
        segmenter: with the user dictionary that the model was made with, if there was one.

    Raises:
        UsageError: if the dictionary is another one, no text has the field, or the embedding model is needed and not installed.
    """
    given = texts if isinstance(texts, Texts) else Texts(texts=tuple(texts))
    segmenter = segmenter or make_segmenter()
    if segmenter.key != model.dictionary:
        raise UsageError("the topics were made with another dictionary", hint="give the same --user-dict, and the same version of jieba")
    stock = frozenset(model.stock)
    sentences = [own_sentences(segmenter.words(headed(text)[0]), stock) for text in given.texts]
    matrix = _counted(model, sentences)
    known = np.flatnonzero(np.diff(matrix.indptr) > 0)
    cluster, closeness, margin = np.full(len(given.texts), -1), np.zeros(len(given.texts)), np.zeros(len(given.texts))
    if len(known):
        rows = _placed(model, matrix[known], [sentences[i] for i in known.tolist()], segmenter)
        cluster[known], closeness[known], margin[known] = _nearest(model, rows)
    sizes = np.bincount(cluster[known], minlength=len(model.topics))
    return AssignedResult(
        topics=tuple(
            AssignedSize(topic=t.topic, words=t.words, size=int(n), share=round(int(n) / len(given.texts), 4))
            for t, n in zip(model.topics, sizes, strict=True)
        ),
        assignments=tuple(
            Assigned(id=t.id, cluster=int(c), closeness=round(float(n), 3), margin=round(float(m), 3))
            for t, c, n, m in zip(given.texts, cluster, closeness, margin, strict=True)
        ),
        by=by, groups=group_shares(given.texts, cluster, len(model.topics), by), model=model.format, model_version=model.version,
        texts=len(given.texts), unknown=len(given.texts) - len(known), left_out=given.left_out, selected=given.selected,
        version=__version__,
    )  # fmt: skip


def _counted(model: TopicModel, texts: Iterable[Sequence[Sequence[str]]]) -> sparse.csr_array:
    """How often each feature stands in texts, given as sentences of words."""
    words = {word: number for number, word in enumerate(model.words)}
    pairs = {pair: len(words) + number for number, pair in enumerate(model.pairs)}
    indices: list[int] = []
    data: list[int] = []
    pointers = [0]
    for sentences in texts:
        found = Counter[int]()
        for sentence in sentences:
            found.update(words[word] for word in sentence if word in words)
            text = "".join(sentence)
            found.update(pairs[pair] for pair in map("".join, pairwise(text)) if pair in pairs)
        row = sorted(found.items())
        indices += [number for number, _ in row]
        data += [times for _, times in row]
        pointers.append(len(indices))
    arrays = np.array(data, dtype=np.float64), np.array(indices, dtype=np.int32), np.array(pointers, dtype=np.int32)
    return sparse.csr_array(arrays, shape=(len(pointers) - 1, len(words) + len(pairs)))


def _placed(model: TopicModel, counts: sparse.csr_array, sentences: Sequence[Sequence[Sequence[str]]], segmenter: Segmenter) -> Rows:
    """Texts as points of the model's space."""
    matrix = weighted(counts, _numbers(model.weights)[:, 0])
    if model.mean is None or model.turn is None or model.joint is None:
        return Space(_numbers(model.loadings), None).place(matrix, None)
    from essaykit.analyse.embedding import embed_texts

    vectors = embed_texts([["".join(sentence) for sentence in own] for own in sentences], segmenter.folder)
    meanings = Meanings(_numbers(model.mean)[0], _numbers(model.turn), _numbers(model.joint))
    return Space(_numbers(model.loadings), meanings).place(matrix, vectors)


def _nearest(model: TopicModel, rows: Rows) -> tuple[Ints, Numbers, Numbers]:
    """For each point the nearest topic, how near it is, and how much nearer than the next one."""
    centres = _numbers(model.centres)
    closeness = unit_rows(rows, centres.shape[1]) @ unit_rows(centres, centres.shape[1]).T
    cluster = np.round(closeness, 9).argmax(axis=1)
    best = closeness[np.arange(len(rows)), cluster]
    others = closeness.copy()
    others[np.arange(len(rows)), cluster] = -1
    return cluster, best, best - others.max(axis=1)


def _table(numbers: Numbers) -> Table:
    return Table(width=numbers.shape[1], numbers=numbers.astype("<f4").tobytes())


def _numbers(table: Table) -> Numbers:
    return np.frombuffer(table.numbers, dtype="<f4").reshape(-1, table.width).astype(np.float64)
