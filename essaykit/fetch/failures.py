"""What went wrong with a request, in words."""

from __future__ import annotations

from scrapy import exceptions

from essaykit.fetch.manners import RefusedError
from essaykit.fetch.plan import MAX_BYTES, MAX_REDIRECTS


def cause_of(error: BaseException, timeout: float) -> str:
    """The cause of a failed request, without the words of a library or a server."""
    match error:
        case RefusedError():
            return str(error)
        case exceptions.StopDownload():
            return "holds no text (a picture, sound or film)"
        case exceptions.DownloadTimeoutError():
            return f"took longer than {timeout:g} seconds"
        case exceptions.ResponseDataLossError():
            return "the answer was cut short"
        case exceptions.DownloadCancelledError():
            return f"is larger than {MAX_BYTES >> 20} MiB"
        case exceptions.CannotResolveHostError():
            return "no such host"
        case exceptions.DownloadConnectionRefusedError():
            return "the connection was refused"
        case exceptions.IgnoreRequest():
            if "max redirections" in str(error):
                return f"redirects more than {MAX_REDIRECTS} times"
            if "DOWNLOAD_MAXSIZE" in str(error):
                return f"is larger than {MAX_BYTES >> 20} MiB"
            return "was refused"
        case ValueError():
            return "is no address"
        case _:
            return f"the connection failed ({type(error).__name__})"
