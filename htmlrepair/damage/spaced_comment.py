"""A comment whose delimiters have come apart.

**What** ``< ! -- note -->``, ``<! - - note - - >``, ``<！-- note --＞``: both delimiters, with white space inside them
or signs of another width in them; ``<！- note ->`` kept one hyphen of each two.

**Why** A browser shows the first as text and takes the second for a comment that ends at the first ``>`` inside it.
Machine translation and tokenizers write them.

**Example** before and after::

    < ! -- note -->text
    <!-- note -->text

**Confidence** Certain when both delimiters are there and the markup between them is balanced. It stays where the
comment is only an ellipsis (``< ! - - ... - - >`` shows how comments look) or would swallow one half of an element.

**Spec** https://html.spec.whatwg.org/multipage/syntax.html#comments
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from htmlrepair.attributes import TAG
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import TABLE_PARTS, VOID_ELEMENTS
from htmlrepair.knowledge.safety import FREE_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_MAX_LENGTH: Final = 2000
"""No longer comment is put together; keeps the look-ahead bounded."""
_OPEN: Final = re.compile(r"[<＜]\s{0,4}[!！]\s{0,4}(?:-\s{0,2}-|[—–]{1,2}|－\s{0,2}－)")
_CLOSE: Final = re.compile(r"(?:-\s{0,2}-|[—–]{1,2}|－\s{0,2}－)\s{0,4}[!！]?\s{0,4}[>＞]")
_SINGLE: Final = re.compile(r"[<＜]\s{0,4}(?:！|!\s{1,4})\s{0,4}-([^<>＜＞]{1,400}?)-{1,2}\s{0,2}[>＞]")
"""A comment that kept one hyphen at the beginning: its exclamation mark must be damaged too, with no markup inside."""
_SVG_SHAPES: Final = frozenset("circle ellipse g line path polygon polyline rect".split())
_MAY_BE_INSIDE: Final = (
    (FREE_ELEMENTS | _SVG_SHAPES | {"svg"}) - TABLE_PARTS - {"body", "head", "html", "table", "title"}
)
"""Elements that a comment may swallow: no other keeps anything outside of it from coming alive."""
_OTHER_COMMENT: Final = re.compile(r"[<＜]\s*[!！]|<\?|</(?![A-Za-z])[^>]*\Z|--!?>")
_LOOSE_TAG: Final = re.compile(r"[<＜]\s{0,4}([/／]?)\s{0,4}([A-Za-z][A-Za-z0-9]*)[^<>＜＞]*[>＞]")
_ELLIPSIS: Final = re.compile(r"[\s.…]*")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed comment at *pos*, where a bracket stands; looks ahead ``_MAX_LENGTH`` characters."""
    opening = _OPEN.match(source, pos)
    if opening is None:
        single = _SINGLE.match(source, pos)
        return None if single is None else _comment(source, pos, single.end(), single[1])
    closing = _CLOSE.search(source, opening.end(), opening.end() + _MAX_LENGTH)
    if closing is None or opening[0] == "<!--":
        return None
    return _comment(source, pos, closing.end(), source[opening.end() : closing.start()])


def _comment(source: str, start: int, end: int, content: str) -> MalformedMarkup | None:
    if source.startswith("<!", start) and source[end - 1] != ">":
        return None  # to a browser this is a comment that goes on to the next ASCII sign
    if not _is_sound_content(content):
        return None
    return malformed(source, start, end, DAMAGE.code, Reading(ReadingKind.COMMENT, "", f"<!--{content}-->"))


def _is_sound_content(content: str) -> bool:
    if _ELLIPSIS.fullmatch(content) or content.startswith((">", "->")) or content.endswith(("<!-", "<!", "<", "-")):
        return False
    return not _OTHER_COMMENT.search(content) and _is_balanced(content)


def _is_balanced(content: str) -> bool:
    """Whether each tag in *content*, mangled or not, has its partner there, so that no element is cut in two."""
    live = [tag for tag in TAG.finditer(content) if not (tag[1] and tag[3] and tag[2].lower() in VOID_ELEMENTS)]
    if any(not tag[3] or tag[2].lower() not in _MAY_BE_INSIDE for tag in live):
        return False
    foreign = [tag for tag in live if tag[2].lower() == "svg"]
    return _is_matched(foreign) and _is_matched(_LOOSE_TAG.finditer(content))


def _is_matched(tags: Iterable[re.Match[str]]) -> bool:
    """Whether each of *tags*, matches with the solidus and the name in their first groups, has its partner there."""
    stack: list[str] = []
    for tag in tags:
        name = tag[2].lower()
        if name in VOID_ELEMENTS or (name in _SVG_SHAPES and tag[0].endswith("/>")):
            continue
        if not tag[1]:
            stack.append(name)
        elif not stack or stack.pop() != name:
            return False
    return not stack


DAMAGE: Final = DamageClass("spaced-comment", "<＜", match, r"[\s!！]", module=__name__)
