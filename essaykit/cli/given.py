"""`--from`: files and folders read in place of a corpus, built into a folder that lasts as long as the command."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from essaykit.cli.output import say
from essaykit.errors import ReadError, UsageError

if TYPE_CHECKING:
    from essaykit.store import Corpus


@contextmanager
def opened_corpus(corpus: Path, given: Sequence[Path] | None) -> Iterator[Corpus]:
    """The corpus in a folder, or one made of the files given with ``--from``.

    Each input that can't be read is said in one line; the corpus lists it among its failures.

    Raises:
        ReadError: if none of the files given could be read.
    """
    from essaykit.store import open_corpus

    if not given:
        yield open_corpus(corpus)
        return
    from essaykit.build import build_corpus

    files = [path for path in given if str(path) != "-"]
    stdin = None
    if len(files) < len(given):
        if sys.stdin is None:
            raise UsageError("standard input is closed", file="-", hint="name a file, or send text through a pipe")
        stdin = sys.stdin.buffer.read()
    with TemporaryDirectory(prefix="essaykit-") as folder:
        report = build_corpus(files, Path(folder) / "corpus", stdin=stdin)
        failures = [ReadError(f.cause, file=f.path, place=f.place, hint=f.hint or "the other documents were read") for f in report.failures]
        if not report.totals.documents:
            last = failures.pop() if failures else ReadError("holds no documents", file=str(given[0]), hint="name a folder that holds some")
            for failure in failures:
                say(str(failure))
            raise last
        for failure in failures:
            say(str(failure))
        yield open_corpus(Path(folder) / "corpus")
