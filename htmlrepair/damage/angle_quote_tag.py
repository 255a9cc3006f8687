"""A tag between angle quotation marks or brackets of other scripts.

**What** ``‹strong›``, ``</em›``, ``〈/p〉``, ``‹a href="/x"›``: such a mark in place of one angle bracket or both,
round the name of an element and its attributes; double or small ones, as in ``«p»`` and ``《p》``, in place of both.

**Why** A browser shows it as text, or makes a comment of it. Scanned books and word processors write it.

**Example** before and after::

    ‹strong›Ebb</strong›
    <strong>Ebb</strong>

**Confidence** Certain with a partner that has a solidus; ``‹em›`` alone is a quotation, ``〈strong〉`` a title.
``‹br›`` is likely beside such a pair, and where it has an attribute.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.freed_text import frees_nothing_active
from htmlrepair.damage.loose import LooseTag, read_tag
from htmlrepair.knowledge.elements import TEXT_LEVEL_ELEMENTS, VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_OPEN: Final = re.compile(r"[<‹〈⟨˂«《﹤]\s?([/／]?)\s?([A-Za-z][A-Za-z0-9]*)")
_CLOSE: Final = re.compile(r"\s?([>＞›〉⟩˃»》﹥])")
_ODD_CLOSERS: Final = "›〉⟩˃"
_PARTNERS: Final = {"<": _ODD_CLOSERS, "«": "»", "《": "》", "﹤": "﹥"}
"""What may end a tag that begins so; the other marks may be mixed."""
_CLOSERS: Final = f">＞{_ODD_CLOSERS}"
_AROUND: Final = 2000
"""How far away end tags stand that tell ``«b»`` from a word in quotation marks."""
_SEVERAL: Final = 2
"""So many of them tell it from formatting that a text shows."""
_APART: Final = re.compile(r"(?:[^\s<>«»][^\S\r\n]|[(\[{\"'‘“„–—]|&nbsp;)\Z")
"""What stands before ``«/b»`` where a text quotes it: an end tag clings to what it ends."""
_BEFORE_END: Final = len("&nbsp;")
_LEFT_BEHIND: Final = re.compile(r"[,;:.!?)\]}…–—/]|[^\S\r\n]+[^\s<«]|\s*</")
"""What follows ``«b»`` where a text quotes it: a start tag clings to what it begins."""
_ENDS_PIECE: Final = re.compile(r"\s*(?:[<«]|\Z)|[^\S\r\n]*[\r\n]")
"""What follows the end tag of what is no part of a text."""
_LIVE: Final = re.compile("</?[A-Za-z]")
"""What begins a tag to a browser too, one that goes on to the next ``>``."""
_ENDS_LATER: Final = re.compile(r"\s{0,40}/?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a bracket or such a mark stands; looks ahead as far as ``read_tag`` does."""
    opening = _OPEN.match(source, pos)
    if opening is None or not may_free_element(opening[2].lower()):
        return None
    found = _end_tag(source, opening) if opening[1] else _start_tag(source, opening)
    if found is None:
        return None
    reading, end = found
    if source[pos] == "<" and _ENDS_LATER.match(source, end):
        return None
    if _LIVE.match(source, pos) and not frees_nothing_active(source, pos, end):
        return None
    return malformed(source, pos, end, DAMAGE.code, reading)


def _end_tag(source: str, opening: re.Match[str]) -> tuple[Reading, int] | None:
    """The end tag that begins so, and the offset after it."""
    close = _CLOSE.match(source, opening.end())
    before = max(0, opening.start() - _BEFORE_END)
    if opening[0][0] == "«" and _APART.search(source, before, opening.start()) is not None:
        return None
    name = opening[2].lower()
    if close is None or close[1] not in _closers(opening) or name in VOID_ELEMENTS:
        return None
    if opening[0][0] == "«" and name not in TEXT_LEVEL_ELEMENTS and _ENDS_PIECE.match(source, close.end()) is None:
        return None
    return Reading(ReadingKind.END_TAG, name, f"</{opening[2]}>"), close.end()


def _start_tag(source: str, opening: re.Match[str]) -> tuple[Reading, int] | None:
    """The start tag that begins so, and the offset after it."""
    tag = read_tag(source, opening.start(2), _closers(opening))
    if tag is None or (opening[0][0] == "«" and _is_quoted(source, opening.start(), tag)):
        return None
    return start_tag_reading(tag), tag.end


def _is_quoted(source: str, pos: int, tag: LooseTag) -> bool:
    """Whether the *tag* at *pos*, in double ones, is a word that the text quotes, or of the one pair that it shows."""
    ends = source.count("«/", max(0, pos - _AROUND), tag.end + _AROUND)
    is_formatting = not tag.attributes and tag.name.lower() in TEXT_LEVEL_ELEMENTS
    return ends < (_SEVERAL if is_formatting else 1) or _LEFT_BEHIND.match(source, tag.end) is not None


def _closers(opening: re.Match[str]) -> str:
    """The marks that may end what begins with *opening*."""
    return _PARTNERS.get(opening[0][0], _CLOSERS)


DAMAGE: Final = DamageClass("angle-quote-tag", "<‹〈⟨˂«《﹤", match, r"[\s/／A-Za-z]", module=__name__)
