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
from htmlrepair.source import ASCII_WHITESPACE

__all__ = [
    "ONE_WAY",
    "TAG",
    "Attribute",
    "apart",
    "as_written",
    "ascii_lower",
    "attribute_spans",
    "decode_value",
    "end_of_attributes",
    "has_trailing_solidus",
    "parse_attributes",
    "without_solidus",
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
    return "/" in tag[end_of_attributes(tag) :]


def without_solidus(tag: str) -> str:
    """The start tag *tag*, which ends, without what stands between its last attribute and its end.

    >>> without_solidus("<a href=/x/ />"), without_solidus("<br / >")
    ('<a href=/x/>', '<br>')
    """
    return f"{tag[: end_of_attributes(tag)]}>"


def end_of_attributes(tag: str) -> int:
    """The offset in *tag* after its last attribute, after its name if it has none."""
    head = _TAG_NAME.match(tag)
    pos = head.end() if head else 0
    for match in _matches(tag):
        pos = match.end()
    return pos


def as_written(tag: str, attribute: Attribute) -> str:
    """*attribute* as *tag* has it, but so that what comes behind it can not become its value.

    >>> [as_written("<a x y=>", attribute) for attribute in parse_attributes("<a x y=>")]
    ['x', 'y=""']
    """
    text = tag[attribute.start : attribute.end].rstrip(ASCII_WHITESPACE)
    lacks_value = not attribute.value and text.endswith("=") and len(text) > len(attribute.name)
    return f'{text}""' if lacks_value else text


def apart(piece: str) -> str:
    """*piece* of a tag, from the name of an attribute or the end of the tag on, set apart from what is before it.

    >>> [apart(piece) for piece in ("x=1>", " x>", ">", " =x>")]
    [' x=1>', ' x>', '>', ' /=x>']
    """
    if piece.lstrip(ASCII_WHITESPACE).startswith("="):  # which would give a value to a name before it
        return f" /{piece.lstrip(ASCII_WHITESPACE)}"
    return piece if piece[:1] in ("", ">", *ASCII_WHITESPACE) else f" {piece}"


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
