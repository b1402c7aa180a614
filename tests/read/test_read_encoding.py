import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.errors import ReadError
from essaykit.read.encoding import decode, python_name

SIMPLIFIED = "我在银行的大堂里站了一个月，每天早上八点开门。"
TRADITIONAL = "我在銀行的大堂裡站了一個月，每天早上八點開門。"
ENCODED = [
    (SIMPLIFIED, "utf-8", "utf-8"),
    (SIMPLIFIED, "utf-8-sig", "utf-8"),
    (SIMPLIFIED, "gb2312", "gb18030"),
    (SIMPLIFIED, "gbk", "gb18030"),
    (SIMPLIFIED + "😀", "gb18030", "gb18030"),
    (TRADITIONAL, "gbk", "gb18030"),
    (TRADITIONAL, "big5", "big5hkscs"),
    (TRADITIONAL + "㗎嘅", "big5hkscs", "big5hkscs"),
    (SIMPLIFIED, "utf-16", "utf-16-le"),
    (SIMPLIFIED, "utf-16-le", "utf-16-le"),
    (SIMPLIFIED, "utf-16-be", "utf-16-be"),
    (TRADITIONAL, "utf-16-le", "utf-16-le"),
    (SIMPLIFIED, "utf-32", "utf-32-le"),
    (SIMPLIFIED, "hz", "hz"),
]


@pytest.mark.parametrize(("text", "codec", "found"), ENCODED, ids=[f"{codec}-{text[2]}" for text, codec, _ in ENCODED])
@pytest.mark.parametrize("times", [1, 40])
def test_chinese_is_read_in_every_encoding(text, codec, found, times):
    decoded = decode((text * times).encode(codec))
    assert (decoded.text, decoded.encoding, decoded.replaced) == (text * times, found, 0)
    assert "\n" not in decoded.evidence
    assert decoded.evidence


@pytest.mark.parametrize(("text", "codec", "found"), [row for row in ENCODED if row[1] != "hz"], ids=str)
def test_ten_characters_are_enough(text, codec, found):
    assert decode(text[:10].encode(codec)).text == text[:10]


@pytest.mark.parametrize("said", ["utf-8", "gb2312", "big5", "iso-8859-1", "shift_jis", "klingon", "base64", "idna", ""])
@pytest.mark.parametrize(("text", "codec"), [(SIMPLIFIED, "utf-8"), (SIMPLIFIED, "gbk"), (TRADITIONAL, "big5")])
def test_what_a_page_says_of_itself_is_checked(text, codec, said):
    assert decode(text.encode(codec), declared=said).text == text


def test_a_wrong_declaration_is_in_the_evidence():
    assert "it says gb2312, wrongly" in decode(SIMPLIFIED.encode(), declared="gb2312").evidence
    assert "wrongly" not in decode(SIMPLIFIED.encode("gbk"), declared="GB2312").evidence


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16-le", "big5"])
def test_a_text_cut_within_a_character_loses_only_that(codec):
    text = TRADITIONAL if codec == "big5" else SIMPLIFIED[:-1]
    decoded = decode((text + "门").encode(codec, "ignore")[:-1] if codec != "big5" else text.encode(codec)[:-1])
    assert decoded.text.rstrip("\ufffd").startswith(text[:-1])
    assert decoded.replaced == 1
    assert "1 broken" in decoded.evidence


def test_a_few_broken_bytes_are_counted():
    decoded = decode(SIMPLIFIED.encode() * 9 + b"\xff\xfe" + SIMPLIFIED.encode())
    assert (decoded.encoding, decoded.replaced) == ("utf-8", 2)


def test_mostly_ascii_with_a_few_chinese_characters():
    page = "<div class=x></div>\n" * 3000
    assert decode((page + "实习").encode("gbk")).text.endswith("实习")
    assert decode((page + "實習").encode("big5")).text.endswith("實習")


def test_other_scripts_are_not_forced_into_chinese():
    assert decode("Das Praktikum bei der Sparkasse war größer als gedacht, für Schüler schön.".encode("cp1252")).encoding == "cp1252"


@pytest.mark.parametrize("data", [bytes(range(256)) * 4, b"\0" * 50, b"a\0\x01\x02" * 50])
def test_binary_data_is_no_text(data):
    with pytest.raises(ReadError, match="is not text"):
        decode(data)


class TestOverride:
    @pytest.mark.parametrize("name", ["gbk", "GB2312", "gb18030", "cp936"])
    def test_is_taken(self, name):
        assert decode(SIMPLIFIED.encode("gbk"), override=name)[:2] == (SIMPLIFIED, "gb18030")

    @pytest.mark.parametrize("mark", ["utf-16", "utf-16-le", "utf-16-be"])
    def test_utf_16_is_found_in_either_order(self, mark):
        assert decode(SIMPLIFIED.encode(mark), override="utf-16").text == SIMPLIFIED

    @pytest.mark.parametrize(
        ("codec", "wrong"), [("gbk", "utf-8"), ("gbk", "big5"), ("utf-8", "gbk"), ("utf-8", "latin-1"), ("utf-16", "gbk")]
    )
    def test_a_wrong_one_is_refused_with_what_the_bytes_say(self, codec, wrong):
        with pytest.raises(ReadError, match=f"is not {wrong}") as caught:
            decode(SIMPLIFIED.encode(codec), override=wrong)
        assert "the bytes read as" in caught.value.hint

    @pytest.mark.parametrize("name", ["klingon", "base64", "idna", "", "a\0b"])
    def test_an_unknown_one_is_named(self, name):
        with pytest.raises(ReadError, match="unknown encoding"):
            decode(b"abc", override=name)

    def test_ascii_is_every_encoding(self):
        assert decode(b"abc", override="big5").text == "abc"


@given(st.binary(min_size=1, max_size=300))
def test_what_was_found_can_be_given(data):
    """A build that records the encoding can be checked with it."""
    try:
        found = decode(data)
    except ReadError:
        return
    assert decode(data, override=found.encoding).text == found.text


@given(st.text(min_size=1).filter(lambda text: not text.startswith("\ufeff")))
def test_valid_utf_8_with_chinese_is_never_read_otherwise(text):
    text = "实习" * 100 + text.replace("\0", "")
    assert decode(text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").encode()).encoding == "utf-8"


@pytest.mark.parametrize(
    ("label", "name"), [("gb2312", "gb18030"), (' "GBK" ', "gb18030"), ("Big5", "big5hkscs"), ("latin1", "cp1252"), ("rot13", None)]
)
def test_labels_widen_to_what_occurs_under_them(label, name):
    assert python_name(label) == name
