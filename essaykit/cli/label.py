"""`label`: an editor's work as labelled data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, QuietOption
from essaykit.cli.output import counted, print_json, say
from essaykit.errors import UsageError

STDOUT = Path("-")


def label(
    documents: Annotated[
        list[str], typer.Argument(metavar="DOC", help="Documents: beginnings of ids, source paths, or base names that only one has.")
    ],
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder to write a file a document to; '-' is standard output.")
    ] = STDOUT,
    quiet: QuietOption = False,
) -> None:
    """Export documents as labelled samples, for tests and training.

    What was decided becomes what is right: title, promised count, essays with heading, text and flags, and each removed piece with type,
    place and the words around it. Correct a document with 'essaykit decide', build, read it, then label it: from then on a build can be
    scored against it. Files are named after the raw document, DIR/NAME.json; standard output takes one document.

    Examples:
      $ essaykit label diary.txt
      $ essaykit label diary.txt report.docx --out gold
    """
    from essaykit.cli.labelled import is_behind, label_documents, rulings_of
    from essaykit.store import open_corpus

    if str(out) == "-" and len(documents) > 1:
        raise UsageError("standard output takes one document", file="essaykit label", hint="name a folder: --out DIR")
    opened = open_corpus(corpus)
    found = label_documents(opened, documents)
    rulings = rulings_of(opened, opened.decisions())
    for document, labels in found:
        if str(out) == "-":
            print_json(labels)
        else:
            _write(out, labels.file, labels)
        waiting = sum(o.state == "proposed" for o in document.operations)
        if is_behind(document, rulings):
            say(f"{document.source.path}: was ruled on since it was built ('essaykit build' carries it out, then label it again)")
        elif waiting and not quiet:
            wait = "1 operation waits" if waiting == 1 else f"{waiting} operations wait"
            say(f"{document.source.path}: {wait} for a decision; the labels hold the text as it is")
    if str(out) != "-" and not quiet:
        say(f"{counted(len(found), 'document')} labelled in {out}")


def _write(folder: Path, name: str, labels: object) -> None:
    from essaykit.cli.output import json_bytes
    from essaykit.store.files import told, write_whole

    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{name}.json", json_bytes(labels))
