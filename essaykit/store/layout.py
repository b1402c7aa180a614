"""What lies where in a corpus folder, and whether a folder is one.

::

    corpus/
      essaykit-corpus        marks the folder as ours and names the layout
      documents/<id>.json    one file a document
      index.jsonl            the index of the run
      decisions.jsonl        what people ruled; only ever added to
      state/                 observations, locks; can be thrown away

Only document files end in ``.json``. Nothing depends on time, machine or place.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from essaykit.errors import CorpusError
from essaykit.store.files import is_temporary, told, write_whole

LAYOUT = 1
MARK = "essaykit-corpus"
_MARK_TEXT = re.compile(r"essaykit corpus, layout (\d+)")
_DOCUMENT_FILE = re.compile(r"[0-9a-f]{16}\.json")


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths inside a corpus folder."""

    folder: Path

    @property
    def documents(self) -> Path:
        """The folder with a file for each document."""
        return self.folder / "documents"

    @property
    def index(self) -> Path:
        """The index of the last run."""
        return self.folder / "index.jsonl"

    @property
    def decisions(self) -> Path:
        """What people ruled."""
        return self.folder / "decisions.jsonl"

    @property
    def state(self) -> Path:
        """Observations, locks, unfinished work."""
        return self.folder / "state"

    @property
    def copies(self) -> Path:
        """Which essays are copies of one another, where that was looked for (`essaykit.copies.kept`)."""
        return self.state / "copies.bin"

    @property
    def decisions_lock(self) -> Path:
        """Held while decisions are added, or read by a build."""
        return self.state / "decisions.lock"

    @property
    def mark(self) -> Path:
        """The file that says that the folder is ours."""
        return self.folder / MARK

    def document(self, document_id: str) -> Path:
        """Path of a document's file."""
        return self.documents / f"{document_id}.json"

    def document_files(self) -> list[Path]:
        """All files that have the name of a document file, in order of their ids; nobody else's are touched."""
        if not self.documents.is_dir():
            return []
        return sorted(Path(e.path) for e in os.scandir(self.documents) if _DOCUMENT_FILE.fullmatch(e.name))


def is_corpus(folder: Path) -> bool:
    """Whether a folder bears our mark, of whatever layout."""
    try:
        with (folder / MARK).open(encoding="utf-8", errors="replace") as file:
            return _MARK_TEXT.match(file.read(100)) is not None
    except OSError:
        return False


def existing_corpus(folder: Path) -> Layout:
    """The layout of a folder that is a corpus.

    Raises:
        CorpusError: if it is missing, not ours, or of a layout that this version doesn't know.
    """
    name = str(folder)
    if not folder.exists():
        raise CorpusError("there is no such corpus folder", file=name, hint="make one by: essaykit build PATH… --out FOLDER")
    if not folder.is_dir():
        raise CorpusError("is not a folder", file=name, hint="name the folder that essaykit build --out has written")
    if not is_corpus(folder):
        raise CorpusError("is not a corpus folder", file=name, hint="name the folder that essaykit build --out has written")
    match = _MARK_TEXT.match((folder / MARK).read_text(encoding="utf-8", errors="replace"))
    if match is None or int(match[1]) != LAYOUT:
        raise CorpusError("is a corpus of another layout", file=name, hint="build it anew into another folder, or update essaykit")
    return Layout(folder)


def prepared_corpus(folder: Path) -> Layout:
    """The layout of a folder to write into; a new or empty one is made a corpus.

    Raises:
        CorpusError: if the folder holds other things, isn't a folder, or can't be written to.
    """
    layout = Layout(folder)
    if folder.exists() and not folder.is_dir():
        raise CorpusError("is not a folder", file=str(folder), hint="choose a folder for --out")
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        if not is_corpus(folder):
            others = sorted(entry.name for entry in folder.iterdir() if not is_temporary(entry.name))
            if others:
                raise CorpusError(
                    f"holds other things ({others[0]}) and is not a corpus folder", file=str(folder), hint="choose a new or empty folder"
                )
            write_whole(layout.mark, f"essaykit corpus, layout {LAYOUT}\n".encode())
    existing_corpus(folder)
    with told(folder):
        layout.documents.mkdir(exist_ok=True)
        layout.state.mkdir(exist_ok=True)
    return layout
