"""A document as the bytes of its file, and back.

The JSON is compact, except that each field stands on a line of its own, and so
does each essay, role, operation: a change shows as a short diff, a line can be
found by its number, and nothing is encoded twice.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import msgspec

from essaykit.errors import CorpusError
from essaykit.model import Document

T = TypeVar("T")
_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Document)
_FIELDS = [(name, b'"' + name.encode() + b'":') for name in Document.__struct_fields__]


def encode_document(document: Document) -> bytes:
    r"""The bytes of a document's file: UTF-8, fields in the order of the model.

    Raises:
        UnicodeEncodeError: if a text holds a lone surrogate, which JSON has no letters for.
    """
    encode = _ENCODER.encode
    lines = []
    for name, key in _FIELDS:
        value = getattr(document, name)
        if type(value) is tuple and value and isinstance(value[0], msgspec.Struct):
            lines.append(key + b"[\n" + _ENCODER.encode_lines(value)[:-1].replace(b"\n", b",\n") + b"\n]")
        else:
            lines.append(key + encode(value))
    return b"{\n" + b",\n".join(lines) + b"\n}\n"


def decode_document(data: bytes, file: str) -> Document:
    """The document that a file holds.

    Raises:
        CorpusError: naming file and place.
    """
    return decode(_DECODER, data, file)


def decode(decoder: msgspec.json.Decoder[T], data: bytes, file: str, place: str | None = None) -> T:
    """Decode JSON, with the place of what is wrong in the error.

    Raises:
        CorpusError: naming file and place.
    """
    hint = "run essaykit build again to write it anew"
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        cause, _, where = str(error).partition(" - at ")
        raise CorpusError(cause, file=file, place=place or where.strip("`") or None, hint=hint) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"is broken: {_cause(error, data)}", file=file, place=place, hint=hint) from None


def _cause(error: Exception, data: bytes) -> Exception:
    """What is wrong with data that can't be decoded: from version 0.23 on msgspec does not say which byte is no UTF-8."""
    if "UTF-8" in str(error):
        try:
            data.decode()
        except UnicodeDecodeError as broken:
            return broken
    return error


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of the corpus.

    Raises:
        CorpusError: if it is missing or can't be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CorpusError("is missing", file=str(path), hint="run essaykit build again to write it anew") from None
    except OSError as error:
        raise CorpusError(error.strerror or str(error), file=str(path)) from None
