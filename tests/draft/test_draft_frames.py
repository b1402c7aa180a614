"""Frames join; they never change what the student wrote, and never speak for an empty slot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.draft.frames import Piece, close_sentence, fill_frame, parse_frame
from essaykit.errors import CardError


def sentence(frame: str, **said: str) -> str:
    return "".join(piece.text for piece in close_sentence(fill_frame(parse_frame(frame), lambda name: said.get(name, ""))))


@pytest.mark.parametrize(
    ("frame", "said", "expected"),
    [
        ("我在{unit}实习", {"unit": "城南支行"}, "我在城南支行实习。"),
        ("我在{unit}实习", {}, ""),
        ("我在{unit}[的{room}]实习", {"unit": "城南支行"}, "我在城南支行实习。"),
        ("我在{unit}[的{room}]实习", {"unit": "城南支行", "room": "营业部"}, "我在城南支行的营业部实习。"),
        ("我在{unit}[的{room}]实习", {"room": "营业部"}, ""),
        ("[{time}，][{task}。][{result}]", {"task": "对账"}, "对账。"),
        ("[{time}，][{task}。][{result}]", {"time": "周三"}, "周三。"),
        ("[{time}，][{task}。][{result}]", {}, ""),
        ("目标是：{goal}", {"goal": "学会对账。"}, "目标是：学会对账。"),
        ("{a}，{b}", {"a": "先问。", "b": "再做！"}, "先问，再做！"),
        ("{a}，{b}", {"a": "真的吗？", "b": "真的"}, "真的吗？真的。"),
        ("我打算{plan}", {"plan": "我打算每天练字"}, "我打算每天练字。"),
        ("我{what}", {"what": "我负责引导"}, "我负责引导。"),
        ("在{where}", {"where": "在线客服部"}, "在在线客服部。"),
        ("{a}", {"a": "他说：“好。”"}, "他说：“好。”"),
        ("{a}", {"a": "他说“你手真暖”"}, "他说“你手真暖”。"),
        ("{a}", {"a": "单位是 Example Co., Ltd."}, "单位是 Example Co., Ltd."),
        ("{a}", {"a": "共 3.5 小时"}, "共 3.5 小时。"),
        ("{a}", {"a": "{b}[c]"}, "{b}[c]。"),
        ("{a}", {"a": "后来呢……"}, "后来呢……"),
    ],
)  # fmt: skip
def test_sentences(frame, said, expected):
    assert sentence(frame, **said) == expected


@pytest.mark.parametrize("frame", ["[{a}", "{a}]", "[[{a}]]", "{a", "a}", "{}", "{A}", "{a b}"])
def test_a_broken_frame_is_refused(frame):
    with pytest.raises(CardError):
        parse_frame(frame)


ANSWERS = st.text(alphabet="实习对账a1 。，；！？“”（）.{}[]…", max_size=8).map(str.strip)


@given(st.lists(st.tuples(ANSWERS, st.booleans()), max_size=6))
def test_of_an_answer_only_the_marks_at_its_end_may_go(parts):
    pieces = [Piece(text=text, slot=f"s{i}" if own else None) for i, (text, own) in enumerate(parts)]
    kept = {piece.slot: piece.text for piece in close_sentence(pieces) if piece.slot is not None}
    for piece in pieces:
        if piece.slot is not None:
            assert piece.text.startswith(kept.get(piece.slot, ""))
            assert set(piece.text[len(kept.get(piece.slot, "")) :]) <= set("。，；、：,;:.")


@given(st.lists(st.tuples(ANSWERS, st.booleans()), max_size=6))
def test_a_sentence_ends_like_one(parts):
    pieces = [Piece(text=text, slot=f"s{i}" if own else None) for i, (text, own) in enumerate(parts)]
    text = "".join(piece.text for piece in close_sentence(pieces))
    assert not text or text.rstrip("”’」』）)》")[-1:] in tuple("。！？!?….") or text.endswith("。")
