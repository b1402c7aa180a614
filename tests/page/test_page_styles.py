"""The main text of pages as common programs and sites lay them out; all texts are made up for these tests."""

import re

import pytest

from essaykit.page import find_main_text
from essaykit.read import read_source

TITLE = "在县图书馆整理旧报纸的六周"
TEXT = (
    "报库在三楼，窗户朝北，夏天也不热。第一天，周老师递给我一副棉手套和一把软毛刷，说先学会翻，再学怎么记。",
    "旧报纸一碰就掉渣，翻的时候要用两块薄木板夹着走。我第一个上午只翻了十一张，其中两张还裂了角，心里很不是滋味。",
    "第二周开始编目录。报头、日期、版次、缺损，一样一样写进卡片。最难认的是繁体的手写批注，我把不认得的字描下来，中午去问周老师。",
    "第四周来了一位找家谱的老先生，他要看一九五三年四月的本县新闻。我们照着新编的卡片，二十分钟就找到了，他在那张报纸前站了很久。",
    "走的那天我数了数，一共编了八百四十二张卡片。周老师说，明年还有两个柜子，谁来接着做，看你们学校了。",
)
LINKS = ("首页", "馆藏查询", "读者服务", "活动预告", "志愿者", "联系我们")
STORIES = (
    "暑期少儿阅读营开始报名", "馆内二楼自习室调整开放时间", "古籍修复体验课名额公布", "读者证年审可以在网上办理", "流动书车本月路线安排",
)  # fmt: skip
COPYRIGHT = "Copyright © 2009-2021 青禾县图书馆 版权所有 青ICP备00000000号"


PAGE_MARK = re.compile(r"第\d页")  # the main text may hold it: the cleaner knows page marks


def menu():
    return "<ul>" + "".join(f'<li><a href="/{i}.html">{name}</a></li>' for i, name in enumerate(LINKS)) + "</ul>"


def stories():
    return "<ul>" + "".join(f'<li><a href="/news/{i}.html">{name}</a></li>' for i, name in enumerate(STORIES)) + "</ul>"


def paragraphs(tag="p"):
    return "".join(f"<{tag}>{line}</{tag}>" for line in TEXT)


def document(body, head=""):
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{TITLE} - 青禾县图书馆</title>{head}</head><body>{body}</body></html>'


def discuz():
    """A thread of a forum: rows with who wrote a post and when around each post."""
    rows = "".join(
        f"""<div id="post_{4100 + i}"><table class="plhin" id="pid{4100 + i}"><tr>
        <td class="pls"><div class="pi"><a href="/u{i}">书虫{i}</a></div>
        <dl><dt>积分</dt><dd>{120 + i}</dd><dt>帖子</dt><dd>{i + 3}</dd></dl></td>
        <td class="plc"><div class="pi"><em>发表于 2019-7-{i + 1} 10:2{i}</em> <a href="#">只看该作者</a></div>
        <div class="pct"><div class="t_fsz"><table><tr>
        <td class="t_f" id="postmessage_{4100 + i}">{line}</td></tr></table></div></div></td></tr>
        <tr><td></td><td><a href="#">回复</a> <a href="#">举报</a></td></tr></table></div>"""
        for i, line in enumerate(TEXT)
    )
    return document(f"""<div id="hd">{menu()}</div><div id="pt"><a href="/">论坛</a> › <a href="/f">读书</a></div>
        <div id="postlist"><h1>{TITLE}</h1>{rows}</div>
        <div id="f_pst"><form><textarea>快速回复</textarea><button>发表回复</button></form></div><div id="ft"><p>{COPYRIGHT}</p></div>""")


def wordpress():
    """A post of a blog with its widgets."""
    return document(f"""<div id="page" class="site"><header class="site-header"><nav class="main-navigation">{menu()}</nav></header>
        <div id="content" class="site-content"><main id="main"><article class="post-231 post type-post hentry">
        <h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><time>2019年8月30日</time> <a href="/author">小禾</a></div>
        <div class="entry-content">{paragraphs()}</div><footer class="entry-footer">分类：<a href="/c">随笔</a></footer></article>
        <nav class="post-navigation"><a href="/p">上一篇：种豆</a><a href="/n">下一篇：晒书</a></nav></main>
        <aside class="widget-area"><section class="widget"><h2>近期文章</h2>{stories()}</section></aside></div>
        <footer class="site-footer"><p>{COPYRIGHT}</p></footer></div>""")


