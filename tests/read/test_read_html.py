import pytest
from hypothesis import given
from hypothesis import strategies as st

from essaykit.errors import ReadError
from essaykit.read import html, read_source


def read(markup, **options):
    return read_source(f"<html><body>{markup}</body></html>".encode(), "a.html", **options)


def shown(markup):
    source = read(markup)
    return [source.text[b.start : b.end] for b in source.blocks]


def block(markup, index=0):
    return read(markup).blocks[index]


class TestLines:
    def test_old_pages_are_made_of_breaks(self):
        source = read("<td><font>　　一<br>　　二<br><br>三</font></td>")
        assert source.text == "\u3000\u3000一\n\u3000\u3000二\n\n三"
        assert [b.kind for b in source.blocks] == ["line", "line", "line"]

    def test_a_break_at_the_end_makes_no_line_of_a_paragraph(self):
        assert [b.kind for b in read("<p>一<br></p><p>二</p>").blocks] == ["paragraph", "paragraph"]

    @pytest.mark.parametrize(
        "markup",
        [
            "<p>一<p>二",
            "<div>一<div>二</div></div>",
            "<ul><li>一<li>二</ul>",
            "<td>一<td>二",
            "一<hr>二",
            "一<h2>二</h2>",
            "<span style='display:block'>一</span>二",
            "<center>一</center>二",
            "<dl><dt>一<dd>二</dl>",
        ],
    )
    def test_block_elements_part_lines(self, markup):
        assert shown(markup) == ["一", "二"]

    @pytest.mark.parametrize(
        "markup", ["一<b>二</b>", "<a>一</a><span>二</span>", "一<img src=x>二", "一<o:p>二</o:p>", "一<wbr>二", "<ruby>一</ruby>二"]
    )
    def test_inline_elements_do_not(self, markup):
        assert shown(markup) == ["一二"]

    def test_white_space_collapses_as_in_a_browser(self):
        assert shown("<p>  一 \n\t 二 <b> 三</b> </p>") == ["一 二 三"]

    def test_wide_and_fixed_spaces_stay(self):
        source = read("<p>&nbsp;　一　二&nbsp;三&emsp;</p>")
        assert source.text == "\xa0\u3000一\u3000二\xa0三\u2003"
        assert shown("<p>&nbsp;</p><p>一</p>") == ["一"]

    def test_preformatted_text_keeps_its_lines(self):
        source = read("<pre>\n一  二\n\n 三</pre>")
        assert source.text == "一  二\n\n 三"

    def test_ruby_loses_nothing(self):
        assert shown("<ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>") == ["漢(hàn)"]


class TestBlocks:
    def test_paths_hold_classes_and_ids(self):
        assert block("<div class='main wide' id=c><p>一</p></div>").path == "html/body/div.main.wide#c/p"

    def test_paths_name_the_inline_element_of_a_whole_line(self):
        assert block("<p><span class=date>一</span></p>").path == "html/body/p/span.date"
        assert block("<p><span class=date>一</span>二</p>").path == "html/body/p"

    def test_paths_stay_short(self):
        assert len(block("<div class=abcdefghij>" * 100 + "一").path) == html.PATH_CHARS

    def test_headings_have_levels(self):
        assert [(b.kind, b.level, b.bold) for b in read("<h3>一</h3><h1><div>二</div></h1><p>三</p>").blocks] == [
            ("heading", 3, True),
            ("heading", 1, True),
            ("paragraph", 0, False),
        ]

    @pytest.mark.parametrize(
        ("markup", "bold"),
        [
            ("<b>一</b>", True),
            ("<strong>一<i>二</i></strong>", True),
            ("<b>一</b>二", False),
            ("<font size=5>一</font>", True),
            ("<font size=2>一</font>", False),
            ("<p style='font-weight:bold'>一</p>", True),
            ("<b><span style='font-weight:normal'>一</span></b>", False),
        ],
    )
    def test_bold_is_all_of_it(self, markup, bold):
        assert block(markup).bold is bold

    @pytest.mark.parametrize(
        ("markup", "centred"),
        [
            ("<center>一</center>", True),
            ("<p align=center>一</p>", True),
            ("<div style='text-align: center'><p>一</p></div>", True),
            ("<table align=center><td>一</table>", False),
            ("<center><table><td>一</table></center>", False),
            ("<p>一</p>", False),
        ],
    )
    def test_centred(self, markup, centred):
        assert block(markup).centred is centred

    def test_link_share(self):
        assert block("<p><a href=x>一二</a> 三四</p>").link_share == 0.5
        assert block("<a name=top>一</a>").link_share == 0

    def test_cells_of_a_row_are_blocks(self):
        assert [(b.kind, b.start) for b in read("<table><tr><td>一</td><th>二</th></tr></table>").blocks] == [("cell", 0), ("cell", 2)]

    def test_list_numbers_are_labels(self):
        source = read(
            "<ol start=3><li>一<li value=7>二<li>三</ol><ul><li>四</ul><ol type=A><li>五</ol>"
            "<ol style='list-style: cjk-ideographic'><li>六</ol>"
        )
        assert [b.label for b in source.blocks] == ["3.", "7.", "8.", "", "A.", "一、"]
        assert source.text == "一\n二\n三\n四\n五\n六"

    def test_a_nested_list_goes_on_after_it(self):
        assert [b.label for b in read("<ol><li>一<ul><li>二</ul><li>三</ol>").blocks] == ["1.", "", "2."]


