"""Excerpts for the commands around drafts: from a corpus, or from texts given with ``--from``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from essaykit.cli.options import DEFAULT_CORPUS
from essaykit.cli.output import say

if TYPE_CHECKING:
    from essaykit.analyse.texts import Text
    from essaykit.draft.facts import Facts
    from essaykit.draft.quotable import Excerpt, GivenEssay
    from essaykit.draft.template import Template


def excerpts_beside(
    template: Template, facts: Facts, corpus: Path, given: list[Path] | None, *, quiet: bool = False
) -> dict[str, tuple[Excerpt, ...]]:
    """Excerpts by section id, of a corpus or of the texts given with ``--from``; none where there is no corpus, which is said."""
    from essaykit.draft.excerpts import about_work, choose_excerpts, pick_excerpts

    about = about_work(template, facts)
    if given:
        from essaykit.cli.texts import given_texts

        return choose_excerpts([_quotable(text) for text in given_texts(corpus, given, everything=True).texts], template, about)
    if corpus == DEFAULT_CORPUS and not corpus.exists():
        if not quiet:
            say(f"{corpus}: no such folder, so the draft has no excerpts (--corpus DIR names one, 'essaykit build' makes one)")
        return {}
    from essaykit.draft.excerpt_kept import corpus_excerpts
    from essaykit.store import open_corpus

    return pick_excerpts(*corpus_excerpts(open_corpus(corpus)), template, about)


def _quotable(text: Text) -> GivenEssay:
    """A text given with ``--from``; its fields say where it comes from, as far as it says."""
    from essaykit.draft.quotable import GivenEssay

    fields = text.fields
    return GivenEssay(
        id=text.id, document=fields.get("document") or text.id, title=text.title, text=text.text,
        path=fields.get("path", ""), site=fields.get("site", ""), url=fields.get("url", ""),
    )  # fmt: skip
