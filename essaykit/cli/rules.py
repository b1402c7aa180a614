"""`rules`: what the cleaner knows, with reasons and examples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.groups import add_command, new_group
from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, JsonOption
from essaykit.cli.output import one_line, print_json, print_table, print_text, say
from essaykit.errors import Exit, UsageError

if TYPE_CHECKING:
    from essaykit.cli.records import RuleRecord, RuleSummary

RuleArgument = Annotated[str, typer.Argument(metavar="RULE", help="Id of a rule, such as 'layout.page-dashes'.")]


def list_rules(*, corpus: CorpusOption = DEFAULT_CORPUS, json: JsonOption = False) -> None:
    """List all rules, with what each did in a corpus.

    Where there is no corpus, the rules are listed without counts.

    Examples:
      $ essaykit rules list
      $ essaykit rules list --corpus corpus --json
    """
    from essaykit.cli.records import RuleListing
    from essaykit.cli.rulebook import all_rules

    rules = _counted(all_rules(), corpus)
    if json:
        print_json(RuleListing(rules=tuple(rules.values())))
        return
    rows = [
        (r.id, r.kind, r.risk, *("" if n is None else str(n) for n in (r.documents, r.operations, r.characters)), one_line(r.reason.en))
        for r in rules.values()
    ]
    print_table(rows, ("rule", "kind", "risk", "documents", "places", "characters", "why"))


def show_rule(rule: RuleArgument, *, corpus: CorpusOption = DEFAULT_CORPUS, json: JsonOption = False) -> None:
    """Show one rule with its reason and examples.

    Examples:
      $ essaykit rules show layout.page-dashes
    """
    from essaykit.cli.rulebook import find_rule

    found = _counted({rule: find_rule(rule)}, corpus)[rule]
    if json:
        print_json(found)
        return
    print_text(f"{found.id}  ({found.kind}, {found.risk}, since {found.since})")
    print_text(f"  {found.reason.en}\n  {found.reason.zh}")
    rows = (
        [("evidence", text) for text in found.evidence] + [("hit", text) for text in found.hits] + [("miss", text) for text in found.misses]
    )
    if found.operations is not None:
        rows.append(("in the corpus", f"{found.operations} places in {found.documents} documents, {found.characters} characters"))
    print_table([("", *row) for row in rows])


def show_stats(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    labelled: Annotated[
        Path | None,
        typer.Option("--labelled", metavar="DIR", help="Labels of its documents, as 'essaykit label' writes them: adds precision."),
    ] = None,
    raw: Annotated[
        Path | None, typer.Option("--raw", metavar="DIR", help="With --labelled: the raw files, for labels that name lines.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Count what each rule did in a corpus, and how often it was right.

    With labels: foreign are the characters that labels have changed too, author those that labels keep in an essay, unknown those of
    which they say nothing; precision is foreign / (foreign + author). Labels belong to documents of the same base name.

    Examples:
      $ essaykit rules stats
      $ essaykit rules stats --labelled gold --json
    """
    from essaykit.cli.rulestats import read_labels, rule_stats
    from essaykit.store import open_corpus

    if raw is not None and labelled is None:
        raise UsageError("--raw goes with --labelled", file="essaykit rules stats", hint="--labelled DIR --raw DIR")
    opened = open_corpus(corpus)
    found = rule_stats(opened, None if labelled is None else read_labels(labelled, raw))
    if found.labelled == 0:
        raise UsageError("labels no document of this corpus", file=str(labelled), hint="labels name raw documents by their base names")
    if json:
        print_json(found)
    elif labelled is None:
        print_table([(r.rule, r.documents, r.operations, r.characters) for r in found.rules], ("rule", "documents", "places", "characters"))
    else:
        rows = [(r.rule, r.documents, r.operations, r.characters, *_judged(r)) for r in found.rules]
        print_table(rows, ("rule", "documents", "places", "characters", "foreign", "author", "unknown", "precision"))
        say(f"{found.labelled} of {found.documents} documents have labels")


def _judged(r: RuleRecord) -> tuple[str, ...]:
    counts = ("" if n is None else str(n) for n in (r.foreign, r.author, r.unknown))
    return *counts, "" if r.precision is None else f"{r.precision:.3f}"


def run_tests(
    rules: Annotated[list[str] | None, typer.Argument(metavar="RULE", help="Rules to test; all, if none is given.")] = None,
    *,
    json: JsonOption = False,
) -> Exit:
    """Hold rules to the examples on their cards.

    Prints one line for each example that is not treated as the card says; exit code 1 if there is any.

    Examples:
      $ essaykit rules test
      $ essaykit rules test layout.page-dashes
    """
    from essaykit.cli.rulebook import run_examples

    result = run_examples(tuple(rules or ()))
    if json:
        print_json(result)
    else:
        for failure in result.failures:
            print_text(f"{failure.rule}: should be a {failure.expected}: {one_line(failure.example)}")
    say(f"{result.examples} examples of {result.rules} rules, {len(result.failures) or 'no'} failures")
    return Exit.FINDINGS if result.failures else Exit.OK


def _counted(rules: dict[str, RuleSummary], corpus: Path) -> dict[str, RuleSummary]:
    from essaykit.cli.rulebook import counted
    from essaykit.store import open_corpus

    if corpus == DEFAULT_CORPUS and not corpus.exists():
        return rules
    return counted(rules, open_corpus(corpus))


app = new_group("List, show, measure and test the rules of the cleaner.")
for _name, _command in (("list", list_rules), ("show", show_rule), ("stats", show_stats), ("test", run_tests)):
    add_command(app, _name, _command)
