"""A tag that kept only its name and the greater-than sign.

**What** ``strong >``, ``. li >``, ``td>``: the name of an element and a ``>`` with no ``<`` before them.

**Why** A browser shows it as text. It happens in two steps: something spaces the tags out, something else deletes
``</``.

**Example** before and after; whether it was an end tag, a start tag or prose takes the rest of the document::

    <strong>Note : strong > text
    <strong>Note : </strong> text

**Confidence** Likely where the structure asks for the tag: an element that nothing else ends, an end tag that nothing
else begins. ``p > .05``, ``ul > li`` and ``strong > weak`` look the same, and stay.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#data-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import ELEMENTS, TEXT_LEVEL_ELEMENTS, UNCLOSED_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_BEHIND: Final = 16
"""How far before the ``>`` the token may begin: the longest name and the white space round it."""
_TOKEN: Final = re.compile(
    r"(?<![A-Za-z0-9_\u00aa\u00b5\u00ba\u00c0-\u024f$%@&#;</\\-])([A-Za-z][A-Za-z0-9]*)[^\S\r\n]{0,3}>\Z"
)
_LINE_BREAK: Final = re.compile(
    r"(?<![A-Za-z0-9_\u00aa\u00b5\u00ba\u00c0-\u024f$%@&#;</\\.-])([BbHh][Rr])[^\S\r\n]{0,3}/[^\S\r\n]?>\Z"
)
"""A void element that means something without attributes, with its solidus."""
_OPEN_BRACKET: Final = re.compile(r"<\s?([A-Za-z]\w{0,30})(\s?[,;:?&|])?[\w\s,;:.?&*|]{0,40}\Z")
"""A bracket of code that goes on to the name, as in ``Map< K, V >``, by its first word and the sign after that."""
_LONGEST_BRACKET: Final = 80
_ECHO: Final = re.compile(r"</([a-z][a-z0-9]*)>([^\S\r\n]{0,3})\1\s?>(?=\s{0,20}(?:<\1[\s>]|</(?!\1\b)[a-z]|\Z))", re.I)
"""A name right after the end tag that it is a piece of, and then the next element, or the end of the parent."""
_CLINGING_ECHO: Final = re.compile(r"</([a-z][a-z0-9]*)>\1>(?!\s{0,20}[^\s<>][^<>]{0,400}</\1\s?>(?!\1>))", re.I)
"""A name that clings to the end tag before it, and no words after it with an end tag, which it is the start tag of."""
_SIGNS: Final = frozenset("bipqsu")
"""Names that a text may compare with something."""
_LONGEST_ECHO: Final = 24


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The token that ends with the ``>`` at *pos*; looks back ``_BEHIND`` and ``_LONGEST_BRACKET`` characters."""
    line_break = _LINE_BREAK.search(source, max(0, pos - _BEHIND), pos + 1)
    if line_break is not None:
        start_tag = Reading(ReadingKind.START_TAG, line_break[1].lower(), f"<{line_break[1]}>")
        return malformed(source, line_break.start(), pos + 1, DAMAGE.code, start_tag)
    found = _TOKEN.search(source, max(0, pos - _BEHIND), pos + 1)
    if found is None or not may_free_element(found[1].lower()) or _ends_bracket(source, found.start()):
        return None
    name = found[1].lower()
    if _is_echo(source, found.start(), pos, name):
        nothing = Reading(ReadingKind.NOTHING, name, "")
        return malformed(source, found.start(), pos + 1, DAMAGE.code, nothing)
    return malformed(
        source,
        found.start(),
        pos + 1,
        DAMAGE.code,
        Reading(ReadingKind.END_TAG, name, f"</{found[1]}>"),
        Reading(ReadingKind.START_TAG, name, f"<{found[1]}>"),
    )


def _ends_bracket(source: str, start: int) -> bool:
    """Whether the name at *start* stands in a bracket of code, which the sign behind it ends."""
    opened = _OPEN_BRACKET.search(source, max(0, start - _LONGEST_BRACKET), start)
    return opened is not None and (opened[2] is not None or opened[1].lower() not in ELEMENTS)


def _is_echo(source: str, start: int, pos: int, name: str) -> bool:
    """Whether *name* at *start*, with its sign at *pos*, says again what the end tag before it says.

    That of an element of text must cling to it.
    """
    end_tag = source.rfind("</", max(0, start - _LONGEST_ECHO), start)
    if end_tag < 0:
        return False
    clinging = None if name in UNCLOSED_ELEMENTS or name in _SIGNS else _CLINGING_ECHO.match(source, end_tag)
    echo = clinging or _ECHO.match(source, end_tag)
    if echo is None or (echo is not clinging and echo[2] and name in TEXT_LEVEL_ELEMENTS):
        return False
    return echo.end() == pos + 1


DAMAGE: Final = DamageClass("bare-tag-name", ">", match, is_weak=True, module=__name__)
