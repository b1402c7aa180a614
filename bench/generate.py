"""Essays in compilations, made of sentences with slots: large, seeded, and nobody's.

    python bench/generate.py N OUT [--seed S] [--txt]

Writes N essays as compilations of 5 to 12 under headings such as 银行实习心得3, with
notices around them: OUT is a JSON Lines file (``{"text": …}``), or with ``--txt`` a
folder of text files. An essay has about 1,170 characters. Words are drawn by
Zipf's law; towns, people and numbers make the long tail; one essay in thirty
is a copy of an earlier one with a sentence changed.
"""

import argparse
import json
import random
import tomllib
from bisect import bisect
from functools import cache
from itertools import accumulate
from pathlib import Path

DATA = tomllib.loads((Path(__file__).parent / "essays.toml").read_text(encoding="utf-8"))
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红玲飞鹏辉斌波宁欣怡浩宇晨曦子涵"
TOWN_HEADS = "长安平永东西南北新青白石金龙大太清泰宁海江河湖山高云天丰凤桃柳梅兰松竹"
TOWN_TAILS = "安阳州城江山县镇宁平口桥溪塘湾岭关埠浦集庄屯沟坪坝"
CHARACTERS = 1170


@cache
def _weights(size: int) -> tuple[float, ...]:
    return tuple(accumulate(1 / (rank + 2) for rank in range(size)))


def _zipf(rng: random.Random, items):
    weights = _weights(len(items))
    return items[bisect(weights, rng.random() * weights[-1])]


def _name(rng):
    return _zipf(rng, SURNAMES) + "".join(_zipf(rng, GIVEN) for _ in range(rng.choice((1, 2))))


def _town(rng):
    return _zipf(rng, TOWN_HEADS) + _zipf(rng, TOWN_TAILS) + rng.choice(("市", "县", "镇", ""))


def _sentence(rng: random.Random, trade: dict) -> str:
    lists = DATA["lists"]
    values = {
        **{key: _zipf(rng, trade[key]) for key in ("place", "role", "task", "trouble")},
        **{key: _zipf(rng, lists[key[:-1] if key[-1] == "2" else key]) for key in ("quality", "quality2", "weakness", "weakness2")},
        **{key: rng.choice(trade["thing"]) if rng.random() < 0.3 else _zipf(rng, trade["thing"]) for key in ("thing", "thing2", "thing3")},
        "adjective": _zipf(rng, lists["adjective"]), "weekday": rng.choice(lists["weekday"]), "measure": rng.choice(lists["measure"]),
        "name": _name(rng), "town": _town(rng), "town2": _town(rng), "month": rng.randint(1, 12), "day": rng.randint(1, 28),
        "weeks": rng.randint(2, 26), "nth": rng.choice("二三四五六七八"), "count": rng.randint(3, 300), "hour": rng.randint(1, 11),
        "year": rng.randint(2005, 2024),
    }  # fmt: skip
    return _zipf(rng, DATA["general"]).format(**values)


def essay(rng: random.Random, trade: dict) -> str:
    """Text of one essay."""
    paragraphs = [rng.choice(DATA["opening"])]
    size, sections = 0, rng.random() < 0.4
    target = rng.randint(CHARACTERS * 2 // 3, CHARACTERS * 4 // 3) - 100
    number = 0
    while size < target:
        if sections and number < len(DATA["sections"]) and rng.random() < 0.5:
            paragraphs.append(DATA["sections"][number])
            number += 1
        paragraph = "".join(_sentence(rng, trade) for _ in range(rng.randint(2, 5)))
        paragraphs.append(paragraph)
        size += len(paragraph)
    paragraphs.append(rng.choice(DATA["closing"]))
    return "\n".join(paragraphs)


def compilations(essays: int, seed: int = 0):
    """Texts of compilations that together hold so many essays."""
    rng = random.Random(seed)
    trades = list(DATA["trades"].values())
    made = 0
    earlier: list[tuple[int, str]] = []
    while made < essays:
        trade = rng.randrange(len(trades))
        title = rng.choice(trades[trade]["titles"])
        other = rng.choice(rng.choice(trades)["titles"])
        count = min(rng.randint(5, 12), essays - made)
        words = {"title": title, "other": other, "n": count}
        parts = [rng.choice(DATA["intro"]).format(**words)]
        for number in range(1, count + 1):
            old = [text for owner, text in earlier if owner == trade] if rng.random() < 1 / 30 else []
            if old:
                lines = rng.choice(old).split("\n")
                lines[rng.randrange(len(lines))] = _sentence(rng, trades[trade])
                text = "\n".join(lines)
            else:
                text = essay(rng, trades[trade])
                earlier = [*earlier[-300:], (trade, text)]
            parts += [f"{title}{number}", text]
            if rng.random() < 0.2:
                parts.append(rng.choice(DATA["notices"]).format(**words))
        made += count
        parts += [notice.format(**words) for notice in rng.sample(DATA["notices"], 3)]
        yield f"{title}({count}篇)\n" + "\n".join(parts) + "\n"


def write(essays: int, out: Path, *, seed: int = 0, txt: bool = False) -> None:
    """Write compilations as JSON Lines, or as a folder of text files."""
    if txt:
        out.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate(compilations(essays, seed)):
            (out / f"{number:06d}.txt").write_text(text, encoding="utf-8")
    else:
        with out.open("w", encoding="utf-8") as file:
            for text in compilations(essays, seed):
                file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("essays", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--txt", action="store_true")
    given = parser.parse_args()
    write(given.essays, given.out, seed=given.seed, txt=given.txt)
