"""A facts file to fill in."""

from __future__ import annotations

import re

from essaykit.draft.frames import parse_frame
from essaykit.draft.places import resolve
from essaykit.draft.template import EVENT_PARTS, KIND_NAMES, Event, Slot, Template, TemplateSection


def blank_facts(template: Template) -> str:
    """A facts file to fill in: every slot with its question, an example of a good answer, and where it will stand."""
    out = [
        f"# {template.name}：我的事实",
        "#",
        "# 在引号里写你自己的真实经历，不知道的先空着；写好后保存为 UTF-8。",
        "# 长的回答写在两行 ''' 之间；空一行就是另起一段。",
        "# 以 # 开头的行是说明，不会进入正文，例子也不会。",
        "# 少写“某公司、相关工作、各种、受益匪浅”，多写时间、做法、结果和数字。",
        "",
        f'template = "{template.id}"',
        *([f'trade = "{template.overlay}"'] if template.overlay else []),
    ]
    budgets = template.budgets()
    for number, section in enumerate(template.sections, 1):
        budget = f"，约 {budgets[section.id]} 字" if section.weight else ""
        out += ["", "", f"# ═══ {number}. {section.heading or section.purpose}{budget} ═══"]
        if section.heading:
            out.append(f"# {section.purpose}")
        if section.belongs:
            out.append(f"# 写：{'；'.join(section.belongs)}")
        if section.avoid:
            out.append(f"# 不写：{'；'.join(section.avoid)}")
        out += ["", f"[{section.id}]"]
        # events become tables of their own, and what follows a table belongs to it
        for slot in sorted(section.slots, key=lambda slot: slot.kind == "event"):
            out += ["", *_blank_slot(template, section, slot)]
    return "\n".join(out) + "\n"


def _blank_slot(template: Template, section: TemplateSection, slot: Slot) -> list[str]:
    optional = "，可不填" if slot.optional else ""
    out = [f"# 【{slot.name}】（{KIND_NAMES[slot.kind]}{optional}）{slot.ask}"]
    if isinstance(slot.example, Event):
        example = slot.example
        out.append("# 例：")
        out += [f"#   {name}：{example.part(part)}" for part, name in EVENT_PARTS.items()]
        if set(slot.needs) != set(EVENT_PARTS):
            out.append("# 必写：" + "、".join(EVENT_PARTS[part] for part in slot.needs))
        out += [f"# 写成：{frame}" for frame in _frames_of(template, section, slot)[:1]]
        if slot.many:
            out.append("# 有几件写几件：把下面从 [[ 到 number 的几行再抄一遍。")
        out.append(f"[[{section.id}.{slot.id}]]" if slot.many else f"[{section.id}.{slot.id}]")
        width = max(map(len, EVENT_PARTS))
        return out + [f'{part:<{width}} = ""  # {name}' for part, name in EVENT_PARTS.items()]
    out.append(f"# 例：{slot.example}")
    out += [f"# 写成：{frame}" for frame in _frames_of(template, section, slot)[:1]]
    return [*out, f'{slot.id} = ""'] if slot.kind == "fact" else [*out, f"{slot.id} = '''", "'''"]


def _frames_of(template: Template, section: TemplateSection, slot: Slot) -> list[str]:
    """The frames of its section that take a slot, as a student reads them: names for placeholders, no signs."""
    found = []
    for paragraph in section.paragraphs:
        event = section.slot(paragraph.event) if paragraph.event else None
        for text in paragraph.frames:
            places = [resolve(name, template, section, event) for name in parse_frame(text).names()]
            if any(place is not None and (place.section.id, place.slot.id) == (section.id, slot.id) for place in places):
                found.append(_readable(text, template, section, event))
    return found


def _readable(text: str, template: Template, section: TemplateSection, event: Slot | None) -> str:
    def label(match: re.Match[str]) -> str:
        place = resolve(match.group(1), template, section, event)
        if place is None:
            return match.group()
        return f"〈{EVENT_PARTS[place.part] if place.part else place.slot.name}〉"

    return re.sub(r"\{([a-z0-9_.]+)\}", label, text).replace("[", "").replace("]", "")
