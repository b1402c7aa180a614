"""Which decisions concern which document."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from essaykit.model import Decision


@dataclass(frozen=True, slots=True)
class Rulings:
    """All decisions, found by document, by path, or general ones; each with its place in the order in which they were made."""

    by_document: dict[str, list[tuple[int, Decision]]]
    by_path: dict[str, list[tuple[int, Decision]]]
    general: list[tuple[int, Decision]]
    homeless: tuple[str, ...]
    """Ids of decisions whose document and path are not there."""

    @classmethod
    def of(cls, decisions: Sequence[Decision], *, found_ids: AbstractSet[str], found_paths: AbstractSet[str]) -> Rulings:
        """Sort decisions by what they concern.

        A decision about a document that is there goes to it alone. Where the raw file was changed, and so has
        another id now, the decision goes to the document at the same path, to be replayed by its quote.
        """
        by_document: dict[str, list[tuple[int, Decision]]] = {}
        by_path: dict[str, list[tuple[int, Decision]]] = {}
        general = []
        homeless = []
        for pair in enumerate(decisions):
            decision = pair[1]
            if decision.document is None and decision.path is None:
                general.append(pair)
            elif decision.document in found_ids and decision.document is not None:
                by_document.setdefault(decision.document, []).append(pair)
            elif decision.path in found_paths and decision.path is not None:
                by_path.setdefault(decision.path, []).append(pair)
            else:
                homeless.append(decision.id)
        return cls(by_document, by_path, general, tuple(homeless))

    def for_document(self, document_id: str, paths: Sequence[str], site: str) -> tuple[Decision, ...]:
        """The decisions that concern one document, oldest first."""
        found = [*self.by_document.get(document_id, ()), *(pair for pair in self.general if pair[1].site in (None, site))]
        for path in paths:
            found += self.by_path.get(path, ())
        return tuple(decision for _, decision in sorted(found, key=lambda pair: pair[0]))
