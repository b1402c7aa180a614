"""Values of a command line, turned into what a command takes.

Typer leaves this to pydantic, whose import takes longer than many a command does.
What is plain is done here: text, whole numbers within their bounds, one of some
words, paths that may be read. All else, each message about a bad value among it,
is left to the parser.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

_WHOLE = re.compile(r"-?[0-9]{1,18}")


class NotPlainError(Exception):
    """The parser knows better."""


def take_plain_values(params: list[Any], function: Callable[..., Any]) -> None:
    """Let the parameters of a command take what is plain as it is; ``function`` says of what type each is."""
    hints = get_type_hints(function, include_extras=True)
    for param in params:
        if get_origin(hints.get(param.name)) is Annotated and param.callback is None:
            kind, option = get_args(hints[param.name])
            param.process_value = _processor(param, kind, option)


def take_nothing(param: Any) -> None:
    """Let a flag that isn't given be None, as the parser would."""
    usual = param.process_value
    param.process_value = lambda context, value: None if value is None else usual(context, value)


def _processor(param: Any, kind: Any, option: Any) -> Callable[[Any, Any], Any]:
    usual = param.process_value

    def process(context: Any, value: Any) -> Any:
        try:
            if value is None and not param.required:
                return () if param.multiple or param.nargs == -1 else None
            return plain_value(kind, value, least=option.min, most=option.max, names_file="FILE" in str(option.metavar))
        except NotPlainError:
            return usual(context, value)

    return process


def plain_value(kind: Any, value: Any, *, least: float | None = None, most: float | None = None, names_file: bool = False) -> Any:
    """A value as its type wants it.

    >>> plain_value(int, "12", least=1), plain_value(Literal["left", "right"], "left"), plain_value(list[str] | None, ("a", "b"))
    (12, 'left', ['a', 'b'])

    Raises:
        NotPlainError: if it isn't plain, or wrong.
    """
    if isinstance(kind, UnionType):
        kind, *others = (each for each in get_args(kind) if each is not NoneType)
        if others:
            raise NotPlainError
    if get_origin(kind) is list and isinstance(value, (list, tuple)) and value:
        return [plain_value(get_args(kind)[0], each, least=least, most=most, names_file=names_file) for each in value]
    if kind is str and type(value) is str:
        return value if names_file else _as_utf8(value)
    if kind is int and (type(value) is int or (type(value) is str and _WHOLE.fullmatch(value))):
        number = int(value)
        if (least is None or number >= least) and (most is None or number <= most):
            return number
    if kind is Path and isinstance(value, (str, Path)) and (os.access(value, os.R_OK) or not os.path.lexists(value)):
        return Path(value)
    if get_origin(kind) is Literal and value in get_args(kind):
        return value
    raise NotPlainError


def _as_utf8(text: str) -> str:
    r"""Text as it was typed, where the locale C knows no more of it than its bytes; the name of a file stays what the system calls it.

    >>> _as_utf8("\udce5\udcae\udc9e")
    '实'
    """
    if text.isascii() or text.isprintable() or os.path.lexists(text):
        return text
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8")
    except UnicodeError:
        return text
