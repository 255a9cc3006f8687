"""Words in brackets: what looks like a tag to a browser, or to a reader, and is none if it has no partner."""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.attributes import ONE_WAY
from htmlrepair.knowledge.attributes import ATTRIBUTES
from htmlrepair.knowledge.elements import ELEMENTS
from htmlrepair.source import Span

__all__ = [
    "HOLDERS",
    "follows_name",
    "is_code",
    "is_comparison",
    "is_parameter",
    "is_words",
    "name_of_odd_end_tag",
    "names_of_odd_start_tags",
]

HOLDERS: Final = frozenset(
    "audio button canvas datalist dialog fieldset form legend map meter output picture progress video".split()
)
"""Elements that may not come free from text, but that may be ended: nothing in or after them takes effect by that."""
_APOSTROPHE: Final = "(?<=[A-Za-z])'(?=[a-z])"
_IN_WORD: Final = r"[^\s>\"'=&/＜＞＆`{}%~]"
_WORDS: Final = re.compile(
    rf"</?(?![\w.-]+:[\w.-]+[\s/>]){_IN_WORD}(?:{_IN_WORD}|{_APOSTROPHE}){ONE_WAY}"
    rf"(?:\s(?:[^>\"'=&＜＞＆`{{}}%~]|{_APOSTROPHE}){ONE_WAY})?>"
)
"""A tag-like thing without attribute values, a namespace or anything else that only markup has."""
_URL: Final = re.compile(
    r"<(?:URL:)?(?:[a-z][a-z0-9+.-]*://|(?:https?|ftp|mailto|tel|file|news|urn):)(?:[^\s<>\"'＜＞`{]|\{(?![{%])"
    rf"|\{{\{{[^<>\"'`{{}}%]{{0,80}}\}}\}}){ONE_WAY}>",
    re.I,
)
"""In angle brackets, as mails and manuals write it, with a name in braces for a part or nothing yet."""
_PATH: Final = re.compile(r"</?[\w.-]+/(?!>)[\w./*#-]*>")
_INNER_NAME: Final = re.compile(r"<\s*(?:/\s*)?([A-Za-z][A-Za-z0-9]*)(?![\w@.:-])")
_NAME_BEFORE: Final = re.compile("[A-Za-z0-9_]<")
_PARAMETER: Final = re.compile(r"[A-Za-z0-9_]<[A-OQ-Z]>(?![\w<])")
"""What stands for a type, behind a name. A paragraph needs no end tag, so that nothing would tell."""
_CODE: Final = re.compile(r"<[A-Za-z]\w*\s*(?:&&|\|\|)[^<>\"']*>|<[A-Z]\w*\s(?:extends|super)\s[\w\s.,&?]*>")
_COMPARISON: Final = re.compile(r"<([A-OQ-Za-oq-z])(\s{1,3}[A-Za-z]{2,20}(?:\s{1,3}[A-Za-z]{1,20}){0,6})\s?>")
"""A variable and words: there are no such attributes. A paragraph is left out here too."""
_ODD_START_TAG: Final = re.compile(r"<\s?([^\s<>/=!?]{1,60})[\s>]")
_ODD_END_TAG: Final = re.compile(r"</\s{0,3}([^\s<>/=!?]{1,60})\s{0,3}>")
"""What no browser takes for tags; readers do."""


def is_words(tag: str) -> bool:
    """Whether *tag* may be words in brackets, or a sign and words up to the next bracket, with no markup among them."""
    if _URL.fullmatch(tag) or _PATH.fullmatch(tag) or is_code(tag):
        return True
    if _WORDS.fullmatch(tag) is None or "<!--" in tag:
        return False
    return not any(inner[1].lower() in ELEMENTS for inner in _INNER_NAME.finditer(tag, 1))


def is_parameter(source: str, start: int) -> bool:
    """Whether the tag at offset *start* may be a parameter of a type, as in ``List<S>``."""
    return start > 0 and _PARAMETER.match(source, start - 1) is not None


def follows_name(source: str, start: int) -> bool:
    """Whether the tag at offset *start* clings to a name, as parameters do in code and hardly any tag in text."""
    return _NAME_BEFORE.match(source, max(0, start - 1)) is not None


def is_code(tag: str) -> bool:
    """Whether *tag* is a piece of code, as in ``a<b && c>d`` and ``<S extends T>``."""
    return _CODE.fullmatch(tag) is not None


def is_comparison(tag: str) -> bool:
    """Whether *tag* is a variable and words without a meaning for it, as in ``a <b and c> d``."""
    found = _COMPARISON.fullmatch(tag)
    if found is None:
        return False
    words = found[2].lower().split()
    return found[1].lower() + words[0] not in ELEMENTS and not any(word in ATTRIBUTES for word in words)


def name_of_odd_end_tag(source: str, span: Span) -> str:
    """The name, as written, of what a browser takes for a comment and a reader for an end tag that no text may hold.

    Empty for anything else.
    """
    found = _ODD_END_TAG.fullmatch(source, *span)
    return "" if found is None or found[1].lower() in ELEMENTS.keys() - HOLDERS else found[1]


def names_of_odd_start_tags(source: str) -> set[str]:
    """The names of all that looks like a start tag, to a browser or not; of end tags that have lost theirs too."""
    return {name.lower() for name in _ODD_START_TAG.findall(source)}
