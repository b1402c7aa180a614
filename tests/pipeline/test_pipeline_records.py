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
