"""How sure the two tags of a pair are tags: what the text shows, names or talks about is none."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from itertools import chain
from typing import Final

from htmlrepair.damage import full_width_tag, translated_tag_name
from htmlrepair.damage.loose import LooseAttribute
from htmlrepair.diagnostics import Confidence
from htmlrepair.knowledge.elements import (
    ELEMENTS,
    FORMATTING_ELEMENTS,
    STRUCTURE_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.prose import SHOWN_AFTER, SHOWN_BEFORE, is_enumerated, is_listed, is_named, is_real_content, is_tag_talk
from htmlrepair.resolve.evidence import LIKE_QUOTATIONS
from htmlrepair.resolve.mentions import is_idle, is_shown
from htmlrepair.resolve.view import View, attributes_of
from htmlrepair.source import Span
from htmlrepair.tokens import EndTag

__all__ = ["hides_markup", "pair_confidence"]

_MUCH: Final = 12
"""An element that holds so many tokens holds something."""
_AROUND: Final = 120
"""How far around a pair the text may show what its brackets are for."""
_DISPLAY_FORM: Final = re.compile(r"＜/?([A-Za-z]\w*)([#=])?[^＜＞]{0,20}＞")
_WITH_TEXT_ONLY: Final = 2
"""So many tokens is the end tag after the start tag when nothing but text is between them."""
_SPACED_WORD_BEFORE: Final = re.compile(r"[^\W\d_] \Z")
_ENDS_IN_WORD: Final = re.compile(r" [^\n\r<>]{0,60}?(?<=[ ])([^\W\d_]{1,8}) ")
_CALL_FOR_MORE: Final = frozenset(
    "and or with by using und oder mit durch et ou avec par con mediante com per met med och eller ve veya ile cu sau"
    " lub przez и или та або тегом через και ή με".split()
)
"""Words that no paragraph ends with."""
_DOTS: Final = re.compile(r"\s{0,3}(?:\.{6,80}|…{2,40})\s{0,3}")
_LONGEST_TITLE: Final = 1000
_VOID_END_TAG: Final = re.compile(rf"</\s*(?:{'|'.join(sorted(VOID_ELEMENTS))})[\t\n\f\r ]*>", re.I)
_NOT_IN_TITLE: Final = re.compile(r"[<＜`~{]")
"""Markup, or what shows code in text: in a title it is neither."""


def pair_confidence(view: View, start: int, end: int, allowed: Collection[int]) -> Confidence:
    """How sure the two tags are an element; those of them in *allowed* are mangled."""
    places = [place for place in (start, end) if place in allowed]
    is_named = _are_named(view, start, end, allowed) or _are_in_sentence(view, start, end, allowed)
    if is_named or all(is_shown(view, place) for place in places) or _are_display_forms(view, start, end):
        return Confidence.GUESS
    if len(places) > 1 and not _has_content(view, start, end):
        is_likely = view.has_profile and not (_is_empty_form(view, start, end) or _holds_dots(view, start, end))
        return Confidence.LIKELY if is_likely else Confidence.GUESS
    is_guessed = any(translated_tag_name.is_guessed(view.malformed[place]) for place in places)
    return Confidence.LIKELY if is_guessed else Confidence.CERTAIN


def _is_empty_form(view: View, start: int, end: int) -> bool:
    """Whether nothing is between the two tags, and what stands beside them says that the text shows them."""
    if view.source[view.tokens[start].span.end : view.tokens[end].span.start].strip():
        return False
    return _is_form(view, start, end) or is_idle(view, start, end) or _are_framed(view, start, end)


def _is_form(view: View, start: int, end: int) -> bool:
    """Whether the empty pair stands in brackets that quotations have too, and a word comes directly after it."""
    last = view.tokens[end].span.end
    is_bracketed = view.malformed[start].code in LIKE_QUOTATIONS and view.malformed[end].code in LIKE_QUOTATIONS
    return is_bracketed and view.source[last : last + 1].isalpha()


def _holds_dots(view: View, start: int, end: int) -> bool:
    """Whether the pair holds a row of dots, which stands for what a reader may put there."""
    return _DOTS.fullmatch(view.source, view.tokens[start].span.end, view.tokens[end].span.start) is not None


def _are_framed(view: View, start: int, end: int) -> bool:
    """Whether quotation marks, brackets or the borders of a column stand on both sides of the pair."""
    first, last = view.tokens[start].span.start, view.tokens[end].span.end
    before, after = view.source[max(0, first - _AROUND) : first], view.source[last : last + _AROUND]
    return SHOWN_BEFORE.search(before) is not None and SHOWN_AFTER.match(after) is not None


def _are_display_forms(view: View, start: int, end: int) -> bool:
    """Whether the pair stands in full-width brackets, and so does a name near it that is no tag, as in ``＜h#＞``."""
    tokens = [view.malformed[place] for place in (start, end) if place in view.malformed]
    if [token.code for token in tokens] != [full_width_tag.DAMAGE.code] * 2:
        return False
    spans = view.tokens[start].span, view.tokens[end].span
    around = [_DISPLAY_FORM.finditer(view.source, max(0, span.start - _AROUND), span.end + _AROUND) for span in spans]
    return any(found[2] or found[1].lower() not in ELEMENTS for found in chain(*around))


