import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import read_or_error, zipped

from essaykit.errors import ReadError
from essaykit.read import is_record_file, media_type, read_records, read_source

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
BAD = [
    ("a.txt", b"", "is empty"),
    ("a.html", b"", "is empty"),
    ("a.txt", b" \r\n\t\xe3\x80\x80", "holds no text"),
    ("a.html", b"<html></html>", "holds no text"),
    ("a.txt", b"\xef\xbb\xbf", "holds no text"),
    ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "is a PNG picture, not text"),
    ("a.html", b"\xff\xd8\xff\xe0" + bytes(100), "is a JPEG picture, not text"),
    ("a.txt", b"\x7fELF" + bytes(100), "is a program, not text"),
    ("a.txt", b"SQLite format 3\0" + bytes(100), "is an SQLite database, not text"),
    ("a.txt", b"\x1f\x8b\x08" + bytes(100), "is a gzip archive, not text"),
    ("a.txt", bytes(range(256)) * 8, "is not text"),
    ("a.docx", bytes(range(256)) * 8, "is no docx file, though its name says so"),
    ("a.pdf", b"\0\1\2\3" * 80, "is no pdf file, though its name says so"),
    ("a.docx", b"PK\x03\x04" + bytes(50), "is a broken zip or docx file"),
    ("a.zip", zipped({"a.txt": "x"}), "is a zip archive without a Word document"),
    ("a.xlsx", zipped({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "is a spreadsheet"),
    ("a.docx", zipped({"[Content_Types].xml": "", "ppt/presentation.xml": ""}), "is a presentation"),
    ("a.xls", OLE + "Workbook".encode("utf-16-le"), "is a spreadsheet"),
    ("a.doc", OLE, "is an OLE file without a Word document"),
    ("a.json", b'{\n"text": "a"\n}', "is JSON, but not one record a line"),
]


@pytest.mark.parametrize(("name", "data", "cause"), BAD, ids=[f"{name}-{cause}" for name, _, cause in BAD])
def test_one_line_says_what_is_wrong(name, data, cause):
    with pytest.raises(ReadError) as caught:
        read_source(data, name)
    assert caught.value.file == name
    assert caught.value.cause == cause or caught.value.cause.startswith(f"{cause} (")
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_wrong_encoding_is_refused():
    with pytest.raises(ReadError, match="is not utf-8"):
        read_source("我在银行的大堂里站了一个月".encode("gbk"), "a.txt", encoding="utf-8")


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_twenty_megabytes_on_one_line(name, codec):
    source = read_source(("实习" * 3_500_000).encode(codec), name)
    assert (len(source.text), len(source.blocks)) == (7_000_000, 1)


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "a.mhtml", "a.docx", "a.pdf", "a.jsonl#1", "a"]))
def test_any_bytes_give_sound_blocks_or_an_error(data, name):
    check(data, name)


MAGIC = [
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"{\\rtf",
    b'{"text":"',
    b"MIME-Version: 1.0\nContent-Type: text/html\n\n",
    b"<html>",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"---\n",
]


@given(st.sampled_from(MAGIC), st.binary(max_size=200), st.sampled_from(["a.txt", "a.html", "a.jsonl#1"]))
def test_any_bytes_after_a_known_beginning(magic, data, name):
    check(magic + data, name)


@given(
    st.text(st.sampled_from("实习 \u3000\r\n1、__×😀\ud800\u0301\f\v\x85\u2028\u2029\x1c\x00\u200b\ufeff#>-*`<&"), max_size=60),
    st.sampled_from(["a.txt", "a.md", "a.html"]),
)
def test_any_text_gives_sound_blocks(text, name):
    check(text.encode("utf-8", "surrogatepass"), name)


def check(data, name):
    media_type(data, name)
    if is_record_file(data, name):
        for _ in read_records(data, name):
            pass
    source = read_or_error(data, name)
    if isinstance(source, str):
        assert source.startswith(f"{name}: ")
        assert "\n" not in source
        return
    end = 0
    for block in source.blocks:
        content = source.text[block.start : block.end]
        assert block.start >= end
        assert content.strip() == content != ""
        assert not source.text[end : block.start].strip()
        end = block.end
    assert not source.text[end:].strip()
    source.text.encode()
    assert read_source(data, name, encoding=source.encoding).text == source.text


def test_reading_is_pure():
    data = "<p>一<b>二</b></p>".encode()
    assert read_source(data, "a.html") == read_source(data, "a.html")
