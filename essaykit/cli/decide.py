"""What people rule: `undo` and `decide`. Decisions are only ever added; `build` carries them out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, JsonOption
from essaykit.cli.output import print_json, print_text, say
from essaykit.errors import UsageError

if TYPE_CHECKING:
    from essaykit.model import Decision, Verdict
    from essaykit.store import Corpus

WhoOption = Annotated[str | None, typer.Option("--who", metavar="NAME", help="Whose decision it is; by default the name of your account.")]
InDocumentOption = Annotated[
    str | None, typer.Option("--document", metavar="DOC", help="Where the operation is, if twins of a page have it too.")
]


def undo(
    operation: Annotated[str, typer.Argument(metavar="OP", help="Id of an operation, as 'essaykit why' shows it, or a beginning of it.")],
    document: InDocumentOption = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    who: WhoOption = None,
    json: JsonOption = False,
) -> None:
    """Take back what a rule did.

    The next build leaves that text as it was. The same as 'essaykit decide OP reject'; 'essaykit decide OP accept' takes it back in
    turn.

    Examples:
      $ essaykit undo op-3f2a9c41d07e
    """
    from essaykit.cli.rulings import decide_operation, find_operation
    from essaykit.store import open_corpus

    opened = open_corpus(corpus)
    found, op = find_operation(opened, operation, document)
    _record(opened, decide_operation(found, op, "reject", None, _who(who)), json=json)


def decide(
    target: Annotated[
        str | None, typer.Argument(metavar="OP|DOC:LINE", help="An operation, or a place; with --rule, the verdict stands here.")
    ] = None,
    verdict: Annotated[str | None, typer.Argument(metavar="VERDICT", help="For an operation: accept, reject or edit.")] = None,
    *,
    text: Annotated[str | None, typer.Option("--text", metavar="TEXT", help="With edit: what shall stand there instead.")] = None,
    role: Annotated[
        str | None, typer.Option("--role", metavar="ROLE", help="The line is of this role: body, heading, title, intro, notice …")
    ] = None,
    split: Annotated[bool, typer.Option("--split", help="A new essay begins at this line.")] = False,
    merge: Annotated[bool, typer.Option("--merge", help="No essay begins here: it goes on from the one before.")] = False,
    heading: Annotated[str | None, typer.Option("--heading", metavar="TEXT", help="The essay that begins here has this heading.")] = None,
    quote: Annotated[str | None, typer.Option("--quote", metavar="TEXT", help="Only this part of the line is meant.")] = None,
    rule: Annotated[str | None, typer.Option("--rule", metavar="RULE", help="Accept or reject all that this rule does.")] = None,
    site: Annotated[str | None, typer.Option("--site", metavar="SITE", help="With --rule: only on this site.")] = None,
    document: InDocumentOption = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    who: WhoOption = None,
    json: JsonOption = False,
) -> None:
    """Rule on an operation, a place, or a rule as a whole.

    The next build carries it out. Decisions are kept in decisions.jsonl of the corpus with who, when and the words around the place.
    They outlast new versions of the rules; a later decision about the same place wins over an earlier one.

    Examples:
      $ essaykit decide op-3f2a9c41d07e accept
      $ essaykit decide op-3f2a9c41d07e edit --text "网点"
      $ essaykit decide diary.txt:12 --role body
      $ essaykit decide diary.txt:40 --split
      $ essaykit decide diary.txt:40 --heading "第三周"
      $ essaykit decide --rule site.download-notice reject --site example.com
    """
    from essaykit.cli.rulings import decide_operation, decide_rule, find_operation
    from essaykit.store import open_corpus

    _check(target, verdict, rule, {"--role": role, "--split": split or None, "--merge": merge or None, "--heading": heading})
    if text is not None and verdict != "edit":
        raise UsageError("--text goes with the verdict edit", file="essaykit decide", hint="essaykit decide OP edit --text TEXT")
    if site is not None and rule is None:
        raise UsageError("--site goes with --rule", file="essaykit decide", hint="essaykit decide --rule RULE reject --site SITE")
    opened = open_corpus(corpus)
    by = _who(who)
    if rule is not None:
        _check_rule(opened, rule)
        made = decide_rule(rule, _verdict(target, ("accept", "reject")), site, by)
        if site is not None and site not in {d.site for d in opened.indexed}:
            say(f"no document of this corpus is from {site} ('essaykit sites' lists the sites)")
    elif verdict is not None:
        found, op = find_operation(opened, target or "", document)
        made = decide_operation(found, op, _verdict(verdict, ("accept", "reject", "edit")), text, by)
    else:
        kind, value = ("role", _role(role)) if role else ("split", None) if split else ("merge", None) if merge else ("heading", heading)
        made = _decide_line(opened, target or "", kind, value, quote=quote, who=by)
    _record(opened, made, json=json)


def _check(target: str | None, verdict: str | None, rule: str | None, places: dict[str, Any]) -> None:
    given = [name for name, value in places.items() if value is not None]
    wrong: str | None = None
    if len(given) > 1:
        wrong = f"{' and '.join(given)} exclude each other"
    elif target is None:
        wrong = "the verdict is missing" if rule else "an operation or a place is missing"
    elif rule is not None and (verdict is not None or given):
        wrong = "--rule goes with a verdict alone"
    elif rule is None and verdict is not None and given:
        wrong = f"a verdict and {given[0]} exclude each other"
    elif rule is None and verdict is None and not given:
        wrong = "a verdict is missing"
    if wrong:
        raise UsageError(
            wrong,
            file="essaykit decide",
            hint="OP accept|reject|edit, DOC:LINE --role|--split|--merge|--heading, or --rule RULE accept|reject",
        )


def _verdict(given: str | None, known: tuple[Verdict, ...]) -> Verdict:
    for name in known:
        if name == given:
            return name
    raise UsageError(f"no such verdict: {given}", file="essaykit decide", hint="one of: " + ", ".join(known))


def _role(given: str) -> str:
    from difflib import get_close_matches

    from essaykit.model import ROLE_NAMES

    if given not in ROLE_NAMES:
        near = get_close_matches(given, ROLE_NAMES, 1)
        raise UsageError(
            f"no such role: {given}",
            file="essaykit decide",
            hint=f"did you mean {near[0]}?" if near else "one of: " + ", ".join(ROLE_NAMES),
        )
    return given


def _check_rule(corpus: Corpus, rule: str) -> None:
    """A mistyped rule would be a decision about nothing: it must be a card's, or have done something in this corpus."""
    from difflib import get_close_matches

    from essaykit.cli.rulebook import all_rules

    known = set(all_rules()) | {o.rule for d in corpus.documents() for o in d.operations}
    if rule not in known:
        near = get_close_matches(rule, known, 1)
        raise UsageError(
            f"no such rule: {rule}", file="essaykit decide", hint=f"did you mean {near[0]}?" if near else "'essaykit rules list' lists them"
        )


