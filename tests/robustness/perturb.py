"""Documents of our own, taken apart into slots and put together otherwise; what is right stays known.

Every sample of ``raw/`` with two or more headed essays becomes a plain text of
slots: what stands above, headings, bodies, what stands behind each. A
perturbation changes slots, never an author's words. Seeds are fixed.
"""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from essaykit.pipeline import build_document
from essaykit.read import read_records, read_source

HERE = Path(__file__).parent
RAW = HERE.parents[1] / "raw"
EXPECTED = HERE.parent / "raw" / "expected.json"
TOLERANCE = 0.02  # of an essay's Han characters, as for the samples
WORDING: dict[str, list[str]] = tomllib.loads((HERE / "wording.toml").read_text(encoding="utf-8"))

_BLANK = r"[\s\u200b\ufeff]*"
_NUMBER_BEFORE = re.compile(r"^(?:【?第?[一二三四五六七八九十\d]+篇】?|篇[一二三四五六七八九十]+|其[一二三四五]|[①-⑩])[:：]?\s*")
_NUMBER_BEHIND = re.compile(r"\s*(?:篇|之)?[（(]?[一二三四五六七八九十\d]+[)）]?$")


@dataclass(frozen=True)
class Piece:
    """One essay of a document, in the slots where it stands."""

    heading: str
    gap: str
    """Between heading and body; empty where the body follows on the same line."""
    body: str
    tail: str
    """Between this body and the next heading, or the end of the document."""


@dataclass(frozen=True)
class Parted:
    """A document in slots."""

    name: str
    kind: str
    title: str
    head: str
    """Everything above the first heading; the title is part of it."""
    pieces: tuple[Piece, ...]
    wanted: tuple[tuple[str, str, int], ...]
    """Of each essay the first and last twelve characters and the number of Han characters."""

    @property
    def text(self) -> str:
        """The document put together."""
        return self.head + "".join(p.heading + p.gap + p.body + p.tail for p in self.pieces)


@cache
def documents() -> tuple[Parted, ...]:
    """The samples with two or more headed essays, in slots."""
    files = json.loads(EXPECTED.read_text(encoding="utf-8"))["files"]
    return tuple(_part(f) for f in files if len(f["essays"]) > 1 and all(e["heading"] for e in f["essays"]))


def _part(file: dict) -> Parted:
    text = re.sub(r"\r\n?", "\n", read_source(_raw(file["path"]), file["path"]).text)
    marks = []
    at = 0
    for essay in file["essays"]:
        begin = _find(text, essay["begins"], at).start()
        heading = list(re.finditer(_spaced(essay["heading"]), text[at:begin]))[-1]
        end = _find(text, essay["ends"], begin).end()
        marks.append((at + heading.start(), at + heading.end(), begin, end))
        at = end
    stops = [m[0] for m in marks[1:]] + [len(text)]
    pieces = tuple(
        Piece(text[a:b], text[b:begin], text[begin:end], text[end:stop]) for (a, b, begin, end), stop in zip(marks, stops, strict=True)
    )
    wanted = tuple((e["begins"], e["ends"], e["han"]) for e in file["essays"])
    return Parted(file["path"], file["kind"], file["title"], text[: marks[0][0]], pieces, wanted)


def _raw(path: str) -> bytes:
    container, mark, _ = path.rpartition("#")
    if not mark:
        return (RAW / path).read_bytes()
    return dict(read_records((RAW / container).read_bytes(), container))[path]


def _spaced(text: str) -> str:
    return _BLANK.join(map(re.escape, folded(text)))


def _find(text: str, passage: str, at: int) -> re.Match[str]:
    found = re.compile(_spaced(passage)).search(text, at)
    assert found, passage
    return found


