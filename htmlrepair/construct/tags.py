"""Live tags that say more than a tag can: a solidus that closes nothing, an attribute twice, attributes at the end.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#parse-errors
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from htmlrepair.attributes import apart, ascii_lower, attribute_spans, has_trailing_solidus, without_solidus
from htmlrepair.knowledge.elements import (
    DOCUMENT_ELEMENTS,
    ESCAPABLE_RAW_TEXT_ELEMENTS,
    FOREIGN_ELEMENTS,
    RAW_TEXT_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.source import ASCII_WHITESPACE
from htmlrepair.tokens import EndTag, StartTag
from htmlrepair.verbatim import TEMPLATE

if TYPE_CHECKING:
    from htmlrepair.construct.state import State

__all__ = ["check_end_tag", "check_start_tag"]

_MAY_CLOSE_ITSELF: Final = VOID_ELEMENTS | FOREIGN_ELEMENTS
_NEVER_WHOLE: Final = DOCUMENT_ELEMENTS | RAW_TEXT_ELEMENTS | ESCAPABLE_RAW_TEXT_ELEMENTS
"""What holds the document, or all that follows."""
_TEMPLATE_PREFIXES: Final = ("i18n:", "metal:", "py:", "t:", "tal:", "th:", "xi:")
"""What attributes begin with by which templates that are XML fill an element."""
_PLAIN_END_TAG: Final = re.compile(r"</[^\t\n\f\r />]*[\t\n\f\r ]*>")
_NAMES: Final = re.compile(r"[\t\n\f\r \"'/]([^\t\n\f\r />=\"']+)")
"""What may be the names of attributes, and more."""
_ODD_NAME: Final = re.compile(r"(?<!=)[\t\n\f\r /\"'][\"'=]")
"""Where the name of an attribute may begin with a quotation mark or an equals sign."""


def check_start_tag(state: State, tag: StartTag) -> bool:
    """Rewrite *tag* without a solidus that closes nothing, and without the second of two attributes of one name.

    Whether it is the whole element, as in XML: where the document says that it is XHTML, and where its name has a
    prefix, or that of an attribute tells of a template, and no end tag comes, for no element of HTML has such a name.
    """
    text = tag.text
    is_whole = False
    if len(text) == len("<>") + len(tag.name):
        return False
    if TEMPLATE.search(text):
        return False  # what it writes there, no one can tell
    if text.endswith("/>") and tag.name not in _MAY_CLOSE_ITSELF and has_trailing_solidus(text):
        is_own = ":" in tag.name or any(attribute.name.startswith(_TEMPLATE_PREFIXES) for attribute in tag.attributes)
        is_xml = state.is_xhtml or (is_own and state.place not in state.ended)
        is_whole = is_xml and "empty-element-tag" in state.codes and tag.name not in _NEVER_WHOLE
        text = without_solidus(text)
        code = "empty-element-tag" if is_whole else "non-void-html-element-start-tag-with-trailing-solidus"
        finding = state.find(code, f"the solidus in {state.shown} closes nothing in HTML")
        state.rewritten[state.place] = (text, finding)
    names = _NAMES.findall(text)
    if len(names) != len(set(map(ascii_lower, names))) or _ODD_NAME.search(text):
        _drop_duplicates(state, text)
    return is_whole


def _drop_duplicates(state: State, text: str) -> None:
    seen: set[str] = set()
    pieces: list[str] = []
    at = 0
    for name, start, end in attribute_spans(text):
        if name in seen:
            piece = text[at:start].rstrip(ASCII_WHITESPACE)
            pieces.append(apart(piece) if pieces else piece)
            at = end
        seen.add(name)
    if at:
        pieces.append(apart(text[at:]))
        finding = state.find("duplicate-attribute", f"{state.shown} has an attribute twice; the first counts")
        text = "".join(pieces)
        if state.name not in _MAY_CLOSE_ITSELF and has_trailing_solidus(text):
            text = without_solidus(text)
        state.rewritten[state.place] = (text, finding)


def check_end_tag(state: State, tag: EndTag) -> None:
    """Rewrite *tag* without attributes and without a solidus at its end, which mean nothing there."""
    if not _PLAIN_END_TAG.fullmatch(tag.text):
        finding = state.find("end-tag-with-attributes", f"an end tag has no attributes, and {state.shown} has")
        state.rewritten[state.place] = (tag.text[: 2 + len(tag.name)] + ">", finding)
