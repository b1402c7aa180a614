import os
import sys
import time
from pathlib import Path

import pytest
from made import docx, p

from essaykit.errors import ReadError
from essaykit.read import NeedsOffice, convert_office, media_type, office, read_source

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 600
RTF = b"{\\rtf1\\ansi x}"
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")


@pytest.mark.parametrize(("data", "what"), [(OLD_WORD, "an old Word or WPS file"), (RTF, "an RTF file")])
@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.rtf", "a.txt", "a.docx"])
def test_old_formats_need_libreoffice(data, what, name):
    with pytest.raises(NeedsOffice, match=f"is {what}") as caught:
        read_source(data, name)
    assert isinstance(caught.value, ReadError)
    assert caught.value.file == name


def test_a_page_saved_as_doc_does_not():
    assert read_source("<html><p>一".encode(), "a.doc").text == "一"


def test_an_encrypted_office_file_says_so():
    with pytest.raises(ReadError, match="is encrypted") as caught:
        read_source(OLD_WORD.replace("WordDocument".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")), "a.docx")
    assert not isinstance(caught.value, NeedsOffice)


def test_without_libreoffice_the_error_says_that(monkeypatch):
    monkeypatch.setattr(office, "find_office", lambda: None)
    with pytest.raises(ReadError, match="needs LibreOffice, which is not installed") as caught:
        convert_office(OLD_WORD, "a.doc", 1)
    assert caught.value.file == "a.doc"


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    """A script in LibreOffice's place."""

    def install(script):
        program = tmp_path / "soffice"
        program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setattr(office, "find_office", lambda: str(program))

    return install


@posix
def test_a_file_is_converted_in_a_profile_of_its_own(stand_in, tmp_path):
    good = tmp_path / "good.docx"
    good.write_bytes(docx(p("一")))
    stand_in(f'echo "$@" > {tmp_path}/args\nmkdir -p "$(dirname "$9")/out"\ncp {good} "$(dirname "$9")/out/in.docx"')
    result = convert_office(RTF, "实习\n报告.rtf", 20)
    assert read_source(result, "实习\n报告.rtf.docx").text == "一"
    arguments = (tmp_path / "args").read_text(encoding="utf-8").split()
    assert arguments[0].startswith("-env:UserInstallation=file:///")
    assert arguments[-1].endswith("in.rtf")
    assert not Path(arguments[-1]).parent.exists()


@posix
def test_a_failed_conversion_is_an_error(stand_in):
    stand_in("exit 1")
    with pytest.raises(ReadError, match="can't be converted"):
        convert_office(RTF, "a.rtf", 20)


def ended(process):
    """Whether a process is gone, or only waits to be collected."""
    try:
        os.kill(process, 0)
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").split()[2] == "Z"
    except (ProcessLookupError, FileNotFoundError):
        return not Path("/proc/self").exists() or not Path(f"/proc/{process}").exists()


@posix
def test_a_conversion_that_hangs_is_ended_with_its_children(stand_in, tmp_path):
    stand_in(f"sleep 30 &\necho $! > {tmp_path}/child\nwait")
    started = time.monotonic()
    with pytest.raises(ReadError, match=r"more than 0\.5 s"):
        convert_office(RTF, "a.rtf", 0.5)
    assert time.monotonic() - started < 10
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    for _ in range(100):
        if ended(child):
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child lives on")


def test_a_program_that_does_not_start_is_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr(office, "find_office", lambda: str(tmp_path / "nothing"))
    with pytest.raises(ReadError, match="does not start"):
        convert_office(RTF, "a.rtf", 1)


@pytest.mark.skipif(office.find_office() is None, reason="LibreOffice is not installed")
def test_the_real_one_converts():
    data = rb"{\rtf1\ansi\ansicpg936 {\u23454?\u20064?\par}}"
    assert "实习" in read_source(convert_office(data, "a.rtf", 120), "a.rtf.docx").text


def test_media_types_of_office_files():
    assert media_type(OLD_WORD, "x") == "application/msword"
    assert media_type(RTF, "x") == "application/rtf"