HIDDEN = [
    "<span style='display:none'>x</span>",
    "<span style='DISPLAY: NONE !important'>x</span>",
    "<span style='visibility:hidden'>x</span>",
    "<span hidden>x</span>",
    "<span style='font-size:0px'>x</span>",
    "<span style='opacity:0'>x</span>",
    "<span aria-hidden=true>x</span>",
    "<span style='position:absolute;left:-9999px'>x</span>",
    "<span style='height:0;overflow:hidden'>x</span>",
    "<span class=sr-only>x</span>",
    "<font style='color:#fff;background:#FFFFFF'>x</font>",
    "<noscript>x</noscript>",
    "<template>x</template>",
    "<span style='display:none'><b style='display:inline'>x</b></span>",
]
SEEN = [
    "<span style='font-size:0'><b style='font-size:14px'>x</b></span>",
    "<span style='visibility:hidden'><b style='visibility:visible'>x</b></span>",
    "<span style='display:inline'>x</span>",
    "<span style='font-size:0.9em'>x</span>",
    "<span style='opacity:0.5'>x</span>",
    "<div aria-hidden=true>x</div>",
    "<font color=#ffffff>x</font>",
    "<div style='overflow:hidden;height:20px'>x</div>",
    "<div style='font-size:0'><span class=text>x</span></div>",
    "<span style='left:-9999px'>x</span>",
]


class TestHidden:
    @pytest.mark.parametrize("markup", HIDDEN)
    def test_what_is_hidden_is_a_hidden_block(self, markup):
        assert [b.hidden for b in read(f"<p>一</p>{markup}").blocks] == [False, True]

    @pytest.mark.parametrize("markup", SEEN)
    def test_what_is_seen_is_not(self, markup):
        assert not block(markup).hidden

    def test_a_hidden_piece_inside_a_line_is_a_block_that_touches(self):
        source = read("<p>我在<span style='display:none'>x y</span>银行</p>")
        assert source.text == "我在x y银行"
        assert [(b.start, b.end, b.hidden) for b in source.blocks] == [(0, 2, False), (2, 5, True), (5, 7, False)]

    def test_a_class_that_the_page_hides_hides_inside_a_line(self):
        style = "<style>/* .b{display:none} */ .a,.x y{font-size:0} @media print{.b{display:none}} .c{display:none}</style>"
        source = read(f"{style}<p>一<i class='z a'>x</i><b class=b>二</b><i class=x>三</i></p><div class=c>四</div>")
        assert [source.text[b.start : b.end] for b in source.blocks if b.hidden] == ["x"]

    def test_a_hidden_piece_of_white_space_does_not_part_a_line(self):
        assert shown("<p>我在<span style='display:none'> &nbsp;</span>银行</p>") == ["我在 \xa0银行"]


class TestNotText:
    def test_scripts_styles_and_comments_are_counted(self):
        source = read("<script>var a = '<p>x</p>'</script><style>p{}</style><!-- y --><p>一</p><select><option>z</select><img alt=w>")
        assert source.text == "一"
        assert dict(source.not_text) == {"script": 1, "style": 1, "comment": 1, "drop-down list": 1, "picture": 1}

    def test_a_lone_surrogate_is_replaced(self):
        assert read("<p>一&#xD800;</p>").text == "一\ufffd"

    def test_nul_does_not_cut_the_page(self):
        source = read("<p>一" + "二" * 50 + "\0三</p>")
        assert source.text.endswith("\ufffd三")
        assert dict(source.not_text) == {"NUL": 1}


