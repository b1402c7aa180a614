"""A line for each host while pages are fetched, drawn only where a person watches."""

from __future__ import annotations

import sys
import time
from collections import Counter
from types import TracebackType
from typing import Self

MOST_LINES = 8
"""Hosts that are shown; the rest is summed up in one line."""

_PAUSE = 0.2
"""Seconds between two drawings."""


class HostLines:
    """Told what becomes of each address; keeps a line for each host up to date on a terminal."""

    def __init__(self, *, shown: bool = True) -> None:
        self._shown = shown and sys.stderr.isatty()
        self._pages: Counter[str] = Counter()
        self._others: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        self._began = self._drawn = time.monotonic()
        self._lines = 0

    def __call__(self, host: str, state: int, size: int) -> None:
        """An address of a host was settled."""
        if not self._shown:
            return
        from essaykit.fetch.frontier import State

        (self._pages if state in (State.FETCHED, State.UNCHANGED) else self._others)[host] += 1
        self._bytes[host] += size
        now = time.monotonic()
        if now - self._drawn > _PAUSE:
            self._drawn = now
            self._draw(now)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown and self._lines:
            self._draw(time.monotonic())

    def _draw(self, now: float) -> None:
        from essaykit.cli.output import cut, one_line, terminal_width

        hosts = sorted({*self._pages, *self._others}, key=lambda host: (-self._pages[host], host))
        spent = max(now - self._began, 1e-3)
        lines = [
            f"{one_line(host)}  {self._pages[host]} pages, {self._bytes[host] / 1e6:.1f} MB, "
            f"{self._others[host]} skipped or failed, {60 * self._pages[host] / spent:.0f} pages/min"
            for host in hosts[:MOST_LINES]
        ]
        if len(hosts) > MOST_LINES:
            lines.append(f"and {len(hosts) - MOST_LINES} more hosts")
        up = f"\x1b[{self._lines}A" if self._lines else ""
        width = terminal_width() - 1
        sys.stderr.write(up + "".join(f"\x1b[2K{cut(line, width)}\n" for line in lines))
        sys.stderr.flush()
        self._lines = len(lines)
