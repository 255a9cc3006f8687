"""No handler, no script URL and no form may take effect more often than in a browser that reads the source.

Tree construction drops parts of tables outside of one, and forms in forms, and copies formatting that a block cuts.
What a repair changes around them must not bring them back, or make more of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from htmlrepair.allowlist import is_active_attribute
from htmlrepair.attributes import parse_attributes
from htmlrepair.tokens import StartTag

__all__ = ["Limits", "inert", "is_active"]


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


def is_active(tag: StartTag) -> bool:
    """Whether *tag* can run a script or send something."""
    if tag.name == "form":
        return True
    return any(is_active_attribute(attribute.name, attribute.value) for attribute in tag.attributes)


def inert(tag: str) -> str:
    """The start tag *tag* without the attributes that can run a script or send something."""
    while active := [a for a in parse_attributes(tag) if is_active_attribute(a.name, a.value)]:
        for attribute in reversed(active):  # behind one of them another of its name may take effect
            after = tag[attribute.end :]
            space = "" if after[:1] in ("", ">", " ", "\t", "\n", "\f", "\r") else " "
            tag = tag[: attribute.start].rstrip("\t\n\f\r ") + space + after
    return tag