class TestPage:
    def test_title_address_and_hosts_are_kept_aside(self):
        source = read_source(
            "<title>实习 &amp; 报告\n</title><link rel=Canonical href='https://a.cn/1'><meta property='og:url' content='https://b.cn'>"
            "<p>一<a href='http://x.cn/1'>二</a><a href='//Y.cn:80/'>三</a><a href='https://y.cn'>四</a><a href='/5'>五</a></p>".encode(),
            "a.html",
        )
        assert (source.name, source.url, source.hosts) == ("实习 & 报告", "https://a.cn/1", ("y.cn", "x.cn"))
        assert source.text == "一二三四五"

    def test_a_saved_page_says_where_it_was(self):
        assert read("<!-- saved from url=(0019)http://a.cn/b.html --><p>一").url == "http://a.cn/b.html"

    @pytest.mark.parametrize("codec", ["gbk", "utf-8", "utf-16"])
    @pytest.mark.parametrize("said", ["", "<meta charset=utf-8>", "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"])
    def test_the_encoding_is_that_of_the_bytes(self, codec, said):
        source = read_source(f"<html>{said}<p>我在银行的大堂里站了一个月。".encode(codec), "a.html")
        assert source.text == "我在银行的大堂里站了一个月。"

    def test_a_page_is_known_by_its_content(self):
        assert read_source("<!DOCTYPE html><p>一".encode(), "a.txt").media_type == "text/html"
        assert read_source("一 < 二".encode(), "a.html").media_type == "text/plain"
        assert read_source("<div>一</div>".encode(), "a.md").media_type == "text/markdown"
        assert read_source("<div>一</div>".encode(), "a.txt").media_type == "text/html"
        assert read_source("一<div>二</div>".encode(), "a.txt").media_type == "text/plain"

    def test_a_page_made_by_scripts_holds_no_text(self):
        with pytest.raises(ReadError, match="holds no text"):
            read("<div id=app></div><script>run()</script>")


class TestHostile:
    @pytest.mark.parametrize("tag", ["div", "span", "table", "b", "font", "ul", "ol", "blockquote", "li", "a"])
    def test_a_hundred_thousand_levels(self, tag):
        assert shown(f"<{tag}>" * 100_000 + "一") == ["一"]

    def test_what_would_take_the_parser_ages_is_refused(self):
        with pytest.raises(ReadError, match="nested too deeply"):
            read("<div>" * 50_000 + "</b>" * 50_000 + "一")

    @pytest.mark.parametrize(
        "markup",
        [
            "<p style='" + "a-" * 500_000 + "'>一",
            "<p class='" + "a " * 500_000 + "'>一",
            "&amp;" * 300_000 + "<p>一",
            "<!--" * 100_000 + "--><p>一",
            "<!-- -->" * 1000 + "<p>一",
            "<" + "a" * 1_000_000 + ">一",
            "<style>" + "@{" * 200_000 + "/*" * 100_000 + "</style>一",
            "<style>" + ".a{display:none}" * 20_000 + "</style>一",
            "<br>" * 200_000 + "一",
            "<pre>" + "\n" * 200_000 + "一",
        ],
    )
    def test_long_things_take_no_longer(self, markup):
        assert shown(markup)[-1][-1] == "一"

    def test_entities_are_not_defined_by_the_page(self):
        assert "aa" not in read('<!DOCTYPE html [<!ENTITY b "aa">]><p>&b;一').text


PIECES = [
    "一二",
    "x ",
    " ",
    "\n",
    "\u3000",
    "&nbsp;",
    "<p>",
    "</p>",
    "<br>",
    "<b>",
    "</b>",
    "<span style='display:none'>",
    "</span>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<ol><li>",
    "</ol>",
    "<li>",
    "<pre>",
    "</pre>",
    "<h1>",
    "</h1>",
    "<script>",
    "</script>",
    "<select>",
    "</select>",
    "<a href=//a.cn>",
    "</a>",
    "<title>",
    "</title>",
    "<div class='a b' id=c>",
    "</div>",
    "<!--",
    "-->",
    "<textarea>",
    "</textarea>",
    "<template>",
    "\x00",
    "\x1c",
    "\x85",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_gives_sound_blocks(pieces):
    source = html.html_source("".join(pieces))
    end = 0
    for one in source.blocks:
        content = source.text[one.start : one.end]
        assert content.strip() == content != ""
        assert not source.text[end : one.start].strip()
        assert one.start >= end
        end = one.end
    assert not source.text[end:].strip()


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.integers(1, 9))
def test_a_page_reads_the_same_in_chunks(pieces, size):
    text = "".join(pieces).replace("\0", "")
    whole, whole_reader = html.html_source(text), html.CHUNK
    try:
        html.CHUNK = size
        assert html.html_source(text) == whole
    finally:
        html.CHUNK = whole_reader


# ---- boxes ---------------------------------------------------------------------------------------


def boxes(page):
    return [(box.first, box.last, box.path) for box in html.html_source(page).boxes]


def test_boxes_hold_whole_blocks_and_stand_before_what_is_inside_them():
    page = "<body><div id=a><p>一<p>二</div><div class='b c'>三</div>"
    assert boxes(page) == [(0, 3, "html/body"), (0, 2, "div#a"), (0, 1, "p"), (1, 2, "p"), (2, 3, "div.b.c")]


def test_elements_that_hold_the_same_blocks_are_one_box():
    assert boxes("<div><div class=x><span>一</span></div></div>") == [(0, 1, "html/body/div/div.x")]


def test_elements_without_text_have_no_box():
    assert boxes("<div><div></div><img></div><p>一</p>") == [(0, 1, "html/body/p")]
