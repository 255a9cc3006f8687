"""Curly quotation marks round the value of an attribute, or others that are none in HTML.

**What** ``class=“x”``, ``href=”/”``, ``rel=‘next’``, and curly quotes inside straight ones, ``href="„/x“"``;
guillemets, corner brackets, primes, marks that are doubled, ``id=""x""``, or lack their partner, references to marks,
marks behind two equals signs, or none, and marks with a reverse solidus, as in a string of JSON.

**Why** A browser takes the marks for a part of the value, and the words after the first space for attributes. Word
processors and content management systems write them.

**Example** before and after::

    <a href=“/menu”>Menu</a>
    <a href="/menu">Menu</a>

**Confidence** Certain: no value begins with such a mark on purpose. Values that hold prose keep the quotes inside them.
Marks with a reverse solidus stay where the tag stands in a string of code, ``echo "<b class=\\"x\\">";``.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-value-state
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from htmlrepair.damage.base import CURLY_QUOTES, DamageClass
from htmlrepair.knowledge.attributes import ValueKind, kind_of
from htmlrepair.prose import string_start
from htmlrepair.tokens import Slip

__all__ = ["DAMAGE", "mend", "outside_strings"]

_MARK: Final = f"[{CURLY_QUOTES}‘’‚‛]"
_INSIDE: Final = re.compile(
    rf"\s*{_MARK}([^{CURLY_QUOTES}‘’‚‛]*){_MARK}\s*|&(?:quot|#34|[lr]dquo);([^&\"'\s]*)&(?:quot|#34|[lr]dquo);"
)
_ESCAPED_MARK: Final = re.compile(r"=?\\([\"'])")
_KINDS: Final = frozenset(ValueKind) - {ValueKind.BOOLEAN, ValueKind.PROSE}


def mend(name: str, value: str, tag_is_damaged: bool) -> str | None:
    """*value* without the curly quotes, or references to quotes, that stand round the whole of it."""
    if kind_of(name) not in _KINDS:
        return None
    found = _INSIDE.fullmatch(value)
    return None if found is None else found[1] or found[2] or ""


def outside_strings(source: str, start: int, slips: Iterable[Slip]) -> tuple[Slip, ...]:
    """The *slips* in the tag at *start* but for marks that are escaped because the tag stands in a string of code."""
    return tuple(slip for slip in slips if not _is_for_string(source, start, slip))


def _is_for_string(source: str, start: int, slip: Slip) -> bool:
    escaped = _ESCAPED_MARK.match(source, slip.span.start, slip.span.end)
    if escaped is None:
        return False
    return string_start(source, start, escaped[1]) is not None


DAMAGE: Final = DamageClass("curly-quotes", "", module=__name__)
