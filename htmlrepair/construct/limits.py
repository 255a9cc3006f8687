"""No handler, no script URL and no form may take effect more often than in a browser that reads the source.

Tree construction drops parts of tables outside of one, and forms in forms, and copies formatting that a block cuts.
What a repair changes around them must not bring them back, or make more of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from htmlrepair.allowlist import is_active_attribute
from htmlrepair.attributes import apart, has_trailing_solidus, parse_attributes, without_solidus, written_attributes
from htmlrepair.knowledge.elements import ELEMENTS, FORMATTING_ELEMENTS, LISTS
from htmlrepair.knowledge.safety import (
    ACTIVE_ATTRIBUTES,
    FREE_ELEMENTS,
    FREE_SCHEMES,
    MEDIA_ELEMENTS,
    ORDERED_ELEMENTS,
    PLACED_ELEMENTS,
    URL_ATTRIBUTES,
    USER_HANDLERS,
    WAITING_HANDLERS,
)
from htmlrepair.source import ASCII_WHITESPACE
from htmlrepair.tokens import StartTag, Token

__all__ = [
    "Limits",
    "active_attributes",
    "active_tags",
    "calls",
    "end_of_placed",
    "has_shadow",
    "inert",
    "is_active",
    "is_listed",
    "lowered",
    "may_act",
    "may_hold_active_element",
    "may_hold_placed",
    "may_wait",
    "ordered_tags",
    "waiting_tag",
]

_FREE: Final = rf"\s*(?:{'|'.join(sorted(FREE_SCHEMES))})\s*:"
_ATTRIBUTE: Final = re.compile(
    rf"[\s/\"'](?:on[^\s=/>\"']*\s*[=\"']|(?:style|{'|'.join(sorted(ACTIVE_ATTRIBUTES))})\s*=)"
)
_VALUE: Final = rf"=\s*(?!\s)(?:\"(?!{_FREE})[^\">/?#]*|'(?!{_FREE})[^'>/?#]*|(?![\"']|{_FREE})[^\s>/?#:&=]*)[:&=]"
_ANY_URL: Final = re.compile(_VALUE)
_URL: Final = re.compile(rf"(?:{'|'.join(sorted(URL_ATTRIBUTES))})\s*{_VALUE}")
_ACTIVE_ELEMENTS: Final = frozenset(ELEMENTS) - FREE_ELEMENTS - LISTS - {"image"}
"""Those that no repair makes; a list of any name it may begin, where only the end tag is left."""
_PIECE: Final = 10_000
_ACTIVE_ELEMENT: Final = re.compile(rf"<(?:{'|'.join(sorted(_ACTIVE_ELEMENTS))})[\s/>]", re.I)


@dataclass(slots=True)
class Limits:
    """How often each active start tag, known by its offset, may be printed, and was."""

    active: Collection[int]
    allowed: Counter[int]
    used: Counter[int] = field(default_factory=Counter)

    def exceeds(self, offset: int) -> bool:
        """Count one more print of the start tag at *offset*; whether that is one too many."""
        self.count(offset)
        return self.used[offset] > self.allowed[offset]

    def count(self, offset: int) -> None:
        """Count one more print of what is at *offset*."""
        if offset in self.active:
            self.used[offset] += 1


def lowered(source: str) -> str:
    """*source* in lower case, for patterns that heed case, since those look for their beginnings first."""
    if source.isascii():
        return source.lower()
    pieces = range(0, len(source), _PIECE)  # beside ASCII, Python takes twelve bytes for each character meanwhile
    return "".join([source[start : start + _PIECE].lower() for start in pieces])


def may_act(source: str) -> bool:
    """Whether an element of *source* may be one that can run a script or send something; quickly told."""
    text = lowered(source)
    if "<form" in text or _ATTRIBUTE.search(text):
        return True
    return _ANY_URL.search(text) is not None and _URL.search(text) is not None


def may_hold_active_element(source: str) -> bool:
    """Whether *source* may have elements that no repair may make; quickly told."""
    return _ACTIVE_ELEMENT.search(source) is not None


def active_tags(tokens: Iterable[Token]) -> Counter[tuple[str, ...]]:
    """How many start tags are among *tokens* that no repair may make, by their names and what makes them so.

    That is attributes with their values. Formatting, which browsers copy, is left aside; ``image`` is ``img`` to them.
    """
    found: Counter[tuple[str, ...]] = Counter()
    for token in tokens:
        if isinstance(token, StartTag) and token.name not in FORMATTING_ELEMENTS:
            attributes = active_attributes(token)
            if attributes or token.name in _ACTIVE_ELEMENTS:
                found[("img" if token.name == "image" else token.name, *attributes)] += 1
    return found


def may_hold_placed(source: str) -> bool:
    """Whether *source* may hold what acts by its place; quickly told."""
    text = lowered(source)
    return any(attribute in text for attribute, _ in PLACED_ELEMENTS.values())


def end_of_placed(tokens: Iterable[Token]) -> int:
    """Where the last start tag among *tokens* ends that what stands before it makes act, or lose its force; 0 if none.

    That is a policy against scripts, which has to stand in the head, and a template that is shown in some elements.
    """
    return max((t.span.end for t in tokens if isinstance(t, StartTag) and _is_placed(t)), default=0)


def has_shadow(tokens: Iterable[Token]) -> bool:
    """Whether a template among *tokens* is shown in place of its siblings, or with those of them that it has slots for.

    See https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode.
    """
    return any(isinstance(t, StartTag) and t.name == "template" and _is_placed(t) for t in tokens)


def _is_placed(tag: StartTag) -> bool:
    name, value = PLACED_ELEMENTS.get(tag.name, ("", ""))
    return bool(name) and any(a.name == name and value in ("", a.value.strip().lower()) for a in tag.attributes)


def ordered_tags(tokens: Iterable[Token]) -> list[int]:
    """Where the start tags among *tokens* begin of what runs or loads as it is read, in that order."""
    return [token.span.start for token in tokens if isinstance(token, StartTag) and _is_ordered(token)]


def _is_ordered(tag: StartTag) -> bool:
    return calls(tag) or is_listed(tag, ORDERED_ELEMENTS)


def calls(tag: StartTag) -> bool:
    """Whether *tag* has a handler that its reader need not set off."""
    return any(a.name.startswith("on") and a.name not in USER_HANDLERS for a in tag.attributes)


def is_listed(tag: StartTag, elements: Mapping[str, str]) -> bool:
    """Whether *tag* is one of *elements*, and has the attribute that is needed."""
    needed = elements.get(tag.name)
    return needed is not None and (not needed or any(attribute.name == needed for attribute in tag.attributes))


def may_wait(source: str) -> bool:
    """Whether *source* may hold a handler that other elements set off; quickly told."""
    text = lowered(source)
    return any(name in text for name in ("autofocus", "<audio", "<video", *WAITING_HANDLERS))


def waiting_tag(tokens: Iterable[Token]) -> StartTag | None:
    """The first start tag among *tokens* with a handler that other elements set off, None without one."""
    tags = [token for token in tokens if isinstance(token, StartTag)]
    takes_focus = any(attribute.name == "autofocus" for tag in tags for attribute in tag.attributes)
    return next((tag for tag in tags if _waits(tag, takes_focus=takes_focus)), None)


def _waits(tag: StartTag, *, takes_focus: bool) -> bool:
    """Whether other elements may set off a handler of *tag*, if only by leaving it the focus that it asks for.

    *takes_focus* says that there is one which asks for it: the handlers of the body are those of the window.
    """
    if tag.name in MEDIA_ELEMENTS and calls(tag):
        return True
    names = [attribute.name for attribute in tag.attributes if attribute.value]
    if takes_focus and tag.name in ("body", "frameset") and ("onfocus" in names or "onblur" in names):
        return True
    if "onfocus" in names and any(attribute.name == "autofocus" for attribute in tag.attributes):
        return True
    return any(name.startswith(WAITING_HANDLERS) for name in names)


def is_active(tag: StartTag) -> bool:
    """Whether *tag* can run a script or send something."""
    if tag.name == "form":
        return True
    return bool(active_attributes(tag))


def active_attributes(tag: StartTag) -> list[str]:
    """The attributes of *tag* that can run a script or send something, with their values, sorted."""
    return sorted(f"{a.name}={a.value}" for a in tag.attributes if is_active_attribute(a.name, a.value))


def inert(tag: str) -> str:
    """The start tag *tag* without the attributes that can run a script or send something, and no solidus laid bare."""
    had_solidus = has_trailing_solidus(tag)
    while any(is_active_attribute(attribute.name, attribute.value) for attribute in parse_attributes(tag)):
        tag = _without_active(tag)
    return tag if had_solidus or not has_trailing_solidus(tag) else without_solidus(tag)


def _without_active(tag: str) -> str:
    """*tag* without the attributes that can run a script or send something; without them others may, if rarely."""
    kept: set[str] = set()
    pieces: list[str] = []
    at = 0
    for attribute in written_attributes(tag):
        if attribute.name in kept:
            continue
        if not is_active_attribute(attribute.name, attribute.value):
            kept.add(attribute.name)  # behind an active one another of its name would take effect
            continue
        piece = tag[at : attribute.start].rstrip(ASCII_WHITESPACE)
        pieces.append(apart(piece) if at else piece)
        at = attribute.end
    return "".join((*pieces, apart(tag[at:]) if at else tag))
