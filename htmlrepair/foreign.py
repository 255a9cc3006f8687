"""Where foreign content ends: the elements that are open in it, as far as they decide about that.

Browsers take the end tag of an ``svg`` for one only where no HTML element is open inside, as may be in its ``desc``.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inforeign
"""

from __future__ import annotations

from typing import Final

from htmlrepair.attributes import ascii_lower
from htmlrepair.knowledge.elements import ELEMENTS, FOREIGN_ELEMENTS, VOID_ELEMENTS
from htmlrepair.tokens import StartTag

__all__ = ["ForeignContent"]

_HTML: Final = frozenset(ELEMENTS) - VOID_ELEMENTS - FOREIGN_ELEMENTS - {"a", "script", "style", "title"}
"""Names that only HTML has, or that end foreign content."""
_INTEGRATION_POINTS: Final = frozenset("annotation-xml desc foreignobject mi mn mo ms mtext title".split())
"""Foreign elements that may hold HTML, the first only with one of the encodings below."""
_ENCODINGS: Final = frozenset({"application/xhtml+xml", "text/html"})
_DEEPEST: Final = 100


class ForeignContent:
    """One foreign element, whose tags are told in order."""

    __slots__ = ("_open", "is_unclear")

    def __init__(self, root: str) -> None:
        self._open = [root]
        """The names of elements that are open: foreign roots, integration points, and all in the latter."""
        self.is_unclear = False
        """Whether it is no longer plain where it ends."""

    @property
    def is_open(self) -> bool:
        """Whether the end tag of the element has not come yet."""
        return bool(self._open)

    def start(self, tag: StartTag) -> None:
        """Take note of a start tag in it."""
        name = tag.name
        is_foreign = self._open[-1] in FOREIGN_ELEMENTS
        if name in VOID_ELEMENTS:
            self.is_unclear |= is_foreign and len(self._open) > 1  # most of them end all foreign content round them
        elif tag.is_self_closing and name not in _HTML and (is_foreign or name in FOREIGN_ELEMENTS):
            return
        elif not is_foreign or name in _HTML or name in FOREIGN_ELEMENTS or _is_integration_point(tag):
            self._open.append(name)
            self.is_unclear |= len(self._open) > _DEEPEST

    def end(self, name: str) -> None:
        """Take note of an end tag in it, or its own."""
        if name == self._open[-1]:
            self._open.pop()
        elif name == self._open[0] and len(self._open) == 2 and self._open[1] in _INTEGRATION_POINTS:
            self._open.clear()  # with nothing else open in it, the point ends too
        elif self._open[-1] not in FOREIGN_ELEMENTS or name in _HTML or name in VOID_ELEMENTS or name in self._open:
            self.is_unclear = True


def _is_integration_point(tag: StartTag) -> bool:
    """Whether the foreign element that begins with *tag* may hold HTML."""
    if tag.name != "annotation-xml":
        return tag.name in _INTEGRATION_POINTS
    encodings = (attribute.value for attribute in tag.attributes if attribute.name == "encoding")
    return ascii_lower(next(encodings, "")) in _ENCODINGS
