"""Papers before they are handed in: `draft check`, `draft report`, `draft disclose`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from essaykit.cli.drafting import (
    STDIO,
    FactsOption,
    ForceOption,
    NotesOption,
    OutOption,
    given_facts,
    given_profile,
    given_template,
    whole_bytes,
    write_work,
)
from essaykit.cli.options import DEFAULT_CORPUS, CorpusOption, FromOption, JsonOption
from essaykit.cli.output import one_line, print_json, print_table, print_text, say
from essaykit.errors import Exit, ReadError, UsageError

if TYPE_CHECKING:
    from essaykit.copies import Index
    from essaykit.draft.against import Source
    from essaykit.draft.assemble import Draft
    from essaykit.draft.check import DraftCheck
    from essaykit.draft.paper import Paper
    from essaykit.draft.profile import Profile
    from essaykit.draft.remarks import Finding
    from essaykit.draft.template import Template

PaperArgument = Annotated[Path, typer.Argument(metavar="FILE", help="The paper: .md, .docx or .txt.")]
ForOption = Annotated[
    str | None, typer.Option("--template", metavar="TEMPLATE", help="What it ought to hold: a template's id or name, or a .toml file.")
]
ProfileOption = Annotated[
    str | None, typer.Option("--profile", metavar="PROFILE", help="Of a .docx: how it ought to be set; an id, or a .toml file.")
]


def draft_check(
    file: PaperArgument,
    *,
    template: ForOption = None,
    facts: FactsOption = None,
    notes: NotesOption = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    profile: ProfileOption = None,
    json: JsonOption = False,
) -> Exit:
    """Check a paper: what is missing, left over, vague, said twice, or stands in the corpus. Exit code 1 if something must be changed.

    Looks for missing sections and slots, words against budgets, vague words, claims without an event, leftovers of placeholders and
    masks, telephone and ID numbers, and 语料重合: three rates, of everything, without stock phrases and quotations, and of the single
    text that has most of it. It gives no marks and guesses no author.

    Examples:
      $ essaykit draft check draft.docx --template report
      $ essaykit draft check draft.md --template report --facts facts.toml --json
      $ essaykit draft check draft.txt --from essays.jsonl
    """
    checked, _, _ = _checked(file, template, facts, notes, corpus, given, profile=profile)
    if json:
        print_json(checked)
    else:
        _print(checked)
    return Exit.FINDINGS if checked.counted("must") else Exit.OK


def draft_report(
    file: PaperArgument,
    *,
    template: ForOption = None,
    facts: FactsOption = None,
    notes: NotesOption = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    profile: ProfileOption = None,
    out: OutOption = STDIO,
    force: ForceOption = False,
) -> None:
    """Write what 'draft check' finds as one HTML page: a list, and the paper with each place marked.

    Examples:
      $ essaykit draft report draft.docx --template report --out check.html
    """
    from essaykit.draft.check_page import check_page
    from essaykit.draft.seal import seal

    checked, paper, _ = _checked(file, template, facts, notes, corpus, given, profile=profile)
    page = check_page(checked, paper)
    write_work(out, (page + seal(page)).encode(), command="essaykit draft report", force=force)


def draft_disclose(
    file: PaperArgument,
    *,
    template: ForOption = None,
    facts: FactsOption = None,
    notes: NotesOption = None,
    corpus: CorpusOption = DEFAULT_CORPUS,
    given: FromOption = None,
    excerpts: Annotated[
        Literal["all", "none"], typer.Option("--excerpts", metavar="all|none", help="none: the draft was built with --excerpts none.")
    ] = "all",
    out: OutOption = STDIO,
    force: ForceOption = False,
    json: JsonOption = False,
) -> None:
    """Write a 工具使用说明 to hand in with the paper: tool and version, what it gave, what is quoted, the share of own words.

    With --template and --facts it counts the template's joining words and lists the excerpts that 'draft build' showed.

    Examples:
      $ essaykit draft disclose draft.docx --template report --facts facts.toml --out disclosure.md
    """
    from essaykit.draft.disclosure import disclose, disclosure_lines
    from essaykit.draft.seal import seal

    checked, paper, draft = _checked(file, template, facts, notes, corpus, given, excerpts=excerpts == "all")
    told = disclose(paper, checked, draft, given_template(template).name if template else draft.name if draft else "")
    if not (json and out == STDIO):
        text = "\n\n".join(disclosure_lines(told)) + "\n\n"
        write_work(out, (text + seal(text)).encode(), command="essaykit draft disclose", force=force)
    if json:
        print_json(told)


def _checked(
    file: Path,
    template: str | None,
    facts: Path | None,
    notes: Path | None,
    corpus: Path,
    given: list[Path] | None,
    *,
    profile: str | None = None,
    excerpts: bool = False,
) -> tuple[DraftCheck, Paper, Draft | None]:
    from essaykit.cli.excerpting import excerpts_beside
    from essaykit.draft.assemble import build_draft
    from essaykit.draft.check import check_paper
    from essaykit.draft.outline_check import slot_findings

    if [file, facts, notes, *(given or ())].count(STDIO) > 1:
        raise UsageError("standard input can't be two things at once", file="essaykit draft", hint="put one of them in a file")
    wanted = given_profile(profile) if profile else None
    paper, more = _read(file, wanted)
    found: Template | None = None
    draft: Draft | None = None
    if template or facts or notes:
        found, said = given_facts(given_template(template) if template else None, facts, notes)
        if facts or notes:
            draft = build_draft(found, said, excerpts_beside(found, said, corpus, given, quiet=True) if excerpts else None)
            more += slot_findings(draft)
    return check_paper(paper, file.name, found, _against(corpus, given), more), paper, draft


def _read(file: Path, profile: Profile | None) -> tuple[Paper, list[Finding]]:
    from essaykit.cli.texts import given_text
    from essaykit.draft.paper import open_docx, read_docx, read_markdown, read_text
    from essaykit.draft.profile_lint import profile_findings

    suffix = file.suffix.lower()
    if suffix == ".docx":
        document = open_docx(whole_bytes(file), str(file))
        paper = read_docx(document)
        more = list(profile_findings(document, profile)) if profile else []
    elif suffix in (".pdf", ".doc", ".wps", ".html", ".htm"):
        raise ReadError(f"{suffix} can't be checked", file=str(file), hint="save it as .docx, or check the .md")
    else:
        if profile is not None:
            raise UsageError(
                "only a .docx can be checked against a profile", file=str(file), hint="save it as .docx, or leave out --profile"
            )
        text = given_text(file)
        paper, more = read_markdown(text) if suffix in (".md", ".markdown") else read_text(text), []
    if not paper.paragraphs:
        raise ReadError("is empty", file=str(file), hint="name a file that holds a text")
    return paper, more


def _against(corpus: Path, given: list[Path] | None) -> tuple[Index, Source] | None:
    if given:
        from essaykit.cli.texts import given_texts
        from essaykit.copies import Index, find_grams

        texts = given_texts(corpus, given, everything=True).texts
        return Index.of(find_grams([text.text for text in texts])), lambda n: (texts[n].id, texts[n].title, texts[n].text)
    if corpus == DEFAULT_CORPUS and not corpus.exists():
        say(f"{corpus}: no such folder, so nothing was compared (--corpus DIR names one, 'essaykit build' makes one)")
        return None
    from essaykit.draft.against import corpus_against
    from essaykit.store import open_corpus

    return corpus_against(open_corpus(corpus))


def _print(checked: DraftCheck) -> None:
    from essaykit.draft.check_page import CHECKS, SEVERITIES
    from essaykit.draft.listing import budget_bar, shortened

    if checked.sections:
        bars = [budget_bar(s.words, s.budget).replace("░", "▁") for s in checked.sections]  # which consoles in GBK have
        rows = [(s.heading or f"（{s.name}）", s.words, s.budget, bar) for s, bar in zip(checked.sections, bars, strict=True)]
        print_table(rows, ("部分", "字数", "预算", ""))
    for finding in checked.findings:
        found = f"“{shortened(finding.found, 24)}” " if finding.found else ""
        section = f"[{finding.section}] " if finding.section else ""
        name = f"{SEVERITIES[finding.severity]} {CHECKS.get(finding.check, finding.check)}"
        print_text(one_line(f"{name}：{section}{found}{finding.advice}"))
    told = checked.overlap
    if told is not None and told.raw is not None and told.own is not None and told.largest is not None:
        largest = f"{told.largest:.1%} {told.largest_source or ''}".strip()
        rates = f"全部 {told.raw:.1%}，不计套话和引用 {told.own:.1%}，最大单一来源 {largest}"
        print_text(one_line(f"语料重合：{rates}，最长 {told.longest} 字，比对 {told.compared} 篇"))
    counts = ", ".join(f"{checked.counted(severity)} {severity}" for severity in ("must", "should", "may"))
    say(f"{one_line(checked.file)}: {checked.words} words; {counts}")
