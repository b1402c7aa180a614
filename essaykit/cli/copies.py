"""What stands in several texts: `copies` and `overlap`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, FromOption, JsonOption
from essaykit.cli.output import print_json, print_table, print_text, say
from essaykit.errors import ReadError, UsageError

if TYPE_CHECKING:
    from essaykit.copies.overlap import Overlap, OverlapPassage, OverlapResult
    from essaykit.copies.passages import Passage
    from essaykit.copies.result import CopiesResult


def copies(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    pairs: Annotated[Path | None, typer.Option("--pairs", metavar="FILE", help="Write the pairs to this file, tab-separated.")] = None,
    clusters: Annotated[
        Path | None, typer.Option("--clusters", metavar="FILE", help="Write the source of each text to this file, tab-separated.")
    ] = None,
    stock: Annotated[
        Path | None, typer.Option("--stock", metavar="FILE", help="Write the pairs that have only stock phrases in common to this file.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Find copies, and count the independent sources.

    A phrase that stands in texts of six sources or more is stock and makes nobody a copyist. Shares are of the characters of each text.
    What is found is kept beside the corpus, and only new essays are read again. Of a corpus of 10,000 essays or more only these are
    searched too, with stock as it was known, until it has grown by a tenth.

    Examples:
      $ essaykit copies
      $ essaykit copies --json
      $ essaykit copies --from essays.jsonl --pairs pairs.tsv --clusters clusters.tsv
    """
    found = _found(corpus, given)
    if pairs is not None:
        rows = ((p.a, p.b, f"{p.share:.4f}", p.relation, f"{p.share_a:.4f}", f"{p.share_b:.4f}") for p in found.pairs)
        _write_rows(pairs, ("a", "b", "share", "relation", "share_a", "share_b"), rows)
    if clusters is not None:
        of = {name: str(c.source) for c in found.clusters for name in c.texts}
        _write_rows(clusters, ("id", "cluster"), of.items())
    if stock is not None:
        _write_rows(stock, ("a", "b", "share"), ((p.a, p.b, f"{p.share:.4f}") for p in found.stock_pairs))
    if json:
        print_json(found)
    else:
        _print_copies(found)
    _say_copies(found)


def _found(corpus: Path, given: Sequence[Path] | None) -> CopiesResult:
    from essaykit.cli.texts import given_texts
    from essaykit.copies.find import find_copies
    from essaykit.copies.kept import corpus_copies, text_grams
    from essaykit.copies.result import told
    from essaykit.store import open_corpus

    texts = given_texts(corpus, given, everything=True).texts
    ids = [text.id for text in texts]
    if given:
        grams = text_grams([text.text for text in texts])
        return told(find_copies(grams), grams, ids)
    grams = text_grams([text.text for text in texts], _state(corpus))
    return corpus_copies(open_corpus(corpus), ids, grams)[0]


def _state(corpus: Path) -> Path | None:
    state = corpus / "state"
    return state if state.is_dir() else None


def _print_copies(found: CopiesResult) -> None:
    families = [c for c in found.clusters if c.size > 1]
    print_table([(c.source, c.size, " ".join(c.texts[:4]) + (" …" if c.size > 4 else "")) for c in families], ("source", "texts", "which"))
    for spliced in found.spliced:
        print_text(f"spliced: {spliced.id} = " + " + ".join(f"{p.share:.0%} {p.text} (source {p.source})" for p in spliced.parts))


def _say_copies(found: CopiesResult) -> None:
    kinds = {kind: sum(p.relation == kind for p in found.pairs) for kind in ("same", "contained", "partial")}
    say(f"{found.texts} texts, {found.sources} independent sources; pairs: " + ", ".join(f"{n} {kind}" for kind, n in kinds.items()))
    say(f"{len(found.stock_pairs)} pairs have only stock in common; {found.stock} 5-grams are stock (on {found.stock_sources}+ sources)")
    if found.short:
        say(f"{found.short} texts have fewer than five characters: nothing could be compared")
    if found.large:
        say(f"{found.large} sources have so many texts that not all pairs inside are listed")


def _write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Tab-separated lines under a header, whole or not at all."""
    from essaykit.cli.output import one_line
    from essaykit.store.files import write_whole

    lines = ["\t".join(map(one_line, row)) for row in (header, *rows)]
    write_whole(path, ("\n".join(lines) + "\n").encode())


def overlap(
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE|ESSAY]…", help="Text files, or essays of the corpus; '-' is standard input.")
    ] = None,
    *,
    against: Annotated[Path, typer.Option("--against", metavar="DIR", help="Corpus folder to compare with.")] = DEFAULT_CORPUS,
    given: FromOption = None,
    among: Annotated[
        Path | None,
        typer.Option("--among", metavar="FILE", help="With --from: compare these pairs, tab-separated under a header; needs --passages."),
    ] = None,
    passages: Annotated[
        Path | None, typer.Option("--passages", metavar="FILE", help="Write the passages to this file, one line of JSON for each.")
    ] = None,
    page: Annotated[
        Path | None, typer.Option("--report", metavar="FILE", help="Write a page that shows the passages side by side: one HTML file.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show which passages of a text stand in a corpus, and how much.

    Three rates: of everything; without stock phrases, quotations and headings; of the single text that has most of it.
    An essay of the corpus is not compared with itself.

    Examples:
      $ essaykit overlap draft.txt
      $ essaykit overlap draft.txt --against corpus --json
      $ essaykit overlap draft.txt --report overlap.html
      $ essaykit overlap --from essays.jsonl --among pairs.tsv --passages passages.jsonl
    """
    if among is not None:
        _overlap_among(what, given, among, passages)
        return
    if not what:
        raise UsageError("names no text", file="essaykit overlap", hint="name a file or an essay, or give --from, --among and --passages")
    found = _overlaps(what, against, given, page)
    if passages is not None:
        _write_passages(passages, [(o.id, p.source, p) for o in found.overlaps for p in o.passages])
    if json:
        print_json(found)
    else:
        for one in found.overlaps:
            _print_overlap(one)


