"""What a profile selects on a page: CSS selectors over BeautifulSoup's tree."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag

from essaykit.fetch.addresses import absolute
from essaykit.fetch.links import harmless
from essaykit.fetch.profile import Profile

LONGEST = 300
"""Characters of a title, name or date that are kept."""

_BLANK = re.compile(r"\s+")
_LABEL = re.compile(
    r"^(?:作者|来源|编辑|投稿|时间|日期|发布(?:时间|日期)?|更新(?:时间|日期)?|栏目|分类|author|by|date)\s*[:：]\s*", re.IGNORECASE
)
_DATE = re.compile(r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")


class Selected(NamedTuple):
    """What a profile's selectors found."""

    title: str | None
    author: str | None
    date: str | None
    """As ``2020-05-01`` where it can be read so."""
    column: str | None
    links: tuple[str, ...] | None
    """None where the profile selects none, so that all count."""
    next: str | None
    chrome: tuple[str, ...]
    """Element paths, as the reader of pages spells them."""
    preview: bool


NOTHING = Selected(None, None, None, None, None, None, (), preview=False)


def select(text: str, url: str, profile: Profile) -> Selected:
    """Find on a page, decoded, what a profile selects.

    >>> from essaykit.fetch.profile import Selectors
    >>> card = Profile(about="", select=Selectors(title=("h1",), date=(".time",)))
    >>> found = select("<h1> 我的 实习 </h1><p class=time>时间：2020年5月1日", "http://a.example/", card)
    >>> found.title, found.date
    ('我的 实习', '2020-05-01')
    """
    wanted = profile.select
    if not any(getattr(wanted, name) for name in wanted.__struct_fields__):
        return NOTHING
    soup = soup_of(text)
    return Selected(
        title=_first(soup, wanted.title),
        author=_first(soup, wanted.author),
        date=_date(_first(soup, wanted.date)),
        column=_first(soup, wanted.column),
        links=_links(soup, wanted.links, url) if wanted.links else None,
        next=next(iter(_links(soup, wanted.next, url)), None),
        chrome=_paths(soup, wanted.chrome),
        preview=any(soup.select_one(selector) is not None for selector in wanted.preview),
    )


def soup_of(text: str) -> BeautifulSoup:
    """The tree of a page, built by the same parser that reads it for a corpus."""
    return BeautifulSoup(harmless(text), "lxml")


def _first(soup: BeautifulSoup, selectors: tuple[str, ...]) -> str | None:
    for selector in selectors:
        for tag in soup.select(selector, limit=20):
            content = tag.get("content") if tag.name == "meta" else None
            said = _BLANK.sub(" ", content if isinstance(content, str) else tag.get_text(" ")).strip()
            said = _LABEL.sub("", said)
            if said:
                return said[:LONGEST]
    return None


def _date(said: str | None) -> str | None:
    match = _DATE.search(said) if said else None
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else said


def _links(soup: BeautifulSoup, selectors: tuple[str, ...], url: str) -> tuple[str, ...]:
    base_tag = soup.select_one("base[href]")
    base = absolute(url, str(base_tag["href"])) or url if base_tag else url
    found: dict[str, None] = {}
    for selector in selectors:
        for tag in soup.select(selector):
            for link in [tag] if tag.name == "a" else tag.select("a[href]"):
                target = absolute(base, str(link.get("href") or ""))
                if target:
                    found[target] = None
    return tuple(found)


def _paths(soup: BeautifulSoup, selectors: tuple[str, ...]) -> tuple[str, ...]:
    """Paths of the selected elements, without those that an element that is not selected shares."""
    chosen: dict[int, Tag] = {id(tag): tag for selector in selectors for tag in soup.select(selector)}
    if not chosen:
        return ()
    count = Counter(element_path(tag) for tag in chosen.values())
    names = {tag.name for tag in chosen.values()}
    shared = Counter(path for tag in soup.find_all(list(names)) if (path := element_path(tag)) in count)
    return tuple(sorted(path for path, number in count.items() if shared[path] == number))


def element_path(tag: Tag) -> str:
    """The path of an element as `essaykit.read.html` spells it: names of elements with class and id."""
    steps = []
    node: Tag | None = tag
    while node is not None and node.name != "[document]":
        step = node.name
        classes = node.get("class")
        if classes:
            step += "".join(f".{name[:40]}" for name in (classes if isinstance(classes, list) else str(classes).split())[:4])
        ident = node.get("id")
        if ident:
            step += f"#{''.join(str(ident).split())[:40]}"
        steps.append(step)
        node = node.parent
    return "/".join(reversed(steps))
