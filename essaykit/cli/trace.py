"""Why a text looks as it does: `why` and `diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, DocumentArgument, JsonOption
from essaykit.cli.output import cut, is_terminal, one_line, pad, print_json, print_lines, print_text, say, terminal_width, wrap

if TYPE_CHECKING:
    from essaykit.cli.records import Change, Explanation
    from essaykit.model import Decision, Operation, Role

_MARKS = {"same": " ", "changed": "~", "joined": "+", "removed": "-"}
_MOST = 5
"""Places of a passage that are explained; more of them are counted."""


def why(
    place: Annotated[str, typer.Argument(metavar="DOC:LINE", help="A line of a document; or a document alone, followed by a passage.")],
    passage: Annotated[str | None, typer.Argument(metavar="TEXT", help="A passage of the document, in place of a line number.")] = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    json: JsonOption = False,
) -> None:
    """Explain what happened to a line or passage, and by which rule.

    DOC is the beginning of a document's id, its source path, or a base name that only one has. Lines count as text editors count them;
    in formats without lines (Word, PDF), LINE is the number of the paragraph.

    Examples:
      $ essaykit why diary.txt:3
      $ essaykit why diary.txt "第一天到网点"
    """
    from essaykit.cli.explain import explain
    from essaykit.cli.places import line_span, parse_place, passage_spans
    from essaykit.cli.records import Why
    from essaykit.errors import UsageError
    from essaykit.ledger import restore_source
    from essaykit.store import open_corpus

    name, line = (place, None) if passage is not None else parse_place(place)
    if passage is None and line is None:
        raise UsageError(
            "a line or a passage is missing", file="essaykit why", hint=f"essaykit why {place}:1, or essaykit why {place} TEXT"
        )
    opened = open_corpus(corpus)
    document = opened.document(name)
    source = restore_source(document)
    spans = passage_spans(document, source, passage) if passage is not None else [line_span(document, source, line or 0)]
    decisions = opened.decisions()
    found = Why(places=tuple(explain(document, source, span, decisions) for span in spans[:_MOST]))
    if json:
        print_json(found)
    else:
        for explanation in found.places:
            _print_explanation(explanation)
    if len(spans) > _MOST:
        say(f"it stands in {len(spans)} places; the first {_MOST} are explained")


def diff(
    document: DocumentArgument,
    corpus: CorpusOption = DEFAULT_CORPUS,
    unified: Annotated[bool, typer.Option("--unified", help="Print a unified diff, as when the output is no terminal.")] = False,
    whole: Annotated[bool, typer.Option("--all", help="Show unchanged lines too.")] = False,
    json: JsonOption = False,
) -> None:
    """Show the raw text of a document beside what cleaning left of it.

    In a terminal the two stand side by side: '-' marks lines that were removed, '~' those that were changed, '+' those that the next
    line was joined to. In a pipe, or with --unified, it is a unified diff.

    Examples:
      $ essaykit diff diary.txt
      $ essaykit diff diary.txt --unified
    """
    from essaykit.cli.explain import changed_lines
    from essaykit.cli.records import Difference
    from essaykit.ledger import restore_source
    from essaykit.store import open_corpus

    record = open_corpus(corpus).document(document)
    lines = changed_lines(record, restore_source(record))
    if json:
        print_json(Difference(document=record.id, path=record.source.path, changes=tuple(c for c in lines if whole or c.fate != "same")))
    elif unified or not is_terminal():
        _print_unified(record.source.path, lines, len(lines) if whole else 3)
    else:
        _print_side_by_side(lines if whole else _with_context(lines, 2))


def _print_explanation(e: Explanation) -> None:
    fates = {"essay": f"kept, in essay {e.essay}", "removed": "removed"}
    print_text(f"{e.path}:{e.line}  (characters {e.start} to {e.end})")
    print_text(f"  text    {_quoted(e.text)}")
    if e.clean != e.text and e.fate != "removed":
        print_text(f"  clean   {_quoted(e.clean)}")
    print_text(f"  result  {fates.get(e.fate, f'kept as {e.fate}')}")
    for role in e.roles:
        print_text(f"  role    {role.role}{_state(role)}  by {role.rule} ({role.confidence:.2f})")
        _print_reason(role)
    for o in e.operations:
        change = f"{_quoted(o.before)} becomes {_quoted(o.after)}" if o.after else f"removes {_quoted(o.before)}"
        print_text(f"  {o.id}{_state(o)}  by {o.rule} ({o.confidence:.2f})\n          {change}")
        _print_reason(o)
        if o.state == "applied":
            print_text(f"          take it back: essaykit undo {o.id} --document {e.document[:8]}")
        elif o.state == "proposed":
            print_text(f"          settle it: essaykit decide {o.id} accept|reject --document {e.document[:8]}")
    for d in e.decisions:
        print_text(f"  decided {_decided(d)}")
    print_text()


def _quoted(text: str) -> str:
    return "“" + cut(one_line(text), 100) + "”"


def _state(record: Role | Operation) -> str:
    winner = getattr(record, "superseded_by", None)
    return "" if record.state == "applied" else f"  [{record.state}{f' by {winner}' if winner else ''}]"


def _print_reason(record: Role | Operation) -> None:
    print_text(f"          {record.reason.en}\n          {record.reason.zh}")
    if record.evidence:
        print_text(f"          evidence: {'; '.join(record.evidence)}")


def _decided(d: Decision) -> str:
    value = f" {_quoted(d.value)}" if d.value is not None else ""
    about = d.operation or (f"rule {d.rule}" + (f" on {d.site}" if d.site else "") if d.rule else "this place")
    return f"{d.verdict}{value}: {about}, by {d.who or 'somebody'} on {d.when} ({d.id})"


def _print_unified(path: str, lines: list[Change], context: int) -> None:
    """A unified diff made from the ledger, not guessed from the texts: a removed line is one that rules removed."""
    groups = _groups(lines)
    changed = [i for i, (raws, clean) in enumerate(groups) if clean != raws]
    if not changed:
        say("cleaning changed nothing in this document")
        return
    hunks: list[list[int]] = []
    for i in changed:
        start, end = max(0, i - context), min(len(groups), i + context + 1)
        if hunks and start <= hunks[-1][1]:
            hunks[-1][1] = end
        else:
            hunks.append([start, end])
    out = [f"--- raw/{path}", f"+++ clean/{path}"]
    for start, end in hunks:
        body: list[str] = []
        plus: list[str] = []
        for raws, clean in groups[start:end]:
            if clean == raws:
                body += [*plus, *(" " + raw for raw in raws)]
                plus = []
            else:
                body += ["-" + raw for raw in raws]
                plus += ["+" + text for text in clean]
        body += plus
        old, new = 1 + sum(len(raws) for raws, _ in groups[:start]), 1 + sum(len(clean) for _, clean in groups[:start])
        out.append(f"@@ -{old},{sum(x[0] != '+' for x in body)} +{new},{sum(x[0] != '-' for x in body)} @@")
        out += body
    print_lines(out)


def _groups(lines: list[Change]) -> list[tuple[list[str], list[str]]]:
    """Raw lines that became one line of the clean text (or none), and that line."""
    groups: list[tuple[list[str], list[str]]] = []
    goes_on = False
    for c in lines:
        if goes_on:
            raws, clean = groups[-1]
            raws.append(c.raw)
            if c.fate != "removed":
                clean[0] += c.clean
        else:
            groups.append(([c.raw], [] if c.fate == "removed" else [c.clean]))
        goes_on = c.fate == "joined" or (goes_on and c.fate == "removed")
    return groups


def _with_context(lines: list[Change], context: int) -> list[Change | None]:
    """The changed lines and their neighbours; None where something is left out."""
    near = {j for i, c in enumerate(lines) if c.fate != "same" for j in range(i - context, i + context + 1) if 0 <= j < len(lines)}
    shown: list[Change | None] = []
    last = -1
    for j in sorted(near):
        if j != last + 1:
            shown.append(None)
        shown.append(lines[j])
        last = j
    if last != len(lines) - 1:
        shown.append(None)
    return shown


def _print_side_by_side(lines: list[Change] | list[Change | None]) -> None:
    number = len(str(max((c.line for c in lines if c), default=0)))
    column = max(10, (terminal_width() - number - 5) // 2)
    out = []
    for c in lines:
        if c is None:
            out.append("…")
            continue
        mark = _MARKS[c.fate]
        left, right = wrap(one_line(c.raw), column), wrap(one_line(c.clean), column)
        for i in range(max(len(left), len(right))):
            head = str(c.line) if i == 0 else ""
            old, new = (left[i] if i < len(left) else ""), (right[i] if i < len(right) else "")
            out.append(f"{pad(head, number, right=True)} {pad(old, column)} {mark} {new}".rstrip())
    print_lines(out)
