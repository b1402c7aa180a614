"""The tokens are jieba's, to the letter, whatever the text and whichever engine cuts it."""

import os
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from essaykit.analyse.pieces import piece_starts
from essaykit.analyse.words import Entry, dictionary_tags, make_segmenter, parse_dictionary, quiet_jieba, tagged_words
from essaykit.errors import CardError
from essaykit.text import code_points

pytest.importorskip("rjieba")

FAST = make_segmenter(engine="rjieba")
PLAIN = make_segmenter(engine="jieba")

# letters, signs and digits that jieba treats specially, common and rare Han, masks, emoji, ends of line, a lone surrogate
NASTY = "实习我的了柜面天天哈AaBz019.._%-+#&×*_，。《》·： \u3000\t\r\n鿖㐀豈𠮷𡌛龥〇①１Ａ😀👍\u200d\u0301\ud800é\x00\x1c\x85"
texts = st.text(alphabet=NASTY, max_size=40)
runs = st.lists(
    st.sampled_from(
        [
            "2021年3月1日",
            "3.14%",
            "G260911-0711",
            "a_b.c",
            "C++",
            "AT&T",
            "IPv4-6",
            "××银行",
            "__",
            "…",
            "1.2.3",
            "T恤",
            "实习",
            "心得",
            "\r\n",
            "QQ:123-456",
        ]
    ),
    max_size=12,
).map("".join)


@given(texts | runs)
@settings(max_examples=400, deadline=None)
def test_both_engines_cut_alike(text):
    assert FAST.words(text) == PLAIN.words(text)


@given(texts)
def test_nothing_is_lost(text):
    assert "".join(FAST.words(text)) == text


@given(texts | runs)
@settings(max_examples=400, deadline=None)
def test_a_text_may_be_cut_in_pieces(text):
    found = pieces(text)
    assert "".join(found) == text
    assert "" not in found
    assert [word for piece in found for word in FAST.words(piece)] == list(itself().cut(text))


def pieces(text):
    return [text[begin:end] for begin, end in pairwise([*np.flatnonzero(piece_starts(code_points(text))), len(text)])]


@cache
def itself():
    jieba = quiet_jieba().Tokenizer()
    jieba.FREQ, jieba.total = jieba.gen_pfdict(jieba.get_dict_file())  # without its cache file
    jieba.initialized = True
    return jieba


def test_tokens_are_those_of_jieba_itself():
    text = "我在中国工商银行××支行实习，WES-5.4.5号柜面，3.5%的利率。\r\n𠮷野家T恤C++"
    assert FAST.words(text) == list(itself().cut(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("WES-5.4.5", ["WES", "-", "5.4", ".", "5"]),
        ("G260911-0711", ["G260911", "-", "0711"]),
        ("no_1.2%x", ["no", "_", "1.2%", "x"]),
        ("C++", ["C++"]),
        ("50%", ["50%"]),
        ("", []),
        ("\r\n", ["\r\n"]),
        ("㐀实习", ["㐀", "实习"]),
    ],
)
def test_where_the_two_differ_by_themselves(text, words):
    assert FAST.words(text) == words


DICTIONARIES = [
    "A-1 5\nB.9\n实习我 3\n我的实习\n9.C\na+\n习我的\n的实习实习 7 n",
    "实 1\n习 900\n的 1\n- 5\n-9\n1.1.1\nC\nA-1 1\nA 100000",
    "我实 0\nB-9 0\n实习 1\n实习 2",
    "鿖实 5\nx y\n𠮷我 5\n\ufeff我的\n\n   \n柜面 12 v\n天天天 3",
]


@pytest.mark.parametrize("dictionary", DICTIONARIES)
@given(text=texts)
@settings(max_examples=60, deadline=None)
def test_a_user_dictionary_means_the_same_to_both(dictionary, text):
    entries = parse_dictionary(dictionary, "my.txt")
    fast, plain = _pair(entries)
    assert fast.words(text) == plain.words(text) == [word for piece in pieces(text) for word in fast.words(piece)]


def _pair(entries, known={}):  # noqa: B006 - building a segmenter takes half a second
    if entries not in known:
        known[entries] = make_segmenter(entries), make_segmenter(entries, "jieba")
    return known[entries]


def test_a_user_dictionary_joins_words():
    assert "顶岗实习" not in FAST.words("他在顶岗实习期间")
    fast, plain = _pair(parse_dictionary("顶岗实习", "my.txt"))
    assert "顶岗实习" in fast.words("他在顶岗实习期间")
    assert fast.words("他在顶岗实习期间") == plain.words("他在顶岗实习期间")


def test_a_word_of_frequency_0_is_forbidden_only_here():
    fast, _ = _pair(parse_dictionary("心得 0", "my.txt"))
    assert fast.engine == "jieba"
    assert "心得" not in fast.words("实习心得")
    assert "心得" in PLAIN.words("实习心得")


def test_dictionary_lines():
    assert parse_dictionary("柜面业务 3 n\r\n 营业厅\nC 语言 5\n", "my.txt") == (
        Entry("柜面业务", 3, "n"),
        Entry("营业厅"),
        Entry("C 语言", 5),
    )


def test_a_frequency_beyond_reason_is_refused():
    with pytest.raises(CardError, match=r"my.txt: line 2: frequencies are too large"):
        parse_dictionary("甲 1\n乙 99999999999999999999999999", "my.txt")


def test_the_key_depends_on_the_dictionary_and_not_on_the_engine():
    assert FAST.key == PLAIN.key
    assert make_segmenter(parse_dictionary("顶岗实习", "my.txt")).key != FAST.key


def test_parts_of_speech():
    assert dictionary_tags(["银行", "实习", "不存在的词"], (Entry("实习", 5, "vn"),)) == {"银行": "n", "实习": "vn"}
    assert ("银行", "n") in tagged_words("我在银行实习")


def test_silent_and_without_a_cache_file(tmp_path):
    code = "from essaykit.analyse.words import make_segmenter as m; print(m(engine='jieba').words('实习心得'))"
    env = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"}
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], env=env, cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    assert done.stdout == "['实习', '心得']\n"
    assert list(tmp_path.iterdir()) == []
