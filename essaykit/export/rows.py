"""Essays as rows of a table, and in groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from essaykit.analyse.texts import Text, Texts, groups_of
from essaykit.export.masks import masked
from essaykit.text import word_count

OWN = ("id", "title", "text", "words", "flags")
"""Columns of every table; the fields of the texts follow, in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A table: names of its columns, and a row for each essay."""

    names: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def mask_texts(texts: Texts) -> tuple[Texts, Counter[str]]:
    """The texts with everything hidden in texts, titles and fields (`essaykit.export.masks`), and how much of each kind; ids stay."""
    found = Counter[str]()

    def hide(value: str) -> str:
        hidden, times = masked(value)
        found.update(times)
        return hidden

    hidden = tuple(
        replace(t, title=hide(t.title), text=hide(t.text), fields={name: hide(value) for name, value in t.fields.items()}, sections=())
        for t in texts.texts
    )
    return replace(texts, texts=hidden), found


def rows_of(texts: Sequence[Text]) -> Rows:
    """The texts as rows; a field that has the name of a column of ours is called ``field.NAME``."""
    fields = sorted({name for text in texts for name in text.fields})
    names = (*OWN, *(f"field.{name}" if name in OWN else name for name in fields))
    rows: tuple[tuple[str | int, ...], ...] = tuple(
        (text.id, text.title, text.text, word_count(text.text), " ".join(text.flags), *(text.fields.get(name, "") for name in fields))
        for text in texts
    )
    return Rows(names, rows)


def grouped(texts: Sequence[Text], by: str) -> dict[str, list[Text]]:
    """The texts by the value of a field.

    Raises:
        UsageError: if no text has the field.
    """
    return {value: [texts[i] for i in members] for value, members in groups_of(texts, by).items()}
