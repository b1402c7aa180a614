"""Chat residue: what a chat robot says around the text it wrote."""

from __future__ import annotations

import re
from itertools import islice

from essaykit.align import simplify
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence
from essaykit.model import Flag, Span
from essaykit.text import holds_any

_CARD = flag_card("chat_residue")
_CUES = [re.compile(pattern) for name, pattern in _CARD.patterns.items() if name != "site"]
_SITE = re.compile(_CARD.patterns["site"])
_HINTS = _CARD.words["hints"]
_NEEDS = int(_CARD.numbers["needs"])
_LONGEST = int(_CARD.numbers["longest"])
_LINES = int(_CARD.numbers["lines"])
_SENTENCE = re.compile(r"[^\n。：:]+[。：:]?")


def chat_residue(essay: EssayEvidence) -> Flag | None:
    """A short line before or behind the essay in which its writer talks to the one who ordered it.

    Looked for in the source, from the end of the heading to the next one, so a line
    that was removed counts. Cues of different kinds have to meet in one line: it
    addresses somebody (您), names the making (拟定, 生成) or the product (初稿, 以下),
    offers changes, gives a length, answers (好的), names a machine, ends with a colon.
    Intros of collecting sites (小编为大家整理) speak to everybody and don't count.
    Misses a robot that says nothing of its own.
    """
    source, reach = essay.source, _LINES * _LONGEST
    head = source[essay.zone[0] - min(essay.zone[0], _LONGEST) : min(essay.end, essay.start + reach)]
    tail = source[max(essay.start, essay.end - reach) : essay.zone[1]]
    if not holds_any(f"{head}\n{tail}", _HINTS):
        return None
    spans = [(a, b) for a, b in _edge_lines(essay) if _speaks_to_a_client(simplify(source[a:b]))]
    if not spans:
        return None
    return Flag(name="chat_residue", spans=tuple(spans), evidence=tuple(source[a:b] for a, b in spans))


def _speaks_to_a_client(line: str) -> bool:
    """Whether cues of enough kinds meet in a line of simplified text."""
    if _SITE.search(line):
        return False
    missing = _NEEDS
    for left, cue in zip(range(len(_CUES), 0, -1), _CUES, strict=True):
        if left < missing:  # the cues left are too few
            return False
        missing -= cue.search(line) is not None
        if not missing:
            return True
    return False


def _edge_lines(essay: EssayEvidence) -> list[Span]:
    """Lines before the body and its first ones, its last ones and lines behind it.

    Of a long line, which may be a whole document, the sentences at the edge.
    """
    source, (first, last) = essay.source, essay.zone
    head = _lines(source, first, min(essay.end, essay.start + _LINES * _LONGEST))
    tail = _lines(source, max(essay.start, essay.end - _LINES * _LONGEST), last)
    before = sum(start < essay.start for start, _ in head)
    within = sum(start < essay.end for start, _ in tail)
    spans = {(first - min(first, len(essay.heading) + 1), first)} if essay.heading else set()  # a heading may have taken it in
    spans |= {*head[: before + _LINES], *tail[max(0, within - _LINES) : within + 2 * _LINES]}
    if head and head[0][1] - head[0][0] > _LONGEST:
        spans.update(islice((m.span() for m in _SENTENCE.finditer(source, *head[0])), _LINES))
    if tail and tail[-1][1] - tail[-1][0] > _LONGEST:
        spans.update([m.span() for m in _SENTENCE.finditer(source, *tail[-1])][-_LINES:])
    return [span for span in sorted(spans) if span[1] - span[0] <= _LONGEST]


def _lines(source: str, start: int, end: int) -> list[Span]:
    """Lines between two places that are not empty."""
    found = []
    while start < end:
        stop = source.find("\n", start, end)
        stop = end if stop < 0 else stop
        if stop > start:
            found.append((start, stop))
        start = stop + 1
    return found