def _decide_line(corpus: Corpus, place: str, kind: Any, value: str | None, *, quote: str | None, who: str) -> Decision:
    from essaykit.cli.places import line_span, parse_place
    from essaykit.cli.rulings import decide_place
    from essaykit.ledger import restore_source

    name, line = parse_place(place)
    if line is None:
        raise UsageError(f"{place} names no line", file="essaykit decide", hint=f"{place}:LINE; 'essaykit diff' shows the numbers")
    document = corpus.document(name)
    source = restore_source(document)
    start, end = line_span(document, source, line)
    if quote is not None:
        at = source.find(quote, start, end) if quote else -1
        if at < 0:
            raise UsageError(
                f"{quote} does not stand on this line", file=document.source.path, place=f"line {line}", hint="quote it as it stands"
            )
        start, end = at, at + len(quote)
    return decide_place(document, (start, end), kind, value, who, source=source)


def _who(given: str | None) -> str:
    import getpass

    if given is not None:
        return given
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


def _record(corpus: Corpus, decision: Decision, *, json: bool) -> None:
    from essaykit.cli.records import Ruling

    corpus.append_decision(decision)
    if json:
        print_json(Ruling(decision=decision))
    else:
        about = decision.operation or decision.rule or decision.path
        print_text(f"{decision.id}  {decision.verdict}  {about}")
    say("recorded; the next 'essaykit build' carries it out")
