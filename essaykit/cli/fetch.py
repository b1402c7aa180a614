"""`fetch`: pages of the web into a raw folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from essaykit.cli.options import JsonOption, NoProgressOption, QuietOption
from essaykit.cli.output import counted, one_line, print_exact, print_json, print_lines, say
from essaykit.errors import EssaykitError, Exit, UsageError

if TYPE_CHECKING:
    from essaykit.fetch import FetchPlan, FetchReport

MOST_LINES = 20
"""Failures that are printed one by one."""


def fetch(
    urls: Annotated[
        list[str] | None, typer.Argument(metavar="URL", help="Addresses to fetch; 'learn URL…' proposes a profile instead.")
    ] = None,
    *,
    urls_file: Annotated[
        Path | None, typer.Option("--urls", metavar="FILE", help="Take addresses from this file, one a line; '-' is standard input.")
    ] = None,
    site: Annotated[str | None, typer.Option("--site", metavar="PROFILE", help="Id or file of the site's profile.")] = None,
    query: Annotated[str | None, typer.Option("--query", metavar="WORDS", help="Begin with what the site's own search finds.")] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for pages and records.")] = Path("raw"),
    depth: Annotated[int | None, typer.Option("--depth", metavar="N", min=0, help="Links to follow; 0, or what the profile says.")] = None,
    max_pages: Annotated[int, typer.Option("--max-pages", metavar="N", min=1, help="Budget: requests in all.")] = 1000,
    delay: Annotated[
        float, typer.Option("--delay", metavar="SECONDS", min=0, help="Gap between the requests to a host; robots.txt may ask for more.")
    ] = 2.0,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, help="Longest time for one answer, body included.")
    ] = 60.0,
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="ADDRESS", help="E-mail or web address that sites see; or set ESSAYKIT_CONTACT.")
    ] = None,
    allow_private: Annotated[
        list[str] | None,
        typer.Option("--allow-private", metavar="HOST:PORT", help="Let this origin lead into a private network. May be repeated."),
    ] = None,
    resolve: Annotated[
        list[str] | None,
        typer.Option("--resolve", metavar="HOST:PORT:ADDRESS", help="Use this address for an origin, as curl does. May be repeated."),
    ] = None,
    warc: Annotated[str | None, typer.Option("--warc", metavar="FILE", help="Add all answers to this WARC file too.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Ask no site; list what would be fetched first.")] = False,
    quiet: QuietOption = False,
    no_progress: NoProgressOption = False,
    json: JsonOption = False,
) -> Exit:
    """Fetch web pages politely into a raw folder, and go on later.

    Obeys robots.txt, keeps a gap of two seconds between the requests to a host, waits as long as a site asks for, logs in nowhere. Each
    page is kept as served, with a small record beside it; 'essaykit build' reads both, and an article in several pages as one document.
    A crawl that was killed goes on with the same command; one that was finished asks only for what changed.

    'essaykit fetch learn URL…' fetches a few pages of a site and prints a profile of it, to be looked over and used with --site.

    Examples:
      $ essaykit fetch https://www.example.org/essay/12.htm --contact you@example.org
      $ essaykit fetch --urls addresses.txt --out raw --dry-run
      $ essaykit fetch --site example.toml --query 会计实习 --max-pages 200
      $ essaykit fetch learn https://www.example.org/list.htm https://www.example.org/essay/12.htm > example.toml
    """
    from essaykit.fetch.crawl import crawl, would_fetch
    from essaykit.fetch.plan import FetchPlan
    from essaykit.fetch.profile import GENERIC, read_profile

    given = list(urls or ())
    learning = given[:1] == ["learn"]
    name = site or GENERIC
    profile = read_profile(name)
    starts = (given[1:] if learning else given) + _listed(urls_file)
    if site is not None and not starts:
        starts = list(profile.starts(query))
    elif query is not None:
        raise UsageError("--query needs --site, and no addresses", file="essaykit fetch", hint="the profile says how the site is searched")
    if site is not None and not starts:
        raise UsageError(
            f"there is nothing to fetch: the profile {site} says no address to begin with",
            file="essaykit fetch",
            hint="give an address of the site",
        )
    plan = FetchPlan(
        urls=tuple(dict.fromkeys(starts)),
        profile=name,
        out=str(out),
        depth=depth if depth is not None else 0 if site is None else profile.depth,
        max_pages=max_pages,
        delay=delay,
        timeout=timeout,
        contact=contact if contact is not None else os.environ.get("ESSAYKIT_CONTACT", ""),
        allow_private=tuple(allow_private or ()),
        resolve=tuple(resolve or ()),
        warc=warc,
    )
    if learning:
        return _learn(plan, json=json)
    if dry_run:
        would = would_fetch(plan)
        if json:
            print_json(would)
        else:
            print_lines(would.urls)
            for page in would.refused:
                say(str(EssaykitError(page.cause, file=page.url, hint="it is never fetched")))
        return Exit.OK if would.urls else Exit.NOTHING_READ
    from essaykit.cli.hosts import HostLines

    with HostLines(shown=not (quiet or no_progress)) as lines:
        report = crawl(plan, lines)
    if json:
        print_json(report)
    elif not quiet:
        _print_report(report)
    return _say_troubles(report)


def _listed(file: Path | None) -> list[str]:
    """Addresses of a file: one a line, empty lines and those that begin with # left out."""
    if file is None:
        return []
    import sys

    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError("is not UTF-8", file=str(file), hint="a list of addresses, one a line") from None
    except OSError as error:
        raise UsageError(error.strerror or str(error), file=str(file), hint="a list of addresses, one a line") from None
    return [line for each in text.splitlines() if (line := each.strip()) and not line.startswith("#")]