def folded(text: str) -> str:
    """Text without white space and invisible characters."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


# ---- right or wrong -------------------------------------------------------------------------------


def counts(document: Parted) -> tuple[int, int]:
    """Twice the essays found right, and essays wanted and found together: their ratio is the F1 of the essays."""
    found = build_document(document.text.encode(), f"{document.name}.txt").essays
    left = [(folded(e.text)[:12], folded(e.text)[-12:], len(re.findall("[\u3400-\u9fff]", e.text))) for e in found]
    right = 0
    for begins, ends, han in document.wanted:
        hit = next((f for f in left if f[:2] == (begins, ends) and abs(f[2] - han) <= TOLERANCE * han), None)
        if hit:
            left.remove(hit)
            right += 1
    return 2 * right, len(document.wanted) + len(found)


def share_right(some: list[Parted]) -> float:
    """Share of the essays of these documents that are found right: F1 of whole essays."""
    sums = [counts(d) for d in some]
    return sum(s[0] for s in sums) / sum(s[1] for s in sums)


# ---- perturbations --------------------------------------------------------------------------------

Change = Callable[[Parted, random.Random], Parted | None]
"""Gives None where a document does not lend itself to it."""


def _numbered(form: Callable[[int, str], str]) -> Change:
    def change(document: Parted, _: random.Random) -> Parted | None:
        if document.kind != "compilation":
            return None
        pieces = [
            replace(p, heading=form(n, own_title(p.heading)).strip(), gap=p.gap if "\n" in p.gap else "\n", tail=_ended(p.tail))
            for n, p in enumerate(document.pieces, 1)
        ]
        return replace(document, head=_ended(document.head), pieces=tuple(pieces))

    return change


def own_title(heading: str) -> str:
    """A heading without its number."""
    return _NUMBER_BEHIND.sub("", _NUMBER_BEFORE.sub("", heading.strip())).strip("# ")


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _some(rng: random.Random, *slots: str) -> list[str]:
    return [rng.choice(WORDING[slot]) for slot in slots if rng.random() < 0.8]


def _other_head(document: Parted, rng: random.Random) -> Parted:
    above, below = _some(rng, "breadcrumb"), _some(rng, "metadata", "notice", "intro")
    return replace(document, head="\n".join([*above, document.title or "", *below, ""]).lstrip("\n"))


def _other_end(document: Parted, rng: random.Random) -> Parted:
    last = replace(document.pieces[-1], tail="\n".join(["", *_some(rng, "outro", "neighbours", "related", "copyright"), ""]))
    return replace(document, pieces=(*document.pieces[:-1], last))


def _both(document: Parted, rng: random.Random) -> Parted:
    return _other_end(_other_head(document, rng), rng)


def _shuffled(document: Parted, rng: random.Random) -> Parted | None:
    """The lines above in another order, the title where it was; the lines behind in another order."""
    head, end = _lines(document.head), _lines(document.pieces[-1].tail)
    title = folded(document.title or "")
    free = [i for i, line in enumerate(head) if not title or title not in folded(line)]
    if len(free) < 2 and len(end) < 2:
        return None
    moved = rng.sample(free, len(free))
    order = dict(zip(free, moved, strict=True))
    head = [head[order.get(i, i)] for i in range(len(head))]
    last = replace(document.pieces[-1], tail="\n" + "".join(f"{line}\n" for line in rng.sample(end, len(end))))
    return replace(document, head="".join(f"{line}\n" for line in head), pieces=(*document.pieces[:-1], last))


def _in_bodies(document: Parted, bodies: Callable[[str], str]) -> Parted:
    return replace(document, pieces=tuple(replace(p, body=bodies(p.body)) for p in document.pieces))


def _by_line(change: Change) -> Change:
    """For what breaks lines: a text that is all one line, or whose headings are glued to bodies, would get a layout that nobody makes."""
    return lambda document, rng: change(document, rng) if all("\n" in p.gap for p in document.pieces) else None


def _between_paragraphs(rng: random.Random, body: str, line: str) -> str:
    places = [m.start() for m in re.finditer("\n", body)]
    if not places:
        return body
    at = rng.choice(places)
    return f"{body[:at]}\n{line}{body[at:]}"


def _page_lines(document: Parted, rng: random.Random) -> Parted:
    form = rng.choice(["- {} -", "第 {} 页", "{} / 12", "· {} ·", "第{}页 共12页"])
    pages = iter(range(1, 100))
    return _in_bodies(document, lambda body: _between_paragraphs(rng, body, form.format(next(pages))))


def _page_breaks(document: Parted, rng: random.Random) -> Parted:
    form = rng.choice(["- {} -", "第 {} 页", "{} / 12", "第{}页 共12页"])
    pages = iter(range(1, 100))

    def cut(body: str) -> str:
        at = _inside(rng, body)
        return f"{body[:at]}\n{form.format(next(pages))}\n{body[at:]}"

    return _in_bodies(document, cut)


def _inside(rng: random.Random, body: str) -> int:
    """A place between two Han characters, far from the ends of a body."""
    return rng.choice([m.end() for m in re.finditer("[\u4e00-\u9fff](?=[\u4e00-\u9fff])", body) if 20 < m.end() < len(body) - 20])


def _scattered(make: Callable[[random.Random], str], times: int) -> Change:
    def change(document: Parted, rng: random.Random) -> Parted:
        def scatter(body: str) -> str:
            for _ in range(times):
                at = _inside(rng, body)
                body = body[:at] + make(rng) + body[at:]
            return body

        return _in_bodies(document, scatter)

    return change


def _notice(document: Parted, rng: random.Random) -> Parted:
    at = rng.choice([i for i, p in enumerate(document.pieces) if "\n" in p.body] or [0])
    notice = rng.choice(WORDING["notice"])
    pieces = [replace(p, body=_between_paragraphs(rng, p.body, notice)) if i == at else p for i, p in enumerate(document.pieces)]
    return replace(document, pieces=tuple(pieces))


def _notices(document: Parted, rng: random.Random) -> Parted:
    notice = rng.choice(WORDING["notice"])
    return _in_bodies(document, lambda body: _between_paragraphs(rng, body, notice))


def _blanks(document: Parted, rng: random.Random) -> Parted:
    return _in_bodies(document, lambda body: re.sub("\n+", lambda _: rng.choice(["\n", "\n\n", "\n\n\n", "\n\u3000\u3000"]), body))


def _hard_wraps(document: Parted, rng: random.Random) -> Parted:
    width = rng.choice([30, 36, 40])

    def wrap(body: str) -> str:
        return "\n".join(line for paragraph in _lines(body) for line in _wrapped(paragraph, width))

    return _in_bodies(document, wrap)


def _wrapped(paragraph: str, width: int) -> list[str]:
    """Lines of a width; no mark begins one, as in every program that wraps Chinese."""
    lines, rest = [], paragraph
    while rest:
        end = width
        while rest[end : end + 1] and rest[end] in "，。；：？！”’、）》…—":
            end += 1
        lines.append(rest[:end])
        rest = rest[end:]
    return lines


HAN_NUMBERS, FORMAL = "一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾"

KINDS: dict[str, Change] = {
    "numbering ① T": _numbered(lambda n, t: f"{chr(0x245F + n)} {t}"),
    "numbering (1) T": _numbered(lambda n, t: f"({n}) {t}"),
    "numbering 其一 T": _numbered(lambda n, t: f"其{HAN_NUMBERS[n - 1]} {t}"),
    "numbering Part 1 T": _numbered(lambda n, t: f"Part {n} {t}"),
    "numbering 【壹】T": _numbered(lambda n, t: f"【{FORMAL[n - 1]}】{t}"),
    "numbering #1 T": _numbered(lambda n, t: f"#{n} {t}"),
    "wording of the head": _other_head,
    "wording of the end": _other_end,
    "wording of both": _both,
    "shuffled chrome": _shuffled,
    "noise: page marks between paragraphs": _by_line(_page_lines),
    "noise: page marks in sentences": _by_line(_page_breaks),
    "noise: a notice in one essay": _by_line(_notice),
    "noise: one notice in every essay": _by_line(_notices),
    "noise: invisible characters": _scattered(lambda rng: rng.choice("\u200b\u200c\u2060\ufeff"), 12),
    "noise: letters": _scattered(lambda rng: "".join(rng.choices("bcdfghjkqvxz0123456789", k=5)), 2),
    "noise: blank lines and indents": _by_line(_blanks),
    "noise: hard wraps": _by_line(_hard_wraps),
}
"""By name; the random ones are told their seed."""


def perturbed(kind: str, seed: int) -> list[tuple[Parted, Parted]]:
    """Each document that a perturbation changes, before and after it."""
    pairs = ((d, KINDS[kind](d, random.Random(f"{kind} {seed} {d.name}"))) for d in documents())
    return [(before, after) for before, after in pairs if after is not None and after.text != before.text]


def fall(kind: str, seeds: int) -> tuple[float, float]:
    """Share of essays found right before and after a perturbation, over several seeds."""
    pairs = [pair for seed in range(1 if kind.startswith("numbering") else seeds) for pair in perturbed(kind, seed)]
    once = list({before.name: before for before, _ in pairs}.values())
    return share_right(once), share_right([after for _, after in pairs])
