"""`sites`: what a corpus holds of each site."""

from __future__ import annotations

from typing import Annotated

import typer

from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, JsonOption
from essaykit.cli.output import print_json, print_table, say


def sites(
    *,
    corpus: CorpusOption = DEFAULT_CORPUS,
    rules: Annotated[int, typer.Option("--rules", metavar="N", min=0, help="Rules to name that removed most of a site.")] = 3,
    json: JsonOption = False,
) -> None:
    """Count pages, essays, removals and flags of each site.

    A line for each site: documents, essays, characters, the share of them that was kept, lines that were learnt because they repeat on
    its pages, flags, and the rules that removed most. The site is the domain of a page's address, or else the folder it lies in.

    Examples:
      $ essaykit sites
      $ essaykit sites --corpus corpus --rules 5
      $ essaykit sites --json
    """
    from essaykit.build.sites import count_sites
    from essaykit.store import open_corpus

    found = count_sites(open_corpus(corpus))
    if json:
        print_json(found)
        return
    if not found.sites:
        say(f"{corpus}: holds no documents ('essaykit list --failed' says why)")
        return
    rows = [
        (
            site.site or "(none)",
            site.pages,
            site.essays,
            site.characters,
            f"{site.kept / max(site.characters, 1):.0%}",
            "?" if site.repeated_lines is None else str(site.repeated_lines),
            " ".join(f"{flag}:{count}" for flag, count in site.flags.items()),
            " ".join(f"{rule}:{count}" for rule, count in list(site.removed.items())[:rules]),
        )
        for site in found.sites
    ]
    print_table(rows, ("site", "pages", "essays", "characters", "kept", "repeated", "flags", "removed by"))
    if any(site.repeated_lines is None for site in found.sites):
        say(f"{corpus}: lines that repeat are not known, state/ was thrown away (the next 'essaykit build' learns them again)")