def _are_named(view: View, start: int, end: int, allowed: Collection[int]) -> bool:
    """Whether the text names the two tags: each of them, or one, and there is no more between them than talk."""
    if start not in allowed or end not in allowed:
        return False
    spans = view.tokens[start].span, view.tokens[end].span
    if "=" in view.malformed[start].text:
        return False
    is_first, is_second = is_named(view.source, *spans[0]), is_named(view.source, *spans[1], is_end=True)
    is_near = end - start <= _WITH_TEXT_ONLY
    if (is_first or is_second) and is_near and is_tag_talk(view.source[spans[0].end : spans[1].start]):
        return True
    if is_first and is_second:
        return True
    is_series = is_enumerated(view.source, *spans[1]) or is_named(view.source, *spans[1])
    return is_series and is_listed(view.source, *spans[0])


def _are_in_sentence(view: View, start: int, end: int, allowed: Collection[int]) -> bool:
    """Whether the two tags, of a block, are words of one sentence, as in "a < p > is closed with < / p >."."""
    if start not in allowed or end not in allowed or end - start != _WITH_TEXT_ONLY:
        return False
    if view.reading(start).name not in STRUCTURE_ELEMENTS or "=" in view.malformed[start].text:
        return False
    first, last = view.tokens[start].span, view.tokens[end].span
    words = _ENDS_IN_WORD.fullmatch(view.source, first.end, last.start)
    before = _SPACED_WORD_BEFORE.search(view.source, max(0, first.start - 2), first.start)
    return before is not None and words is not None and words[1].lower() in _CALL_FOR_MORE


def _has_content(view: View, start: int, end: int) -> bool:
    """Whether the pair holds more than a text about tags would put there."""
    if end - start > _MUCH or any(map(_says_something, attributes_of(view.malformed[start]))):
        return True
    pieces = []
    for place in range(start + 1, end):
        token = view.tokens[place]
        name = view.name(place)
        if name and name not in FORMATTING_ELEMENTS and not isinstance(token, EndTag):
            return True
        if not name and not view.is_candidate(place):
            pieces.append(token.span.cut(view.source)[:100])
    return is_real_content("".join(pieces))


def _says_something(attribute: LooseAttribute) -> bool:
    """Whether *attribute* has a value, and no sign that stands for any, as in ``href="…"``."""
    return any(map(str.isalnum, unescape(attribute.value))) or "#" in attribute.value


def hides_markup(view: View, start: int, end: int) -> bool:
    """Whether the pair is a title whose text holds what would stop being markup in it."""
    if view.reading(start if start in view.malformed else end).name != "title":
        return False
    content = Span(view.tokens[start].span.end, view.tokens[end].span.start)
    if content.end - content.start > _LONGEST_TITLE:
        return True
    return _NOT_IN_TITLE.search(_VOID_END_TAG.sub("", content.cut(view.source))) is not None
