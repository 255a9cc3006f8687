"""Live tags that swallow what stands after them, because a sign of theirs is lost: how they read, where they end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import CURLY_QUOTES
from htmlrepair.damage.loose import MAX_ATTRIBUTES, LooseAttribute, LooseTag
from htmlrepair.knowledge.attributes import ATTRIBUTES, ValueKind, kind_of
from htmlrepair.knowledge.elements import ELEMENTS, MEANT_ALONE, TEXT_LEVEL_ELEMENTS, VOID_ELEMENTS

__all__ = [
    "read_torn_end_tag",
    "read_torn_tag",
    "read_unclosed_tag",
    "read_wide_tag",
]

_MAX_VALUE: Final = 400
_ENDS_SENTENCE: Final = r"[\w)\]][.,;:!?。、，！？；：؟،।][\s/]"
_END_TAG: Final = re.compile(
    r"</([A-Za-z][A-Za-z0-9]*)(?![A-Za-z0-9-]|[:.](?![\s<])|\s{0,3}[›〉⟩˃＞])(?:\s?&gt;)?"
    rf"(?=[^<>]{{0,400}}<|\s[^<>=\"']{{0,400}}?{_ENDS_SENTENCE}[^<>]{{0,400}}>)"
)
_FULL_WIDTH: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)\s{0,3}([/／]?)\s?＞")
_TAG_NAME: Final = re.compile(r"<([A-Za-z][A-Za-z0-9]*)(?=\s)")
_NEXT: Final = rf"(?=\s{{1,4}}(?:{'|'.join(sorted(ATTRIBUTES, key=len, reverse=True))})\s?=\s?[\"'])"
_ATTRIBUTE: Final = re.compile(
    r"\s{1,40}(?P<name>[a-z][a-z0-9-]*)(?:\s?=\s?(?:"
    rf"(?P<mark>[\"'])(?P<whole>(?:(?!(?P=mark)|[<>]).){{0,{_MAX_VALUE}}})(?P=mark)(?=[\s/>])"
    rf"|(?P<marks>\"\"|'')(?P<doubled>[^\"'<>]{{1,{_MAX_VALUE}}})(?P=marks)(?=[\s/>])"
    rf"|[{CURLY_QUOTES}](?P<curly>[^\"<>{CURLY_QUOTES}]{{1,{_MAX_VALUE}}})[\"{CURLY_QUOTES}](?=[\s/>])"
    rf"|[\"'](?P<before_next>[^\"'<>]{{0,{_MAX_VALUE}}}?){_NEXT}"
    rf"|[\"'](?P<before_end>[^\"'<>]{{1,{_MAX_VALUE}}}?)(?=\s?/?>)"
    rf"|(?:\"(?=[^\"'<>]{{1,{_MAX_VALUE}}}')|'(?=[^\"'<>]{{1,{_MAX_VALUE}}}\"))(?P<crossed>[^\"'<>]{{1,{_MAX_VALUE}}})[\"'](?=[\s/>])"
    rf"|(?P<unopened>(?![\"'])[^\s\"'<>=`?]{{0,{_MAX_VALUE}}}(?:\?[^\s\"'<>`]{{0,{_MAX_VALUE}}})?)[\"'](?=[\s/>])"
    rf"|(?P<unquoted>[^\s\"'<>=`]{{1,{_MAX_VALUE}}})(?=[\s/>])))?",
    re.I,
)
_WHOLE_ATTRIBUTE: Final = re.compile(
    r"\s{0,40}(?P<name>[A-Za-z][A-Za-z0-9-]*)\s?[=＝]\s?(?:"
    rf"(?P<mark>[\"'])(?P<whole>(?:(?!(?P=mark)|[<>]).){{0,{_MAX_VALUE}}})(?P=mark)"
    rf"|[{CURLY_QUOTES}](?P<curly>[^<>{CURLY_QUOTES}]{{0,{_MAX_VALUE}}})[{CURLY_QUOTES}]"
    rf"|(?P<unquoted>[^\s\"'<>=`＞{CURLY_QUOTES}]{{1,{_MAX_VALUE}}})(?=[\s<＞]))"
)
_UNCLOSED_NAME: Final = re.compile(r"<([A-Za-z][A-Za-z0-9]*)(?=[\s<])")
_GLUED_NAME: Final = re.compile(
    rf"<({'|'.join(sorted(filter(may_free_element, ELEMENTS), key=len, reverse=True))})"
    rf"(?=(?:{'|'.join(sorted(ATTRIBUTES, key=len, reverse=True))})=[\"'])",
    re.I,
)
_LONG_NAME: Final = re.compile("<[A-Za-z0-9-]{2,40}=")
"""What a name to which an attribute is glued begins with, and hardly any other; quickly told."""
_WIDE_CLOSE: Final = re.compile(r"\s{0,3}([/／]?)\s?(?:＞|&gt;|[›〉⟩˃](?![^<>‹]{0,400}‹))")
"""A sign of another width, an escaped one, or such a mark, but for one that begins a ›quotation‹."""
_BEFORE_TAG: Final = re.compile(r"[ ]?(?=\s{0,40}<(?:/?[A-Za-z][A-Za-z0-9]*[\s<>/]|!--[^<>]))")
_TEXT: Final = rf"(?=[ ]{{0,3}}[^\s<>=\"'`{{}}/][^<>=\"'`{{}}]{{0,{_MAX_VALUE}}}<"
_BEFORE_TEXT: Final = re.compile(rf"[ ]?{_TEXT}/?[A-Za-z])")
"""What comes after a tag with attributes that lost its end: text, with a space in place of the sign."""
_BEFORE_LINE: Final = re.compile(rf"(?=[\r\n]\s{{0,40}}{_TEXT}/?[A-Za-z]))")
_HALVES: Final = frozenset({"before_end", "before_next", "crossed", "unopened"})
"""The groups of values that have one quotation mark, or two that are none of a pair."""
_CURLY_MARKS: Final = f"{CURLY_QUOTES}‘’‚‛"
_CLOSE: Final = re.compile(r"\s{0,40}(/?)>")
_HOLDS_SIGNS: Final = frozenset({ValueKind.CSS, ValueKind.PROSE})
"""Kinds of values in which a ``>`` may stand."""
_BEGINS_VALUE: Final = re.compile(r"<[A-Za-z][^<>\"']{0,80}\s[A-Za-z-]{1,20}=\s?\Z")
"""A tag up to the value of its first attribute."""
_IN_FORMULA: Final = re.compile(r"[A-Za-z0-9_]<")
_PIECE: Final = re.compile(r"(?P<in_word>[A-Za-z0-9_])?<(?P<solidus>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\Z")
_LONGEST_PIECE: Final = 14
_BEFORE_BRACKET: Final = re.compile(rf"[^<>＜＞]{{0,{_MAX_VALUE}}}[<＜]")


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
    pieces = [] if name is None else list(islice(_attributes(source, name.end(), _ATTRIBUTE), MAX_ATTRIBUTES))
    close = _CLOSE.match(source, pieces[-1].end()) if pieces else None
    if name is None or close is None or not any(piece.lastgroup in _HALVES for piece in pieces):
        return None
    last = pieces[-1]
    if last.lastgroup == "before_end" and not _ends_before(source, last, close.end()):
        return None
    return LooseTag(name[1], tuple(map(_attribute, pieces)), bool(close[1]), close.end())


def _ends_before(source: str, piece: re.Match[str], end: int) -> bool:
    """Whether the value of *piece*, which lacks its second mark, ends before the ``>`` that stands before *end*.

    If its kind may hold such a sign, its mark must come next where a later tag begins a value, or never again.
    """
    if kind_of(piece["name"].lower()) not in _HOLDS_SIGNS:
        return True
    mark = source[piece.start("before_end") - 1]
    following = source.find(mark, end, end + _MAX_VALUE)
    if following < 0:
        return end + _MAX_VALUE >= len(source)
    return _BEGINS_VALUE.search(source, max(end, following - _MAX_VALUE), following) is not None


def read_unclosed_tag(source: str, pos: int) -> LooseTag | None:
    """The start tag at *pos* that lost its ``>``, as it was; None for any other.

    What comes next is a full-width sign, or one that is escaped, a tag, or text up to the next tag: after an attribute,
    a ``br``, or before an end tag of its own. The space that stands in the place of the sign belongs to it.
    """
    name = _UNCLOSED_NAME.match(source, pos) or _glued_name(source, pos)
    if name is None or name[1].lower() == "title" or not may_free_element(name[1].lower()):
        return None
    pieces = list(islice(_attributes(source, name.end(), _WHOLE_ATTRIBUTE), MAX_ATTRIBUTES))
    if len(pieces) == MAX_ATTRIBUTES:
        return None
    end = pieces[-1].end() if pieces else name.end()
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


def _glued_name(source: str, pos: int) -> re.Match[str] | None:
    """The name of the tag at *pos*, which an attribute follows without a gap."""
    return _GLUED_NAME.match(source, pos) if _LONG_NAME.match(source, pos) else None


def _follows_piece(source: str, pos: int) -> bool:
    """Whether a tag that lost its end too stands directly before *pos*, so that there is no formula."""
    piece = _PIECE.search(source, max(0, pos - _LONGEST_PIECE), pos)
    if piece is None or piece["name"].lower() not in ELEMENTS:
        return False
    return bool(piece["solidus"] or not piece["in_word"] or piece["name"].lower() not in TEXT_LEVEL_ELEMENTS)


def _attributes(source: str, pos: int, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What *pattern* finds from *pos* on, piece by piece."""
    while (piece := pattern.match(source, pos)) is not None:
        yield piece
        pos = piece.end()


def _attribute(piece: re.Match[str]) -> LooseAttribute:
    group = piece.lastgroup
    start = piece.start("name")
    if group is None or group == "name":
        return LooseAttribute(piece["name"], "", "", start, piece.end(), piece.end())
    quote = "=" if group == "unquoted" else piece["mark"] or '"'
    value = piece[group]
    if group in _HALVES:  # one mark is curly, one straight
        value = value.strip(CURLY_QUOTES if kind_of(piece["name"].lower()) is ValueKind.PROSE else _CURLY_MARKS)
    return LooseAttribute(piece["name"], value, quote, start, piece.start(group), piece.end())
