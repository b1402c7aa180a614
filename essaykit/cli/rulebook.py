"""All rules as one list, whichever room they belong to, and what they did in a corpus."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from essaykit.clean import mechanism_reasons, rule_cards
from essaykit.cli.records import RuleFailure, RuleSummary, RuleTest
from essaykit.errors import UsageError
from essaykit.split.cards import style_cards
from essaykit.store import Corpus


def all_rules() -> dict[str, RuleSummary]:
    """Every rule by id: cleaning rules, removed roles, line ends, heading styles."""
    rules = [
        RuleSummary(id=c.id, kind=c.scope, since=c.since, risk=c.risk, reason=c.reason, evidence=c.evidence, hits=c.hits, misses=c.misses)
        for c in rule_cards().values()
    ]
    rules += [
        RuleSummary(
            id=name,
            kind="role" if name.startswith("role.") else "mechanism",
            since="0.1",
            risk="safe",
            reason=reason,
            evidence=(),
            hits=(),
            misses=(),
        )
        for name, reason in mechanism_reasons().items()
    ]
    rules += [
        RuleSummary(
            id=f"heading.{c.id}",
            kind="heading",
            since=c.since,
            risk="safe",
            reason=c.reason,
            evidence=(c.family,),
            hits=c.hits,
            misses=c.misses,
        )
        for c in style_cards().values()
    ]
    return {rule.id: rule for rule in rules}


def find_rule(name: str) -> RuleSummary:
    """One rule by its id.

    Raises:
        UsageError: if there is none; the nearest is suggested.
    """
    from difflib import get_close_matches

    rules = all_rules()
    if name not in rules:
        near = get_close_matches(name, rules, 1)
        raise UsageError(
            f"no such rule: {name}", file="essaykit rules", hint=f"did you mean {near[0]}?" if near else "'essaykit rules list' lists them"
        )
    return rules[name]


def counted(rules: dict[str, RuleSummary], corpus: Corpus) -> dict[str, RuleSummary]:
    """The same rules with what each did in a corpus; heading styles leave no operations and stay uncounted."""
    sums = corpus.totals
    documents: dict[str, int] = {}
    for line in corpus.indexed:
        for rule in line.operations:
            documents[rule] = documents.get(rule, 0) + 1
    return {
        name: rule
        if rule.kind == "heading"
        else replace(rule, documents=documents.get(name, 0), operations=sums.operations.get(name, 0), characters=sums.removed.get(name, 0))
        for name, rule in rules.items()
    }


def run_examples(names: tuple[str, ...] = ()) -> RuleTest:
    """Hold rules to the examples on their cards.

    Args:
        names: the rules to test; none for all.
    """
    matchers: dict[str, Callable[[str], bool]] = {name: card.matches for name, card in rule_cards().items()}
    matchers |= {f"heading.{name}": card.matches for name, card in style_cards().items()}
    chosen = [rule for rule in (map(find_rule, names) if names else all_rules().values()) if rule.id in matchers]
    failures = []
    for rule in chosen:
        matches = matchers[rule.id]
        failures += [RuleFailure(rule=rule.id, expected="hit", example=text) for text in rule.hits if not matches(text)]
        failures += [RuleFailure(rule=rule.id, expected="miss", example=text) for text in rule.misses if matches(text)]
    return RuleTest(rules=len(chosen), examples=sum(len(r.hits) + len(r.misses) for r in chosen), failures=tuple(failures))
