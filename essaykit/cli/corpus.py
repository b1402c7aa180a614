"""Reading the corpus: `list`, `show`, `stats`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, JsonOption
from essaykit.cli.output import cut, print_exact, print_json, print_lines, print_table, print_text, say
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.cli.records import EssayListing, Failures, Listing, Queue, Stats
    from essaykit.model import Document
    from essaykit.store import CorpusEssay


def list_(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    essays: Annotated[bool, typer.Option("--essays", help="List essays instead of documents.")] = False,
    proposed: Annotated[bool, typer.Option("--proposed", help="List the operations that wait for a decision.")] = False,
    failed: Annotated[bool, typer.Option("--failed", help="List what the last build could not read or passed over.")] = False,
    flag: Annotated[str | None, typer.Option("--flag", metavar="FLAG", help="Only what has this flag, such as 'truncated'.")] = None,
    json: JsonOption = False,
) -> None:
    """List documents, essays, or what waits for an editor.

    Each document stands on one line: the beginning of its id, essays found of those it promises, the share of its characters that was
    kept, what waits for a decision, flags, title and path.

    Examples:
      $ essaykit list
      $ essaykit list --essays --flag truncated
      $ essaykit list --proposed --json
    """
    from essaykit.cli import reports
    from essaykit.store import open_corpus

    if essays + proposed + failed > 1:
        raise UsageError("--essays, --proposed and --failed exclude each other", file="essaykit list", hint="give one of them")
    if flag is not None:
        _check_flag(flag)
    opened = open_corpus(corpus)
    if proposed:
        queue = reports.list_proposed(opened)
        print_json(queue) if json else _print_queue(queue)
    elif failed:
        failures = reports.list_failures(opened)
        print_json(failures) if json else _print_failures(failures)
    elif essays:
        found = reports.list_essays(opened, flag)
        print_json(found) if json else _print_essays(found)
    else:
        listing = reports.list_documents(opened, flag)
        print_json(listing) if json else _print_documents(listing)


def show(
    what: Annotated[str, typer.Argument(metavar="DOC|ESSAY", help="A document (id, path or base name) or the id of an essay.")],
    corpus: CorpusOption = DEFAULT_CORPUS,
    raw: Annotated[bool, typer.Option("--raw", help="Print the source text as it was read, restored from the document.")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say what was decided about the document and why, in place of its text.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Show a document with its essays, or one essay.

    With --explain, a page about the document: where each essay begins and why, what each rule took out with an example, what waits for
    a decision, flags with their evidence. 'essaykit build --explain' prints the same page for every document.

    Examples:
      $ essaykit show diary.txt
      $ essaykit show diary.txt --explain
      $ essaykit show 0f3a-120
      $ essaykit show diary.txt --raw
    """
    from essaykit.ledger import restore_source
    from essaykit.store import open_corpus

    if explain and raw:
        raise UsageError("--explain and --raw exclude each other", file="essaykit show", hint="give one of them")
    opened = open_corpus(corpus)
    if explain:
        from essaykit.cli.pages import explain_document, page_lines

        page = explain_document(opened.document(opened.essay(what).document if _is_essay(what) else what))
        print_json(page) if json else print_lines(page_lines(page))
        return
    if _is_essay(what):
        essay = opened.essay(what)
        if raw:
            print_exact(restore_source(opened.document(essay.document))[essay.start : essay.end])
        elif json:
            print_json(essay)
        else:
            _print_essay(essay)
        return
    document = opened.document(what)
    if raw:
        print_exact(restore_source(document))
    elif json:
        print_json(document)
    else:
        _print_document(document)


def stats(corpus: CorpusOption = DEFAULT_CORPUS, json: JsonOption = False) -> None:
    """Count documents, essays and words, and what each rule removed.

    Words are 字数 as Word counts it; shares are of all characters of the source texts.

    Examples:
      $ essaykit stats
      $ essaykit stats --corpus corpus --json
    """
    from essaykit.cli.reports import corpus_stats
    from essaykit.store import open_corpus

    found = corpus_stats(open_corpus(corpus))
    print_json(found) if json else _print_stats(found)


def _is_essay(name: str) -> bool:
    return re.fullmatch(r"[0-9a-f]{4,16}-\d+", name) is not None


