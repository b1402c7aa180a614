"""`--csv`: what is written comes back."""

import csv
import io

import pytest

from essaykit.cli.tables import check_table, write_table
from essaykit.errors import UsageError
from essaykit.model import Record


class Row(Record, frozen=True, kw_only=True):
    """A row."""

    word: str
    count: int
    share: float | None = None
    names: tuple[str, ...] = ()


ROWS = (Row(word='一,"二"\n𡌛', count=-3, share=0.5), Row(word="=1+1", count=2, names=("甲", "乙")), Row(word="\x00\ud800", count=1))


def test_csv_comes_back(tmp_path):
    write_table(tmp_path / "t.csv", Row, ROWS[:2])
    data = (tmp_path / "t.csv").read_bytes().decode("utf-8")
    assert list(csv.reader(io.StringIO(data, newline=""))) == [
        ["word", "count", "share", "names"],
        ['一,"二"\n𡌛', "-3", "0.5", ""],
        ["'=1+1", "2", "", "甲、乙"],
    ]


def test_a_workbook_comes_back_without_formulas_and_is_the_same_bytes_each_time(tmp_path, monkeypatch):
    openpyxl = pytest.importorskip("openpyxl")
    write_table(tmp_path / "t.xlsx", Row, ROWS)
    rows = list(openpyxl.load_workbook(tmp_path / "t.xlsx").active.iter_rows())
    assert [cell.value for cell in rows[2]][:2] == ["=1+1", 2]
    assert rows[2][0].data_type == "s"
    assert rows[1][0].value == ROWS[0].word
    first = (tmp_path / "t.xlsx").read_bytes()
    import time

    monkeypatch.setattr(time, "time", lambda: 2e9)
    write_table(tmp_path / "t.xlsx", Row, ROWS)
    assert (tmp_path / "t.xlsx").read_bytes() == first


def test_lone_surrogates_and_controls_break_nothing(tmp_path):
    write_table(tmp_path / "t.tsv", Row, ROWS)
    assert (tmp_path / "t.tsv").read_bytes().decode("utf-8").count("\n") == 5


def test_no_rows_are_a_header(tmp_path):
    write_table(tmp_path / "t.csv", Row, ())
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "word,count,share,names\n"


@pytest.mark.parametrize("name", ["t.ods", "t", "t.csv.gz"])
def test_other_formats_are_refused_before_the_work_begins(name, tmp_path):
    with pytest.raises(UsageError, match="is no table"):
        check_table(tmp_path / name)
