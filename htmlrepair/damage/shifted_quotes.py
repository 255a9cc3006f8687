"""Quotation marks that moved into the gap between two attributes.

**What** ``href = "/x "target =" _blank "``: each value has taken in the white space that stood after it, and the
next name clings to the quotation mark.

**Why** Machine translation writes every link so. A browser reads the values with their white space, and ``_ blank``
opens a window of that name.

**Example** before and after::

    <a href = "/x "target =" _ blank ">x</a>
    <a href = "/x" target ="_blank">x</a>

**Confidence** Certain: white space before the closing mark and none after it is written by no one. The value after a
shifted one loses its gap too, whatever kind of value it is.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#after-attribute-value-(quoted)-state
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from htmlrepair.damage.base import DamageClass
from htmlrepair.damage.loose import LooseAttribute

__all__ = ["DAMAGE", "is_shifted", "unshifted"]

_SOFT_BREAK: Final = re.compile(r"=[ \t]*\r?\n")
"""How the lines of an e-mail end that go on."""


def is_shifted(attribute: LooseAttribute, following: LooseAttribute | None) -> bool:
    """Whether *attribute* took in the gap before *following*, the next attribute of the tag."""
    return (
        following is not None
        and attribute.is_quoted
        and following.start == attribute.end
        and attribute.value[-1:].isspace()
        and not attribute.value.isspace()
        and following.is_quoted
    )


def unshifted(attributes: Sequence[LooseAttribute]) -> list[tuple[LooseAttribute, str]]:
    """*attributes*, each with its value less the gaps that it took in, those round a shifted value included."""
    found = []
    follows_shifted = False
    for attribute, following in zip_longest(attributes, attributes[1:]):
        is_own_gap = is_shifted(attribute, following)
        value = _decoded(attribute)
        found.append((attribute, value.strip() if is_own_gap or follows_shifted else value))
        follows_shifted = is_own_gap
    return found


def _decoded(attribute: LooseAttribute) -> str:
    """The value of *attribute*; where its equals sign is that of an e-mail, so are those in it."""
    if not attribute.marks[0].startswith("3D"):
        return attribute.value
    return _SOFT_BREAK.sub("", attribute.value).replace("=3D", "=")


DAMAGE: Final = DamageClass("shifted-quotes", "", module=__name__)
