"""Error types that carry file, place, cause and what to do; and the exit codes.

One base class, so that the command line needs one handler. This module stands
apart so that nothing can make an import loop through it.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of the command line; they are part of the interface and stay as they are."""

    OK = 0
    """Everything asked for was done."""
    FINDINGS = 1
    """A checking command (`check`, `rules test`, `template check`, `draft check`) found something."""
    USAGE = 2
    """The call itself is wrong: unknown command, option or value."""
    NOTHING_READ = 3
    """No input could be read, the corpus is missing, or its files can't be written."""
    SOME_FAILED = 4
    """Some inputs could not be read, or the output could not take everything; the others were done."""
    INTERRUPTED = 130
    """Interrupted by the user; what is finished is kept."""


class EssaykitError(Exception):
    """An error for the person who reads it: one line with file, place, cause and next step.

    >>> str(EssaykitError("has no 'id'", file="x.toml", place="line 3", hint="every rule has one"))
    "x.toml: line 3: has no 'id' (every rule has one)"
    """

    exit_code = Exit.NOTHING_READ

    def __init__(self, cause: str, *, file: str | None = None, place: str | None = None, hint: str | None = None) -> None:
        super().__init__(cause)
        self.cause = cause
        self.file = file
        self.place = place
        self.hint = hint

    def __str__(self) -> str:
        line = ": ".join(printable(part) for part in (self.file, self.place, self.cause) if part)
        return f"{line} ({printable(self.hint)})" if self.hint else line

    def __reduce__(self) -> tuple[object, ...]:
        # worker processes send errors back by pickling; keyword arguments need help
        return _rebuild, (type(self), self.cause, self.file, self.place, self.hint)


def _rebuild(kind: type[EssaykitError], cause: str, file: str | None, place: str | None, hint: str | None) -> EssaykitError:
    return kind(cause, file=file, place=place, hint=hint)


def printable(text: str) -> str:
    r"""Text safe to print on one line of a terminal: controls and lone surrogates escaped.

    >>> printable("a\nb\x1b[31m")
    'a\\nb\\x1b[31m'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode("ascii") for c in text)


class UsageError(EssaykitError):
    """The call is wrong: an unknown name, a bad value, options that don't go together."""

    exit_code = Exit.USAGE


class ReadError(EssaykitError):
    """One input could not be read: missing, empty, binary, encrypted, broken, too large."""


class CorpusError(EssaykitError):
    """A corpus folder is missing, broken, or not one of ours."""


class CardError(EssaykitError):
    """A data file (rule, heading style, template, site …) is wrong."""

    exit_code = Exit.USAGE


class LedgerError(EssaykitError):
    """Operations don't fit the text: they overlap, or `before` is not what stands there."""


class DecisionError(EssaykitError):
    """A decision names something that isn't there."""

    exit_code = Exit.USAGE
