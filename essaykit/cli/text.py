"""`text`: the text of any document as a plain text file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.build import check_encoding, split_stdin
from essaykit.cli.options import JsonOption, NoProgressOption, QuietOption
from essaykit.cli.output import counted, one_line, print_json, print_lines, print_text, say
from essaykit.errors import EssaykitError, Exit

if TYPE_CHECKING:
    from essaykit.build.texts import TextReport


def text(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders to read; '-' is standard input.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the text files.")] = Path("texts"),
    force: Annotated[bool, typer.Option("--force", help="Write over text files that are there already.")] = False,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of all text files, instead of finding it out.")
    ] = None,
    quiet: QuietOption = False,
    no_progress: NoProgressOption = False,
    json: JsonOption = False,
) -> Exit:
    """Write the main text of pages and documents as plain text files.

    Each document, whatever its genre, becomes DIR/<its name>.txt: UTF-8, one block a line. Of a web page that is its main text without
    navigation, lists of other stories, comments and notices; of other documents what the labels take for the author's, headings included.
    No essays are split off and nothing is repaired; 'essaykit build' does that. Documents of one name get numbered files, which is said.

    Examples:
      $ essaykit text page.html --out texts
      $ essaykit text pages/ report.docx --out texts --quiet
      $ cat page.html | essaykit text - --out texts --force
    """
    from essaykit.build.texts import write_texts
    from essaykit.cli.progress import Progress

    check_encoding(encoding, "essaykit text")
    stdin, files = split_stdin(paths)
    try:
        with Progress(shown=not (quiet or no_progress)) as progress:
            report = write_texts(files, out, force=force, encoding=encoding, stdin=stdin, progress=progress)
    except KeyboardInterrupt:
        say(f"{out}: interrupted: the texts that were finished are kept (the same command with --force makes all of them)")
        return Exit.INTERRUPTED
    if json:
        print_json(report)
    elif not quiet:
        print_lines(f"{t.path}: {t.characters} characters in {t.lines} lines: {t.file}" for t in report.texts)
        if report.texts:
            print_text(one_line(f"{counted(len(report.texts), 'text')} in {report.out}"))
    return _say_troubles(report, quiet=quiet)


def _say_troubles(report: TextReport, *, quiet: bool) -> Exit:
    """One line on stderr for each thing that went wrong or may surprise, and the exit code that follows."""
    for t in report.texts:
        if t.renamed and not quiet:
            say(one_line(f"{t.path}: another document has this name, so its text is {t.file}"))
    for f in report.failures:
        say(str(EssaykitError(f.cause, file=f.path, place=f.place, hint=f.hint or "the other documents were read")))
    if not report.texts and not report.failures:
        say(f"{report.out}: no documents were found (name files, or a folder that holds some)")
    if not report.texts:
        return Exit.NOTHING_READ
    return Exit.SOME_FAILED if report.failures else Exit.OK
