"""The templates that there are: those that come with the package, and those of a file of one's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from essaykit.cards import package_cards, package_text, parse_card
from essaykit.draft.template import Template
from essaykit.draft.template_check import checked
from essaykit.draft.trades import Trade
from essaykit.errors import UsageError
from essaykit.model import Record


class TemplateListing(Record, frozen=True, kw_only=True):
    """What ``template list --json`` prints."""

    templates: tuple[Template, ...]
    trades: tuple[Trade, ...]


@cache
def load_templates() -> Mapping[str, Template]:
    """The built-in templates by id, longest text first."""
    found = [checked(card, f"{name}.toml") for name, card in package_cards("essaykit.draft", "templates", Template).items()]
    return {template.id: template for template in sorted(found, key=lambda t: (-t.words, t.id))}


def read_template(text: str, file: str) -> Template:
    """A template from the text of a card.

    Raises:
        CardError: if it is no TOML, lacks a field, or contradicts itself.
    """
    return checked(parse_card(text, file, Template), file)


def find_template(name: str, templates: Mapping[str, Template] | None = None) -> Template:
    """A template by its id or its Chinese name.

    >>> find_template("实习报告").id
    'report'

    Raises:
        UsageError: if there is none; the nearest name is suggested.
    """
    known = load_templates() if templates is None else templates
    for template in known.values():
        if name in (template.id, template.name):
            return template
    names = [n for template in known.values() for n in (template.id, template.name)]
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else "there are " + ", ".join(f"{t.id} {t.name}" for t in known.values())
    raise UsageError(f"no template named {name!r}", hint=hint)


def template_text(like: str, name: str) -> str:
    """The card of a built-in template under another id: a beginning for one of one's own.

    Raises:
        UsageError: if there is no such template, or the id is none.
    """
    found = find_template(like)
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name) or name in load_templates():
        raise UsageError(f"{name!r} is no id for a new template", hint="small letters, digits and '-'; not one that is built in")
    text = package_text("essaykit.draft", f"templates/{found.id}.toml")
    head = (
        f"# A template of your own, begun as {found.id}. What the fields mean: docs/cards.md. 'essaykit template check FILE' checks it.\n"
    )
    return head + text.partition("\n")[2].replace(f'id = "{found.id}"', f'id = "{name}"', 1)
