"""Live tags that swallow what stands after them, because a sign of theirs is lost: where they end, what comes free."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from string import ascii_letters
from typing import Final

from htmlrepair.allowlist import may_free_attribute, may_free_element
from htmlrepair.attributes import TAG, Attribute, parse_attributes
from htmlrepair.damage.base import CURLY_QUOTES
from htmlrepair.damage.loose import LooseAttribute, LooseTag
from htmlrepair.knowledge.attributes import ATTRIBUTES, BOOLEAN_ATTRIBUTES, ValueKind, kind_of
from htmlrepair.knowledge.elements import ELEMENTS, MEANT_ALONE, TEXT_LEVEL_ELEMENTS, VOID_ELEMENTS

__all__ = [
    "frees_nothing_active",
    "holds_free_tags",
    "may_come_free",
    "read_torn_end_tag",
    "read_torn_tag",
    "read_unclosed_tag",
    "read_wide_tag",
]

_FURTHEST: Final = 1200
"""How far a tag may go on that has swallowed what stands after it."""
_MAX_VALUE: Final = 400
_ENDS_SENTENCE: Final = r"[\w)\]][.,;:!?。、，！？；：؟،।][\s/]"
_END_TAG: Final = re.compile(
    r"</([A-Za-z][A-Za-z0-9]*)(?![A-Za-z0-9-]|[:.](?![\s<])|\s{0,3}[›〉⟩˃＞])"
    rf"(?=[^<>]{{0,400}}<|\s[^<>=\"']{{0,400}}?{_ENDS_SENTENCE}[^<>]{{0,400}}>)"
)
_FULL_WIDTH: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\s{0,3}([/／]?)\s?＞")
_ODD_END: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9]*\s?[›〉⟩˃]")
"""A tag that ends in another mark, which is looked at for itself."""
_CUT_OFF: Final = re.compile(r"</[A-Za-z][A-Za-z0-9]*\s{0,40}\Z")
_TAG_NAME: Final = re.compile(r"<([A-Za-z][A-Za-z0-9]*)(?=\s)")
_NEXT: Final = rf"(?=\s{{1,4}}(?:{'|'.join(sorted(ATTRIBUTES, key=len, reverse=True))})\s?=\s?[\"'])"
_ATTRIBUTE: Final = re.compile(
    r"\s{1,40}(?P<name>[a-z][a-z0-9-]*)(?:\s?=\s?(?:"
    rf"(?P<mark>[\"'])(?P<whole>(?:(?!(?P=mark)|[<>]).){{0,{_MAX_VALUE}}})(?P=mark)(?=[\s/>])"
    rf"|[\"'](?P<before_next>[^\"'<>]{{0,{_MAX_VALUE}}}?){_NEXT}"
    rf"|[\"'](?P<before_end>[^\"'<>]{{1,{_MAX_VALUE}}}?)(?=\s?/?>)"
    rf"|(?:\"(?=[^\"'<>]{{1,{_MAX_VALUE}}}')|'(?=[^\"'<>]{{1,{_MAX_VALUE}}}\"))(?P<crossed>[^\s\"'<>=`]+)[\"'](?=[\s/>])"
    rf"|(?P<unopened>[^\s\"'<>=`]{{1,{_MAX_VALUE}}})[\"'](?=[\s/>])"
    rf"|(?P<unquoted>[^\s\"'<>=`]{{1,{_MAX_VALUE}}})(?=[\s/>])))?",
    re.I,
)
_WHOLE_ATTRIBUTE: Final = re.compile(
    r"\s{1,40}(?P<name>[A-Za-z][A-Za-z0-9-]*)\s?[=＝]\s?(?:"
    rf"(?P<mark>[\"'])(?P<whole>(?:(?!(?P=mark)|[<>]).){{0,{_MAX_VALUE}}})(?P=mark)"
    rf"|[{CURLY_QUOTES}](?P<curly>[^<>{CURLY_QUOTES}]{{0,{_MAX_VALUE}}})[{CURLY_QUOTES}]"
    rf"|(?P<unquoted>[^\s\"'<>=`＞{CURLY_QUOTES}]{{1,{_MAX_VALUE}}})(?=[\s<＞]))"
)
_UNCLOSED_NAME: Final = re.compile(r"<([A-Za-z][A-Za-z0-9]*)(?=[\s<])")
_WIDE_CLOSE: Final = re.compile(r"\s{0,3}([/／]?)\s?(?:＞|[›〉⟩˃](?![^<>‹]{0,400}‹))")
"""A sign of another width, or such a mark, but for one that begins a ›quotation‹."""
_BEFORE_TAG: Final = re.compile(r"[ ]?(?=\s{0,40}</?[A-Za-z][A-Za-z0-9]*[\s<>/])")
_TEXT: Final = rf"(?=[^\s<>=\"'`{{}}/][^<>=\"'`{{}}]{{0,{_MAX_VALUE}}}<"
_BEFORE_TEXT: Final = re.compile(rf"[ ]?{_TEXT}/?[A-Za-z])")
"""What comes after a tag with attributes that lost its end: text, with a space in place of the sign."""
_BEFORE_LINE: Final = re.compile(rf"(?=[\r\n]\s{{0,40}}{_TEXT}/?[A-Za-z]))")
_HALVES: Final = frozenset({"before_end", "before_next", "crossed", "unopened"})
"""The groups of values that have one quotation mark, or two that are none of a pair."""
_CLOSE: Final = re.compile(r"\s{0,40}(/?)>")
_HOLDS_SIGNS: Final = frozenset({ValueKind.CSS, ValueKind.PROSE})
"""Kinds of values in which a ``>`` may stand."""
_IN_FORMULA: Final = re.compile(r"[A-Za-z0-9_]<")
_BEGINS_MARKUP: Final = f"{ascii_letters}/!?%"
"""What a ``<`` begins a tag with, a comment, or code."""
_PIECE: Final = re.compile(r"(?P<in_word>[A-Za-z0-9_])?<(?P<solidus>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\Z")
_LONGEST_PIECE: Final = 14
_BRACKET: Final = re.compile("[<＜]")
_BEFORE_BRACKET: Final = re.compile(rf"[^<>＜＞]{{0,{_MAX_VALUE}}}[<＜]")
_WIDE_SIGN: Final = re.compile("[＝＂]")
_IN_NO_NAME: Final = re.compile("[＝＂\"']")
_PLAIN_COMMENT: Final = re.compile(r"<![\s-][^<>]{0,400}>")
"""A comment by accident, without markup in it."""
_OTHER_MARKUP: Final = re.compile(r"`|\{[{%#]|<[!?%]|</(?![A-Za-z])[^<>\"']*[<\"']")
"""Comments, also by accident when they may end inside a tag, and what shows code in text."""


def read_torn_end_tag(source: str, pos: int) -> re.Match[str] | None:
    """The end tag at *pos* that lost its ``>``, with its name as the first group; None for any other."""
    found = _END_TAG.match(source, pos)
    is_element = found is not None and may_free_element(found[1].lower()) and found[1].lower() not in VOID_ELEMENTS
    return found if is_element else None


def read_wide_tag(source: str, pos: int) -> re.Match[str] | None:
    """The tag at *pos* that ends in a full-width sign; None for any other.

    Its groups are the solidus before its name, the name, and the solidus after it.
    """
    found = _FULL_WIDTH.match(source, pos)
    if found is None or not may_free_element(found[2].lower()) or found[2].lower() == "title":
        return None
    if not found[1] and len(found[2]) == 1 and _IN_FORMULA.match(source, max(0, pos - 1)):
        return found if _BEFORE_BRACKET.match(source, found.end()) else None
    return None if found[1] and found[2].lower() in VOID_ELEMENTS else found


def read_torn_tag(source: str, pos: int) -> LooseTag | None:
    """The start tag at *pos* with a value that lost one of its quotation marks, as it was; None for any other."""
    name = _TAG_NAME.match(source, pos)
    if name is not None and name[1].lower() == "title":
        return None  # what it swallows would be its text
    pieces = [] if name is None else list(_attributes(source, name.end()))
    close = _CLOSE.match(source, pieces[-1].end()) if pieces else None
    if name is None or close is None or not any(piece.lastgroup in _HALVES for piece in pieces):
        return None
    last = pieces[-1]
    if last.lastgroup == "before_end" and kind_of(last["name"].lower()) in _HOLDS_SIGNS:
        return None
    return LooseTag(name[1], tuple(map(_attribute, pieces)), bool(close[1]), close.end())


def read_unclosed_tag(source: str, pos: int) -> LooseTag | None:
    """The start tag at *pos* that lost its ``>``, as it was; None for any other.

    What comes next is a full-width sign, a tag, or text up to the next tag: after an attribute, a ``br``, or before an
    end tag of its own. The space that stands in the place of the sign belongs to it.
    """
    name = _UNCLOSED_NAME.match(source, pos)
    if name is None or name[1].lower() == "title" or not may_free_element(name[1].lower()):
        return None
    pieces: list[re.Match[str]] = []
    end = name.end()
    while (piece := _WHOLE_ATTRIBUTE.match(source, end)) is not None:
        pieces.append(piece)
        end = piece.end()
    is_alone = name[1].lower() in MEANT_ALONE
    if not (pieces or is_alone) and _IN_FORMULA.match(source, max(0, pos - 1)) and not _follows_piece(source, pos):
        return None
    wide = _WIDE_CLOSE.match(source, end) if pieces else None
    if wide is not None:
        return LooseTag(name[1], tuple(map(_attribute, pieces)), bool(wide[1]), wide.end())
    following = _BEFORE_TAG.match(source, end)
    if following is None and is_alone:
        following = _BEFORE_LINE.match(source, end)
    if following is None and (pieces or is_alone):
        following = _BEFORE_TEXT.match(source, end)
    elif following is None:
        following = re.compile(rf"[ ]{_TEXT}/{name[1]}\s?>)", re.I).match(source, end)
    if following is None:
        return None
    return LooseTag(name[1], tuple(map(_attribute, pieces)), False, following.end())


def _follows_piece(source: str, pos: int) -> bool:
    """Whether a tag that lost its end too stands directly before *pos*, so that there is no formula."""
    piece = _PIECE.search(source, max(0, pos - _LONGEST_PIECE), pos)
    if piece is None or piece["name"].lower() not in ELEMENTS:
        return False
    return bool(piece["solidus"] or not piece["in_word"] or piece["name"].lower() not in TEXT_LEVEL_ELEMENTS)


def _attributes(source: str, pos: int) -> Iterator[re.Match[str]]:
    while (piece := _ATTRIBUTE.match(source, pos)) is not None:
        yield piece
        pos = piece.end()


def _attribute(piece: re.Match[str]) -> LooseAttribute:
    group = piece.lastgroup
    start = piece.start("name")
    if group is None or group == "name":
        return LooseAttribute(piece["name"], "", "", start, piece.end(), piece.end())
    quote = "=" if group == "unquoted" else piece["mark"] or '"'
    value = piece[group].strip(CURLY_QUOTES) if group in _HALVES else piece[group]  # one mark is curly, one straight
    return LooseAttribute(piece["name"], value, quote, start, piece.start(group), piece.end())


def may_come_free(source: str, start: int, end: int, *, has_tag: bool = True) -> bool:
    """Whether the rest of the tag that a browser reads at *start* may be text and tags from *end* on.

    The rest is empty where the tag ends there to a browser too, and else, if it *has_tag* at all, holds one, mangled or
    not. Each whole tag in it must be one that a repair may make of text, and nothing else may stand there but text.
    What another such tag in it has swallowed belongs to it.
    """
    if start >= _without_end(source):
        return not has_tag or _BRACKET.search(source, end) is not None
    last = _end_of_tag(source, start)
    if last < 0 or (has_tag and last != end and _BRACKET.search(source, end, last) is None):
        return False
    links = {start}
    at = end
    known: dict[int, bool] = {}
    while at < last and (at := source.find("<", at, last)) >= 0:
        tag = TAG.match(source, at, at + _FURTHEST)
        if tag is None:
            at += 1
        elif (torn_end := read_torn_end_tag(source, at)) is not None:
            at = torn_end.end()
        elif (wide := read_wide_tag(source, at)) is not None:
            known = _known(source)
            inner = wide.end() if wide[1] else _end_of_tag(source, at)  # an end tag does no harm if it stays
            if inner < 0 or not known.get(at, True):
                return _noted(known, links, False)
            if at in known:
                return _noted(known, links, _OTHER_MARKUP.search(source, end, at) is None)
            if not wide[1]:
                links.add(at)
            last, at = max(last, inner), wide.end()
        elif (torn := read_torn_tag(source, at) or read_unclosed_tag(source, at)) is not None:
            known = _known(source)
            inner = _end_of_tag(source, at)
            is_free = inner >= 0 and _is_free(torn.name, torn.attributes) and known.get(at, True)
            is_whole = inner == torn.end or source[torn.end - 1] == "＞"
            if not is_free or not (is_whole or source.find("<", torn.end, inner) >= 0):
                return _noted(known, links, False)
            if at in known:
                return _noted(known, links, _OTHER_MARKUP.search(source, end, at) is None)
            links.add(at)
            last, at = max(last, inner), torn.end
        elif not (tag[3] or _CUT_OFF.match(source, at)) or tag.end() > last or not _is_free_tag(tag):
            return _noted(known, links, False)
        else:
            at = tag.end()
    return _noted(known, links, _OTHER_MARKUP.search(source, end, last) is None)


def frees_nothing_active(source: str, start: int, end: int) -> bool:
    """Whether what a browser reads as the rest of the tag at *start*, from *end* on, may be text and tags.

    Of the tags in it each whole one must be one that a repair may make of text.
    """
    last = _end_of_tag(source, start)
    at = end - 1
    while last >= 0 and (at := source.find("<", at + 1, last)) >= 0:
        tag = TAG.match(source, at, at + _FURTHEST)
        if tag is None:
            if source[at + 1 : at + 2] in ("!", "?"):
                return False
        elif _ODD_END.match(source, at) is None and not (tag[3] and tag.end() <= last and _is_free_tag(tag)):
            return False
    return last >= 0


def holds_free_tags(source: str, start: int, end: int) -> bool:
    """Whether the tags between the two offsets are whole, and such as a repair may make of text."""
    at = start - 1
    while (at := source.find("<", at + 1, end)) >= 0:
        tag = TAG.match(source, at, min(end, at + _FURTHEST))
        if tag is None:
            comment = _PLAIN_COMMENT.match(source, at, end)
            if comment is None and source[at + 1 : at + 2] in ("!", "?", "%"):
                return False
            at = at if comment is None else comment.end() - 1
        elif not (tag[3] and _is_free_tag(tag)):
            return False
    return True


@lru_cache(maxsize=1)
def _without_end(source: str) -> int:
    """The offset from which on no tag of *source* ends in an ASCII sign, and none but such as may come free begins."""
    at = source.rfind(">")
    free_from = at + 1
    while (at := source.find("<", at + 1)) >= 0:
        tag = read_wide_tag(source, at) or read_torn_end_tag(source, at)
        unclosed = None if tag is not None else read_unclosed_tag(source, at)
        is_free = tag is not None or (unclosed is not None and _is_free(unclosed.name, unclosed.attributes))
        if not is_free and source[at + 1 : at + 2] in _BEGINS_MARKUP:
            free_from = at + 1
    return free_from


@lru_cache(maxsize=1)
def _known(source: str) -> dict[int, bool]:
    """Where such tags of *source* stand, with what was found out about them; else time would grow with its square."""
    return {}


def _noted(known: dict[int, bool], links: Iterable[int], is_free: bool) -> bool:
    known.update(dict.fromkeys(links, is_free))
    return is_free


def _end_of_tag(source: str, start: int) -> int:
    """Where the tag at *start* ends to a browser, or the document in it; -1 where that is too far away."""
    tag = TAG.match(source, start, start + _FURTHEST)
    return tag.end() if tag is not None and (tag[3] or tag.end() == len(source)) else -1


def _is_free_tag(tag: re.Match[str]) -> bool:
    if tag[1]:
        return _is_free(tag[2], ())
    attributes = parse_attributes(tag[0])
    if _WIDE_SIGN.search(tag[0]):
        meant = parse_attributes(tag[0].replace("＝", "=").replace("＂", '"'))
        attributes = (*(each for each in attributes if not _is_inert(each)), *meant)
    return _is_free(tag[2], attributes)


def _is_inert(attribute: Attribute) -> bool:
    """Whether this is no attribute but a piece of one that full-width signs took apart, which does nothing."""
    if _IN_NO_NAME.search(attribute.name):
        return True
    is_known = attribute.name in BOOLEAN_ATTRIBUTES or attribute.name.startswith("on")
    return not attribute.value and not is_known


def _is_free(name: str, attributes: Iterable[Attribute | LooseAttribute]) -> bool:
    """Whether a repair may make a tag of *name* with *attributes* out of text; no title, whose text is no markup."""
    is_element = may_free_element(name.lower()) and name.lower() != "title"
    return is_element and all(may_free_attribute(attribute.name, attribute.value) for attribute in attributes)
