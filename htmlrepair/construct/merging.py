"""What a second ``<html>`` or ``<body>`` adds to the first: the attributes that it does not have.

Spec: https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from htmlrepair.attributes import apart, as_written, end_of_attributes, parse_attributes, written_attributes
from htmlrepair.construct.nodes import NO_TOKEN, Finding, Node

if TYPE_CHECKING:
    from htmlrepair.construct.state import State

__all__ = ["Merged", "merge_attributes", "write_merged"]


@dataclass(slots=True)
class Merged:
    """What other tags of its name add to a start tag: the attributes that it does not have."""

    names: set[str]
    """The attributes that it has by now."""
    added: list[str] = field(default_factory=list)
    """Each that was added, as it is written, set apart."""
    finding: Finding | None = None
    """The last reason."""


def merge_attributes(state: State, node: Node | None) -> None:
    """A second ``<html>`` or ``<body>`` only adds the attributes that the first does not have."""
    token = state.tag
    state.drop("repeated-document-tag", f"{state.shown} stands in a document that has one already")
    if node is None or not token.attributes:
        return
    if node.start == NO_TOKEN:
        node.start = state.place
        del state.dropped[state.place]
        return
    merged = state.merged.get(node.start)
    if merged is None:
        known = {attribute.name for attribute in parse_attributes(state.text(node.start))}
        merged = state.merged[node.start] = Merged(known)
    for attribute in token.attributes:
        if attribute.name not in merged.names:
            merged.names.add(attribute.name)
            merged.added.append(apart(as_written(token.text, attribute)))
            merged.finding = state.dropped[state.place]


def write_merged(state: State) -> None:
    """Write the attributes that :func:`merge_attributes` found into the tags that they belong to."""
    for place, merged in state.merged.items():
        if merged.finding is not None:
            text = state.text(place)
            before = text[: end_of_attributes(text)]
            if own := list(written_attributes(text)):
                before = text[: own[-1].start] + as_written(text, own[-1])
            state.rewritten[place] = (f"{before}{''.join(merged.added)}>", merged.finding)
