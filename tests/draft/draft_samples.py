"""A small corpus of our own writing, and facts files made from a template's own examples."""

from __future__ import annotations

from essaykit.draft.facts import Facts
from essaykit.draft.facts_file import parse_facts
from essaykit.draft.template import EVENT_PARTS, Event, Template
from essaykit.store import CorpusEssay

STOCK = "实习的日子虽然短暂，却在我的心里留下了长长的回音。"
"""Stands in three documents."""


def essay(number: int, title: str, text: str, flags: tuple[str, ...] = (), url: str | None = None) -> CorpusEssay:
    document = f"{number:016x}"
    return CorpusEssay(
        id=f"{document}-0", document=document, title=title, heading=title, number=None, text=text.strip(), flags=flags,
        trade=None, document_title=title, path=f"{number}.txt", url=url, site="wenku.example" if url else "folder:", year=None,
        start=0, end=len(text),
    )  # fmt: skip


TELLER = f"""
一、实习目的
我选择农商行的柜台，是想弄清楚一张存单从填写到入库要经过几个人的手。
二、实习单位
支行位于河东菜市场旁边，一共十九名员工，设四个现金窗口和两台自助机。
三、实习内容
我主要负责引导客户取号、核对填好的单据，每天登记六十份左右。第一周跟着师傅熟悉单据，第二周开始独立整理前一天的回单。
四、难忘的一件事
那天有一位大爷急着取钱，把密码试错了三次，我赶紧请他坐下，问他是不是记成了另一张卡。
五、收获
我学会了看印鉴卡，核对一份单据从最初的四分钟缩短到五十秒。
六、不足
我的不足是一紧张就漏看日期，两个月里出错三次，都被复核退了回来。
七、今后打算
回校以后我打算报考银行从业资格证书，每天坚持点钞半小时。
八、致谢
{STOCK}感谢带我的师傅和柜台里的各位老师。
"""

LOBBY = f"""
为了把课上讲的服务营销用一用，我报名去了银行网点做大堂引导员。
网点的大厅有六台机器，员工十四人，附近是两个老小区。
我的岗位是引导，每天负责教客户用自助机、登记取号数，约八十人次。
有一次机器把一位阿姨的卡吞了，她说：“我的药钱都在里面。”我陪她在窗口等了二十分钟。
我明白了引导不是指路，而是让人少等一会儿。
我的缺点是声音太小，耳背的客户常常听不见，下学期我打算参加朗诵社，把声音练开。
{STOCK}建议网点在机器旁边放一副老花镜。
"""

NURSE = f"""
一、实习目的
我选择儿科，是想知道孩子不肯吃药的时候护士怎么办。
二、工作内容
我负责给十张床量体温、登记入量出量，每天画八张体温单。
三、一次教训
那天我把两张床的雾化时间记反了，护士长让我把交接本抄了一遍。
四、收获
我学会了给幼儿扎头皮针，从最初的五针缩短到一针。
五、致谢
{STOCK}谢谢儿科的每一位老师。
"""

SIGNS = """
一、实习目的
我选择做银行的测试岗，是想弄清楚 <b>{{金额}}</b> 这一栏|为什么总是*报错*，准备用一个暑假。
"""

FLAGGED = """
一、实习目的
我选择银行柜台，是想弄清楚一捆钱从金库到窗口要点几遍，这一句不该被引用。
"""


def small_corpus() -> list[CorpusEssay]:
    """Five quotable essays and one flagged."""
    return [
        essay(1, "银行柜员实习报告", TELLER, url="https://wenku.example/1"),
        essay(2, "银行大堂实习心得", LOBBY),
        essay(3, "儿科护理实习报告", NURSE),
        essay(4, "银行软件测试实习报告", SIGNS),
        essay(5, "银行柜员实习报告", FLAGGED, flags=("laundered",)),
    ]


def sharing(sentence: str) -> list[CorpusEssay]:
    """Three independent essays that end with the same thanks."""
    texts = (TELLER, LOBBY, NURSE)
    return [essay(n, "实习报告", f"{text.strip().rpartition(chr(10))[0]}\n致谢\n{sentence}") for n, text in enumerate(texts, 1)]


def facts_text(template: Template, answers: dict[str, str | Event] | None = None) -> str:
    """A facts file with every slot answered by its own example, or by what is given instead (by address without number)."""
    out = [f'template = "{template.id}"']
    for section in template.sections:
        out.append(f"\n[{section.id}]")
        for slot in sorted(section.slots, key=lambda slot: slot.kind == "event"):
            answer = (answers or {}).get(f"{section.id}.{slot.id}", slot.example)
            if isinstance(answer, Event):
                out.append(f"[[{section.id}.{slot.id}]]" if slot.many else f"[{section.id}.{slot.id}]")
                out += [f"{part} = '''{answer.part(part)}'''" for part in EVENT_PARTS]
            else:
                out.append(f"{slot.id} = '''{answer}'''")
    return "\n".join(out) + "\n"


def full_facts(template: Template) -> Facts:
    """Every slot answered by its own example."""
    return parse_facts(facts_text(template).encode(), template, "facts.toml")
