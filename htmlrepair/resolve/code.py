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
    """Those *places* in one code element whose tags are used there: a mangled one with a live one, or all of the code.

    What shows a tag shows its partner alike.
    """
    mangled = {place for place in places if view.is_candidate(place)}
    used = _wrapper(view, places)
    if not mangled:
        return used
    parts = (view.part(place) for place in places if view.is_live(place) or place in mangled)
    partners = pair(part for part in parts if part is not None).partners
    alone = pair(part for place in places if view.is_live(place) and (part := view.part(place)) is not None).partners
    return used | {
        place
        for start, end in partners.items()
        if start < end and _is_of_both(view, start, end) and not (start in alone or end in alone)
        for place in (start, end)
    }


def _is_of_both(view: View, start: int, end: int) -> bool:
    """Whether one of the two tags is mangled and the other one live to a browser."""
    if view.is_candidate(end):
        return isinstance(view.tokens[start], StartTag)
    return view.is_candidate(start) and isinstance(view.tokens[end], EndTag)


def _wrapper(view: View, places: range) -> set[int]:
    """The places of a mangled start tag and a mangled end tag of ``code`` that hold all of a ``pre`` element."""
    if not places or view.name(places[0] - 1) != "pre":
        return set()
    parts = [part for place in places if (part := view.part(place)) is not None and part.name == "code"]
    if [part.is_start for part in parts] != [True, False]:
        return set()
    ends = {part.place for part in parts}
    return ends if ends == {places[0], places[-1]} and ends <= view.malformed.keys() else set()


def _swallows(view: View, place: int) -> bool:
    """Whether the token at *place* is a sign of the code beside a live tag, so that the code is not intact."""
    token = view.malformed.get(place)
    return token is not None and token.code in _BESIDE_TAG


def _is_intact(view: View, place: int) -> bool:
    token = view.tokens[place]
    if isinstance(token, StartTag):
        is_touched = view.has_profile and _TOUCHED.match(token.text) is not None  # like the rest
        return (view.is_settled or not token.slips) and not is_touched
    return isinstance(token, EndTag) or (view.is_settled and place in view.accepted)
