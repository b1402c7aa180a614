"""Essays of our own, and what is done to them by those who copy."""

import random

import pytest

BANK = (
    "三月里我去了镇上的信用社，柜台后面的椅子比我想的高。带我的老周先教我数硬币，一角的要二十枚一摞。",
    "第二周来了一位卖豆腐的大娘，把零钱装在布袋里，我数了三遍才敢把数字报给她听。",
    "机器坏掉的那天下午排起了长队，老周让我到门口发号，我这才发现说话慢一点大家反而不急。",
    "月底盘账差了四块七，我们翻遍抽屉，最后在打印机底下找到一枚五角和一张揉皱的纸币。",
    "走的时候老周把他用旧的点钞券送给我，说手上的活忘不了，心里的数也别忘。",
)
FARM = (
    "暑假我跟着叔父的车队下到果园，第一件事是学会辨认病叶，黄的不一定是病，卷的才要当心。",
    "果农阿桂姐有一本油乎乎的记录簿，哪一行树在哪一天打过什么药，她全记着，比表格还清楚。",
    "下雨的那几天我们躲在棚子里称袋子，每袋十五斤，多一两都要倒出来重新来过。",
    "我把滴灌的阀门装反了，半亩地没浇上水，阿桂姐没有骂我，只是让我守着它滴了一夜。",
    "开学前我量了量自己种的那排树，比来的时候高出一拃，手上的茧也厚了一层。",
)
STOCK = "总而言之这一段日子让我受益匪浅，它将成为我人生道路上一笔宝贵的财富。"


def made_up(seed, sentences=14):
    """An essay of characters drawn at random: nothing in common with any other."""
    rng = random.Random(seed)
    return "".join("".join(chr(rng.randrange(0x4E00, 0x6E00)) for _ in range(rng.randint(12, 26))) + "。" for _ in range(sentences))


def sentences(text):
    return [part + "。" for part in text.split("。") if part]


@pytest.fixture
def bank():
    return "".join(BANK)


@pytest.fixture
def farm():
    return "".join(FARM)
