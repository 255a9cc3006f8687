"""Quotation marks that moved into the gap between two attributes.

**What** ``href = "/x "target =" _blank "``: each value has taken in the white space that stood after it, and the
next name clings to the quotation mark.

**Why** Machine translation writes every link so. A browser reads the values with their white space, and ``_ blank``
opens a window of that name.

**Example** before and after::

    <a href = "/x "target =" _ blank ">x</a>
    <a href = "/x" target ="_blank">x</a>

**Confidence** Certain: white space before the closing mark and none after it is written by no one.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#after-attribute-value-(quoted)-state
"""

from __future__ import annotations

from typing import Final

from htmlrepair.damage.base import DamageClass
from htmlrepair.damage.loose import LooseAttribute

__all__ = ["DAMAGE", "is_shifted"]


def is_shifted(attribute: LooseAttribute, following: LooseAttribute | None) -> bool:
    """Whether *attribute* took in the gap before *following*, the next attribute of the tag."""
    return (
        following is not None
        and attribute.is_quoted
        and following.start == attribute.end
        and attribute.value[-1:].isspace()
        and following.is_quoted
    )


DAMAGE: Final = DamageClass("shifted-quotes", "", module=__name__)
