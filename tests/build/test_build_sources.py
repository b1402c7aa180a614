"""What is read, what it is called, and what is said of the rest."""

from __future__ import annotations

import os
import socket
import sys

import pytest

from essaykit.build import sources
from essaykit.build.sources import list_sources, path_text, read_raw
from essaykit.errors import ReadError
from essaykit.store.layout import prepared_corpus

posix = pytest.mark.skipif(os.name == "nt", reason="POSIX only")


def write(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode("utf-8", "surrogateescape"))


def read(*paths, out="nowhere"):
    return [f.path for f in list_sources(paths, out).files]


def failures(*paths):
    return [(f.path, f.cause) for f in list_sources(paths, "nowhere").failures]


def test_paths_are_relative_to_the_folder_given(tmp_path):
    write(tmp_path, "raw/b.txt", "raw/bank/2009/a.html", "raw/银行/心得")
    assert read(tmp_path / "raw") == ["b.txt", "bank/2009/a.html", "银行/心得"]
    assert read(tmp_path / "raw" / "bank" / "2009" / "a.html") == ["a.html"]


def test_hidden_and_owner_files_and_foreign_endings_are_passed_over_in_folders(tmp_path):
    write(tmp_path, ".git/x.txt", ".hidden.txt", "~$a.docx", "logo.PNG", "run.py", "a.txt", "noending", "name.with.dots")
    listing = list_sources([tmp_path], "nowhere")
    assert [f.path for f in listing.files] == ["a.txt", "name.with.dots", "noending"]
    assert [(s.path, s.cause) for s in listing.skipped] == [
        ("logo.PNG", ".png files hold no essays"), ("run.py", ".py files hold no essays"),
    ]  # fmt: skip


def test_what_is_named_is_read_whatever_it_is_called(tmp_path):
    write(tmp_path, "a.txt", "logo.png", ".hidden.txt")
    assert read(tmp_path, tmp_path / "logo.png", tmp_path / ".hidden.txt") == [".hidden.txt", "a.txt", "logo.png"]
    assert list_sources([tmp_path, tmp_path / "logo.png"], "nowhere").skipped == []


def test_corpus_folders_are_not_read(tmp_path):
    write(tmp_path, "a.txt")
    prepared_corpus(tmp_path / "corpus")
    write(tmp_path, "corpus/documents/0123456789abcdef.json", "out/x.txt")
    assert read(tmp_path, out=tmp_path / "out") == ["a.txt"]
    assert failures(tmp_path / "corpus") == [("corpus", "is a corpus folder")]


def test_two_files_of_one_name_in_two_folders_keep_their_paths(tmp_path):
    write(tmp_path, "raw/a/x.txt", "raw/b/x.txt")
    assert read(tmp_path / "raw") == ["a/x.txt", "b/x.txt"]
    both = [tmp_path / "raw" / "a", tmp_path / "raw" / "b"]
    assert read(*both) == read(*reversed(both)) == ["a/x.txt", "b/x.txt"]
    assert read(tmp_path / "raw/a/x.txt", tmp_path / "raw/b/x.txt") == ["a/x.txt", "b/x.txt"]


def test_names_are_put_in_front_only_where_they_are_needed(tmp_path):
    write(tmp_path, "1/raw/x.txt", "2/raw/x.txt", "3/raw/y.txt")
    assert read(*(tmp_path / n / "raw" for n in "123")) == ["1/raw/x.txt", "2/raw/x.txt", "y.txt"]


def test_nothing_is_read_twice(tmp_path):
    write(tmp_path, "raw/a/x.txt")
    assert read(tmp_path / "raw", tmp_path / "raw", tmp_path / "raw" / "a", tmp_path / "raw" / "a" / "x.txt") == ["a/x.txt"]


def test_a_missing_path_is_one_line(tmp_path):
    assert failures(tmp_path / "rwa") == [("rwa", "there is no such file or folder")]


