"""What the path leaves out though it is the author's: heads and ends of sections, entries of a log that would be empty."""

from __future__ import annotations

import re
from collections.abc import Sequence

from essaykit.label.decode import BETWEEN, BODY, INSIDE, LEAD, TRAIL, best_path
from essaykit.label.survey import Rows, Survey, in_column
from essaykit.model import ENTRY_STYLES, Heading, SourceText

PLAIN = 0.985  # running text beyond doubt; what the model gives such lines on the samples
REACH = 6  # lines above the text among which its first section's head is looked for
LONGEST_HEAD = 36
LEAST_RUNNING = 0.25  # probability from which running text above may belong to that section
LEAST_BELOW = 0.1  # probability from which the line right below a section's head is its text
LEAST_SAID = 0.01  # the same, if it is a sentence
LEAST_TEXT = 12  # characters
LONGEST_LABEL = 12  # characters of a form's label
LEAST_SECTION = 0.03  # probability of the author's text from which a line may be a section's head
LEAST_NUMBERED = 0.02  # the same, where its number is the one before that of the text's first
LEAST_LONG = 0.5  # the same, of running text under such a number
LEAST_OF_LIST = 0.005  # the same, of what stands under such a number
_NUMBERED = re.compile("([1-9]|[一二三四五六七八九十])([、.．])(?!\\d)")
_NUMBERS_LEAD = frozenset("123456789一二三四五六七八九十")
_BRACKETED = re.compile("[（(]([1-9]|[一二三四五六七八九十])([)）])")
_NUMBER_ALONE = re.compile("([一二三四五六七八九十])()")
_DATE_ALONE = re.compile(
    r"(?:[×xX*\d〇零一二三四五六七八九]{2,4}年)?[×xX*\d一二三四五六七八九十]{1,3}月[×xX*\d一二三四五六七八九十]{1,3}[日号]|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}"
)


def fill_entries(found: Survey, headings: Sequence[Heading], author: Sequence[float], states: list[int]) -> None:
    """Where most entries of a log have a text, so has each: its likeliest line is the author's, unless none is likely."""
    entries = found.zones[1:]
    if not headings or headings[0].style not in ENTRY_STYLES:
        return
    empty = [(low, high) for low, high in entries if BODY not in states[low:high]]
    if 3 * len(empty) > len(entries):
        return
    for low, high in empty:
        sure = list(author[low:high])
        if max(sure, default=0.0) >= LEAST_RUNNING:
            sure[max(range(len(sure)), key=sure.__getitem__)] = PLAIN
            states[low:high] = best_path(sure, BETWEEN)


def take_in_sections(
    source: SourceText, found: Survey, states: list[int], author: Sequence[float], title: int, rows: Rows, *, logged: bool
) -> list[int]:
    """Let the author's text begin with the head of its first section, where one stands right above it.

    A short line before running text reads like the site's; a section number, a heading
    style below the title's, a section's usual name or an opening colon tells it apart.

    Returns:
        Indexes of the lines whose state changed.
    """
    changed: list[int] = []
    for number, (low, high) in enumerate(found.zones):
        first = next((i for i in range(low, high) if states[i] == BODY), -1)
        begin = edge = first  # edge: as begin, but above labels that are passed over
        for index in range(first - 1, max(low, first - REACH) - 1, -1):
            line = found.lines[index]
            text = line.folded
            block = source.blocks[line.unit.block]
            if source.media_type == "text/markdown" and index != title and text.startswith(("<img", "![")):
                continue
            if edge == index + 1 and in_column(found.lines, index):
                edge = index
                continue
            if index == title or author[index] < LEAST_SECTION or len(text) < 2 or found.around.repeats[text] > 1 or block.link_share > 0.3:
                break
            row = rows[index]
            if "opening reply" in row and "number lead" not in row:
                break
            if begin == index + 1 and "full width" in row and "ends open" in row:
                begin = edge = index  # the sentence goes on in the author's text
                continue
            if len(text) > LONGEST_HEAD:
                if not line.running or author[index] < LEAST_RUNNING:
                    break
                if edge == index + 1 and (len(found.zones) == 1 or logged):
                    begin = edge = index
                continue
            if not ("quiet" in row or "number lead" in row or "words: section" in row):
                break
            set_off = (block.bold or block.label) and not source.blocks[found.lines[index + 1].unit.block].bold and not block.centred
            bracketed = (text[0] in "【[" and text[-1] in "】]") or (text[-1] in "：:" and number > 0)
            one_of_several = "section" in row and author[index] >= LEAST_RUNNING and _has_heads(found, states, first, high, rows)
            if set_off or bracketed or one_of_several or "words: section" in row or "number lead" in row or block.level > 1:
                begin = edge = index
        numbered = _numbering_begins(found, states, author, low, begin, high, title) if first >= 0 else begin
        if begin == first >= 0 and first + 1 < high and _labels_a_cell(source, found, first):
            states[first] = LEAD
            changed.append(first)
        for index in range(begin, first):
            states[index] = INSIDE if in_column(found.lines, index) else BODY
        for index in range(numbered, begin):
            states[index] = INSIDE if author[index] < LEAST_OF_LIST or found.around.repeats[found.lines[index].folded] > 1 else BODY
        begin = min(begin, numbered)
        changed += range(begin, first)
        changed += _take_in_values(found, states, first, high, rows)
        last = next((i for i in range(high - 1, low, -1) if states[i] == BODY), -1)
        if last >= 0 and _DATE_ALONE.fullmatch(found.lines[last].folded):
            states[last] = TRAIL
            changed.append(last)
        changed += _take_in_last_section(source, found, states, author, low, high, title, rows)
    return changed


