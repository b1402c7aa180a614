"""Flags: signs of damage and of other genres, one module a flag; text is looked at, never rewritten.

``flag_essay`` and ``flag_document`` are what the pipeline calls. A new flag is a
name in ``model.FlagName``, a module here with one function, a card in ``data/``
with examples, and a line in the registry below.
"""

from __future__ import annotations

from collections.abc import Callable

from essaykit.flags.chat_residue import chat_residue
from essaykit.flags.converter_damage import converter_damage
from essaykit.flags.documents import no_essays, preview, promised_not_kept
from essaykit.flags.elided import elided, elision_marks
from essaykit.flags.evidence import DocumentEvidence, EssayEvidence
from essaykit.flags.headless import headless
from essaykit.flags.laundered import laundered
from essaykit.flags.letter_spaced import letter_spaced
from essaykit.flags.masked import masked
from essaykit.flags.mojibake import mojibake
from essaykit.flags.not_essay import not_essay
from essaykit.flags.ocr import ocr
from essaykit.flags.self_repeat import self_repeat
from essaykit.flags.spliced import spliced
from essaykit.flags.spun import spun
from essaykit.flags.traditional import traditional
from essaykit.flags.truncated import truncated
from essaykit.flags.vocabulary import Words, trades_named, words_in, words_of
from essaykit.model import Flag, FlagName

__all__ = [
    "DOCUMENT_FLAGS",
    "ESSAY_FLAGS",
    "DocumentEvidence",
    "EssayEvidence",
    "Words",
    "elision_marks",
    "flag_document",
    "flag_essay",
    "trades_named",
    "words_in",
    "words_of",
]

ESSAY_FLAGS: dict[FlagName, Callable[[EssayEvidence], Flag | None]] = {
    "truncated": truncated,
    "headless": headless,
    "elided": elided,
    "laundered": laundered,
    "spliced": spliced,
    "self_repeat": self_repeat,
    "masked": masked,
    "mojibake": mojibake,
    "traditional": traditional,
    "converter_damage": converter_damage,
    "ocr": ocr,
    "spun": spun,
    "letter_spaced": letter_spaced,
    "chat_residue": chat_residue,
    "not_essay": not_essay,
}

DOCUMENT_FLAGS: dict[FlagName, Callable[[DocumentEvidence], Flag | None]] = {
    "promised_not_kept": promised_not_kept,
    "no_essays": no_essays,
    "preview": preview,
}


def flag_essay(essay: EssayEvidence) -> tuple[Flag, ...]:
    """All flags of one essay, in the order of the registry; spans in code points of the source text."""
    return tuple(flag for find in ESSAY_FLAGS.values() if (flag := find(essay)) is not None)


def flag_document(document: DocumentEvidence) -> tuple[Flag, ...]:
    """All flags of one document, in the order of the registry."""
    return tuple(flag for find in DOCUMENT_FLAGS.values() if (flag := find(document)) is not None)
