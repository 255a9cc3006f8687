"""Where a document shows code: inside intact ``pre``, ``code``, ``kbd``, ``samp`` and the like, nothing is damage."""

from __future__ import annotations

import re
from typing import Final

from htmlrepair.damage import doubled_bracket, swallowing_less_than_sign
from htmlrepair.resolve.pairing import pair
from htmlrepair.resolve.view import View
from htmlrepair.tokens import EndTag, StartTag

__all__ = ["places_in_code"]

_BESIDE_TAG: Final = frozenset({doubled_bracket.DAMAGE.code, swallowing_less_than_sign.DAMAGE.code})
_TOUCHED: Final = re.compile(r"</?[A-Z][a-z]|[\s\S]*?(?:\s=|=\s|\s>\Z)")
"""Written as no one writes the tags of code: ``<Code>``, ``<code >``, ``<code class = "x">``."""


def places_in_code(view: View) -> frozenset[int]:
    """The places of all tokens inside intact code elements; where a tag of one is damaged, its content is too."""
    partners = pair(view.code_parts()).partners
    inside: set[int] = set()
    covered = -1
    for start in sorted(partners):
        end = partners[start]
        if covered < start < end and _is_intact(view, start) and _is_intact(view, end):
            inside.update(range(start + 1, end))
            inside -= _used(view, range(start + 1, end))
            inside -= {place for place in range(start + 1, end) if _swallows(view, place)}
            covered = end
    return frozenset(inside)


def _used(view: View, places: range) -> set[int]:
    """Those *places* in one code element where a mangled end tag ends what a live start tag begins, and of those."""
    if not any(_is_mangled_end(view, place) for place in places):
        return set()
    parts = (view.part(place) for place in places if view.is_live(place) or _is_mangled_end(view, place))
    partners = pair(part for part in parts if part is not None).partners
    return {
        place
        for start, end in partners.items()
        if start < end and isinstance(view.tokens[start], StartTag) and _is_mangled_end(view, end)
        for place in (start, end)
    }


def _swallows(view: View, place: int) -> bool:
    """Whether the token at *place* is a sign of the code beside a live tag, so that the code is not intact."""
    token = view.malformed.get(place)
    return token is not None and token.code in _BESIDE_TAG


def _is_mangled_end(view: View, place: int) -> bool:
    """Whether the token at *place* is an end tag by its spelling, and not to a browser."""
    return view.is_candidate(place) and not view.is_start(place)


def _is_intact(view: View, place: int) -> bool:
    token = view.tokens[place]
    if isinstance(token, StartTag):
        is_touched = view.has_profile and _TOUCHED.match(token.text) is not None  # like the rest
        return (view.is_settled or not token.slips) and not is_touched
    return isinstance(token, EndTag) or (view.is_settled and place in view.accepted)
