"""A tag whose name has one letter too many, too few, another, or two in the wrong order, while its partner's is right.

**What** ``<strong>…</stong>``, ``<captoin>…</caption>``: no name of an element, but nearly one of four letters or
more, in one of the two tags.

**Why** A browser makes an unknown element of the start tag and drops the end tag, so that the element runs on. People
type it.

**Example** before and after::

    <table><tr><td>4</td></tr></tabel>
    <table><tr><td>4</td></tr></table>

**Confidence** Certain with the partner, which stands near.

**Spec** https://html.spec.whatwg.org/multipage/parsing.html#tag-name-state
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from htmlrepair.damage.base import DamageClass, malformed
from htmlrepair.knowledge.elements import ELEMENTS, VOID_ELEMENTS
from htmlrepair.knowledge.safety import FREE_ELEMENTS
from htmlrepair.tokens import MalformedMarkup, Reading, ReadingKind

__all__ = ["DAMAGE"]

_AROUND: Final = 2000
"""How far away the partner may stand."""
_SHORTEST: Final = 4
"""Shorter names are all alike."""
_NEVER: Final = VOID_ELEMENTS | {"body", "head", "html"}
_TAG: Final = re.compile(r"<(/?)\s?([A-Za-z][A-Za-z0-9]{2,11})\s?>")


def match(source: str, pos: int) -> MalformedMarkup | None:
    """The malformed tag at *pos*, where a ``<`` stands; looks ``_AROUND`` characters to one side for its partner."""
    found = _TAG.match(source, pos)
    written = "" if found is None else found[2].lower()
    if found is None or written in ELEMENTS:
        return None
    for name in _similar(written):
        if found[1]:
            around = source[max(0, pos - _AROUND) : pos].lower()
            reading = Reading(ReadingKind.END_TAG, name, f"</{name}>")
            is_partner_near = re.search(rf"<\s?{name}\b", around) is not None and f"<{written}" not in around
        else:
            around = source[found.end() : found.end() + _AROUND].lower()
            reading = Reading(ReadingKind.START_TAG, name, f"<{name}>")
            is_partner_near = re.search(rf"</\s?{name}\b", around) is not None and f"</{written}" not in around
        if is_partner_near:
            return malformed(source, pos, found.end(), DAMAGE.code, reading)
    return None


@lru_cache(maxsize=1024)
def _similar(written: str) -> tuple[str, ...]:
    """The names of elements that *written* is one slip away from."""
    names = (name for name in FREE_ELEMENTS - _NEVER if len(name) >= _SHORTEST)
    return tuple(sorted(name for name in names if _is_one_slip(written, name)))


def _is_one_slip(written: str, name: str) -> bool:
    """Whether one letter left out, put in, changed or swapped with the next makes *name* of *written*."""
    shorter, longer = sorted((written, name), key=len)
    if len(longer) - len(shorter) > 1:
        return False
    same = 0
    while same < len(shorter) and written[same] == name[same]:
        same += 1
    if len(longer) > len(shorter):
        return shorter[same:] == longer[same + 1 :]
    is_changed = written[same + 1 :] == name[same + 1 :]
    is_swapped = written[same : same + 2] == name[same : same + 2][::-1] and written[same + 2 :] == name[same + 2 :]
    return is_changed or is_swapped


DAMAGE: Final = DamageClass("misspelled-tag-name", "<", match, "[/A-Za-z]", module=__name__)
