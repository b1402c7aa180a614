"""What each rule did in a corpus, and how much of what it changed is what labels say it should be."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from essaykit.cli.labelled import AROUND, base_name, folded
from essaykit.cli.records import RuleRecord, RuleStats
from essaykit.errors import ReadError, UsageError
from essaykit.ledger import applied, apply, restore_source
from essaykit.model import Operation
from essaykit.store import Corpus

GRAM = 6
"""Characters in a row by which a removed text is looked up in what the labels call an author's or somebody else's."""
_WINDOW = 40  # code points in which that many visible ones are found

Whose = Literal["foreign", "author", "unknown"]


@dataclass(frozen=True, slots=True)
class Labels:
    """What the labels of one document say, folded."""

    authors: str
    """All essays, parted by line ends."""
    pieces: frozenset[str]
    """What must not stand in an essay."""
    author_grams: frozenset[str]
    foreign_grams: frozenset[str]


def rule_stats(corpus: Corpus, labels: dict[str, Labels] | None = None) -> RuleStats:
    """The rules that did something in a corpus, most characters first.

    Args:
        corpus: a corpus.
        labels: of some of its documents, by base name; None where there are none.
    """
    documents: dict[str, int] = {}
    for line in corpus.indexed:
        for rule in line.operations:
            documents[rule] = documents.get(rule, 0) + 1
    verdicts: dict[str, dict[Whose, int]] = {}
    found = 0
    for line in corpus.indexed if labels else ():
        own = (labels or {}).get(base_name(line.path))
        if own is not None:
            found += 1
            document = corpus.document(line.id)
            for o, around in _with_surroundings(restore_source(document), applied(document.operations)):
                sums = verdicts.setdefault(o.rule, {"foreign": 0, "author": 0, "unknown": 0})
                for whose, n in whose_text(o, around, own).items():
                    sums[whose] += n
    sums_of = corpus.totals
    rows = [
        _record(rule, documents[rule], n, sums_of.removed.get(rule, 0), verdicts.get(rule) if labels is not None else None)
        for rule, n in sums_of.operations.items()
    ]
    return RuleStats(
        documents=len(corpus.indexed),
        labelled=found if labels is not None else None,
        rules=tuple(sorted(rows, key=lambda r: (-r.characters, r.rule))),
    )


def _record(rule: str, documents: int, operations: int, characters: int, verdicts: dict[Whose, int] | None) -> RuleRecord:
    if verdicts is None:
        return RuleRecord(rule=rule, documents=documents, operations=operations, characters=characters)
    known = verdicts["foreign"] + verdicts["author"]
    precision = round(verdicts["foreign"] / known, 4) if known else None
    return RuleRecord(rule=rule, documents=documents, operations=operations, characters=characters, precision=precision, **verdicts)


def whose_text(o: Operation, around: tuple[str, str], labels: Labels) -> dict[Whose, int]:
    """Visible characters that an operation changes, by whose the labels say they are.

    Where the text around it reads as in an essay of the labels once it is changed, they are foreign, else where it does so unchanged,
    an author's. Where it does neither, as between two notices, what was removed is looked up by itself.

    Args:
        o: an applied operation.
        around: clean text before and after it.
        labels: of its document.
    """
    piece, new = folded(o.before), folded(o.after)
    if not piece or piece == new:
        return {"unknown": len(piece)}
    left, right = folded(around[0])[-AROUND:], folded(around[1])[:AROUND]
    if left and right and left + new + right in labels.authors:  # at an end of the document one side would agree by itself
        return {"foreign": len(piece)}
    if left + piece + right in labels.authors:
        return {"author": len(piece)}
    if new:
        return {"unknown": len(piece)}
    if piece in labels.pieces:
        return {"foreign": len(piece)}
    foreign = _covered(piece, labels.foreign_grams)
    author = _covered(piece, labels.author_grams)
    n_foreign = sum(foreign)
    n_author = sum(a and not f for a, f in zip(author, foreign, strict=True))
    return {"foreign": n_foreign, "author": n_author, "unknown": len(piece) - n_foreign - n_author}


def _with_surroundings(source: str, operations: Sequence[Operation]) -> Iterator[tuple[Operation, tuple[str, str]]]:
    """Operations in order, each with the clean text before and after it."""
    clean = apply(source, operations)
    at = cursor = 0
    for o in operations:
        cursor += o.start - at
        behind = cursor + len(o.after)
        yield o, (clean[max(0, cursor - _WINDOW) : cursor], clean[behind : behind + _WINDOW])
        cursor, at = behind, o.end


def _covered(text: str, known: frozenset[str]) -> bytearray:
    """For each character 1 if it lies in a known gram."""
    marks = bytearray(len(text))
    for at in range(len(text) - GRAM + 1):
        if text[at : at + GRAM] in known:
            marks[at : at + GRAM] = b"\x01" * GRAM
    return marks


def _grams(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text[at : at + GRAM] for text in texts for at in range(len(text) - GRAM + 1))


def read_labels(folder: Path, raw: Path | None = None) -> dict[str, Labels]:
    """The labels in a folder by the base names of their documents, as `essaykit label` and the labelled samples have them.

    Args:
        folder: with a JSON file for each document.
        raw: the raw files, for labels that name lines instead of texts.

    Raises:
        UsageError: if a folder is none, or labels name lines and ``raw`` is None.
        ReadError: naming the file, if labels or the raw file can't be read.
    """
    for place in (folder, raw):
        if place is not None and not place.is_dir():
            raise UsageError("is not a folder", file=str(place), hint="name a folder of labels (--labelled) or of raw files (--raw)")
    found = {}
    for file in sorted(folder.glob("*.json")):
        try:
            gold = json.loads(file.read_bytes())
            found[str(gold["file"])] = _labels(gold, raw)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            raise ReadError("holds no labels", file=str(file), hint="'essaykit label' writes such files") from None
    if not found:
        raise ReadError("holds no labels", file=str(folder), hint="'essaykit label DOC --out DIR' writes some")
    return found


def _labels(gold: dict[str, Any], raw: Path | None) -> Labels:
    essays = [*gold["essays"], *(gold.get("alt_essays") or [])]
    by_line = gold.get("boilerplate_lines") or []
    lines = _lines(raw, gold["file"]) if by_line or any("text" not in e for e in essays) else []
    drop = set(by_line)
    authors = []
    for essay in essays:
        if "text" in essay:
            authors += [essay["text"], essay.get("text_repaired") or essay["text"]]
        else:
            last = min(essay["end_line"], len(lines))
            authors.append("".join(lines[n - 1] for n in range(essay["start_line"], last + 1) if n not in drop))
    pieces = [p if isinstance(p, str) else p["text"] for p in gold.get("boilerplate_texts") or []]
    pieces += [lines[n - 1] for n in drop if n <= len(lines)]
    texts, others = [folded(t) for t in authors], [folded(p) for p in pieces]
    return Labels("\n".join(texts), frozenset(others) - {""}, _grams(texts), _grams(others))


def _lines(raw: Path | None, name: str) -> list[str]:
    from essaykit.read.encoding import decode

    if raw is None:
        raise UsageError(f"the labels of {name} name lines of the raw file", file="essaykit rules stats", hint="--raw DIR")
    try:
        return decode((raw / base_name(name)).read_bytes()).text.split("\n")
    except OSError as error:
        raise ReadError(error.strerror or str(error), file=str(raw / name), hint="its labels name lines of it") from None
