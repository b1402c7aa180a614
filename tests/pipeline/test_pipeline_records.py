"""Records of long documents: time grows with their length."""

from __future__ import annotations

import time

from essaykit.ledger import account, restore_source
from essaykit.pipeline import build_document


def test_what_is_kept_outside_essays_costs_time_by_its_length():
    text = "实习心得，我在银行学到了很多东西。" * 120_000  # 6 MB on one line
    begin = time.process_time()
    document = build_document(text.encode(), "one-line.txt")
    spent = time.process_time() - begin
    assert (document.essays, len(document.kept)) == ((), 1)
    assert restore_source(document) == text
    assert account(document) == []
    assert spent < 15, spent  # measured: 4.6 s; 22 s where the text was put together sentence by sentence


def test_an_essay_that_stands_twice_in_a_document_is_no_notice_of_its_site():
    lines = [
        "我在城南的一家机械厂实习了四个星期，每天早上七点半到车间，先把机床擦一遍。",
        "师傅姓周，话不多，第一天只让我看，他说看懂了再动手，不然要出事。",
        "第二周开始，我终于可以自己装夹工件，第一件就废了，尺寸小了两丝。",
        "离开的那天，师傅送给我一把旧卡尺，说这把尺子跟了他十二年。",
    ]
    names = ("一、实习目的", "二、实习单位", "三、实习内容", "四、实习体会")
    essay = "".join(f"{name}\n{line}\n" for name, line in zip(names, lines, strict=True))
    document = build_document(f"实习报告(精选2篇)\n实习报告 篇1\n{essay}实习报告 篇2\n{essay}".encode(), "twice.txt")
    assert [e.text for e in document.essays] == [essay.strip()] * 2
