"""Single reports as schools want them: a cover of institution, genre and labels, or a title with a line below."""

import pytest

from essaykit.pipeline import build_document

TEXT = (
    "支行的大堂早上八点半开门，我跟着带教的老师学叫号和分流，第一天就把两位老人带错了窗口，脸红了一整个上午。\n"
    "过了两个星期，我已经能一边填单子一边回答三个人的问题，嗓子每天都是哑的，心里却比从前踏实了许多。\n"
    "离开的那天主任让我在留言簿上写一句话，我想了半天，只写了请多喝热水五个字，后来听说她一直留着。"
)
COVERS = {
    "institution, genre, labels": (
        ["青禾理工学院", "毕业实习报告书", "院系：经济系", "学号：20190311", "姓名：周小禾", "实习单位：青禾支行", "指导教师：陆老师"],
        "毕业实习报告书",
    ),
    "one line of labels": (["实习总结", "姓名：周小禾 班级：金融2班 学号：11"], "实习总结"),
    "the title has a label": (["题目：在青禾支行的三个月", "姓名：周小禾", "班级：金融2班"], "在青禾支行的三个月"),
    "letter-spaced": (["实  习  报  告", "课程名称：专业实习", "姓    名：周小禾", "学    号：11"], "实 习 报 告"),
    "a course in book title marks": (["《银行实务》课程实习报告", "姓名：周小禾"], "《银行实务》课程实习报告"),
    "a subtitle that names the genre": (["柜台前的夏天", "——青禾支行实习心得"], "柜台前的夏天"),
    "class and name below": (["柜台前的夏天", "金融2班 周小禾"], "柜台前的夏天"),
    "date and name below": (["柜台前的夏天", "2021-07-20 周小禾"], "柜台前的夏天"),
    "a site above": (["青禾文库", "首页 > 范文 > 实习", "我的银行实习总结", "编辑：小禾 日期：2021-07-20"], "我的银行实习总结"),
}


@pytest.mark.parametrize(("lines", "title"), COVERS.values(), ids=COVERS)
def test_a_cover_has_the_title_and_nothing_of_the_text(lines, title):
    document = build_document("\n".join([*lines, TEXT]).encode(), "a.txt")
    assert document.title == title
    assert [essay.text for essay in document.essays] == [TEXT]


def test_of_a_cover_whose_lines_are_thin_each_is_judged_by_itself():
    lines = ["土木工程学院", "", "实习报告", "", "实习名称", "", "专业班级", "", "学生姓名", "", TEXT]
    assert build_document("\n".join(lines).encode(), "a.txt").title == "实习报告"
