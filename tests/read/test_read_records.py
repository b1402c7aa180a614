import json

import pytest

from essaykit.errors import ReadError
from essaykit.read import is_record_file, read_records, read_source


def line(**fields):
    return json.dumps(fields, ensure_ascii=False).encode()


def test_each_line_is_a_record_named_by_its_number():
    data = line(text="一") + b"\r\n\n" + line(html="<p>二") + b"\n"
    found = list(read_records(data, "a.jsonl"))
    assert found == [("a.jsonl#1", line(text="一")), ("a.jsonl#3", line(html="<p>二"))]
    assert [read_source(record, name).text for name, record in found] == ["一", "二"]


def test_a_broken_line_does_not_end_the_rest():
    found = list(read_records(b"oops\n" + line(text="一"), "a.jsonl"))
    assert str(found[0][1]).startswith("a.jsonl: line 1: is no JSON object")
    assert isinstance(found[0][1], ReadError)
    assert found[1][1] == line(text="一")


def test_an_empty_record_file_says_so():
    [(name, error)] = read_records(b"\n \n", "a.jsonl")
    assert (name, str(error)) == ("a.jsonl", "a.jsonl: holds no records (each line is one object with 'html' or 'text')")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_marks_before_the_first_record(codec):
    data = (line(text="一").decode() + "\n" + line(text="二").decode()).encode(codec)
    assert [read_source(record, name).text for name, record in read_records(data, "a.jsonl")] == ["一", "二"]


def test_what_is_known_about_a_record_is_kept():
    source = read_source(line(text="一\n二", url="https://a.cn/1", title="题 目"), "a.jsonl#7")
    assert (source.url, source.name, source.media_type) == ("https://a.cn/1", "题 目", "application/x-ndjson")
    assert [b.line for b in source.blocks] == [1, 2]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"text": "一"}, "一"),
        ({"content": "一"}, "一"),
        ({"html": "<p>一", "text": "二"}, "一"),
        ({"content": "<div>一</div><br>二"}, "一\n二"),
        ({"html": "", "text": "二"}, "二"),
    ],
)
def test_the_first_filled_field_is_the_text(fields, text):
    assert read_source(line(**fields), "a.jsonl#1").text == text


def test_a_record_may_be_gbk():
    assert read_source('{"text": "我在银行的大堂里站了一个月"}'.encode("gbk"), "a.jsonl#1").text == "我在银行的大堂里站了一个月"


def test_lone_surrogates_are_replaced_and_counted():
    source = read_source(b'{"text": "\\ud800a", "title": "\\udfff"}', "a.jsonl#1")
    assert source.text == "\ufffda"
    assert source.not_text == (("replaced surrogate", 1),)
    assert source.name == "?"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"{", "line 2: is broken JSON"),
        (b'{"a": 1}', "line 2: has neither 'html' nor 'text'"),
        (b'{"text": ""}', "line 2: holds no text"),
        (b'{"text": " "}', "holds no text"),
        (b'{"text": 5}', "line 2: holds no text"),
        (b'{"text": ' + b"[" * 100_000, "line 2: is nested too deeply"),
        (b'{"text": ' + b"1" * 10_000 + b"}", "line 2: is broken JSON"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_broken_record_names_its_line(data, cause):
    with pytest.raises(ReadError, match=cause) as caught:
        read_source(data, "a.jsonl#2")
    assert caught.value.file == "a.jsonl#2"
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.jsonl", b"", True),
        ("a.ndjson", b"{", True),
        ("a.txt", line(text="a"), True),
        ("a", line(html="a") + b"\nx", True),
        ("a.txt", b'{"text": "a', False),
        ("a.txt", b'{"b": 1}', False),
        ("a.txt", "一".encode(), False),
        ("a.jsonl", b"%PDF-1.4", False),
    ],
)
def test_record_files_are_known_by_content_and_ending(name, data, expected):
    assert is_record_file(data, name) is expected


def test_a_twenty_megabyte_record():
    assert len(read_source(line(text="实习" * 3_500_000), "a.jsonl#1").text) == 7_000_000


def test_a_file_whose_name_looks_like_a_record():
    assert read_source("一".encode(), "diary#2").text == "一"


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://a.cn/1.html
Subject: x
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="b"

--b
Content-Type: text/html
Content-Location: https://ad.cn/frame.html

<p>ad</p>
--b
Content-Type: text/html
Content-Transfer-Encoding: base64
Content-Location: https://a.cn/1.html

{}
--b
Content-Type: image/png
Content-Location: https://a.cn/1.png

x
--b--
"""


class TestMhtml:
    def page(self, codec="utf-8"):
        import base64

        return MHTML.format(base64.b64encode("<p>我在银行的大堂里站了一个月".encode(codec)).decode()).encode()

    @pytest.mark.parametrize("codec", ["utf-8", "gbk"])
    @pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.txt"])
    def test_the_page_is_read(self, codec, name):
        source = read_source(self.page(codec), name)
        assert source.text == "我在银行的大堂里站了一个月"
        assert (source.url, source.media_type) == ("https://a.cn/1.html", "multipart/related")
        assert dict(source.not_text) == {"attached file": 2}

    @pytest.mark.parametrize(
        "data", [MHTML.split("--b", maxsplit=1)[0].encode(), MHTML.replace("text/html\n", "text/css\n").encode(), MHTML.format("").encode()]
    )
    def test_without_a_page(self, data):
        with pytest.raises(ReadError, match="without a page"):
            read_source(data, "a.mhtml")

    def test_messages_in_messages_end(self):
        nested = "".join(f"--{'b' * i}\nContent-Type: multipart/related; boundary={'b' * (i + 1)}\n\n" for i in range(1, 300))
        with pytest.raises(ReadError, match="mhtml"):
            read_source(f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n{nested}".encode(), "a.mhtml")
