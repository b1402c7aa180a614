"""First pass: what each raw file holds, and what it tells the context.

The result for a file depends on its bytes, its path, the encoding asked for and
the versions of reader and rules; while these stay, the file is not read again,
only hashed. (Size and time of change are not asked: they lie after a copy, a
checkout or an edit within a second, and hashing costs a hundredth of a build.)
"""

# Plain strings for paths: `pathlib` takes a tenth of this room's time.
# ruff: noqa: PTH123

from __future__ import annotations

import hashlib
import struct
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from essaykit.build.containers import documents_in
from essaykit.build.core import Core
from essaykit.build.fetched import Loaded, load, read_parts, record_digest, with_record
from essaykit.build.parts import PartWriter
from essaykit.build.sources import RawFile
from essaykit.errors import EssaykitError, ReadError, printable
from essaykit.model import Observation, Record, SourceText
from essaykit.store.files import told, write_whole
from essaykit.store.index import IndexedFailure

OFFICE_SECONDS = 120.0
"""Time that LibreOffice gets for one file; a large one takes about ten seconds, a first start as long."""

SLOW_SECONDS = 0.002
"""A text that takes longer to read than this is kept for the second pass, which costs a tenth of it; plain text is faster."""


MOST_REMEMBERED = 16_000_000
"""Characters of texts that stay in memory from the first pass to the second, where one process does both."""


class Item(Record, frozen=True, kw_only=True):
    """A document that a raw file holds: the file itself, or a record of it."""

    path: str
    sha256: str
    site: str
    lines: bytes
    """The observation's hashes, eight bytes each, little end first."""
    record: str = ""
    """Digest of what a fetched page's record says."""


class Scan(Record, frozen=True, kw_only=True):
    """A raw file that was read."""

    path: str
    sha256: str
    """Of the file's bytes, those of an article's other parts, and what its record says."""
    items: tuple[Item, ...] = ()
    failures: tuple[IndexedFailure, ...] = ()

    @property
    def lasting(self) -> bool:
        """Whether a later run may use it: a file that could not be read at all is always tried again."""
        return not any(failure.path == self.path for failure in self.failures)


SCANS = msgspec.json.Decoder(Scan)


@dataclass(frozen=True, slots=True)
class ObserveShard:
    """Files to read, the hash that each had when it was last read, and the part to write."""

    part: str
    files: tuple[tuple[RawFile, str | None], ...]


class Remembered:
    """Texts that the first pass read, until the second takes each of them; what is beyond the room is read again."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._texts: dict[tuple[str, str], SourceText] = {}

    def put(self, sha256: str, path: str, text: SourceText) -> None:
        """Keep a text, if there is room for it."""
        if len(text.text) <= self.room:
            self.room -= len(text.text)
            self._texts[sha256, path] = text

    def take(self, sha256: str, path: str) -> SourceText | None:
        """A text that was kept, once."""
        return self._texts.pop((sha256, path), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for all files of a run."""

    core: Core
    version: str
    encoding: str | None
    texts: str
    """Folder for texts that took long to read, until the second pass."""
    converted: str
    """Folder for texts that LibreOffice had to read, for later runs too."""
    remembered: Remembered = field(default_factory=lambda: Remembered(0))


def observe_shard(reading: Reading, shard: ObserveShard) -> int:
    """Read the files whose bytes changed and write a `Scan` for each; returns how many these were."""
    count = 0
    with PartWriter(Path(shard.part), reading.version) as part:
        for raw, known in shard.files:
            scan = observe_file(reading, raw, known)
            if scan is not None:
                part.add(scan)
                count += 1
    return count


