"""How sure a mangled tag without a partner is one: void elements, and tags whose partner is lost."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from htmlrepair.damage import full_width_tag, glued_attribute, odd_solidus
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import MEANT_ALONE, TEXT_LEVEL_ELEMENTS, UNCLOSED_ELEMENTS
from htmlrepair.prose import is_enumerated, is_named, is_real_content, speaks_of_markup
from htmlrepair.resolve.evidence import FIRST_PARTS, LIKE_QUOTATIONS, NEEDS_PARTNER, STANDS_ALONE
from htmlrepair.resolve.mentions import is_next, is_shown
from htmlrepair.resolve.view import View, attributes_of
from htmlrepair.tokens import ReadingKind

__all__ = ["begins_line", "lone_confidence", "void_confidence"]

_NEAR: Final = 12
"""So many tokens away from a tag another is looked for."""
_LETTER: Final = "[^\\W\\d_\\u2e80-\\uabff\\uf900-\\ufaff]"
"""One of a script that sets words apart."""
_WORD_BEFORE: Final = re.compile(rf"{_LETTER}[.,;:!?]?\Z")
_WORD_AFTER: Final = re.compile(rf"{_LETTER}{{2}}")
_LINE_START: Final = re.compile(r"(?:\A|[\r\n])[ \t]*\Z")
_UNEVEN: Final = re.compile(r"<\s*[\r\n]|<\s[^\s>]+>")
"""Spaced out at one side, or broken off: no one shows a tag so."""
_QUOTATION_MARKS: Final = {'"': '"', "'": "'", "“": "”", "「": "」", "『": "』"}
"""What ends a quotation, by what begins it."""
_BEGINS_QUOTATION: Final = re.compile(r"(?:[“「『]|(?:\A|[\s(\[=,:])[\"'])\Z")
_LONGEST_QUOTATION: Final = 80
_LONGEST_INDENT: Final = 12
"""So many characters before a tag the line begins, if it begins the line."""


def void_confidence(view: View, place: int, *, is_mention: bool) -> Confidence:
    """How sure the void tag at *place* is one; *is_mention* whether the tags beside it say that the text names it."""
    token = view.malformed[place]
    if is_mention or is_named(view.source, *token.span) or _begins_quotation(view, place):
        return Confidence.GUESS
    if token.code in (full_width_tag.DAMAGE.code, glued_attribute.DAMAGE.code) or "/" in token.text[-4:]:
        return Confidence.CERTAIN
    if token.code == odd_solidus.DAMAGE.code:
        return Confidence.LIKELY
    sources = [attribute.value for attribute in attributes_of(token) if attribute.name == "src"]
    if any("://" in source for source in sources):
        return Confidence.CERTAIN
    if view.has_profile or "/" in token.text[:4] or _UNEVEN.match(token.text) or _is_repeated(view, place):
        return Confidence.LIKELY
    if token.readings[0].name in MEANT_ALONE and _clings_to_words(view, place):
        return Confidence.LIKELY
    return Confidence.LIKELY if any("/" in source or "." in source for source in sources) else Confidence.GUESS


def _begins_quotation(view: View, place: int) -> bool:
    """Whether a full-width tag stands directly after a quotation mark in its line that has a partner there."""
    token = view.malformed[place]
    if token.code != full_width_tag.DAMAGE.code:
        return False
    start, end = token.span
    opening = _BEGINS_QUOTATION.search(view.source[max(0, start - 2) : start])
    if opening is None:
        return False
    following = view.source[end : end + _LONGEST_QUOTATION].split("\n", 1)[0]
    return _QUOTATION_MARKS[opening[0][-1]] in following


def _clings_to_words(view: View, place: int) -> bool:
    """Whether words with no white space between stand on both sides of the tag at *place*, as beside no word."""
    start, end = view.tokens[place].span
    return _WORD_BEFORE.search(view.source, max(0, start - 2), start) is not None and (
        _WORD_AFTER.match(view.source, end) is not None
    )


def _is_repeated(view: View, place: int) -> bool:
    """Whether the void tag at *place* stands beside another like it, as no text would show it."""
    text = view.malformed[place].text
    for beside in (place - 2, place - 1, place + 1, place + 2):
        other = view.malformed.get(beside)
        if other is not None and other.text == text:
            between = view.tokens[min(place, beside)].span.end, view.tokens[max(place, beside)].span.start
            if not view.source[slice(*between)].strip():
                return True
    return False


def lone_confidence(view: View, place: int, is_hinted: bool, sure: Collection[int]) -> Confidence:
    """How sure a start tag without its end tag, or an end tag without its start tag, is one.

    The tags at the places *sure* are, though not live yet.
    """
    token = view.malformed[place]
    name = token.readings[0].name
    if token.code == glued_attribute.DAMAGE.code or _is_first_part(view, place):
        return Confidence.CERTAIN
    if token.code in LIKE_QUOTATIONS:
        is_tag = is_hinted or (name in STANDS_ALONE and is_next(view, place, sure))
        return Confidence.LIKELY if is_tag and view.has_profile else Confidence.GUESS
    if token.readings[0].kind is ReadingKind.END_TAG:
        if is_enumerated(view.source, *token.span) or is_shown(view, place):
            return Confidence.GUESS
        is_comment = token.text.startswith("</")  # to a browser, which hides it: no one wrote it to be read
        return Confidence.LIKELY if is_comment or view.has_profile else Confidence.GUESS
    has_attribute = any(attribute.is_quoted and attribute.name in ATTRIBUTES for attribute in attributes_of(token))
    if has_attribute and name not in NEEDS_PARTNER:
        return Confidence.LIKELY
    stands_alone = name in STANDS_ALONE and not any(attribute.is_for_framework for attribute in attributes_of(token))
    is_likely = view.has_profile and (is_hinted or has_attribute or stands_alone)
    return Confidence.LIKELY if is_likely or _begin_lines_alike(view, place) else Confidence.GUESS


def _begin_lines_alike(view: View, place: int) -> bool:
    """Whether the start tag at *place* begins a line as the one before or after does, with words and no other block.

    So do paragraphs and items that need no end tag; no text names the same tag in line after line.
    """
    if view.reading(place).name not in UNCLOSED_ELEMENTS or not begins_line(view, place):
        return False
    for step in (1, -1):
        for beside in range(place + step, place + step * _NEAR, step):
            part = view.part(beside) if 0 <= beside < len(view.tokens) else None
            if part is None or part.name in TEXT_LEVEL_ELEMENTS:
                continue
            first, second = sorted((place, beside))
            between = view.source[view.tokens[first].span.end : view.tokens[second].span.start]
            is_alike = beside in view.malformed and part.is_start and part.name == view.reading(place).name
            if is_alike and begins_line(view, beside) and is_real_content(between) and not speaks_of_markup(between):
                return True
            break
    return False


def begins_line(view: View, place: int) -> bool:
    """Whether nothing but an indent stands before the tag at *place* on its line."""
    start = view.tokens[place].span.start
    return _LINE_START.search(view.source, max(0, start - _LONGEST_INDENT), start) is not None


def _is_first_part(view: View, place: int) -> bool:
    """Whether the start tag at *place* stands directly after a live one of what holds such parts, and no text."""
    before = place - 1
    if before > 0 and view.tokens[before].span.cut(view.source).isspace():
        before -= 1
    if before < 0 or not (view.is_live(before) and view.is_start(before) and view.part(place) is not None):
        return False
    return view.is_start(place) and view.reading(place).name in FIRST_PARTS.get(view.name(before), ())