def preview():
    """The preview of a file on a site for downloads: a div a page, the site's words between them."""
    pages = "".join(
        f"""<div class="page" id="pageNo-{i + 1}"><div class="inner"><p>{line[: len(line) // 2]}</p>
        <p>{line[len(line) // 2 :]}</p></div></div><div class="page-tip">第{i + 1}页 / 共{len(TEXT)}页</div>"""
        for i, line in enumerate(TEXT)
    )
    return document(f"""<div class="top-nav">{menu()}</div>
        <div class="doc-title"><h1>{TITLE}.docx</h1><span>上传人：小禾</span><span>格式：DOCX</span></div>
        <div class="reader-wrap">{pages}</div><div class="download-bar"><a href="/vip">下载文档</a><span>12积分</span></div>
        <div class="related-docs"><h3>相关文档</h3>{stories()}</div><div class="footer">{COPYRIGHT}</div>""")


def wechat():
    """An article that a script makes visible when it has loaded."""
    spans = "".join(f'<section><p style="line-height: 1.75em;"><span style="font-size: 15px;">{line}</span></p></section>' for line in TEXT)
    return document(
        f'<div id="js_article" class="rich_media"><h1 class="rich_media_title" id="activity-name">{TITLE}</h1><div id="meta_content">'
        f'<span>小禾</span><a href="javascript:;">青禾图书</a><em>2019-08-30</em></div><div class="rich_media_content" id="js_content" '
        f'style="visibility: hidden; opacity: 0;">{spans}</div></div><div class="qr_code"><p>微信扫一扫<br>关注该公众号</p></div>'
    )


def amp():
    """A page for phones in elements of its own."""
    return document(
        f'<amp-sidebar id="sb" layout="nodisplay"><nav>{menu()}</nav></amp-sidebar><main role="main"><article><h1>{TITLE}</h1>'
        f'<amp-img src="a.jpg" width="600" height="400"></amp-img>{paragraphs()}</article></main>'
        f"<amp-list><h2>推荐阅读</h2>{stories()}</amp-list><footer>{COPYRIGHT}</footer>"
    )


def breaks():
    """Lines in one div, parted by line breaks."""
    lines = "<br><br>".join(f"　　{line}" for line in TEXT)
    return document(f"""<div class="nav">{menu()}</div><div class="box"><h2>{TITLE}</h2><div id="zoom">{lines}</div></div>
        <div class="list">{stories()}</div><div class="bottom">{COPYRIGHT}</div>""")


def layout_tables():
    """Tables in tables, nothing named."""
    links = " | ".join(f"<a href=/{i}>{name}</a>" for i, name in enumerate(LINKS))
    side = "<br>".join(f"<a href=/n{i}>{name}</a>" for i, name in enumerate(STORIES))
    lines = "<br>".join(f"　　{line}" for line in TEXT)
    return document(f"""<table width=980><tr><td>{links}</td></tr></table>
        <table width=980><tr><td width=200>{side}</td><td><table><tr><td align=center><b>{TITLE}</b></td></tr>
        <tr><td>{lines}</td></tr></table></td></tr></table><center>{COPYRIGHT}</center>""")


def frames():
    """A set of frames whose text is in what browsers without frames show."""
    return (
        f"<html><head><title>{TITLE}</title></head><frameset cols='20%,80%'><frame src='menu.html'><frame src='text.html'>"
        f"<noframes><body><h1>{TITLE}</h1>{paragraphs()}</body></noframes></frameset></html>"
    )


def kept(page, encoding="utf-8"):
    source = read_source(page.encode(encoding), "page.html")
    return [source.text[source.blocks[i].start : source.blocks[i].end].strip() for i in find_main_text(source).blocks]


@pytest.mark.parametrize("make", [discuz, wordpress, preview, wechat, amp, breaks, layout_tables, frames])
def test_the_text_and_nothing_of_the_site(make):
    lines = kept(make())
    assert "".join(TEXT) in "".join(line for line in lines if not PAGE_MARK.match(line))
    assert not [line for line in lines for word in (*LINKS, *STORIES, COPYRIGHT) if line == word]


def test_pages_in_gbk_without_a_declaration():
    page = breaks().replace('<meta charset="utf-8">', "").replace("©", "")
    assert "".join(TEXT) in "".join(kept(page, "gbk"))