@posix
def test_links_are_followed_but_not_in_circles(tmp_path):
    write(tmp_path, "raw/a.txt", "elsewhere/b.txt")
    raw = tmp_path / "raw"
    (raw / "more").symlink_to(tmp_path / "elsewhere")
    (raw / "c.txt").symlink_to(raw / "a.txt")
    (raw / "round").symlink_to(raw)
    (raw / "self").symlink_to(raw / "self")
    (raw / "gone").symlink_to(raw / "none")
    assert read(raw) == ["a.txt", "c.txt", "more/b.txt"]
    assert failures(raw) == [
        ("gone", "is a link to nothing"), ("round", "is a link to a folder that it lies in"), ("self", "is a link that leads to itself"),
    ]  # fmt: skip


@posix
def test_folders_full_of_links_to_each_other_are_read_once(tmp_path):
    for a in "abcdefghij":
        write(tmp_path, f"{a}/{a}.txt")
        for b in "abcdefghij":
            (tmp_path / a / f"to-{b}").symlink_to(tmp_path / b)
    listing = list_sources([tmp_path], "nowhere")
    assert [f.path for f in listing.files] == [f"{a}/{a}.txt" for a in "abcdefghij"]
    assert {f.cause for f in listing.failures} == {"is a link to a folder that it lies in"}
    assert {s.cause for s in listing.skipped} == {"is a link to a folder that is read already"}


@posix
def test_pipes_and_sockets_are_not_waited_for(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.txt")
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as s:
        s.bind("sock")
        assert failures(tmp_path) == [("pipe.txt", "is a named pipe"), ("sock", "is a socket")]
    with pytest.raises(ReadError, match="is a named pipe"):
        read_raw(str(tmp_path / "pipe.txt"))
    assert failures("/dev/null") == [("null", "is a device")]
    with pytest.raises(ReadError, match="is a device"):
        read_raw("/dev/zero")


@posix
def test_a_folder_that_cannot_be_entered_is_one_line(tmp_path):
    write(tmp_path, "closed/a.txt", "b.txt")
    (tmp_path / "closed").chmod(0)
    try:
        if os.access(tmp_path / "closed", os.R_OK):
            pytest.skip("this user may read everything")
        assert read(tmp_path) == ["b.txt"]
        assert failures(tmp_path) == [("closed", "Permission denied")]
    finally:
        (tmp_path / "closed").chmod(0o700)


def test_large_files_are_refused_before_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(sources, "MAX_BYTES", 10)
    write(tmp_path, "longer-than-ten")
    assert [cause for _, cause in failures(tmp_path)] == ["is larger than 256 MiB"]
    with pytest.raises(ReadError, match="is larger"):
        read_raw(str(tmp_path / "longer-than-ten"))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_names_with_newlines_undecodable_bytes_and_250_bytes(tmp_path):
    long = "长" * 82 + ".txt"
    names = ["a\nb.txt", "x\udcff.txt", "x\\xff.txt", long]
    write(tmp_path, *names)
    assert read(tmp_path) == ["a\nb.txt", "x\\xff.txt", "x\\xff.txt~2", long]
    for file in list_sources([tmp_path], "nowhere").files:
        assert read_raw(file.file)


def test_an_undecodable_path_as_text():
    assert path_text("实习/a.txt") == "实习/a.txt"
    assert path_text("\udcb2\udcbb.txt") == "\\xb2\\xbb.txt"
    assert path_text(os.fsencode("实习/a.txt").decode("ascii", "surrogateescape")) == "实习/a.txt", "the same in the locale C"
    assert path_text("\ud83d") == "\\ud83d"


def test_a_deep_tree_is_no_recursion(tmp_path):
    folder = tmp_path
    for _ in range(400):
        folder = folder / "d"
    folder.mkdir(parents=True)
    write(folder, "x")
    assert len(read(tmp_path)) == 1
