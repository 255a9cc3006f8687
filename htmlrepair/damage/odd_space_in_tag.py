"""A tag with white space, or a sign without width, that no browser takes for any.

**What** ``<a href="/x">`` with a no-break space after the name, ``</b>`` with a zero-width one in it, a soft hyphen;
and with ``&nbsp;`` for a space.

**Why** A browser takes it for a part of the name, so that the element is unknown, or the tag text. Editors write
no-break spaces for spaces; programs that break lines put invisible signs between letters.

**Example** before and after::

    <p>See <a\u00a0href="/x">the chart</a></p>
    <p>See <a href="/x">the chart</a></p>

**Confidence** As that of a tag with white space after its ``<``.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import read_tag
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE", "with_plain_space"]

_WIDE: Final = "\u00a0\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_WITHOUT_WIDTH: Final = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_LONGEST: Final = 400
_REFERRED: Final = "&(?:nbsp|#160|#[xX][aA]0);"
_TAG: Final = re.compile(
    rf"<(?=[^<>]{{0,{_LONGEST}}}?[{_WIDE}{_WITHOUT_WIDTH}]|/?[A-Za-z0-9]{{0,10}}{_REFERRED})[^<>]{{1,{_LONGEST}}}>"
)
_PIECE: Final = re.compile(
    rf"(=[\t\n\f\r ]*(?:\"[^\"]*\"|'[^']*'|[^\t\n\f\r \"'>]+))|[{_WITHOUT_WIDTH}]+|((?:[{_WIDE}]|{_REFERRED})+)"
)
"""A value, in which such signs mean themselves, or some of them."""
_END_TAG: Final = re.compile(r"<\s?/\s?([A-Za-z][A-Za-z0-9]*)\s?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ahead ``_LONGEST`` characters."""
    found = _TAG.match(source, pos)
    if found is None:
        return None
    text = with_plain_space(found[0])
    if text == found[0]:
        return None
    end_tag = _END_TAG.fullmatch(text)
    if end_tag is not None:
        name = end_tag[1].lower()
        if not may_free_element(name) or name in VOID_ELEMENTS:
            return None
        reading = Reading(ReadingKind.END_TAG, name, f"</{end_tag[1]}>")
        return malformed(source, pos, found.end(), DAMAGE.code, reading)
    tag = read_tag(text, len(text) - len(text[1:].lstrip()))
    if tag is None or tag.end != len(text) or not may_free_element(tag.name.lower()):
        return None
    return malformed(source, pos, found.end(), DAMAGE.code, start_tag_reading(tag))


def with_plain_space(tag: str) -> str:
    """The text of *tag* with plain white space outside its values."""
    return _PIECE.sub(lambda piece: piece[1] or (" " if piece[2] else ""), tag)


DAMAGE: Final = DamageClass("odd-space-in-tag", "<", match, rf"[/A-Za-z&{_WIDE}{_WITHOUT_WIDTH}]", module=__name__)
