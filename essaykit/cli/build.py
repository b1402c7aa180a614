"""`build` and `check`: from raw documents to a corpus, and the proof that nothing was lost."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, JsonOption, NoProgressOption, QuietOption
from essaykit.cli.output import counted, cut, is_terminal, one_line, print_json, print_lines, print_text, say, terminal_width
from essaykit.errors import EssaykitError, Exit, UsageError

if TYPE_CHECKING:
    from essaykit.build import BuildReport
    from essaykit.store import Corpus, IndexedDocument

MOST_LINES = 50
"""Documents that are printed one by one unasked: a few screens; of more than that, a person wants the sums."""
LEAST_PATH = 12
"""Columns of a path that are always shown."""


def build(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders to read; '-' is standard input.")],
    *,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Corpus folder to write, or to bring up to date.")] = DEFAULT_CORPUS,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Processes to use; the result is the same.")] = 1,
    force: Annotated[bool, typer.Option("--force", help="Make everything anew, not only what changed.")] = False,
    encoding: Annotated[
        str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of all text files, instead of finding it out.")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Print a page for each document: headings, removals, what waits, flags, and why.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Print the line of each document, however many there are.")] = False,
    quiet: QuietOption = False,
    no_progress: NoProgressOption = False,
    json: JsonOption = False,
) -> Exit:
    """Read raw documents and write a corpus of clean, traceable essays.

    Reads txt, md, html, mhtml, docx, pdf and jsonl by content; finds the encoding. Only what changed is made anew; decisions of editors
    are carried out again. One line is printed for each document: essays found of those it promises, characters removed and their share,
    operations that wait for a decision, flags, title. With more than 50 documents only the sums are printed, unless --verbose is given;
    'essaykit list' prints the lines later, and 'essaykit show DOC --explain' the page of one document.

    Examples:
      $ essaykit build raw --out corpus
      $ essaykit build a.txt b.docx --out corpus --explain
      $ cat a.txt | essaykit build - --out corpus
      $ essaykit build old --out corpus --encoding gb18030
    """
    from essaykit.build import build_corpus
    from essaykit.cli.progress import Progress
    from essaykit.store import open_corpus

    check_encoding(encoding)
    stdin, files = split_stdin(paths)
    try:
        with Progress(shown=not (quiet or no_progress)) as progress:
            report = build_corpus(
                files,
                out,
                workers=workers,
                force=force,
                encoding=encoding,
                stdin=stdin,
                progress=progress,
                on_wait=None if quiet else say,
            )
    except KeyboardInterrupt:
        say(f"{out}: interrupted: the documents that were finished are kept (the same command goes on from there)")
        return Exit.INTERRUPTED
    if json:
        print_json(report)
    elif not quiet and report.totals.documents and not report.left_alone:
        corpus = open_corpus(out)
        if explain:
            _print_pages(corpus)
        elif verbose or report.totals.documents <= MOST_LINES:
            _print_documents(corpus)
        else:
            say(f"{report.totals.documents} documents are not printed one by one (--verbose does it, 'essaykit list' too)")
        _print_summary(report)
    return _say_troubles(report)


def check(
    corpus: CorpusOption = DEFAULT_CORPUS,
    *,
    raw: Annotated[
        Path | None, typer.Option("--raw", metavar="DIR", help="Also read the raw files of this folder again and compare.")
    ] = None,
    quiet: QuietOption = False,
    json: JsonOption = False,
) -> Exit:
    """Prove that every character of every document is accounted for.

    Restores each source text from its document and compares it with the recorded hash; computes each essay's text again from its
    operations; compares the index with the documents. One line for each thing found; exit code 1 if there is any.

    Examples:
      $ essaykit check
      $ essaykit check --raw raw
    """
    from essaykit.build.check import check_corpus
    from essaykit.store import open_corpus

    if raw is not None and not raw.is_dir():
        raise UsageError("is not a folder", file=str(raw), hint="name the folder that was built from")
    report = check_corpus(open_corpus(corpus), raw)
    if json:
        print_json(report)
    else:
        print_lines(str(EssaykitError(p.cause, file=p.path or p.file, place=p.place or p.file)) for p in report.problems)
    if not quiet:
        problems = counted(len(report.problems), "problem") if report.problems else "no problems"
        say(f"{counted(report.documents, 'document')}, {report.characters} characters checked; {problems}")
    return Exit.FINDINGS if report.problems else Exit.OK


def check_encoding(name: str | None, command: str = "essaykit build") -> None:
    """Raise a UsageError for the name of an encoding that Python does not know."""
    if name is None:
        return
    try:
        b"a".decode(name)  # a codec may also turn bytes into bytes, or be no encoding at all
    except UnicodeDecodeError:  # a wide one
        return
    except (LookupError, ValueError):
        raise UsageError(
            f"no such encoding: {name}", file=command, place="--encoding", hint="such as utf-8, gb18030, big5, utf-16"
        ) from None


def split_stdin(paths: list[Path]) -> tuple[bytes | None, list[Path]]:
    """What stands on standard input if ``-`` is among the paths, and the other paths."""
    files = [path for path in paths if str(path) != "-"]
    if len(files) == len(paths):
        return None, files
    if sys.stdin is None:
        raise UsageError("standard input is closed", file="-", hint="name a file, or send text through a pipe")
    if sys.stdin.isatty():
        say("reading from the terminal; end with Ctrl-D (Windows: Ctrl-Z and Enter)")
    return sys.stdin.buffer.read(), files


def _print_pages(corpus: Corpus) -> None:
    from essaykit.cli.pages import explain_document, page_lines

    for document in corpus.documents():
        print_lines(page_lines(explain_document(document)))


def _print_documents(corpus: Corpus) -> None:
    width = terminal_width() if is_terminal() else None
    print_lines(document_line(d, width) for d in corpus.indexed)


def document_line(d: IndexedDocument, width: int | None = None) -> str:
    """What a build did with a document, in one line.

    Args:
        d: the document.
        width: columns that the line may take; a long path gives way before the numbers do. None for no bound.
    """
    removed = d.characters - d.kept
    promised = f" of {d.promised} promised" if d.promised is not None else ""
    waiting = f", {d.proposed} waiting" if d.proposed else ""
    flags = [*d.flags, *(f"{name}:{n}" for name, n in d.essay_flags.items())]
    noted = f"  [{' '.join(flags)}]" if flags else ""
    title = f"  {d.title}" if d.title else ""
    path = one_line(d.path)
    facts = f"{counted(d.essays, 'essay')}{promised}, {removed} characters removed ({removed / max(1, d.characters):.1%}){waiting}"
    if width is None:
        return one_line(f"{path}: {facts}{noted}{title}")
    path = cut(path, max(LEAST_PATH, width - len(facts) - 3))  # for ': ' and the ellipsis
    return cut(one_line(f"{path}: {facts}{noted}{title}"), width)


def _print_summary(report: BuildReport) -> None:
    t = report.totals
    promised = f"; {t.promises_kept} of {t.promising} promises kept" if t.promising else ""
    wait = "1 operation waits" if t.proposed == 1 else f"{t.proposed} operations wait"
    waiting = f"; {wait} for a decision ('essaykit list --proposed')" if t.proposed else ""
    made = f"{report.built} made, {report.reused} as before, {report.removed} gone"
    kept = f"{t.kept / max(1, t.characters):.1%} of {t.characters} characters kept"
    print_text(f"{counted(t.documents, 'document')} ({made}), {counted(t.essays, 'essay')}, {kept}{promised}{waiting}")


def _say_troubles(report: BuildReport) -> Exit:
    """One line on stderr for each thing that went wrong, and the exit code that follows."""
    others = "the other documents were read" if report.totals.documents else "name another"
    for f in report.failures:
        say(str(EssaykitError(f.cause, file=f.path, place=f.place, hint=f.hint or others)))
    for line in report.broken_decisions:
        say(line)
    if report.homeless_decisions:
        lost = counted(len(report.homeless_decisions), "decision")
        say(f"{report.corpus}: {lost} about documents that aren't there (kept for when they are)")
    if report.totals.unplaced:
        lost = counted(report.totals.unplaced, "decision")
        say(f"{report.corpus}: {lost} found no place any more (see 'unplaced' in essaykit show DOC --json)")
    if report.left_alone:
        say(f"{report.corpus}: nothing could be read (the corpus was left as it was)")
    elif not report.totals.documents and not report.failures:
        say(f"{report.corpus}: no documents were found (name files, or a folder that holds some)")
    if not report.totals.documents:
        return Exit.NOTHING_READ
    return Exit.SOME_FAILED if report.failures or report.broken_decisions else Exit.OK
