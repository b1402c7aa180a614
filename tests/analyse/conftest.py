"""Small texts of our own: three trades with words of their own, and sentences that all share."""

import random

import pytest

from essaykit.analyse.texts import Text

TRADES = {
    "bank": ("银行", ["柜员", "客户", "存款", "账户", "柜台", "网点", "点钞", "利率", "支行", "信贷", "凭条", "叫号"]),
    "ward": ("医院", ["护士", "病人", "病房", "输液", "体温", "护理", "医嘱", "科室", "抽血", "夜班", "药房", "查房"]),
    "shop": ("工厂", ["车间", "师傅", "机床", "零件", "图纸", "螺丝", "焊接", "工序", "质检", "模具", "钳工", "刀具"]),
}
SHARED = ("这次实习让我明白了很多道理。", "时间过得真快，转眼实习就要结束了。", "今后我会更加努力地学习和工作。")


@pytest.fixture(scope="session")
def essays():
    """36 essays, 12 a trade; each begins and ends with shared sentences."""
    rng = random.Random(7)
    made = []
    for trade, (place, words) in TRADES.items():
        for number in range(12):
            chosen = rng.sample(words, 8)
            body = "".join(
                f"在{place}里我学会了{a}和{b}的做法，第{i}次总算没有出错。"
                for i, (a, b) in enumerate(zip(chosen[::2], chosen[1::2], strict=True))
            )
            text = f"{rng.choice(SHARED)}\n{body}\n{rng.choice(SHARED)}"
            made.append(Text(id=f"{trade}-{number}", title=f"心得{number}", text=text, fields={"trade": trade, "site": f"s{number % 2}"}))
    rng.shuffle(made)
    return tuple(made)
