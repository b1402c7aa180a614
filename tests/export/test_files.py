"""Exports come back equal in the programs that read them."""

import csv
import io
import json

import pytest

from essaykit.analyse.texts import Text
from essaykit.errors import UsageError
from essaykit.export.files import FORMATS, check_out, export_bytes, export_files
from essaykit.export.tables import CELL

TEXTS = (
    Text(
        id="a-1",
        title="心得，“一”",
        text='第一段，"引号"𡌛🙂\n第二段',
        fields={"trade": "bank", "year": "2020"},
        flags=("truncated", "masked"),
    ),
    Text(id="b/c:2", title="", text="=1+1", fields={"trade": "shop", "school": "@一中"}),
    Text(id="a_1", title="# 二", text="1. 开机\n- 关机 <b>", fields={"trade": "bank"}),
)
NAMES = ["id", "title", "text", "words", "flags", "school", "trade", "year"]


def read_csv(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_csv_comes_back_and_no_text_is_a_formula():
    rows = read_csv(export_bytes(TEXTS, "csv"))
    assert rows[0] == NAMES
    assert rows[1] == ["a-1", "心得，“一”", TEXTS[0].text, "13", "truncated masked", "", "bank", "2020"]
    assert (rows[2][2], rows[2][5]) == ("'=1+1", "'@一中")


@pytest.mark.parametrize("bom", [False, True])
def test_excel_gets_a_byte_order_mark_when_asked(bom):
    assert export_bytes(TEXTS, "csv", bom=bom).startswith(b"\xef\xbb\xbf") is bom


def test_json_lines_come_back_as_texts(tmp_path, essaykit):
    data = export_bytes(TEXTS, "jsonl")
    assert [json.loads(line)["text"] for line in data.splitlines()] == [t.text for t in TEXTS]
    (tmp_path / "t.jsonl").write_bytes(data)
    code, out, _ = essaykit("export", "--from", str(tmp_path / "t.jsonl"), "--to", "jsonl", "--out", "-")
    assert code == 0
    assert [json.loads(line)["trade"] for line in out.splitlines()] == ["bank", "shop", "bank"]


def test_workbook_comes_back():
    openpyxl = pytest.importorskip("openpyxl")
    long = Text(id="long", text="长" * (CELL + 5), fields={})
    sheet = openpyxl.load_workbook(io.BytesIO(export_bytes([*TEXTS, long], "xlsx"))).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]][: len(NAMES)] == NAMES
    assert rows[1][2].value == TEXTS[0].text
    assert (rows[2][2].value, rows[2][2].data_type) == ("=1+1", "s")
    assert rows[4][2].value + rows[4][len(NAMES)].value == long.text


def test_parquet_comes_back():
    pq = pytest.importorskip("pyarrow.parquet")
    table = pq.read_table(io.BytesIO(export_bytes(TEXTS, "parquet"))).to_pylist()
    assert (table[0]["id"], table[0]["text"], table[0]["words"]) == ("a-1", TEXTS[0].text, 13)
    assert list(table[0]) == NAMES
    assert pq.read_table(io.BytesIO(export_bytes((), "parquet"))).num_rows == 0


def test_word_file_comes_back():
    docx = pytest.importorskip("docx")
    paragraphs = docx.Document(io.BytesIO(export_bytes(TEXTS[:1], "docx"))).paragraphs
    assert [(p.text, p.style.name) for p in paragraphs] == [
        ("心得，“一”", "Heading 1"), ('第一段，"引号"𡌛🙂', "Normal"), ("第二段", "Normal"),
    ]  # fmt: skip


def test_markdown_takes_nothing_for_markup():
    assert export_bytes(TEXTS[2:], "md").decode() == "# \\# 二\n\n1\\. 开机\n\n\\- 关机 \\<b\\>\n"


def test_plain_text_of_one_is_the_text_and_of_more_has_titles():
    assert export_bytes(TEXTS[:1], "txt").decode() == TEXTS[0].text + "\n"
    assert export_bytes(TEXTS[1:], "txt").decode() == "=1+1\n\n# 二\n1. 开机\n- 关机 <b>\n"


@pytest.mark.parametrize("to", FORMATS)
def test_the_same_texts_are_the_same_bytes(to):
    assert export_bytes(TEXTS, to) == export_bytes(TEXTS, to)


@pytest.mark.parametrize("to", FORMATS)
def test_characters_that_a_format_has_no_place_for_stop_nothing(to):
    assert export_bytes([Text(id="x", title="\x00", text="\ud800\x1b", fields={})], to)


def test_a_folder_of_texts_has_a_table_that_says_which_is_which():
    files = dict(export_files(TEXTS, "txt"))
    assert list(files) == ["a-1.txt", "b_c_2.txt", "a_1.txt", "metadata.csv"]
    rows = read_csv(files["metadata.csv"])
    assert rows[0] == ["file", *(n for n in NAMES if n != "text")]
    assert [(row[0], row[1]) for row in rows[1:]] == [("a-1.txt", "a-1"), ("b_c_2.txt", "b/c:2"), ("a_1.txt", "a_1")]


def test_names_that_are_alike_or_reserved_get_others():
    ids = ["a b", "A B", "con", "..", "x.txt", "长" * 200, "metadata"]
    names = [name for name, _ in export_files([Text(id=i, text="文") for i in ids], "txt")]
    assert names == ["a_b.txt", "A_B-2.txt", "_con.txt", "_.txt", "x.txt", "长" * 80 + ".txt", "metadata.txt", "metadata.csv"]


def test_groups():
    assert [name for name, _ in export_files(TEXTS, "csv", by="trade")] == ["bank.csv", "shop.csv"]
    files = dict(export_files(TEXTS, "md", by="year"))
    assert list(files) == ["none.md", "2020.md", "metadata.csv"]
    assert [row[0] for row in read_csv(files["metadata.csv"])[1:]] == ["2020.md", "none.md", "none.md"]
    with pytest.raises(UsageError, match="no text has a field colour"):
        list(export_files(TEXTS, "txt", by="colour"))


@pytest.mark.parametrize(
    ("out", "to", "by", "bom", "told"),
    [
        ("-", "txt", "trade", False, "--by writes a file for each group"),
        ("x.csv", "csv", "trade", False, "--by writes a file for each group"),
        ("x.csv", "txt", None, False, "its name asks for csv, and --to for txt"),
        ("x.jsonl", "jsonl", None, True, "--bom is for CSV"),
    ],
)
def test_what_can_not_be(out, to, by, bom, told):
    with pytest.raises(UsageError, match=told):
        check_out(out, to, by, bom=bom)
