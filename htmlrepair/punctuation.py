"""Marks of punctuation that a tokenizer has set apart from the words before them, as in ``low tide , then flood .``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from htmlrepair.construct import Recovery
from htmlrepair.diagnostics import Confidence, Diagnostic, Edit, covered, sorted_edits
from htmlrepair.knowledge.elements import NOT_MODELLED_ELEMENTS, TEXT_LEVEL_ELEMENTS
from htmlrepair.source import Span
from htmlrepair.tokens import CharacterReference, Characters, EndTag, StartTag, Token

__all__ = ["SPACING", "spaced_punctuation"]

SPACING: Final = Recovery(
    "spaced-punctuation",
    Confidence.LIKELY,
    "A space before each comma and full stop of a text, four of them at least and none without.",
    "Tokenizers part words and marks, and what puts a text together again leaves it so. Only in a document whose tags\n"
    "are plainly damaged.",
    (
        "< p >Rye , oats , < b >hay</ b > , and salt . p >",
        "<p>Rye, oats, <b>hay</b>, and salt. </p>",
    ),
    "French keeps the space before a colon, a semicolon, an exclamation or a question mark.",
    "dom.html#phrasing-content",
)

_TELLING: Final = ",.،।。，、"
"""Marks that no language sets apart."""
_MARK: Final = re.compile(rf"[{_TELLING};:!?؛؟；：！？](?=[\s)\"”’»]|\Z)")
_APART: Final = re.compile(rf"[ \t][{_TELLING}]")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n|\r\n?[ \t]*\r")
_FIRST_LETTER: Final = re.compile(r"[ \t]{0,3}([^\W\d_])")
_ENDS_WORD: Final = re.compile(r"[\w)\]\"”’»%]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEWEST: Final = 4
"""So many marks a tokenized text has."""
_FRENCH: Final = frozenset("au aux avec dans des du elle est et il les ne pas qui sur une".split())
_FEWEST_FRENCH: Final = 3
"""So many of those words, each of them another, are French."""


@dataclass(slots=True)
class _Block:
    """A text with no block in it."""

    apart: list[Span] = field(default_factory=list)
    """The white space before telling marks."""
    others: list[Span] = field(default_factory=list)
    """The white space before other marks."""
    is_tight: bool = False
    """Whether a telling mark has none."""
    texts: list[str] = field(default_factory=list)


def spaced_punctuation(source: str, tokens: Sequence[Token], shown: Sequence[Span]) -> Iterator[Diagnostic]:
    """One finding for each part of *source* that was tokenized, with the edits that take the white space out.

    *tokens* are decided; what lies in the spans *shown*, which are sorted and apart, is code and left alone.
    """
    if len(_APART.findall(source)) < _FEWEST:
        return
    apart: list[Span] = []
    others: list[Span] = []
    texts: list[str] = []
    for block in (*_blocks(source, tokens, shown), _Block(is_tight=True)):
        if not block.is_tight:
            apart += block.apart
            others += block.others
            texts += block.texts
            continue
        if len(apart) >= _FEWEST:
            is_french = len(_FRENCH.intersection(_WORD.findall(" ".join(texts).lower()))) >= _FEWEST_FRENCH
            yield _finding(source, apart if is_french else [*apart, *others])
        apart, others, texts = [], [], []


def _finding(source: str, spans: Sequence[Span]) -> Diagnostic:
    edits = sorted_edits(Edit(span, span.cut(source), "") for span in spans)
    message = f"{len(spans)} marks of punctuation stand apart from their words"
    return Diagnostic(SPACING.code, covered(edits), message, SPACING.confidence, edits, True)


def _blocks(source: str, tokens: Sequence[Token], shown: Sequence[Span]) -> Iterator[_Block]:
    """The texts of the document, in order."""
    block = _Block()
    follows_text = False
    """Whether a mark at the beginning of the next token has a word before it."""
    is_opaque = False
    bar = 0
    for token in tokens:
        if isinstance(token, (StartTag, EndTag)):
            is_opaque = not token.is_modelled or (isinstance(token, StartTag) and token.name in NOT_MODELLED_ELEMENTS)
            if token.name not in TEXT_LEVEL_ELEMENTS:
                if block.texts:
                    yield block
                    block = _Block()
                follows_text = False
        elif isinstance(token, CharacterReference):
            follows_text = True
        if is_opaque or not isinstance(token, Characters):
            continue
        while bar < len(shown) and shown[bar].end <= token.span.start:
            bar += 1
        is_shown = bar < len(shown) and shown[bar].start < token.span.end
        text = token.span.cut(source)
        if is_shown or _BLANK_LINE.search(text):
            yield block
            block, follows_text = _Block(), False
        if not is_shown:
            _note(block, text, token.span.start, follows_text=follows_text)
            follows_text = bool(text.strip()) or follows_text
    yield block


def _note(block: _Block, text: str, start: int, *, follows_text: bool) -> None:
    """Note the marks and words of *text*, which begins at offset *start*."""
    block.texts.append(text)
    for mark in _MARK.finditer(text):
        at = mark.start()
        end = at
        while end and text[end - 1] in " \t":
            end -= 1
        is_telling = mark[0] in _TELLING
        following = _FIRST_LETTER.match(text, mark.end())
        if mark[0] == "." and following is not None and following[1].islower():
            continue  # ends no sentence, but stands in code
        if not (_ENDS_WORD.match(text, end - 1) if end else follows_text):
            continue
        if end < at:
            (block.apart if is_telling else block.others).append(Span(start + end, start + at))
        elif is_telling:
            block.is_tight = True
