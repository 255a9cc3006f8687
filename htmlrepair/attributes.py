"""Attributes of a tag as a browser reads them.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from htmlrepair.knowledge.references import LEGACY_NAMES

__all__ = [
    "ONE_WAY",
    "TAG",
    "Attribute",
    "ascii_lower",
    "attribute_spans",
    "decode_value",
    "has_trailing_solidus",
    "parse_attributes",
    "written_attributes",
]

ONE_WAY: Final = "*+" if sys.version_info >= (3, 11, 5) else "*"
"""Repeats a group from which there is no way back; where Python knows how, without memory of each turn."""

_ATTRIBUTE: Final = (
    r"[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)"
    r"(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:\"([^\"]*)(?:\"|\Z)|'([^']*)(?:'|\Z)|([^\t\n\f\r >\"'][^\t\n\f\r >]*|(?=>|\Z))))?"
)
_ATTRIBUTES: Final = re.compile(_ATTRIBUTE)

TAG: Final = re.compile(
    r"<(/?)([A-Za-z][^\t\n\f\r />]*)(?:" + re.sub(r"\((?!\?)", "(?:", _ATTRIBUTE) + rf"){ONE_WAY}[\t\n\f\r /]*(>|\Z)"
)
"""A tag as the standard's tokenizer reads it. Groups: solidus, name, the closing ``>`` or nothing at the end of file.

Each part takes all that the next one can not, so a match never backtracks.
"""

_TAG_NAME: Final = re.compile(r"</?[^\t\n\f\r />]*")


class Attribute(NamedTuple):
    """One attribute. Offsets count code points from the ``<`` of its tag."""

    name: str
    """In ASCII lower case."""
    value: str
    """With character references decoded; empty when there is no value."""
    start: int
    """Offset of the name."""
    end: int
    """Offset after the value, its quotation mark included."""


def parse_attributes(tag: str) -> tuple[Attribute, ...]:
    """The attributes of the start tag *tag*, in order; of two with one name the first counts.

    >>> [(a.name, a.value) for a in parse_attributes("<a href='?a&amp;b' HREF=x hidden>")]
    [('href', '?a&b'), ('hidden', '')]
    """
    found: dict[str, Attribute] = {}
    for match in _matches(tag):
        name = ascii_lower(match[1])
        if name not in found:
            found[name] = _attribute(name, match)
    return tuple(found.values())


def written_attributes(tag: str) -> Iterator[Attribute]:
    """The same with all of one name.

    >>> [(a.name, a.value) for a in written_attributes("<a x=1 X=2>")]
    [('x', '1'), ('x', '2')]
    """
    return (_attribute(ascii_lower(match[1]), match) for match in _matches(tag))


def _attribute(name: str, match: re.Match[str]) -> Attribute:
    raw = match[2] or match[3] or match[4] or ""
    return Attribute(name, decode_value(raw), match.start(1), match.end())


def attribute_spans(tag: str) -> Iterator[tuple[str, int, int]]:
    """The name in ASCII lower case and the offsets of each attribute of *tag*, duplicates too.

    >>> list(attribute_spans("<a x=1 X>"))
    [('x', 3, 6), ('x', 7, 8)]
    """
    return ((ascii_lower(match[1]), match.start(1), match.end()) for match in _matches(tag))


def _matches(tag: str) -> Iterator[re.Match[str]]:
    head = _TAG_NAME.match(tag)
    pos = head.end() if head else 0
    while (match := _ATTRIBUTES.match(tag, pos)) is not None:
        pos = match.end()
        yield match


def has_trailing_solidus(tag: str) -> bool:
    """Whether the start tag *tag* ends in a solidus that is no part of an attribute, white space after it allowed.

    >>> has_trailing_solidus("<br/>"), has_trailing_solidus("<a href=x href=/>")
    (True, False)
    """
    head = _TAG_NAME.match(tag)
    pos = head.end() if head else 0
    while (match := _ATTRIBUTES.match(tag, pos)) is not None:
        pos = match.end()
    return "/" in tag[pos:]


def ascii_lower(name: str) -> str:
    """*name* with A to Z in lower case and nothing else changed, as the standard compares names."""
    return name.lower() if name.isascii() else re.sub("[A-Z]+", lambda match: match[0].lower(), name)


_LONGEST_NUMBER: Final = 1000
_REFERENCE: Final = re.compile(r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+);?|[A-Za-z][A-Za-z0-9]*;?)")


def decode_value(raw: str) -> str:
    """*raw* with its character references decoded as the standard does in an attribute.

    There a legacy name without semicolon stays text before ``=``, a letter or a digit.

    >>> decode_value("?a=1&copy=2&lt;")
    '?a=1&copy=2<'
    """
    if "&" not in raw:
        return raw
    return _REFERENCE.sub(_decoded, raw)


def _decoded(match: re.Match[str]) -> str:
    reference = match[0]
    if reference[1] == "#" and len(reference) > _LONGEST_NUMBER:
        return "\ufffd"  # beyond all characters, and more digits than Python likes
    if reference[1] == "#" or reference.endswith(";"):
        decoded = html.unescape(reference)
        if reference[1] == "#" or not decoded.endswith(";") or reference[1:] == "semi;":
            return decoded
        return reference  # no such name; ``html.unescape`` would have read a legacy prefix
    if reference[1:] in LEGACY_NAMES and match.string[match.end() : match.end() + 1] != "=":
        return html.unescape(reference)
    return reference
