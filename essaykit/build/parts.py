"""What a build has finished so far, in files that grow by a line for each document; a killed build goes on from them.

Each worker writes a part of its own. A line that a kill cut off is not JSON and
is not believed; nor is a line that is believed trusted blindly: it counts only
while the hashes in it fit what lies on the disk. So nothing here needs an fsync.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import msgspec

from essaykit.store.files import told

T = TypeVar("T")


class PartWriter:
    """Adds lines to a part, each at once."""

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        with told(path):
            self._file = path.open("wb", buffering=0)
        self.add(version)

    def add(self, value: object) -> None:
        """Write one value as a line of JSON.

        Raises:
            CorpusError: if the disk is full.
        """
        data = msgspec.json.encode(value) + b"\n"
        with told(self.path):
            while data:  # a nearly full disk takes a part of it first
                data = data[self._file.write(data) or 0 :]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()


def read_part(path: Path, version: str, decoder: msgspec.json.Decoder[T]) -> Iterator[T]:
    """The values of a part, up to the first line that is cut off; none if it is missing or of another version."""
    with suppress(OSError, msgspec.DecodeError, UnicodeDecodeError), path.open("rb") as file:
        if msgspec.json.decode(file.readline()) != version:
            return
        for line in file:
            if not line.endswith(b"\n"):
                return
            yield decoder.decode(line)


def part_files(folder: Path, kind: str) -> list[Path]:
    """The parts of a kind in a folder, of whatever run, oldest first as far as can be told."""
    if not folder.is_dir():
        return []
    found = [Path(entry.path) for entry in os.scandir(folder) if entry.name.startswith(f"{kind}-")]
    return sorted(found, key=lambda path: (path.stat().st_mtime_ns, path.name))


def encode_lines(version: str, values: list[T]) -> bytes:
    """The bytes of a file like a part, made in one go."""
    return b"".join(msgspec.json.encode(value) + b"\n" for value in (version, *values))
