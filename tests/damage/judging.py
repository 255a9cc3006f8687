"""How right a repair is of damage whose truth is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import Final, NamedTuple

import htmlrepair
from htmlrepair import Confidence, Diagnosis, Diagnostic, Edit
from htmlrepair.attributes import TAG, parse_attributes
from htmlrepair.damage import DAMAGE_CLASSES
from tests.damage.articles import LANGUAGES, article
from tests.damage.manglings import MODELS, Mangled, mangled
from tests.judges import same_document

__all__ = ["ARTICLES", "Tally", "Verdict", "measured", "rows", "samples", "tallies", "verdicts"]

ARTICLES: Final = 60
"""How many articles are damaged in each way."""
_CODES: Final = tuple(damage.code for damage in DAMAGE_CLASSES)


class Tally(NamedTuple):
    """How often the findings of one class and one confidence are right."""

    right: int
    all: int


class Verdict(NamedTuple):
    """What a finding was worth."""

    code: str
    confidence: Confidence
    is_right: bool
    """Whether each of its edits gives back a token that was there."""


def verdicts(mangled: Mangled, diagnosis: Diagnosis) -> Iterator[Verdict]:
    """One verdict for each finding about a mangled tag or reference, applied or not."""
    for found in diagnosis.diagnostics:
        if found.code in _CODES and found.edits:
            yield Verdict(found.code, found.confidence, all(_is_right(mangled, edit) for edit in _edits(found)))


def samples(model: str) -> Iterator[Mangled]:
    """The damaged articles of *model*, always the same."""
    for number in range(ARTICLES):
        rng = Random(f"{model} {number}")
        yield mangled(article(rng, rng.choice(sorted(LANGUAGES))), MODELS[model], rng)


@cache
def measured(model: str) -> tuple[float, tuple[Verdict, ...]]:
    """(the share of the articles of *model* that come out as they were, the verdict on each finding)."""
    found: list[Verdict] = []
    same = 0
    for sample in samples(model):
        diagnosis = htmlrepair.diagnose(sample.source)
        found += verdicts(sample, diagnosis)
        same += same_document(diagnosis.html, sample.truth)
    return same / ARTICLES, tuple(found)


def tallies() -> Mapping[tuple[str, Confidence], Tally]:
    """The tallies over all models, by code and confidence."""
    verdicts_of_all = [verdict for model in MODELS for verdict in measured(model)[1]]
    number = Counter((verdict.code, verdict.confidence) for verdict in verdicts_of_all)
    right = Counter((verdict.code, verdict.confidence) for verdict in verdicts_of_all if verdict.is_right)
    return {key: Tally(right[key], number[key]) for key in number}


def rows() -> Iterator[str]:
    """The rows of the README's table: code, share of the certain findings that are right, of the likely ones."""
    known = tallies()
    for code in _CODES:
        cells = [known.get((code, confidence)) for confidence in (Confidence.CERTAIN, Confidence.LIKELY)]
        if any(cells):
            shown = ("–" if cell is None else f"{cell.right / cell.all:.1%} of {cell.all}" for cell in cells)
            yield f"| `{code}` | {' | '.join(shown)} |"


def _edits(found: Diagnostic) -> Iterator[Edit]:
    return (part for edit in found.edits for part in edit.parts)


def _is_right(mangled: Mangled, edit: Edit) -> bool:
    """Whether *edit* makes one token what it was."""
    touched = [token for token in mangled.tokens if token.start < edit.span.end and edit.span.start < token.end]
    if len(touched) != 1 or not touched[0].mangling:
        return False
    token = touched[0]
    start, end = min(token.start, edit.span.start), max(token.end, edit.span.end)
    after = mangled.source[start : edit.span.start] + edit.replacement + mangled.source[edit.span.end : end]
    return _meaning(after.strip()) == _meaning(token.truth)


def _meaning(text: str) -> object:
    tag = TAG.fullmatch(text)
    if tag is None:
        return text
    return tag[1], tag[2].lower(), sorted((attribute.name, attribute.value) for attribute in parse_attributes(text))
