"""A comment whose delimiters have come apart.

**What** ``< ! -- note -->``, ``<! - - note - - >``, ``<！-- note --＞``: both delimiters, with white space inside them
or signs of another width in them; ``<！- note ->`` kept one hyphen of each two. ``<!-- note -- >``: the end alone.

**Why** A browser shows the first as text and takes the second for a comment that ends at the first ``>`` inside it.
Machine translation and tokenizers write them.

**Example** before and after::

    < ! -- note -->text
    <!-- note -->text

**Confidence** Certain when both delimiters are there and the markup between them is balanced. It stays where the
comment is only an ellipsis (``< ! - - ... - - >`` shows how comments look) or would swallow one half of an element.
Where the end alone is mangled, only what a repair may make of text comes free.

**Spec** https://html.spec.whatwg.org/multipage/syntax.html#comments
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from htmlrepair.attributes import TAG
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.damage.freed_text import holds_free_tags
from htmlrepair.knowledge.elements import TABLE_PARTS, VOID_ELEMENTS
from htmlrepair.knowledge.safety import FREE_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_MAX_LENGTH: Final = 2000
"""No longer comment is put together; keeps the look-ahead bounded."""
_OPEN: Final = re.compile(r"[<＜]\s{0,4}[!！]\s{0,4}(?:-\s{0,2}-|[—–]{1,2}|－\s{0,2}－)")
_CLOSE: Final = re.compile(r"(?:-\s{0,2}-|[—–]{1,2}|－\s{0,2}－)\s{0,4}[!！]?\s{0,4}[>＞]")
_SINGLE: Final = re.compile(r"[<＜]\s{0,4}[!！]\s{0,4}-(?!-)([^<>＜＞]{1,400}?)-{1,2}\s{0,2}[!！]?[>＞]")
"""A comment that kept one hyphen at the beginning, with no markup inside."""
_IF: Final = re.compile(
    r"(?:＜\s{0,4}[!！]|<\s{0,4}！|<\s{1,4}!)\s{0,4}(?:-\s{0,2}-?|[—–]{1,2})\s{0,4}\[\s?(if\s[\w\s()!&|.]{1,60})\]\s{0,4}>",
    re.I,
)
_ENDIF: Final = re.compile(
    r"[<＜]\s{0,4}[!！]\s{0,4}\[\s{0,4}(endif)\s{0,4}\]\s{0,4}(?:-\s{0,2}-?|[—–]{1,2})\s{0,4}[>＞]", re.I
)
"""What begins and ends a conditional comment, which other browsers than old ones do not show."""
_UNENDED: Final = re.compile(
    r"<!--(?!-?>)([^<>＜＞]{1,400}?)(?:-\s{0,2}-?|[—–]{1,2}|－\s{0,2}－)\s{0,4}[>＞](?=\s{0,40}(?:<|\Z))"
)
"""A comment of which only the end is mangled."""
_ODD_OPENING: Final = re.compile(r"(?:＜\s{0,4}[!！]|<\s{0,4}！|<\s{1,4}!|<!\s{1,4})\s{0,4}[-—–－]")
"""What the end that comes next belongs to."""
_END: Final = re.compile("--!?>")
_LONGEST_OPENING: Final = len("<!--->")
"""Such a comment is over at once."""
_SVG_SHAPES: Final = frozenset("circle ellipse g line path polygon polyline rect".split())
_MAY_BE_INSIDE: Final = (
    (FREE_ELEMENTS | _SVG_SHAPES | {"svg"}) - TABLE_PARTS - {"body", "head", "html", "table", "title"}
)
"""Elements that a comment may swallow: no other keeps anything outside of it from coming alive."""
_OTHER_COMMENT: Final = re.compile(r"[<＜]\s*[!！]|<\?|</(?![A-Za-z])[^>]*\Z|--!?>")
_LOOSE_TAG: Final = re.compile(r"[<＜]\s{0,4}([/／]?)\s{0,4}([A-Za-z][A-Za-z0-9]*)(?![A-Za-z0-9])[^<>＜＞]*[>＞]")
_BEFORE_OPERATOR: Final = re.compile(r"[\w)\]]\s?\Z")
_AFTER_OPERATOR: Final = re.compile(r"\s?[\w(]")
_STATEMENT: Final = re.compile(r"[{}]|;\s*?[\r\n]")
_ELLIPSIS: Final = re.compile(r"[\s.…]*")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed comment at *pos*, where a bracket stands; looks ahead ``_MAX_LENGTH`` characters.

    That of a comment which only lost its end is looked for up to the next one, for what comes free till there.
    """
    if source.startswith("<!--", pos):
        return _unended_comment(source, pos)
    conditional = _IF.match(source, pos)
    if conditional is not None:
        return _conditional_comment(source, conditional)
    opening = _OPEN.match(source, pos)
    if opening is None:
        single = _SINGLE.match(source, pos)
        return None if single is None else _comment(source, pos, single.end(), single[1])
    closing = _CLOSE.search(source, opening.end(), opening.end() + _MAX_LENGTH)
    if closing is None:
        return None
    return _comment(source, pos, closing.end(), source[opening.end() : closing.start()])


def _conditional_comment(source: str, opening: re.Match[str]) -> MalformedMarkup | None:
    """The conditional comment that begins so."""
    closing = _ENDIF.search(source, opening.end(), opening.end() + _MAX_LENGTH)
    content = "" if closing is None else source[opening.end() : closing.start()]
    if closing is None or "<" not in content or not _is_sound_content(content):
        return None  # without a tag in it the text names the two
    spelling = f"<!--[{opening[1]}]>{content}<![{closing[1]}]-->"
    reading = Reading(ReadingKind.COMMENT, "", spelling)
    return malformed(source, opening.start(), closing.end(), DAMAGE.code, reading)


def _unended_comment(source: str, start: int) -> MalformedMarkup | None:
    """The comment at *start* whose end is mangled, so that it goes on into the next one to a browser, or for ever."""
    found = _UNENDED.match(source, start)
    if found is None:
        return None
    following = source.find("<!--", found.end())
    last = len(source) if following < 0 else following
    end = _END.search(source, start + len("<!--"), last + _LONGEST_OPENING)
    if end is not None:
        last = end.end()
        if _ODD_OPENING.search(source, found.end(), last) is None:
            return None
    if not holds_free_tags(source, found.end(), last):
        return None
    return _comment(source, start, found.end(), found[1])


def _comment(source: str, start: int, end: int, content: str) -> MalformedMarkup | None:
    if source.startswith("<!", start) and not source.startswith("<!--", start) and source[end - 1] != ">":
        return None  # to a browser this is a comment that goes on to the next ASCII sign
    if not _is_sound_content(content) or _is_code(source, start, end, content):
        return None
    return malformed(source, start, end, DAMAGE.code, Reading(ReadingKind.COMMENT, "", f"<!--{content}-->"))


def _is_code(source: str, start: int, end: int, content: str) -> bool:
    """Whether the two delimiters are operators in the statements of a program."""
    if not (_STATEMENT.search(content) and _BEFORE_OPERATOR.search(source, max(0, start - 2), start)):
        return False
    return _AFTER_OPERATOR.match(source, end) is not None


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
