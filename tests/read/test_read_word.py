import io
import random
import zipfile

import pytest
from made import docx, p, r, read_or_error, zipped

from essaykit.errors import ReadError
from essaykit.read import read_source

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>
 <w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="mine"/><w:basedOn w:val="1"/></w:style>
<w:style w:type="paragraph" w:styleId="t"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="x"><w:name w:val="loop"/><w:basedOn w:val="y"/></w:style>
<w:style w:type="paragraph" w:styleId="y"><w:name w:val="loop 2"/><w:basedOn w:val="x"/></w:style>
<w:style w:type="character" w:styleId="h"><w:name w:val="hid"/><w:rPr><w:vanish/></w:rPr></w:style>
"""


STYLED = '<w:rStyle w:val="h"/>'


def read(body, **parts):
    return read_source(docx(body, **parts), "a.docx")


def shown(body, **parts):
    source = read(body, **parts)
    return [source.text[b.start : b.end] for b in source.blocks]


def run(inner):
    return f"<w:p><w:r>{inner}</w:r></w:p>"


class TestText:
    def test_paragraphs_are_lines(self):
        source = read(p("一") + p("") + p("二"))
        assert source.text == "一\n二"
        assert [b.kind for b in source.blocks] == ["paragraph", "paragraph"]
        assert source.media_type.endswith("wordprocessingml.document")

    def test_indents_and_spaces_stay(self):
        source = read(p("　　一  二 "))
        assert source.text == "　　一  二 "
        assert (source.blocks[0].start, source.blocks[0].end) == (2, 6)

    def test_line_breaks_part_lines(self):
        source = read(run("<w:t>一</w:t><w:br/><w:t>二</w:t><w:tab/><w:t>三</w:t>"))
        assert source.text == "一\n二\t三"
        assert [b.kind for b in source.blocks] == ["line", "line"]

    def test_what_changes_track_is_shown_as_it_is_now(self):
        assert shown(
            f"<w:p><w:ins>{r('一')}</w:ins><w:del><w:r><w:delText>二</w:delText></w:r></w:del><w:moveFrom>{r('三')}</w:moveFrom></w:p>"
        ) == ["一"]

    def test_fields_show_their_results(self):
        begin, separate, end = (f'<w:fldChar w:fldCharType="{mark}"/>' for mark in ("begin", "separate", "end"))
        field = f"{begin}<w:instrText>PAGE</w:instrText><w:t>x</w:t>{separate}<w:t>一</w:t>{end}<w:t>二</w:t>"
        assert shown(run(field)) == ["一二"]
        assert shown('<w:p><w:fldSimple w:instr="DATE"><w:r><w:t>三</w:t></w:r></w:fldSimple></w:p>') == ["三"]

    def test_a_field_without_end_hides_nothing_after_its_paragraph(self):
        assert shown(run('<w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText>') + p("一")) == ["一"]

    def test_controls_links_and_symbols(self):
        body = (
            "<w:sdt><w:sdtContent><w:p><w:sdt><w:sdtContent><w:r><w:t>一</w:t></w:r></w:sdtContent></w:sdt>"
            f"<w:hyperlink>{r('二')}</w:hyperlink>"
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:noBreakHyphen/></w:r></w:p></w:sdtContent></w:sdt>'
        )
        source = read(body)
        assert source.text == "一二☑\u2011"
        assert source.blocks[0].link_share == 0.25

    def test_formulas_and_readings(self):
        assert shown("<w:p><m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath></w:p>") == ["a+b"]
        assert shown(run("<w:ruby><w:rt><w:r><w:t>hàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>汉</w:t></w:r></w:rubyBase></w:ruby>")) == [
            "汉(hàn)"
        ]

    def test_strict_files_read_the_same(self):
        space = "http://purl.oclc.org/ooxml/wordprocessingml/main"
        centred = p("一", '<w:jc w:val="center"/>')
        raw = f'<w:document xmlns:w="{space}"><w:body>{centred}</w:body></w:document>'
        source = read_source(docx("", raw=raw), "a.docx")
        assert (source.text, source.blocks[0].centred) == ("一", True)


class TestLooks:
    def test_heading_styles_are_inherited(self):
        source = read(p("一", '<w:pStyle w:val="1"/>') + p("二", '<w:pStyle w:val="2"/>') + p("三"), styles=STYLES)
        assert [(b.kind, b.level, b.path, b.bold, b.centred) for b in source.blocks] == [
            ("heading", 1, "heading 1", True, True), ("heading", 1, "mine", True, True), ("paragraph", 0, "Normal", False, False),
        ]  # fmt: skip

    def test_an_outline_level_makes_a_heading(self):
        assert read(p("一", '<w:outlineLvl w:val="1"/>')).blocks[0].level == 2

    def test_styles_that_stand_on_each_other_end(self):
        assert read(p("一", '<w:pStyle w:val="x"/>'), styles=STYLES).blocks[0].path == "loop"

    def test_bold_is_all_of_it_or_larger_than_the_rest(self):
        half = "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>二</w:t></w:r><w:r><w:t>三</w:t></w:r></w:p>"
        body = p("一", run="<w:b/>") + half + p("四", run='<w:sz w:val="36"/>') + p("五" * 20)
        assert [b.bold for b in read(body).blocks] == [True, False, True, False]

    def test_switched_off_is_off(self):
        assert not read(p("一", '<w:pStyle w:val="1"/>', '<w:b w:val="0"/>'), styles=STYLES).blocks[0].bold

    def test_hidden_runs_are_hidden_blocks_of_their_line(self):
        source = read(
            f"<w:p>{r('一')}{r('x', '<w:vanish/>')}{r('y', STYLED)}{r('二')}</w:p>",
            styles=STYLES,
        )
        assert source.text == "一xy二"
        assert [(b.start, b.end, b.hidden) for b in source.blocks] == [(0, 1, False), (1, 3, True), (3, 4, False)]


NUMBERING = """
<w:abstractNum w:abstractNumId="0">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
"""


def item(text, number, level=0):
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


class TestNumbers:
    def test_generated_numbers_are_labels(self):
        source = read(item("甲", 1) + item("乙", 1, 1) + item("丙", 1, 1) + item("丁", 1) + item("戊", 1, 1), numbering=NUMBERING)
        assert [b.label for b in source.blocks] == ["一、", "1.1", "1.2", "二、", "2.1"]
        assert source.text == "甲\n乙\n丙\n丁\n戊"
        assert source.blocks[0].kind == "list_item"

    def test_bullets_have_no_number(self):
        block = read(item("甲", 2), numbering=NUMBERING).blocks[0]
        assert (block.kind, block.label) == ("list_item", "")

    def test_a_list_may_start_again(self):
        source = read(item("甲", 1) + item("乙", 3) + item("丙", 3), numbering=NUMBERING)
        assert [b.label for b in source.blocks] == ["一、", "五、", "六、"]

    def test_a_style_may_number(self):
        numbers = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
        styles = f'<w:style w:type="paragraph" w:styleId="n"><w:name w:val="heading 2"/>{numbers}</w:style>'
        block = read(p("甲", '<w:pStyle w:val="n"/>'), styles=styles, numbering=NUMBERING).blocks[0]
        assert (block.kind, block.level, block.label) == ("heading", 2, "一、")

    def test_number_zero_takes_a_paragraph_out(self):
        assert read(item("甲", 0), numbering=NUMBERING).blocks[0].kind == "paragraph"

    def test_a_list_that_is_not_there_numbers_nothing(self):
        assert read(item("甲", 9), numbering=NUMBERING).blocks[0].label == ""


def cell(inner, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(*rows):
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


class TestContainers:
    def test_cells_are_read_row_by_row(self):
        source = read(table([cell(p("一")), cell(p("二"))], [cell(p("三") + p("四"))]))
        assert source.text == "一\n二\n三\n四"
        assert {b.kind for b in source.blocks} == {"cell"}
        assert source.blocks[0].path.startswith("tbl")

    def test_merged_cells_are_read_once(self):
        body = table([cell(p("一"), '<w:vMerge w:val="restart"/>'), cell(p("二"))], [cell(p("一"), "<w:vMerge/>"), cell(p("三"))])
        assert shown(body) == ["一", "二", "三"]

    def test_tables_in_tables(self):
        assert shown(table([cell(table([cell(p("一"))]) + p("二"))])) == ["一", "二"]

    def test_text_boxes_are_read_once_after_their_paragraph(self):
        box = "<w:txbxContent>" + p("框") + "</w:txbxContent>"
        body = run(
            f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent><w:t>一</w:t>"
        )
        source = read(body)
        assert source.text == "一\n框"
        assert "txbx" in source.blocks[1].path

    def test_headers_notes_and_footers_have_their_places(self):
        body = (
            p("一") + '<w:sectPr><w:headerReference r:id="header1"/><w:headerReference r:id="header2"/>'
            '<w:footerReference r:id="footer1"/></w:sectPr>'
        )
        source = read(
            body, header1=p("眉"), header2=p("眉"), footer1=p("脚"),
            footnotes=f'<w:footnote w:type="separator">{p("-")}</w:footnote><w:footnote w:id="1">{p("注")}</w:footnote>',
        )  # fmt: skip
        assert source.text == "眉\n一\n注\n脚"
        assert [b.kind for b in source.blocks] == ["page_header", "paragraph", "paragraph", "page_footer"]
        assert source.blocks[2].path == "footnote"

    def test_a_table_of_contents_says_so(self):
        gallery = (
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>'
            + p("一")
            + "</w:sdtContent></w:sdt>"
        )
        linked = '<w:p><w:hyperlink w:anchor="_Toc123"><w:r><w:t>二</w:t></w:r></w:hyperlink></w:p>'
        source = read(gallery + linked + p("三", '<w:pStyle w:val="t"/>') + p("四"), styles=STYLES)
        assert ["toc" in b.path for b in source.blocks] == [True, True, True, False]

    def test_pages_are_counted_by_breaks(self):
        source = read(p("一") + run('<w:t>二</w:t><w:br w:type="page"/><w:t>三</w:t>') + p("四", "<w:pageBreakBefore/>"))
        assert [b.page for b in source.blocks] == [1, 1, 2, 3]

    def test_where_word_broke_pages_counts_alone(self):
        source = read(run('<w:t>一</w:t><w:br w:type="page"/>') + run("<w:lastRenderedPageBreak/><w:t>二</w:t>"))
        assert [b.page for b in source.blocks] == [1, 2]

    def test_a_page_inside_is_read(self):
        files = zipfile.ZipFile(io.BytesIO(docx(p("一") + '<w:altChunk r:id="c"/>' + p("三"))))
        contents = {name: files.read(name) for name in files.namelist()}
        relations = contents["word/_rels/document.xml.rels"].replace(
            b"</Rel", b'<Relationship Id="c" Type="x/aFChunk" Target="c.html"/></Rel'
        )
        data = zipped({**contents, "word/_rels/document.xml.rels": relations, "word/c.html": "<p>二<b>二</b></p><h1>章</h1>"})
        source = read_source(data, "a.docx")
        assert source.text == "一\n二二\n章\n三"
        assert [source.text[b.start : b.end] for b in source.blocks] == ["一", "二二", "章", "三"]

    def test_pictures_and_embedded_files_are_counted(self):
        assert dict(read(p("一") + run("<w:drawing/>") + "<w:altChunk/>").not_text) == {"picture": 1, "embedded file": 1}


GOOD = docx(p("我在银行实习了三个月。") * 50, styles=STYLES)


class TestBadFiles:
    @pytest.mark.parametrize("size", [4, 40, len(GOOD) // 2, len(GOOD) - 1])
    def test_cut_off(self, size):
        with pytest.raises(ReadError, match="broken zip or docx"):
            read_source(GOOD[:size], "a.docx")

    def test_entities_are_refused(self):
        for dtd in (
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
            '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        ):
            raw = f'{dtd}<w:document xmlns:w="u"><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>'
            with pytest.raises(ReadError, match="document type definition"):
                read_source(docx("", raw=raw), "a.docx")

    def test_entities_in_attributes_do_not_expand(self):
        levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
        raw = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{levels}]><w:document xmlns:w="u" x="&a11;"/>'
        with pytest.raises(ReadError, match="document type definition"):
            read_source(docx("", raw=raw), "a.docx")

    def test_a_zip_bomb_is_not_unpacked(self):
        with pytest.raises(ReadError, match="unpacks to more than"):
            read_source(docx(" " * 60_000_000), "a.docx")

    def test_too_many_parts(self):
        with pytest.raises(ReadError, match="zip bomb"):
            read_source(zipped({"word/document.xml": "", **{str(i): "" for i in range(20_001)}}), "a.docx")

    @pytest.mark.parametrize("levels", [60, 500, 50_000])
    def test_nested_too_deeply(self, levels):
        deep = "<w:tbl><w:tr><w:tc>" * levels + p("一") + "</w:tc></w:tr></w:tbl>" * levels
        if levels == 60:
            assert shown(deep) == ["一"]
        else:
            with pytest.raises(ReadError, match="nested too deeply"):
                read(deep)

    def test_broken_styles_cost_no_text(self):
        source = read(p("一"), styles="<w:style>")
        assert source.text == "一"
        assert dict(source.not_text) == {"unreadable part": 1}

    def test_without_a_main_part(self):
        with pytest.raises(ReadError, match="no main document"):
            read_source(zipped({"[Content_Types].xml": "<Types/>"}), "a.docx")

    def test_pictures_only(self):
        with pytest.raises(ReadError, match="holds no text"):
            read(run("<w:drawing/>"))

    def test_changed_bytes_never_give_another_error(self):
        chance = random.Random(7)
        for _ in range(200):
            data = bytearray(GOOD)
            for _ in range(chance.choice((1, 5, 40))):
                data[chance.randrange(len(data))] = chance.randrange(256)
            found = read_or_error(bytes(data), "a.docx")
            assert not isinstance(found, str) or "\n" not in found

    def test_changed_markup_never_gives_another_error(self):
        chance = random.Random(8)
        body = table([cell(p("一", '<w:pStyle w:val="1"/>'))]) + item("甲", 1) + run('<w:fldChar w:fldCharType="begin"/><w:t>二</w:t>')
        names = [
            "w:p",
            "w:r",
            "w:t",
            "w:tbl",
            "w:tr",
            "w:tc",
            "w:pPr",
            "w:fldChar",
            "w:numPr",
            "w:ruby",
            "mc:AlternateContent",
            "w:sdt",
            "w:val",
        ]
        for _ in range(200):
            changed = body.replace(chance.choice(names), chance.choice(names))
            found = read_or_error(
                docx(changed, styles=STYLES.replace(chance.choice(names), chance.choice(names)), numbering=NUMBERING), "a.docx"
            )
            assert not isinstance(found, str) or "\n" not in found
