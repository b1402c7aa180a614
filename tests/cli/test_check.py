"""`check`: a sound corpus passes, one changed character is found."""

import json

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
