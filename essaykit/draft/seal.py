"""A draft's seal: whether a file is still as it was written, so that nobody's work is lost when it is written anew."""

from __future__ import annotations

import hashlib

_SEAL = "<!-- essaykit {} 改动过的文件不会被覆盖 -->\n"


def seal(text: str) -> str:
    """The last line of a draft: a digest of what stands above it."""
    return _SEAL.format(hashlib.blake2b(text.encode(), digest_size=8).hexdigest())


def is_untouched(data: bytes) -> bool:
    """Whether a file is a draft as it was written, so that nobody's work is lost when it is written anew."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n")
    body = text[: text.rfind("\n<!--") + 1]
    return bool(body) and text == body + seal(body)
