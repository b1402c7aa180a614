"""Files that hold several documents: JSON Lines and WARC."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from essaykit.build.fetched import Loaded, loaded_bytes
from essaykit.build.sources import path_text
from essaykit.build.warc import is_warc, warc_pages
from essaykit.errors import ReadError

IsRecordFile = Callable[[bytes, str], bool]
ReadRecords = Callable[[bytes, str], Iterator[tuple[str, bytes | ReadError]]]


def documents_in(
    data: bytes, path: str, is_record_file: IsRecordFile, read_records: ReadRecords
) -> Iterator[tuple[str, Loaded | ReadError]] | None:
    """The documents of a file that holds several, each with its path; None for a file that is a document itself."""
    if is_warc(data):
        return warc_pages(data, path)
    if is_record_file(data, path):
        return (
            (path_text(name), found if isinstance(found, ReadError) else loaded_bytes(found)) for name, found in read_records(data, path)
        )
    return None
