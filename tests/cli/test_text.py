"""`text`: what it writes, what it says, what it leaves alone."""

import json

import pytest

from essaykit.errors import Exit
from tests.cli.corpora import DIARY
from tests.page.test_page_main_text import NOTICE, TEXT, TITLE, modern


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "仓库.html").write_text(modern(), encoding="utf-8")
    return tmp_path


def written(place, name, folder="texts"):
    return (place / folder / name).read_bytes().decode("utf-8").split("\n")


def test_the_main_text_of_a_page_one_block_a_line(place, essaykit):
    code, out, err = essaykit("text", "pages", "--out", "texts")
    assert (code, err) == (Exit.OK, "")
    *lines, last = written(place, "仓库.txt")
    assert last == ""
    assert [line for line in lines if line != TITLE] == list(TEXT)
    first, summary = out.splitlines()
    assert first.startswith("仓库.html: ")
    assert first.endswith("仓库.txt")
    assert summary == "1 text in texts"


def test_any_genre_headings_included_notices_out(place, essaykit):
    notice = "版权声明：本文档由会员上传，版权归原作者所有，如有侵权请联系客服删除。"
    recipe = f"红烧茄子的做法\n一、备料\n{TEXT[0]}\n二、下锅\n{TEXT[1]}\n{notice}\n"
    (place / "recipe.txt").write_text(recipe, encoding="gb18030")
    assert essaykit("text", "recipe.txt", "--quiet") == (Exit.OK, "", "")
    assert written(place, "recipe.txt") == ["红烧茄子的做法", "一、备料", TEXT[0], "二、下锅", TEXT[1], ""]


def test_standard_input_is_a_text_of_its_own(place, installed):
    done = installed("text", "-", "--out", "texts", stdin=None, input=modern().encode("gb18030"), cwd=place)
    assert done.returncode == Exit.OK, done.stderr
    assert NOTICE not in written(place, "stdin.txt")


def test_json_is_one_document(place, essaykit):
    code, out, _ = essaykit("text", "pages", "missing", "--json")
    report = json.loads(out)
    assert code == Exit.SOME_FAILED
    assert [t["file"] for t in report["texts"]] == ["仓库.txt"]
    assert [f["path"] for f in report["failures"]] == ["missing"]


def test_texts_of_one_name_get_numbers_and_it_is_said(place, essaykit):
    (place / "pages" / "b").mkdir()
    (place / "pages" / "b" / "仓库.htm").write_text(modern(TEXT[:1]), encoding="utf-8")
    code, _, err = essaykit("text", "pages")
    assert code == Exit.OK
    assert sorted(p.name for p in (place / "texts").iterdir()) == ["仓库-2.txt", "仓库.txt"]
    assert err.count("\n") == 1
    assert "仓库-2.txt" in err


def test_names_that_differ_in_capitals_only_are_one_name(place, essaykit):
    for name in ("A.txt", "a.md"):
        (place / name).write_text(TEXT[0], encoding="utf-8")
    assert essaykit("text", "A.txt", "a.md", "--quiet")[0] == Exit.OK
    assert len({p.name.casefold() for p in (place / "texts").iterdir()}) == 2


def test_each_record_is_a_text(place, essaykit):
    lines = [json.dumps({"html": modern(), "url": "https://example.org/1"}), "{", json.dumps({"text": TEXT[0]})]
    (place / "two.jsonl").write_text("\n".join(lines), encoding="utf-8")
    code, _, err = essaykit("text", "two.jsonl")
    assert code == Exit.SOME_FAILED
    assert err.count("\n") == 1
    assert "two.jsonl" in err
    assert written(place, "two-3.txt") == [TEXT[0], ""]
    assert NOTICE not in written(place, "two-1.txt")


def test_nothing_is_written_over_unless_it_is_asked_for(place, essaykit):
    (place / "texts").mkdir()
    (place / "texts" / "仓库.txt").write_text("mine", encoding="utf-8")
    (place / "other.txt").write_text(TEXT[0], encoding="utf-8")
    code, out, err = essaykit("text", "pages", "other.txt")
    assert (code, out) == (Exit.USAGE, "")
    assert "仓库.txt" in err
    assert "--force" in err
    assert [p.name for p in (place / "texts").iterdir()] == ["仓库.txt"]
    assert essaykit("text", "pages", "other.txt", "--force")[0] == Exit.OK
    assert written(place, "仓库.txt") != ["mine"]


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("empty.html", b""),
        ("blank.html", b"<html><body> <script>x()</script></body></html>"),
        ("binary.txt", bytes(range(256)) * 40),
        ("cut.docx", b"PK\x03\x04" + b"\x00" * 400),
        ("cut.pdf", b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n<<"),
    ],
)
def test_what_can_not_be_read_is_one_line_and_the_rest_goes_on(file, data, place, essaykit):
    (place / file).write_bytes(data)
    code, _, err = essaykit("text", file, "--out", "none")
    assert (code, err.count("\n")) == (Exit.NOTHING_READ, 1)
    assert file in err
    assert list((place / "none").iterdir()) == []
    code, _, err = essaykit("text", file, "pages")
    assert (code, err.count("\n")) == (Exit.SOME_FAILED, 1)
    assert written(place, "仓库.txt")


@pytest.mark.parametrize("out", ["pages/仓库.html", "pages/仓库.html/x", "/proc/new"])
def test_a_folder_that_can_not_be_written(out, place, essaykit):
    code, _, err = essaykit("text", "pages", "--out", out)
    assert code not in (Exit.OK, Exit.SOME_FAILED)
    assert err.count("\n") == 1


def test_a_corpus_is_no_folder_for_texts(place, corpus, essaykit):
    code, _, err = essaykit("text", "pages", "--out", "corpus")
    assert code == Exit.USAGE
    assert "is a corpus folder" in err


def test_an_encoding_that_does_not_exist(place, essaykit):
    code, _, err = essaykit("text", "pages", "--encoding", "klingon")
    assert code == Exit.USAGE
    assert "essaykit text: --encoding" in err


def test_a_diary_keeps_its_entries(place, essaykit):
    (place / "diary.txt").write_text(DIARY, encoding="utf-8")
    assert essaykit("text", "diary.txt", "--quiet")[0] == Exit.OK
    assert "网点" in "\n".join(written(place, "diary.txt"))