def observe_file(reading: Reading, raw: RawFile, known: str | None) -> Scan | None:
    """What a raw file holds; None if its bytes have the known hash."""
    try:
        loaded = load(raw)
    except ReadError as error:
        return Scan(path=raw.path, sha256="", failures=(fault(raw.path, error),))
    data = loaded.data
    sha256 = hashlib.sha256(data + record_digest(loaded.record).encode()).hexdigest()
    if sha256 == known:
        return None
    items: list[Item] = []
    failures: list[IndexedFailure] = []
    try:
        inside = None if loaded.record else documents_in(data, raw.path, reading.core.is_record_file, reading.core.read_records)
        if inside is None:
            items.append(_observe(reading, loaded, raw.path))
        else:
            for path, record in inside:
                found = _observe_record(reading, record, path)
                if isinstance(found, Item):
                    items.append(found)
                else:
                    failures.append(found)
    except Exception as error:  # noqa: BLE001 - one bad file must not end the run
        return Scan(path=raw.path, sha256=sha256, failures=(fault(raw.path, error),))
    return Scan(path=raw.path, sha256=sha256, items=tuple(items), failures=tuple(failures))


def _observe_record(reading: Reading, record: Loaded | ReadError, path: str) -> Item | IndexedFailure:
    if isinstance(record, ReadError):
        return fault(path, record)
    try:
        return _observe(reading, record, path)
    except Exception as error:  # noqa: BLE001 - one bad record must not end the file
        return fault(path, error)


def _observe(reading: Reading, loaded: Loaded, path: str) -> Item:
    sha256 = hashlib.sha256(loaded.data).hexdigest()
    text = read_text(reading, loaded, sha256, path)
    reading.remembered.put(sha256, path, text)
    observation = reading.core.observe_source(text, path)
    lines = pack_lines(observation.lines)
    return Item(path=path, sha256=sha256, site=observation.site, lines=lines, record=record_digest(loaded.record))


class _KeptText(Record, frozen=True, kw_only=True):
    version: str
    text: SourceText


def read_text(reading: Reading, loaded: Loaded, sha256: str, path: str) -> SourceText:
    """The source text of a document. What takes long is read once: PDF, HTML for the second pass, old Word for ever.

    Raises:
        ReadError: if it can't be read, or needs LibreOffice and there is none.
    """
    core = reading.core
    kept = f"{reading.texts}/{sha256}-{hashlib.blake2b(path.encode(), digest_size=8).hexdigest()}.text"
    converted = f"{reading.converted}/{sha256}.text"
    if (text := _kept_text(kept, reading.version) or _kept_text(converted, reading.version)) is not None:
        return with_record(text, loaded.record)
    started = time.perf_counter()
    try:
        text = read_parts(lambda data: core.read_source(data, path, encoding=reading.encoding), loaded)
    except core.needs_office:
        text = core.read_source(core.convert_office(loaded.data, path, OFFICE_SECONDS), f"{path}.docx")
        _keep_text(converted, reading.version, text)
    else:
        if time.perf_counter() - started > SLOW_SECONDS:
            _keep_text(kept, reading.version, text)
    return with_record(text, loaded.record)


def _kept_text(file: str, version: str) -> SourceText | None:
    try:
        with open(file, "rb") as text:
            kept = msgspec.json.decode(text.read(), type=_KeptText)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return kept.text if kept.version == version else None


def _keep_text(file: str, version: str, text: SourceText) -> None:
    with told(file):
        Path(file).parent.mkdir(exist_ok=True)
    write_whole(file, msgspec.json.encode(_KeptText(version=version, text=text)), durable=False)


def observation_of(item: Item) -> Observation:
    """The observation of a document, as it was made."""
    return Observation(site=item.site, lines=struct.unpack(f"<{len(item.lines) // 8}Q", item.lines))


def pack_lines(lines: tuple[int, ...]) -> bytes:
    """64-bit hashes as bytes, to be kept in an eighth of the memory."""
    return struct.pack(f"<{len(lines)}Q", *lines)


def fault(path: str, error: BaseException) -> IndexedFailure:
    """The index line of an input that failed: what a person can do something about, else what went wrong inside."""
    if isinstance(error, EssaykitError):
        return IndexedFailure(path=path, cause=printable(error.cause), place=error.place, hint=error.hint)
    if isinstance(error, MemoryError):
        return IndexedFailure(path=path, cause="takes more memory than there is")
    first = (str(error).splitlines() or [""])[0][:200]
    return IndexedFailure(
        path=path, cause=printable(f"internal error: {type(error).__name__}: {first}"), hint="a fault of essaykit's; please report it"
    )
