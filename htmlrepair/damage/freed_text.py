"""What comes free where a tag ends earlier than a browser takes it to: whether all of that may come free."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from string import ascii_letters
from typing import Final

from htmlrepair.allowlist import may_free_attribute, may_free_element
from htmlrepair.attributes import TAG, Attribute, parse_attributes
from htmlrepair.damage.loose import LooseAttribute, read_attributes
from htmlrepair.damage.odd_space_in_tag import with_plain_space
from htmlrepair.damage.torn import read_torn_end_tag, read_torn_tag, read_unclosed_tag, read_wide_tag
from htmlrepair.knowledge.attributes import BOOLEAN_ATTRIBUTES
from htmlrepair.knowledge.elements import ESCAPABLE_RAW_TEXT_ELEMENTS, RAW_TEXT_ELEMENTS

__all__ = ["frees_nothing", "frees_nothing_active", "holds_free_tags", "holds_raw_text_tag", "may_come_free"]

_FURTHEST: Final = 20_000
"""How far a tag may go on that has swallowed what stands after it; a lone apostrophe ends far behind."""
_LONGEST: Final = 1200
"""No tag in that is longer."""
_ODD_END: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)(\s?)[›〉⟩˃]")
"""A tag that ends in another mark, which is looked at for itself."""
_CUT_OFF: Final = re.compile(r"</[A-Za-z][A-Za-z0-9]*\s{0,40}\Z")
_BEGINS_MARKUP: Final = f"{ascii_letters}/!?%"
"""What a ``<`` begins a tag with, a comment, or code."""
_BRACKET: Final = re.compile("[<＜]")
_BEGINS_TAG: Final = re.compile("</?[A-Za-z]")
_RAW_TEXT_TAG: Final = re.compile(
    rf"<(?:{'|'.join(sorted(RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT_ELEMENTS))})(?=[\t\n\f\r />])", re.I
)
_SEPARATOR: Final = re.compile("[\t\n\f\r /]")
"""What ends the name of a tag, or of an attribute."""
_WIDE_SIGN: Final = re.compile("[＝＂]")
_CLOSE: Final = re.compile(r"[\s/]*>")
_IN_NO_NAME: Final = re.compile("[＝＂\"']")
_PLAIN_COMMENT: Final = re.compile(r"<![\s-][^<>]{0,400}>")
"""A comment by accident, without markup in it."""
_LAST_COMMENT: Final = re.compile(r"<!--(?!-?>)[^<>\"'`{]{0,400}-->")
"""A comment in a tag, which ends where the tag does to a browser."""
_OTHER_MARKUP: Final = re.compile(r"`|\{[{%#]|<[!?%]|</(?![A-Za-z])[^<>\"']*[<\"']")
"""Comments, also by accident when they may end inside a tag, and what shows code in text."""


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
        tag = TAG.match(source, at, at + _LONGEST)
        if tag is None:
            at += 1
        elif (torn_end := read_torn_end_tag(source, at)) is not None:
            known = _known(source)
            if _end_of_tag(source, at) == last:
                if at in known:
                    return _noted(known, links, known[at] and _OTHER_MARKUP.search(source, end, at) is None)
                links.add(at)
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
    return _noted(known, links, _OTHER_MARKUP.search(source, end, _start_of_comment(source, end, last)) is None)


def _start_of_comment(source: str, start: int, end: int) -> int:
    """Where the plain comment begins that ends at offset *end*, if it does so after *start*; else *end*."""
    found = source.rfind("<!--", max(start, end - _LONGEST), end)
    return found if found >= 0 and _LAST_COMMENT.fullmatch(source, found, end) else end


def frees_nothing(source: str, start: int, end: int) -> bool:
    """Whether the tag that a browser reads in what stands between the two offsets, if it reads one, ends there too."""
    begun = _BEGINS_TAG.search(source, start, end)
    tag = None if begun is None else TAG.match(source, begun.start(), end)
    return tag is None or tag[3] != ""


def holds_raw_text_tag(source: str, start: int, end: int) -> bool:
    """Whether browsers read a start tag between the two offsets after which all is text up to the end tag."""
    begun = _BEGINS_TAG.search(source, start, end)
    tag = None if begun is None else _RAW_TEXT_TAG.match(source, begun.start())
    return tag is not None


def frees_nothing_active(source: str, start: int, end: int) -> bool:
    """Whether what a browser reads as the rest of the tag at *start*, from *end* on, may be text and tags.

    Of the tags in it each whole one must be one that a repair may make of text.
    """
    last = _end_of_tag(source, start)
    if last < 0:
        return False
    known = _harms(source)
    first, harm = known.get(last, (last, last))
    if end < first or harm < end:
        first, harm = known[last] = end, _first_harm(source, end, last)
    return harm == last


@lru_cache(maxsize=1)
def _harms(source: str) -> dict[int, tuple[int, int]]:
    """By the end of a tag of *source*, as far as is known: from where on, and where harm is first done in it."""
    return {}


def _first_harm(source: str, at: int, last: int) -> int:
    """Where the first tag from *at* on is that may not come free, in a tag that ends at *last*; there if none is."""
    at -= 1
    while (at := source.find("<", at + 1, last)) >= 0:
        tag = TAG.match(source, at, at + _LONGEST)
        if tag is None:
            if source[at + 1 : at + 2] in ("!", "?"):
                return at
        elif (odd := _ODD_END.match(source, at)) is not None:
            if not (odd[1] or _is_harmless(odd, tag)):
                return at
        elif not (tag[3] and tag.end() <= last and _is_free_tag(tag)):
            return at
    return last


def holds_free_tags(source: str, start: int, end: int) -> bool:
    """Whether the tags between the two offsets are whole, and such as a repair may make of text."""
    at = start - 1
    while (at := source.find("<", at + 1, end)) >= 0:
        tag = TAG.match(source, at, min(end, at + _LONGEST))
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
    if _BEGINS_TAG.match(source, start) is None:
        return -1
    limit = start + _FURTHEST
    end = source.find(">", start, limit) + 1
    last = end or min(limit, len(source))
    value = source.find("=", start, last)
    if value < 0 or (source.find('"', value, last) < 0 and source.find("'", value, last) < 0):  # the next sign ends it
        return last if end or last == len(source) else -1
    if _SEPARATOR.search(source, start + 2, value) is None or _SEPARATOR.match(source, value - 1) is not None:
        return _matched_end(source, start, limit)
    ends = _ends(source)
    if value not in ends:
        ends[value] = _matched_end(source, start, value + _FURTHEST)
    return ends[value] if ends[value] <= limit else -1


def _matched_end(source: str, start: int, limit: int) -> int:
    """The same for a tag that may have quotation marks, if it ends before *limit*."""
    tag = TAG.match(source, start, limit)
    return tag.end() if tag is not None and (tag[3] or tag.end() == len(source)) else -1


@lru_cache(maxsize=1)
def _ends(source: str) -> dict[int, int]:
    """Where tags of *source* end, by the first ``=`` in them: all tags before one that is an attribute's end alike."""
    return {}


