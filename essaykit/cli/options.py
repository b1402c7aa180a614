"""Options that many commands share: one spelling, one help text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

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

DocumentArgument = Annotated[
    str, typer.Argument(metavar="DOC", help="A document: the beginning of its id, its source path, or a base name that only one has.")
]
