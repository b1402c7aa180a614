"""Old office files (doc, wps, rtf): LibreOffice turns them into docx, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from essaykit.errors import ReadError
from essaykit.read.media import media_type

_ENDINGS = {
    "application/msword": "doc", "application/rtf": "rtf", "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.ms-wordml": "xml",
}  # fmt: skip
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
_SETTING = '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{}"><value>{}</value></prop></item>\n'
_SAFE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + _SETTING.format("MacroSecurityLevel", 3)
    + _SETTING.format("DisableMacrosExecution", "true")
    + _SETTING.format("BlockUntrustedRefererLinks", "true")
    + "</oor:items>\n"
)
"""Settings of the temporary profile: no macros, nothing fetched for the document."""
_HINT = "old Word, WPS and RTF files go through it; or save the file as .docx"


def find_office() -> str | None:
    """Path of LibreOffice's program, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def convert(data: bytes, name: str, timeout: float) -> bytes:
    """Convert to docx in a profile of its own, without macros, within a time limit.

    Raises:
        ReadError: if LibreOffice is not installed, fails, or takes too long.
    """
    office = find_office()
    if office is None:
        raise ReadError("needs LibreOffice, which is not installed", hint=_HINT)
    with tempfile.TemporaryDirectory(prefix="essaykit-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        # the name inside is ours: a user's name could be too long, or look like an option
        source = home / f"in.{_ENDINGS.get(media_type(data, name), 'doc')}"
        source.write_bytes(data)
        user = home / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_SAFE, encoding="utf-8")
        command = [
            office, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(home / "out"), str(source),
        ]  # fmt: skip
        _run(command, timeout)
        result = home / "out" / "in.docx"
        if not result.is_file():
            raise ReadError("can't be converted by LibreOffice", hint="it may be damaged or encrypted: open it and save it as .docx")
        return result.read_bytes()


def _run(command: list[str], timeout: float) -> None:
    """Run to the end, or end it with all its children."""
    own_group = sys.platform != "win32"
    try:
        process = subprocess.Popen(  # noqa: S603 - our own arguments, no shell
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=own_group
        )
    except OSError as error:
        raise ReadError(f"LibreOffice does not start: {error.strerror}", hint=_HINT) from None
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise ReadError(f"LibreOffice needed more than {timeout:g} s", hint="open the file and save it as .docx") from None
    finally:
        if process.poll() is None:
            if own_group:
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            process.wait()
