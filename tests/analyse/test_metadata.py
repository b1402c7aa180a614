"""A user's own table joined to the texts."""

import pytest

from essaykit.analyse.metadata import join_metadata, parse_metadata
from essaykit.analyse.texts import Text, Texts
from essaykit.errors import ReadError

TEXTS = Texts(
    texts=(
        Text(id="d1-0", text="甲", fields={"path": "x/a.txt", "document": "d1", "trade": "bank"}),
        Text(id="d1-9", text="乙", fields={"path": "x/a.txt", "document": "d1", "trade": "bank"}),
        Text(id="d2-0", text="丙", fields={"path": "b.txt", "document": "d2", "trade": ""}),
    )
)


def joined(table):
    return join_metadata(TEXTS, parse_metadata(table, "m.csv"))


def schools(table):
    return [text.fields["school"] for text in joined(table).texts.texts]


@pytest.mark.parametrize(
    "table",
    [
        "id,school\nd1-0,A\nd1-9,A\nd2-0,B\n",
        "id,school\nd1,A\nd2,B\n",
        "path,school\nx/a.txt,A\nb.txt,B\n",
        "File\tschool\na.txt\tA\nb.txt\tB\n",
        "\ufeff文件名;school\r\na.txt;A\r\nb.txt;B\r\n",
        'school,path\nA,"a.txt"\n\nB,b.txt\n',
        "path,id,school\nx/a.txt,,A\n,d2-0,B\n",
    ],
)
def test_rows_are_found_by_essay_document_path_or_file_name(table):
    assert schools(table) == ["A", "A", "B"]


def test_an_essay_goes_before_its_file():
    assert schools("id,path,school\n,a.txt,A\nd1-9,a.txt,C\n,b.txt,B\n") == ["A", "C", "B"]


def test_who_has_no_row_has_empty_fields_and_is_counted():
    found = joined("id,school\nd2,B\nd3,C\n")
    assert [text.fields["school"] for text in found.texts.texts] == ["", "", "B"]
    assert (found.without_row, found.without_text) == (2, 1)


def test_a_table_may_overrule_what_is_known():
    assert [t.fields["trade"] for t in joined("id,trade\nd2,hotel\n").texts.texts] == ["", "", "hotel"]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("", "m.csv: is empty"),
        ("name,school\na,A\n", "m.csv: line 1: has no column to join on"),
        ("id,a,a\n1,2,3\n", "m.csv: line 1: has two columns called a"),
        ("id,school\nd1,A,B\n", "m.csv: row 2: has 3 cells under 2 names"),
        ("id,school\nd1,A\nd1,B\n", "m.csv: row 3: says two things of d1"),
        ('id,school\nd1,"A\n', "m.csv: is no table"),
        ("id,school\nd7,A\n", "m.csv: says nothing of any of the texts"),
    ],
)
def test_a_table_that_can_not_be_joined(table, told):
    with pytest.raises(ReadError) as error:
        joined(table)
    assert str(error.value).startswith(told)
