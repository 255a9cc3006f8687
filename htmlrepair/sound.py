"""Tells documents in which nothing can be wrong, in one pass and without tokens.

Only what is written out in full is recognised: each element with both its tags, one in the other, known names, plain
attributes, rows of one width. All else, sound or not, is left to the tokenizer and the constructor, which know the
whole standard. In what is recognised here they would find nothing.

Spec: https://html.spec.whatwg.org/multipage/syntax.html#elements-2
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from htmlrepair.attributes import ONE_WAY
from htmlrepair.damage import TRIGGERS, bullet, matchers_at
from htmlrepair.damage.live_tag import find_slips
from htmlrepair.knowledge.attributes import BOOLEAN_ATTRIBUTES
from htmlrepair.knowledge.elements import (
    BLOCK_ELEMENTS,
    CELLS,
    ELEMENTS,
    HEADINGS,
    LISTS,
    METADATA_ELEMENTS,
    ROW_GROUPS,
    TEXT_LEVEL_ELEMENTS,
    VOID_ELEMENTS,
)
from htmlrepair.knowledge.references import ESCAPED_LESS_THAN

__all__ = ["is_plainly_sound"]

_SUSPECT: Final = re.compile("[\x00\ufeff]|u003[cC]")
_TRIGGER: Final = re.compile("[" + re.escape("".join(sorted(TRIGGERS - {"<", ">", *bullet.BULLETS}))) + "]")
_SPACE: Final = r"[\t\n\f\r ]"
_STEP: Final = re.compile(
    r"<(?:"
    r"/(?P<end>[a-z][a-z0-9]*)>"
    r"|(?P<start>[a-z][a-z0-9]*)"
    rf"(?P<attributes>(?:{_SPACE}+[a-zA-Z][a-zA-Z0-9:_-]*(?:{_SPACE}*={_SPACE}*(?:\"[^\"<>]*\"|'[^'<>]*'))?){ONE_WAY})"
    rf"{_SPACE}*(?P<solidus>/?)>"
    r"|!--(?!-?>)(?=(?P<comment>[\s\S]*?--))(?P=comment)>"  # a repetition in brackets takes memory for each turn
    r"|(?P<doctype>!(?:DOCTYPE|doctype) html>)"
    r"|(?P<odd>)"
    r")|>"  # begins with nothing but signs, which a search finds fastest
)
_ATTRIBUTE: Final = re.compile(rf"{_SPACE}+([a-zA-Z][a-zA-Z0-9:_-]*)(?:{_SPACE}*={_SPACE}*(\"[^\"]*\"|'[^']*'))?")
_QUOTED: Final = re.compile(r"[\"']\s{0,3}/?\Z")
"""What stands before the ``>`` of a tag whose attributes became text."""
_VISIBLE: Final = re.compile(r"[^\t\n\f\r ]")
_BEFORE_HTML: Final = re.compile(r"[\t\n\f\r ]*(?:<!(?:DOCTYPE|doctype) html>[\t\n\f\r ]*)?")
_RAW_TEXT_ENDS: Final = {name: re.compile(f"</{name}", re.I) for name in ("script", "style", "title")}
_NOT_RAW_TEXT: Final = re.compile("<!--|<script|</?title", re.I)
"""What may mean something else in a script or a title than its text."""
_SPANS: Final = frozenset({"colspan", "rowspan", "span"})
_ONE: Final = frozenset({"'1'", '"1"'})
"""What a cell spans that says nothing of it."""

_NAMES: Final = {name: name for name in ELEMENTS}
"""Each name once, however often it is read."""
_FLOW: Final = (
    BLOCK_ELEMENTS | HEADINGS | TEXT_LEVEL_ELEMENTS | {"form", "hr", "input", "label", "pre", "script", "table"}
) - {"nobr"}
"""What stands where text may stand."""
_ENDS_PARAGRAPH: Final = BLOCK_ELEMENTS | HEADINGS | {"form", "hr", "pre", "table"}
_NOT_IN_ITS_KIND: Final = {"a": "a", "form": "form", **dict.fromkeys(HEADINGS, "heading")}
"""What stands in none of its kind."""
_CHILDREN: Final = {
    "colgroup": frozenset({"col"}),
    "dl": frozenset({"dd", "dt"}),
    "head": METADATA_ELEMENTS - {"noframes", "noscript", "template"},
    "html": frozenset({"body", "head"}),
    "table": ROW_GROUPS | {"caption", "colgroup", "tr"},
    "tr": CELLS,
    **dict.fromkeys(LISTS, frozenset({"li"})),
    **dict.fromkeys(ROW_GROUPS, frozenset({"tr"})),
}
"""What holds only elements of certain names, and no text."""
_PHASES: Final = {
    "head": 1,
    "body": 2,
    "dt": 1,
    "dd": 2,
    "caption": 1,
    "colgroup": 2,
    "thead": 3,
    "tbody": 4,
    "tfoot": 5,
}
"""Where what comes in order has its place; all else comes in any."""
_IMPLIED_BODY: Final = 6
"""The phase after a row without a row group, whose start tag may be left out while its end tag is not."""
_AFTER: Final = {
    "body": (1,),
    "caption": (0,),
    "colgroup": (0, 1, 2),
    "dd": (1, 2),
    "head": (0,),
    "tbody": (0, 1, 2, 3, 4, _IMPLIED_BODY),
    "tfoot": (1, 2, 3, 4, _IMPLIED_BODY),
    "thead": (0, 1, 2),
}
"""The phases in which these may begin."""


def is_plainly_sound(source: str) -> bool:
    """Whether *source* is sound, and so plainly that one look tells. Linear in its length.

    >>> is_plainly_sound("<ul><li>oak</li></ul>"), is_plainly_sound("<ul><li>oak</ul>")
    (True, False)
    """
    if _SUSPECT.search(source) or bullet.may_begin_lines(source):
        return False
    if "\\<" in source or ("<" not in source and ESCAPED_LESS_THAN.search(source)):
        return False  # it may be escaped as a whole
    if any(_looks_mangled(source, found.start()) for found in _TRIGGER.finditer(source)):
        return False
    return _Nesting(source).is_sound()


def _looks_mangled(source: str, pos: int) -> bool:
    """Whether damage of any class may begin at *pos*."""
    return any(match(source, pos) is not None for match in matchers_at(source[pos : pos + 2]))


def _may_end_tag(source: str, pos: int) -> bool:
    """Whether the ``>`` at *pos*, in text, may be what is left of a tag."""
    return _QUOTED.search(source, max(0, pos - 5), pos) is not None or _looks_mangled(source, pos)


class _Nesting:
    """One way through the tags."""

    __slots__ = ("_counts", "_names", "_open", "_phases", "_source", "_widths")

    def __init__(self, source: str) -> None:
        self._source = source
        self._names: list[str] = []
        """What is open."""
        self._counts: list[int] = []
        """How many children each of them has."""
        self._phases: list[int] = []
        """What came last in each of them, of what comes in order."""
        self._widths: list[int] = []
        """The number of cells in the rows of each open table; 0 before its first row."""
        self._open: Counter[str] = Counter()
        """How many are open of what may not stand in its kind, and of paragraphs."""

    def is_sound(self) -> bool:
        """Whether each element stands where it may, and ends in its place."""
        source, names = self._source, self._names
        at = 0
        is_over = False
        while (step := _STEP.search(source, at)) is not None:
            parent = names[-1] if names else ""
            if (is_over or parent in _CHILDREN) and _VISIBLE.search(source, at, step.start()):
                return False
            at = step.end()
            if step["end"]:
                if step["end"] == "tbody" and parent == "table" and self._phases[-1] == _IMPLIED_BODY:
                    self._phases[-1] = _PHASES["tbody"]
                elif step["end"] != parent or not self._leave(parent):
                    return False
                is_over = parent == "html"
            elif step["start"]:
                if is_over or not self._enter(step, parent):
                    return False
                if step["start"] in _RAW_TEXT_ENDS:
                    end = _RAW_TEXT_ENDS[step["start"]].search(source, at)
                    if end is None or _NOT_RAW_TEXT.search(source, at, end.start()):
                        return False
                    at = end.start()
            elif step["doctype"]:
                if _VISIBLE.search(source, 0, step.start()):
                    return False
            elif step["odd"] is not None or (
                step[0] == ">" and (parent in _CHILDREN or _may_end_tag(source, step.start()))
            ):
                return False
        return not names and not (is_over and _VISIBLE.search(source, at))

    def _enter(self, step: re.Match[str], parent: str) -> bool:
        """Open the element of the start tag *step* in *parent*; False where it may not stand there."""
        name = _NAMES.get(step["start"], "")
        is_void = name in VOID_ELEMENTS
        if name == "html":
            if self._names or _BEFORE_HTML.fullmatch(self._source, 0, step.start()) is None:
                return False
        elif name not in _CHILDREN.get(parent, _FLOW) or (name == "script" and not parent):
            return False
        if (step["solidus"] and not is_void) or (name in _ENDS_PARAGRAPH and self._open["p"]):
            return False
        if step["attributes"] and not _has_plain_attributes(step):
            return False
        kind = _NOT_IN_ITS_KIND.get(name, name)
        if name in _NOT_IN_ITS_KIND and self._open[kind]:
            return False
        if parent:
            if name in _AFTER and self._phases[-1] not in _AFTER[name]:
                return False
            self._phases[-1] = _PHASES.get(name, _IMPLIED_BODY if parent == "table" else self._phases[-1])
            self._counts[-1] += 1
        if not is_void:
            self._open[kind] += 1
            self._names.append(name)
            self._counts.append(0)
            self._phases.append(0)
            if name == "table":
                self._widths.append(0)
        return True

    def _leave(self, name: str) -> bool:
        """End the element *name*, which is the last that was opened; False where something in it is missing."""
        self._names.pop()
        count, phase = self._counts.pop(), self._phases.pop()
        self._open[_NOT_IN_ITS_KIND.get(name, name)] -= 1
        if name == "tr":
            width = self._widths[-1] or count
            self._widths[-1] = width
            return count == width > 0
        if name == "table":
            return self._widths.pop() > 0
        return phase == 2 if name in ("dl", "html") else count > 0 or name not in LISTS


def _has_plain_attributes(step: re.Match[str]) -> bool:
    """Whether the attributes of the start tag *step* are all different and sound, and none spans cells."""
    names = set()
    for found in _ATTRIBUTE.finditer(step["attributes"]):
        name, value = found[1].lower(), found[2]
        if name in names or (name in _SPANS and value not in _ONE) or not (value or name in BOOLEAN_ATTRIBUTES):
            return False
        names.add(name)
    return not find_slips(step["start"], step[0], 0)