def _overlaps(what: Sequence[str], against: Path, given: Sequence[Path] | None, page: Path | None) -> OverlapResult:
    import numpy as np

    from essaykit import __version__
    from essaykit.cli.texts import given_text, given_texts
    from essaykit.copies.index import Index
    from essaykit.copies.kept import corpus_index, text_grams
    from essaykit.copies.overlap import OverlapResult, overlap
    from essaykit.store import open_corpus

    mine = [(name, given_text(Path(name)) if name == "-" or Path(name).is_file() else None) for name in what]
    texts = given_texts(against, given, everything=True).texts
    numbers = {text.id: number for number, text in enumerate(texts)}
    bodies = [text.text for text in texts]
    if given:
        index = Index.of(text_grams(bodies))
    else:
        index = corpus_index(open_corpus(against), list(numbers), text_grams(bodies, _state(against)))

    def source(number: int) -> tuple[str, str, str]:
        return texts[number].id, texts[number].title, texts[number].text

    found = []
    for name, text in mine:
        if text is not None:
            found.append((overlap(name, text, index, source), text))
            continue
        number = numbers[name] if name in numbers else _number_of(name, against, given, numbers)
        itself = np.zeros(len(texts), dtype=bool)
        itself[number] = True
        found.append((overlap(texts[number].id, bodies[number], index, source, itself), bodies[number]))
    if page is not None:
        from essaykit.copies.report import overlap_page
        from essaykit.store.files import write_whole

        write_whole(page, overlap_page(found, lambda name: source(numbers[name])[1:]).encode("utf-8", "replace"))
    return OverlapResult(against="--from" if given else "corpus", version=__version__, overlaps=tuple(one for one, _ in found))


def _number_of(name: str, against: Path, given: Sequence[Path] | None, numbers: dict[str, int]) -> int:
    from essaykit.store import open_corpus

    if given or "/" in name or name.endswith((".txt", ".md")):
        raise ReadError("there is no such file, nor a text with this id", file=name, hint="name a text file, or an id")
    return numbers[open_corpus(against).essay(name).id]


def _overlap_among(what: Sequence[str] | None, given: Sequence[Path] | None, among: Path, passages: Path | None) -> None:
    from essaykit.cli.texts import given_texts
    from essaykit.copies.index import Index
    from essaykit.copies.kept import text_grams
    from essaykit.copies.overlap import text_passages

    if what or not given or passages is None:
        raise UsageError("--among goes with --from and --passages, and without files", file="essaykit overlap", hint="see its --help")
    texts = {text.id: text.text for text in given_texts(DEFAULT_CORPUS, given, everything=True).texts}
    pairs = _asked(among, texts)
    index = Index.of(text_grams(list(texts.values())))
    found = [(a, b, p) for a, b in pairs for p in text_passages(texts[a], texts[b], index)]
    _write_passages(passages, found)
    say(f"{len(found)} passages in {len({(a, b) for a, b, _ in found})} of {len(pairs)} pairs")


def _asked(path: Path, texts: dict[str, str]) -> list[tuple[str, str]]:
    from essaykit.cli.texts import given_text

    pairs = []
    for number, line in enumerate(given_text(path).splitlines()[1:], 2):
        cells = line.split("\t")
        if not line.strip():
            continue
        if len(cells) < 2:
            raise ReadError("is no pair", file=str(path), place=f"line {number}", hint="two ids with a tab between them, under a header")
        for name in cells[:2]:
            if name not in texts:
                raise ReadError(f"names {name}, which is no text", file=str(path), place=f"line {number}", hint="use the ids of --from")
        pairs.append((cells[0], cells[1]))
    return pairs


def _write_passages(path: Path, rows: Iterable[tuple[str, str, Passage | OverlapPassage]]) -> None:
    import msgspec

    from essaykit.copies.passages import Passage
    from essaykit.store.files import write_whole

    lines = []
    for this, source, p in rows:
        place = (p.this[0], p.this[1] - p.this[0], p.source[0], p.source[1] - p.source[0]) if isinstance(p, Passage) else (
            p.this_offset, p.this_length, p.source_offset, p.source_length,
        )  # fmt: skip
        names = ("this_offset", "this_length", "source_offset", "source_length")
        lines.append(msgspec.json.encode({"this": this, "source": source, **dict(zip(names, place, strict=True))}) + b"\n")
    write_whole(path, b"".join(lines))


def _print_overlap(one: Overlap) -> None:
    if one.raw is None or one.own is None or one.largest is None:
        print_text(f"{one.id}: nothing could be compared: {one.note}")
        return
    largest = f"{one.largest:.1%} {one.largest_source}" if one.largest_source else "none"
    print_text(f"{one.id}: {one.own:.1%} stands elsewhere ({one.raw:.1%} with stock, quotations and headings); largest source: {largest}")
    print_table([(s.share, s.passages, s.id, s.title) for s in one.sources], ("share", "passages", "text", "title"))
    stock = sum(span.reason == "stock" for span in one.left_out)
    say(f"compared with {one.compared} texts; longest run {one.longest} characters; {stock} stock phrases left out")
