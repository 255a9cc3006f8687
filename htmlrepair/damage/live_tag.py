"""Damage inside a start tag that browsers read as one: which characters of it to change, and whether that is safe."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Final

from htmlrepair.allowlist import is_active_attribute, may_free_element, may_mend_attribute, may_mend_tag
from htmlrepair.attributes import decode_value, parse_attributes
from htmlrepair.damage import (
    control_character_reference,
    curly_quotes,
    escaped_reference,
    missing_semicolon_after_character_reference,
    misspelled_reference,
    shifted_quotes,
    spaced_value,
    split_reference,
    unexpected_solidus_in_tag,
)
from htmlrepair.damage.base import CURLY_QUOTES
from htmlrepair.damage.loose import LooseAttribute, read_attributes
from htmlrepair.damage.shifted_quotes import is_shifted, unshifted
from htmlrepair.damage.values import mended_value
from htmlrepair.knowledge.attributes import ATTRIBUTES, ValueKind, kind_of
from htmlrepair.knowledge.elements import ELEMENTS, FOREIGN_ELEMENTS
from htmlrepair.knowledge.references import DISTINCTIVE_NAMES
from htmlrepair.knowledge.safety import RESTRAINTS, STARTING_ATTRIBUTES
from htmlrepair.source import Span, splice
from htmlrepair.tokens import MalformedMarkup, Slip
from htmlrepair.verbatim import code_in_tag

__all__ = ["find_slips", "spliced"]

_SUSPECT: Final = re.compile(
    r"=(?:=|3D[\"'])|\s[A-Za-z-]{2,20}[\"'](?:[^\s\"'>/=]|/[^>])|[\"']\\_"
    rf"|[＝‹›{CURLY_QUOTES}‘’‚‛′`´«»「」『』：；％＃؛&]|/[\t\n\f\r ]+>|#\s|\s[\"']"
    r"|=\s*(?:\"\"(?!\s*/?>)[^\s\">]|''[^\s'>]|\\[\"'])|\"\"[A-Za-z\s]|[^=\s]\"\"/?>|\s(?:aria|data)(?:\s-|-\s)|=\s*[\"'][^\"'\s]*\s[^\"']*[\"']"
)
"""What every slip shows; a tag without it is not looked at more closely."""
_PROSE_ATTRIBUTES: Final = frozenset({"alt", "aria-label", "summary", "title"})
_MENDED_ELEMENTS: Final = frozenset(ELEMENTS) - FOREIGN_ELEMENTS
"""Foreign content keeps its bytes, and so does the tag round it."""
_NO_WORDS_END: Final = re.compile(r"[^\s!),.:;?\]}]|[.?]\S|\Z")
"""What a value begins with, but seldom what follows a quotation."""
_CLOSE: Final = re.compile(r"[\s/]*>\Z")


def find_slips(name: str, text: str, start: int) -> tuple[Slip, ...]:
    """The slips in the live start tag *text* of the element *name*, which begins at offset *start*; sorted by place.

    Empty unless the tag with all of them mended has only attributes that it had before, or that do nothing by
    themselves. A value that would run a script or send a request stays as it is.
    """
    if not _SUSPECT.search(text):
        return ()
    attributes, stop = read_attributes(text, len(name) + 1, len(text))
    if not _CLOSE.match(text, stop):
        return ()
    code = code_in_tag(text)
    slips: list[Slip] = []
    if name in _MENDED_ELEMENTS:
        slips = sorted((slip for slip in _value_slips(attributes) if not _cuts(code, slip)), key=lambda slip: slip.span)
    if slips and not _gains_nothing(name, text, spliced(text, slips)):
        slips = []
    spans = [slip.span for slip in slips]
    is_article = may_free_element(name)
    references = (slip for slip in _reference_slips(text, attributes, is_article) if not _cuts(code, slip))
    slips += [slip for slip in references if not _overlaps(slip.span, spans)]
    slips.sort(key=lambda slip: slip.span)
    mended = spliced(text, slips)
    solidus = unexpected_solidus_in_tag.find(name, mended)
    if solidus is not None:
        end = len(text) - (len(mended) - solidus.start)
        slips.append(Slip(unexpected_solidus_in_tag.DAMAGE.code, Span(end, len(text)), "/>"))
    return tuple(
        Slip(slip.code, Span(slip.span.start + start, slip.span.end + start), slip.replacement) for slip in slips
    )


def _value_slips(attributes: tuple[LooseAttribute, ...]) -> list[Slip]:
    names = Counter(attribute.name for attribute in attributes)
    words = {attribute.start for attribute in attributes if attribute.lacks_sign and not _is_named(attribute, names)}
    slips = [
        Slip(spaced_value.DAMAGE.code, Span(attribute.start, attribute.name_end), attribute.written)
        for attribute in attributes
        if attribute.is_quoted and attribute.name_end > attribute.start + len(attribute.written)
    ]
    slips += [
        Slip(curly_quotes.DAMAGE.code, Span(attribute.name_end, attribute.name_end), "=")
        for attribute in attributes
        if attribute.lacks_sign and attribute.start not in words
    ]
    is_damaged = False
    for (attribute, value), following in zip_longest(unshifted(attributes), attributes[1:]):
        is_odd = attribute.is_oddly_quoted
        if attribute.start in words:
            continue
        if is_odd and not all(attribute.marks) and kind_of(attribute.name) is ValueKind.PROSE:
            continue  # the one mark may be a sign of its own, as in 12″
        is_own_gap = is_shifted(attribute, following)
        is_damaged = is_damaged or is_own_gap
        mended = mended_value(attribute.name, value, is_odd or is_damaged)
        if is_odd or is_own_gap or mended != attribute.value:  # the slip takes the whole value, references and all
            mended = _with_references(mended, attribute.name in _PROSE_ATTRIBUTES)
        if not may_mend_attribute(attribute.name, decode_value(mended)):
            continue
        if is_odd or is_own_gap:
            mark = "'" if '"' in mended or attribute.quote == "'" else '"'
            code = shifted_quotes.DAMAGE.code if is_own_gap else curly_quotes.DAMAGE.code
            start = attribute.value_start - len(attribute.marks[0])
            sign = "=" if attribute.marks[0].startswith("＝") else ""
            gap = " " if following is not None and following.start == attribute.end else ""
            slips.append(Slip(code, Span(start, attribute.end), f"{sign}{mark}{mended}{mark}{gap}"))
        elif mended != attribute.value:
            inside = curly_quotes.mend(attribute.name, attribute.value, False) is not None
            code = curly_quotes.DAMAGE.code if inside else spaced_value.DAMAGE.code
            code = shifted_quotes.DAMAGE.code if value != attribute.value else code
            end = attribute.value_start + len(attribute.value)
            slips.append(Slip(code, Span(attribute.value_start, end), mended))
    return slips


def _is_named(attribute: LooseAttribute, names: Mapping[str, int]) -> bool:
    """Whether *attribute*, which has no equals sign, is one of HTML, and no word before a mark that ends a quotation.

    *names* counts the attributes of its tag.
    """
    is_known = attribute.name in ATTRIBUTES or attribute.name.startswith(("aria-", "data-"))
    takes_value = is_known and kind_of(attribute.name) is not ValueKind.BOOLEAN
    return takes_value and names[attribute.name] == 1 and _NO_WORDS_END.match(attribute.value) is not None


def _cuts(code: Sequence[Span], slip: Slip) -> bool:
    """Whether *slip* begins or ends in one of the spans of template *code*, which are sorted and apart."""
    return any(_is_inside(code, offset) for offset in slip.span)


def _is_inside(code: Sequence[Span], offset: int) -> bool:
    at = bisect_left(code, (offset,)) - 1
    return at >= 0 and offset < code[at].end


def spliced(text: str, slips: Iterable[Slip]) -> str:
    """*text* with *slips*, which are sorted, mended."""
    return splice(text, ((slip.span, slip.replacement) for slip in slips))


def _gains_nothing(name: str, text: str, mended: str) -> bool:
    """Whether a browser reads from the mended tag of *name* only what it read before, or what does nothing.

    A tag that acts must not lose an attribute by which it seems to act, such as ``data``: it would count as another;
    no tag one that keeps it from the reader, or from loading, nor may it gain one that does the opposite. Its slot in a
    shadow tree, which may be none, stays the same.
    """
    before = {attribute.name: attribute.value for attribute in parse_attributes(text)}
    after = {attribute.name: attribute.value for attribute in parse_attributes(mended)}
    acts_before = {attribute for attribute, value in before.items() if is_active_attribute(attribute, value)}
    acts_after = {attribute for attribute, value in after.items() if is_active_attribute(attribute, value)}
    if acts_before != acts_after and (acts_after or not may_free_element(name)):
        return False
    if before.get("slot") != after.get("slot"):
        return False
    if RESTRAINTS & before.keys() - after.keys() or STARTING_ATTRIBUTES & after.keys() - before.keys():
        return False
    return may_mend_tag(name, after) and all(
        before.get(attribute) == value or may_mend_attribute(attribute, value) for attribute, value in after.items()
    )


def _reference_slips(text: str, attributes: tuple[LooseAttribute, ...], is_article: bool) -> list[Slip]:
    """Damaged character references in the values; those that a browser does not read only in the prose of articles."""
    slips: list[Slip] = []
    for attribute in attributes:
        if attribute.quote not in ("", "=", '"', "'"):
            continue
        is_prose = is_article and (attribute.name in _PROSE_ATTRIBUTES or attribute.name.startswith("data-"))
        pos = text.find("&", attribute.value_start, attribute.end)
        while pos >= 0:
            found = _reference_in_value(text, pos, is_prose)
            if found is not None and found.span.end <= attribute.end:
                slips.append(Slip(found.code, found.span, found.readings[0].spelling))
                pos = found.span.end - 1
            pos = text.find("&", pos + 1, attribute.end)
    return slips


def _with_references(value: str, is_prose: bool) -> str:
    """*value* with the damaged references in it mended."""
    pos = value.find("&")
    while pos >= 0:
        found = _reference_in_value(value, pos, is_prose)
        if found is not None:
            value = value[:pos] + found.readings[0].spelling + value[found.span.end :]
        pos = value.find("&", pos + 1)
    return value


def _reference_in_value(text: str, pos: int, is_prose: bool) -> MalformedMarkup | None:
    found = control_character_reference.match(text, pos)
    if found is None:
        found = missing_semicolon_after_character_reference.match_in_attribute(text, pos)
    if found is not None or not is_prose:
        return found
    for match in (escaped_reference.match, split_reference.match, misspelled_reference.match):
        found = match(text, pos)
        if found is not None:
            name = found.readings[0].name
            return found if name in DISTINCTIVE_NAMES or name.startswith("#") else None
    return None


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)
