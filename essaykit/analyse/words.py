r"""Cutting Chinese text into words: jieba's exact tokens at rjieba's speed. The only place where text is segmented.

rjieba (jieba-rs) follows jieba closely but not to the letter. Three steps make
them equal:

- Han characters outside jieba's own range (``\u4e00-\u9fd5``) and lone
  surrogates are single tokens to jieba, so the text is cut at them first;
- jieba-rs keeps ``G260911-0711`` whole where jieba cuts ``G260911 - 0711``: a
  token with a sign in it that is no dictionary word is cut again by the
  expression that jieba itself uses (`jieba.finalseg.re_skip`);
- frequencies of a user's own words are worked out by jieba and handed over.

Without rjieba the same tokens come from jieba, about fifteen times slower.

No word crosses the border of what jieba calls a block, so that a text can be cut
piece by piece (`essaykit.analyse.pieces`), and a piece that stands in many texts once.

jieba's cache file in the shared temporary folder is neither read nor written
(two users or a planted file could meet there), and its talk on stderr is off.
"""

from __future__ import annotations

import hashlib
import logging
import re
import warnings
from collections.abc import Callable, Iterable
from functools import cached_property
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, cast

import msgspec

from essaykit.analyse.installed import jieba_file, package_version
from essaykit.errors import CardError

Engine = Literal["auto", "rjieba", "jieba"]

CUT_VERSION = 1
"""Rises when the same text and dictionary give other tokens; part of every cache key."""

MAX_FREQUENCY = 10**8
"""Largest sum of frequencies in a user dictionary. jieba's own total is 6e7; from about 8e8 on the two engines'
logarithms differ in the last bit and ties between cuts fall differently (1,500 totals below 1.6e8 tried: none did)."""

BLOCK = "\u4e00-\u9fd5a-zA-Z0-9+#&._%\\-"
"""Characters of what jieba calls a block, as a regular expression has them."""
_PIECE = re.compile(f"[{BLOCK}]*[^{BLOCK}]*")
_IN_BLOCK = re.compile(f"[{BLOCK}]")
_ODD = re.compile("([\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ud800-\udfff])")
_SIGNED = re.compile(r"[A-Za-z0-9+#&._%\-][+#&._%\-]|[+#&._%\-][A-Za-z0-9]")
_SIGN = re.compile(r"[+#&._%\-]")  # looked for first: three times faster
_SKIP = re.compile(r"([a-zA-Z0-9]+(?:\.\d+)?%?)")
_ENTRY = re.compile("^(.+?)( [0-9]+)?( [a-z]+)?$")
_ASCII_SPACE = " \t\n\r\x0b\x0c"


class Entry(msgspec.Struct, frozen=True):
    """One line of a user dictionary in jieba's format: a word, its frequency, its part of speech."""

    word: str
    frequency: int | None = None
    tag: str | None = None


def parse_dictionary(text: str, file: str) -> tuple[Entry, ...]:
    """Read a user dictionary in jieba's format: a word a line, then, each after a space, frequency and tag if wanted.

    >>> parse_dictionary("顶岗实习 5 n\\n柜面业务\\n", "my.txt")
    (Entry(word='顶岗实习', frequency=5, tag='n'), Entry(word='柜面业务', frequency=None, tag=None))

    Raises:
        CardError: if the frequencies are too large.
    """
    entries = []
    total = 0
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip(_ASCII_SPACE).lstrip("\ufeff")
        match = _ENTRY.match(bare)
        if match is None:
            continue
        word, frequency, tag = match.groups()
        count = None if frequency is None else int(frequency[:12])
        total += count or 0
        if total > MAX_FREQUENCY:
            raise CardError("frequencies are too large", file=file, place=f"line {number}", hint="together at most 10^8")
        entries.append(Entry(word, count, tag.strip() if tag else None))
    return tuple(entries)


class Segmenter:
    """Cuts texts into jieba's words; make one with `make_segmenter`.

    ``key`` names what the tokens depend on (jieba's version, the user's words),
    not the engine, for both engines give the same. In ``folder``, if there is
    one, the cuts of whole corpora are kept (`essaykit.analyse.kept`).
    """

    def __init__(self, make_cut: Callable[[], Callable[[str], list[str]]], key: str, engine: str, folder: Path | None = None) -> None:
        self._make_cut = make_cut
        self.key = key
        self.engine = engine
        self.folder = folder

    @cached_property
    def _cut(self) -> Callable[[str], list[str]]:
        return self._make_cut()  # loads the dictionary: not before a text is cut

    def words(self, text: str) -> list[str]:
        """The words of a text, in order; joined they are the text."""
        if _ODD.search(text) is None:
            return self._cut(text)
        words: list[str] = []
        for index, piece in enumerate(_ODD.split(text)):
            if index % 2:
                words.append(piece)
            elif piece:
                words += self._cut(piece)
        return words


def make_segmenter(dictionary: tuple[Entry, ...] = (), engine: Engine = "auto", folder: Path | None = None) -> Segmenter:
    """A segmenter with a user's own words added to jieba's dictionary.

    Args:
        dictionary: the user's words (see `parse_dictionary`).
        engine: ``auto`` takes rjieba where it is installed. A dictionary with
            frequency 0 (jieba's way to forbid a word) always goes to jieba.
        folder: where the cuts of a corpus may be kept.
    """
    key = _key(dictionary)
    forbids = any(entry.frequency == 0 for entry in dictionary)
    if engine == "jieba" or forbids or (engine == "auto" and find_spec("rjieba") is None):
        return Segmenter(lambda: _jieba_cut(dictionary), key, "jieba", folder)
    return Segmenter(lambda: _rjieba_cut(dictionary), key, "rjieba", folder)


