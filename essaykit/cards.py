"""Cards: data files with examples (rules, heading styles, templates …), loaded and checked in one way.

Package data is read through `importlib.resources`; text of a user's own cards
is opened by the caller and handed in.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import TypeVar

import msgspec

from essaykit.errors import CardError

T = TypeVar("T", bound=msgspec.Struct)


def parse_card(text: str, file: str, kind: type[T]) -> T:
    """Read one TOML card as a record.

    Raises:
        CardError: naming file, place and cause, if the TOML is broken or does not fit the record.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CardError(f"is not TOML: {error}", file=file) from None
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        cause, _, place = str(error).partition(" - at ")
        raise CardError(cause, file=file, place=place.strip("`") or None, hint="see docs/cards.md for the fields") from None


def package_cards(package: str, folder: str, kind: type[T]) -> dict[str, T]:
    """All cards of a folder of package data, by file name without ending, in alphabetical order."""
    found = {}
    for entry in sorted(files(package).joinpath(folder).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            found[entry.name.removesuffix(".toml")] = parse_card(entry.read_text(encoding="utf-8"), entry.name, kind)
    return found


def package_text(package: str, name: str) -> str:
    """Text of one file of package data."""
    return files(package).joinpath(name).read_text(encoding="utf-8")
