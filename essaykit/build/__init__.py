"""From raw files to a corpus folder: shards, progress, going on after a kill, failures listed."""

from __future__ import annotations

from essaykit.build.report import BuildReport
from essaykit.build.run import build_corpus

__all__ = ["BuildReport", "build_corpus"]
