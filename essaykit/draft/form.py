"""A school's own Word file with placeholders, filled in: ``{{ cover.name }}``, ``{{ purpose.text }}``, headers and footers too.

A form comes from outside. Only placeholders and plain ``if`` are taken: no calls,
filters, loops or assignments; what is left runs in Jinja's sandbox.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from essaykit.draft.assemble import Draft
from essaykit.draft.facts import Facts
from essaykit.draft.markdown import spelt_out
from essaykit.draft.places import slot_names
from essaykit.draft.template import EVENT_PARTS, Template
from essaykit.errors import EssaykitError, ReadError
from essaykit.model import Record

MOST_UNPACKED = 64 << 20
"""Bytes of all parts of a form."""
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml|docProps/core\.xml")


class Placeholder(Record, frozen=True, kw_only=True):
    """A placeholder of a form."""

    name: str
    part: str
    """Part of the Word file: ``document``, ``header1`` …"""
    known: bool


class FormCheck(Record, frozen=True, kw_only=True):
    """What stands in a form."""

    placeholders: tuple[Placeholder, ...]
    problems: tuple[str, ...]
    """One line each: dangerous expressions, unknown names."""


def check_form(data: bytes, template: Template, file: str) -> FormCheck:
    """The placeholders of a form, and what is wrong with it.

    Raises:
        ReadError: if it is no Word file.
        EssaykitError: if docxtpl is not installed.
    """
    import jinja2
    import jinja2.nodes as ast

    environment = _environment()
    names = form_names(template)
    found: dict[tuple[str, str], Placeholder] = {}
    problems: list[str] = []
    for part, source in _sources(data, file):
        try:
            tree = environment.parse(source)
        except jinja2.TemplateSyntaxError as error:
            problems.append(f"{part}: {_plain(str(error))} (each {{{{ is closed by a }}}})")
            continue
        allowed = (ast.Template, ast.Output, ast.TemplateData, ast.Name, ast.Getattr, ast.If)
        strange = (type(node).__name__.lower() for node in tree.find_all(ast.Node) if not isinstance(node, allowed))
        problems += [f"{part}: {kind} is not allowed: only {{{{ section.slot }}}} and plain if" for kind in strange]
        for name in _dotted(tree):
            known = name in names
            if (part, name) not in found and not known:
                near = get_close_matches(name, names, n=1)
                problems.append(f"{part}: {{{{ {name} }}}} is no slot" + (f"; did you mean {near[0]}?" if near else ""))
            found[part, name] = Placeholder(name=name, part=part, known=known)
    if not found and not problems:
        problems.append("it has no placeholder such as {{ cover.name }}")
    return FormCheck(placeholders=tuple(found.values()), problems=tuple(dict.fromkeys(problems)))


def fill_form(data: bytes, template: Template, draft: Draft, facts: Facts, file: str) -> tuple[bytes, tuple[str, ...]]:
    """The form filled in, and the names in it that nothing was known for; these are marked in the file.

    Raises:
        ReadError: if the form is no Word file, or something is wrong with it, in one line.
        EssaykitError: if docxtpl is not installed.
    """
    from essaykit.draft.docx import timeless

    check = check_form(data, template, file)
    if check.problems:
        raise ReadError("; ".join(check.problems), file=file, hint="'essaykit template check' lists what is wrong with it")
    values = _values(template, draft, facts)
    asked = list(dict.fromkeys(p.name for p in check.placeholders))
    missing = tuple(name for name in asked if not values[name])
    document = _opened(data, file)
    try:
        document.render(_nested({**values, **{name: f"〔待写：{name}〕" for name in missing}}), _environment(), autoescape=True)
        out = io.BytesIO()
        document.save(out)
    except Exception as error:  # noqa: BLE001 - whatever the two libraries raise on a strange file
        raise ReadError(f"can't be filled: {_plain(str(error))}", file=file, hint="save it again in Word as .docx") from None
    return timeless(out.getvalue()), missing


def form_names(template: Template) -> tuple[str, ...]:
    """All names that a form of this template may hold."""
    return ("title", "words", *(f"{section.id}.text" for section in template.sections), *slot_names(template))


def _values(template: Template, draft: Draft, facts: Facts) -> dict[str, str]:
    values = {"title": spelt_out(draft.title), "words": str(draft.words)}
    written = {section.id: section for section in draft.sections}
    for section in template.sections:
        paragraphs = written[section.id].paragraphs if section.id in written else ()
        values[f"{section.id}.text"] = "\a".join(spelt_out(paragraph.text) for paragraph in paragraphs)
        for slot in section.slots:
            answer = facts.answer(section.id, slot.id)
            told = [event.part(part) for event in answer.events for part in EVENT_PARTS]
            lines = [answer.text, *told]
            values[f"{section.id}.{slot.id}"] = "\a".join(spelt_out(line) for text in lines for line in text.split("\n") if line)
    return values


def _nested(values: Mapping[str, str]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for name, value in values.items():
        section, _, slot = name.partition(".")
        if slot:
            nested.setdefault(section, {})[slot] = value
        else:
            nested[section] = value
    return nested


def _environment() -> Any:
    try:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment
    except ImportError:
        raise EssaykitError("docxtpl is not installed", hint="pip install 'essaykit[docx]'") from None
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


def _opened(data: bytes, file: str) -> Any:
    try:
        from docxtpl import DocxTemplate
    except ImportError:
        raise EssaykitError("docxtpl is not installed", hint="pip install 'essaykit[docx]'") from None
    document = DocxTemplate(io.BytesIO(data))
    try:
        document.init_docx()
    except Exception as error:  # noqa: BLE001 - whatever the library raises on a strange file
        raise ReadError(f"is no Word file: {_plain(str(error))}", file=file, hint="save it in Word as .docx") from None
    return document


def _sources(data: bytes, file: str) -> Iterator[tuple[str, str]]:
    """Name and Jinja source of each part that may hold placeholders."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise ReadError("is too large for a form", file=file, hint=f"at most {MOST_UNPACKED >> 20} MB unpacked")
            parts = {name: archive.read(name) for name in sorted(archive.namelist()) if _PARTS.fullmatch(name)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise ReadError(f"is no Word file: {_plain(str(error))}", file=file, hint="save it in Word as .docx") from None
    if "word/document.xml" not in parts:
        raise ReadError("is no Word file: it has no word/document.xml", file=file, hint="save it in Word as .docx")
    document = _opened(data, file)
    for name, part in parts.items():
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise ReadError("holds a document type definition", file=file, hint="save it again in Word as .docx")
        yield name.rpartition("/")[2].removesuffix(".xml"), document.patch_xml(part.decode("utf-8", "replace"))


def _dotted(tree: Any) -> Iterator[str]:
    """Names with their attributes: ``cover.name``."""
    import jinja2.nodes as ast

    inner = set()
    for node in tree.find_all(ast.Getattr):
        parts, at = [node.attr], node.node
        while isinstance(at, ast.Getattr):
            parts.append(at.attr)
            inner.add(id(at))
            at = at.node
        if isinstance(at, ast.Name):
            inner.add(id(at))
            if id(node) not in inner:
                yield ".".join([at.name, *reversed(parts)])
    for node in tree.find_all(ast.Name):
        if id(node) not in inner:
            yield node.name


def _plain(text: str) -> str:
    return " ".join(text.split())[:120]