def _check_flag(flag: str) -> None:
    from difflib import get_close_matches
    from typing import get_args

    from essaykit.model import FlagName

    known = get_args(FlagName)
    if flag not in known:
        near = get_close_matches(flag, known, 1)
        hint = f"did you mean {near[0]}?" if near else "known flags: " + ", ".join(known)
        raise UsageError(f"no such flag: {flag}", file="essaykit list", hint=hint)


def _print_documents(listing: Listing) -> None:
    rows = [
        (
            d.id[:8],
            f"{d.essays}/{d.promised}" if d.promised is not None else str(d.essays),
            f"{d.kept / max(1, d.characters):.0%}",
            d.proposed or "",
            " ".join([*d.flags, *(f"{name}:{n}" for name, n in d.essay_flags.items())]),
            cut(d.title or "", 40),
            d.path,
        )
        for d in listing.documents
    ]
    print_table(rows, ("id", "essays", "kept", "waiting", "flags", "title", "path"))


def _print_essays(listing: EssayListing) -> None:
    print_table(
        [(e.id, e.words, " ".join(e.flags), cut(e.title, 40), e.path) for e in listing.essays], ("id", "words", "flags", "title", "path")
    )


def _print_queue(queue: Queue) -> None:
    rows = [(p.operation.id, f"{p.path}:{p.line}", p.operation.rule, _edit(p.operation.before, p.operation.after)) for p in queue.proposed]
    print_table(rows, ("operation", "place", "rule", "change"))
    say(f"{len(rows)} wait; 'essaykit decide OPERATION accept' or 'reject' settles one" if rows else "nothing waits for a decision")


def _edit(before: str, after: str) -> str:
    return f"{cut(before, 40)} → {cut(after, 40)}" if after else f"delete {cut(before, 60)}"


def _print_failures(failures: Failures) -> None:
    rows = [("failed", f.path, f.cause) for f in failures.failed] + [("passed over", s.path, s.cause) for s in failures.skipped]
    print_table(rows, ("what", "path", "cause"))
    if not rows:
        say("everything was read")


def _print_essay(essay: CorpusEssay) -> None:
    print_text(f"{essay.heading or essay.title}\n\n{essay.text}")


def _print_document(document: Document) -> None:
    promised = f" of {document.promised_count} promised" if document.promised_count is not None else ""
    print_text(f"{document.title or document.source.path}\n")
    rows = [("id", document.id), ("path", document.source.path), ("essays", f"{len(document.essays)}{promised}")]
    rows += [(m.name, m.value) for m in document.metadata]
    rows += [("flags", " ".join(document.flags))] if document.flags else []
    print_table(rows)
    for essay in document.essays:
        flags = f"  [{' '.join(essay.flags)}]" if essay.flags else ""
        print_text(f"\n── {essay.id}  {essay.heading or ''}{flags}\n\n{essay.text}")


def _print_stats(found: Stats) -> None:
    kept = f"{found.kept / max(1, found.characters):.1%} of {found.characters} characters"
    promises = f"{found.promises_kept} of {found.promising} documents hold what they promise ({found.promised} essays)"
    print_table(
        [
            ("documents", str(found.documents)),
            ("essays", str(found.essays)),
            ("words (字数)", str(found.words)),
            ("promises", promises),
            ("kept", kept),
            ("waiting", f"{found.proposed} operations; {found.decisions} decisions, {found.unplaced} without a place"),
            ("not read", f"{found.failed} failed, {found.skipped} passed over"),
        ]
    )
    sections: list[tuple[str, Sequence[tuple[object, ...]]]] = [
        ("removed by rule", [(rule, r.operations, r.characters, f"{r.share:.2%}") for rule, r in found.removed.items()]),
        ("flags", [(f, n, "documents") for f, n in found.flags.items()] + [(f, n, "essays") for f, n in found.essay_flags.items()]),
        ("encodings", list(found.encodings.items())),
        ("formats", list(found.media_types.items())),
        ("sites and folders", [(site or "(top folder)", s.documents, s.essays) for site, s in found.sites.items()]),
    ]
    for title, rows in sections:
        if rows:
            print_text(f"\n{title}")
            print_table([("", *row) for row in rows])
