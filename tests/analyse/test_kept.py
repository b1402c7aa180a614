"""Cuts kept beside a corpus."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.analyse import pieces
from essaykit.analyse.kept import cut_texts
from essaykit.analyse.tokens import tokens_of
from essaykit.analyse.words import make_segmenter, parse_dictionary

TEXTS = ["我在银行实习。", "", "银行的柜员很忙，\r\nG260911-0711号。", "实习🙂𡌛", "\x00实习\x00\x00，"]


@pytest.fixture
def segmenter(tmp_path):
    return make_segmenter(folder=tmp_path)


def plain(tokens):
    return tokens.words, tokens.ids.tolist(), tokens.starts.tolist()


def files(folder):
    return sorted(path.name for path in folder.iterdir())


def test_kept_cuts_are_the_same_and_nothing_is_cut_again(segmenter, tmp_path):
    fresh = plain(cut_texts(TEXTS, make_segmenter()))
    assert plain(cut_texts(TEXTS, segmenter)) == fresh
    assert files(tmp_path) == [f"words-{segmenter.key}.bin"]
    again = make_segmenter(folder=tmp_path)
    again.words = lambda _: pytest.fail("was cut again")
    assert plain(cut_texts(TEXTS, again)) == fresh


@given(
    st.lists(st.lists(st.sampled_from(["我在银行", "实习。", "，", "\r\n", "\n", "A-1", "㐀", " "]), max_size=6).map("".join), max_size=4)
)
def test_pieces_that_come_again_are_cut_once_and_alike(texts):
    segmenter, seen = make_segmenter(), []
    expected = plain(tokens_of(map(segmenter.words, texts)))
    cut = segmenter.words
    segmenter.words = lambda text: seen.extend(filter(None, text.split("\x00"))) or cut(text)  # what stands between the pieces
    assert plain(cut_texts(texts, segmenter)) == expected
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(("limit", "value"), [("MOST_PIECES", 2), ("MOST_CHARACTERS", 1), ("TRIAL_PIECES", 0)])
def test_pieces_forgotten_or_not_remembered_at_all_make_no_difference(monkeypatch, limit, value):
    monkeypatch.setattr(pieces, limit, value)
    texts = ["一，二，三，一，", "三，二，四，", "三，五。"] * 2
    assert plain(cut_texts(texts, make_segmenter())) == plain(tokens_of(map(make_segmenter().words, texts)))


def test_only_what_is_new_is_cut(segmenter, tmp_path):
    cut_texts(TEXTS, segmenter)
    again, seen = make_segmenter(folder=tmp_path), []
    cut = again.words
    again.words = lambda text: seen.extend(filter(None, text.split("\x00"))) or cut(text)
    changed = ["新的一天。", *TEXTS[::-1]]
    assert plain(cut_texts(changed, again)) == plain(cut_texts(changed, make_segmenter()))
    assert seen == ["新的一天。"]


def test_another_dictionary_has_another_file(segmenter, tmp_path):
    cut_texts(TEXTS, segmenter)
    cut_texts(TEXTS, make_segmenter(parse_dictionary("银行实习", "my.txt"), folder=tmp_path))
    assert len(files(tmp_path)) == 2


@pytest.mark.parametrize("broken", [b"", b"\x00" * 100, b"\xc1", None])
def test_a_broken_file_is_made_anew(segmenter, tmp_path, broken):
    cut_texts(TEXTS, segmenter)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-7] if broken is None else broken)
    assert plain(cut_texts(TEXTS, segmenter)) == plain(cut_texts(TEXTS, make_segmenter()))
    assert path.read_bytes() == whole


def test_a_flipped_id_is_noticed(segmenter, tmp_path):
    cut_texts(TEXTS, segmenter)
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-2] + b"\xff\xff")
    assert plain(cut_texts(TEXTS, segmenter)) == plain(cut_texts(TEXTS, make_segmenter()))


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path):
    segmenter = make_segmenter(folder=tmp_path / "missing")
    assert plain(cut_texts(TEXTS, segmenter)) == plain(cut_texts(TEXTS, make_segmenter()))


def test_a_lone_surrogate_is_no_obstacle(segmenter, tmp_path):
    texts = ["实\ud800习"]
    assert plain(cut_texts(texts, segmenter)) == plain(cut_texts(texts, make_segmenter()))
    assert files(tmp_path) == []
