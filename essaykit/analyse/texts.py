"""What is analysed: texts with an id, a title, and fields to group them by; and what was left out and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import overload

import msgspec

from essaykit import __version__
from essaykit.analyse.installed import package_version
from essaykit.errors import UsageError
from essaykit.model import FlagName, Record, Section
from essaykit.store import CorpusEssay

LEFT_OUT: tuple[FlagName, ...] = ("laundered", "spliced", "not_essay")
"""Essays with these flags are nobody's own words, or no essays: counts leave them out unless asked."""


class Text(Record, frozen=True, kw_only=True):
    """One text to analyse."""

    id: str
    title: str = ""
    text: str
    fields: dict[str, str] = msgspec.field(default_factory=dict)
    """What it can be grouped by: of a corpus ``site``, ``trade``, ``year``, ``path``, ``folder``, ``document``."""
    flags: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    """Sections of the text, in code points of it."""
    origin: str | None = None
    """File that it was read from, for one record of a file ``file.jsonl#3``; None for essays of a corpus, whose document says more."""


class Texts(Record, frozen=True, kw_only=True):
    """Texts to analyse, and how many essays of the corpus are not among them."""

    texts: tuple[Text, ...]
    left_out: dict[str, int] = msgspec.field(default_factory=dict)
    """Flag → essays left out because of it (the first of `LEFT_OUT` that they have)."""
    sources: tuple[int, ...] | None = None
    """For each text the number of its independent source (`essaykit.copies`); None where nobody has looked for copies."""
    selected: tuple[str, ...] = ()
    """What was asked for, each ``field=value``; empty for all texts."""


class Counted(Record, frozen=True, kw_only=True):
    """What a result is about."""

    texts: int
    blank: int
    """Of these, the ones without a single word."""
    characters: int
    words: int
    left_out: dict[str, int]
    """Flag → essays that were left out because of it."""
    dictionary: str
    """Digest of the segmentation: jieba's version and the user's dictionary."""
    sources: int | None = None
    """Independent sources that the texts come from; None where a result does not count them."""
    selected: tuple[str, ...] = ()
    """Texts were chosen by these, each ``field=value``."""


def texts_of(essays: Iterable[CorpusEssay], *, everything: bool = False, asked: Collection[str] = ()) -> Texts:
    """The essays of a corpus as texts.

    Args:
        essays: a corpus (`essaykit.open_corpus`) or any of its essays.
        everything: keep the essays that are flagged as in `LEFT_OUT`.
        asked: flags of `LEFT_OUT` that essays are kept in spite of.
    """
    kept, left_out = [], Counter[str]()
    shared: dict[tuple[str, str | None], dict[str, str]] = {}
    for essay in essays:
        reason = next((flag for flag in LEFT_OUT if flag in essay.flags and flag not in asked), None)
        if reason is not None and not everything:
            left_out[reason] += 1
            continue
        fields = {
            "site": essay.site,
            "trade": essay.trade or "",
            "year": str(essay.year or ""),
            "path": essay.path,
            "folder": essay.path.rpartition("/")[0],
            "document": essay.document,
        }
        fields = shared.setdefault((essay.document, essay.trade), fields)  # essays of a document mostly have the same
        kept.append(Text(id=essay.id, title=essay.title, text=essay.text, fields=fields, flags=essay.flags, sections=essay.sections))
    return Texts(texts=tuple(kept), left_out=dict(sorted(left_out.items())))


def groups_of(texts: Sequence[Text], field: str) -> dict[str, list[int]]:
    """Positions of the texts by the value of a field, in alphabetical order of the values; no value is an empty string.

    Raises:
        UsageError: if no text has the field.
    """
    known = sorted({name for text in texts for name in text.fields})
    if texts and field not in known:
        raise UsageError(f"no text has a field {field}", hint="there are: " + (", ".join(known) or "none"))
    groups: dict[str, list[int]] = {}
    for position, text in enumerate(texts):
        groups.setdefault(text.fields.get(field, ""), []).append(position)
    return dict(sorted(groups.items()))


def headed(text: Text) -> tuple[str, int]:
    """A text with its title at the head, and how many characters of it are the title.

    >>> headed(Text(id="1", title="心得", text="我在银行。"))
    ('心得\\n我在银行。', 2)
    """
    if not text.title or text.text.startswith(text.title):
        return text.text, len(text.title)
    return f"{text.title}\n{text.text}", len(text.title)


class Heads(Sequence[str]):
    """Texts with their titles at the head (`headed`), made when they are asked for: kept, they would be the texts a second time."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts

    def __len__(self) -> int:
        return len(self._texts)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        """One of them, or some."""
        if isinstance(place, slice):
            return [headed(text)[0] for text in self._texts[place]]
        return headed(self._texts[place])[0]

    def __iter__(self) -> Iterator[str]:
        """All of them, in order."""
        return (headed(text)[0] for text in self._texts)


def versions(*packages: str) -> dict[str, str]:
    """Versions that a result depends on: essaykit's and those of the packages named."""
    return {"essaykit": __version__, **{name: package_version(name) for name in packages}}