def _key(dictionary: tuple[Entry, ...]) -> str:
    state = (CUT_VERSION, package_version("jieba"), [(e.word, e.frequency, e.tag) for e in dictionary])
    return hashlib.blake2b(repr(state).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _jieba_cut(dictionary: tuple[Entry, ...]) -> Callable[[str], list[str]]:
    jieba = quiet_jieba()
    tokenizer = _tokenizer(dictionary)
    forbidden = {entry.word for entry in dictionary if entry.frequency == 0}

    def cut(text: str) -> list[str]:
        # jieba keeps forbidden words in one global set: put ours there for the time of this cut
        others, jieba.finalseg.Force_Split_Words = jieba.finalseg.Force_Split_Words, forbidden
        try:
            return list(tokenizer.cut(text))
        finally:
            jieba.finalseg.Force_Split_Words = others

    return cut


def _rjieba_cut(dictionary: tuple[Entry, ...]) -> Callable[[str], list[str]]:
    import rjieba

    # the package has loaded one already, which will do where no words are added
    engine: Any = rjieba.Jieba() if dictionary else cast("Any", rjieba.cut).__self__
    if dictionary:
        _hand_over(dictionary, engine)

    def cut(text: str) -> list[str]:
        words: list[str] = engine.cut(text)
        if _SIGN.search(text) is None or _SIGNED.search(text) is None:
            return words
        suspects = [i for i, word in enumerate(words) if not word.isalnum() and len(word) > 1 and word != "\r\n"]
        starts = [*accumulate(map(len, words), initial=0)]
        for i in reversed(suspects):
            pieces = [piece for piece in _SKIP.split(words[i]) if piece]
            if len(pieces) > 1 and not (engine.has_word(words[i]) and _on_route(text, starts[i], words[i])):
                words[i : i + 1] = pieces
        return words

    def _on_route(text: str, start: int, word: str) -> bool:
        # without the hidden Markov model only dictionary words hold a sign
        at = start
        while at and _IN_BLOCK.match(text, at - 1):
            at -= 1
        block = _PIECE.match(text, at)
        for other in engine.cut(block.group() if block else "", hmm=False):
            if at >= start:
                return bool(at == start and other == word)
            at += len(other)
        return False

    return cut


def _hand_over(dictionary: tuple[Entry, ...], engine: Any) -> None:
    """Give rjieba the user's words with the frequencies that jieba would give them, and jieba's total."""
    tokenizer = _tokenizer(())
    missing = 0
    for entry in dictionary:
        missing += tokenizer.FREQ.get(entry.word) or 0
        tokenizer.add_word(entry.word, entry.frequency)
        engine.add_word(entry.word, tokenizer.FREQ[entry.word], entry.tag)
    if missing:
        # jieba does not take the old frequency of a known word off its total, jieba-rs does; a word that
        # no text block can hold brings the totals together
        engine.add_word("\n", missing, None)


def _tokenizer(dictionary: tuple[Entry, ...]) -> Any:
    jieba = quiet_jieba()
    tokenizer = jieba.Tokenizer()
    # what `Tokenizer.initialize` does, but for the cache file
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for entry in dictionary:
        others, jieba.finalseg.Force_Split_Words = jieba.finalseg.Force_Split_Words, set()
        try:
            tokenizer.add_word(entry.word, entry.frequency, entry.tag)
        finally:
            jieba.finalseg.Force_Split_Words = others
    return tokenizer


def quiet_jieba() -> Any:
    """The module jieba, without its talk on stderr and its warnings at import."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # old escapes and pkg_resources
        import jieba
        import jieba.finalseg
    jieba.setLogLevel(logging.ERROR)
    return jieba


def tagged_words(text: str, dictionary: tuple[Entry, ...] = ()) -> list[tuple[str, str]]:
    """Words with part of speech, by `jieba.posseg`; slow, and cut a little otherwise than `Segmenter.words` cuts."""
    tokenizer = _posseg(dictionary)
    return [(pair.word, pair.flag) for pair in tokenizer.cut(text)]


_POSSEG: dict[str, Any] = {}


def _posseg(dictionary: tuple[Entry, ...]) -> Any:
    key = _key(dictionary)
    if key not in _POSSEG:
        quiet_jieba()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba.posseg
        _POSSEG[key] = jieba.posseg.POSTokenizer(_tokenizer(dictionary))
    return _POSSEG[key]


def dictionary_tags(words: Iterable[str], dictionary: tuple[Entry, ...] = ()) -> dict[str, str]:
    """Part of speech of words as jieba's dictionary has it, most frequent use only; unknown words are left out."""
    wanted = {word.encode("utf-8", "surrogatepass") for word in words}
    tags: dict[str, str] = {}
    path = jieba_file("dict.txt")
    if path is not None:
        with path.open("rb") as lines:
            for line in lines:
                word, _, rest = line.partition(b" ")
                if word in wanted:
                    tags[word.decode("utf-8")] = rest.split()[-1].decode("ascii")
    for entry in dictionary:
        if entry.tag and entry.word.encode("utf-8", "surrogatepass") in wanted:
            tags[entry.word] = entry.tag
    return tags
