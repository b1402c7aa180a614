"""What each command prints with ``--json``: one of these records. Tests hold every output to them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import msgspec

OUTPUTS: dict[str, tuple[str, ...]] = {
    "fetch": ("essaykit.fetch.report:FetchReport", "essaykit.fetch.report:WouldFetch", "essaykit.fetch.learn:ProposedProfile"),
    "build": ("essaykit.build:BuildReport",),
    "text": ("essaykit.build.texts:TextReport",),
    "check": ("essaykit.build.check:CheckReport",),
    "list": (
        "essaykit.cli.records:Listing",
        "essaykit.cli.records:EssayListing",
        "essaykit.cli.records:Queue",
        "essaykit.cli.records:Failures",
    ),
    "show": ("essaykit.model:Document", "essaykit.store:CorpusEssay", "essaykit.cli.records:ExplainedDocument"),
    "sites": ("essaykit.build.sites:Sites",),
    "stats": ("essaykit.cli.records:Stats",),
    "why": ("essaykit.cli.records:Why",),
    "diff": ("essaykit.cli.records:Difference",),
    "rules list": ("essaykit.cli.records:RuleListing",),
    "rules show": ("essaykit.cli.records:RuleSummary",),
    "rules stats": ("essaykit.cli.records:RuleStats",),
    "rules test": ("essaykit.cli.records:RuleTest",),
    "undo": ("essaykit.cli.records:Ruling",),
    "decide": ("essaykit.cli.records:Ruling",),
    "keywords": ("essaykit.analyse.keywords:KeywordResult", "essaykit.cli.records:KeywordLine"),
    "keyness": ("essaykit.analyse.keyness:KeynessResult",),
    "phrases": ("essaykit.analyse.phrasebook:PhraseResult",),
    "ngrams": ("essaykit.analyse.ngrams:NgramResult",),
    "terms": ("essaykit.analyse.phrasebook:PhraseResult",),
    "topics": ("essaykit.analyse.topics:TopicResult", "essaykit.analyse.topicmodel:AssignedResult"),
    "kwic": ("essaykit.analyse.concordance:Concordance",),
    "search": ("essaykit.analyse.search:SearchResult",),
    "collocations": ("essaykit.analyse.collocations:CollocationResult",),
    "cooccur": ("essaykit.analyse.cooccurrence:Network",),
    "dispersion": ("essaykit.analyse.dispersion:DispersionResult",),
    "trends": ("essaykit.analyse.trends:TrendResult",),
    "growth": ("essaykit.analyse.growth:GrowthResult",),
    "readability": ("essaykit.analyse.readability:ReadabilityResult",),
    "reflection": ("essaykit.analyse.reflection:ReflectionResult",),
    "copies": ("essaykit.copies.result:CopiesResult",),
    "overlap": ("essaykit.copies.overlap:OverlapResult",),
    "export": ("essaykit.cli.records:ExportReport",),
    "template list": ("essaykit.draft.library:TemplateListing",),
    "template show": ("essaykit.draft.template:Template",),
    "template learn": ("essaykit.draft.mining:MinedOutline",),
    "template check": ("essaykit.cli.records:TemplateCheck",),
    "draft build": ("essaykit.draft.assemble:Draft",),
    "draft check": ("essaykit.draft.check:DraftCheck",),
    "draft disclose": ("essaykit.draft.disclosure:Disclosure",),
}
"""Command → ``module:record`` of each kind of output, imported when it is asked for."""

TROUBLE = "essaykit.cli.records:TroubleReport"
"""What each of them prints when it could not do its work."""


def output_types(command: str) -> tuple[Any, ...]:
    """The records that a command may print; the last is the one for errors."""
    found = []
    for target in (*OUTPUTS[command], TROUBLE):
        module, _, name = target.partition(":")
        found.append(getattr(import_module(module), name))
    return tuple(found)


def output_schema(command: str) -> dict[str, Any]:
    """The JSON Schema of a command's output."""
    schemas, parts = msgspec.json.schema_components(output_types(command), ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"essaykit {command} --json",
        "anyOf": list(schemas),
        "$defs": dict(sorted(parts.items())),
    }