def _is_free_tag(tag: re.Match[str]) -> bool:
    if not tag[2].isascii():
        plain = TAG.fullmatch(with_plain_space(tag[0]))
        if plain is None or not plain[3] or not plain[2].isascii() or not _is_free_tag(plain):
            return False
        live = () if tag[1] else parse_attributes(tag[0])  # what it does should it stay as it is
        return all(_is_inert(each) or may_free_attribute(each.name, each.value) for each in live)
    if tag[1]:
        return _is_free(tag[2], ())
    attributes = parse_attributes(tag[0])
    if _WIDE_SIGN.search(tag[0]):
        meant = parse_attributes(tag[0].replace("＝", "=").replace("＂", '"'))
        attributes = (*(each for each in attributes if not _is_inert(each)), *meant)
    elif any(_IN_NO_NAME.search(attribute.name) for attribute in attributes):
        read, stop = read_attributes(tag[0], len("<") + len(tag[2]), len(tag[0]))
        return _CLOSE.fullmatch(tag[0], stop) is not None and _is_free(
            tag[2], (*(each for each in attributes if not _is_inert(each)), *read)
        )
    return _is_free(tag[2], attributes)


def _is_harmless(odd: re.Match[str], tag: re.Match[str]) -> bool:
    """Whether the start tag *odd*, which ends in another mark, does nothing should it stay the *tag* it is."""
    if odd[3] and not may_free_element(odd[2].lower()):
        return False
    values = (each for each in parse_attributes(tag[0]) if each.value) if "=" in tag[0] else ()
    return all(_is_inert(each) or may_free_attribute(each.name, each.value) for each in values)


def _is_inert(attribute: Attribute) -> bool:
    """Whether this is no attribute but a piece of one that odd marks took apart, which does nothing."""
    if _IN_NO_NAME.search(attribute.name):
        return True
    is_known = attribute.name in BOOLEAN_ATTRIBUTES or attribute.name.startswith("on")
    return not attribute.value and not is_known


def _is_free(name: str, attributes: Iterable[Attribute | LooseAttribute]) -> bool:
    """Whether a repair may make a tag of *name* with *attributes* out of text; no title, whose text is no markup."""
    is_element = may_free_element(name.lower()) and name.lower() != "title"
    return is_element and all(may_free_attribute(attribute.name, attribute.value) for attribute in attributes)
