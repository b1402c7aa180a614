"""What stands in several texts: `copies` and `overlap`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, FromOption, JsonOption
from essaykit.cli.output import print_json, print_table, print_text, say

if TYPE_CHECKING:
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
    What is found is kept beside the corpus; only new essays are read again.

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
