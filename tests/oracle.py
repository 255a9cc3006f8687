"""The safety oracle: what of a document is active, by two parsers that know nothing of htmlrepair.

Its lists are written out here, apart from the library's own, so that a mistake there does not hide itself.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import html5lib
from selectolax.lexbor import LexborHTMLParser

Active = Counter[tuple[str, str, str]]
"""How often each (element, attribute, value) occurs; the attribute is empty for an element that is active by itself.

With the name of a foreign element stands its namespace, where that is known: an ``iframe`` of SVG loads nothing.
"""

ACTIVE_ELEMENTS: Final = frozenset(
    """
    applet audio base button embed form frame frameset iframe input link math meta noscript object portal script select
    style svg template textarea video
    """.split()
)
URL_ATTRIBUTES: Final = frozenset(
    "action background cite data formaction href longdesc manifest ping poster src srcdoc srcset xlink:href".split()
)
HARMLESS_SCHEMES: Final = frozenset({"cid", "http", "https", "mailto", "tel"})
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
"""What a URL begins with that is not relative, tabs and line ends left out."""
_STRIPPED: Final = "".join(map(chr, range(0x21)))
_LEXBOR_GAP: Final = re.compile(r"<image\b", re.I)
"""Lexbor drops it where no ``img`` could stand; browsers make one of it everywhere."""
_HTML5LIB_GAP: Final = re.compile(r"<table[\s\S]*<button[\s\S]*<button", re.I)
"""html5lib loses a button that ends another one in a table; browsers do not."""
_NOT_SPECIAL: Final = re.compile(r"<(?:dialog|figcaption|hgroup|main|search|summary)[\s/>]", re.I)
"""Elements that html5lib takes for ordinary ones, ``dialog`` in that it ends no ``p``.

Where formatting crosses one, browsers copy it into it, or not into the ``p`` before it.
"""
_FORMATTING: Final = frozenset("a b big code em font i nobr s small strike strong tt u".split())
_FORMATTING_TAG: Final = re.compile(rf"<({'|'.join(sorted(_FORMATTING))})(?=[\s/>])[^<>]*>", re.I)
_NOAHS_ARK: Final = 3
"""So many equal formatting elements browsers go on with; the end tag of one more ends it, but in html5lib another."""
_TEMPLATE: Final = re.compile(r"<template[\s/>]", re.I)
_ACTIVE_STYLE: Final = re.compile(r"url|expression|import|behavior|binding|\\|@|/\*", re.I)


def _is_active(name: str, value: str) -> bool:
    if name.startswith("on"):
        return value != ""
    if name in ("srcdoc", "formaction", "action", "ping"):
        return True
    if name in URL_ATTRIBUTES:
        scheme = _SCHEME.match(re.sub(r"[\t\n\r]", "", value.strip(_STRIPPED)))
        return scheme is not None and scheme[0][:-1].lower() not in HARMLESS_SCHEMES
    return name == "style" and _ACTIVE_STYLE.search(value) is not None


def _active(elements: Iterable[tuple[str, dict[str, str]]]) -> Active:
    found: Active = Counter()
    for name, attributes in elements:
        name = "img" if name == "image" else name  # browsers read one for the other; not every parser in every place
        if name.rpartition("}")[2] in ACTIVE_ELEMENTS:
            found[(name, "", "")] += 1
        for attribute, value in attributes.items():
            if _is_active(attribute.lower(), value):
                found[(name, attribute.lower(), value)] += 1
    return found


def active_by_html5lib(markup: str, *, scripting: bool) -> Active:
    """What html5lib finds active in *markup*, read as a document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        tree = parser.parse(markup, scripting=scripting)

    def elements() -> Iterator[tuple[str, dict[str, str]]]:
        for node in tree.iter():
            if isinstance(node.tag, str):
                yield node.tag, {key.rpartition("}")[2]: value for key, value in node.attrib.items()}

    return _active(elements())


def active_by_lexbor(markup: str) -> Active:
    """What lexbor finds active in *markup*, read as a document."""

    def elements() -> Iterator[tuple[str, dict[str, str]]]:
        root = LexborHTMLParser(markup).root
        for node in () if root is None else root.traverse():
            if node.tag and not node.tag.startswith("-"):
                yield node.tag, {key: value or "" for key, value in node.attributes.items()}

    return _active(elements())


def _crowded(output: str) -> set[str]:
    """The names of the formatting elements that *output* begins more often, and alike, than browsers go on with."""
    tags = Counter((tag[1].lower(), tag[0].lower()) for tag in _FORMATTING_TAG.finditer(output))
    return {name for (name, _), count in tags.items() if count > _NOAHS_ARK}


def revived(source: str, output: str) -> Active:
    """What is active in *output* more often than in *source*, by any of the readings; empty when the repair is safe."""
    gained: Active = Counter()
    try:
        for scripting in (True, False):
            gained |= active_by_html5lib(output, scripting=scripting) - active_by_html5lib(source, scripting=scripting)
    except AssertionError:  # html5lib's own, for an html tag in foreign content in a table; lexbor judges alone
        gained.clear()
    if _TEMPLATE.search(source):  # which html5lib does not know
        gained.clear()
    if _NOT_SPECIAL.search(source):
        gained = Counter({key: count for key, count in gained.items() if key[0] not in _FORMATTING})
    if gained and (crowded := _crowded(output)):
        gained = Counter({key: count for key, count in gained.items() if key[0] not in crowded})
    if _HTML5LIB_GAP.search(source):
        gained = Counter({key: count for key, count in gained.items() if key[0] != "button"})
    if _LEXBOR_GAP.search(source):
        return gained
    return gained | (active_by_lexbor(output) - active_by_lexbor(source))


def visible_text(markup: str) -> str:
    """The text that a browser shows for *markup*, without white space; comments and raw text are not shown."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root = html5lib.parseFragment(markup, namespaceHTMLElements=False)
    pieces: list[str] = []
    stack = [(root, False)]
    while stack:
        node, is_tail = stack.pop()
        if is_tail:
            pieces.append(node.tail or "")
            continue
        is_shown = isinstance(node.tag, str) and node.tag not in ("script", "style")
        if is_shown:
            pieces.append(node.text or "")
        for child in reversed(list(node) if is_shown else []):
            stack += [(child, True), (child, False)]
    return re.sub(r"\s+", "", "".join(pieces))
