"""Two papers of one student in one file: their printed names, letters set apart, open them; repetitions are running heads."""

from __future__ import annotations

from compilations import proses

from essaykit.pipeline import build_document


def essays(*lines):
    return [(essay.heading, essay.text) for essay in build_document("\n".join(lines).encode(), "a.txt").essays]


ONE, TWO = "\n".join(proses(7)), "\n".join(proses(7, skip=5))


def test_a_report_and_a_summary():
    assert essays("实 习 报 告", ONE, "学 生 实 习 总 结", TWO) == [("实 习 报 告", ONE), ("学 生 实 习 总 结", TWO)]


def test_a_name_that_stands_again_is_a_running_head():
    first, *more = proses(7)
    assert essays("实 习 报 告", first, "实 习 报 告", *more, "实 习 总 结", TWO) == [("实 习 报 告", ONE), ("实 习 总 结", TWO)]


def test_sections_with_their_letters_set_apart_are_one_essay():
    assert len(essays("实 习 报 告", "前 言", ONE, "结 束 语", TWO)) == 1
