"""What --mask hides, and what it leaves: the examples of `masks.toml`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.export.masks import all_masks, masked

MASKS = all_masks()


def test_every_mask_has_both():
    assert [m.id for m in MASKS if not (m.hits and m.misses)] == []


@pytest.mark.parametrize(("mask", "text"), [(m, hit) for m in MASKS for hit in m.hits])
def test_it_is_hidden(mask, text):
    hidden, found = masked(text)
    assert mask.shown in hidden
    assert found[mask.id] == 1


@pytest.mark.parametrize(("mask", "text"), [(m, miss) for m in MASKS for miss in m.misses])
def test_its_near_miss_stays(mask, text):
    assert masked(text) == (text, {})


def test_what_stands_around_it_stays():
    text = "姓名：张三 学号：20190101\n电话：13812345678，QQ：123456，微信：zhang_san1，邮箱 a@b.cn，身份证110101199003071234"
    assert masked(text)[0] == "姓名：【姓名】 学号：20190101\n电话：【电话】，QQ：【QQ】，微信：【微信】，邮箱 【邮箱】，身份证【证件号】"


@given(st.text(alphabet="姓名：张三QQ微信vx@.a1390 -＠９\n", max_size=60))
def test_what_is_masked_stays_as_it_is(text):
    once, _ = masked(text)
    assert masked(once)[0] == once
