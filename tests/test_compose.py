"""Two repairs in a row as one: the same output, and the way back."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

import htmlrepair
from htmlrepair import Confidence, Diagnostic, Edit, Move, Span
from htmlrepair.compose import composed
from tests.markup import documents

SOURCES = st.one_of(documents(), st.text("ab<>\n", max_size=12))


@st.composite
def repairs(draw: st.DrawFn, source: str) -> list[Diagnostic]:
    """Findings about *source* whose edits lie apart: replacements, insertions, deletions and moves."""
    cuts = sorted(draw(st.sets(st.integers(0, len(source)), max_size=7)))
    found: list[Diagnostic] = []
    for order, (start, end) in enumerate(itertools.pairwise(cuts)):
        span = Span(start, end)
        edit: Edit | Move
        match draw(st.sampled_from(["replace", "delete", "insert", "move to front", "move to end", "nothing"])):
            case "replace":
                edit = Edit(span, span.cut(source), "<i>")
            case "delete":
                edit = Edit(span, span.cut(source), "")
            case "insert":
                edit = Edit(Span(start, start), "", "<b>", order)
            case "move to front":
                edit = Move(span, 0, span.cut(source), order)
            case "move to end":
                edit = Move(span, len(source), span.cut(source), order)
            case _:
                continue
        applied = draw(st.booleans())
        found.append(Diagnostic(f"c{order}", span, "", Confidence.LIKELY, (edit,), applied))
    return found


def made(source: str, findings: list[Diagnostic] | tuple[Diagnostic, ...]) -> str:
    return htmlrepair.apply_edits(source, [edit for found in findings if found.applied for edit in found.edits])


@given(SOURCES, st.data())
def test_the_findings_of_both_make_what_one_after_the_other_makes(source: str, data: st.DataObject) -> None:
    first = data.draw(repairs(source))
    middle = made(source, first)
    second = data.draw(repairs(middle))
    output = made(middle, second)
    both = composed(source, first, second)
    assert made(source, both) == output
    edits = [edit for found in both if found.applied for edit in found.edits]
    assert htmlrepair.undo_edits(output, edits) == source


@given(SOURCES, st.data())
def test_any_choice_among_the_findings_of_both_can_be_made(source: str, data: st.DataObject) -> None:
    first = data.draw(repairs(source))
    both = composed(source, first, data.draw(repairs(made(source, first))))
    chosen = [edit for found in both if data.draw(st.booleans()) for edit in found.edits]
    assert htmlrepair.undo_edits(htmlrepair.apply_edits(source, chosen), chosen) == source


def test_what_the_second_takes_back_is_no_finding() -> None:
    first = [Diagnostic("a", Span(1, 1), "", Confidence.LIKELY, (Edit(Span(1, 1), "", "<b>"),), True)]
    second = [Diagnostic("b", Span(1, 4), "", Confidence.LIKELY, (Edit(Span(1, 4), "<b>", ""),), True)]
    assert composed("xy", first, second) == ()


def test_spans_are_those_of_the_source() -> None:
    first = [Diagnostic("a", Span(0, 2), "", Confidence.LIKELY, (Edit(Span(0, 2), "xx", "<long>"),), True)]
    second = [Diagnostic("b", Span(7, 8), "", Confidence.GUESS, (Edit(Span(7, 8), "z", "Z"),), False)]
    reported = [found for found in composed("xxyz", first, second) if not found.applied]
    assert [(found.span, found.edits) for found in reported] == [(Span(3, 4), (Edit(Span(3, 4), "z", "Z"),))]
