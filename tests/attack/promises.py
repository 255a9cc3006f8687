"""The promises, checked of one source."""

from __future__ import annotations

from collections.abc import Iterator

import htmlrepair
from tests.oracle import revived

__all__ = ["broken"]


def broken(source: str) -> Iterator[str]:
    """What is broken for *source*; nothing that would have to raise is caught."""
    diagnosis = htmlrepair.diagnose(source)
    output = diagnosis.html
    if htmlrepair.apply_edits(source, diagnosis.edits) != output:
        yield "replay"
    if htmlrepair.undo_edits(output, diagnosis.edits) != source:
        yield "undo"
    if output == source:
        return
    if htmlrepair.repair(output) != output:
        yield "idempotence"
    if revived(*(text.encode("utf-8", "replace").decode("utf-8") for text in (source, output))):
        yield "safety"
