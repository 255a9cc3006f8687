"""Start tags that no end tag belongs to and that the text names: what stands beside them tells."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import Final

from htmlrepair.damage import full_width_tag, homoglyph_tag_name
from htmlrepair.knowledge.elements import (
    BLOCK_ELEMENTS,
    FORMATTING_ELEMENTS,
    HEADINGS,
    LISTS,
    ROW_GROUPS,
    TABLE_PARTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.prose import follows_article, is_join, is_listed, is_named, string_start
from htmlrepair.resolve.evidence import LIKE_QUOTATIONS, STANDS_ALONE
from htmlrepair.resolve.view import View
from htmlrepair.tokens import Characters, EndTag

__all__ = ["is_idle", "is_next", "is_shown", "mentions"]

_NEED_PARTNER: Final = LIKE_QUOTATIONS | {homoglyph_tag_name.DAMAGE.code}
"""Classes that look like words in brackets or quotation marks: in a line, an end tag must say that it is a tag."""
_NEAR: Final = 12
"""So many tokens before a tag another of its name is looked for."""
_AROUND: Final = 120
"""How far from a tag another is looked for that the text names."""
_LONGEST_JOIN: Final = 24
_LONGEST_INDENT: Final = 36
_SERIES: Final = 3
"""So many different start tags in a row, between words of one line, begin nothing."""
_WITHOUT_TEXT: Final = LISTS | ROW_GROUPS | {"dl", "table", "tr"}
"""What begins with a tag of its own, not with a word."""
_MAY_BE_CUT_OFF: Final = TABLE_PARTS | UNCLOSED_ELEMENTS | VOID_ELEMENTS
"""What may come in the middle of a sentence: a line that breaks, a cell that holds one word."""
_WORD_BEFORE: Final = re.compile(r"\w[ \t]\Z")
_WORD_AFTER: Final = re.compile(r"[ \t]\w")
_NUMBER_BEFORE: Final = re.compile(r"\d[ \t]?\Z")
_NUMBER_AFTER: Final = re.compile(r"[ \t]?[-+.]?\d")
_ITEM_BEFORE: Final = re.compile(r"(?:(?:\A|[\r\n])[ \t]{0,24}(?:\d{1,3}[.)]|[-*•·])|<li>)[ \t]{0,4}\Z")
_LINE_AFTER: Final = re.compile(r"[ \t]{0,8}(?:[\r\n]|</|\Z)")
_QUOTATION_MARKS: Final = frozenset("\"'`")
_CELL_BEFORE: Final = re.compile(r"\|[ \t]{0,3}\Z")
_CELL_AFTER: Final = re.compile(r"[ \t]{0,24}\|")
_BEFORE_STRING: Final = re.compile(r"(?:[=(\[{+?&|]|[\"']\s?:)\s{0,2}\Z")
_PATTERN_END: Final = re.compile(r"/[gimsuxy]{0,4}(?:[\s,;.)]|\Z)")
"""How scripts end a pattern, with letters that say how to match: ``</b>/gi``."""
_ARROW: Final = re.compile(r"[\"'`]?\s{0,3}(?:[-=]>|[→⇒➜])\s{0,3}[\"'`]?</?([A-Za-z][A-Za-z0-9]*)[\s/>]")
"""What points from a mangled tag to the tag that it was."""
_BRACKETS: Final = re.compile(r"[<＜‹]\s?([^\W\d_]\w{0,15})\s?/?[>＞›]")
"""A word in brackets, in text."""


def mentions(view: View, lone: Collection[int]) -> frozenset[int]:
    """The places of those start tags, among the *lone* ones without an end tag, that the text names.

    Those with attributes are used, whatever stands beside them.
    """
    named = {place for place in lone if is_listed(view.source, *view.tokens[place].span) or is_shown(view, place)}
    bare = [place for place in sorted(lone) if "=" not in view.malformed[place].text]
    row = _row(view, sorted(set(lone) - named))
    named |= {place for place in bare if _is_alone_in_text(view, place, row)}
    for place, beside in pairwise(bare):
        if any(are_alike(view, place, beside) for are_alike in (_are_joined, _are_items, _are_idle)):
            named |= {place, beside}
    for run in _runs(view, bare):
        if _is_run_named(view, run):
            named.update(run)
    named.update(_in_company(view, bare, named), () if view.has_profile else _like_named_voids(view, bare))
    return frozenset(named)


def _row(view: View, lone: Iterable[int]) -> Collection[int]:
    """Those of the *lone* tags, which are in order, that come after a sure one, or after one that does."""
    found: set[int] = set()
    for place in lone:
        if is_next(view, place, found):
            found.add(place)
    return found


def _is_alone_in_text(view: View, place: int, row: Collection[int]) -> bool:
    """Whether the tag at *place* stands in a line, and what is beside it, or nothing, says that it is a word.

    A tag of a *row* that begins with a sure one is none.
    """
    if not _is_in_text(view, place):
        return False
    token = view.malformed[place]
    if _is_compared(view, place) or _is_capital(view, place):
        return True
    if _holds_no_part(view, place):
        return True
    if token.code in _NEED_PARTNER and token.readings[0].name in STANDS_ALONE - VOID_ELEMENTS:
        return place not in row
    return _begins_nothing(view, place) or _is_joined_to_word(view, place)


def is_shown(view: View, place: int) -> bool:
    """Whether the text shows the tag at *place* by itself, whatever it may pair with."""
    return _is_quoted(view, place) or _is_mended(view, place) or _fills_cell(view, place)


def _fills_cell(view: View, place: int) -> bool:
    """Whether the tag at *place* is all that a cell of a table drawn with pipes holds."""
    start, end = view.tokens[place].span
    begins = _CELL_BEFORE.search(view.source, max(0, start - _LONGEST_JOIN), start) is not None
    return begins and _CELL_AFTER.match(view.source, end) is not None


def _is_quoted(view: View, place: int) -> bool:
    """Whether the tag at *place* is all that stands between two quotation marks, or in a pattern, in code."""
    source, (start, end) = view.source, view.tokens[place].span
    before, after = source[max(0, start - 1) : start], source[end : end + 1]
    if "\\" in view.malformed[place].text:
        is_between = before == after == "/"
        return is_between or _PATTERN_END.match(source, end) is not None or _is_in_string(view, start)
    is_beside_word = source[max(0, start - 2) : max(0, start - 1)].isalnum() or source[end + 1 : end + 2].isalnum()
    return before == after and before in _QUOTATION_MARKS and not is_beside_word


def _is_in_string(view: View, start: int) -> bool:
    """Whether the offset *start* is in a string of a script, or of JSON."""
    for mark in "\"'":
        opened = string_start(view.source, start, mark)
        if opened is not None and _BEFORE_STRING.search(view.source, max(0, opened - _LONGEST_JOIN), opened):
            return True
    return False


def _is_mended(view: View, place: int) -> bool:
    """Whether the text shows what becomes of the tag at *place*: ``< b > -> <b>``."""
    arrow = _ARROW.match(view.source, view.tokens[place].span.end)
    return arrow is not None and arrow[1].lower() == view.reading(place).name


def _like_named_voids(view: View, bare: list[int]) -> Iterator[int]:
    """The places of void elements that the text names elsewhere: of one that it explains, it shows other forms too."""
    voids = [place for place in bare if view.reading(place).name in VOID_ELEMENTS]
    named = {view.reading(place).name for place in voids if is_named(view.source, *view.tokens[place].span)}
    return (place for place in voids if view.reading(place).name in named)


def is_next(view: View, place: int, sure: Collection[int] = ()) -> bool:
    """Whether the tag at *place* comes after a sure one of its name, and both stand between full-width brackets.

    Sure are those that are live, and those at the places *sure*. Void elements and formatting may stand between them.
    """
    code, name = full_width_tag.DAMAGE.code, view.reading(place).name
    if view.malformed[place].code != code:
        return False
    for before in range(place - 1, max(-1, place - _NEAR), -1):
        part = view.part(before)
        is_sure = part is not None and (part.is_live or before in sure)
        if part is None or (is_sure and part.name in VOID_ELEMENTS | FORMATTING_ELEMENTS):
            continue
        token = view.malformed.get(before)
        return is_sure and part.is_start and part.name == name and token is not None and token.code == code
    return False


def _is_compared(view: View, place: int) -> bool:
    """Whether numbers stand on both sides of the tag at *place*, as in ``1 < h1 > 12``."""
    start, end = view.tokens[place].span
    is_after_number = _NUMBER_BEFORE.search(view.source, max(0, start - _LONGEST_JOIN), start) is not None
    return is_after_number and _NUMBER_AFTER.match(view.source, end) is not None


def _is_capital(view: View, place: int) -> bool:
    """Whether the tag at *place* is a capital letter, as in ``Set< P >``, where no other tag has one."""
    letter = view.malformed[place].text.strip("<>＜＞ \t")
    return not view.has_capitals and len(letter) == 1 and letter.isupper()


def _holds_no_part(view: View, place: int) -> bool:
    """Whether the tag at *place*, of a list or a table, stands between words, and begins with no part of it."""
    if view.reading(place).name not in _WITHOUT_TEXT or not is_idle(view, place, place):
        return False
    return not view.tokens[place + 1].span.cut(view.source).isspace()  # before a token that may be a tag


def _is_in_text(view: View, place: int) -> bool:
    """Whether text stands before the tag at *place* on its line."""
    start = view.tokens[place].span.start
    return view.source[max(0, start - _LONGEST_JOIN) : start].rstrip(" \t")[-1:] not in ("", "\n", "\r", ">", "＞")


def _begins_nothing(view: View, place: int) -> bool:
    """Whether an end tag, or that of the document, comes after the tag at *place*, and so it had nothing to begin."""
    name = view.reading(place).name
    if name in TABLE_PARTS or name in VOID_ELEMENTS or not view.source[view.tokens[place].span.start - 1].isspace():
        return False
    after = place + 1
    if after < len(view.tokens) and view.tokens[after].span.cut(view.source).isspace():
        after += 1
    return after >= len(view.tokens) or isinstance(view.tokens[after], EndTag)


def _is_joined_to_word(view: View, place: int) -> bool:
    """Whether a word such as *and* stands between the tag at *place* and a word in brackets that is no element."""
    token = view.tokens[place + 1] if place + 1 < len(view.tokens) else None
    if isinstance(token, Characters):
        after = token.span.cut(view.source)[: _LONGEST_JOIN * 2]
        brackets = _BRACKETS.search(after)
        if brackets is not None and brackets[1].lower() not in STANDS_ALONE and is_join(after[: brackets.start()]):
            return True
    token = view.tokens[place - 1] if place else None
    if not isinstance(token, Characters):
        return False
    before = token.span.cut(view.source)[-_LONGEST_JOIN * 2 :]
    *_, last = [None, *_BRACKETS.finditer(before)]
    return last is not None and is_join(before[last.end() :])


def _are_joined(view: View, place: int, beside: int) -> bool:
    """Whether only a comma, or a word such as *and*, stands between the two tags, which are not alike."""
    gap = view.source[view.tokens[place].span.end : view.tokens[beside].span.start]
    is_same = view.malformed[place].text == view.malformed[beside].text
    return not is_same and len(gap) <= _LONGEST_JOIN and is_join(gap)


def _are_items(view: View, place: int, beside: int) -> bool:
    """Whether each of the two tags is all that stands in an item of a list, or in a line with a bullet or a number."""
    return _is_item(view, place) and _is_item(view, beside)


def _is_item(view: View, place: int) -> bool:
    start, end = view.tokens[place].span
    if _LINE_AFTER.match(view.source, end) is None:
        return False
    return _ITEM_BEFORE.search(view.source, max(0, start - _LONGEST_INDENT), start) is not None


def is_idle(view: View, first: int, last: int) -> bool:
    """Whether the tags from *first* to *last* stand between two words, and apart from both."""
    start, end = view.tokens[first].span.start, view.tokens[last].span.end
    is_after_word = _WORD_BEFORE.search(view.source, max(0, start - 2), start) is not None
    return is_after_word and _WORD_AFTER.match(view.source, end) is not None


def _are_idle(view: View, place: int, beside: int) -> bool:
    """Whether the two tags stand between words, in one line or the next, and one of them is none that stands alone."""
    if not (is_idle(view, place, place) and is_idle(view, beside, beside)):
        return False
    gap = view.source[view.tokens[place].span.end : view.tokens[beside].span.start]
    names = {view.reading(place).name, view.reading(beside).name}
    return len(gap) <= _AROUND and gap.count("\n") <= 1 and len(names) > 1 and not names <= STANDS_ALONE


def _runs(view: View, bare: list[int]) -> Iterator[list[int]]:
    """The *bare* tags in groups: those of one have only white space between them, and stand in one line."""
    run: list[int] = []
    for place in bare:
        gap = view.source[view.tokens[run[-1]].span.end : view.tokens[place].span.start] if run else ""
        if run and not (gap.isspace() and "\n" not in gap):
            yield run
            run = []
        run.append(place)
    if run:
        yield run


def _is_run_named(view: View, run: list[int]) -> bool:
    """Whether the sentence goes on after the tags of *run* as after words: with an article, or many, in the middle.

    Many that could not hold each other, as a heading no paragraph, are words too.
    """
    names = [view.reading(place).name for place in run]
    if len(set(names)) < len(names):
        return False
    if len(run) >= _SERIES and any(name in HEADINGS and after in BLOCK_ELEMENTS for name, after in pairwise(names)):
        return True
    is_series = len(run) >= _SERIES and not set(names) <= STANDS_ALONE
    if is_series and is_idle(view, run[0], run[-1]):
        return True
    if not _MAY_BE_CUT_OFF.isdisjoint(names[:1]):
        return False
    return follows_article(view.source, view.tokens[run[0]].span.start, view.tokens[run[-1]].span.end)


def _is_set_apart(view: View, place: int) -> bool:
    """Whether the tag at *place* is between full-width brackets, and white space on both sides sets it apart."""
    return view.malformed[place].code == full_width_tag.DAMAGE.code and is_idle(view, place, place)


def _in_company(view: View, bare: list[int], named: Collection[int]) -> Iterator[int]:
    """The places of the tags in the same line as one that is *named*."""
    for places in (bare, bare[::-1]):
        last = None
        for place in places:
            if place in named:
                last = place
            elif last is not None:
                first, second = sorted((last, place))
                gap = view.source[view.tokens[first].span.end : view.tokens[second].span.start]
                is_near = len(gap) <= _AROUND and "\n" not in gap and (gap.isspace() or _is_in_text(view, place))
                is_used = view.reading(place).name in VOID_ELEMENTS and not _is_set_apart(view, place)
                last = place if is_near and not is_used else None
                if last is not None:
                    yield place
