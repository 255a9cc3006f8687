"""A start tag whose name and first attribute have run together.

**What** ``<ahref="/x">``, ``<tdalign="left"valign="top">``: the name of an element, directly after it the name of an
attribute that it may have, and ``=``. The quotation marks may be curly.

The gap may have moved (``<tdc olspan="2">``), and of a link's name nothing may be left: ``<href="/x">y</a>``.

**Why** A browser makes an element ``ahref="`` of it, which means nothing. What strips white space writes it.

**Example** before and after::

    <ahref="/tide"title="Tide">today</a>
    <a href="/tide" title="Tide">today</a>

**Confidence** Certain: no element has such a name. The attributes are those that a repair may set free.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.allowlist import may_free_element
from htmlrepair.damage.base import CURLY_QUOTES, DamageClass, malformed
from htmlrepair.damage.freed_tag import start_tag_reading
from htmlrepair.damage.loose import LooseAttribute, LooseTag, read_attributes
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import ELEMENTS
from htmlrepair.tokens import MalformedMarkup

__all__ = ["DAMAGE"]

_NAMES: Final = "|".join(sorted(filter(may_free_element, ELEMENTS), key=len, reverse=True))
_GLUED: Final = re.compile(
    rf"<\s?({_NAMES})(?=(?:{'|'.join(sorted(ATTRIBUTES, key=len, reverse=True))})\s?=\s?[\"'\w#{CURLY_QUOTES}‘’«»])",
    re.I,
)
_LONG_NAME: Final = re.compile(r"<\s?[A-Za-z0-9-]+\s?=")
"""What every such tag begins with, and hardly any other; quickly told."""
_MOVED: Final = 4
"""The gap has moved by fewer letters."""
_MOVED_GAP: Final = re.compile(r"<([A-Za-z0-9]{2,13}) ([a-z]{1,12})\s?=\s?[\"']", re.I)
_LINK: Final = re.compile(r"<\s?href\s?=\s?[\"']", re.I)
_LINK_END: Final = re.compile(r"\s{0,3}>[^<>]{1,400}</\s?a\s?>", re.I)
_CLOSE: Final = re.compile(r"\s{0,40}(/?)>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed start tag at *pos*, where a ``<`` stands; looks ahead as far as ``read_attributes`` does."""
    found = _GLUED.match(source, pos) if _LONG_NAME.match(source, pos) else None
    if found is None:
        return _with_moved_gap(source, pos)
    attributes, end = read_attributes(source, found.end(), len(source))
    is_sure = len(found[1]) > 1  # than a word such as ``sid``
    if not all(a.is_quoted or (is_sure and a.value) for a in attributes):
        return None
    return _malformed(source, pos, found[1], attributes, end)


def _with_moved_gap(source: str, pos: int) -> MalformedMarkup | None:
    """The start tag at *pos* whose gap stands in an attribute's name, or which is a link without its name."""
    found = _MOVED_GAP.match(source, pos)
    if found is not None:
        name, written = _parted(found[1], found[2])
        if not name:
            return None
        attributes, end = read_attributes(source, found.start(2), len(source))
        attributes = (*(attribute._replace(written=written) for attribute in attributes[:1]), *attributes[1:])
    elif _LINK.match(source, pos) is not None:
        name = "a"
        attributes, end = read_attributes(source, pos + 1, len(source))
        if _LINK_END.match(source, end) is None:
            return None
    else:
        return None
    return _malformed(source, pos, name, attributes, end) if all(a.is_quoted for a in attributes) else None


def _parted(joined: str, rest: str) -> tuple[str, str]:
    """(the name of the element in *joined*, that of the attribute in its end and *rest*); empty where it has none."""
    if joined.lower() not in ELEMENTS:
        for cut in range(1, _MOVED):
            name, written = joined[:-cut], joined[-cut:] + rest
            if written.lower() in ATTRIBUTES and name.lower() in ELEMENTS and may_free_element(name.lower()):
                return name, written
    return "", ""


def _malformed(
    source: str, pos: int, name: str, attributes: tuple[LooseAttribute, ...], end: int
) -> MalformedMarkup | None:
    """The start tag of *name* with *attributes* that end at *end*; None if nothing ends it there."""
    close = _CLOSE.match(source, end)
    if close is None or not attributes:
        return None
    tag = LooseTag(name, attributes, bool(close[1]), close.end())
    return malformed(source, pos, tag.end, DAMAGE.code, start_tag_reading(tag))


DAMAGE: Final = DamageClass("glued-attribute", "<", match, r"[\sA-Za-z]", module=__name__)
