"""Options that many commands share: one spelling, one help text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

DEFAULT_CORPUS = Path("corpus")
"""Value of `CorpusOption` where none is given."""

CorpusOption = Annotated[Path, typer.Option("--corpus", metavar="DIR", help="Corpus folder, as 'essaykit build' writes it.")]

FromOption = Annotated[
    list[Path] | None,
    typer.Option("--from", metavar="PATH", help="Read this file or folder instead of a corpus; '-' is standard input. May be repeated."),
]

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]

QuietOption = Annotated[bool, typer.Option("--quiet", help="Print no talk and no progress; errors are still printed.")]

NoProgressOption = Annotated[bool, typer.Option("--no-progress", help="Draw no progress bar.")]

TopOption = Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many to print.")]

SeedOption = Annotated[int, typer.Option("--seed", metavar="N", help="Seed of everything random; the same seed gives the same result.")]

AllOption = Annotated[
    bool, typer.Option("--all", help="Keep essays flagged laundered, spliced or not_essay, which are left out otherwise.")
]

DictionaryOption = Annotated[
    Path | None,
    typer.Option("--user-dict", metavar="FILE", help="Words of your own, in jieba's format: a word a line, frequency and tag if wanted."),
]

WhereOption = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="FIELD=VALUE",
        help="Only these: trade, site, year, path, folder, flag, section, or a field of the records. May be repeated.",
    ),
]

MetadataOption = Annotated[
    Path | None,
    typer.Option(
        "--metadata", metavar="FILE", help="A CSV table about the essays, with a column id or path; its other columns are fields."
    ),
]

ByOption = Annotated[
    str | None, typer.Option("--by", metavar="FIELD", help="For each group: trade, site, year, path, or a field of the records.")
]

CountOption = Annotated[
    Literal["sources", "essays"],
    typer.Option("--count", metavar="UNIT", help="sources: copies of one text count as one (the default); essays: each counts."),
]

MinFrequencyOption = Annotated[int, typer.Option("--min", metavar="N", min=1, help="Only what stands in at least so many places.")]
MinSpreadOption = Annotated[
    int,
    typer.Option(
        "--min-spread", metavar="N", min=1, help="Only what stands in at least so many independent sources (essays, with --count essays)."
    ),
]

CsvOption = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Write the rows to this file too: CSV, or a workbook if it ends in .xlsx.")
]

DocumentArgument = Annotated[
    str, typer.Argument(metavar="DOC", help="A document: the beginning of its id, its source path, or a base name that only one has.")
]
