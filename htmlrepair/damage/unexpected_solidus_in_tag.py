"""A void element's solidus with white space after it.

**What** ``<br/ >``, ``<hr / >``, ``<img src="x" / >``.

**Why** The standard calls it a parse error. Browsers forgive it; XML parsers and many tools do not. Machine translation
writes it.

**Example** before and after::

    one<br / >two
    one<br />two

**Confidence** Certain: the tag means the same before and after.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#parse-error-unexpected-solidus-in-tag
"""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.attributes import has_trailing_solidus
from htmlrepair.damage.base import DamageClass
from htmlrepair.knowledge.elements import VOID_ELEMENTS
from htmlrepair.source import Span

__all__ = ["DAMAGE", "find"]

_SOLIDUS: Final = re.compile(r"/[\t\n\f\r ]+>\Z")


def find(name: str, text: str) -> Span | None:
    """Where in the live start tag *text* of the element *name* the solidus and what follows it stand."""
    if name not in VOID_ELEMENTS:
        return None
    found = _SOLIDUS.search(text, max(0, len(text) - 80))
    if found is None or not has_trailing_solidus(text):
        return None  # the solidus at the end of an unquoted value belongs to the value
    return Span(found.start(), found.end())


DAMAGE: Final = DamageClass("unexpected-solidus-in-tag", "", module=__name__)
