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

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from htmlrepair.damage.base import DamageClass
from htmlrepair.damage.loose import LooseAttribute

__all__ = ["DAMAGE", "is_shifted", "unshifted"]


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
        found.append((attribute, attribute.value.strip() if is_own_gap or follows_shifted else attribute.value))
        follows_shifted = is_own_gap
    return found


DAMAGE: Final = DamageClass("shifted-quotes", "", module=__name__)
