import random

import pytest
from made import pdf, read_or_error

from essaykit.errors import ReadError
from essaykit.read import read_source

LONG = "我在银行的大堂里站了一个月每天早上八点开门"
PAGE = [
    (250, 810, 10, "页眉"),
    (124, 700, 12, LONG[:-2] + "甲乙"),
    (100, 680, 12, LONG + "丙丁"),
    (100, 660, 12, LONG + "戊己"),
    (100, 640, 12, "到此为止。"),
    (124, 620, 12, LONG[:-2] + "庚辛"),
    (100, 600, 12, LONG + "壬癸"),
    (226, 560, 12, "居中"),
    (226, 30, 10, "1"),
]


def read(pages, **options):
    return read_source(pdf(pages, **options), "a.pdf")


def test_lines_stay_lines():
    source = read([PAGE])
    assert source.text.split("\n") == [text for _, _, _, text in PAGE]
    assert {b.kind for b in source.blocks} == {"line"}
    assert (source.media_type, source.encoding) == ("application/pdf", None)


def test_places_tell_about_paragraphs():
    blocks = read([PAGE]).blocks
    assert [b.path for b in blocks] == [
        "pdf/margin", "pdf/indent", "pdf", "pdf", "pdf/short", "pdf/indent", "pdf", "pdf/short", "pdf/margin",
    ]  # fmt: skip
    assert [b.centred for b in blocks][-2]


def test_pages_are_numbered_and_larger_text_stands_out():
    blocks = read([PAGE, [(100, 700, 22, "第二页"), (100, 660, 12, LONG)]]).blocks
    assert [b.page for b in blocks][-3:] == [1, 2, 2]
    assert [b.bold for b in blocks][-3:] == [False, True, False]


def test_margins_stand_at_the_ends_of_their_page():
    """Word writes header and footer before the text; a reader sees them around it."""
    source = read([[PAGE[0], PAGE[-1], *PAGE[1:-1]]])
    assert source.text.split("\n")[0] == "页眉"
    assert source.text.split("\n")[-1] == "1"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (pdf([PAGE])[:200], "is a broken PDF"),
        (pdf([PAGE], encrypt=True), "is encrypted"),
        (pdf([[]]), "holds no text"),
        (pdf([]), "is a broken PDF"),
        (b"%PDF-1.7\n", "is a broken PDF"),
    ],
    ids=["cut off", "encrypted", "scan", "no pages", "nothing"],
)
def test_what_can_not_be_read_is_said(data, cause):
    with pytest.raises(ReadError, match=cause):
        read_source(data, "a.pdf")


def test_changed_bytes_never_give_another_error():
    chance = random.Random(3)
    good = pdf([PAGE, PAGE])
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.choice((1, 5, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        found = read_or_error(bytes(data), "a.pdf")
        assert not isinstance(found, str) or "\n" not in found
