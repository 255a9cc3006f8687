"""The promises, checked of one source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import htmlrepair
from tests.attack.browser import activities, gained
from tests.oracle import revived

__all__ = ["all_broken", "awakened", "broken", "without_surrogates"]


def all_broken(sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each of *sources* with what is broken for it."""
    return ((source, promise) for source in sources for promise in broken(source))


def awakened(sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each of *sources* with what its output does in a browser more often than it does itself."""
    pairs = [(source, htmlrepair.repair(source)) for source in map(without_surrogates, sources)]
    changed = [pair for pair in pairs if pair[0] != pair[1]]
    done = activities([text for pair in changed for text in pair])
    for number, (source, _) in enumerate(changed):
        for key in gained(done[2 * number], done[2 * number + 1]):
            yield source, key


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
    if revived(without_surrogates(source), without_surrogates(output)):
        yield "safety"


def without_surrogates(text: str) -> str:
    """*text* as other parsers take it; a question mark in their place would be markup after a less-than sign."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)
