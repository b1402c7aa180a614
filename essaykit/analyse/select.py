"""Choosing texts: by the value of a field, by a flag, by the heading of a section."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from essaykit.analyse.texts import Text, Texts
from essaykit.errors import UsageError

FLAG, SECTION = "flag", "section"
"""Names that are no fields: an essay can have several flags, and a section is a part of an essay."""


def parse_conditions(words: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Conditions as they are written on a command line.

    >>> parse_conditions(["trade=bank", "trade=hotel", "flag=masked"])
    {'trade': ('bank', 'hotel'), 'flag': ('masked',)}

    Raises:
        UsageError: if one is not ``field=value``.
    """
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        field, sign, value = word.partition("=")
        if not (field and sign):
            raise UsageError(f"{word} is no condition", hint="write FIELD=VALUE, such as trade=bank")
        found[field] = (*found.get(field, ()), value)
    return found


def choose_texts(texts: Texts, conditions: dict[str, tuple[str, ...]], *, cut_sections: bool = True) -> Texts:
    """The texts that fulfil all conditions.

    Args:
        texts: to choose from.
        conditions: field → values of which a text has one. ``flag``: the text has one of these flags. ``section``: only the sections
            whose headings hold one of these words are kept, as texts of their own without a title.
        cut_sections: do so; else texts with such a section stay whole.

    Raises:
        UsageError: if no text has the field, or none is left.
    """
    chosen = list(range(len(texts.texts)))
    for field, values in conditions.items():
        have: dict[str, None] = {}
        left = []
        for number in chosen:
            mine = _values(texts.texts[number], field)
            have.update(dict.fromkeys(mine))
            if any(_fits(value, mine, field) for value in values):
                left.append(number)
        if not left:
            raise _nothing_left(texts, field, values, sorted(have))
        chosen = left
    kept = [texts.texts[number] for number in chosen]
    if SECTION in conditions and cut_sections:
        kept = [_sections_of(text, conditions[SECTION]) for text in kept]
    return replace(
        texts, texts=tuple(kept), sources=None if texts.sources is None else tuple(texts.sources[number] for number in chosen),
        selected=(*texts.selected, *(f"{field}={value}" for field, values in conditions.items() for value in values)),
    )  # fmt: skip


def _values(text: Text, field: str) -> tuple[str, ...]:
    if field == FLAG and FLAG not in text.fields:
        return text.flags
    if field == SECTION and SECTION not in text.fields:
        return tuple(section.heading for section in text.sections)
    return (text.fields[field],) if field in text.fields else ()


def _fits(value: str, mine: Sequence[str], field: str) -> bool:
    return any(value in heading for heading in mine) if field == SECTION else value in mine


def _sections_of(text: Text, words: Sequence[str]) -> Text:
    if not text.sections:
        return text  # a field of the records that is called so
    parts = [text.text[s.start : s.end].rstrip("\n") for s in text.sections if any(word in s.heading for word in words)]
    return replace(text, title="", text="\n".join(parts), sections=())


def _nothing_left(texts: Texts, field: str, values: Sequence[str], have: Sequence[str]) -> UsageError:
    known = sorted({name for text in texts.texts for name in text.fields} | {FLAG, SECTION})
    if field not in known:
        return UsageError(f"no text has a field {field}", hint="there are: " + ", ".join(known))
    some = ", ".join(value or "(none)" for value in have[:12]) + (" …" if len(have) > 12 else "")
    return UsageError(f"no text has {' or '.join(values)} as its {field}", hint=f"there are: {some}" if have else "there are none at all")
