"""essaykit: corpora of Chinese internship essays, cleaned so that every change can be explained and undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["__version__", "open_corpus"]

if TYPE_CHECKING:
    from essaykit.store import open_corpus


def __getattr__(name: str) -> Any:
    # lazily, so that `import essaykit` and `essaykit --help` stay quick
    if name == "open_corpus":
        from essaykit.store import open_corpus

        return open_corpus
    raise AttributeError(name)
