"""What an answer holds, by its bytes and by what the server says of them."""

from __future__ import annotations

import re

from scrapy.http import Response

from essaykit.errors import ReadError
from essaykit.fetch.pages import ENDINGS
from essaykit.read import media_type

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_SAYS_NOTHING = ("application/octet-stream", "application/force-download")


def kind_of_answer(response: Response) -> str:
    """Media type of an answer: by its bytes first, else what the server says."""
    said = (response.headers.get("Content-Type") or b"").decode("latin-1").partition(";")[0].strip().lower()
    if not response.body.strip():
        raise ReadError("is empty")
    if said and said not in ENDINGS and said not in _SAYS_NOTHING and not said.startswith("text/"):
        return said
    ending = ENDINGS.get(said, "html")
    return media_type(response.body, f"page.{ending}")


def declared_encoding(response: Response) -> str | None:
    """The encoding that the server, or else the page, states."""
    match = _CHARSET.search(response.headers.get("Content-Type") or b"") or _CHARSET.search(response.body[:4096])
    return match[1].decode("ascii") if match else None
