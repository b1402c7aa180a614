"""All commands: where each is defined and what it does in one line.

The help page of the whole program is written from this table alone, so that it
costs no import of any command (see `essaykit.cli.groups.RootGroup`).
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Section = Literal["Corpus", "Why and undo", "Analysis", "Drafts", "Help"]


class Entry(NamedTuple):
    """One command of the program."""

    section: Section
    target: str
    """``module:attribute`` of a function, or of a `typer.Typer` with sub-commands."""
    summary: str
    """First line of its docstring; a test compares them."""


COMMANDS: dict[str, Entry] = {
    "fetch": Entry("Corpus", "essaykit.cli.fetch:fetch", "Fetch web pages politely into a raw folder, and go on later."),
    "build": Entry("Corpus", "essaykit.cli.build:build", "Read raw documents and write a corpus of clean, traceable essays."),
    "text": Entry("Corpus", "essaykit.cli.text:text", "Write the main text of pages and documents as plain text files."),
    "check": Entry("Corpus", "essaykit.cli.build:check", "Prove that every character of every document is accounted for."),
    "list": Entry("Corpus", "essaykit.cli.corpus:list_", "List documents, essays, or what waits for an editor."),
    "show": Entry("Corpus", "essaykit.cli.corpus:show", "Show a document with its essays, or one essay."),
    "stats": Entry("Corpus", "essaykit.cli.corpus:stats", "Count documents, essays and words, and what each rule removed."),
    "sites": Entry("Corpus", "essaykit.cli.sites:sites", "Count pages, essays, removals and flags of each site."),
    "label": Entry("Corpus", "essaykit.cli.label:label", "Export documents as labelled samples, for tests and training."),
    "export": Entry("Corpus", "essaykit.cli.export:export", "Write the essays as files that other programs read."),
    "why": Entry("Why and undo", "essaykit.cli.trace:why", "Explain what happened to a line or passage, and by which rule."),
    "diff": Entry("Why and undo", "essaykit.cli.trace:diff", "Show the raw text of a document beside what cleaning left of it."),
    "undo": Entry("Why and undo", "essaykit.cli.decide:undo", "Take back what a rule did."),
    "decide": Entry("Why and undo", "essaykit.cli.decide:decide", "Rule on an operation, a place, or a rule as a whole."),
    "rules": Entry("Why and undo", "essaykit.cli.rules:app", "List, show, measure and test the rules of the cleaner."),
    "keywords": Entry("Analysis", "essaykit.cli.analyse:keywords", "Find what the corpus, each group, or each essay is about."),
    "keyness": Entry("Analysis", "essaykit.cli.keyness:keyness", "Find the words that one group has more often than others."),
    "phrases": Entry("Analysis", "essaykit.cli.counts:phrases", "Find phrases that the essays use and the dictionary lacks."),
    "ngrams": Entry("Analysis", "essaykit.cli.counts:ngrams", "Count runs of words, function words included."),
    "terms": Entry("Analysis", "essaykit.cli.counts:terms", "Offer terms of the field as a user dictionary."),
    "topics": Entry("Analysis", "essaykit.cli.topics:topics", "Put the essays into topics, with words, essays and sentences."),
    "kwic": Entry("Analysis", "essaykit.cli.search:kwic", "Show every place where a word stands, with what stands around it."),
    "search": Entry("Analysis", "essaykit.cli.search:search", "List the essays in which words stand, with the first place."),
    "collocations": Entry("Analysis", "essaykit.cli.near:collocations", "Find the words that stand near a word more often than by chance."),
    "cooccur": Entry("Analysis", "essaykit.cli.near:cooccur", "Find words that stand together, as a network."),
    "dispersion": Entry("Analysis", "essaykit.cli.spread:dispersion", "Measure how evenly words are spread over the essays."),
    "trends": Entry("Analysis", "essaykit.cli.spread:trends", "Follow words over years, parts of the essay, sections, or groups."),
    "growth": Entry("Analysis", "essaykit.cli.measures:growth", "Follow how the vocabulary grows with the text."),
    "readability": Entry(
        "Analysis", "essaykit.cli.measures:readability", "Count what makes a text easy or hard to read: counts, no grade."
    ),
    "reflection": Entry("Analysis", "essaykit.cli.measures:reflection", "Show how much essays describe, feel, analyse and plan."),
    "copies": Entry("Analysis", "essaykit.cli.copies:copies", "Find copies, and count the independent sources."),
    "overlap": Entry("Analysis", "essaykit.cli.copies:overlap", "Show which passages of a text stand in a corpus, and how much."),
    "template": Entry("Drafts", "essaykit.cli.template:template_app", "List, show, begin and check the kinds of text to draft."),
    "outline": Entry("Drafts", "essaykit.cli.outline:outline", "Print the outline of a template, or of a group of essays."),
    "facts": Entry("Drafts", "essaykit.cli.facts:facts_app", "Collect your own facts for a draft."),
    "note": Entry("Drafts", "essaykit.cli.facts:note_app", "Keep notes, a line a day, that a draft is made from."),
    "draft": Entry("Drafts", "essaykit.cli.draft:draft_app", "Build a draft from your facts, and check what you write."),
    "schema": Entry("Help", "essaykit.cli.support:schema", "Print the JSON Schema of what a command prints with --json."),
    "completion": Entry("Help", "essaykit.cli.support:completion", "Print the script that lets a shell complete commands and options."),
}
"""By name, in the order of the help page."""
