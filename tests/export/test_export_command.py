"""`export` as it is called."""

import builtins
import json
import sys
from pathlib import Path

import pytest


def test_a_folder_for_corpus_tools(essaykit, corpus):
    code, out, err = essaykit("export", "--to", "txt", "--out", "texts")
    assert (code, out, err) == (0, "texts: 4 essays in 5 files\n", "")
    names = sorted(p.name for p in Path("texts").iterdir())
    assert len(names) == 5
    assert names[-1] == "metadata.csv"
    assert "——🙂𡌛" in "".join(p.read_text(encoding="utf-8") for p in Path("texts").iterdir())


def test_filters_and_groups(essaykit, corpus):
    assert essaykit("export", "--to", "jsonl", "--out", "one.jsonl", "--where", "site=shop", "--quiet") == (0, "", "")
    assert {json.loads(line)["site"] for line in Path("one.jsonl").read_text(encoding="utf-8").splitlines()} == {"shop"}
    code, out, _ = essaykit("export", "--to", "csv", "--out", "by", "--by", "site", "--json")
    assert (code, json.loads(out)["files"], sorted(p.name for p in Path("by").iterdir())) == (0, 2, ["bank.csv", "shop.csv"])


def test_masks_are_counted_and_said(essaykit, corpus):
    Path("in.jsonl").write_text('{"id": "1", "text": "姓名：张三，电话13812345678", "mail": "a@b.cn"}\n', encoding="utf-8")
    code, out, err = essaykit("export", "--from", "in.jsonl", "--to", "jsonl", "--out", "-", "--mask")
    assert code == 0
    assert json.loads(out) == {"id": "1", "title": "", "text": "姓名：【姓名】，电话【电话】", "words": 14, "flags": "", "mail": "【邮箱】"}
    assert err == "hidden: 1 mail, 1 name, 1 phone; look through it: patterns don't find everything\n"


def test_a_folder_that_holds_files_is_not_written_into(essaykit, corpus):
    Path("full").mkdir()
    Path("full/mine.txt").write_text("mine", encoding="utf-8")
    code, _, err = essaykit("export", "--to", "txt", "--out", "full")
    assert (code, err) == (2, "full: is not empty (name a new folder, or give --force)\n")
    assert essaykit("export", "--to", "txt", "--out", "full", "--force")[0] == 0
    assert Path("full/mine.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("to", "module"), [("xlsx", "openpyxl"), ("parquet", "pyarrow"), ("docx", "docx")])
@pytest.mark.parametrize("folder", [True, False])
def test_a_library_that_is_missing_is_named_and_nothing_is_written(to, module, folder, essaykit, corpus, monkeypatch):
    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.partition(".")[0] == module:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    for name in [n for n in sys.modules if n.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", refuse)
    out = "made" if folder else f"made.{to}"
    code, _, err = essaykit("export", "--to", to, "--out", out)
    assert code == 2
    assert "is not installed" in err
    assert f"essaykit[{to}]" in err
    assert not Path(out).exists()


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--to", "pdf", "--out", "x"], "--to"),
        (["--to", "csv", "--out", "no/such/x.csv"], "no/such/x.csv"),
        (["--to", "txt", "--out", "file.bin/in"], "file.bin"),
        (["--to", "txt", "--out", "x", "--by", "colour"], "no text has a field colour"),
        (["--to", "csv", "--out", "-", "--json"], "--json and --out - both print"),
        (["--to", "csv", "--out", "x.txt"], "its name asks for txt"),
    ],
)
def test_what_can_not_be_exported(args, told, essaykit, corpus):
    Path("file.bin").write_bytes(b"x")
    code, _, err = essaykit("export", *args)
    assert code in (2, 3)
    assert told in err
    assert err.count("\n") == 1
    assert not Path("x").exists()
