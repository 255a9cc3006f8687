"""Edits, their making and unmaking, and what a diagnostic says."""

from __future__ import annotations

import pytest

import htmlrepair
from htmlrepair import Confidence, Edit, Move, Span, apply_edits, undo_edits


def test_edits_apply_in_any_order() -> None:
    edits = [Edit(Span(4, 5), "e", "EE"), Edit(Span(0, 2), "ab", ""), Edit(Span(3, 3), "", "-")]
    assert apply_edits("abcdef", edits) == "c-dEEf"
    assert undo_edits("c-dEEf", edits) == "abcdef"


def test_deletions_side_by_side_are_undone_in_order() -> None:
    diagnosis = htmlrepair.diagnose("a</input></img>b")
    assert diagnosis.html == "ab"
    assert undo_edits(diagnosis.html, diagnosis.edits) == "a</input></img>b"


def test_edits_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="expects 'x', found 'a'"):
        apply_edits("abc", [Edit(Span(0, 1), "x", "y")])
    with pytest.raises(ValueError, match="overlaps"):
        apply_edits("abc", [Edit(Span(0, 2), "ab", "x"), Edit(Span(1, 3), "bc", "y")])
    with pytest.raises(ValueError, match="expects"):
        undo_edits("abc", [Edit(Span(0, 1), "x", "y")])


def test_a_pair_is_one_finding_with_two_edits() -> None:
    (found,) = htmlrepair.diagnose("a < strong >b< / strong > c").diagnostics
    assert found.code == "spaced-tag"
    assert found.span == (2, 25)
    assert found.edits == (Edit(Span(2, 12), "< strong >", "<strong>"), Edit(Span(13, 25), "< / strong >", "</strong>"))
    assert found.confidence is Confidence.CERTAIN
    assert found.message == "'< strong >' and '< / strong >' are the tags of one strong element"


def test_the_span_of_a_finding_holds_where_a_move_goes() -> None:
    source = "<ul><p>Bring:</p><li>gloves</li></ul>"
    (found,) = htmlrepair.diagnose(source).diagnostics
    assert found.edits == (Move(Span(0, 4), 17, "<ul>", 1),)
    assert found.span == (0, 17)


def test_what_is_left_out_is_said() -> None:
    (found,) = htmlrepair.diagnose('< a href = "/x" onclick = "y()" >z</ a>').diagnostics
    assert apply_edits('< a href = "/x" onclick = "y()" >z</ a>', found.edits[:1]) == '<a href="/x">z</ a>'
    assert "left out: onclick" in found.message


def test_a_guess_is_reported_and_left_alone() -> None:
    source = "Use the < strong > tag."
    (found,) = htmlrepair.diagnose(source).diagnostics
    assert (found.confidence, found.applied) == (Confidence.GUESS, False)
    assert htmlrepair.repair(source) == source
    assert htmlrepair.repair(source, minimum_confidence="guess") == "Use the <strong> tag.</strong>"
    assert htmlrepair.diagnose(source).apply([found]) == "Use the <strong> tag."


def test_what_is_only_reported_goes_with_what_is_applied() -> None:
    source = "<p><fuerte>: <strong>x</strong></p>"
    diagnosis = htmlrepair.diagnose(source)
    assert [(found.code, found.applied) for found in diagnosis.diagnostics] == [
        ("unknown-tag", True),
        ("translated-tag-name", False),
    ]
    assert diagnosis.apply(diagnosis.diagnostics) == diagnosis.html == "<p>&lt;fuerte>: <strong>x</strong></p>"


def test_confidences_compare() -> None:
    assert Confidence.GUESS < Confidence.LIKELY < Confidence.CERTAIN
    assert Confidence.CERTAIN >= Confidence.CERTAIN > Confidence.GUESS <= Confidence.LIKELY


def test_diagnostics_are_sorted() -> None:
    found = htmlrepair.diagnose("& nbsp;< b >x</ b>&copy 1 <a href=“/”>y</ a>").diagnostics
    assert [diagnostic.span for diagnostic in found] == sorted(diagnostic.span for diagnostic in found)
    assert [diagnostic.code for diagnostic in found] == [
        "split-reference",
        "spaced-tag",
        "missing-semicolon-after-character-reference",
        "curly-quotes",
        "spaced-end-tag",
    ]


def test_a_move_is_a_deletion_and_an_insertion() -> None:
    source = "<ul><li>a</li><ul><li>b</li></ul></ul>"
    (found,) = htmlrepair.diagnose(source).diagnostics
    assert found.edits == (Move(Span(9, 14), 33, "</li>", 1),)
    assert apply_edits(source, found.edits) == "<ul><li>a<ul><li>b</li></ul></li></ul>"
    assert undo_edits(apply_edits(source, found.edits), found.edits) == source
