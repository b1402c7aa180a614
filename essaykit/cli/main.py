"""The program's edge: one place for errors, exit codes, interruption and streams.

Almost everything is imported inside functions, so that Ctrl-C is answered
politely from the first moment on.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

SELDOM = 100_000
"""New objects between two searches for garbage in cycles, of which records have none: a command ends before much can gather."""


def run() -> NoReturn:
    """Entry point of the program."""
    gc.set_threshold(SELDOM)
    code = main(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):  # said already; a second word at exit would be Python's own
        _abandon(sys.stdout)
        _abandon(sys.stderr)
    sys.exit(code)


def main(args: Sequence[str]) -> int:
    """Carry out one command line and return its exit code; whatever goes wrong becomes one line on stderr."""
    try:
        from essaykit.cli import output

        output.prepare_streams()
        try:
            return dispatch(list(args))
        except Exception as error:  # noqa: BLE001 - the edge: every error becomes one line
            return output.report(error, json="--json" in args)
    except KeyboardInterrupt:
        from essaykit.errors import Exit

        print("essaykit: interrupted; what was finished is kept, and the same command goes on from there", file=sys.stderr)  # noqa: T201
        return Exit.INTERRUPTED


def dispatch(args: list[str]) -> int:
    """Parse and call. Errors come out as they are raised, those of the parser as `UsageError`."""
    import typer

    from essaykit.cli.groups import PARSER_ERROR, usage_error
    from essaykit.cli.root import new_app

    completion = "_ESSAYKIT_COMPLETE" in os.environ
    program: Any = typer.main.get_command(new_app(completion=completion))
    if completion:
        program.main(args, prog_name="essaykit")
    if os.name == "nt":
        args = _expand_wildcards(args)
    try:
        with program.make_context("essaykit", args) as context:
            code = program.invoke(context)
        sys.stdout.flush()
    except typer.Exit as done:
        return done.exit_code
    except PARSER_ERROR as error:
        raise usage_error(error) from None
    return int(code or 0)


def _expand_wildcards(args: list[str]) -> list[str]:
    """What a Unix shell does before the program starts; Windows leaves it to us."""
    from glob import glob

    return [path for arg in args for path in (sorted(glob(arg)) if any(c in arg for c in "*?") else None) or [arg]]  # noqa: PTH207


def _abandon(stream: Any) -> None:
    """Point a stream that can't be written at nothing, so that Python's last flush succeeds."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError, AttributeError):
        return
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, descriptor)
    os.close(null)
