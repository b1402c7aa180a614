"""A draft's seal: whether a file is still as it was written, so that nobody's work is lost when it is written anew."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile

_SEAL = "<!-- essaykit {} 改动过的文件不会被覆盖 -->\n"


def seal(text: str) -> str:
    """The last line of a draft: a digest of what stands above it."""
    return _SEAL.format(hashlib.blake2b(text.encode(), digest_size=8).hexdigest())


def is_untouched(data: bytes) -> bool:
    """Whether a file is a draft as it was written, so that nobody's work is lost when it is written anew."""
    if data[:2] == b"PK":
        return _is_untouched_docx(data)
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    body = text[: text.rfind("\n<!--") + 1]
    return bool(body) and text == body + seal(body)


def docx_seal(body: bytes) -> str:
    """The identifier of a Word file as it was written: a digest of its body."""
    return "essaykit-" + hashlib.blake2b(body, digest_size=8).hexdigest()


def _is_untouched_docx(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            stated = re.search(rb"<dc:identifier>([^<]*)</dc:identifier>", archive.read("docProps/core.xml"))
            return stated is not None and stated[1].decode() == docx_seal(archive.read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, OSError):
        return False
