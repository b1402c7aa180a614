"""Chat residue: what a chat robot says around the text it wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from essaykit.align import simplify
from essaykit.flags.card import flag_card
from essaykit.flags.evidence import EssayEvidence
from essaykit.model import Flag, Span

_CARD = flag_card("chat_residue")
_CUES = {name: re.compile(pattern) for name, pattern in _CARD.patterns.items() if name != "site"}
_SITE = re.compile(_CARD.patterns["site"])
_NEEDS = int(_CARD.numbers["needs"])
_LONGEST = int(_CARD.numbers["longest"])
_LINES = int(_CARD.numbers["lines"])
_LINE = re.compile(r"[^\n]+")
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
    spans: list[Span] = []
    for start, end in _edge_lines(essay):
        line = simplify(essay.source[start:end])
        if cues(line) >= _NEEDS:
            spans.append((start, end))
    if not spans:
        return None
    return Flag(name="chat_residue", spans=tuple(spans), evidence=tuple(essay.source[a:b] for a, b in spans))


def cues(line: str) -> int:
    """How many kinds of cues meet in a line of simplified text."""
    if _SITE.search(line):
        return 0
    return sum(1 for cue in _CUES.values() if cue.search(line))


def _edge_lines(essay: EssayEvidence) -> Iterator[Span]:
    """Lines before the body and its first ones, its last ones and lines behind it.

    Of a long line, which may be a whole document, the sentences at the edge.
    """
    first, last = essay.zone
    head = list(_LINE.finditer(essay.source, first, max(first, min(essay.end, essay.start + _LINES * _LONGEST))))
    tail = list(_LINE.finditer(essay.source, max(essay.start, essay.end - _LINES * _LONGEST), last))
    before = sum(m.start() < essay.start for m in head)
    behind = sum(m.start() >= essay.end for m in tail)
    chosen = head[: before + _LINES] + tail[max(0, len(tail) - behind - _LINES) : len(tail) - behind + 2 * _LINES]
    spans = {m.span() for m in chosen if m.end() - m.start() <= _LONGEST}
    for line in (*head[:1], *tail[-1:]):
        if line.end() - line.start() > _LONGEST:
            sentences = [m.span() for m in _SENTENCE.finditer(essay.source, *line.span())]
            spans.update(sentences[:_LINES] if line in head else sentences[-_LINES:])
    yield from sorted(span for span in spans if span[1] - span[0] <= _LONGEST)
