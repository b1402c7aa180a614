"""What is told from place, likeness and repetition, not from words."""

import pytest

from essaykit.pipeline import build_document
from essaykit.pipeline.records import title_text

BANK = (
    "银行的大堂在早上八点半开门，我跟着带教的老师学着叫号、分流，第一天就把两位老人带错了窗口。\n"
    "过了两个星期，我已经能一边填单子一边回答三个人的问题，嗓子每天都是哑的，心里却比从前踏实了许多。\n"
    "离开的那天主任让我在留言簿上写一句话，我想了半天，只写了请多喝热水四个字，后来听说她一直留着。"
)
HOTEL = (
    "酒店前台的夜班从晚上十一点开始，我守着一盏灯和一台电话，等那些晚点的客人拖着箱子走进来。\n"
    "有一位客人丢了护照，我陪着他打了一夜的电话，天亮的时候才在洗衣房的口袋里找到，他送了我一块糖。\n"
    "后来每次值夜班，我都先把失物柜翻一遍，钥匙、耳环、半本没看完的小说，每一样东西都记在本子上。"
)
SHOP = (
    "超市的理货员要在开门以前把货架补满，我推着一车矿泉水，从仓库到货架来回走了二十多趟才算完。\n"
    "最难的是盘点，数字差一件就要从头数起，我数到第三遍才发现是自己把一箱酸奶放到了别人的架子上。\n"
    "店长没有怪我，只说货架和人一样，放错了地方就要自己走回来，这句话我后来对新来的同学又说了一遍。"
)


def built(*lines, name="x.txt"):
    return build_document("\n".join(lines).encode(), name)


def texts(document):
    return [essay.text for essay in document.essays]


def test_one_heading_behind_an_essay_that_lost_its_beginning():
    document = built(f"里，{BANK}", "(二) 酒店前厅实习总结", HOTEL)
    assert [e.heading for e in document.essays] == [None, "(二) 酒店前厅实习总结"]


@pytest.mark.parametrize("line", ["(二) 实习总结", "(二) 前台的工作内容", "二楼是客房部的办公室"])
def test_a_section_of_one_essay_is_no_second_essay(line):
    assert len(built(f"里，{BANK}", line, HOTEL).essays) == 1


@pytest.mark.parametrize("style", ["D{} | 晴", "W{}"])
def test_days_and_weeks_by_one_letter(style):
    lines = [part for n, text in enumerate((BANK, HOTEL, SHOP), 1) for part in (style.format(n), text)]
    assert texts(built("实习日记", *lines)) == [BANK, HOTEL, SHOP]


def test_the_count_in_a_title_is_no_number_of_an_essay():
    document = built("超市实习心得【10篇】", "Part 1 补货", SHOP, "Part 2 夜班", HOTEL)
    assert [e.heading for e in document.essays] == ["Part 1 补货", "Part 2 夜班"]


def test_a_range_of_dates_is_one_heading():
    weeks = ["2021年3月1日 至 2021年3月7日", BANK, "2021年3月8日 至 2021年3月14日", HOTEL, "2021年3月15日 至 2021年3月21日", SHOP]
    assert texts(built("实习周记", *weeks)) == [BANK, HOTEL, SHOP]


def test_of_a_table_of_contents_and_the_essays_below_it_the_essays_have_the_headings():
    heads = ["银行实习心得篇1", "银行实习心得篇2", "银行实习心得篇3"]
    document = built(
        "银行实习心得三篇",
        "目录",
        *heads,
        *(part for pair in zip(heads, (BANK, HOTEL, SHOP), strict=True) for part in pair),
    )
    assert document.title == "银行实习心得三篇"
    assert texts(document) == [BANK, HOTEL, SHOP]


def test_a_subtitle_behind_a_dash_belongs_to_the_title():
    document = built("## 大堂里的三个月", "", "### ——记银行的一次实习", "", BANK, "", name="x.md")
    assert (document.title, texts(document)) == ("大堂里的三个月", [BANK])


def test_the_first_of_several_section_heads_is_no_title():
    document = built("#### 上班", "", BANK, "", "#### 夜班", "", HOTEL, "", "#### 回校", "", name="x.md")
    assert document.title is None
    assert texts(document)[0].startswith("#### 上班")


@pytest.mark.parametrize("label", ["投稿", "笔名", "荐稿人"])
def test_a_label_glued_behind_a_heading_is_not_the_authors(label):
    document = built(f"范文一:银行实习心得 {label}:张某某 {BANK}", f"范文二:酒店实习心得 {label}:李某某 {HOTEL}")
    assert texts(document) == [f"{BANK}", f"{HOTEL}"]


def test_a_sentence_that_stands_by_itself_in_every_essay_is_the_sites():
    def with_notice(text):
        first, *others = text.split("\n")
        return first, notice, *others

    notice = "※ 本资料只作保存之用，权利人写信来，一周之内就会撤下。"
    document = built(
        "实习心得三篇",
        "第一篇 大堂",
        *with_notice(BANK),
        "第二篇 夜班",
        *with_notice(HOTEL),
        "第三篇 补货",
        *with_notice(SHOP),
    )
    assert all(notice not in text for text in texts(document))
    assert {o.rule for o in document.operations if notice in o.before} == {"repeat.every-essay"}


