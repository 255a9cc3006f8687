"""The promises, checked of one source."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import htmlrepair
from htmlrepair.damage import WEAK_CODES
from htmlrepair.escaped import ESCAPES
from htmlrepair.tokens import MalformedMarkup
from tests.attack.browser import activities, gained
from tests.oracle import revived, visible_text

__all__ = ["all_broken", "awakened", "broken", "lost", "without_surrogates"]

_ESCAPES: Final = frozenset(row.code for row in ESCAPES)
_LAYOUT: Final = frozenset({"bullet", "columns", "numbered-line"})
_MARKS: Final = frozenset({"#x2022", "#xa0", "bull", "nbsp"})
"""References to bullets, and to white space round them."""


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
    output, edits = diagnosis.html, diagnosis.edits
    if htmlrepair.apply_edits(source, edits) != output:
        yield "replay"
    if htmlrepair.undo_edits(output, edits) != source:
        yield "undo"
    if output == source:
        return
    applied = [found for found in diagnosis.diagnostics if found.applied]
    parts = [(found.span, part.span) for found in applied for edit in found.edits for part in edit.parts]
    if not all(span.start <= part.start and part.end <= span.end for span, part in parts):
        yield "locality"
    if htmlrepair.repair(output) != output:
        yield "idempotence"
    if revived(without_surrogates(source), without_surrogates(output)):
        yield "safety"


def lost(diagnosis: htmlrepair.Diagnosis) -> str:
    """What a browser shows of the source and not, in this order, of the output, apart from the markup that was mended.

    Empty when nothing is lost, and where more than escapes was mended in an escaped document: the parts of one tag are
    edits of several kinds there. Where something moved, the order tells nothing. The source holds no surrogates.
    """
    if diagnosis.html == diagnosis.source:
        return ""
    applied = {found.code for found in diagnosis.diagnostics if found.applied}
    if applied <= _ESCAPES:
        words = _words(diagnosis.source)
        return "" if words == _words(diagnosis.html) else words
    if applied & _ESCAPES:
        return ""
    kept, shown = _text_without_edits(diagnosis), visible_text(diagnosis.html)
    if any(isinstance(edit, htmlrepair.Move) for edit in diagnosis.edits):
        return "".join((Counter(kept) - Counter(shown)).elements())
    rest = iter(shown)
    return "".join(character for character in kept if character not in rest)


def without_surrogates(text: str) -> str:
    """*text* as other parsers take it; a question mark in their place would be markup after a less-than sign."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def _words(markup: str) -> str:
    """The text of *markup* without its tags, however often and however it is escaped."""
    markup = re.sub(
        r"\\(?:u00([0-9A-Fa-f]{2})|(.))", lambda e: chr(int(e[1], 16)) if e[1] else e[2].strip("nrt"), markup
    )
    markup = re.sub(r"u(?!003[CcEe])(?=[0-9A-Fa-f]{0,3}\d)([0-9A-Fa-f]{4})", lambda e: chr(int(e[1], 16)), markup)
    markup = markup.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of emoji
    while (plain := html.unescape(re.sub(r"&\s*(#?\w+)\s*;", r"&\1;", markup))) != markup:
        markup = plain
    line_end = "(?:(?:r?n){1,4}t{0,12})?"
    markup = re.sub("u0026", "&", re.sub("<!--|-->", "", markup))  # comments keep what may not come alive
    return re.sub(rf"\s+|<[^<>]*>\s*{line_end}|u003[Cc].*?u003[Ee]{line_end}", "", markup)


def _text_without_edits(diagnosis: htmlrepair.Diagnosis) -> str:
    """The characters of text tokens that no edit touches, without white space, references and the marks of layout."""
    edited = {edit.span for edit in diagnosis.edits}
    without_marks = list(diagnosis.source)
    without_fragments = list(diagnosis.source)
    for token in htmlrepair.tokenize(diagnosis.source):
        if isinstance(token, MalformedMarkup) and (token.code in WEAK_CODES or token.readings[0].name in _MARKS):
            without_fragments[token.span.start : token.span.end] = " " * (token.span.end - token.span.start)
    for span in _marks(diagnosis):
        mark = re.sub(r"<\s*br\b[^<>]*>", "", "".join(without_fragments[span.start : span.end]), flags=re.I)
        assert not any(map(str.isalpha, html.unescape(mark))), "a mark holds no word but what is left of an end tag"
        without_marks[span.start : span.end] = " " * (span.end - span.start)
    pieces = [
        "".join(without_marks[token.span.start : token.span.end])
        for token in htmlrepair.tokenize(diagnosis.source)
        if type(token).__name__ == "Characters" and token.span not in edited
    ]
    return re.sub(r"[\s\x00\ufffd\ud800-\udfff]+", "", re.sub(r"[&＆]\s*[#\w]+\s*[;；]?", "", "".join(pieces)))


def _marks(diagnosis: htmlrepair.Diagnosis) -> Iterator[htmlrepair.Span]:
    """Where bullets, numbers and what parts columns stood."""
    for found in diagnosis.diagnostics:
        if found.applied and found.code in _LAYOUT:
            yield from (edit.span for edit in found.edits)
