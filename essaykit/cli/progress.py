"""A progress bar for work over two seconds, drawn only where a person watches."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

_PATIENCE = 2.0
"""Seconds before anything is drawn."""


class Progress:
    """Told how far the work is, stage by stage; draws on standard error if that is a terminal.

    Use as a context manager, and call it with the stage, what is done and what there is in all, in bytes.
    """

    def __init__(self, *, shown: bool = True) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._stage = ""
        self._bar: Any = None
        self._began = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say how far a stage is."""
        if not self._shown:
            return
        now = time.monotonic()
        if stage != self._stage:
            self._end()
            self._begin(stage, total, now)
        bar = self._bar
        spent = now - self._began
        bar.label = f"{stage}  {done / 1e6:.1f} of {total / 1e6:.1f} MB, {done / 1e6 / max(spent, 1e-3):.1f} MB/s"
        bar.hidden = spent < _PATIENCE
        bar.update(done - bar.pos)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._end()

    def _begin(self, stage: str, total: int, now: float) -> None:
        import typer

        self._stage, self._began = stage, now
        self._bar = typer.progressbar(length=max(total, 1), hidden=True, file=sys.stderr, show_eta=True, width=24, update_min_steps=0)

    def _end(self) -> None:
        if self._bar is not None and not self._bar.hidden:
            self._bar.render_finish()
        self._bar = None