def _learn(plan: FetchPlan, *, json: bool) -> Exit:
    from essaykit.fetch.learn import learn

    proposal = learn(plan)
    if json:
        print_json(proposal)
    else:
        print_exact(proposal.card)
    for page in proposal.failures:
        say(str(EssaykitError(page.cause, file=page.url, hint="the other pages were read")))
    return Exit.SOME_FAILED if proposal.failures else Exit.OK


def _print_report(report: FetchReport) -> None:
    lines = []
    for host in report.hosts:
        parts = [f"{counted(host.pages, 'page')}", f"{host.bytes / 1e6:.1f} MB"]
        parts += [f"{host.unchanged} unchanged"] if host.unchanged else []
        parts += [f"{count} skipped: {reason}" for reason, count in host.skipped.items()]
        parts += [f"{count} failed: {cause}" for cause, count in host.failed.items()]
        parts += [f"{host.waiting} not asked for"] if host.waiting else []
        lines.append(one_line(f"{host.host or 'refused'}: {', '.join(parts)}"))
    lines.append(
        f"{counted(report.pages, 'page')} in {report.out}, {report.bytes / 1e6:.1f} MB; {report.requests} requests, "
        f"{report.unchanged} unchanged, {report.skipped} skipped, {report.failed} failed"
    )
    print_lines(lines)


def _say_troubles(report: FetchReport) -> Exit:
    for page in report.failures[:MOST_LINES]:
        say(str(EssaykitError(page.cause, file=page.url, hint="the other pages were fetched")))
    if report.failed > MOST_LINES:
        say(f"{report.failed - MOST_LINES} more could not be fetched (--json lists them)")
    for trap in report.traps:
        say(f"{one_line(trap.shape)}: {trap.waiting} addresses of this shape were left; perhaps they have no end")
    for host, until in report.resting.items():
        say(f"{one_line(host)}: asks to be left alone until {until} (the same command goes on then)")
    if report.over_budget:
        say(f"{report.out}: the budget is used up, {report.waiting} addresses were not asked for (the same command goes on; --max-pages)")
    if report.interrupted:
        say(f"{report.out}: interrupted: the pages that came are kept (the same command goes on from there)")
        return Exit.INTERRUPTED
    if not report.pages:
        say(f"{report.out}: no page was fetched (see the reasons above)")
        return Exit.NOTHING_READ
    return Exit.SOME_FAILED if report.failed or report.resting else Exit.OK
