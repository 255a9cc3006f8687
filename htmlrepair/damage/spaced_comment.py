"""A comment whose delimiters have come apart.

**What** ``< ! -- note -->``, ``<! - - note - - >``, ``<！-- note --＞``: both delimiters, with white space inside them
or full-width characters in them.

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
from typing import Final

from htmlrepair.attributes import TAG
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import (
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    NOT_MODELLED_ELEMENTS,
    RAW_TEXT_ELEMENTS,
    UNCLOSED_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_MAX_LENGTH: Final = 4000
"""No longer comment is put together; keeps the look-ahead bounded."""
_OPEN: Final = re.compile(r"<\s{0,4}[!！]\s{0,4}(?:-\s{0,2}-|——?|－\s{0,2}－)")
_CLOSE: Final = re.compile(r"(?:-\s{0,2}-|——?|－\s{0,2}－)\s{0,4}[!！]?\s{0,4}[>＞]")
_NEVER_INSIDE: Final = RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT_ELEMENTS | NOT_MODELLED_ELEMENTS - {"svg", "math"}
"""A comment round one of these could end, for a browser, in another place than the text it was."""
_FOREIGN_OR_COMMENT: Final = ("<!--", "-->", "--!>", "<![")
_ELLIPSIS: Final = re.compile(r"[\s.…]*")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed comment at *pos*, where a bracket stands; looks ahead ``_MAX_LENGTH`` characters."""
    opening = _OPEN.match(source, pos)
    if opening is None or opening[0] == "<!--":
        return None
    closing = _CLOSE.search(source, opening.end(), opening.end() + _MAX_LENGTH)
    if closing is None:
        return None
    content = source[opening.end() : closing.start()]
    if not _is_sound_content(content):
        return None
    reading = Reading(ReadingKind.COMMENT, "", f"<!--{content}-->")
    return malformed(source, pos, closing.end(), DAMAGE.code, reading)


def _is_sound_content(content: str) -> bool:
    if _ELLIPSIS.fullmatch(content) or content.startswith((">", "->")) or content.endswith(("<!-", "<!", "<", "-")):
        return False
    return not any(mark in content for mark in _FOREIGN_OR_COMMENT) and _is_balanced(content)


def _is_balanced(content: str) -> bool:
    """Whether each tag in *content* has its partner there, so that no element is cut in two."""
    stack: list[str] = []
    for tag in TAG.finditer(content):
        name = tag[2].lower()
        if not tag[3] or name in _NEVER_INSIDE:
            return False
        if tag[1]:
            if name in stack:
                while stack.pop() != name:
                    pass
            elif name not in VOID_ELEMENTS:
                return False
        elif name not in VOID_ELEMENTS and not tag[0].endswith("/>"):
            stack.append(name)
    return all(name in UNCLOSED_ELEMENTS for name in stack)


DAMAGE: Final = DamageClass("spaced-comment", "<", match, module=__name__)
