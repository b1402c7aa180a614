"""What a build did."""

from __future__ import annotations

from essaykit.model import Record
from essaykit.store.index import IndexedFailure, Totals


class BuildReport(Record, frozen=True, kw_only=True):
    """What a build did, for whoever started it; the index holds the details of each document."""

    corpus: str
    """The folder that was written."""
    totals: Totals
    """Sums over the documents of the corpus."""
    built: int
    """Documents made anew in this run."""
    reused: int
    """Documents that were what they had to be."""
    removed: int
    """Documents of the last run that the input no longer holds."""
    left_alone: bool
    """Nothing could be read, so the corpus that stood there was not replaced by an empty one."""
    failures: tuple[IndexedFailure, ...]
    """Inputs that could not be read, in the order of their paths."""
    skipped: int
    """Files passed over because of their ending."""
    broken_decisions: tuple[str, ...]
    """One line for each line of the decisions file that could not be read."""
    homeless_decisions: tuple[str, ...]
    """Ids of decisions about documents that the corpus doesn't hold; they are kept."""
