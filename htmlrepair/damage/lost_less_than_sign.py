"""An end tag that lost its less-than sign.

**What** ``art./p>``, ``/ li >``: a solidus, the name of an element and a ``>`` with no ``<`` before them; or with
``&lt;`` or ``\\u003c`` there, which was escaped alone, or with the ``>``.

**Why** A browser shows it as text and leaves the element open. People delete one character too many.

**Example** before and after; whether it was an end tag takes the rest of the document::

    <p>We call it art./p>
    <p>We call it art.</p>

**Confidence** Likely where the element is open and no other end tag comes for it. ``cat /tmp/a>`` looks the same, and
stays where nothing asks for an end tag.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#data-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import TEXT_LEVEL_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_BEHIND: Final = 20
"""How far before the ``>`` the token may begin."""
_TOKEN: Final = re.compile(
    r"(?:(?<![<\w/])/\s{0,3}([A-Za-z][A-Za-z0-9]*)\s{0,3}"
    r"|(?<=\w)/\s([A-Za-z][A-Za-z0-9]*)(\s?)"
    r"|(?:(?<=\w)|(?<=[\w>]/))/([A-Za-z][A-Za-z0-9]*)\s?)>\Z"
)

_HALF_ESCAPED: Final = re.compile(r"&lt;\s?/\s?([A-Za-z][A-Za-z0-9]*)\s?(?:>|&gt;)")
_AROUND: Final = 2000
"""How far before an escaped end tag its escaped start tag is looked for."""
_LONGEST_SIGN: Final = len("&lt; ")
_JSON_ESCAPE: Final = re.compile(r"\\?u003c\Z", re.I)
_LONGEST_ESCAPE: Final = len(r"\u003c")
_CLINGS: Final = re.compile(r"(?:[^\s<>(\[\"'‘“«]|</[A-Za-z0-9]{1,10}>)\Z")
"""What a tag that a text shows hardly ever clings to."""
_IN_PATH: Final = re.compile(r"[/\\~:.][\w.-]*\Z")
"""What stands before the last solidus of a path, after which the fragment of another tag may follow."""
_LONGEST_PATH: Final = 80
_PATH: Final = re.compile(r"(?<![^\s>\"'(=])(?:~?/|\w[\w.-]{0,30}/|[a-z]{2,8}://)[\w.:~-][^\s<>]*\Z")
"""A path, or an address, up to its last solidus."""
_START_TAG: Final = re.compile(r"<\s?([A-Za-z][A-Za-z0-9]*)[^<>]*>\s?\Z")
_LONGEST_TAG: Final = 200
_MAY_BE_EMPTY: Final = frozenset({"a", "i"})
"""Elements of text that mark a place or show an icon."""


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The token that ends with the ``>`` at *pos*, or begins with the ``&``; looks back ``_BEHIND`` characters."""
    if source[pos] == "&":
        return _half_escaped(source, pos)
    start = max(0, pos - _BEHIND)
    if source.rfind("/", start, pos) < 0:
        return None
    found = _TOKEN.search(source, start, pos + 1)
    written = "" if found is None else found[1] or found[2] or found[4]
    if found is None or not may_free_element(written.lower()):
        return None
    if source[max(0, found.start() - _LONGEST_SIGN) : found.start()].rstrip().endswith("&lt;"):
        return None  # a tag that the text shows
    if source[found.start() + 1].isspace() and _is_content(source, found.start(), written.lower()):
        return None
    if found[3] and _IN_PATH.search(source, start, found.start()):
        return None
    escape = _JSON_ESCAPE.search(source, max(0, found.start() - _LONGEST_ESCAPE), found.start())
    reading = Reading(ReadingKind.END_TAG, written.lower(), f"</{written}>")
    return malformed(source, (escape or found).start(), pos + 1, DAMAGE.code, reading)


def _half_escaped(source: str, pos: int) -> MalformedMarkup | None:
    found = _HALF_ESCAPED.match(source, pos)
    if found is None or not may_free_element(found[1].lower()):
        return None
    if _CLINGS.search(source, max(0, pos - _BEHIND), pos) is None:
        return None
    if re.compile(rf"&lt;\s?{found[1]}\b", re.I).search(source, max(0, pos - _AROUND), pos) is not None:
        return None  # the text shows both tags
    reading = Reading(ReadingKind.END_TAG, found[1].lower(), f"</{found[1]}>")
    return malformed(source, pos, found.end(), DAMAGE.code, reading)


def _is_content(source: str, solidus: int, name: str) -> bool:
    """Whether the *solidus* that stands apart from *name* ends a path, or is all that such an element holds."""
    before = source[max(0, solidus - _LONGEST_PATH) : solidus]
    if "/" in before and _PATH.search(before):
        return True
    if name not in TEXT_LEVEL_ELEMENTS - _MAY_BE_EMPTY:
        return False
    bracket = source.rfind("<", max(0, solidus - _LONGEST_TAG), solidus)
    start_tag = None if bracket < 0 else _START_TAG.match(source, bracket, solidus)
    return start_tag is not None and start_tag[1].lower() == name


DAMAGE: Final = DamageClass("lost-less-than-sign", ">&", match, is_weak=True, module=__name__)