def _numbering_begins(found: Survey, states: Sequence[int], author: Sequence[float], low: int, first: int, high: int, title: int) -> int:
    """Where the author's own section numbers begin: above the text, if this begins with a later one. The text's beginning, if not."""
    opening = number_of(found.lines[first].text)
    if opening is None:  # numbers on lines of their own stand between paragraphs
        alone = (i for i in range(first, high) if len(found.lines[i].text) == 1 and states[i] == BODY)
        opening = next((n for i in alone if (n := number_of(found.lines[i].text))), None)
    begin = first
    while opening is not None and opening[0] > 1:
        above = next(
            (i for i in range(begin - 1, max(low, first - 2 * REACH) - 1, -1) if number_of(found.lines[i].text) == _before(opening)), -1
        )
        if above < 0 or author[above] < LEAST_NUMBERED or above <= title:
            return begin
        if any(found.lines[i].running and author[i] < LEAST_LONG for i in range(above, begin)):
            return begin
        begin, opening = above, _before(opening)
    return begin


def number_of(line: str) -> tuple[int, str] | None:
    """The author's own number with which a line begins, and the sign behind it; none behind one that is the whole line."""
    match = _NUMBERED.match(line) or _BRACKETED.match(line) or _NUMBER_ALONE.fullmatch(line)
    return (_ordinal(match[1]), match[2]) if match else None


def _before(number: tuple[int, str]) -> tuple[int, str]:
    return number[0] - 1, number[1]


def _labels_a_cell(source: SourceText, found: Survey, index: int) -> bool:
    """Whether a line is what a form prints above the cell to be filled in: 实习总结：."""
    line, below = found.lines[index], found.lines[index + 1]
    return len(line.text) <= LONGEST_LABEL and line.text[-1] in ":：" and below.running and source.blocks[line.unit.block].kind == "cell"


def _take_in_values(found: Survey, states: list[int], first: int, high: int, rows: Rows) -> list[int]:
    """What stands alone under the author's own head with a colon is what it says: （一）实习时间： and a date."""
    taken = []
    for index in range(first + 1, high - 1) if first >= 0 else ():
        above = found.lines[index - 1]
        if (
            states[index - 1 : index + 2] == [BODY, INSIDE, BODY]
            and above.text[-1] in ":："
            and len(above.text) <= LONGEST_HEAD
            and not above.plain
            and "number lead" in rows[index - 1]
            and "quiet" in rows[index]
        ):
            states[index] = BODY
            taken.append(index)
    return taken


def _has_heads(found: Survey, states: Sequence[int], first: int, high: int, rows: Rows) -> bool:
    """Whether the author's text has short heads of its own further down."""
    return any(states[i] == BODY and not found.lines[i].plain and "section of text" in rows[i] for i in range(first, high))


def _take_in_last_section(
    source: SourceText, found: Survey, states: list[int], author: Sequence[float], low: int, high: int, title: int, rows: Rows
) -> list[int]:
    """A section's head is not left without text: what reads on behind it, after something foreign, is the author's."""
    last = next((i for i in range(high - 1, -1, -1) if states[i] == BODY), -1)
    if last < 0:
        return []
    more = _numbering_goes_on(found, states, low, last, high, rows)
    if more:
        return more
    if found.lines[last].plain or "section" not in rows[last]:
        return []
    for index in range(last + 1, min(high, last + 6)):
        text = found.lines[index].text
        least = LEAST_SAID if text[-1] in "。！？" else LEAST_BELOW
        right_below = index == last + 1 and author[index] >= least and len(text) >= LEAST_TEXT
        if index != title and (right_below or "reads on" in rows[index]) and not source.blocks[found.lines[index].unit.block].hidden:
            states[last + 1 : index] = [INSIDE] * (index - last - 1)
            end = index + 1
            while end < high and "goes on" in rows[end]:
                end += 1
            states[index:end] = [BODY] * (end - index)
            return list(range(last + 1, end))
    return []


def _numbering_goes_on(found: Survey, states: list[int], low: int, last: int, high: int, rows: Rows) -> list[int]:
    """What stands under the next numbers of the author's own sections is the author's, though short: 2、, 3、 behind 1、."""
    above = (found.lines[i].text for i in range(last, low - 1, -1) if states[i] == BODY)
    numbered = next((m for text in above if text[0] in _NUMBERS_LEAD and (m := _NUMBERED.match(text))), None)
    if numbered is None:
        return []
    number, sign = _ordinal(numbered[1]), numbered[2]
    end = last
    for index in range(last + 1, min(high, last + 1 + 2 * REACH)):
        match = _NUMBERED.match(found.lines[index].text)
        if match and match[2] == sign and _ordinal(match[1]) == number + 1:
            below = index + 1
            if "quiet" not in rows[index] and (below == high or "quiet" not in rows[below]):
                break  # a form's last number, for somebody else to fill in
            number, end = number + 1, index
            while below < high and "quiet" in rows[below] and not _NUMBERED.match(found.lines[below].text):
                end, below = below, below + 1
        elif index > end and "quiet" not in rows[index] and "number lead" not in rows[index]:
            break
    states[last + 1 : end + 1] = [BODY] * (end - last)
    return list(range(last + 1, end + 1))


def _ordinal(number: str) -> int:
    return int(number) if number.isdecimal() else "一二三四五六七八九十".find(number) + 1
