"""No handler, no script URL and no form may take effect more often than in a browser that reads the source.

Tree construction drops parts of tables outside of one, and forms in forms, and copies formatting that a block cuts.
What a repair changes around them must not bring them back, or make more of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from htmlrepair.allowlist import is_active_attribute
from htmlrepair.attributes import has_trailing_solidus, parse_attributes
from htmlrepair.knowledge.elements import FORMATTING_ELEMENTS, TABLE_PARTS
from htmlrepair.knowledge.safety import ACTIVE_ATTRIBUTES, FREE_SCHEMES, LOADING_ELEMENTS, URL_ATTRIBUTES
from htmlrepair.tokens import StartTag, Token

__all__ = ["DROPPED_OR_COPIED", "Limits", "acting", "active_attributes", "inert", "is_active", "may_act"]

DROPPED_OR_COPIED: Final = FORMATTING_ELEMENTS | TABLE_PARTS | {"form", "head"}
"""Elements of which a browser may have more than there are start tags, or fewer."""

_FREE: Final = rf"\s*(?:{'|'.join(sorted(FREE_SCHEMES))})\s*:"
_ATTRIBUTE: Final = re.compile(
    rf"[\s/\"'](?:on[^\s=/>\"']*\s*[=\"']|(?:style|{'|'.join(sorted(ACTIVE_ATTRIBUTES))})\s*=)"
)
_VALUE: Final = rf"=\s*(?:\"(?!{_FREE})[^\">/?#]*|'(?!{_FREE})[^'>/?#]*|(?![\"']|{_FREE})[^\s>/?#:&=]*)[:&=]"
_ANY_URL: Final = re.compile(_VALUE)
_URL: Final = re.compile(rf"(?:{'|'.join(sorted(URL_ATTRIBUTES))})\s*{_VALUE}")
_SOLIDUS: Final = re.compile(r"[\t\n\f\r ]*/[\t\n\f\r /]*>\Z")


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


def may_act(source: str) -> bool:
    """Whether an element of *source* may be one that can run a script or send something; quickly told."""
    lowered = source.lower()  # patterns that heed case look for their beginnings first
    if "<form" in lowered or _ATTRIBUTE.search(lowered):
        return True
    return _ANY_URL.search(lowered) is not None and _URL.search(lowered) is not None


def is_active(tag: StartTag) -> bool:
    """Whether *tag* can run a script or send something."""
    if tag.name == "form":
        return True
    return bool(active_attributes(tag))


def active_attributes(tag: StartTag) -> list[str]:
    """The attributes of *tag* that can run a script or send something, with their values, sorted."""
    return sorted(f"{a.name}={a.value}" for a in tag.attributes if is_active_attribute(a.name, a.value))


def acting(tokens: Iterable[Token]) -> Counter[str]:
    """What the start tags among *tokens* do, such as run a script, and how often, but for those that a tree copies."""
    found: Counter[str] = Counter()
    for token in tokens:
        if isinstance(token, StartTag) and token.name not in DROPPED_OR_COPIED:
            found.update(active_attributes(token))
            found[token.name] += token.name in LOADING_ELEMENTS
    return +found


def inert(tag: str) -> str:
    """The start tag *tag* without the attributes that can run a script or send something, and no solidus laid bare."""
    had_solidus = has_trailing_solidus(tag)
    while active := [a for a in parse_attributes(tag) if is_active_attribute(a.name, a.value)]:
        for attribute in reversed(active):  # behind one of them another of its name may take effect
            after = tag[attribute.end :]
            space = "" if after[:1] in ("", ">", " ", "\t", "\n", "\f", "\r") else " "
            tag = tag[: attribute.start].rstrip("\t\n\f\r ") + space + after
    return tag if had_solidus or not has_trailing_solidus(tag) else _SOLIDUS.sub(">", tag)
