"""Tree construction on tokens: what a browser would build, and how the source has to change to say so by itself."""

from htmlrepair.construct.builder import NotModelledError
from htmlrepair.construct.limits import (
    active_tags,
    end_of_placed,
    has_shadow,
    may_act,
    may_hold_active_element,
    may_hold_placed,
    may_wait,
    ordered_tags,
    waiting_tag,
)
from htmlrepair.construct.loading import find_loading, loads_by_place, loads_otherwise, may_load_by_place
from htmlrepair.construct.nodes import Finding, Notice
from htmlrepair.construct.printing import Piece
from htmlrepair.construct.recoveries import CONFIDENCES, RECOVERIES, SOUND_CODES, Recovery
from htmlrepair.construct.structure import Construction, Structure, active_counts, construct, write_out

__all__ = [
    "CONFIDENCES",
    "RECOVERIES",
    "SOUND_CODES",
    "Construction",
    "Finding",
    "NotModelledError",
    "Notice",
    "Piece",
    "Recovery",
    "Structure",
    "active_counts",
    "active_tags",
    "construct",
    "end_of_placed",
    "find_loading",
    "has_shadow",
    "loads_by_place",
    "loads_otherwise",
    "may_act",
    "may_hold_active_element",
    "may_hold_placed",
    "may_load_by_place",
    "may_wait",
    "ordered_tags",
    "waiting_tag",
    "write_out",
]
