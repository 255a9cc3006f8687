"""Tells XML documents whose elements only have the names of HTML's, such as feeds: their ``link`` has an end tag."""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.attributes import ONE_WAY
from htmlrepair.knowledge.elements import ELEMENTS, MEANT_ALONE, VOID_ELEMENTS
from htmlrepair.source import Span

__all__ = ["foreign_root"]

_DECLARATION: Final = re.compile(r"\ufeff?\s*<\?xml\s[^<>]{1,200}\?>")
_PROLOGUE: Final = re.compile(
    r"\s+|<\?[^<>]*\?>|<!--[\s\S]*?-->|"
    rf"<!DOCTYPE\s[^<>\[]*(?:\[[^\]\"']*(?:(?:\"[^\"]*\"|'[^']*')[^\]\"']*){ONE_WAY}\]\s*)?>"
)
_ROOT: Final = re.compile(r"<([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)(?:\s[^<>]*)?>")
_NAMESPACE: Final = re.compile(r"\sxmlns\s*=")
"""The default one; those with a prefix stand in what office programs paste, too."""
_END_TAG: Final = re.compile(rf"</(?:{'|'.join(sorted(VOID_ELEMENTS - MEANT_ALONE))})\s*>", re.I)
"""Of an element that has none in HTML, and that no one takes for one."""
_EMPTY_ELEMENT_TAG: Final = re.compile(r"<([A-Za-z_][\w.:-]*)(?:\s[^<>]*)?/>")


def foreign_root(source: str) -> Span | None:
    """Where the root of *source* stands, if it is an XML document with elements that end otherwise in HTML; else None.

    An XML declaration or a namespace says that it is XML, and the name of its root that it is not HTML. Elements end
    otherwise that are void in HTML, and unknown ones that end where they begin. XML without either, such as texts for
    translation, is read as HTML that has unknown elements.

    >>> foreign_root('<?xml version="1.0"?><rss version="2.0"><link>/x</link></rss>')
    Span(start=21, end=40)
    >>> foreign_root('<?xml version="1.0"?><html></html>'), foreign_root("<pattern><b>x</ b>")
    (None, None)
    """
    declaration = _DECLARATION.match(source)
    at = 0 if declaration is None else declaration.end()
    while (passed := _PROLOGUE.match(source, at)) is not None:
        at = passed.end()
    root = _ROOT.match(source, at)
    if root is None or root[1].lower() in ELEMENTS:
        return None
    if declaration is None and _NAMESPACE.search(root[0]) is None:
        return None
    is_empty = any(name[1].lower() not in ELEMENTS for name in _EMPTY_ELEMENT_TAG.finditer(source, root.end()))
    return Span(*root.span()) if is_empty or _END_TAG.search(source) else None
