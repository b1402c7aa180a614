"""What a kind of text is made of: `outline` and `template learn`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from essaykit.cli.drafting import STDIO, ForceOption, OutOption, TradeOption, given_template
from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, FromOption, JsonOption
from essaykit.cli.output import print_exact, print_json, say
from essaykit.errors import CorpusError, UsageError

if TYPE_CHECKING:
    from essaykit.draft.mining import MinedOutline

GroupOption = Annotated[
    str | None,
    typer.Option("--group", metavar="KEY=VALUE", help="Essays to learn from: all, or trade=bank, year=2024, title=实习报告 …"),
]


def outline(
    template: Annotated[str | None, typer.Argument(metavar="[TEMPLATE]", help="A template: its id, its name, or a .toml file.")] = None,
    *,
    trade: TradeOption = None,
    group: GroupOption = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    style: Annotated[
        Literal["md", "opml", "mm"],
        typer.Option("--format", metavar="md|opml|mm", help="Markdown, OPML, or a FreeMind map."),
    ] = "md",
    out: OutOption = STDIO,
    force: ForceOption = False,
) -> None:
    """Print the outline of a template, or of a group of essays.

    As Markdown, OPML or a FreeMind map; of a group, what at least half of its independent sources have.

    Examples:
      $ essaykit outline report
      $ essaykit outline report --format opml --out report.opml
      $ essaykit outline --group trade=bank --format mm --out bank.mm
    """
    from essaykit.draft.outline import FORMATS, outline_of
    from essaykit.draft.proposal import proposed_template
    from essaykit.store.files import write_whole

    if (template is None) is (group is None):
        raise UsageError(
            "takes a template or --group, one of them", file="essaykit outline", hint="'essaykit template list' names templates"
        )
    if group is not None:
        mined = _mined(group, corpus, given)
        _check_mined(mined, group)
        found = proposed_template(mined, "learnt")
    else:
        found = given_template(str(template), trade)
    text = FORMATS[style](outline_of(found))
    if out == STDIO:
        print_exact(text)
        return
    if out.is_dir():
        raise UsageError("is a folder", file=str(out), hint="name a file")
    if out.exists() and not force:
        raise UsageError("exists already", file=str(out), hint="choose another --out, or 'essaykit outline … --force'")
    write_whole(out, text.encode())


def template_learn(
    *,
    group: Annotated[
        str,
        typer.Option("--group", metavar="KEY=VALUE", help="Essays to learn from: all, or trade=bank, year=2024, title=实习报告 …"),
    ] = "all",
    name: Annotated[str, typer.Option("--id", metavar="ID", help="Id of the template that is proposed.")] = "learnt",
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    out: OutOption = STDIO,
    force: ForceOption = False,
    json: JsonOption = False,
) -> None:
    """Learn from essays which sections they have, in which order and how long, and propose a template.

    One vote for each independent source; what at least half of them have is proposed, with frequencies and headings as comments.

    Examples:
      $ essaykit template learn --group trade=bank --out bank.toml
      $ essaykit template learn --group title=实习报告 --json
    """
    from essaykit.cli.drafting import write_work
    from essaykit.draft.proposal import proposed_template, template_card

    mined = _mined(group, corpus, given)
    if json:
        print_json(mined)
        return
    _check_mined(mined, group)
    card = template_card(proposed_template(mined, name), mined)
    write_work(out, card.encode(), command="essaykit template learn", force=force)
    shares = ", ".join(f"{section.name} {section.share:.0%}" for section in mined.proposed())
    say(f"{mined.essays} essays, {mined.sources} independent sources: {shares}")


def _check_mined(mined: MinedOutline, group: str) -> None:
    if not mined.proposed():
        raise UsageError("these essays have no section in common", file=f"--group {group}", hint="choose a larger group")


def _mined(group: str, corpus: Path, given: list[Path] | None) -> MinedOutline:
    from essaykit.analyse.texts import groups_of
    from essaykit.cli.texts import given_texts
    from essaykit.draft.mining import mine_outline

    texts = given_texts(corpus, given, everything=False).texts
    key, _, value = group.partition("=")
    if key == "all" and not value:
        wanted = list(range(len(texts)))
    elif key == "title":
        wanted = [number for number, text in enumerate(texts) if value in text.title]
    else:
        wanted = groups_of(texts, key).get(value, [])
    if not wanted:
        known = sorted(name or "(none)" for name in groups_of(texts, key))[:12] if key not in ("all", "title") else []
        raise CorpusError(
            "no essay is in this group", file=f"--group {group}", hint="there are: " + ", ".join(known) if known else "try --group all"
        )
    inside = set(wanted)
    others = [text.text for number, text in enumerate(texts) if number not in inside]
    return mine_outline([texts[number].text for number in wanted], others, "" if key == "all" else value)
