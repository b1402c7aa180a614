"""`check`: a sound corpus passes, one changed character is found."""

import json

import pytest

from essaykit.errors import Exit


def test_a_sound_corpus_passes(corpus, essaykit):
    code, out, err = essaykit("check")
    assert (code, out) == (Exit.OK, "")
    assert "2 documents" in err
    assert "no problems" in err


def test_one_changed_character_is_found_and_named(corpus, essaykit):
    file = next((corpus / "documents").glob("*.json"))
    file.write_text(file.read_text(encoding="utf-8").replace("柜台", "柜抬", 1), encoding="utf-8")
    code, out, _ = essaykit("check")
    assert code == Exit.FINDINGS
    assert file.name in out
    code, out, _ = essaykit("check", "--json")
    assert code == Exit.FINDINGS
    assert json.loads(out)["problems"]


def test_raw_files_are_found_by_the_names_they_have_on_disk(tmp_path, essaykit, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "raw").mkdir()
    try:
        for name in ("实习\udcff.txt", "实习#1.txt"):
            (tmp_path / "raw" / name).write_text(f"{name[:2]}{len(name)}：我在网点站了一个暑假。\n", encoding="utf-8")
    except OSError:
        pytest.skip("this system refuses such names")
    assert essaykit("build", "raw", "--out", "c", "--quiet")[0] == Exit.OK
    code, out, err = essaykit("check", "--corpus", "c", "--raw", "raw")
    assert (code, out) == (Exit.OK, "")
    assert err.startswith("2 documents, ")
