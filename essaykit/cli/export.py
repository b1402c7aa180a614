"""Essays for other programs: `export`."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from essaykit.cli.options import (
    DEFAULT_CORPUS,
    AllOption,
    CorpusOption,
    FromOption,
    JsonOption,
    MetadataOption,
    QuietOption,
    WhereOption,
)
from essaykit.cli.output import counted, is_terminal, one_line, print_bytes, print_exact, print_json, print_text, say
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable


def export(
    *,
    to: Annotated[
        Literal["txt", "md", "docx", "jsonl", "csv", "xlsx", "parquet"],
        typer.Option("--to", metavar="FORMAT", help="txt, md, docx, jsonl, csv, xlsx or parquet."),
    ],
    out: Annotated[
        str, typer.Option("--out", metavar="DIR|FILE|-", help="A new folder, a file whose name ends as the format, or '-' to print.")
    ],
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="FIELD", help="A file for each group: trade, site, year, or a field of the records.")
    ] = None,
    where: WhereOption = None,
    metadata: MetadataOption = None,
    mask: Annotated[bool, typer.Option("--mask", help="Hide phones, numbers of cards, mail, QQ, 微信, and names after 姓名.")] = False,
    bom: Annotated[bool, typer.Option("--bom", help="Begin CSV with a byte order mark, so that Excel reads it as UTF-8.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that holds files; those of one name are replaced.")] = False,
    everything: AllOption = False,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> None:
    """Write the essays as files that other programs read.

    Into a folder txt, md and docx make a file for each essay, and metadata.csv: ready for AntConc, KH Coder and Voyant. Tables make one.
    In CSV a text that begins with = + - or @ gets an apostrophe before it, so that no spreadsheet takes it for a formula.

    Examples:
      $ essaykit export --to txt --out texts
      $ essaykit export --to csv --out essays.csv --bom
      $ essaykit export --to docx --out by-trade --by trade --where site=a.example
      $ essaykit export --to jsonl --out - --mask
    """
    from essaykit.cli.records import ExportReport
    from essaykit.cli.texts import given_texts
    from essaykit.export.files import check_out, export_bytes, export_files, out_format
    from essaykit.export.rows import mask_texts
    from essaykit.store.files import write_whole

    check_out(out, to, by, bom=bom)
    if out == "-" and json:
        raise UsageError("--json and --out - both print", file="essaykit export", hint="write to a file, or leave out --json")
    texts = given_texts(corpus, given, everything=everything, where=where, metadata=metadata)
    hidden = {}
    if mask:
        texts, found = mask_texts(texts)
        hidden = dict(sorted(found.items()))
    if out == "-":
        _print(export_bytes(texts.texts, to, bom=bom, name=out), to)
    elif out_format(out):
        write_whole(Path(out), export_bytes(texts.texts, to, bom=bom, name=out))
        files = 1
    else:
        files = _write_folder(Path(out), export_files(texts.texts, to, by=by, bom=bom), force=force)
    if hidden and not quiet:
        say("hidden: " + ", ".join(f"{n} {kind}" for kind, n in hidden.items()) + "; look through it: patterns don't find everything")
    if out == "-":
        return
    if json:
        print_json(
            ExportReport(
                out=out,
                format=to,
                by=by,
                files=files,
                essays=len(texts.texts),
                hidden=hidden,
                left_out=texts.left_out,
                selected=texts.selected,
            )
        )
    elif not quiet:
        print_text(one_line(f"{out}: {counted(len(texts.texts), 'essay')} in {counted(files, 'file')}"))


def _print(data: bytes, to: str) -> None:
    if to in ("docx", "xlsx", "parquet"):
        if is_terminal():
            raise UsageError(
                f"{to} is nothing to look at in a terminal", file="-", hint="name a file with --out, or send it through a pipe"
            )
        print_bytes(data)
    else:
        print_exact(data.decode("utf-8"))


def _write_folder(folder: Path, files: Iterable[tuple[str, bytes]], *, force: bool) -> int:
    """Write files into a folder that is new or empty, and count them; each appears whole or not at all."""
    from essaykit.store.files import told, write_whole

    with told(folder):
        if folder.is_dir() and not force and any(folder.iterdir()):
            raise UsageError("is not empty", file=str(folder), hint="name a new folder, or give --force")
        made = iter(files)
        first = next(made)  # what can't be made leaves no folder behind
        folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for count, (name, data) in enumerate(chain((first,), made), 1):  # noqa: B007 - how many there were
        write_whole(folder / name, data, durable=False)
    return count
