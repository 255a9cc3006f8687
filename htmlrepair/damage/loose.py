"""A tag as a reader sees it, white space and wrong quotation marks forgiven; damage classes and the repair pass use it.

A browser's reading of the same characters is in ``attributes.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from htmlrepair.damage.base import CURLY_QUOTES
from htmlrepair.knowledge.attributes import ATTRIBUTES, BOOLEAN_ATTRIBUTES, FRAMEWORK_NAME, ValueKind, kind_of

__all__ = ["MAX_ATTRIBUTES", "LooseAttribute", "LooseTag", "read_attributes", "read_tag"]

_MAX_VALUE: Final = 2000
"""No quoted value of a mangled tag is longer; keeps the look-ahead of hostile input bounded."""
MAX_ATTRIBUTES: Final = 40
"""No mangled tag has more; they would take memory for each."""

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_CURLY: Final = f"[{CURLY_QUOTES}]"
_EITHER: Final = f"[{CURLY_QUOTES}‘’‚‛]"
"""A double or a single one: some keyboards write the one before a value, and the other behind it."""
_AFTER_VALUE: Final = (
    r"(?=\s*(?:(?:/\s*)?[>＞›〉⟩˃»》﹥]|(?:,\s+)?[\w:-]{1,60}\s*[=＝]"
    rf"|(?:{'|'.join(sorted(BOOLEAN_ATTRIBUTES))})\b)|\s*\Z)"
)
"""A closing mark is one only where the tag goes on: the value may hold curly quotes of its own."""
_NAMES: Final = "|".join(sorted(ATTRIBUTES, key=len, reverse=True))
_BEFORE_NEXT: Final = rf"(?=\s{{1,4}}(?:{_NAMES})\s?=\s?[\"{CURLY_QUOTES}])"
"""What shows that a curly mark closes a value that a straight one opened."""
_NO_ATTRIBUTE: Final = r"(?!\s{1,4}[\w:-]{1,60}\s?=)"
"""Two marks with an attribute behind them are an empty value."""
_REFERRED_NAME: Final = r"\s?(?:quot|apos|#3[49]|#822[0-3]|[lr][ds]quo)\s?;"
_REFERRED: Final = f"&{_REFERRED_NAME}"
"""A quotation mark that is written as a character reference."""
_ATTRIBUTE: Final = re.compile(
    r"[\s/]*(?:(?:(?<=[\"'”])|(?<=[\"'”]\s)),[\s/]*)*"  # commas, as between the things of a list
    r"(?P<name>(?:data|aria)(?:\s?-\s?[A-Za-z0-9]+)+|[^\s\"'<>＜＞›〉⟩˃»》﹥/／=＝" + CURLY_QUOTES + r"‘’]{1,60})"
    r"(?:(?:\s{0,20}[=＝](?:=(?=\s?[\"'])|3D(?=[\"']))?\s{0,20}|(?=[\"']))(?:"
    rf"\"\"(?P<doubled>{_NO_ATTRIBUTE}[^\"<>]{{0,{_MAX_VALUE}}}[^\s\"<>=]\s{{0,4}})\"\"{_AFTER_VALUE}"
    rf"|\"\"(?P<doubled_opening>[^\s\"<>](?:[^\"<>]{{0,{_MAX_VALUE}}}[^\s\"<>=])?)(?:\"{_AFTER_VALUE})"
    rf"|\"\"(?P<unclosed>[^\s\"<>]{{1,{_MAX_VALUE}}}){_BEFORE_NEXT}"
    rf"|(?:''|``)(?P<doubled_single>{_NO_ATTRIBUTE}[^'`<>]{{0,{_MAX_VALUE}}}[^\s'`<>=]\s{{0,4}})''{_AFTER_VALUE}"
    rf"|\"(?P<mixed>[^\"<>{CURLY_QUOTES}]{{0,{_MAX_VALUE}}})[{CURLY_QUOTES}]{_BEFORE_NEXT}"
    rf"|\"(?P<double>[^\"]{{0,{_MAX_VALUE}}})\"(?:\"(?=\s{{0,4}}(?:[A-Za-z-]{{1,60}}\s?=\s?\"|/?>)))?"
    rf"|'(?P<single>[^']{{0,{_MAX_VALUE}}})'"
    rf"|{_EITHER}(?P<crossed>[^\s\"'<>{CURLY_QUOTES}‘’‚‛]{{1,{_MAX_VALUE}}}){_EITHER}{_AFTER_VALUE}"
    rf"|{_CURLY}(?P<curly>[^\"<>]{{0,{_MAX_VALUE}}}?)[\"{CURLY_QUOTES}]{_AFTER_VALUE}"
    rf"|[“„](?P<holding>[^<>“”„]{{0,{_MAX_VALUE}}})[“”]{_AFTER_VALUE}"
    rf"|{_CURLY}(?P<opened>[^\s\"'<>={{}}$&{CURLY_QUOTES}]{{0,{_MAX_VALUE}}}[\w#%])(?=/?>|\s{{1,4}}(?:{_NAMES})\s?=)"
    rf"|(?P<closed>[^\s\"'<>`=&{CURLY_QUOTES}‘’«»「」『』\\]{{1,{_MAX_VALUE}}}){_CURLY}(?=[\s/>])"
    rf"|\\(?P<mark>[\"'])(?P<escaped>(?:(?!(?P=mark))[^<>\\]){{0,{_MAX_VALUE}}})\\(?P=mark)"
    rf"|\\{_CURLY}(?P<escaped_curly>[^\"<>\\]{{0,{_MAX_VALUE}}})\\{_CURLY}"
    rf"|{_REFERRED}(?P<referred>(?:[^&\"'<>]|&(?!{_REFERRED_NAME})){{0,{_MAX_VALUE}}})"
    rf"{_REFERRED}{_AFTER_VALUE}"
    rf"|[「」『』](?P<corner>[^\s\"'<>「」『』]{{0,{_MAX_VALUE}}})[「」『』]"
    rf"|[«»‹›](?P<guillemets>[^\"<>«»‹›]{{0,{_MAX_VALUE}}})[«»‹›]"
    rf"|[‘‚‛](?P<single_holding>[^\"<>‘]{{0,{_MAX_VALUE}}}?)’{_AFTER_VALUE}"
    rf"|[‘’‚‛′](?P<curly_single>[^\"<>‘’‚‛′]{{0,{_MAX_VALUE}}})(?:[‘’‚‛′']|\"{_AFTER_VALUE})"
    rf"|[`´](?P<accented>[^\"'<>`´]{{0,{_MAX_VALUE}}})[`´]"
    rf"|(?P<unquoted>[^\s\"'<>＜＞`={CURLY_QUOTES}‘’]{{1,{_MAX_VALUE}}})"
    r"))?"
)
_EQUALS_SIGN: Final = re.compile(r"\A\s*(?:=\s*)?")
_CLOSE: Final = re.compile(r"\s{0,40}([/／]?)\s{0,40}([>＞›〉⟩˃»》﹥])")
_VALUE_GROUPS: Final = (
    "doubled doubled_opening unclosed doubled_single mixed double single crossed curly holding opened closed escaped "
    "escaped_curly referred corner guillemets single_holding curly_single accented unquoted".split()
)


class LooseAttribute(NamedTuple):
    """One attribute. Offsets are into the string that was read."""

    written: str
    """The name in the case it was written in, white space inside taken out."""
    value: str
    """As written; empty when there is no value."""
    quote: str
    """The quotation mark as it opened, its last character; ``=`` for an unquoted value, empty for no value."""
    start: int
    """Offset of the name."""
    value_start: int
    """Offset of the value, its quotation mark not included."""
    end: int
    """Offset after the value, its quotation mark included."""
    marks: tuple[str, str] = ('"', '"')
    """All that stands for the quotation marks, before the value and after it; a full-width sign before them too."""

    name_end: int = 0
    """Offset after the name."""

    @property
    def name(self) -> str:
        """The name in lower case."""
        return self.written.lower()

    @property
    def is_quoted(self) -> bool:
        """Whether the value stood between quotation marks of any kind."""
        return self.quote not in ("", "=")

    @property
    def lacks_sign(self) -> bool:
        """Whether the value stands directly behind the name, without an equals sign."""
        return self.is_quoted and bool(self.marks[0]) and self.value_start == self.name_end + 1

    @property
    def is_oddly_quoted(self) -> bool:
        """Whether the marks round the value are not those of HTML, or do not match."""
        return self.is_quoted and self.marks not in (('"', '"'), ("'", "'"))

    @property
    def is_plausible(self) -> bool:
        """Whether this looks like an attribute and not like words in text."""
        if self.quote == "":
            return kind_of(self.name) is ValueKind.BOOLEAN or self.is_for_framework
        return self.is_quoted or self.name in ATTRIBUTES

    @property
    def is_for_framework(self) -> bool:
        """Whether this has no value and a name that only frameworks read; manuals of theirs name such tags."""
        return self.quote == "" and FRAMEWORK_NAME.fullmatch(self.name) is not None


class LooseTag(NamedTuple):
    """One tag. Offsets are into the string that was read."""

    name: str
    """As written, in the case it was written in."""
    attributes: tuple[LooseAttribute, ...]
    has_solidus: bool
    end: int
    """Offset after the closing bracket."""


def read_attributes(text: str, pos: int, end: int) -> tuple[tuple[LooseAttribute, ...], int]:
    """The attributes of *text* from *pos* on that end before *end*, and the offset where reading stopped."""
    attributes: list[LooseAttribute] = []
    while len(attributes) < MAX_ATTRIBUTES and (match := _ATTRIBUTE.match(text, pos, end)) is not None:
        group = next((name for name in _VALUE_GROUPS if match[name] is not None), None)
        if match[0][-1] in "\"'" and text[match.end("name")] in "\"'" and match["name"].lower() not in ATTRIBUTES:
            break  # a word and a quotation
        pos = match.end()
        if group is None:
            value, quote, value_start = "", "", pos
        else:
            value, value_start = match[group], match.start(group)
            quote = "=" if group == "unquoted" else '"' if group == "closed" else text[value_start - 1]
        name = re.sub(r"\s", "", match["name"])
        opening = _EQUALS_SIGN.sub("", text[match.end("name") : value_start])
        marks = opening, text[value_start + len(value) : pos]
        attributes.append(
            LooseAttribute(name, value, quote, match.start("name"), value_start, pos, marks, match.end("name"))
        )
    return tuple(attributes), pos


def read_tag(source: str, pos: int, closers: str = ">") -> LooseTag | None:
    """The tag whose name begins at *pos*, None when what stands there is no tag.

    *closers* are the characters that may end it. A value that holds ``<`` makes it no tag: something is unclosed. Nor
    does an unquoted value with a reference in it, which may be damage of its own.
    """
    name = _NAME.match(source, pos)
    if name is None:
        return None
    attributes: Sequence[LooseAttribute] = ()
    pos = name.end()
    close = _closing(source, pos, closers)
    if close is None:
        if not source[pos : pos + 1].isspace():
            return None
        attributes, pos = read_attributes(source, pos, len(source))
        close = _closing(source, pos, closers)
        if close is None or not _are_plausible(attributes):
            return None
        if any("<" in attribute.value for attribute in attributes):
            return None
        if any("&" in attribute.value for attribute in attributes if not attribute.is_quoted):
            return None
    has_solidus, end = close
    return LooseTag(name[0], tuple(attributes), has_solidus, end)


def _are_plausible(attributes: Sequence[LooseAttribute]) -> bool:
    """Whether *attributes* look like some; beside one in quotation marks a bare name of one is no word of a text."""
    is_tag = any(attribute.is_quoted and attribute.name in ATTRIBUTES for attribute in attributes)
    return all(attribute.is_plausible or (is_tag and attribute.name in ATTRIBUTES) for attribute in attributes)


def _closing(source: str, pos: int, closers: str) -> tuple[bool, int] | None:
    """(whether there is a solidus, the offset after the bracket)."""
    match = _CLOSE.match(source, pos)
    if match is None or match[2] not in closers:
        return None
    return bool(match[1]), match.end()