def test_what_stands_in_some_essays_only_stays():
    stock = "路漫漫其修远兮，吾将上下而求索，我会一直走下去。"
    document = built("实习心得三篇", "第一篇 大堂", BANK, stock, "第二篇 夜班", HOTEL, stock, "第三篇 补货", SHOP)
    assert sum(stock in text for text in texts(document)) == 2


def test_the_title_that_an_introduction_names():
    document = built("以下是小编为大家整理的《超市理货员实习心得》，希望大家能够喜欢。", f"【篇一】\n{SHOP}", f"【篇二】\n{HOTEL}")
    assert document.title == "超市理货员实习心得"


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("商学院实习周记   第一周", "商学院实习周记"),
        ("题目：论大堂的秩序", "论大堂的秩序"),
        ("超市实习心得 www.guoyuan.example", "超市实习心得"),
        ("第一周的大堂", "第一周的大堂"),
    ],
)
def test_a_title_without_what_stands_beside_it(line, title):
    assert title_text(line) == title


def test_the_last_number_of_a_form_is_for_somebody_else():
    document = built("实习周记", f"1、本周工作\n{BANK}", f"2、遇到的问题\n{HOTEL}", "3、导师意见", "指导教师（签名）：")
    assert "导师意见" not in texts(document)[-1]
    assert "2、遇到的问题" in texts(document)[-1]


def test_what_repeats_beside_page_marks_is_no_part_of_the_sentence_that_the_page_cuts():
    one, two, three = BANK.split("\n")
    pages = (one[:30], "岗位实践材料", "P1", one[30:], two[:28], "岗位实践材料", "P2", two[28:], three)
    document = built("银行实习报告", *pages)
    assert "岗位实践材料" not in texts(document)[0]
    assert one in texts(document)[0]


@pytest.mark.parametrize("head", ["三、工作内容", "【收获】", "工作内容"])
def test_a_section_head_behind_a_page_mark_is_not_judged_with_the_line_above(head):
    document = built("酒店实习报告", HOTEL, "- 1 -", head, SHOP)
    assert head in texts(document)[0]
    assert "- 1 -" not in texts(document)[0]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("我们每天都很认-真地核对每一张单子，错了就从头再来。", "我们每天都很认真地核对"),
        ("这件事让我进-步认识到自己的不足，进一步明白了规矩。", "让我进-步认识"),
    ],
)
def test_a_hyphen_inside_a_word_of_the_language_goes_unless_dashes_stand_for_one(text, left):
    assert left in texts(built("银行实习报告", BANK, text))[0]


def test_a_wrapped_line_with_a_mark_in_it_is_the_authors():
    lines = [part for text in (BANK, HOTEL, SHOP) for line in text.split("\n") for part in (line[:22], line[22:44], line[44:])]
    lines[4] = lines[4][:9] + "仅限预览请勿打印" + lines[4][9:]
    body = texts(built("银行实习报告", *lines))[0]
    assert "仅限预览" not in body
    assert lines[4].replace("仅限预览请勿打印", "") in body


def test_a_lone_essay_is_headed_by_the_title_that_its_file_states():
    document = built("---", "title: 小镇支教 | 第二天", "---", BANK, name="x.md")
    assert (document.title, document.essays[0].heading) == ("小镇支教 | 第二天",) * 2


def test_a_comment_within_code_of_a_markdown_file_is_shown():
    assert "<!-- 灯 -->" in texts(built("# 软件实习总结", BANK, "```html", "<!-- 灯 -->", "```", HOTEL, name="x.md"))[0]


def test_links_in_mid_essay_are_told_by_their_neighbours():
    body = texts(built("酒店实习报告", HOTEL, "▼延伸阅读", "社区志愿者事迹", "门店盘点记录", SHOP))[0]
    assert body == f"{HOTEL}\n{SHOP}"


def test_a_numbered_entry_behind_a_dash_names_the_document():
    document = built("酒店管理认识实习", "——实习日志三", HOTEL)
    assert (document.title, document.essays[0].heading) == ("——实习日志三",) * 2
    assert built("酒店夜班实践纪实", "——酒店前台实习心得", HOTEL).title == "酒店夜班实践纪实"


def test_what_an_author_lists_behind_a_colon_stays():
    listed = ("前台每个夜班要核对的东西有下面这几样：", "钥匙串", "失物柜", "叫醒单", "交班本")
    assert texts(built("酒店实习报告", HOTEL, *listed, SHOP))[0] == "\n".join((HOTEL, *listed, SHOP))


@pytest.mark.parametrize("title", ["银行实习心得3篇", "银行实习心得三篇", "银行实习心得(精选3篇)", "银行实习心得3篇 "])
def test_a_title_with_a_promise_that_is_glued_to_the_first_heading_is_a_title(title):
    parts = [f"第{number}篇：银行实习心得{text}".replace("\n", "") for number, text in zip("一二三", (BANK, HOTEL, SHOP), strict=True)]
    document = built(title + "".join(parts))
    assert (document.title, document.promised_count) == (title.strip(), 3)
    assert [essay.heading for essay in document.essays] == [f"第{number}篇：银行实习心得" for number in "一二三"]
